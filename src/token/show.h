/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a token is good for, for people: never the token itself. */
#ifndef MAILSONDE_SRC_TOKEN_SHOW_H
#define MAILSONDE_SRC_TOKEN_SHOW_H

#include "oauth/grant.h"
#include "reports/text/page.h"

/* `user` and `tenant` are those that the user named; NULL. Answers whether a
 * mail service may take it. */
bool token_show(const struct page *page, const struct grant *grant,
	const char *user, const char *tenant);

#endif
