/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A server that turns us away, now or for good, and says so. */
#ifndef MAILSONDE_CHECKS_CAUSES_GREETING_REFUSAL_H
#define MAILSONDE_CHECKS_CAUSES_GREETING_REFUSAL_H

#include "checks/causes/theory.h"

/* What its words mean. */
enum refusal_kind {
	REFUSAL_NONE,
	REFUSAL_BUSY,
	REFUSAL_LIMIT, /* of connections at a time */
	REFUSAL_MAINTENANCE,
	REFUSAL_FAULT,          /* of something inside the server */
	REFUSAL_NO_CERTIFICATE, /* so that it cannot begin TLS */
	REFUSAL_GREYLIST,
	REFUSAL_BLOCK,      /* of this network's address */
	REFUSAL_NO_SERVICE, /* it is no server of this service */
	REFUSAL_OTHER,      /* no reason that is known */
};

struct refusal {
	enum refusal_kind kind;
	enum confidence confidence;
	const struct probe_facts *probe; /* that was turned away */
	struct octets words;
	bool by_code; /* it rests on that alone: its words are not known */
};

/* How the server turned everybody away; REFUSAL_NONE if it did not. */
struct refusal refusal_of_all(const struct view *view);

/* How it turned one of several away who came too often; REFUSAL_BUSY without
 * words if it only dropped some. */
struct refusal refusal_of_some(const struct view *view);

void refusal_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct refusal *refusal);

#endif
