/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the look-up of an endpoint's name ended. */
#ifndef MAILSONDE_CHECKS_CAUSES_NAME_LOOKUP_H
#define MAILSONDE_CHECKS_CAUSES_NAME_LOOKUP_H

#include "checks/causes/theory.h"

/* ST_NO_NAME, ST_NO_ADDRESS or ST_NO_RESOLVER; ST_OK if there was an address
 * to connect to. */
enum status lookup_status(const struct view *view)
	__attribute__((warn_unused_result));

/* Whether the name service says that the service is not offered there (RFC
 * 6186 section 3.4). */
bool lookup_not_offered(const struct view *view);

/* Another endpoint whose name could be looked up, or NULL. */
const struct view *lookup_other(
	const struct work *work, const struct view *view);

/* Adds what the name service said of the name and its domain. */
void lookup_add_evidence(
	struct work *work, struct theory *theory, const struct view *view);

#endif
