/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/library/builtin.h"

#include <assert.h>
#include <string.h>

const struct builtin_file *builtin_find(
	const struct builtin_file *files, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	return NULL;
}

const struct builtin_file *builtin_schema(const char *name)
{
	const struct builtin_file *found =
		builtin_find(builtin_schemas, builtin_schema_count, name);

	assert(found);
	return found;
}
