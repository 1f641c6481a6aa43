/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_NET_LOCAL_H
#define MAILSONDE_NET_LOCAL_H

#include "model/facts.h"

/* Notes what is true of this computer: routes and resolvers. Sends nothing. */
void local_look(struct arena *arena, struct local_facts *ret_local);

#endif
