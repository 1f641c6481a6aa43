/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A probe: one connection, with one purpose. */
#ifndef MAILSONDE_PROBES_PROBE_H
#define MAILSONDE_PROBES_PROBE_H

#include "net/connection/connection.h"
#include "probes/dialogue.h"

/* What a service says at each step of a dialogue. Each function reads and
 * sends through the dialogue and keeps what it heard in its facts. */
struct probe_verbs {
	/* Reads the greeting. */
	void (*greeting)(struct dialogue *d);
	/* Asks for the capabilities; a negative answer is a fact, too. */
	void (*capabilities)(struct dialogue *d, struct capabilities *caps);
	/* Asks for TLS and hears the consent. */
	void (*starttls)(struct dialogue *d);
	/* Says a command that a rule is about, and keeps the answer in
	 * `facts->act`; a negative one stops nothing. */
	void (*act)(struct dialogue *d, const char *command);
	/* The command that does nothing, with a tag of its own; NULL where
	 * nothing can be told from its answer. */
	/* Hears the answer to `noop`, said before the greeting came. */
	void (*hear_noop)(struct dialogue *d);
	const char *noop;
	/* Says goodbye; with `listen` hears the answer out. */
	void (*quit)(struct dialogue *d, bool listen);
	/* TLS may be asked for only after the capabilities (RFC 3207: EHLO). */
	bool capabilities_first;
};

/* Each in a file of its own; model/services.inc says which service speaks
 * which of them. */
#define SERVICE(id, name, dialogue, ...)                                       \
	extern const struct probe_verbs probe_verbs_##dialogue;
#include "model/services.inc"
#undef SERVICE

/* Speaks the whole dialogue of the probe's purpose and mode, both set in the
 * facts of the wire, and concludes its outcome. */
void probe_speak(struct wire *wire, enum service service, bool keep_transcript);

/* Connects to `target` and speaks. `facts` has purpose, mode and tls_offered
 * set; all else is filled in, and settled but for what only the comparison of
 * several probes can tell (drop_settle()). */
void probe_run(const struct connection_target *target, enum service service,
	bool keep_transcript, struct probe_facts *facts);

struct login_request; /* probes/login/login.h */

/* The same, and signs in; PURPOSE_LOGIN. */
void probe_speak_login(struct wire *wire, enum service service,
	bool keep_transcript, const struct login_request *login);
void probe_log_in(const struct connection_target *target, enum service service,
	bool keep_transcript, const struct login_request *login,
	struct probe_facts *facts);

/* Connects to `target`, speaks up to where TLS begins, says `hello` and hears
 * the answer as deep as `depth`. `facts` has purpose and mode set, and keeps
 * how the connection fared; what the answer points to is in its arena of
 * certificates. Answers whether the hello went out: `*ret_answer` is what came
 * then. */
bool probe_ask(const struct connection_target *target, enum service service,
	bool keep_transcript, const struct hello *hello, enum hello_depth depth,
	struct probe_facts *facts, struct hello_answer *ret_answer)
	__attribute__((warn_unused_result));

#endif
