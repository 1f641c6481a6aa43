/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What each cause rests on: without it, its sentences would not be true. */
#ifndef MAILSONDE_TESTS_DIAGNOSE_GROUNDS_H
#define MAILSONDE_TESTS_DIAGNOSE_GROUNDS_H

#include "model/report.h"

/* Whether the run shows what the diagnosis says; one whose cause has no row
 * does not. */
bool grounds_hold(
	const struct report *report, const struct diagnosis *diagnosis);

/* The first cause that has no row, or NULL. */
const char *grounds_missing(void);

#endif
