/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is served at which address. */
#ifndef MAILSONDE_SRC_SERVE_ROUTES_H
#define MAILSONDE_SRC_SERVE_ROUTES_H

#include "src/serve/pages.h"

struct route {
	const char *method;
	const char *path; /* what ends in '/' stands for all below it */
	pages_function *serve;
	bool works; /* more than a page does */
	bool asks;  /* servers, for whoever knows the address */
};

/* Answers NULL if nothing is there, or not for this method: then `*ret_allow`
 * lists the methods of the address (RFC 9110 section 10.2.1), or is NULL if
 * it has none. */
const struct route *routes_find(struct arena *arena, const char *path,
	const char *method, const char **ret_allow);

#endif
