/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How somebody signs in at a provider. */
#ifndef MAILSONDE_SRC_TOKEN_SIGN_IN_H
#define MAILSONDE_SRC_TOKEN_SIGN_IN_H

#include "oauth/oauth.h"
#include "src/options/options.h"

/* One run. */
struct token {
	const struct options *options;
	struct arena *arena;
	struct provider provider;
	struct locked *secret; /* of the client; NULL */
	struct grant grant;
	struct oauth oauth;
	int interrupt_fd;
	int64_t deadline_us;
};

/* The text as it can be printed, in the arena of the run. */
const char *token_shown(struct arena *arena, const char *text);

/* Whether the user signs in by a browser on this computer. */
bool token_wants_browser(const struct token *t);

/* Discovers the provider, and has the user sign in. */
enum oauth_result token_sign_in(struct token *t);

/* Complains about what ended it. Answers the exit status. */
int token_conclude(const struct token *t, enum oauth_result result);

#endif
