/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A dialogue in lines over a wire, with a sticky status: after the first
 * failure every later call returns at once and changes nothing, so that a
 * probe keeps the order of the RFC's example and is judged once, at the end.
 *
 * Every read is bounded: LINE_OCTETS, REPLY_LINES, and the deadline and the
 * PROBE_OCTETS of the wire. So is what is kept of it, by REPLY_OCTETS and
 * LISTS_OCTETS. */
#ifndef MAILSONDE_PROBES_DIALOGUE_H
#define MAILSONDE_PROBES_DIALOGUE_H

#include "model/login/blot.h"
#include "net/wire.h"

struct dialogue {
	struct wire *wire;
	struct probe_facts *facts; /* the wire's */
	enum service service;
	enum status status; /* sticky; the same as facts->status */
	bool keep_transcript;
	bool inside_tls;
	bool left;               /* the farewell was said already */
	unsigned tag;            /* of the last IMAP command */
	const struct blot *blot; /* NULL, or what hides the secret */
	bool hides; /* challenges, which may help to guess the secret, go into
		     * no transcript */
	const char *behind; /* NULL, or a command to send in one segment with
			     * the next one */
	unsigned char *buffer;
	size_t size, start, end;
	struct arena *words; /* of the last reply in several lines; NULL */
	size_t listed;       /* octets of capabilities that are kept */
	size_t noted;        /* octets of the transcript that are */
};

/* Begins a dialogue at STAGE_CONNECT, which is over. `wire` must outlive it. */
void dialogue_init(struct dialogue *d, struct wire *wire, enum service service,
	bool keep_transcript);
void dialogue_clear(struct dialogue *d);

/* Leaves the stage that the dialogue is in, for `stage`. */
void dialogue_enter(struct dialogue *d, enum stage stage);

/* Reads one line; the CRLF (or bare LF) is cut off. `*ret_line` is valid until
 * the next read, and empty if there is none. Answers whether there is one. */
bool dialogue_read(struct dialogue *d, struct octets *ret_line)
	__attribute__((warn_unused_result));

/* Reads `count` octets that are no lines, and forgets them. */
void dialogue_skip(struct dialogue *d, size_t count);

/* The same, and keeps them in the arena of the facts; what there is, if the
 * dialogue stops meanwhile. */
struct octets dialogue_take(struct dialogue *d, size_t count);

/* Sends the command and CRLF, whole. */
void dialogue_send(struct dialogue *d, const char *command);

/* Sends octets that hold a secret, and CRLF; the transcript has `shown`. */
void dialogue_send_secret(
	struct dialogue *d, const struct secret *line, const char *shown);

/* Handshakes, taking what is buffered already as injected (RFC 3207 section
 * 6, RFC 2595 section 2.1). What comes after is inside TLS. */
void dialogue_start_tls(struct dialogue *d);

/* Says a hello made by hand where dialogue_start_tls() would handshake, and
 * feeds the answer to `reader`; nothing can be said after that. */
void dialogue_say_hello(struct dialogue *d, const struct hello *hello,
	struct hello_reader *reader);

/* Stops the dialogue for `status`, with the peer's words, which are copied.
 * ST_OK stops nothing. */
void dialogue_stop(struct dialogue *d, enum status status, struct octets reply);

/* Stops the dialogue with `status` unless `condition` holds. */
void dialogue_require(struct dialogue *d, bool condition, enum status status);

/* The first octets that came, if nothing of them was passed over yet. */
struct octets dialogue_heard(const struct dialogue *d);

/* Takes the secret out of a line that was read, where it stands. */
void dialogue_blot(struct dialogue *d, struct octets line);

/* Copies of peer text for the facts, without the secret. */
struct octets dialogue_keep(struct dialogue *d, struct octets text);

/* Notes whose greeting begins with the line, if anybody's. */
void dialogue_note_greeter(struct dialogue *d, struct octets line);

/* Stops for words that turn away: ST_THROTTLED if a later attempt may fare
 * better, else ST_REFUSED. */
void dialogue_turn_away(struct dialogue *d, struct octets words);

/* Whether the words refuse STARTTLS because TLS itself cannot begin. */
bool dialogue_lacks_tls(const struct dialogue *d, struct octets words);

/* Reads and notes a greeting of one line. Answers whether it is one of the
 * dialogue's service, with the line. */
bool dialogue_read_greeting(struct dialogue *d, struct octets *ret_line)
	__attribute__((warn_unused_result));

/* Whether a firewall that will not have TLS wrote over the capability:
 * "XXXXXXXA", "XXXX". */
bool dialogue_is_masked(struct octets word);

/* Adds an item, or a SASL mechanism in upper case, to a list of
 * capabilities. A mechanism's name is 1 to 20 letters, digits, '-' and '_'
 * (RFC 4422 section 3.1); one already there, or malformed, is left out. More
 * than LIST_ITEMS, LISTS_OCTETS or LIST_MECHANISMS stop the dialogue. */
void dialogue_add_capability(
	struct dialogue *d, struct capabilities *caps, struct octets item);
void dialogue_add_mechanism(
	struct dialogue *d, struct capabilities *caps, struct octets name);

#endif
