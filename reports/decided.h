/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What decided about a rule, in words. */
#ifndef MAILSONDE_REPORTS_DECIDED_H
#define MAILSONDE_REPORTS_DECIDED_H

#include "model/report.h"

/* The connections, hellos and findings of the basis (evidence/basis.h) of that
 * endpoint's finding, by the names that the report gives them; NULL if it has
 * none. */
const char *decided_words(struct arena *arena, const struct report *report,
	const struct endpoint_report *endpoint, const struct finding *finding);

#endif
