/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the diagnoses of a report explain, and who can do what. */
#ifndef MAILSONDE_REPORTS_DIAGNOSED_H
#define MAILSONDE_REPORTS_DIAGNOSED_H

#include "model/report.h"

/* How many findings of that status the diagnosis explains, and of any. */
size_t diagnosed_count(const struct report *report,
	const struct diagnosis *diagnosis, enum verdict status);
size_t diagnosed_in_all(
	const struct report *report, const struct diagnosis *diagnosis);

/* Whether it explains no finding: it is another cause that fits, beside the
 * one before it. */
bool diagnosed_is_beside(
	const struct report *report, const struct diagnosis *diagnosis);

/* The first diagnosis that explains the verdict; NULL if there is none. */
const struct diagnosis *diagnosed_lead(const struct report *report);

/* "Most likely: ..." */
const char *diagnosed_cause(
	struct arena *arena, const struct diagnosis *diagnosis);

/* What the audience can do; NULL if that is nothing. */
const struct remedy *diagnosed_remedy(
	const struct diagnosis *diagnosis, enum audience audience);

/* The same, or else what somebody near to them can do; NULL if nobody can do
 * anything. */
const struct remedy *diagnosed_nearest_remedy(
	const struct diagnosis *diagnosis, enum audience audience);

#endif
