/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Tables. One that an enum indexes asserts its size beside it:
 *
 *	static_assert(COUNT_OF(words) == VERDICT_COUNT, "a verdict's word"); */
#ifndef MAILSONDE_MODEL_TABLE_H
#define MAILSONDE_MODEL_TABLE_H

#include <assert.h>
#include <stddef.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
