/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/check.h"

#include <string.h>

#define CHECK_POINT(name) &name,

const struct check *const check_table[] = {CHECK_LIST(CHECK_POINT)};
const size_t check_count = sizeof(check_table) / sizeof(*check_table);

const struct check *check_find(const char *id)
{
	for (size_t i = 0; i < check_count; i++)
		if (strcmp(check_table[i]->id, id) == 0)
			return check_table[i];
	return NULL;
}
