/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/database.h"

#include "discovery/sources/web.h"

void database_ask_domain(struct run *run, const char *domain, enum rank rank)
{
	const char *url = arena_printf(run->d->arena,
		"https://autoconfig.thunderbird.net/v1.1/%s", domain);
	const struct web_question question = {
		.kind = SOURCE_AUTOCONFIG,
		.rank = rank,
		.name = url,
		.url = url,
		.form = "autoconfig",
	};

	web_ask(run, &question);
}

void database_ask(struct run *run)
{
	database_ask_domain(run, run->d->domain, RANK_DATABASE);
}
