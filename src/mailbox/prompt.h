/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_SRC_MAILBOX_PROMPT_H
#define MAILSONDE_SRC_MAILBOX_PROMPT_H

#include "model/login/secret.h"
#include "src/options/options.h"

/* Asks for a line on the terminal, which does not show it. A signal that comes
 * meanwhile finds the terminal as it was. `instead` names the options for those
 * who have no terminal. Answers EX_OK with a secret to be freed; else an exit
 * status, after a complaint. */
int prompt_read(const struct options *options, const char *question,
	const char *instead, struct secret **ret_secret);

#endif
