/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is claimed: endpoints, what the settings expect of them, and where
 * each claim comes from. Plain data; strings live in the arena of whoever
 * read the settings. */
#ifndef MAILSONDE_MODEL_SETTINGS_H
#define MAILSONDE_MODEL_SETTINGS_H

#include "model/names.h"

#include <stddef.h>

struct endpoint {
	enum service service;
	enum tls_mode mode;
	const char *host; /* as a DNS name (A-labels) or an IP address */
	unsigned port;    /* 1 to 65535 */
};

struct tls_expectation {
	enum demand demand;
	enum severity severity; /* of a server that does otherwise */
	const char *note;       /* NULL, or why: "undocumented" */
};

struct mechanism_expectation {
	const char *mechanism; /* SASL name, "USER" (POP3) or "LOGIN" (IMAP) */
	enum demand demand;
	enum severity severity;
};

struct capability_expectation {
	const char *capability; /* first word of an EHLO keyword or so */
	enum demand demand;
	enum severity severity;
};

/* One way in which the product is known to greet. */
struct greeting_expectation {
	const char *pattern; /* POSIX extended regular expression */
};

struct expectation {
	struct tls_expectation tls[TLS_VERSION_COUNT];
	enum tls_version tls_at_least; /* of the best connection; TLS_NONE */
	const char *product;           /* NULL, or who greets, for people */
	const struct greeting_expectation *greetings;
	size_t greeting_count;
	const struct mechanism_expectation *mechanisms;
	size_t mechanism_count;
	const struct capability_expectation *capabilities;
	size_t capability_count;
};

/* Where a claim comes from. */
struct source {
	const char *title;
	const char *url;       /* NULL if there is none */
	const char *looked_up; /* "2026-11-22" or "2015" */
	const char *certainty; /* "confirmed", "reported" or "uncertain" */
	const char *note;      /* what it supports, NULL if all */
};

struct matrix_entry {
	struct endpoint endpoint;
	struct expectation expectation;
};

struct matrix {
	const char *kind; /* "profile", "file" or "url" */
	const char *name; /* as the user gave it: "office365" */
	const char *title;
	const char *note; /* NULL, or what the reader should know */
	const struct source *sources;
	size_t source_count;
	struct matrix_entry *entries;
	size_t entry_count;
};

#endif
