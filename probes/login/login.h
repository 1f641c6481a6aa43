/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Signs in, once, and looks at what is behind the login without changing it. */
#ifndef MAILSONDE_PROBES_LOGIN_LOGIN_H
#define MAILSONDE_PROBES_LOGIN_LOGIN_H

#include "probes/dialogue.h"
#include "probes/login/sasl.h"

/* All of it is borrowed until the probe ends. */
struct login_request {
	struct sasl_account account; /* without the channel's bindings */
	const char *address;         /* to send as */
	const char *tenant;          /* of the user, as an id; NULL */
	int64_t now_s;               /* since 1970 */
	const struct blot *blot;     /* of the password or token */
	const struct sasl_ops *sasl; /* a driver for most mechanisms; or NULL */
	const char *mechanism;       /* the only one to try; NULL: the best */
	/* The settings' words for what may be tried, as struct account has
	 * them; none: all. */
	const char *const *authentications;
	size_t authentication_count;
	/* Whether what the connection has shown so far is good enough to send
	 * a secret. */
	enum login_held (*judge)(
		const void *context, const struct probe_facts *facts);
	const void *context;
	/* What is done once signed in, in place of looking around; NULL. */
	void (*visit)(struct dialogue *d, const struct login_request *request);
	void *visit_context;
};

enum login_step { LOGIN_CHALLENGED, LOGIN_ANSWERED };

/* What a service says. Each function returns at once where the dialogue has
 * stopped. */
struct login_verbs {
	/* Signs in by a command of the service; NULL if it has none. */
	void (*say_own)(struct dialogue *d, const struct login_request *request,
		const char *way);
	/* Begins a SASL exchange; `initial` may be NULL. */
	void (*begin)(struct dialogue *d, const char *mechanism,
		const struct secret *initial);
	/* How many octets of base64 an initial response may have; 0: none may
	 * be sent. */
	size_t (*initial_room)(const struct dialogue *d, const char *mechanism);
	/* Hears a challenge, still in base64, or the verdict, which it notes in
	 * the facts. */
	enum login_step (*hear)(
		struct dialogue *d, struct octets *ret_challenge);
	/* Looks at what is behind the login. */
	void (*look)(struct dialogue *d, const struct login_request *request);
};

extern const struct login_verbs login_verbs_imap;
extern const struct login_verbs login_verbs_pop3;
extern const struct login_verbs login_verbs_smtp;

/* Whether there is a login that a mail program would use. */
bool login_has_service(enum service service);

/* Signs in on a dialogue whose capabilities are known, and looks around. How
 * that went is in the facts. */
void login_speak(struct dialogue *d, const struct login_request *request);

/* Notes how the server answered the login. */
void login_note_answer(
	struct dialogue *d, bool accepted, unsigned code, struct octets reply);

/* The ways to sign in, the strongest first: SASL mechanisms, and the commands
 * of the services by these names. NULL at the end. */
#define LOGIN_COMMAND "LOGIN command"
#define LOGIN_USER "USER and PASS"
#define LOGIN_APOP "APOP"
const char *login_way(size_t i);

/* What the ways of a name need that a user may give one: the name of a
 * mechanism, or the first word of a command. */
enum login_need {
	LOGIN_NEEDS_PASSWORD,
	LOGIN_NEEDS_TOKEN,
	LOGIN_NEEDS_TICKET,
};

/* The first of them, as it is spelt, and what it needs; NULL if there is none.
 */
const char *login_way_named(const char *name, enum login_need *ret_need);

/* Whether that is a command of the service and no SASL mechanism. */
bool login_is_own(const char *way);

/* Whether the server offers the way there. */
bool login_is_offered(
	enum service service, const struct probe_facts *facts, const char *way);

/* The first way that the server offers and the request allows; NULL if there is
 * none. */
const char *login_choose(
	const struct dialogue *d, const struct login_request *request);

/* Whether the mechanism prepares the password (SASLprep, RFC 4013), and that
 * would change or refuse it. */
bool login_changes_password(
	const struct login_request *request, const char *mechanism);

/* The driver of a mechanism; NULL if there is none. */
const struct sasl_ops *login_driver(
	const struct login_request *request, const char *mechanism);

#endif
