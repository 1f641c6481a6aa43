/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What tools/embed.sh built in. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_BUILTIN_H
#define MAILSONDE_SETTINGS_LIBRARY_BUILTIN_H

#include <stddef.h>

/* An XML file that is built into the program. */
struct builtin_file {
	const char *name; /* without folder and suffix: "office365" */
	const unsigned char *xml;
	size_t length;
};
extern const struct builtin_file builtin_profiles[];
extern const size_t builtin_profile_count;
extern const struct builtin_file builtin_policies[];
extern const size_t builtin_policy_count;
extern const struct builtin_file builtin_schemas[]; /* "profile-1" */
extern const size_t builtin_schema_count;

/* A host, a mail domain, another name or an exchanger of a built-in profile, in
 * small letters; sorted by kind and text. */
struct builtin_name {
	char kind; /* 'h', 'd', 'a' or 'x' */
	const char *text;
	size_t profile; /* index in builtin_profiles: the first that has it */
};
extern const struct builtin_name builtin_names[];
extern const size_t builtin_name_count;

/* NULL if there is none of that name. */
const struct builtin_file *builtin_find(
	const struct builtin_file *files, size_t count, const char *name);

/* One that must be there: a mistake in the build otherwise. */
const struct builtin_file *builtin_schema(const char *name);

#endif
