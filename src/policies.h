/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The policies that the user named. */
#ifndef MAILSONDE_SRC_POLICIES_H
#define MAILSONDE_SRC_POLICIES_H

#include "model/policy.h"
#include "src/options/options.h"

/* Reads one, and holds its rules against the judges there are. Answers EX_OK,
 * or an exit status after a complaint. It is in `arena`. */
int policies_read(const struct options *options, struct arena *arena,
	const char *name, struct policy *ret_policy)
	__attribute__((warn_unused_result));

/* Reads all of --policy, in `arena`, each once. Answers as policies_read()
 * does.
 */
int policies_read_all(const struct options *options, struct arena *arena,
	const struct policy *const **ret_policies, size_t *ret_count)
	__attribute__((warn_unused_result));

#endif
