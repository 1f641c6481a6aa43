/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which list of capabilities counts, and what it offers. */
#ifndef MAILSONDE_EVIDENCE_CAPABILITY_H
#define MAILSONDE_EVIDENCE_CAPABILITY_H

#include "model/facts.h"

/* Where a list was given. */
enum capability_place {
	CAPABILITY_BEFORE, /* in the clear */
	CAPABILITY_FINAL,  /* what a user's program goes by: inside TLS, or in
			    * the clear where the endpoint has no TLS */
};

/* The list that counts there: a whole reply before one that was only announced
 * in a greeting, and the best connection's before others. NULL if no witness
 * was given one. */
const struct capabilities *capability_list(
	const struct endpoint_facts *facts, enum capability_place place);

/* The first refusal to give a list there; NULL if there was none. To be put off
 * is no refusal. */
const struct capabilities *capability_refusal(
	const struct endpoint_facts *facts, enum capability_place place);

/* The next list of a witness from there, whole or announced, from `*at` on,
 * which begins as 0; NULL at the end. */
const struct capabilities *capability_next(const struct endpoint_facts *facts,
	enum capability_place place, size_t *at);

/* Whether any witness was offered STARTTLS or STLS in the clear. */
bool capability_offers_starttls(const struct endpoint_facts *facts);

/* Whether an item of the list is this capability, perhaps with parameters: up
 * to the first blank, or up to the "=" of IMAP's pairs where `name` has none.
 * Case does not count. */
bool capability_has(const struct capabilities *list, const char *name);

/* The same of one item. */
bool capability_is(struct octets item, const char *name);

/* Whether the service's own command takes a password as it is: IMAP's LOGIN,
 * POP3's USER. */
bool capability_takes_password(
	enum service service, const struct capabilities *list);

/* Whether one can log in this way: a SASL mechanism, "LOGIN" for IMAP's
 * command, "USER" for POP3's. */
bool capability_has_login(
	enum service service, const struct capabilities *list, const char *way);

/* Whether there is any way to log in. */
bool capability_has_any_login(
	enum service service, const struct capabilities *list);

#endif
