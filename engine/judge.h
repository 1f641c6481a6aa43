/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* From facts to a verdict: the checks, the rules of policies, the causes. No
 * server is asked. */
#ifndef MAILSONDE_ENGINE_JUDGE_H
#define MAILSONDE_ENGINE_JUDGE_H

#include "model/report.h"

/* Certificates that expire sooner are told of. */
#define JUDGE_EXPIRY_DAYS 14

/* Judges all endpoints by the checks and by `report->policies`, concludes and
 * diagnoses. What it says is in `arena`; sentences are left out where only
 * states are wanted. */
void judge_report(struct arena *arena, struct report *report, bool states_only);

/* Judges one endpoint as if it were the only one: its findings do not count in
 * `report`, which stays as it is. The answer is in `arena`, and borrows the
 * facts: it must not be cleared. */
struct report judge_alone(
	struct arena *arena, const struct report *report, size_t endpoint);

#endif
