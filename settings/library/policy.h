/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Policies: urn:mailsonde:policy:1, as data/schemas/policy-1.xsd has it. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_POLICY_H
#define MAILSONDE_SETTINGS_LIBRARY_POLICY_H

#include "model/policy.h"
#include "settings/refuse.h"

#include <stdio.h>

/* Reads a policy from memory, after validating it against the schema; `place`
 * is what messages call it. Whether a rule's check exists is not known here:
 * checks/rules/rule.h looks. Everything is in `arena`. */
bool policy_read(struct arena *arena, const char *place, struct octets xml,
	struct policy *ret_policy, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Finds a policy: a file if `name` has a slash or ends in .xml, else NAME.xml
 * in the folders of MAILSONDE_POLICY_PATH, of the user and of the machine, else
 * the one built in. */
bool policy_find(struct arena *arena, const char *name,
	struct policy *ret_policy, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* The same file's octets, as they stand. */
bool policy_file(struct arena *arena, const char *name, struct octets *ret_xml,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Returns the names of all policies that can be found, sorted, NULL at the
 * end; owned by `arena`. */
const char **policy_names(struct arena *arena);

/* Writes the policy, which policy_read() reads again to the same, but for its
 * exceptions: one that is written has none yet. Errors are the stream's. */
void policy_write(
	FILE *stream, struct arena *arena, const struct policy *policy);

#endif
