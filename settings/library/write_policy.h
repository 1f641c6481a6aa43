/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A policy as XML (urn:mailsonde:policy:1), which settings/library/policy.c
 * reads again to the same. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_WRITE_POLICY_H
#define MAILSONDE_SETTINGS_LIBRARY_WRITE_POLICY_H

#include "model/arena.h"
#include "model/policy.h"

#include <stdio.h>

/* Writes the policy, but for its exceptions: one that is written has none yet.
 * Errors are the stream's. */
void settings_write_policy(
	FILE *stream, struct arena *arena, const struct policy *policy);

#endif
