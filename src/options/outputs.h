/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whether the outputs that were asked for can all be written, before anything
 * is done for them. */
#ifndef MAILSONDE_SRC_OPTIONS_OUTPUTS_H
#define MAILSONDE_SRC_OPTIONS_OUTPUTS_H

#include "src/options/options.h"

/* What is wrong with them; NULL if nothing is. The sentence is in `arena`. */
const char *outputs_problem(struct arena *arena, const struct options *options);

#endif
