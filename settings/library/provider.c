/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whose settings these are, and what that provider documents. Hosts and mail
 * domains of the profiles that are built in are in a table; only the profiles
 * that are needed are read as XML, each once. */

#include "settings/library/provider.h"
#include "model/text/ascii.h"
#include "settings/library/builtin.h"
#include "settings/library/profile.h"
#include "settings/refuse.h"

#include <stdlib.h>
#include <string.h>

/* What one profile documents for each service, once it was needed. */
struct known {
	bool read;
	const char *name;
	struct documented services[SERVICE_COUNT];
};

struct provider_index {
	struct arena *arena; /* of what profiles document */
	struct known *known; /* builtin_profile_count */
};

struct wanted {
	char kind;
	const char *text;
};

static int compare_names(const void *left, const void *right)
{
	const struct wanted *wanted = left;
	const struct builtin_name *name = right;

	if (wanted->kind != name->kind)
		return wanted->kind - name->kind;
	return ascii_compare(wanted->text, name->text);
}

static const struct builtin_name *find(char kind, const char *text)
{
	const struct wanted wanted = {kind, text};

	return bsearch(&wanted, builtin_names, builtin_name_count,
		sizeof(*builtin_names), compare_names);
}

struct provider_index *provider_index_new(struct arena *arena)
{
	struct provider_index *index = arena_alloc(arena, sizeof(*index));

	*index = (struct provider_index){.arena = arena};
	return index;
}

static const char *find_profile(char kind, const char *text)
{
	const struct builtin_name *name = find(kind, text);

	return name ? builtin_profiles[name->profile].name : NULL;
}

const char *provider_of_domain(const char *domain)
{
	const char *name = find_profile('d', domain);

	return name ? name : find_profile('a', domain);
}

const char *provider_of_exchanger(const char *host)
{
	const char *name = NULL;

	for (; host && *host && !name;
		host = strchr(host, '.'), host += host != NULL)
		name = find_profile('x', host);
	return name;
}

/* Gathers what the matrix has for each service; what implies TLS from the
 * start comes first, as RFC 8314 section 3 prefers it. */
static void gather(struct arena *arena, const char *name,
	const struct matrix *matrix, struct known *known)
{
	for (int s = 0; s < SERVICE_COUNT; s++) {
		struct endpoint *endpoints = arena_alloc(
			arena, matrix->entry_count * sizeof(*endpoints));
		size_t count = 0;

		for (int pass = 0; pass < 2; pass++)
			for (size_t i = 0; i < matrix->entry_count; i++) {
				const struct endpoint *endpoint =
					&matrix->entries[i].endpoint;
				bool implicit = endpoint->mode == MODE_IMPLICIT;

				if ((int)endpoint->service == s &&
					endpoint->host &&
					implicit == (pass == 0))
					endpoints[count++] = *endpoint;
			}
		known->services[s] = (struct documented){
			.profile = name,
			.title = matrix->title,
			.endpoints = endpoints,
			.endpoint_count = count,
			.source = matrix->source_count ? &matrix->sources[0]
						       : NULL,
		};
	}
	known->name = name;
	known->read = true;
}

static const struct known *read_known(
	struct provider_index *index, size_t profile)
{
	struct problem error = {0};
	struct matrix matrix;
	struct known *known;

	if (!index->known)
		index->known = arena_alloc(index->arena,
			builtin_profile_count * sizeof(*index->known));
	known = &index->known[profile];
	if (known->read)
		return known->name ? known : NULL;
	known->read = true;
	if (profile_find(index->arena, builtin_profiles[profile].name, NULL,
		    &matrix, &error))
		gather(index->arena, builtin_profiles[profile].name, &matrix,
			known);
	return known->name ? known : NULL;
}

/* The mail domain that the entry is for; NULL if nothing tells. */
static const char *domain_of(
	const struct matrix *matrix, const struct matrix_entry *entry)
{
	const char *address = entry->account.address;

	if (!address || !strchr(address, '@'))
		address = entry->account.user_name;
	if (address && strchr(address, '@'))
		return strrchr(address, '@') + 1;
	return matrix->domain_count ? matrix->domains[0] : NULL;
}

/* By the host, unless the mail domain has a profile that knows it, too. */
static const struct builtin_name *find_provider(
	const struct matrix *matrix, const struct matrix_entry *entry)
{
	const char *host = entry->endpoint.host;
	const char *domain = domain_of(matrix, entry);
	const struct builtin_name *by_domain = NULL, *by_host;

	if (domain)
		by_domain = find('d', domain);
	by_host = host ? find('h', host) : NULL;
	return by_domain ? by_domain : by_host;
}

static void compare_entry(const struct known *known, struct matrix_entry *entry)
{
	if (known && known->services[entry->endpoint.service].endpoint_count)
		entry->documented = &known->services[entry->endpoint.service];
}

static bool compare_with(struct arena *arena, const char *profile,
	struct matrix *matrix, struct problem *ret_problem)
{
	struct known *known = arena_alloc(arena, sizeof(*known));
	struct matrix reference;

	*ret_problem = (struct problem){0};
	if (!profile_find(arena, profile, NULL, &reference, ret_problem)) {
		const char *alias = provider_of_domain(profile);

		if (ret_problem->text)
			return false;
		if (!alias || !profile_find(arena, alias, NULL, &reference,
				      ret_problem))
			return problem_set(arena, PROBLEM_USAGE,
				refuse_quote(arena, profile), ret_problem,
				"there is no profile of this name; mailsonde "
				"profiles lists them");
		profile = alias;
	}
	gather(arena, arena_strdup(arena, profile), &reference, known);
	for (size_t i = 0; i < matrix->entry_count; i++)
		compare_entry(known, &matrix->entries[i]);
	return true;
}

static void compare_all(struct provider_index *index, struct matrix *matrix)
{
	for (size_t i = 0; i < matrix->entry_count; i++) {
		const struct builtin_name *name =
			find_provider(matrix, &matrix->entries[i]);

		if (name)
			compare_entry(read_known(index, name->profile),
				&matrix->entries[i]);
	}
}

bool provider_compare(struct arena *arena, struct provider_index *index,
	const char *profile, struct matrix *matrix, struct problem *ret_problem)
{
	if (profile)
		return compare_with(arena, profile, matrix, ret_problem);
	compare_all(index ? index : provider_index_new(arena), matrix);
	return true;
}
