/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is told of a theory. */
#ifndef MAILSONDE_CHECKS_CAUSES_TELLING_H
#define MAILSONDE_CHECKS_CAUSES_TELLING_H

#include "checks/causes/theory.h"

struct diagnosis telling_of(struct work *work, const struct theory *theory);

#endif
