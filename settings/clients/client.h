/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings handed on: in the form of a mail program, of a server that
 * publishes them, or as steps for a person. One row for each, none of which
 * ever writes a password. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_CLIENT_H
#define MAILSONDE_SETTINGS_CLIENTS_CLIENT_H

#include "model/arena.h"
#include "model/settings.h"

#include <stdbool.h>
#include <stdio.h>

/* What is handed on. */
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

struct client {
	const char *name;  /* for --client: "msmtp" */
	const char *title; /* "msmtp (~/.msmtprc)" */
	bool needs_user;   /* there is no place-holder for the address */
	bool needs_domain;
	bool needs_incoming;
	bool needs_outgoing;
	bool imap_only;
	/* Errors are the stream's. */
	void (*write)(FILE *stream, const struct setup *setup);
};

extern const struct client *const client_table[];
extern const size_t client_count;

/* By its name, or by another that people have for it ("mobileconfig"); NULL if
 * there is none. */
const struct client *client_find(const char *name);

/* What all writers share. */

/* The user's name at that entry: its template filled in, the address without
 * one; a place-holder's sign is left in where no user was given. NULL if
 * nothing is known. */
const char *setup_user_name(
	const struct setup *setup, const struct matrix_entry *entry);

/* Whether the way to sign in that comes first is OAuth 2.0. */
bool setup_wants_oauth(const struct matrix_entry *entry);

/* Whether TLS 1.0 and 1.1 are ruled out at every entry. */
bool setup_forbids_old_tls(const struct matrix_entry *entry);

/* The text in double quotes, with a backslash before each `"` and `\`. */
const char *setup_quote(const struct setup *setup, const char *text);

#endif
