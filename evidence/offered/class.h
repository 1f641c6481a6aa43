/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The suites, groups and signatures that an offer of rules (model/offer.h)
 * stands for, by IANA's numbers. */
#ifndef MAILSONDE_EVIDENCE_OFFERED_CLASS_H
#define MAILSONDE_EVIDENCE_OFFERED_CLASS_H

#include "evidence/offered/offered.h"

struct offer_class {
	enum offered_kind kind;
	unsigned versions; /* TLS_BIT()s in which there are such */
	/* Of suites: bits 1 << enum key_exchange, 0 for all before TLS 1.3;
	 * SUITE_ bits of which one is there, 0 for any; and a list of ends of
	 * IANA's name, with blanks between, NULL for any. */
	unsigned exchanges;
	unsigned flags;
	const char *ends;
	bool anonymous; /* else those that show a certificate */
	/* Numbers, up to the first 0; in place of all that. */
	unsigned short numbers[8];
};

/* NULL if no hello can decide it. */
const struct offer_class *offer_class_of(enum offer_id offer);

/* Whether the number that IANA gave to a suite, group or the like belongs to
 * the class. */
bool offer_class_has(const struct offer_class *class, unsigned number);

#endif
