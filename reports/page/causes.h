/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Why endpoints fail: diagnoses, and what no diagnosis explains, each kind
 * once, by how many endpoints it hits and how bad it is. */
#ifndef MAILSONDE_REPORTS_PAGE_CAUSES_H
#define MAILSONDE_REPORTS_PAGE_CAUSES_H

#include "reports/page/sheet.h"

struct page_cause {
	const struct diagnosis *diagnosis; /* NULL: of findings alone */
	const struct finding *finding;     /* the first; NULL: a diagnosis */
	enum verdict status;               /* fail, warning or not-tested */
	unsigned weight;                   /* how bad it is at one endpoint */
	size_t *endpoints;                 /* in order, no one twice */
	size_t endpoint_count;
	const char **policies; /* whose rule it breaks, with the level */
	size_t policy_count;
};

struct page_causes {
	struct page_cause *rows;
	size_t count;
};

/* The one that matters most first. Warnings are causes only where nothing
 * fails. */
struct page_causes causes_rank(const struct sheet *sheet);

/* Whether the summary is what must hold, and does not. */
bool causes_is_demand(const struct page_cause *cause);

/* In one sentence. */
const char *causes_summary(
	const struct sheet *sheet, const struct page_cause *cause);

#endif
