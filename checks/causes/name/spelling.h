/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names of hosts that are nearly those of well-known providers. */
#ifndef MAILSONDE_CHECKS_CAUSES_NAME_SPELLING_H
#define MAILSONDE_CHECKS_CAUSES_NAME_SPELLING_H

#include "checks/causes/name/known.h"

/* How many letters must be put in, taken out, changed or swapped with their
 * neighbours to make one name of the other, without regard to case; `limit`
 * + 1 for more than `limit`, and for names that are too long to be asked. */
unsigned spelling_distance(const char *one, const char *other, unsigned limit);

enum likeness {
	LIKENESS_NONE,
	LIKENESS_HOST,   /* one or two letters off a provider's host */
	LIKENESS_LABEL,  /* a provider's domain, under a name it has not */
	LIKENESS_DOMAIN, /* one or two letters off a provider's domain */
};

/* Finds what the host was perhaps meant to be. `*ret_known` is written unless
 * the answer is LIKENESS_NONE; a host that is known is like no other. */
enum likeness spelling_like(const char *host, enum service service,
	const struct known_host **ret_known)
	__attribute__((warn_unused_result));

#endif
