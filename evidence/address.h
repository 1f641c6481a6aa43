/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What became of each address of the host. */
#ifndef MAILSONDE_EVIDENCE_ADDRESS_H
#define MAILSONDE_EVIDENCE_ADDRESS_H

#include "model/facts.h"

/* Whether it failed in a way that tells of the server, and not of this computer
 * or of the race that another address won. */
bool address_failed(const struct attempt *attempt);

/* Whether the probe tried addresses for the endpoint itself: a witness, or a
 * follow-up about one address. */
bool address_tried_by(const struct probe_facts *probe);

/* The next attempt that such a probe made, the probe being `walk->probe`; NULL
 * at the end. `*walk` begins as {0}. */
struct address_walk {
	const struct probe_facts *probe;
	size_t probes, attempts; /* looked at, of `probe` */
};
const struct attempt *address_next(
	const struct endpoint_facts *facts, struct address_walk *walk);

/* The first of them for which `holds`, or NULL. */
const struct attempt *address_first(const struct endpoint_facts *facts,
	bool (*holds)(const struct attempt *attempt));

/* Each address of the host once, with the attempt that tells most about it: one
 * that connected before one that failed. */
struct address_list {
	const struct attempt **attempts;
	size_t count;
};
struct address_list address_all(
	struct arena *arena, const struct endpoint_facts *facts);

/* What was asked of that address with everything offered, if anything: one that
 * came to its end before one that did not. NULL if nothing was. */
const struct probe_facts *address_dialogue(
	const struct endpoint_facts *facts, const char *address);

/* The attempt of that probe that connected; NULL if none did. */
const struct attempt *address_connected(const struct probe_facts *probe);

#endif
