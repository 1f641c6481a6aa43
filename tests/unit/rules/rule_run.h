/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Cases for the judges of policies' rules. */
#ifndef MAILSONDE_TESTS_RULE_RUN_H
#define MAILSONDE_TESTS_RULE_RUN_H

#include "checks/rules/rule.h"
#include "tests/unit/causes/diagnose_run.h"

/* Adds an IMAP server in order, whose certificate and issuer are as they should
 * be; returns what its best connection was shown. */
struct tls_facts *shown(struct run *run);

struct rule_case {
	const char *name;
	const char *check;
	struct rule_parameter parameters[6];
	/* Makes the facts; the first endpoint is judged. */
	void (*build)(struct run *run);
	enum ruling ruling;
	/* What the observation must hold somewhere; NULL: none is told, and
	 * the engine says what stood in the way. */
	const char *observed;
};

/* Judges each case; the names of those that come out otherwise are printed,
 * and then the test fails. */
void check_rules(const struct rule_case *cases, size_t count);

/* Fails for each check of the table that has no case that holds, none that is
 * broken, or none that could not be tested; but for those of `exempt`, which
 * is a list with blanks between. */
void check_rule_coverage(const struct rule_case *cases, size_t count,
	const struct rule_check *table, const char *exempt);

#endif
