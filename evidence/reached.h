/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How far any witness of the endpoint came. */
#ifndef MAILSONDE_EVIDENCE_REACHED_H
#define MAILSONDE_EVIDENCE_REACHED_H

#include "model/facts.h"

/* The same of one probe, of whatever kind. */
bool reached_by(const struct probe_facts *probe);

bool reached_connection(const struct endpoint_facts *facts);

/* Up to a greeting of the endpoint's service that welcomes us. */
bool reached_greeting(const struct endpoint_facts *facts);

/* Up to the server's consent to STARTTLS or STLS. */
bool reached_starttls(const struct endpoint_facts *facts);

/* Up to TLS. */
bool reached_tls(const struct endpoint_facts *facts);

/* Up to any TLS record of the server's: a ServerHello or an alert. */
bool reached_tls_record(const struct endpoint_facts *facts);

#endif
