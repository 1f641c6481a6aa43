/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Step by step, for people: each field of a program's dialog with what to
 * enter, in the words of that dialog. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_STEPS_STEPS_H
#define MAILSONDE_SETTINGS_CLIENTS_STEPS_STEPS_H

#include "settings/clients/setup.h"

#include <stdio.h>

/* How a program's dialog calls things. */
struct steps_dialog {
	const char *program;
	const char *way;    /* to the dialog */
	const char *server; /* the field's name */
	const char *port;
	const char *security; /* NULL: there is a switch */
	const char *words[MODE_COUNT];
	const char *user;
	const char *authentication; /* the field's name; NULL: it has none */
	const char *incoming;       /* heading */
	const char *outgoing;
	/* A last step, or NULL: with a password, with NTLM, and where nobody
	 * logs in to send */
	const char *last;
	const char *last_ntlm;
	const char *last_open;
	const char *oauth; /* how it signs in by OAuth 2.0; NULL: not */
};

void steps_write(FILE *stream, const struct setup *setup,
	const struct steps_dialog *dialog);

#endif
