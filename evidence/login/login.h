/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which login counts, and what its refusal says of a later one. */
#ifndef MAILSONDE_EVIDENCE_LOGIN_LOGIN_H
#define MAILSONDE_EVIDENCE_LOGIN_LOGIN_H

#include "model/facts.h"

/* The login that speaks for the endpoint: the first that was accepted, else the
 * first of all. NULL if there was none. */
const struct probe_facts *login_judged(const struct endpoint_facts *facts);

/* The one that was to send the test message; NULL. */
const struct probe_facts *login_trip(const struct endpoint_facts *facts);

/* How many logins were tries, which come before those that were made to send
 * or to wait for a message. */
size_t login_tries(const struct endpoint_facts *facts);

/* Whether an IMAP or POP3 server's words are that a later attempt may fare
 * better. */
bool login_puts_off(struct octets reply);

/* Whether the words end the session and say nothing of the login, although the
 * reply is negative. */
bool login_says_goodbye(struct octets reply);

/* Whether the server said so to the login. */
bool login_is_transient(const struct probe_facts *probe);

#endif
