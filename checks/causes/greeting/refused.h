/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is supposed of a server that turns us away. */
#ifndef MAILSONDE_CHECKS_CAUSES_GREETING_REFUSED_H
#define MAILSONDE_CHECKS_CAUSES_GREETING_REFUSED_H

#include "checks/causes/greeting/refusal.h"

/* Supposes the cause, with the server's words for evidence. */
struct theory *refused_suppose(struct work *work, const struct view *view,
	const struct cause *cause, const struct refusal *refusal,
	unsigned explains);

#endif
