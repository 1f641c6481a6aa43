/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The seam to SASL (RFC 4422): who drives a mechanism is not known here. */
#ifndef MAILSONDE_PROBES_LOGIN_SASL_H
#define MAILSONDE_PROBES_LOGIN_SASL_H

#include "model/login/login.h"
#include "model/login/secret.h"

/* Whom and what a mechanism proves. Borrowed until the exchange ends. */
struct sasl_account {
	const char *user;
	const struct secret *password; /* NULL if there is a token instead */
	const struct secret *token;
	const char *service; /* "imap", "pop" or "smtp" (RFC 4422 section 4) */
	const char *host;
	unsigned port;
	/* Of the TLS connection (RFC 5056); empty if there is none. */
	struct octets exporter; /* RFC 9266 */
	struct octets unique;   /* RFC 5929 section 3 */
};

enum sasl_state {
	SASL_MORE,   /* a challenge is due */
	SASL_DONE,   /* the server's verdict is due */
	SASL_FAILED, /* the challenge makes no sense, or proves another
		      * server than the one that knows the password */
};

struct sasl_exchange; /* the driver's */

struct sasl_ops {
	/* Whether the driver has the mechanism here. */
	bool (*can)(const char *mechanism);
	/* Whether SASLprep (RFC 4013) leaves the password as it is. NULL: it
	 * always does. */
	bool (*keeps)(const struct secret *password);
	/* Returns an exchange, to be ended with `end`; NULL if it cannot be
	 * begun with this account. */
	struct sasl_exchange *(*begin)(
		const char *mechanism, const struct sasl_account *account);
	/* Answers a challenge, which is empty if there was none. What is to be
	 * sent goes to `*ret_response`, which is the caller's, or NULL if that
	 * is nothing at all. */
	enum sasl_state (*step)(struct sasl_exchange *exchange,
		struct octets challenge, struct secret **ret_response);
	/* Why a mechanism that needs a ticket failed before anything was sent.
	 * NULL: nobody knows. */
	enum login_held (*why)(const struct sasl_exchange *exchange);
	/* Wipes and frees it. NULL is fine. */
	void (*end)(struct sasl_exchange *exchange);
};

/* XOAUTH2 and OAUTHBEARER (RFC 7628), which need no library. */
extern const struct sasl_ops sasl_bearer;

#endif
