/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Policies: urn:mailsonde:policy:1, as data/schemas/policy-1.xsd has it. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_POLICY_H
#define MAILSONDE_SETTINGS_LIBRARY_POLICY_H

#include "model/policy.h"
#include "settings/settings.h"

/* Reads a policy from memory, after validating it against the schema; `place`
 * is what messages call it. Whether a rule's check exists is not known here:
 * checks/rules/rule.h looks. Everything is in `arena`. */
bool settings_read_policy(struct arena *arena, const char *place,
	struct octets xml, struct policy *ret_policy,
	struct settings_error *ret_error);

/* Finds a policy: a file if `name` has a slash or ends in .xml, else NAME.xml
 * in the folders of MAILSONDE_POLICY_PATH, of the user and of the machine, else
 * the one built in. */
bool settings_find_policy(struct arena *arena, const char *name,
	struct policy *ret_policy, struct settings_error *ret_error);

/* The same file's octets, as they stand. */
bool settings_policy_file(struct arena *arena, const char *name,
	struct octets *ret_xml, struct settings_error *ret_error);

/* Returns the names of all policies that can be found, sorted, NULL at the
 * end; owned by `arena`. */
const char **settings_policy_names(struct arena *arena);

#endif
