/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is handed on, and what all writers share. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_SETUP_H
#define MAILSONDE_SETTINGS_CLIENTS_SETUP_H

#include "model/arena.h"
#include "model/settings.h"

#include <stdbool.h>

struct setup {
	struct arena *arena;
	const char *title; /* of the settings */
	const char *user;  /* the address, NULL if not given */
	const char
		*domain; /* its part behind the @, or the mail domain; NULL */
	/* Those that may be used, the best first: implicit before explicit. */
	const struct matrix_entry *const *incoming; /* IMAP before POP3 */
	size_t incoming_count;
	const struct matrix_entry *const *outgoing;
	size_t outgoing_count;
	bool exchange;       /* the server is Microsoft's */
	const char *checked; /* "verified on 2026-11-22", or that it was not */
};

/* The user's name at that entry: the one that the source gives, with its
 * template filled in; the address without one. A place-holder's sign is left
 * in where no user was given. NULL where nobody logs in. */
const char *setup_user_name(
	const struct setup *setup, const struct matrix_entry *entry);

/* Whether it takes mail from anybody, or goes by the address: nobody logs in
 * there. Never for incoming mail. */
bool setup_needs_no_login(const struct matrix_entry *entry);

/* Whether the way to sign in that comes first is OAuth 2.0. */
bool setup_wants_oauth(const struct matrix_entry *entry);

/* Whether TLS 1.0 and 1.1 are ruled out at every entry. */
bool setup_forbids_old_tls(const struct matrix_entry *entry);

/* Whether a switch "SSL" means the entry's mode at its port, as on Apple's
 * systems: STARTTLS where the port is known for it, implicit TLS elsewhere. */
bool setup_switch_can_say(const struct matrix_entry *entry);

/* The text in double quotes, with a backslash before each `"` and `\`. */
const char *setup_quote(const struct setup *setup, const char *text);

#endif
