/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the sentences of diagnoses claim, held against the facts. */
#ifndef MAILSONDE_TESTS_DIAGNOSE_CLAIMS_H
#define MAILSONDE_TESTS_DIAGNOSE_CLAIMS_H

#include "tests/unit/causes/diagnose_run.h"

/* Builds each scene as it is, and again for every way in which a fact of its
 * best connection or of a follow-up can be another one, and fails if a claim
 * is not borne out. */
void claims_check(const struct diagnose_case *cases, size_t count);

#endif
