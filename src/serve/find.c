/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "src/serve/find.h"

#ifdef WITH_DISCOVER

#include "discovery/discovery.h"
#include "discovery/domain.h"
#include "settings/host.h"
#include "src/discover/told.h"

#include <string.h>

struct telling {
	struct arena *arena;
	find_told *told;
	void *context;
};

static void tell(void *context, const struct source_answer *source)
{
	const struct telling *telling = context;

	telling->told(telling->context,
		arena_printf(telling->arena, "%s: %s", source->name,
			told_state(source->state)));
}

/* Nobody has options here, and what was guessed is checked anyway. */
static const char *trust_words(enum rank rank)
{
	return rank == RANK_GUESS ? "a guess from usual server names; ask the "
				    "provider whether they are right"
				  : told_rank(rank);
}

/* address = [ local-part "@" ] domain; what is in it goes into requests. */
static bool read_address(
	struct discovery *d, const char *address, struct problem *ret_problem)
{
	const char *at = strrchr(address, '@'), *reason;

	for (const char *octet = address; *octet; octet++)
		if ((unsigned char)*octet <= ' ' || *octet == 0x7f ||
			strchr("<>&\"", *octet))
			return problem_set(d->arena, PROBLEM_DATA, NULL,
				ret_problem,
				"this is neither an address nor a domain, such "
				"as user@example.com");
	if (at && (at == address || at - address > 64))
		return problem_set(d->arena, PROBLEM_DATA, NULL, ret_problem,
			"an address has at most 64 octets before the @");
	if (!host_read(d->arena, at ? at + 1 : address, &d->domain, &reason))
		return problem_set(d->arena, PROBLEM_DATA, NULL, ret_problem,
			"%s", reason);
	if (!domain_is_public(d->domain))
		return problem_set(d->arena, PROBLEM_DATA, NULL, ret_problem,
			"a mail domain contains a dot, as in example.com");
	if (at)
		d->address = arena_printf(d->arena, "%.*s@%s",
			(int)(at - address), address, d->domain);
	return true;
}

static void copy_sources(const struct discovery *d, struct find_result *result)
{
	result->sources = arena_alloc(
		d->arena, (d->source_count + 1) * sizeof(*result->sources));
	result->source_count = d->source_count;
	for (size_t i = 0; i < d->source_count; i++) {
		const struct source_answer *source = &d->sources[i];
		bool found = source->state == SOURCE_FOUND;

		result->sources[i] = (struct find_source){
			.name = source->name,
			.state = told_state(source->state),
			.detail = source->detail,
			.trust = found ? trust_words(source->rank) : NULL,
			.entries = source->matrix.entries,
			.entry_count = found ? source->matrix.entry_count : 0,
		};
	}
}

static void conclude(const struct discovery *d, struct find_result *result)
{
	const struct source_answer *best = discovery_best(d);

	copy_sources(d, result);
	if (!best)
		return;
	result->from = best->name;
	result->trust = trust_words(best->rank);
	result->disagreements =
		discovery_disagreements(d, &result->disagreement_count);
}

/* Who did not answer may know them. */
static const char *nothing_words(const struct discovery *d)
{
	for (size_t i = 0; i < d->source_count; i++)
		if (d->sources[i].state == SOURCE_FAILED)
			return "no settings were found, but not every source "
			       "answered; try again, or ask the domain's mail "
			       "administrator for the server names, ports and "
			       "encryption";
	return "no settings were found; ask the domain's mail administrator "
	       "for the server names, ports and encryption";
}

bool find_settings(struct arena *arena, const struct find_request *how,
	const struct engine_request *request, const char *address,
	int cancel_fd, find_told *told, void *context,
	struct matrix *ret_matrix, struct find_result *ret_result,
	struct problem *ret_problem)
{
	struct telling telling = {arena, told, context};
	struct discovery *d = arena_alloc(arena, sizeof(*d));

	*d = (struct discovery){
		.arena = arena,
		.request = {.dns_server = how->dns_server,
			.dns_anchor = how->dns_anchor,
			.ca_file = how->ca_file,
			.resolves = request->resolves,
			.resolve_count = request->resolve_count,
			.connects = request->connects,
			.connect_count = request->connect_count,
			.family = request->family,
			.public_only = request->reach != NULL,
			.timeout_us = request->timeout_us},
		.interrupt_fd = cancel_fd,
		.told = tell,
		.told_context = &telling,
	};
	if (!read_address(d, address, ret_problem) ||
		!discovery_run(d, ret_problem))
		return false;
	conclude(d, ret_result);
	if (!ret_result->from)
		return problem_set(arena, PROBLEM_DATA, d->domain, ret_problem,
			"%s", nothing_words(d));
	*ret_matrix = discovery_matrix(d);
	return true;
}

#else

bool find_settings(struct arena *arena, const struct find_request *how,
	const struct engine_request *request, const char *address,
	int cancel_fd, find_told *told, void *context,
	struct matrix *ret_matrix, struct find_result *ret_result,
	struct problem *ret_problem)
{
	(void)how;
	(void)request;
	(void)cancel_fd;
	(void)told;
	(void)context;
	(void)ret_matrix;
	(void)ret_result;
	return problem_set(arena, PROBLEM_USAGE, address, ret_problem,
		"this build cannot find settings: it leaves out discovery");
}

#endif
