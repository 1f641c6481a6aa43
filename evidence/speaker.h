/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who speaks, by the first octets that came. */
#ifndef MAILSONDE_EVIDENCE_SPEAKER_H
#define MAILSONDE_EVIDENCE_SPEAKER_H

#include "model/facts.h"

enum speaker {
	SPEAKER_NONE,    /* no octets */
	SPEAKER_MAIL,    /* service_of_greeting() says which */
	SPEAKER_REFUSAL, /* of whatever service */
	SPEAKER_TLS,
	SPEAKER_SSL2, /* its ServerHello */
	SPEAKER_HTTP,
	SPEAKER_SSH,
	SPEAKER_OTHER,
};

/* By the first octets that a port sent. */
enum speaker speaker_of(struct octets text);

#endif
