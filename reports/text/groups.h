/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Findings that say the same are told once. */
#ifndef MAILSONDE_REPORTS_TEXT_GROUPS_H
#define MAILSONDE_REPORTS_TEXT_GROUPS_H

#include "model/report.h"
#include "reports/text/page.h"

/* Findings of one status that say the same, perhaps of several endpoints. */
struct group {
	const struct endpoint_report **endpoints; /* in order, no one twice */
	size_t endpoint_count;
	const struct finding **findings;
	size_t finding_count;
	const char *said; /* by the first, behind its endpoint's name */
	size_t position;  /* of the first among its endpoint's findings */
	bool blocks;      /* others were not made because of one of these */
};

struct groups {
	struct group *rows;
	size_t count;
};

/* Groups the findings of that status, the gravest first; without `all`, those
 * alone that no diagnosis explains, and without `rules` none of policies.
 * Findings that were not made because of another one are grouped by that cause,
 * and come last. */
struct groups text_group(struct arena *arena, const struct report *report,
	enum verdict status, bool all, bool rules);

/* All but `told`, with an empty line before each. */
void text_groups(const struct page *page, const struct groups *groups,
	const struct group *told, enum verdict status, bool verbose);

/* What lies below the summary of a group, but for the remedy. */
void text_group_details(
	const struct page *page, const struct group *group, bool verbose);

#endif
