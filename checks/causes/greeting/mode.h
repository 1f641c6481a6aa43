/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings that name the other mode than the port has. */
#ifndef MAILSONDE_CHECKS_CAUSES_GREETING_MODE_H
#define MAILSONDE_CHECKS_CAUSES_GREETING_MODE_H

#include "checks/causes/theory.h"

/* Names "mode-starttls-wanted" beside `first`. */
void mode_suppose_beside(
	struct work *work, const struct view *view, struct theory *first);

#endif
