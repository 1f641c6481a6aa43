/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_VERSIONS_H
#define STANDIN_VERSIONS_H

#include <stdbool.h>

/* Sets of TLS versions: bit 0 is TLS 1.0, bit 3 is TLS 1.3. */
#define TLS_VERSIONS 4
#define TLS_ALL_VERSIONS 0xfu

/* Reads "1.2", "1.0-1.2" or "1.0+1.2".  `end` is where the set must end: '\0'
 * or the delimiter behind it.  Returns the delimiter's place, or NULL when the
 * text is no such set. */
const char *versions_parse(const char *text, char end, unsigned *ret_set);

/* The bit of the version that the wire calls 0x0301 to 0x0304; 0 for any
 * other. */
unsigned version_bit(unsigned wire);
/* "1.0" to "1.3", or "none" for a set that is empty.  Of several the highest
 * is named. */
const char *version_name(unsigned set);

#endif
