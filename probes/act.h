/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a rule has said in the dialogue (enum act in model/offer.h), a row each.
 */
#ifndef MAILSONDE_PROBES_ACT_H
#define MAILSONDE_PROBES_ACT_H

#include "model/offer.h"
#include "probes/dialogue.h"

struct probe_verbs;

typedef void act_function(struct dialogue *d, const struct probe_verbs *verbs);

struct act_row {
	act_function *in_clear; /* before TLS is asked for; or NULL */
	act_function *inside;   /* NULL: nothing is said there */
	bool stays_clear;       /* TLS is not asked for at all */
	bool silence_tells;     /* that no answer came is what is asked */
};

/* NULL for ACT_NONE. */
const struct act_row *act_find(enum act number);

/* An act has an outcome of its own: whether it could be done. */
void act_conclude(const struct act_row *act, struct probe_facts *facts);

#endif
