/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What only the comparison of several probes can tell of one. */
#ifndef MAILSONDE_EVIDENCE_OUTCOME_H
#define MAILSONDE_EVIDENCE_OUTCOME_H

#include "model/facts.h"

/* Says of each probe that was closed or reset right after its ClientHello
 * whether that was a refusal: it was if another version completed on the same
 * endpoint, and where the endpoint drops connections whatever they offer, if
 * it happened twice and one completed later. Call it whenever a probe was
 * added: only their `outcome` changes. */
void outcome_settle(struct endpoint_facts *facts);

#endif
