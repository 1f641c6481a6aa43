/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What each sentence of a diagnosis' summary claims, and the fact that must be
 * among those of its endpoints. */
#ifndef MAILSONDE_TESTS_DIAGNOSE_CLAUSES_H
#define MAILSONDE_TESTS_DIAGNOSE_CLAUSES_H

#include "model/report.h"

/* Looks at each sentence of the summary. Returns the first that no row tells
 * of, or whose fact is missing; NULL if there is none. Sentences that ask, or
 * that say "probably" or the like, claim nothing. */
const char *clauses_find_unproven(
	const struct report *report, const struct diagnosis *diagnosis);

#endif
