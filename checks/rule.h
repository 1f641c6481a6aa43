/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Judges of policies' rules. A policy's row names one of these and gives it
 * parameters; what is broken concludes is the row's level (level_verdict()).
 * Pure functions, as in checks/check.h. */
#ifndef MAILSONDE_CHECKS_RULE_H
#define MAILSONDE_CHECKS_RULE_H

#include "checks/check.h"
#include "model/policy.h"

enum ruling {
	RULING_NOT_OWED, /* the rule does not speak of such an endpoint */
	RULING_HOLDS,
	RULING_BROKEN,     /* concludes by the level */
	RULING_FAILED,     /* worse than the level says: GRADE "insufficient" */
	RULING_INFO,       /* nobody is to blame: worth knowing */
	RULING_NOT_TESTED, /* not reached; `observed` NULL: told by the gate */
};

/* What a judge sees: the endpoint, and all others of the run, for the rules
 * that compare. */
struct rule_view {
	const struct report *report;
	const struct endpoint_report *endpoint;
	const struct endpoint_facts *facts;
	const struct rule *rule;
	const struct judge_context *context;
};

struct rule_check {
	const char *name;  /* in a policy's check= : "tls-version-refused" */
	const char *title; /* what it looks at, for people */
	/* Parameters that it needs, separated by blanks; "?" behind those that
	 * may be missing. NULL: none. */
	const char *parameters;
	/* Rules rest on these offers (net/offers.h), ids separated by blanks;
	 * "{name}" stands for a parameter's value. NULL: on none. */
	const char *offers;
	/* Fills in `expected` and `observed` (not NULL but where not tested
	 * for want of reaching), in the context's arena. */
	enum ruling (*judge)(const struct rule_view *view,
		const char **ret_expected, const char **ret_observed);
};

/* The tables, one for each file of judges; each ends with a NULL name. */
extern const struct rule_check rule_checks_version[];
extern const struct rule_check rule_checks_offer[];
extern const struct rule_check rule_checks_certificate[];
extern const struct rule_check rule_checks_dialogue[];
extern const struct rule_check rule_checks_settings[];

/* NULL if there is none of that name. */
const struct rule_check *rule_check_find(const char *name);

/* Returns NULL if the rule's check exists and has its parameters, else what is
 * wrong, in `arena`. */
const char *rule_check_problem(struct arena *arena, const struct rule *rule);

/* The offers that the rules of all policies rest on, each once, in the order
 * of net/offers.h: what the runner has to ask. Bits by number of the offer. */
void rules_offers(const struct policy *const *policies, size_t count,
	bool *ret_offers /* [offer_count] */);

/* Judges every endpoint by every rule of the policies, behind the findings of
 * the checks, with exceptions applied, and counts them in
 * `report->policies`, which must be set. */
void rules_judge(struct report *report, const struct judge_context *context);

#endif
