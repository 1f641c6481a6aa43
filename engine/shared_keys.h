/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* RSA keys of several servers of a check that have a prime in common. */
#ifndef MAILSONDE_ENGINE_SHARED_KEYS_H
#define MAILSONDE_ENGINE_SHARED_KEYS_H

#include "model/report.h"

/* Marks the servers' certificates that have such a key. */
void shared_keys_find(struct report *report);

#endif
