/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What to set instead of what does not work. */
#ifndef MAILSONDE_CHECKS_CAUSES_ADVICE_H
#define MAILSONDE_CHECKS_CAUSES_ADVICE_H

#include "checks/causes/theory.h"

/* Tells the user which port and which security to set for the endpoint's
 * server, and at which host unless that is NULL. */
void advice_settings(struct work *work, struct theory *theory,
	const struct view *view, const char *host, unsigned port,
	enum tls_mode mode);

/* A way to the same service on the same host that worked: another port of the
 * run or of a follow-up. */
struct other_way {
	unsigned port;
	enum tls_mode mode;
};
bool advice_other_way(const struct work *work, const struct view *view,
	struct other_way *ret_way);

/* Says what works in place of the endpoint: seen to work, or published. */
void advice_instead(
	struct work *work, struct theory *theory, const struct view *view);

#endif
