/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the server took what rules had offered. */
#ifndef MAILSONDE_EVIDENCE_OFFER_H
#define MAILSONDE_EVIDENCE_OFFER_H

#include "model/facts.h"

/* The most telling of the probes that were made for an offer (an id of
 * model/offer.h): how the server took it is its outcome. OUTCOME_COMPLETED:
 * accepted; OUTCOME_REFUSED; OUTCOME_FAILED: no answer that says either. Of a
 * session taken up again, the second handshake. NULL if none was made. */
const struct probe_facts *offer_probe(
	const struct endpoint_facts *facts, const char *offer);

#endif
