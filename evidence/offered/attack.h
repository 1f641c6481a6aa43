/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Known attacks on TLS, as far as what a server offers tells: no attack is
 * tried, nothing is sent that could harm, and no memory is read. */
#ifndef MAILSONDE_EVIDENCE_OFFERED_ATTACK_H
#define MAILSONDE_EVIDENCE_OFFERED_ATTACK_H

#include "model/tls/offered.h"

enum attack_state {
	ATTACK_NOT_TESTED, /* what it needs was not asked or not answered */
	ATTACK_OPEN,       /* the server offers what the attack needs */
	ATTACK_POSSIBLE,   /* ... and more than that decides */
	ATTACK_CLOSED,     /* it does not */
	ATTACK_STATE_COUNT,
};

enum attack {
	ATTACK_NULL,
	ATTACK_ANONYMOUS,
	ATTACK_EXPORT,
	ATTACK_FREAK,
	ATTACK_LOGJAM,
	ATTACK_RC4,
	ATTACK_SWEET32,
	ATTACK_DROWN,
	ATTACK_POODLE,
	ATTACK_BEAST,
	ATTACK_CRIME,
	ATTACK_RENEGOTIATION,
	ATTACK_ROBOT,
	ATTACK_HEARTBLEED,
	ATTACK_COUNT,
};

struct attack_row {
	const char *id;     /* stable: "sweet32" */
	const char *title;  /* "SWEET32 (CVE-2016-2183)" */
	const char *remark; /* of ATTACK_POSSIBLE: what was not tested; else
			     * NULL */
};

extern const struct attack_row attack_table[ATTACK_COUNT];

/* How the server stands to it. Of ATTACK_OPEN and ATTACK_POSSIBLE, what makes
 * it so is in `*ret_why`, in `arena`; else NULL. */
enum attack_state attack_judge(struct arena *arena,
	const struct offered_facts *offered, enum attack attack,
	const char **ret_why);

#endif
