/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a rule has asked of a server beside what everybody is asked: one row a
 * question, one connection for each, made once for all policies. Most offer
 * something in a handshake to see whether the server takes it; some say one
 * thing more in the dialogue. */
#ifndef MAILSONDE_MODEL_OFFER_H
#define MAILSONDE_MODEL_OFFER_H

#include "model/service.h"

#include <stdbool.h>
#include <stddef.h>

/* What is said in the dialogue beside the usual. None needs a login or sends
 * a message. Each has a row of that name in probes/act.c. */
#define ACT_LIST(ACT)                                                          \
	/* STARTTLS or STLS once more inside TLS */                            \
	ACT(STARTTLS_INSIDE, starttls_inside)                                  \
	/* STARTTLS and NOOP in one segment, in the clear: the NOOP must not   \
	 * be answered inside TLS */                                           \
	ACT(PIPELINED, pipelined)                                              \
	/* MAIL FROM inside TLS before a new EHLO */                           \
	ACT(MAIL_BEFORE_EHLO, mail_before_ehlo)                                \
	/* MAIL FROM before STARTTLS */                                        \
	ACT(MAIL_CLEAR, mail_clear)                                            \
	/* MAIL FROM inside TLS without AUTH */                                \
	ACT(MAIL_NO_LOGIN, mail_no_login)                                      \
	/* POP3: a command that does not exist */                              \
	ACT(UNKNOWN_COMMAND, unknown_command)                                  \
	/* another handshake inside TLS 1.2 */                                 \
	ACT(RENEGOTIATE, renegotiate)

enum act {
	ACT_NONE,
#define ACT_NUMBER(name, row) ACT_##name,
	ACT_LIST(ACT_NUMBER)
#undef ACT_NUMBER
		ACT_COUNT,
};

enum server_name {
	SERVER_NAME_HOST,
	SERVER_NAME_NONE,
	SERVER_NAME_UNKNOWN, /* one that no server has: "unknown.invalid" */
};

/* OFFER_NONE, and one for each row of model/offers.inc. */
enum offer_id {
	OFFER_NONE,
#define OFFER(name, ...) OFFER_##name,
#include "model/offers.inc"
#undef OFFER
	OFFER_COUNT,
};

struct offer {
	const char *id;    /* stable: "suites-rsa", "group-x25519" */
	const char *title; /* "cipher suites with static RSA key transport" */
	unsigned versions; /* TLS_BIT()s that it offers; those that the server
			    * is known to refuse need not be asked */
	unsigned services; /* bits 1 << enum service; 0: all */
	unsigned modes;    /* bits 1 << enum tls_mode; 0: all with TLS */
	enum act act;
	enum server_name server_name;
	const char *alpn;  /* NULL: none; "*": the service's own */
	bool resume;       /* the handshake, and another with its ticket */
	bool by_hand;      /* only a hello made by hand can offer it */
	bool each_address; /* one connection for each address of the host */
	bool each_port;    /* some for each other usual port of the service */
};

/* The row of OFFER_NONE is empty. */
extern const struct offer offer_table[OFFER_COUNT];

/* OFFER_NONE if there is none of that id. */
enum offer_id offer_find(const char *id);

#endif
