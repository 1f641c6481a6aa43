/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/cause.h"

#include <string.h>

#define CAUSE_POINT(name) &name,

const struct cause *const cause_table[] = {CAUSE_LIST(CAUSE_POINT)};
const size_t cause_count = sizeof(cause_table) / sizeof(*cause_table);

const struct cause *cause_find(const char *id)
{
	for (size_t i = 0; i < cause_count; i++)
		if (strcmp(cause_table[i]->id, id) == 0)
			return cause_table[i];
	return NULL;
}
