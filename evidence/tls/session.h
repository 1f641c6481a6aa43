/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is known of sessions: renegotiation and tickets. */
#ifndef MAILSONDE_EVIDENCE_TLS_SESSION_H
#define MAILSONDE_EVIDENCE_TLS_SESSION_H

#include "model/facts.h"

/* How the server answered a client that renegotiated; ANSWER_NONE if nobody
 * did, or no answer came. */
enum answer session_renegotiation(const struct endpoint_facts *facts);

/* Whether the server executes inside TLS what was sent in clear behind STARTTLS
 * (CVE-2011-0411): positive if so; ANSWER_NONE: that was not tested. */
enum answer session_injection(const struct endpoint_facts *facts);

/* What came in clear between the reply to STARTTLS and TLS; no data: nothing
 * did. */
struct octets session_injected(const struct endpoint_facts *facts);

/* The first session of that version in which tickets came; NULL if none. */
const struct tls_facts *session_tickets(
	const struct endpoint_facts *facts, enum tls_version version);

/* A request for a client's certificate. */
struct session_request {
	bool made;
	const struct octets *authorities; /* whose are accepted; none: any */
	size_t count;
	bool cut; /* there are more */
};

/* As a hello made by hand heard it before TLS 1.3, else as a session of TLS 1.3
 * did. */
struct session_request session_request(const struct endpoint_facts *facts);

#endif
