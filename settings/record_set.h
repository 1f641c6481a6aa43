/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What several readers of mail programs' files need. */
#ifndef MAILSONDE_SETTINGS_RECORD_SET_H
#define MAILSONDE_SETTINGS_RECORD_SET_H

#include "settings/records.h"

/* Sets the record's port, or its port_text where `text` is none. NULL and ""
 * leave it alone. */
void record_set_port(struct record *record, const char *text);

/* Sets host and port of `text`, which is host [ ":" port ]. An IPv6 address is
 * in brackets, or has no port behind it. */
void record_set_place(
	struct arena *arena, struct record *record, const char *text);

/* Sets one way of authentication, a constant string. */
void record_set_authentication(
	struct arena *arena, struct record *record, const char *word);

/* URL = scheme "://" [ user [ ":" password ] "@" ] host [ ":" port ] [ "/" ...
 * ]
 *
 * Reads service, word, host, port and user of an imap, imaps, pop, pops, smtp
 * or smtps URL; a password is skipped. Without a word for the mode, `word` is
 * left alone. Answers false for anything else. */
bool record_set_url(
	struct arena *arena, struct record *record, const char *url);

#endif
