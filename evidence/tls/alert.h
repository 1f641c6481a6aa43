/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which alert counts. */
#ifndef MAILSONDE_EVIDENCE_TLS_ALERT_H
#define MAILSONDE_EVIDENCE_TLS_ALERT_H

#include "model/facts.h"

/* The alert with which the peer ended it, fatal or close_notify, the last one
 * first; NULL if there was none. */
const struct alert *alert_fatal(const struct probe_facts *probe);

/* Whether it is about the client's certificate: certificate_required (RFC 8446
 * section 6.2), or what TLS 1.2 says in its place. */
bool alert_demands_certificate(const struct probe_facts *probe);

#endif
