/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Asks issuers about the certificates that servers showed: each certificate
 * once in a check, and each list once, however many name it. */
#ifndef MAILSONDE_ENGINE_RUN_REVOCATION_RUN_H
#define MAILSONDE_ENGINE_RUN_REVOCATION_RUN_H

#include "engine/run/parts.h"

/* NULL if the check does not ask. */
struct revocation_run *revocation_run_new(const struct engine_request *request);
void revocation_run_free(struct revocation_run *revocations);

/* Takes what was answered, but only so much at once. Answers whether more may
 * be there, of which the descriptor says nothing any more. */
bool revocation_run_hear(struct revocation_run *revocations)
	__attribute__((warn_unused_result));

/* Asks about the certificates that are among the endpoint's facts by now, and
 * brings the time to come back forward. Answers whether it waits for any. */
bool revocation_run_begin(struct runner *runner, struct endpoint_run *run);

/* The same once there will be no more, and sets when to come back. Answers
 * false once all is known that can be known, and is among its facts. */
bool revocation_run_advance(struct runner *runner, struct endpoint_run *run)
	__attribute__((warn_unused_result));

#endif
