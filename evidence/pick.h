/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which probes of an endpoint something holds of, and of how many. */
#ifndef MAILSONDE_EVIDENCE_PICK_H
#define MAILSONDE_EVIDENCE_PICK_H

#include "model/facts.h"

/* Which probes are looked at, in the order in which they ended. */
enum pick_from {
	PICK_ALL,     /* but those that rules had asked for */
	PICK_PLANNED, /* no follow-ups among them */
	PICK_FOLLOW_UPS,
	PICK_WITNESSES, /* evidence/witness.h */
	PICK_FOR_RULES,
	PICK_FROM_COUNT
};

/* Whether it holds of the probe; `wanted` is what the caller handed in. */
typedef bool pick_holds(const struct probe_facts *probe, const void *wanted);

/* The first probe for which `holds`, or NULL. */
const struct probe_facts *pick_first(const struct endpoint_facts *facts,
	enum pick_from from, pick_holds *holds, const void *wanted);

/* The last one, or NULL. */
const struct probe_facts *pick_last(const struct endpoint_facts *facts,
	enum pick_from from, pick_holds *holds, const void *wanted);

size_t pick_count(const struct endpoint_facts *facts, enum pick_from from,
	pick_holds *holds, const void *wanted);

#endif
