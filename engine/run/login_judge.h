/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_ENGINE_RUN_LOGIN_JUDGE_H
#define MAILSONDE_ENGINE_RUN_LOGIN_JUDGE_H

#include "model/facts.h"

struct login_scruples {
	const struct matrix_entry *entry;
	bool insecure; /* the user wants it whatever the connection is */
};

/* Whether a secret may be sent on the connection that has shown this: inside
 * TLS 1.2 or newer, and with a certificate that the checks let pass, by trust,
 * name and dates. `context` is a struct login_scruples. */
enum login_held login_judge(
	const void *context, const struct probe_facts *probe);

#endif
