/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which greeting counts. */
#ifndef MAILSONDE_EVIDENCE_GREETING_H
#define MAILSONDE_EVIDENCE_GREETING_H

#include "model/facts.h"

/* Whether the greeting of this probe is the one of `service`, and welcomes
 * us. PREAUTH does. */
bool greeting_is_welcome(const struct probe_facts *probe, enum service service);

/* Whether TLS came where a greeting in clear text was due, or a follow-up
 * found TLS there. */
bool greeting_was_tls(const struct endpoint_facts *facts);

#endif
