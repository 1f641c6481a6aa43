/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who issues certificates. */
#ifndef MAILSONDE_CHECKS_CAUSES_AUTHORITY_H
#define MAILSONDE_CHECKS_CAUSES_AUTHORITY_H

#include "model/facts.h"

/* Whether a public authority issued it, by the name of the issuer: a chain
 * that ends there lacks something, and is not a private one. */
bool authority_is_public(const struct certificate *certificate);

/* Whether it is what Google shows to whoever names no host. */
bool authority_is_makeshift(const struct certificate *certificate);

#endif
