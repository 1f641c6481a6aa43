/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules that judge facts. Pure functions: no sockets, no clock, no files. */
#ifndef MAILSONDE_CHECKS_CHECK_H
#define MAILSONDE_CHECKS_CHECK_H

#include "model/report.h"

/* What a rule needs to know beside the facts. */
struct judge_context {
	int64_t now_s;        /* the time to hold certificate dates against */
	unsigned expiry_days; /* how long a certificate must still last: 14 */
	struct arena *arena;  /* owns every string of the findings */
	const struct matrix_entry *entry; /* that is judged; set by
					   * checks_judge() */
};

struct check;

/* Writes the status, what was expected and observed, the summary and, where
 * they differ from the row's, the other fields, which hold the row's words
 * already. Returns whether the endpoint owes this check at all: cleartext
 * owes none about TLS.
 *
 * A judge whose thing was not reached answers VERDICT_NOT_TESTED and leaves
 * `observed` NULL: checks_judge() then tells what stood in the way, and names
 * the check that says more in `cause`. */
typedef bool judge_function(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding);

/* One row of the table. Ids never change their meaning. */
struct check {
	const char *id;
	enum severity severity;
	const char *title;       /* what must hold, in one line */
	const char *explanation; /* what it means and why it matters */
	const char *remedy;      /* what to do if it fails */
	const char *reference;   /* RFC and section */
	judge_function *judge;
};

extern const struct check check_table[];
extern const size_t check_count;

/* Returns the row with this id, or NULL. */
const struct check *check_find(const char *id);

/* Judges one endpoint by every row that it owes, in the order of the table,
 * into `endpoint->findings`. The facts must have been settled
 * (drop_settle()). */
void checks_judge(
	struct endpoint_report *endpoint, const struct judge_context *context);

/* Says of a finding that is not-tested what stood in the way, as checks_judge()
 * does. `finding` need not be one of the endpoint's yet. */
void checks_explain_not_tested(const struct endpoint_report *endpoint,
	const struct judge_context *context, struct finding *finding);

#endif
