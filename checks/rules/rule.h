/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Judges of policies' rules. A policy's row names one of these and gives it
 * parameters; what is broken concludes is the row's level
 * (policy_level_verdict()). Pure functions, as in checks/check.h. */
#ifndef MAILSONDE_CHECKS_RULES_RULE_H
#define MAILSONDE_CHECKS_RULES_RULE_H

#include "checks/check.h"
#include "evidence/neighbour.h"
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
	struct arena *arena;                 /* the context's */
	const struct neighbours *neighbours; /* of all endpoints */
};

struct rule_check {
	const char *name;  /* in a policy's check= : "tls-version-refused" */
	const char *title; /* what it looks at, for people */
	/* Parameters that it needs, separated by blanks; "#" behind those that
	 * are whole numbers, "%" behind those that list IANA's names of suites,
	 * groups or signatures, and "?" behind those that may be missing. NULL:
	 * none. */
	const char *parameters;
	/* Rules rest on these offers (model/offer.h), up to OFFER_NONE, besides
	 * those that the parameters "offers" and "has" list. NULL: on none. */
	const enum offer_id *offers;
	/* They rest on what those handshakes show, and not only on whether the
	 * server takes the offer. */
	bool handshakes;
	/* ... and on what hellos find out about these: TOPIC_ bits
	 * (model/tls/offered.h). */
	unsigned topics;
	/* Fills in `expected` and `observed` (not NULL but where not tested
	 * for want of reaching), in the context's arena. */
	enum ruling (*judge)(const struct rule_view *view,
		const char **ret_expected, const char **ret_observed);
};

#define RULE_OFFERS(...) ((const enum offer_id[]){__VA_ARGS__, OFFER_NONE})

/* The tables, one for each file of judges; each ends with a NULL name. */
#define RULE_TABLES(TABLE)                                                     \
	TABLE(rule_checks_act)                                                 \
	TABLE(rule_checks_address)                                             \
	TABLE(rule_checks_bundle)                                              \
	TABLE(rule_checks_capability)                                          \
	TABLE(rule_checks_chain)                                               \
	TABLE(rule_checks_client)                                              \
	TABLE(rule_checks_extension)                                           \
	TABLE(rule_checks_greeting)                                            \
	TABLE(rule_checks_group)                                               \
	TABLE(rule_checks_handshake)                                           \
	TABLE(rule_checks_hello)                                               \
	TABLE(rule_checks_identity)                                            \
	TABLE(rule_checks_key)                                                 \
	TABLE(rule_checks_listed)                                              \
	TABLE(rule_checks_login)                                               \
	TABLE(rule_checks_mode)                                                \
	TABLE(rule_checks_offer)                                               \
	TABLE(rule_checks_option)                                              \
	TABLE(rule_checks_refusal)                                             \
	TABLE(rule_checks_reply)                                               \
	TABLE(rule_checks_session)                                             \
	TABLE(rule_checks_settings)                                            \
	TABLE(rule_checks_starttls)                                            \
	TABLE(rule_checks_suite)                                               \
	TABLE(rule_checks_trait)                                               \
	TABLE(rule_checks_version)

#define RULE_DECLARE(name) extern const struct rule_check name[];
RULE_TABLES(RULE_DECLARE)
#undef RULE_DECLARE

#endif
