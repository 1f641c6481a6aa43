/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The report as the parts of the page look at it: counted, sorted, and with
 * the words that all of them share. */
#ifndef MAILSONDE_REPORTS_PAGE_SHEET_H
#define MAILSONDE_REPORTS_PAGE_SHEET_H

#include "reports/page/markup.h"
#include "reports/page/page.h"

/* What came of an endpoint's checks, or of one policy's rules there. */
struct tally {
	size_t counts[VERDICT_COUNT]; /* of those that count */
	size_t suppressed;
	size_t unobservable; /* not tested, and nobody could have */
};

/* A finding, and where it is. */
struct ruling {
	const struct finding *finding;
	size_t endpoint;
	size_t policy; /* from 1; 0 for a check */
};

struct rulings {
	struct ruling *rows;
	size_t count;
};

struct rule_title {
	const char *id;
	const char *title;
};

struct sheet {
	struct markup out; /* its arena is the whole page's, or a part's */
	const struct report *report;
	const struct page_options *options;
	struct tally *tallies;
	struct rulings rulings; /* by policy, verdict, rule and words */
	struct rule_title *titles;
	size_t title_count;
};

/* To be read while the report stays as it is; all is in `arena`. */
void sheet_init(struct sheet *sheet, FILE *stream, struct arena *arena,
	const struct report *report, const struct page_options *options);

/* Of the endpoint's checks for policy 0, else of that policy. */
const struct tally *sheet_tally(
	const struct sheet *sheet, size_t endpoint, size_t policy);

/* What that amounts to; info where nothing was judged. */
enum verdict sheet_conclude(const struct tally *tally);

/* How many endpoints have that verdict. */
size_t sheet_count(const struct sheet *sheet, enum verdict verdict);

/* Whether two findings say the same, wherever they are. */
bool sheet_is_same(const struct finding *one, const struct finding *other);

/* Whether the finding follows from other rules, which are told themselves. */
bool sheet_is_bundle(const struct sheet *sheet, const struct finding *finding);

/* What must hold, in one line; never an id that nobody outside knows. */
const char *sheet_demand(
	const struct sheet *sheet, const struct finding *finding);

/* The gravest first: failed, warning, suppressed, not tested, for information,
 * passed. */
int sheet_rank(const struct finding *finding);

/* The class of a verdict's colour and its sign and word: "Failed". */
void sheet_mark(const struct sheet *sheet, enum verdict verdict);
const char *sheet_verdict_word(enum verdict verdict);
const char *sheet_sign(enum verdict verdict);

/* "IMAP mail.example.com:993", as a link to what is said of it. */
void sheet_place(const struct sheet *sheet, size_t endpoint);

/* How many of a list of endpoints are named. */
#define SHEET_PLACES 6

/* The same of several, which are in order, the first `most` by their names; all
 * of them are "all 10 endpoints". */
void sheet_places(const struct sheet *sheet, const size_t *endpoints,
	size_t count, size_t most);

/* What was seen, with the titles of rules where it names their ids. */
void sheet_observed(const struct sheet *sheet, const char *text);

/* "12" */
const char *sheet_number(const struct sheet *sheet, size_t number);

/* The gravest, for a cell: "passed", "2 failed". */
const char *sheet_tally_words(
	const struct sheet *sheet, const struct tally *tally);

#endif
