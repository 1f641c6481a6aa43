/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/mx.h"

#include "discovery/domain.h"
#include "discovery/sources/autoconfig.h"
#include "discovery/sources/builtin.h"
#include "discovery/sources/database.h"

#include <arpa/nameser.h>
#include <string.h>

static void ask_by_mx(struct run *run, const char *mx)
{
	struct discovery *d = run->d;
	const char *full = domain_of_mx(d->arena, mx);
	const char *base = domain_registered(d->arena, mx);
	const char *domains[] = {full, base};
	struct source_answer *source = source_add(d, SOURCE_BUILTIN,
		RANK_INDIRECT,
		arena_printf(d->arena, "built-in provider of the MX %s", mx));

	if (source && !builtin_take_exchanger(d, source, mx) &&
		!(full && builtin_take(d, source, full)) &&
		!(base && builtin_take(d, source, base)))
		source_done(d, source, SOURCE_NOTHING, "no built-in provider");
	for (size_t i = 0; i < 2; i++) {
		if (!domains[i] || strcmp(domains[i], d->domain) == 0 ||
			domain_is_within(d->domain, domains[i]) ||
			(i == 1 && full && strcmp(full, base) == 0))
			continue;
		autoconfig_ask_domain(run, domains[i], RANK_INDIRECT);
		database_ask_domain(run, domains[i], RANK_INDIRECT);
	}
}

static void mx_heard(void *context, const struct dns_answer *answer)
{
	struct run *run = context;

	if (answer->bogus) {
		source_void_forged(run, "MX records");
		return;
	}
	if (answer->count && domain_is_public(answer->records[0].target))
		ask_by_mx(run, answer->records[0].target);
}

void mx_ask(struct run *run)
{
	if (run->dns)
		dns_ask(run->dns, run->d->domain, ns_t_mx, mx_heard, run);
}
