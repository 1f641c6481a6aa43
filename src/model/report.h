/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One run: matrix, facts, findings, verdict. The writers in reports/ read
 * nothing else. */
#ifndef MAILSONDE_MODEL_REPORT_H
#define MAILSONDE_MODEL_REPORT_H

#include "model/facts.h"
#include "model/settings.h"

struct finding {
	const char *check; /* stable id: "tls-1.2" */
	enum verdict status;
	enum severity severity; /* of the rule, whatever the status */
	const char *expected;
	const char *observed; /* may hold peer text, already escaped */
	const char *summary;  /* one sentence for a person */
	const char *explanation;
	const char *remedy;    /* NULL where nothing is to be done */
	const char *reference; /* "RFC 8996 section 2" */
	const char *cause;     /* NULL, or the check whose failure made this
				* one not-tested */
};

struct endpoint_report {
	const struct matrix_entry *entry;
	struct endpoint_facts facts;
	struct finding *findings; /* in the order of the table of checks */
	size_t finding_count;
	enum verdict verdict; /* pass, fail or not-tested */
};

struct report {
	const char *tool_version;
	int64_t started_s; /* UTC, seconds since 1970 */
	unsigned started_ms;
	int64_t duration_us;
	bool interrupted;
	const struct matrix *matrices; /* one for each target */
	size_t matrix_count;
	struct endpoint_report *endpoints; /* in the order of the targets */
	size_t endpoint_count;
	size_t counts[VERDICT_COUNT]; /* of findings */
	enum verdict verdict;         /* pass, fail or not-tested */
};

/* Counts the findings and draws the verdicts from them: fail if any finding
 * fails, else not-tested if any is, else pass. */
void report_conclude(struct report *report);

#endif
