/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A wire that plays a transcript, so that dialogues are tested without ports
 * and sleeps. A script is lines:
 *
 *     S: what the server sends, with CRLF behind it
 *     s: the same without the CRLF
 *     C: what the client must send then
 *     c: the same, with the next line in one segment
 *     -- TLS           the client must handshake here, and it works
 *     -- TLS 1.2       the same, with that version
 *     -- TLS STATUS    and it ends with that status ("alert", "closed" ...)
 *     -- STATUS        reading ends so from here on
 *     -- RENEGOTIATED  the client must ask for another handshake here, and the
 *     -- DECLINED      server agrees, or does not
 *
 * `\xNN`, `\0` and `\\` stand for octets. At its end reading is ST_EOF. */
#ifndef MAILSONDE_TESTS_SCRIPT_H
#define MAILSONDE_TESTS_SCRIPT_H

#include "net/wire.h"

struct script;

/* How the server's octets are cut into segments. */
enum cut {
	CUT_LINES, /* a segment a line */
	CUT_WHOLE, /* all that come without a pause in one segment */
	CUT_AT,    /* the same, in two behind octet `at` of the dialogue */
	CUT_EACH,  /* an octet a segment */
};

struct script *script_new(
	const char *text, enum cut cut, size_t at, struct probe_facts *facts);
struct wire *script_wire(struct script *script);

/* NULL if all went as written, else what did not. */
const char *script_problem(const struct script *script);

/* How many octets the server sent. */
size_t script_octets(const struct script *script);
void script_free(struct script *script);

/* Every fact that a dialogue writes, as text, in the arena of the facts. */
const char *describe_facts(const struct probe_facts *facts);

#endif
