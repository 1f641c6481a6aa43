/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What an access token that was refused says of itself. */
#ifndef MAILSONDE_CHECKS_CAUSES_MAILBOX_TOKEN_H
#define MAILSONDE_CHECKS_CAUSES_MAILBOX_TOKEN_H

#include "checks/causes/theory.h"

/* Adds what is in the token to the evidence; and where that explains the
 * refusal, what to do about it. */
void token_explain(struct work *work, struct theory *theory,
	const struct token_facts *token);

#endif
