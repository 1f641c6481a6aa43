/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Cases for the questions of evidence/: facts in, the probe that counts out. */
#ifndef MAILSONDE_TESTS_EVIDENCE_RUN_H
#define MAILSONDE_TESTS_EVIDENCE_RUN_H

#include "tests/unit/causes/diagnose_run.h"

#define NOBODY (-1)

/* The number of the probe among the endpoint's, or NOBODY. */
int evidence_index(
	const struct endpoint_facts *facts, const struct probe_facts *probe);

struct evidence_case {
	const char *name;
	void (*build)(struct endpoint_report *endpoint);
	enum service service;
	enum tls_mode mode;
	int want; /* number of the probe, or what `ask` answers else */
};

/* Builds each case, settles its outcomes and asks. The names of those that come
 * out otherwise are printed, and then the test fails. */
void evidence_check(const struct evidence_case *cases, size_t count,
	int (*ask)(const struct endpoint_facts *facts));

#endif
