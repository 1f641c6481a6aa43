/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/library/profile.h"

#include "settings/library/library.h"

bool profile_find(struct arena *arena, const char *name, const char *host,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	struct octets xml;
	const char *place;
	bool builtin;

	*ret_problem = (struct problem){0};
	if (library_find(arena, &library_profiles, name, &xml, &place, &builtin,
		    ret_problem) != FILE_READ ||
		!profile_read(arena, place, xml.data, xml.length, host,
			ret_matrix, ret_problem))
		return false;
	ret_matrix->kind = "profile";
	ret_matrix->name = arena_strdup(arena, name);
	return true;
}

const char **profile_names(struct arena *arena)
{
	return library_names(arena, &library_profiles);
}
