/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings handed on: in the form of a mail program, of a server that
 * publishes them, or as steps for a person. One row for each, none of which
 * ever writes a password. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_CLIENT_H
#define MAILSONDE_SETTINGS_CLIENTS_CLIENT_H

#include "settings/clients/setup.h"

#include <stdbool.h>
#include <stdio.h>

struct client {
	const char *name;  /* for --client: "msmtp" */
	const char *title; /* "msmtp (~/.msmtprc)" */
	const char *file;  /* its usual name; NULL: that of the domain, .xml */
	const char *type;  /* of media; NULL: a text */
	bool needs_user;   /* there is no place-holder for the address */
	bool needs_domain;
	bool needs_incoming;
	bool needs_outgoing;
	bool imap_only;
	/* Whether the form can say this; NULL if it can say anything. */
	bool (*can_say)(const struct matrix_entry *entry);
	/* Whether it can say both at once, one incoming and one outgoing; NULL
	 * if it can. */
	bool (*can_say_both)(const struct matrix_entry *incoming,
		const struct matrix_entry *outgoing);
	/* Errors are the stream's. */
	void (*write)(FILE *stream, const struct setup *setup);
};

#endif
