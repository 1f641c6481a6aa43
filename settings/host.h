/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names and addresses of servers. */
#ifndef MAILSONDE_SETTINGS_HOST_H
#define MAILSONDE_SETTINGS_HOST_H

#include "model/arena.h"
#include <stdbool.h>

/* Brings a host as a person gave it to the form that is looked up: IDNA
 * A-labels (RFC 5891), lower case, an IPv6 address without its brackets.
 * Answers false with a reason in `*ret_reason` for what cannot be a host. */
bool host_read(struct arena *arena, const char *host, const char **ret_host,
	const char **ret_reason) __attribute__((warn_unused_result));

#endif
