/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/autoconfig.h"

#include "discovery/sources/web.h"

#include <stdio.h>
#include <string.h>

/* What RFC 3986 leaves alone in a query stays, the rest becomes %XX. */
static const char *query_of(struct arena *arena, const char *address)
{
	char *text = arena_alloc(arena, 3 * strlen(address) + 1), *to = text;

	for (; *address; address++) {
		bool plain = (*address >= 'a' && *address <= 'z') ||
			     (*address >= 'A' && *address <= 'Z') ||
			     (*address >= '0' && *address <= '9') ||
			     strchr("-._~", *address);

		if (plain)
			*to++ = *address;
		else
			to += snprintf(
				to, 4, "%%%02X", (unsigned char)*address);
	}
	return text;
}

static void ask_file(
	struct run *run, enum rank rank, const char *name, const char *url)
{
	const struct web_question question = {
		.kind = SOURCE_AUTOCONFIG,
		.rank = rank,
		.name = name,
		.url = url,
		.form = "autoconfig",
	};

	web_ask(run, &question);
}

/* The local part goes along only to the mail domain's own server. */
void autoconfig_ask_domain(struct run *run, const char *domain, enum rank rank)
{
	struct discovery *d = run->d;
	const char *name = arena_printf(
		d->arena, "https://autoconfig.%s/mail/config-v1.1.xml", domain);
	const char *url = name;

	if (d->address && strcmp(domain, d->domain) == 0)
		url = arena_printf(d->arena, "%s?emailaddress=%s", name,
			query_of(d->arena, d->address));
	ask_file(run, rank, name, url);
}

void autoconfig_ask(struct run *run)
{
	const char *url = arena_printf(run->d->arena,
		"https://%s/.well-known/autoconfig/mail/config-v1.1.xml",
		run->d->domain);

	autoconfig_ask_domain(run, run->d->domain, RANK_DOMAIN_HTTPS);
	ask_file(run, RANK_DOMAIN_HTTPS, url, url);
}
