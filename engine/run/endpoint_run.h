/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The life of an endpoint in a run: from its name to its last probe. */
#ifndef MAILSONDE_ENGINE_RUN_ENDPOINT_RUN_H
#define MAILSONDE_ENGINE_RUN_ENDPOINT_RUN_H

#include "engine/run/parts.h"

/* Sets up an endpoint of the report, by its number. */
void endpoint_run_prepare(
	struct runner *runner, struct endpoint_run *run, size_t index);
void endpoint_run_clear(struct endpoint_run *run);

/* The check ends before it began. */
void endpoint_run_skip(struct runner *runner, struct endpoint_run *run);

/* Looks its host up, and goes on at once if it is known. Answers false if that
 * has to wait until another look-up has ended. */
bool endpoint_run_begin(struct runner *runner, struct endpoint_run *run)
	__attribute__((warn_unused_result));

/* Does what can be done now, and sets when to come back. */
void endpoint_run_advance(struct runner *runner, struct endpoint_run *run);

/* Takes over the facts of a job that ended. */
void endpoint_run_take(
	struct runner *runner, struct endpoint_run *run, struct probe_job *job);

#endif
