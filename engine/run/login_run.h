/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Signs in to an endpoint, beside its other probes: once, or on the user's word
 * once by each mechanism or by each form of the user's name, one after the
 * other. What was sent is never sent again. */
#ifndef MAILSONDE_ENGINE_RUN_LOGIN_RUN_H
#define MAILSONDE_ENGINE_RUN_LOGIN_RUN_H

#include "engine/run/parts.h"

/* Notes what is wanted of the endpoint, before anything is known. */
void login_run_want(struct runner *runner, struct endpoint_run *run);

/* Begins to sign in, if that is wanted. */
void login_run_begin(struct runner *runner, struct endpoint_run *run);

/* Makes what is due, once there is room for it. */
void login_run_advance(struct runner *runner, struct endpoint_run *run);

/* Whether a login is under way or due. */
bool login_run_goes_on(const struct endpoint_run *run);

/* Takes the job back that has ended. Answers whether it was a login. */
bool login_run_take(
	struct runner *runner, struct endpoint_run *run, struct probe_job *job);

void login_run_free(struct endpoint_run *run);

#endif
