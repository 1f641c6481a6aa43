/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Judges of policies' rules. A policy's row names one of these and gives it
 * parameters; what is broken concludes is the row's level
 * (policy_level_verdict()). Pure functions, as in checks/check.h. */
#ifndef MAILSONDE_CHECKS_RULES_RULE_H
#define MAILSONDE_CHECKS_RULES_RULE_H

#include "checks/check.h"
#include "model/offer.h"
#include "model/policy.h"

/* TLS before 1.3. */
#define RULE_TO_1_2                                                            \
	(TLS_BIT(TLS_SSL3) | TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) |             \
		TLS_BIT(TLS_1_2))

enum ruling {
	RULING_NOT_OWED, /* the rule does not speak of such an endpoint */
	RULING_HOLDS,
	RULING_BROKEN,     /* concludes by the level */
	RULING_FAILED,     /* worse than the level says: GRADE "insufficient" */
	RULING_INFO,       /* nobody is to blame: worth knowing */
	RULING_NOT_TESTED, /* not reached; `observed` NULL: told by the gate */
	RULING_UNOBSERVABLE, /* nobody can look with this version, or here */
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
	/* Parameters that it needs, separated by blanks; "#" behind those that
	 * are whole numbers, and "?" behind those that may be missing. NULL:
	 * none. */
	const char *parameters;
	/* Rules rest on these offers (model/offer.h), up to OFFER_NONE, besides
	 * those that the parameters "offers" and "has" list. NULL: on none. */
	const enum offer_id *offers;
	/* Fills in `expected` and `observed` (not NULL but where not tested
	 * for want of reaching), in the context's arena. */
	enum ruling (*judge)(const struct rule_view *view,
		const char **ret_expected, const char **ret_observed);
};

#define RULE_OFFERS(...) ((const enum offer_id[]){__VA_ARGS__, OFFER_NONE})

/* The tables, one for each file of judges; each ends with a NULL name. */
extern const struct rule_check rule_checks_act[];
extern const struct rule_check rule_checks_version[];
extern const struct rule_check rule_checks_offer[];
extern const struct rule_check rule_checks_certificate[];
extern const struct rule_check rule_checks_dialogue[];
extern const struct rule_check rule_checks_identity[];
extern const struct rule_check rule_checks_mode[];
extern const struct rule_check rule_checks_settings[];

/* What judges share. */

/* The value of the rule's parameter; NULL if it has none of that name. */
const char *rule_value(const struct rule_view *view, const char *name);

/* The same as a number that the reader found good; `otherwise` without it. */
long rule_number(
	const struct rule_view *view, const char *name, long otherwise);

/* Whether `word` is one of a list with blanks between. */
bool rule_list_has(const char *list, const char *word);

/* Takes the next word off such a list, in `arena`; NULL at its end. */
const char *rule_next_word(struct arena *arena, const char **at);

/* Takes the next offer off such a list of ids; OFFER_NONE at its end. */
enum offer_id rule_next_offer(const char **at);

/* The offer that this parameter names alone; OFFER_NONE without it. */
enum offer_id rule_offer_value(const struct rule_view *view, const char *name);

/* Rules as the check of that id found (checks/check.h), and says what it
 * observed; RULING_NOT_OWED where the endpoint does not owe that check. */
enum ruling rule_by_check(const struct rule_view *view, const char *check,
	const char **ret_expected, const char **ret_observed);

/* The chain that the best connection was shown, or else another that is known
 * in full; NULL if there is none. */
const struct tls_facts *rule_chain(const struct rule_view *view);

/* Its first certificate, the server's own; NULL if there is none. */
const struct certificate *rule_leaf(const struct rule_view *view);

/* NULL if there is none of that name. */
const struct rule_check *rule_check_find(const char *name);

/* Returns NULL if the rule's check exists and has its parameters, else what is
 * wrong, in `arena`. */
const char *rule_check_problem(struct arena *arena, const struct rule *rule);

/* The offers that the rules of all policies rest on, each once: what the
 * runner has to ask. */
void rules_offers(const struct policy *const *policies, size_t count,
	bool *ret_offers /* [OFFER_COUNT] */);

/* Judges every endpoint by every rule of the policies, behind the findings of
 * the checks, with exceptions applied, and counts them in
 * `report->policies`, which must be set. */
void rules_judge(struct report *report, const struct judge_context *context);

#endif
