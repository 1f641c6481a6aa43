/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Connections that did not come about. */
#ifndef MAILSONDE_CHECKS_CAUSES_NETWORK_ATTEMPTS_H
#define MAILSONDE_CHECKS_CAUSES_NETWORK_ATTEMPTS_H

#include "checks/causes/theory.h"

/* The witness that tells what kept the most promising address from connecting;
 * NULL if one did connect, or a cause is known already. */
const struct probe_facts *attempts_failed(const struct view *view);

/* Adds how each address fared that the probe tried. */
void attempts_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe);

#endif
