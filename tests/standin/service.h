/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_SERVICE_H
#define STANDIN_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

enum service {
	SERVICE_POP3,
	SERVICE_IMAP,
	SERVICE_SMTP,
	SERVICE_SIEVE,
	SERVICE_LMTP,
	SERVICE_COUNT,
};

/* How a service is spoken, well and badly. Texts are without CRLF. */
struct service_words {
	const char *name;
	const char *capabilities, *starttls, *quit; /* commands */
	/* Each command has a tag, and so has the reply (RFC 3501). */
	bool tagged;
	/* Replies have codes, and the client says hello first (RFC 5321). */
	bool numbered;
	/* The list comes unasked, and again inside TLS (RFC 5804). */
	bool lists_unasked;
	/* What stands around a capability that has a line of its own; without
	 * a start, all are on the first line. */
	const char *item_start, *item_end;
	/* What a reply of several lines begins with, before a line of it. */
	const char *reply_start, *reply_line;
	const char *greeting_start; /* of a greeting, one line of it or more */
	const char *greeting_line;
	const char *unknown;     /* a command that is not known */
	const char *tls_refused; /* STARTTLS, for now */
	const char *throttled;   /* as the greeting: come back later */
	const char *refused;     /* as the greeting: never; %c: the client */
	const char *in_clear;    /* to a ClientHello */
	const char *injected;    /* behind the reply to STARTTLS */
	const char *old_version; /* inside TLS */
};

const struct service_words *service_words(enum service service);
bool service_parse(const char *name, enum service *ret_service);
const char *service_name(enum service service);

#endif
