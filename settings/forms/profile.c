/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The program's own form, which is read as it stands:
 * settings/library/profile.c. */

#include "settings/forms/form.h"

static enum likeness likeness(struct octets text)
{
	return likeness_has_root(text, "profile") ? LIKE_SURELY : LIKE_NOT;
}

/* forms_read() hands it to profile_read(). */
static bool never(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	(void)arena;
	(void)place;
	(void)text;
	return records_conclude(records, NULL, NULL, ret_problem);
}

const struct form form_profile = {
	.name = "profile",
	.title = "profile of mailsonde",
	.likeness = likeness,
	.read = never,
};
