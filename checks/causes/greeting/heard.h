/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What came where the endpoint should have greeted as its settings say. */
#ifndef MAILSONDE_CHECKS_CAUSES_GREETING_HEARD_H
#define MAILSONDE_CHECKS_CAUSES_GREETING_HEARD_H

#include "checks/causes/greeting/stranger.h"
#include "checks/causes/view.h"

enum heard_kind {
	HEARD_NOTHING,   /* of the kind */
	HEARD_TLS,       /* where a greeting in clear text was due */
	HEARD_CLEARTEXT, /* the endpoint's own service, where TLS was due */
	HEARD_CONNECTOR, /* the same, of Exchange Server for other servers */
	HEARD_REFUSAL,   /* the same, turning us away */
	HEARD_SERVICE,   /* another service of mail */
	HEARD_OTHER,     /* no mail server */
	HEARD_PRECEDED,  /* a greeting of the service, behind something else */
	HEARD_BROKEN,    /* nobody knows what */
};

struct heard {
	enum heard_kind kind;
	struct octets text;
	bool inside_tls;
	const struct probe_facts *probe; /* that heard it */
	enum service service;            /* of HEARD_SERVICE */
	struct stranger other;           /* of HEARD_OTHER */
};

/* Whether what came back is what we had said: our hello, or the command to a
 * silent peer. */
bool heard_is_echo(const struct probe_facts *probe);

struct heard heard_from(const struct view *view);

/* The same while no cause of it is known; else HEARD_NOTHING. */
struct heard heard_open(const struct view *view);

#endif
