/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The policies that the user named. */
#ifndef MAILSONDE_SRC_POLICIES_H
#define MAILSONDE_SRC_POLICIES_H

#include "model/report.h"
#include "src/options/options.h"

/* Reads one, and holds its rules against the judges there are. Answers EX_OK,
 * or an exit status after a complaint. It is in `arena`. */
int read_policy(
	struct arena *arena, const char *name, struct policy *ret_policy);

/* Reads all of --policy into `report->policies`, in `arena`. */
int read_policies(const struct options *options, struct arena *arena,
	struct report *report);

/* What the rules of the report's policies have asked of servers: by number of
 * the offer, in `arena`; NULL if there are no policies. */
const bool *policies_offers(struct arena *arena, const struct report *report);

#endif
