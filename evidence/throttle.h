/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whether the server puts connections off. */
#ifndef MAILSONDE_EVIDENCE_THROTTLE_H
#define MAILSONDE_EVIDENCE_THROTTLE_H

#include "model/facts.h"

/* Whether the server keeps some connections from being made at all, so that a
 * connection dropped says nothing about what it offered. */
bool throttle_seen(const struct endpoint_facts *facts);

#endif
