/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/builtin.h"

#include "settings/library/profile.h"
#include "settings/library/provider.h"

static bool take_profile(
	struct discovery *d, struct source_answer *source, const char *name)
{
	struct problem error = {0};

	if (!name ||
		!profile_find(d->arena, name, NULL, &source->matrix, &error))
		return false;
	source_done(d, source, SOURCE_FOUND,
		arena_printf(d->arena, "the profile %s", name));
	return true;
}

bool builtin_take(
	struct discovery *d, struct source_answer *source, const char *domain)
{
	return take_profile(d, source, provider_of_domain(domain));
}

bool builtin_take_exchanger(
	struct discovery *d, struct source_answer *source, const char *host)
{
	return take_profile(d, source, provider_of_exchanger(host));
}

void builtin_ask(struct run *run)
{
	struct source_answer *source =
		source_add(run->d, SOURCE_BUILTIN, RANK_BUILTIN,
			arena_printf(run->d->arena, "built-in provider of %s",
				run->d->domain));

	if (!builtin_take(run->d, source, run->d->domain))
		source_done(
			run->d, source, SOURCE_NOTHING, "no built-in provider");
}
