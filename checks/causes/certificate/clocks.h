/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the clocks of servers say of the one here. */
#ifndef MAILSONDE_CHECKS_CAUSES_CERTIFICATE_CLOCKS_H
#define MAILSONDE_CHECKS_CAUSES_CERTIFICATE_CLOCKS_H

#include "checks/causes/theory.h"

struct clocks {
	int64_t now_s;
	size_t agree;    /* hosts within an hour */
	size_t disagree; /* by more than a day */
	int64_t skew_s;  /* theirs less ours, of the last that disagrees */
	const struct view *witness;
	int64_t witness_s;
};

/* Asks them once for a run. */
struct clocks clocks_ask(struct work *work);

bool clocks_in_date(const struct certificate *certificate, int64_t at_s);

/* Whether a certificate above the server's own is out of date as well, in the
 * same direction: those last for years. */
bool clocks_issuers_too(const struct tls_facts *tls, int64_t now_s);

void clocks_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct clocks *clocks);

#endif
