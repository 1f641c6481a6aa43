/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Answers that something cannot be done: by RFC 9457 for programs, as a page
 * for people. */
#ifndef MAILSONDE_SRC_SERVE_DECLINE_H
#define MAILSONDE_SRC_SERVE_DECLINE_H

#include "src/serve/visit.h"

/* Once a long answer is written: puts another in its place if too many long
 * ones are on their way. */
void decline_if_full(struct visit *visit);

void decline_visit(struct visit *visit, unsigned status, const char *words);

/* The same with the status that the kind of problem has, and its name. */
void decline_problem(struct visit *visit, const struct problem *problem);

/* The same to a person who ordered this, and may change it. */
void decline_order(struct visit *visit, const struct problem *problem,
	const struct order *order);

/* What a kind is called: "data". */
const char *decline_kind(enum problem_kind kind);

#endif
