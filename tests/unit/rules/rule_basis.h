/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What rulings rest on: every rule of every policy is judged, and each that
 * passes or fails must name what told it so, and nothing that asked about
 * something else. */
#ifndef MAILSONDE_TESTS_RULE_BASIS_H
#define MAILSONDE_TESTS_RULE_BASIS_H

#include "evidence/basis.h"
#include "tests/unit/causes/diagnose_run.h"

/* All built-in policies, read once, in `arena`. */
struct rule_books {
	struct arena *arena;
	struct report_policy *policies;
	size_t count;
};

void rule_books_open(struct rule_books *books);
void rule_books_close(struct rule_books *books);

/* Judges the run, which judge_endpoint() has been through, by all of them.
 * Returns how many rulings rest on nothing or on something else, and prints
 * them. */
size_t rule_books_judge(
	const struct rule_books *books, const char *name, struct run *run);

#endif
