/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The parts of the text report, each in a file of its own. */
#ifndef MAILSONDE_REPORTS_TEXT_PARTS_H
#define MAILSONDE_REPORTS_TEXT_PARTS_H

#include "reports/page.h"
#include "reports/text.h"

/* "imap.example.org:993 (IMAP)", as summaries begin. */
const char *text_endpoint(struct arena *arena, const struct endpoint *endpoint);

/* "imap.example.org:993", with brackets around an IPv6 address. */
const char *text_host_port(
	struct arena *arena, const struct endpoint *endpoint);

/* "1 warning", "2 warnings" */
const char *text_count(struct arena *arena, size_t count, const char *noun);

/* Which paint a verdict has, and its word of at most four columns, or
 * "not tested". */
enum paint text_paint(enum verdict verdict);
const char *text_verdict(enum verdict verdict);

/* Findings of one status that say the same, perhaps of several endpoints. */
struct group {
	const struct endpoint_report **endpoints; /* in order, no one twice */
	size_t endpoint_count;
	const struct finding **findings;
	size_t finding_count;
	const char *said; /* by the first, behind its endpoint's name */
	size_t position;  /* of the first among its endpoint's findings */
	size_t blocked;   /* findings not made because of this one */
};

struct groups {
	struct group *rows;
	size_t count;
};

/* Groups the findings of that status, the gravest first. Findings that were
 * not made because of another one are grouped by that cause, and come last. */
struct groups text_group(
	struct arena *arena, const struct report *report, enum verdict status);

/* Each writes its part, with nothing before and nothing behind it. */
void text_headline(const struct page *page, const struct report *report,
	const struct groups *failed, const struct groups *untested);
void text_matrix(const struct page *page, const struct report *report);
void text_groups(const struct page *page, const struct groups *groups,
	enum verdict status, bool verbose);
void text_facts(const struct page *page, const struct report *report,
	const struct endpoint_report *endpoint, const struct text_style *style);
void text_sources(
	const struct page *page, const struct report *report, bool verbose);

#endif
