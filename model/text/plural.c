/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/plural.h"

const char *plural_form(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

const char *plural_more(struct arena *arena, const char *list, size_t left)
{
	if (!left)
		return list;
	return arena_printf(arena,
		plural_form(left, "%s and %zu more", "%s and %zu more"), list,
		left);
}

const char *plural_list(
	struct arena *arena, const char *list, size_t count, const char *item)
{
	if (!count)
		return list;
	return *list ? arena_printf(arena, "%s, %s", list, item) : item;
}
