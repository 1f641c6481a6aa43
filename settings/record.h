/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What every reader of settings answers with: records, as the source has
 * them. Reading the words is the reader's; what they mean together, above all
 * where word and port contradict each other, is decided here, in one place. */
#ifndef MAILSONDE_SETTINGS_RECORD_H
#define MAILSONDE_SETTINGS_RECORD_H

#include "settings/settings.h"

/* What the source says of TLS, as far as its form makes that clear. */
enum mode_word {
	WORD_NONE,     /* nothing */
	WORD_IMPLICIT, /* surely implicit: "implicit", imaps://, "IMAPS" */
	WORD_EXPLICIT, /* surely explicit: "STARTTLS" */
	WORD_SSL,      /* "SSL": implicit, unless the port says otherwise */
	WORD_TLS,      /* "TLS", "SSL/TLS", "yes": the port decides */
	WORD_OPPORTUNISTIC, /* TLS if it works out; probed as explicit */
	WORD_CLEARTEXT,     /* surely none: "plain", "None", "off" */
};

struct record {
	enum service service;
	const char *host; /* as it stands there; checked by records_add() */
	unsigned port;    /* 0: not told */
	const char *port_text; /* where it is no number: for the message */
	enum mode_word word;
	const char *said; /* the words for the mode as they stand there, NULL */
	unsigned said_line;     /* where they stand, if not in `line`; 0 */
	unsigned line;          /* of the server, from 1 */
	unsigned tls_required;  /* TLS_BIT()s that the source claims; 0: the
				 * usual expectation */
	unsigned tls_forbidden; /* ... that the source rules out */
	struct account account; /* strings in the arena or constant */
};

struct records; /* opaque; in the arena */

/* Begins. `place` is what messages call the source: "accounts.csv". */
struct records *records_new(struct arena *arena, const char *place);

/* Adds a record. Answers false, with `*ret_error` naming place and line, for
 * a host or port that cannot be one. Exact repetitions are dropped. A name of
 * a user or an address that holds what no such name does (control characters,
 * octets that are not UTF-8) is left out, with a remark: it is written into
 * other files. */
bool records_add(struct records *records, const struct record *record,
	struct settings_error *ret_error);

/* Adds a remark of the reader's own to the record that was added last, or
 * to the next one if there is none yet. */
void records_remark(struct records *records, enum remark_kind kind,
	unsigned line, const char *said, const char *taken);

/* Names what the source serves: shown as the matrix's title, NULL for none. */
void records_title(struct records *records, const char *title);
void records_domain(struct records *records, const char *domain);

size_t records_count(const struct records *records);

/* Concludes: fills in modes, ports, expectations (RFC 8314 and RFC 8996 as for
 * a URL, unless the record claims versions) and remarks. A word that can be
 * read in one way only decides the mode, a bare "SSL" or "TLS" leaves it to
 * the port: 995, 993 and 465 implicit, 110, 143, 587 and 25 explicit; on
 * others "SSL" is implicit and "TLS" explicit. A single authentication that
 * needs one mechanism for certain has it required, as a warning. Without any
 * record answers false, with `*ret_error` saying what was expected. */
bool records_conclude(struct records *records, const char *form,
	struct matrix *ret_matrix, struct settings_error *ret_error);

/* What an endpoint is held to of which nothing is known but that it is there
 * (RFC 8314, RFC 8996). */
void expect_usual(struct expectation *ret_expectation);

/* The word for TLS as any text may put it, in any case: "SSL", "TLS",
 * "SSL/TLS", "STARTTLS", "implicit", "explicit", "none", "plain", "off" ...
 * WORD_NONE if it is none of them. */
enum mode_word mode_word_of(const char *text, size_t length);

/* The service as any text may put it: "POP", "POP3", "IMAP4", "SMTP",
 * "submission(s)", "imaps" ... in any case. With `ret_word`, what the name
 * says of the mode: WORD_IMPLICIT for "imaps", else WORD_NONE. */
bool service_of_word(const char *text, size_t length, enum service *ret_service,
	enum mode_word *ret_word);

/* The service that a port is usually for, and the one that a host's first label
 * names ("imap-mail.example.com"); false if it is none in particular. */
bool service_of_port(unsigned port, enum service *ret_service);
bool service_of_host(const char *host, enum service *ret_service);

/* TLS versions as people write them: "v1-1.2", "TLS 1.2+", "1.2, 1.3",
 * "TLS v1.0 – 1.2". 0 if it is nothing of the kind. */
unsigned tls_versions_of_text(const char *text, size_t length);

#endif
