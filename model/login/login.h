/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a probe that signs in saw of the login and of what is behind it. Never
 * a secret: what could hold one was blotted before it was kept. */
#ifndef MAILSONDE_MODEL_LOGIN_LOGIN_H
#define MAILSONDE_MODEL_LOGIN_LOGIN_H

#include "model/arena.h"
#include "model/names.h"

#include <stdbool.h>

/* Why nothing secret was sent, with words for a person. */
#define LOGIN_HELD_LIST(X)                                                     \
	/* it was sent, or the dialogue did not come so far */                 \
	X(LOGIN_NOT_HELD, "none", "nothing kept the login from being sent")    \
	X(LOGIN_HELD_CLEARTEXT, "cleartext",                                   \
		"the connection is not encrypted")                             \
	X(LOGIN_HELD_VERSION, "version",                                       \
		"the connection uses a TLS version older than 1.2")            \
	/* trust, name or dates were not judged good */                        \
	X(LOGIN_HELD_CERTIFICATE, "certificate",                               \
		"the server's certificate was not verified")                   \
	/* nothing that both sides can, or that the user allows */             \
	X(LOGIN_HELD_MECHANISM, "mechanism",                                   \
		"the server offers no login method that can be used")          \
	/* Kerberos' libraries do not say which of the following it is */      \
	X(LOGIN_HELD_TICKET, "ticket",                                         \
		"there is no valid Kerberos ticket for this server")           \
	X(LOGIN_HELD_TICKET_MISSING, "ticket-missing",                         \
		"there is no Kerberos ticket on this computer")                \
	/* which may be anywhere but in a cache of the types FILE and DIR */   \
	X(LOGIN_HELD_TICKET_CACHE, "ticket-cache",                             \
		"no Kerberos ticket was found; mailsonde reads only caches "   \
		"of the types FILE and DIR")                                   \
	X(LOGIN_HELD_TICKET_EXPIRED, "ticket-expired",                         \
		"the Kerberos ticket has expired")                             \
	X(LOGIN_HELD_TICKET_EARLY, "ticket-early",                             \
		"the Kerberos ticket is not yet valid")                        \
	X(LOGIN_HELD_TICKET_SERVICE, "ticket-service",                         \
		"the Kerberos realm does not know the mail service of this "   \
		"server")                                                      \
	X(LOGIN_HELD_TICKET_REALM, "ticket-realm",                             \
		"the server belongs to another Kerberos realm than the "       \
		"ticket")                                                      \
	X(LOGIN_HELD_TICKET_KDC, "ticket-kdc",                                 \
		"no Kerberos server (KDC) can be reached")                     \
	X(LOGIN_HELD_TICKET_CLOCK, "ticket-clock",                             \
		"the clocks of this computer and of the Kerberos server "      \
		"differ too much")
enum login_held { LOGIN_HELD_LIST(NAME_ENUMERATOR) LOGIN_HELD_COUNT };

const char *login_held_name(enum login_held held); /* "cleartext" */
const char *login_held_words(enum login_held held);

/* Whether it is for want of a Kerberos ticket. */
bool login_held_is_ticket(enum login_held held);

struct login_facts {
	bool asked;       /* the probe was to sign in */
	const char *user; /* the name that it signed in with */
	bool token;       /* with an access token; else a password */
	enum login_held held;
	const char *mechanism; /* SASL name; "USER", "APOP" or "LOGIN" of the
				* service's own commands; NULL: none chosen */
	bool sent;             /* the secret, or what proves it, went out */
	enum answer answer;
	unsigned code; /* SMTP; 0 otherwise */
	struct octets reply;
	struct octets reason; /* what the server says of a token (RFC 7628
			       * section 3.2.2), decoded */
	bool visit;           /* after another login, to send or to wait */
};

/* What is behind the login of IMAP or POP3. Nothing of it was changed. */
struct mailbox_facts {
	bool asked;
	enum answer answer;       /* to EXAMINE, or to STAT */
	struct octets reply;      /* of a negative one */
	bool counted;             /* `messages` is known */
	unsigned messages;        /* of INBOX */
	enum answer uidl;         /* of a mailbox that opened */
	struct octets uidl_reply; /* of a negative one */
	bool listed;              /* UIDL was answered whole */
	unsigned identifiers;     /* its lines */
	enum answer id;           /* to our name, by IMAP's ID */
	enum answer namespaces;
	struct octets namespace;
	bool idle; /* IMAP's IDLE is offered after the login */
};

/* Whether mail may be sent as the user's address: MAIL, undone by RSET. */
struct send_facts {
	bool asked;
	const char *address;
	enum answer answer;
	unsigned code;
	struct octets reply;
};

#endif
