/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which product speaks? Greetings and capabilities tell many apart; any of
 * them can be changed by whoever runs the server, so that this is never more
 * than likely. */
#ifndef MAILSONDE_CHECKS_PRODUCT_H
#define MAILSONDE_CHECKS_PRODUCT_H

#include "model/facts.h"

enum product_kind {
	PRODUCT_OF_SERVER,
	PRODUCT_OF_SCANNER,  /* on the user's own computer */
	PRODUCT_OF_FIREWALL, /* that rewrote the greeting of another */
};

struct product {
	const char *id;   /* "exchange-online" */
	const char *name; /* "Exchange Online" */
	enum service service;
	enum product_kind kind;
	const char *pattern; /* of the greeting; POSIX extended */
};

extern const struct product product_table[];
extern const size_t product_count;

/* Returns the product that greets so, or NULL. An SMTP greeting of several
 * lines is known by its first one. */
const struct product *product_of_greeting(
	enum service service, struct octets greeting);

/* Returns the product of the endpoint, by any greeting of its service or else
 * by what it alone lists among its capabilities; NULL if it is not known. */
const struct product *product_of(const struct endpoint_facts *facts);

bool product_is_exchange(const struct product *product);

/* Returns the name of the front end that the bracketed token of an Exchange
 * Online greeting holds (base64 of UTF-16LE), owned by `arena`; NULL if there
 * is no token, or it does not hold a host name. */
const char *product_front_end(struct arena *arena, struct octets greeting);

/* Returns where such a front end stands, "Europe", by the name of its forest;
 * NULL if that is not known. */
const char *product_region(const char *front_end);

#endif
