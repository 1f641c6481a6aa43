/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Words for people. Every string is owned by the arena that is given, or is
 * constant. */
#ifndef MAILSONDE_CHECKS_SAY_H
#define MAILSONDE_CHECKS_SAY_H

#include "checks/check.h"

/* "imap.example.com:993 (IMAP)" */
const char *say_endpoint(struct arena *arena, const struct endpoint *endpoint);

/* "an IMAP server" */
const char *say_server(struct arena *arena, enum service service);

/* "STARTTLS", or "STLS" for POP3. */
const char *say_starttls(enum service service);

/* The same as a choice in a mail program, which knows one word alone:
 * "STARTTLS", or "STARTTLS (STLS)". */
const char *say_starttls_choice(struct arena *arena, enum service service);

/* "TLS 1.2", "SSL 3.0" */
const char *say_tls(struct arena *arena, enum tls_version version);

/* "TLS 1.0, TLS 1.1"; "no version" of an empty set. */
const char *say_versions(struct arena *arena, unsigned versions);

/* "alert 70 (protocol_version)" */
const char *say_alert(struct arena *arena, const struct alert *alert);

/* Peer text in double quotes, escaped and cut to one line. */
const char *say_quote(struct arena *arena, struct octets text);

/* Why the probe stopped where it did, with the server's own words. */
const char *say_stop(struct arena *arena, const struct probe_facts *probe);

/* Who says these words: "an IMAP greeting in clear text". Where several
 * services would say them, they are those of `expected`. */
const char *say_speaker(
	struct arena *arena, struct octets words, enum service expected);

/* `list` with `word` behind it, after a comma; `list` may be NULL. For a few
 * words of ours: what a peer or a file makes long is for struct builder. */
const char *say_list(struct arena *arena, const char *list, const char *word);

/* "2026-11-22", in UTC. */
const char *say_date(struct arena *arena, int64_t seconds);

/* What a rule of this severity concludes when it is broken. */
enum verdict say_broken(enum severity severity);

/* Concludes with `status`; the summary is the formatted sentence, whose
 * "{endpoint}" becomes the endpoint's label: a whole sentence can be
 * translated, a predicate cannot. Returns true, as a judge does. */
bool say_verdict(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding,
	enum verdict status, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The same with a sentence that is not formatted. */
bool say_sentence(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding,
	enum verdict status, const char *sentence);

/* Concludes that the thing was not reached: see judge_function. */
bool say_not_reached(struct finding *finding);

/* Concludes that the server was asked for its capabilities and said no, which
 * a POP3 server may where nothing is claimed of them. */
bool say_no_list(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct capabilities *caps,
	bool claims, struct finding *finding);

#endif
