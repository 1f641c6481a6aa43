/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the probes of an endpoint saw between them. */
#ifndef MAILSONDE_EVIDENCE_SAW_H
#define MAILSONDE_EVIDENCE_SAW_H

#include "model/facts.h"

/* Whether the probe speaks for the endpoint as its settings describe it. A
 * follow-up asks something else, perhaps in another mode. */
bool saw_by(const struct probe_facts *probe);

/* The probe that tells most of how far the endpoint went; NULL if none was
 * made. */
const struct probe_facts *saw_most(const struct endpoint_facts *facts);

/* How far any probe that speaks for the endpoint went. */
bool saw_connection(const struct endpoint_facts *facts);
bool saw_greeting(const struct endpoint_facts *facts);
bool saw_starttls(const struct endpoint_facts *facts);
bool saw_tls(const struct endpoint_facts *facts);
bool saw_tls_record(const struct endpoint_facts *facts);

/* Whether the greeting of this probe is the one of `service`, and welcomes
 * us. PREAUTH does. */
bool saw_welcome(const struct probe_facts *probe, enum service service);

/* The fatal alert that the peer sent last, or NULL. */
const struct alert *saw_alert(const struct probe_facts *probe);

/* Who speaks like this. */
enum speaker {
	SPEAKER_NONE, /* no octets */
	SPEAKER_POP3,
	SPEAKER_IMAP,
	SPEAKER_SMTP,
	SPEAKER_TLS,
	SPEAKER_HTTP,
	SPEAKER_SSH,
	SPEAKER_OTHER,
};

/* Tells by the first octets. */
enum speaker saw_speaker(struct octets text);

/* Whether TLS came where a greeting in clear text was due, or a follow-up
 * found TLS there. */
bool saw_tls_at_once(const struct endpoint_facts *facts);

#endif
