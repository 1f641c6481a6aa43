/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is particular to each service, in one row of model/services.inc. A row
 * there makes the enumerator, the name and everything else; what has no row
 * does not compile. */
#ifndef MAILSONDE_MODEL_SERVICE_H
#define MAILSONDE_MODEL_SERVICE_H

#include "model/arena.h"
#include "model/names.h"

#include <stdbool.h>

/* What our EHLO or LHLO gives for a name: an address literal, as of a client
 * without a name of its own (RFC 5321 section 4.1.4). It tells nothing about
 * this computer. */
#define SERVICE_CLIENT_NAME "[127.0.0.1]"

enum service {
#define SERVICE(id, ...) SERVICE_##id,
#include "model/services.inc"
#undef SERVICE
	SERVICE_COUNT,
};

/* Where mail goes, as seen by its user. */
enum direction {
	DIRECTION_INCOMING, /* from the server to a mail program */
	DIRECTION_OUTGOING, /* from a mail program or server to a server */
	DIRECTION_SCRIPTS,  /* no mail: what a server does with it */
	DIRECTION_DELIVERY, /* between servers of one site */
};

/* One usual way to a service. */
struct service_way {
	const char *scheme; /* of a URL: "imaps" */
	const char *srv;    /* RFC 6186 section 3: "_imaps"; NULL if none */
	unsigned port;
	enum tls_mode mode;
	bool relay; /* for servers, which do not log in */
};

/* What settings call a service beside its name and its schemes. */
struct service_alias {
	const char *word; /* "imap4s" */
	bool implicit;    /* which says implicit TLS, too */
};

#define SERVICE_WAYS 4
#define SERVICE_ALIASES 6

struct service_row {
	const char *name;    /* "imap" */
	const char *label;   /* "IMAP" */
	const char *article; /* "an" */
	enum direction direction;
	const char *server;  /* "incoming mail server" */
	const char *servers; /* several of them */
	/* The best first; the first of a mode has its usual port. Those that
	 * are not used have no scheme. */
	struct service_way ways[SERVICE_WAYS];
	struct service_alias aliases[SERVICE_ALIASES]; /* up to a NULL */
	const char *host_word; /* in a host's name: "pop"; NULL if none */
	unsigned other_port;   /* used here and there, in some mode; or 0 */
	/* How a greeting begins: words that a blank or the end follows, with
	 * "|" between them. '#' is a digit; what ends in one may have a
	 * hyphen behind it (RFC 5321 section 4.2). */
	const char *greetings;
	const char *refusals; /* the same of one that turns away */
	bool greets_as_ftp;
	const char *greeting;        /* "an IMAP greeting", for people */
	const char *greeting_due;    /* "+OK first", for people */
	const char *tls_verb;        /* "STLS" */
	const char *capability_verb; /* "CAPA" */
	bool capabilities_optional;  /* a server need not know the verb */
	bool items_are_words;        /* capabilities: IMAP's words, not lines */
	const char *mechanism_item;  /* that lists SASL mechanisms */
	const char *mechanism_prefix; /* of one mechanism: "AUTH=" */
	/* The command that takes a password beside SASL, NULL if none is: it
	 * works unless this capability is listed, or if there is none such, if
	 * the command is listed itself. */
	const char *password_command;
	const char *password_unless;
	const char *sasl_name; /* RFC 4422 section 4: "pop" */
	const char *alpn;      /* RFC 7301; NULL if none is in use */
	const char *hint;      /* who else uses it; NULL if nothing is said */
	struct {
		const char *protocol;
		const char *starttls;
		const char *cleartext_login;
		const char *login;
	} references;
};

/* Never NULL: each service has a row, which the compiler makes sure of. */
const struct service_row *service_row(enum service service);

const char *service_name(enum service service);  /* "imap" */
const char *service_label(enum service service); /* "IMAP" */
bool service_from_name(const char *name, enum service *ret_service);

/* Whether mail goes out that way, from a mail program. */
bool service_is_outgoing(enum service service);

/* Whether mail comes in that way, to a mail program. */
bool service_is_incoming(enum service service);

/* Whether a mail program fetches or sends mail by it. */
bool service_is_for_mail(enum service service);

/* The set of those: bits 1 << enum service. */
unsigned service_set_for_mail(void);

/* The usual port in this mode (RFC 8314 section 7, RFC 6409); cleartext goes
 * where explicit TLS does. 0 if there is none. */
unsigned service_port(enum service service, enum tls_mode mode);

/* The usual way to that port, NULL if it is none of the service's. */
const struct service_way *service_way_of_port(
	enum service service, unsigned port);

/* Whether the port is a usual one of the service, for that mode. */
bool service_port_is(enum service service, unsigned port, enum tls_mode mode);

/* The usual way in that mode, NULL if there is none. */
const struct service_way *service_way_of_mode(
	enum service service, enum tls_mode mode);

/* The services in turn, and the usual ways of each: `*way` is NULL to begin
 * with. Answers false behind the last one. */
bool service_next_way(enum service *service, const struct service_way **way);

/* Whether a greeting, or one that turns away, begins as `service` has it. */
bool service_greets(enum service service, struct octets greeting);

/* Whether it begins as one that turns away. */
bool service_turns_away(enum service service, struct octets greeting);

/* Whether the words turn away, in any service's form. They do not tell which
 * service it is: servers, and what stands before them, say "421" and "-ERR"
 * where their own grammar has something else. */
bool service_is_refusal(struct octets words);

/* Whose greeting it is; `expected` is asked first, as several begin alike. A
 * refusal that `expected` does not have is nobody's. */
bool service_of_greeting(struct octets greeting, enum service expected,
	enum service *ret_service);

#endif
