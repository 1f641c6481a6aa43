/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whose settings these are, and what that provider documents. The profiles
 * that are built in are searched for hosts and mail domains as text, which
 * takes no longer than reading it once; only those that are needed are then
 * read as XML, each once. */

#include "settings/library/provider.h"
#include "model/text/ascii.h"
#include "settings/library/builtin.h"
#include "settings/library/profile.h"
#include "settings/refuse.h"

#include <string.h>

#define BUCKETS 1024

/* A host, a mail domain, another name or an exchanger of a built-in profile. */
struct key {
	char kind; /* 'h', 'd', 'a' or 'x' */
	const char *text;
	size_t length;
	size_t profile; /* index in builtin_profiles */
	struct key *next;
};

/* What one profile documents for each service, once it was needed. */
struct known {
	bool read;
	const char *name;
	struct documented services[SERVICE_COUNT];
};

struct provider_index {
	struct arena *arena;   /* of the keys */
	struct arena *results; /* of what profiles document */
	struct key *buckets[BUCKETS];
	struct known *known; /* builtin_profile_count, of `results` */
};

static size_t hash(char kind, const char *text, size_t length)
{
	size_t sum = (unsigned char)kind;

	for (size_t i = 0; i < length; i++) {
		unsigned char octet = (unsigned char)text[i];

		if (octet >= 'A' && octet <= 'Z')
			octet = (unsigned char)(octet + 32);
		sum = sum * 33 + octet;
	}
	return sum % BUCKETS;
}

static const struct key *find(const struct provider_index *index, char kind,
	const char *text, size_t length)
{
	const struct key *key = index->buckets[hash(kind, text, length)];

	while (key && (key->kind != kind || key->length != length ||
			      ascii_compare_n(key->text, text, length) != 0))
		key = key->next;
	return key;
}

static void add_key(struct provider_index *index, char kind, const char *text,
	size_t length, size_t profile)
{
	struct key *key;
	size_t at = hash(kind, text, length);

	/* The first profile that has it is the one. */
	if (find(index, kind, text, length))
		return;
	key = arena_alloc(index->arena, sizeof(*key));
	*key = (struct key){kind, text, length, profile, index->buckets[at]};
	index->buckets[at] = key;
}

/* Every text between `before` and `after`. */
static void add_keys(struct provider_index *index, char kind, size_t profile,
	const char *before, char after)
{
	const char *at = (const char *)builtin_profiles[profile].xml;
	const char *end = at + builtin_profiles[profile].length;
	size_t length = strlen(before);

	while ((at = memmem(at, (size_t)(end - at), before, length))) {
		const char *stop;

		at += length;
		stop = memchr(at, after, (size_t)(end - at));
		if (!stop)
			return;
		add_key(index, kind, at, (size_t)(stop - at), profile);
		at = stop;
	}
}

static bool is_superseded(const struct builtin_file *file)
{
	static const char mark[] = " superseded-by=\"";

	return memmem(file->xml, file->length, mark, sizeof(mark) - 1);
}

static struct provider_index *make_index(
	struct arena *arena, struct arena *results)
{
	struct provider_index *index = arena_alloc(arena, sizeof(*index));

	*index = (struct provider_index){.arena = arena, .results = results};
	for (size_t i = 0; i < builtin_profile_count; i++) {
		if (is_superseded(&builtin_profiles[i]))
			continue;
		add_keys(index, 'h', i, " host=\"", '"');
		add_keys(index, 'd', i, "<domain>", '<');
		add_keys(index, 'a', i, "<alias>", '<');
		add_keys(index, 'x', i, "<exchanger>", '<');
	}
	return index;
}

struct provider_index *provider_index_new(struct arena *arena)
{
	return make_index(arena, arena);
}

static const char *find_name(
	const struct provider_index *index, char kind, const char *text)
{
	const struct key *key = find(index, kind, text, strlen(text));

	return key ? builtin_profiles[key->profile].name : NULL;
}

const char *provider_index_domain(
	const struct provider_index *index, const char *domain)
{
	const char *name = find_name(index, 'd', domain);

	return name ? name : find_name(index, 'a', domain);
}

const char *provider_of_domain(const char *domain)
{
	struct arena *arena = arena_new();
	const char *name =
		provider_index_domain(provider_index_new(arena), domain);

	arena_free(arena);
	return name;
}

const char *provider_of_exchanger(const char *host)
{
	struct arena *arena = arena_new();
	const struct provider_index *index = provider_index_new(arena);
	const char *name = NULL;

	for (; host && *host && !name;
		host = strchr(host, '.'), host += host != NULL)
		name = find_name(index, 'x', host);
	arena_free(arena);
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
		index->known = arena_alloc(index->results,
			builtin_profile_count * sizeof(*index->known));
	known = &index->known[profile];
	if (known->read)
		return known->name ? known : NULL;
	known->read = true;
	if (profile_find(index->results, builtin_profiles[profile].name, NULL,
		    &matrix, &error))
		gather(index->results, builtin_profiles[profile].name, &matrix,
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
static const struct key *find_key(const struct provider_index *index,
	const struct matrix *matrix, const struct matrix_entry *entry)
{
	const char *host = entry->endpoint.host;
	const char *domain = domain_of(matrix, entry);
	const struct key *by_domain = NULL, *by_host;

	if (domain)
		by_domain = find(index, 'd', domain, strlen(domain));
	by_host = host ? find(index, 'h', host, strlen(host)) : NULL;
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
		const struct key *key =
			find_key(index, matrix, &matrix->entries[i]);

		if (key)
			compare_entry(read_known(index, key->profile),
				&matrix->entries[i]);
	}
}

bool provider_compare(struct arena *arena, struct provider_index *index,
	const char *profile, struct matrix *matrix, struct problem *ret_problem)
{
	struct arena *keys;

	if (profile)
		return compare_with(arena, profile, matrix, ret_problem);
	if (index) {
		compare_all(index, matrix);
		return true;
	}
	keys = arena_new();
	compare_all(make_index(keys, arena), matrix);
	arena_free(keys);
	return true;
}
