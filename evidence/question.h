/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What follow-ups found out. */
#ifndef MAILSONDE_EVIDENCE_QUESTION_H
#define MAILSONDE_EVIDENCE_QUESTION_H

#include "model/facts.h"

/* The first follow-up that put the question, or NULL; with `answered`, only one
 * for which that holds. */
const struct probe_facts *question_asked(const struct endpoint_facts *facts,
	enum question question,
	bool (*answered)(const struct probe_facts *probe));

#endif
