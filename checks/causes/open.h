/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What of an endpoint's findings no cause explains yet. */
#ifndef MAILSONDE_CHECKS_CAUSES_OPEN_H
#define MAILSONDE_CHECKS_CAUSES_OPEN_H

#include "checks/causes/view.h"

/* Sets of checks. */
#define OF_CONNECT (1u << 0)
#define OF_MODE (1u << 1)
#define OF_GREETING (1u << 2)
#define OF_STARTTLS (1u << 3)
#define OF_INJECTION (1u << 4)
#define OF_TLS_BEST (1u << 5)
#define OF_AUTH (1u << 6)
#define OF_LIST (1u << 7)
#define OF_CLEARTEXT (1u << 8)
#define OF_TRUST (1u << 9)
#define OF_NAME (1u << 10)
#define OF_EXPIRY (1u << 11)
#define OF_SETTINGS (1u << 12)
#define OF_ADDRESSES (1u << 13)
#define OF_STRENGTH (1u << 14)
#define OF_DIFFERS (1u << 15)
#define OF_LOGIN (1u << 21)
#define OF_MAILBOX (1u << 22)
#define OF_SEND (1u << 23)
#define OF_TRIP (1u << 24)
#define OF_RECEIPT (1u << 25)
#define OF_INVITATION (1u << 26)
#define OF_VERSION(version) (1u << (16 + (unsigned)(version)))
#define OF_VERSIONS                                                            \
	(OF_VERSION(TLS_1_0) | OF_VERSION(TLS_1_1) | OF_VERSION(TLS_1_2) |     \
		OF_VERSION(TLS_1_3))
#define OF_OPTION (OF_RECEIPT | OF_INVITATION)
#define OF_CERTIFICATE (OF_TRUST | OF_NAME | OF_EXPIRY)
#define OF_TLS (OF_TLS_BEST | OF_VERSIONS)
/* What a server does, or keeps from being seen; never the settings. */
#define OF_ALL (~OF_SETTINGS)
/* What a password sent too early means, TLS does not change. */
#define OF_HANDSHAKE (OF_ALL & ~OF_CLEARTEXT)

/* The set that the check is in; 0 for an id that is not known. */
unsigned open_set(const char *id);

/* The checks that failed or were not tested, or warn of a dead address, and
 * that no theory has explained yet. */
unsigned open_checks(const struct view *view);

/* The same with those that fail alone. */
unsigned open_failures(const struct view *view);

/* Explains what is open among `explains`, or follows from that, by the cause
 * with that id, and counts what fails and what was not tested. */
void open_take(const struct view *view, const char *cause, unsigned explains,
	size_t *failed, size_t *followed);

#endif
