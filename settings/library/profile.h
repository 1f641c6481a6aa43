/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Profiles: urn:mailsonde:profile:1, as data/schemas/profile-1.xsd has it. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_PROFILE_H
#define MAILSONDE_SETTINGS_LIBRARY_PROFILE_H

#include "model/settings.h"
#include "settings/refuse.h"
#include <stdio.h>

/* Reads a profile from memory, after validating it against the schema; `place`
 * is what messages call it: a file's name. `host` is for endpoints that leave
 * it open (NULL: they stay so). */
bool profile_read(struct arena *arena, const char *place, const void *xml,
	size_t length, const char *host, struct matrix *ret_matrix,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Finds a profile by name: a file NAME.xml in the user's and the machine's
 * profile folders, else the one built in. Answers false with no error message
 * (NULL) if there is none of that name. An open host is left NULL. */
bool profile_find(struct arena *arena, const char *name, const char *host,
	struct matrix *ret_matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Returns the names of all profiles that can be found, sorted, NULL at the
 * end; owned by `arena`. */
const char **profile_names(struct arena *arena);

/* Writes the matrices as one profile of that name, which profile_read() reads
 * again to the same; errors are the stream's. A source is made up of where
 * they came from, if they name none. `today` ("2026-11-22") is when that
 * was. */
void profile_write(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count, const char *name,
	const char *today);

#endif
