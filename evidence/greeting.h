/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which greeting counts. */
#ifndef MAILSONDE_EVIDENCE_GREETING_H
#define MAILSONDE_EVIDENCE_GREETING_H

#include "model/facts.h"

/* Whether the greeting of this probe is the one of `service`, and welcomes
 * us. PREAUTH does. */
bool greeting_is_welcome(const struct probe_facts *probe, enum service service);

/* The witness that was welcomed, the best connection before others; NULL if
 * none was. */
const struct probe_facts *greeting_welcome(const struct endpoint_facts *facts);

/* The witness whose greeting counts: one that was welcomed, or else the first
 * that was greeted at all. NULL if nobody was. */
const struct probe_facts *greeting_heard(const struct endpoint_facts *facts);

/* Whether the service greeted, a welcome or not. */
bool greeting_is_of_service(const struct endpoint_facts *facts);

/* Whether BYE, for good, came in place of the first answer (IMAP). */
bool greeting_is_taken_back(const struct probe_facts *probe);

/* The server's clock as a greeting told it, in seconds since 1970; 0 if none
 * did. */
int64_t greeting_time_s(const struct endpoint_facts *facts);

/* Whether TLS came where a greeting in clear text was due, or a follow-up
 * found TLS there. */
bool greeting_was_tls(const struct endpoint_facts *facts);

/* Whether the service greeted only whoever had spoken first, and left the
 * others waiting. */
bool greeting_awaits_client(const struct endpoint_facts *facts);

#endif
