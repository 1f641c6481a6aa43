/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the files of a chain share. */
#ifndef MAILSONDE_PROBES_CHAIN_PARTS_H
#define MAILSONDE_PROBES_CHAIN_PARTS_H

#include "probes/chain.h"

#define CHAIN_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where a chain is. A hello that was dropped says something only once it was
 * dropped again, and a hello that had worked works still. */
enum chain_step {
	STEP_ASK,
	STEP_AGAIN,   /* the same once more */
	STEP_CONTROL, /* what was accepted before */
	STEP_OVER,
};

/* The version's number on the wire. */
unsigned chain_wire_version(enum tls_version version);

#endif
