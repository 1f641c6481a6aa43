/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Endpoints given as URLs. */
#ifndef MAILSONDE_SETTINGS_URL_H
#define MAILSONDE_SETTINGS_URL_H

#include "model/settings.h"
#include "settings/refuse.h"

/* Reads a URL alone: imaps://host[:port][?mode=cleartext]. */
bool url_read_target(struct arena *arena, const char *url,
	struct matrix *ret_matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

#endif
