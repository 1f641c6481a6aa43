/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* cmocka wants these four before it. */
#ifndef MAILSONDE_TESTS_UNIT_H
#define MAILSONDE_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
