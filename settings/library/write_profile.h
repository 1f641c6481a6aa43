/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings as a profile (urn:mailsonde:profile:1), which
 * settings/library/profile.c reads again to the same. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_WRITE_PROFILE_H
#define MAILSONDE_SETTINGS_LIBRARY_WRITE_PROFILE_H

#include "model/arena.h"
#include "model/settings.h"

#include <stdio.h>

/* Writes the matrices as one profile of that name; errors are the stream's. A
 * source is made up of where they came from, if they name none. `today`
 * ("2026-11-22") is when that was. */
void settings_write_profile(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count, const char *name,
	const char *today);

/* Returns the text with what XML needs escaped, in `arena`; octets that XML
 * cannot hold become "?". */
const char *xml_quote(struct arena *arena, const char *text);

#endif
