/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a server offers, asked by chains of hellos side by side, and beside what
 * everybody is asked once one of those was answered. A server that does not
 * answer one is asked more slowly from then on, and one that asks for fewer
 * connections is left alone. */
#ifndef MAILSONDE_ENGINE_ASK_QUESTION_RUN_H
#define MAILSONDE_ENGINE_ASK_QUESTION_RUN_H

#include "engine/run/parts.h"

/* Begins the first round, unless that was done before. Answers false if the
 * check does not want it, or the endpoint has no TLS to ask about as far as is
 * known. */
bool question_run_begin(struct runner *runner, struct endpoint_run *run)
	__attribute__((warn_unused_result));

/* Launches what is due, and brings the time to come back forward if need be.
 * Answers false once nothing is left: what was found is in the endpoint's facts
 * then. */
bool question_run_advance(struct runner *runner, struct endpoint_run *run);

/* Whether nothing of them is left. */
bool question_run_is_over(const struct endpoint_run *run);

/* Takes over a job that ended. Answers whether it was one of these; its facts
 * are freed then. */
bool question_run_take(struct runner *runner, struct endpoint_run *run,
	struct probe_job *job) __attribute__((warn_unused_result));

/* Keeps what the hello of one version has told, if the job made one. */
void question_run_note(struct endpoint_run *run, const struct probe_job *job);

/* Whether the server wanted no more of these connections. */
bool question_run_was_stopped(const struct endpoint_run *run);

void question_run_free(struct question_run *questions);

#endif
