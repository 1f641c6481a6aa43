/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Why TLS does not begin by STARTTLS or STLS. */
#ifndef MAILSONDE_CHECKS_CAUSES_STARTTLS_STOP_H
#define MAILSONDE_CHECKS_CAUSES_STARTTLS_STOP_H

#include "checks/causes/theory.h"

enum stop_kind {
	STOP_NONE,       /* or a cause is known */
	STOP_PREAUTH,    /* the greeting rules it out */
	STOP_MASKED,     /* blotted out on the way */
	STOP_MISNAMED,   /* listed by the name that another service has */
	STOP_UNLISTED,   /* and agreed to all the same */
	STOP_ASKED,      /* asked for, and the answer was no */
	STOP_UNANSWERED, /* listed, asked for, and no answer came */
	STOP_MISSING,    /* from the list */
	STOP_NO_LIST,    /* the list itself was refused */
};

struct stop {
	enum stop_kind kind;
	const struct probe_facts *probe; /* that saw it */
};

struct stop stop_of(const struct view *view);

/* Whether a firewall blotted out the offer, or the greeting shows one that
 * does. */
bool stop_is_masked(const struct probe_facts *probe);
bool stop_is_firewall(const struct probe_facts *probe);

/* What the probe was told in place of STARTTLS or STLS: the name that another
 * service has for it. NULL if it was not. */
const struct octets *stop_misnamed(
	enum service service, const struct probe_facts *probe);

/* Says which port of the host is encrypted from the first octet, if one was
 * seen to be. */
void stop_advise_implicit(
	struct work *work, struct theory *theory, const struct view *view);

/* What to do where a load balancer announces each client by a line of the PROXY
 * protocol that the server does not expect. */
void stop_advise_proxy(struct theory *theory);

#endif
