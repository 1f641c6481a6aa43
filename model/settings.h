/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is claimed: endpoints, what the settings expect of them, and where
 * each claim comes from. Plain data; strings live in the arena of whoever
 * read the settings. */
#ifndef MAILSONDE_MODEL_SETTINGS_H
#define MAILSONDE_MODEL_SETTINGS_H

#include "model/service.h"

#include <stddef.h>

struct endpoint {
	enum service service;
	enum tls_mode mode;
	const char *host; /* as a DNS name (A-labels) or an IP address */
	unsigned port;    /* 1 to 65535 */
};

/* An order of endpoints, as qsort() wants it: 0 for the same one. */
int endpoint_compare(const struct endpoint *a, const struct endpoint *b);

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

/* Where an entry stands in the settings, and in which words. */
struct origin {
	const char *place; /* "accounts.csv"; NULL for a profile or a URL */
	unsigned line;     /* from 1; 0 if there are no lines */
	const char *said;  /* the source's word for the mode: "SSL"; or NULL */
	/* What a program makes of that, where the words alone do not tell:
	 * "without \"ssl = no\", OfflineIMAP uses SSL/TLS"; or NULL */
	const char *meaning;
};

/* What was noticed while the settings were read. */
enum remark_kind {
	REMARK_MODE_WORD,        /* a word that is read in two ways: "TLS" */
	REMARK_MODE_MISSING,     /* no word for the mode; the port told it */
	REMARK_MODE_CONTRADICTS, /* word and port say different things */
	REMARK_OPPORTUNISTIC, /* TLS only if it works out: RFC 8314 forbids */
	REMARK_PORT_MISSING,  /* the usual one was taken */
	REMARK_VERIFY_OFF,    /* the program was told to trust anybody */
	REMARK_TLS_LIMITED,   /* the program was told to use old TLS only */
	REMARK_SOURCES_DISAGREE, /* another source has other settings */
	REMARK_UNREAD,           /* something that was not understood */
	REMARK_WORD_UNKNOWN,     /* a word for the mode that the form has not */
	REMARK_COUNT,
};

struct remark {
	enum remark_kind kind;
	unsigned line;     /* 0: that of the entry */
	const char *said;  /* as it stands there, escaped; NULL if nothing */
	const char *taken; /* what it was taken for: "explicit", "993" */
};

/* What a provider documents for a service. */
struct documented {
	const char *profile;              /* "office365" */
	const char *title;                /* "Office 365" */
	const struct endpoint *endpoints; /* of the service, the best first */
	size_t endpoint_count;
	const struct source *source; /* NULL if the profile names none */
};

/* What a mail program needs beside the endpoint. Never a password. */
struct account {
	const char *label;   /* of the account in a list of several, or NULL */
	const char *address; /* "user@example.com", NULL if not told */
	const char *user_name; /* may hold %EMAILADDRESS%, %EMAILLOCALPART% and
				* %EMAILDOMAIN%; NULL if not told */
	/* The best first, as autoconfig spells it: "password-cleartext",
	 * "password-encrypted", "OAuth2", "GSSAPI", "NTLM", "none" ... */
	const char *const *authentications;
	size_t authentication_count;
};

struct matrix_entry {
	struct endpoint endpoint;
	struct expectation expectation;
	struct origin origin;
	struct account account;
	const struct remark *remarks;
	size_t remark_count;
	const struct documented *documented; /* NULL: no known provider */
};

/* A server, or what might be one, that the source names and nobody can use. */
struct skipped {
	unsigned line;    /* from 1 */
	const char *what; /* escaped: "imap.example.com" */
	const char *why;  /* a clause: "there is no port" */
};

struct matrix {
	const char *kind; /* "profile", "file", "url", "text", "discovery" */
	const char *form; /* of a file or text: "autoconfig"; NULL */
	const char *name; /* as the user gave it: "office365" */
	const char *title;
	const char *note;   /* NULL, or what the reader should know */
	const char *digest; /* SHA-256 of the octets read, hexadecimal; NULL */
	const char *const *domains; /* mail domains that it serves */
	size_t domain_count;
	const struct source *sources;
	size_t source_count;
	struct matrix_entry *entries;
	size_t entry_count;
	const struct skipped *skipped;
	size_t skipped_count;
};

#endif
