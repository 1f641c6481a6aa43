/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* XML files that are asked for by name: a file NAME.xml in the folders of the
 * environment, of the user and of the machine, else the one built in. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_LIBRARY_H
#define MAILSONDE_SETTINGS_LIBRARY_LIBRARY_H

#include "settings/text/file.h"

#define LIBRARY_NAME_OCTETS 64

struct library {
	const char *noun;   /* "profile" */
	const char *folder; /* "profiles", below .../mailsonde */
	const char *path;   /* the environment's variable of folders */
	const struct builtin_file *files;
	const size_t *count;
};

extern const struct library library_profiles;
extern const struct library library_policies;

/* Whether the text can name a file of a library, and nothing else:
 * 1*64( ALPHA / DIGIT / "-" / "." / "_" ), and not a dot first. */
bool library_is_name(const char *text);

/* Whether the word can only be meant for a file: it has a slash or ends in
 * .xml. */
bool library_is_path(const char *word);

/* Finds the file; its octets are in `arena` or constant, and `*ret_place` is
 * what messages call it. FILE_MISSING if there is none of that name. */
enum file_result library_find(struct arena *arena,
	const struct library *library, const char *name,
	struct octets *ret_octets, const char **ret_place, bool *ret_builtin,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Returns the folders where files are looked for, NULL at the end. */
const char **library_list(struct arena *arena, const struct library *library);

/* Returns all names, sorted, NULL at the end; owned by `arena`. */
const char **library_names(struct arena *arena, const struct library *library);

#endif
