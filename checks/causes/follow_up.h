/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What follow-ups found. */
#ifndef MAILSONDE_CHECKS_CAUSES_FOLLOW_UP_H
#define MAILSONDE_CHECKS_CAUSES_FOLLOW_UP_H

#include "model/facts.h"

bool follow_up_connected(const struct probe_facts *probe);

/* The first follow-up with this question that was made, or NULL; with
 * `answered`, only one for which that holds. */
const struct probe_facts *follow_up_find(const struct endpoint_facts *facts,
	enum question question,
	bool (*answered)(const struct probe_facts *probe));

#endif
