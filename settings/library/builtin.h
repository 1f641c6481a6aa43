/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Finds what tools/embed.sh built in. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_BUILTIN_H
#define MAILSONDE_SETTINGS_LIBRARY_BUILTIN_H

#include "settings/settings.h"

/* NULL if there is none of that name. */
const struct builtin_file *builtin_find(
	const struct builtin_file *files, size_t count, const char *name);

/* One that must be there: a mistake in the build otherwise. */
const struct builtin_file *builtin_schema(const char *name);

#endif
