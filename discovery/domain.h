/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which domain a name is of, and whose. */
#ifndef MAILSONDE_DISCOVERY_DOMAIN_H
#define MAILSONDE_DISCOVERY_DOMAIN_H

#include "model/arena.h"

#include <stdbool.h>

/* The mail exchanger's domain without its first label, and the last two labels
 * of it (three below a domain that many share); NULL where that would not be a
 * domain of its own. In `arena`. */
const char *domain_of_mx(struct arena *arena, const char *host);
const char *domain_registered(struct arena *arena, const char *host);

/* Whether `host` is the domain or lies within it. */
bool domain_is_within(const char *host, const char *domain);

/* Whether `host` can be a server for everybody: no address, no single label,
 * nothing of this machine or its network ("localhost", "nas.local"). */
bool domain_is_public(const char *host);

#endif
