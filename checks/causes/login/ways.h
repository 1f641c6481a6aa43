/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The ways to log in that are offered, and those that the settings name. */
#ifndef MAILSONDE_CHECKS_CAUSES_LOGIN_WAYS_H
#define MAILSONDE_CHECKS_CAUSES_LOGIN_WAYS_H

#include "checks/causes/theory.h"

enum ways_kind {
	WAYS_FINE,       /* or a cause is known, or no list was seen */
	WAYS_UNEXPECTED, /* offered, and ruled out by the settings */
	WAYS_ENCRYPTED,  /* only over an encrypted connection */
	WAYS_TOKENS,     /* OAuth 2.0 and no password */
	WAYS_DOMAIN,     /* a Windows domain's and no password */
	WAYS_SERVERS,    /* an entrance of Exchange Server for other servers */
	WAYS_MISSING,    /* others than the settings name */
};

struct ways {
	enum ways_kind kind;
	const struct capabilities *list;
	const char *missing;  /* named by the settings; NULL if there is none */
	const char *unwanted; /* ruled out by them, and offered */
};

struct ways ways_of(struct work *work, const struct view *view);

void ways_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct ways *ways);

#endif
