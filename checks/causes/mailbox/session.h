/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sessions that end before their time, though the login was sent or accepted.
 */
#ifndef MAILSONDE_CHECKS_CAUSES_MAILBOX_SESSION_H
#define MAILSONDE_CHECKS_CAUSES_MAILBOX_SESSION_H

#include "checks/causes/view.h"

/* The server closed the connection without a word; at the login or later. */
bool session_was_closed(const struct probe_facts *probe);
bool session_was_cut(const struct probe_facts *probe);

/* Supposes why, in words for the stage at which that was. */
void session_suppose_cut(struct work *work, const struct view *view,
	const struct probe_facts *probe);

/* The same where the server said goodbye, and gave no reason. */
void session_suppose_ended(struct work *work, const struct view *view,
	const struct probe_facts *probe, struct octets reply);

/* Supposes why the session ended before anything of a login was sent, if it
 * did. */
void session_suppose_early_end(struct work *work, const struct view *view,
	const struct probe_facts *probe);

/* The same after an accepted login, in these words. */
void session_suppose_closed(struct work *work, const struct view *view,
	unsigned explains, const char *sentence);

/* Supposes why a test with a message came to no end, if a session of a later
 * login was closed or refused. */
void session_suppose_visit(
	struct work *work, const struct view *view, unsigned explains);

#endif
