/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words that settings use for services, modes and TLS versions. */
#ifndef MAILSONDE_SETTINGS_LEXICON_H
#define MAILSONDE_SETTINGS_LEXICON_H

#include "model/settings.h"

#include <stdbool.h>

/* What the source says of TLS, as far as its form makes that clear. */
enum mode_word {
	WORD_NONE,     /* nothing */
	WORD_IMPLICIT, /* surely implicit: "implicit", imaps://, "IMAPS" */
	WORD_EXPLICIT, /* surely explicit: "STARTTLS" */
	WORD_SSL, /* "SSL", "SSL/TLS", "use SSL": implicit, as programs have it
		   */
	WORD_SSL_SWITCH, /* "SSL" of a program that takes STARTTLS where the
			  * port is for it, and implicit TLS elsewhere */
	WORD_TLS, /* "TLS", "SSL or TLS": the port decides, else explicit */
	WORD_OPPORTUNISTIC, /* TLS if it works out; probed as explicit */
	WORD_NO_STARTTLS,   /* none, or implicit where the port is for that */
	WORD_CLEARTEXT,     /* surely none: "plain", "None", "off" */
};

/* The word for TLS as any text may put it, in any case: "SSL", "TLS",
 * "SSL/TLS", "STARTTLS", "implicit", "explicit", "none", "plain" ... In other
 * languages than English, ask settings/tongues.h.
 * WORD_NONE if it is none of them. */
enum mode_word lexicon_mode(const char *text, size_t length);

/* The word that says exactly that mode. */
enum mode_word lexicon_word_of_mode(enum tls_mode mode);

/* The service as any text may put it: "POP", "POP3", "IMAP4", "SMTP",
 * "submission(s)", "imaps" ... in any case. With `ret_word`, what the name
 * says of the mode: WORD_IMPLICIT for "imaps", else WORD_NONE. */
bool lexicon_service(const char *text, size_t length, enum service *ret_service,
	enum mode_word *ret_word) __attribute__((warn_unused_result));

/* The service that a port is usually for, and the one that a host's first label
 * names ("imap-mail.example.com"); false if it is none in particular. */
bool lexicon_service_of_port(unsigned port, enum service *ret_service);
bool lexicon_service_of_host(const char *host, enum service *ret_service)
	__attribute__((warn_unused_result));

/* TLS versions as people write them: "v1-1.2", "TLS 1.2+", "1.2, 1.3",
 * "TLS v1.0 – 1.2". 0 if it is nothing of the kind. */
unsigned lexicon_tls_versions(const char *text, size_t length);

/* Whether `text` is yes, true, on or 1, in any case. */
bool lexicon_is_yes(const char *text);

#endif
