/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The parts of the text report, each in a file of its own. */
#ifndef MAILSONDE_REPORTS_TEXT_PARTS_H
#define MAILSONDE_REPORTS_TEXT_PARTS_H

#include "reports/text/page.h"
#include "reports/text/text.h"

/* "imap.example.org:993 (IMAP)", as summaries begin. */
const char *text_endpoint(struct arena *arena, const struct endpoint *endpoint);

/* "imap.example.org:993", with brackets around an IPv6 address. */
const char *text_host_port(
	struct arena *arena, const struct endpoint *endpoint);

/* "1 warning", "2 warnings" */
const char *text_count(struct arena *arena, size_t count, const char *noun);

/* "2026-11-22 10:15:30 UTC" */
const char *text_time(struct arena *arena, int64_t seconds);

/* Where the run was made: "IPv4, but no IPv6; name service 192.0.2.53". NULL
 * if nobody looked. */
const char *text_here(struct arena *arena, const struct local_facts *local);

/* "12 probes in 0.4 s" */
const char *text_run(struct arena *arena, const struct report *report);

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

/* "a, b and 3 more", as text_endpoint() calls them. */
const char *text_endpoints(struct arena *arena,
	const struct endpoint_report *const *endpoints, size_t count);

/* Groups the findings of that status, the gravest first; without `all`, those
 * alone that no diagnosis explains, and without `rules` none of policies.
 * Findings that were not made because of another one are grouped by that cause,
 * and come last. */
struct groups text_group(struct arena *arena, const struct report *report,
	enum verdict status, bool all, bool rules);

/* How many findings of that status the diagnosis explains. */
size_t text_explained(const struct report *report,
	const struct diagnosis *diagnosis, enum verdict status);

/* Whether it explains no finding: it is another cause that fits, beside the
 * one before it. */
bool text_is_beside(
	const struct report *report, const struct diagnosis *diagnosis);

/* The first diagnosis that explains the verdict; NULL if there is none. */
const struct diagnosis *text_lead(const struct report *report);

/* "Most likely: ..." */
const char *text_cause(struct arena *arena, const struct diagnosis *diagnosis);

/* What the audience can do; NULL if that is nothing. */
const struct remedy *text_remedy(
	const struct diagnosis *diagnosis, enum audience audience);

/* The same, or else what somebody near to them can do; NULL if nobody can do
 * anything. */
const struct remedy *text_nearest_remedy(
	const struct diagnosis *diagnosis, enum audience audience);

/* How each version fared, and how it should have: "TLS 1.0 no, 1.1 no, 1.2 no
 * (must be yes), 1.3 yes". */
const char *text_versions(
	struct arena *arena, const struct endpoint_report *endpoint);

/* "All 3 endpoints of office365 are as documented", without a full stop. */
const char *text_passed(struct arena *arena, const struct report *report);

/* Each writes its part, with nothing before and nothing behind it. */

/* The verdict and the next step, with the cause and what speaks for it: of
 * `lead`, or else of a group of findings, which is the answer. */
const struct group *text_headline(const struct page *page,
	const struct report *report, const struct diagnosis *lead,
	const struct groups *failed, const struct groups *untested,
	const struct text_style *style);
/* The same, and the other causes, for somebody who has never heard of any of
 * this. */
void text_user(const struct page *page, const struct report *report,
	const struct diagnosis *lead);
/* What speaks for the diagnosis and what to do, but for the remedy `told`. */
void text_diagnosis(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis, const struct text_style *style,
	const struct remedy *told);
/* All but `told`, with an empty line before each. */
void text_diagnoses(const struct page *page, const struct report *report,
	const struct diagnosis *told, const struct text_style *style);
void text_matrix(const struct page *page, const struct report *report);
/* All but `told`, with an empty line before each. */
void text_groups(const struct page *page, const struct groups *groups,
	const struct group *told, enum verdict status, bool verbose);
/* What lies below the summary of a group, but for the remedy. */
void text_group_details(
	const struct page *page, const struct group *group, bool verbose);
void text_facts(const struct page *page, const struct report *report,
	const struct endpoint_report *endpoint, const struct text_style *style);
/* An empty line before each policy. */
/* Under this title. */
void text_offered(const struct page *page, const char *title,
	const struct offered_facts *offered);

void text_policies(
	const struct page *page, const struct report *report, bool verbose);

/* How many rules of all policies are broken, over all endpoints. */
size_t text_broken_rules(const struct report *report);

void text_sources(
	const struct page *page, const struct report *report, bool verbose);

#endif
