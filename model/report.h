/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One run: matrix, facts, findings, verdict. The writers in reports/ read
 * nothing else. */
#ifndef MAILSONDE_MODEL_REPORT_H
#define MAILSONDE_MODEL_REPORT_H

#include "model/facts.h"
#include "model/policy.h"
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
	const char *cause;     /* NULL, or the check that made this one
				* not-tested by its failure, or by not being
				* tested itself */
	const char *diagnosis; /* NULL, or the id of what explains it */

	/* Of a policy's rule, whose id is `check`; NULL or 0 otherwise. */
	const char *policy;      /* "rfc9325" */
	const struct rule *rule; /* the row that was judged */
	const char *level;       /* as the source puts it: "MUST NOT" */
	enum rating rating;
	enum certainty certainty;
	bool unobservable; /* this version cannot look, or not here: counted,
			    * and keeps nothing from passing */
	const char *basis; /* NULL, or what decided: "probe:3 hello:ssl2"
			    * (evidence/basis.h) */
	const char *suppressed; /* NULL, or why it does not count, and until
				 * when */
};

/* What somebody can do. */
struct remedy {
	enum audience audience;
	const char *text;
};

/* The most likely cause of what failed. One cause is one diagnosis, however
 * many findings and endpoints it explains. */
struct diagnosis {
	const char *id; /* stable: "mode-starttls-wanted" */
	enum confidence confidence;
	const char *summary;      /* one sentence, for the helpdesk */
	const char *user_summary; /* the same for somebody who has never heard
				   * of ports */
	const char **evidence;    /* what led to it, one fact each */
	size_t evidence_count;
	const char *explanation;
	struct remedy remedies[AUDIENCE_COUNT]; /* who can act first, first */
	size_t remedy_count;
	/* What to set in place of the first endpoint; NULL where that is not
	 * known, and in a report that was kept. */
	const struct endpoint *advised;
	const char *confirm;     /* what would make sure; NULL if it is */
	const char *reference;   /* NULL if there is none */
	const size_t *endpoints; /* indices in the report; the first is where
				  * it shows best */
	size_t endpoint_count;
};

struct endpoint_report {
	const struct matrix_entry *entry;
	struct endpoint_facts facts;
	struct finding *findings; /* in the order of the table of checks */
	size_t finding_count;
	enum verdict verdict; /* pass, fail or not-tested */
};

/* A policy that the run was judged by. */
struct report_policy {
	const struct policy *policy;
	size_t counts[VERDICT_COUNT]; /* of its rules, over all endpoints */
	size_t suppressed;            /* of them, that do not count */
};

struct report {
	const char *tool_version;
	const char *tool_build; /* compiler and libraries; NULL if not told */
	int64_t started_s;      /* UTC, seconds since 1970 */
	unsigned started_ms;
	int64_t duration_us;
	bool interrupted;              /* by the user, or: */
	bool out_of_time;              /* by the deadline of the run */
	const struct matrix *matrices; /* one for each target */
	size_t matrix_count;
	struct endpoint_report *endpoints; /* in the order of the targets */
	size_t endpoint_count;
	struct report_policy *policies; /* in the order given */
	size_t policy_count;
	struct local_facts local;
	struct diagnosis *diagnoses; /* the most fundamental first */
	size_t diagnosis_count;
	size_t counts[VERDICT_COUNT]; /* of findings */
	enum verdict verdict;         /* pass, fail or not-tested */
};

/* Counts the findings and draws the verdicts from them: fail if any finding
 * fails, else not-tested if any is, else pass. Where nothing was judged, the
 * verdict is not-tested. A rule that is not-tested because nobody could look
 * (`unobservable`) does not keep a report from passing, and a suppressed
 * finding counts for nothing but `suppressed`. */
void report_conclude(struct report *report);

/* The octets of memory that report_clear() frees, apart from lists. */
size_t report_size(const struct report *report);

/* Frees the endpoints and the facts of their probes; the rest is in arenas. */
void report_clear(struct report *report);

#endif
