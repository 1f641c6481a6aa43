/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* IANA's names of the numbers that TLS sends for groups and signatures. */
#ifndef MAILSONDE_MODEL_TLS_NUMBERS_H
#define MAILSONDE_MODEL_TLS_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

/* NULL for a number that has no name here. */
const char *numbers_group_name(unsigned number);
const char *numbers_signature_name(unsigned number);

/* The number of which the first `length` octets are the name; false if there is
 * none. */
bool numbers_find_group(const char *name, size_t length, unsigned *ret_number);
bool numbers_find_signature(
	const char *name, size_t length, unsigned *ret_number);

/* Whether the first `length` octets are the name of a group or signature. */
bool numbers_know(const char *name, size_t length);

#endif
