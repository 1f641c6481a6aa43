/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The first lines: the verdict with its cause, and the next step. */
#ifndef MAILSONDE_REPORTS_TEXT_HEADLINE_H
#define MAILSONDE_REPORTS_TEXT_HEADLINE_H

#include "reports/text/groups.h"
#include "reports/text/text.h"

/* "All 3 endpoints of office365 are as documented", without a full stop. */
const char *text_passed(struct arena *arena, const struct report *report);

/* The verdict and the next step, with the cause and what speaks for it: of
 * `lead`, or else of a group of findings, which is the answer. In a `brief` one
 * nothing speaks for it yet, and the answer is NULL. */
const struct group *text_headline(const struct page *page,
	const struct report *report, const struct diagnosis *lead,
	const struct groups *failed, const struct groups *untested,
	const struct text_style *style, bool brief);

/* The same, and the other causes, for somebody who has never heard of any of
 * this. */
void text_user(const struct page *page, const struct report *report,
	const struct diagnosis *lead);

#endif
