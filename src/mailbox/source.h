/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where a password or an access token comes from. */
#ifndef MAILSONDE_SRC_MAILBOX_SOURCE_H
#define MAILSONDE_SRC_MAILBOX_SOURCE_H

#include "model/login/secret.h"
#include "src/options/options.h"

/* Whether the user named one. */
bool source_is_named(const struct secret_source *source);

/* Reads the first line of what the source has, without its end. `what` is the
 * thing's name in complaints: "password". Answers EX_OK, with a secret to be
 * freed; else an exit status, after a complaint. */
int source_read(const struct options *options, struct arena *arena,
	const struct secret_source *source, const char *what,
	struct secret **ret_secret);

#endif
