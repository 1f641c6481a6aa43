/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Profiles: urn:mailsonde:profile:1, as data/schemas/profile-1.xsd has it. A
 * file may come from anywhere: settings/xml/document.h reads it, and only what
 * the schema found good arrives here. */

#include "settings/library/profile.h"
#include "model/text/builder.h"
#include "model/text/digest.h"
#include "settings/host.h"
#include "settings/refuse.h"
#include "settings/xml/document.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

struct profile_reader {
	struct arena *arena;
	const char *place;
	const char *host; /* for endpoints that leave it open, or NULL */
	struct problem *ret_problem;
};

static size_t count_elements(const xmlNode *parent, const char *name)
{
	size_t count = 0;

	for (const xmlNode *node = parent->children; node; node = node->next)
		count += document_is(node, name);
	return count;
}

/* Room for the elements of that name; NULL if there is none of them. */
static void *make_room(struct profile_reader *r, const xmlNode *parent,
	const char *name, size_t size, size_t *ret_count)
{
	*ret_count = count_elements(parent, name);
	return *ret_count ? arena_alloc(r->arena, *ret_count * size) : NULL;
}

/* NULL if the attribute is missing. */
static const char *attribute(
	struct profile_reader *r, const xmlNode *node, const char *name)
{
	return document_attribute(r->arena, node, name);
}

/* NULL if there is none. */
static const char *content(struct profile_reader *r, const xmlNode *node)
{
	return document_content(r->arena, node);
}

static bool refuse(
	struct profile_reader *r, const xmlNode *node, const char *why)
{
	return refuse_at(r->arena, r->place, (unsigned)xmlGetLineNo(node),
		r->ret_problem, "%s", why);
}

/* The schema has seen to it that the words are known. */
static enum demand read_demand(struct profile_reader *r, const xmlNode *node)
{
	enum demand demand = DEMAND_NONE;

	demand_from_name(attribute(r, node, "expect"), &demand);
	return demand;
}

static enum severity read_severity(
	struct profile_reader *r, const xmlNode *node)
{
	const char *name = attribute(r, node, "severity");
	enum severity severity = SEVERITY_ERROR;

	if (name)
		severity_from_name(name, &severity);
	return severity;
}

static void read_tls(struct profile_reader *r, const xmlNode *parent,
	struct expectation *expectation)
{
	for (xmlNode *node = parent->children; node; node = node->next) {
		enum tls_version version = TLS_NONE;

		if (document_is(node, "tls-best")) {
			tls_version_from_name(attribute(r, node, "at-least"),
				&expectation->tls_at_least);
			continue;
		}
		if (!document_is(node, "tls") ||
			!tls_version_from_name(
				attribute(r, node, "version"), &version))
			continue;
		expectation->tls[version] = (struct tls_expectation){
			.demand = read_demand(r, node),
			.severity = read_severity(r, node),
			.note = attribute(r, node, "note"),
		};
	}
}

static void read_mechanisms(struct profile_reader *r, const xmlNode *parent,
	struct expectation *expectation)
{
	struct mechanism_expectation *row = make_room(
		r, parent, "auth", sizeof(*row), &expectation->mechanism_count);

	expectation->mechanisms = row;
	for (xmlNode *node = parent->children; node; node = node->next)
		if (document_is(node, "auth"))
			*row++ = (struct mechanism_expectation){
				.mechanism = attribute(r, node, "mechanism"),
				.demand = read_demand(r, node),
				.severity = read_severity(r, node),
			};
}

static void read_capabilities(struct profile_reader *r, const xmlNode *parent,
	struct expectation *expectation)
{
	struct capability_expectation *row = make_room(r, parent, "capability",
		sizeof(*row), &expectation->capability_count);

	expectation->capabilities = row;
	for (xmlNode *node = parent->children; node; node = node->next)
		if (document_is(node, "capability"))
			*row++ = (struct capability_expectation){
				.capability = attribute(r, node, "name"),
				.demand = read_demand(r, node),
				.severity = read_severity(r, node),
			};
}

/* glibc spends memory and time without bound on nested intervals and on back
 * references, which no greeting needs. */
#define PATTERN_REPETITIONS 4096

/* interval = "{" [ n ] [ "," [ m ] ] "}": the larger of its numbers */
static unsigned long read_interval(const char *at)
{
	unsigned long most = 1;

	for (at++; *at == ',' || (*at >= '0' && *at <= '9');) {
		char *end = (char *)at + 1;
		unsigned long n = *at == ',' ? 0 : strtoul(at, &end, 10);

		if (n > most)
			most = n;
		at = end;
	}
	return most < PATTERN_REPETITIONS ? most : PATTERN_REPETITIONS + 1;
}

static const char *judge_pattern(const char *pattern)
{
	unsigned long repetitions = 1;

	for (const char *at = pattern; *at; at++) {
		if (at[0] == '\\' && at[1] >= '1' && at[1] <= '9')
			return "a pattern may not refer back to itself";
		if (at[0] == '\\' && at[1])
			at++;
		else if (at[0] == '{')
			repetitions *= read_interval(at);
		if (repetitions > PATTERN_REPETITIONS)
			return "a pattern may not repeat that often";
	}
	return NULL;
}

static bool check_pattern(
	struct profile_reader *r, const xmlNode *node, const char *pattern)
{
	const char *why = judge_pattern(pattern);
	char words[128];
	regex_t compiled;
	int failure;

	if (why)
		return refuse(r, node, why);
	failure = regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB);
	if (!failure) {
		regfree(&compiled);
		return true;
	}
	regerror(failure, &compiled, words, sizeof(words));
	return refuse(r, node,
		arena_printf(r->arena,
			"the pattern is not an extended regular expression: %s",
			words));
}

static bool read_patterns(struct profile_reader *r, const xmlNode *greeting,
	struct expectation *expectation)
{
	struct greeting_expectation *row = make_room(r, greeting, "pattern",
		sizeof(*row), &expectation->greeting_count);

	expectation->greetings = row;
	expectation->product = attribute(r, greeting, "product");
	for (xmlNode *node = greeting->children; node; node = node->next) {
		xmlChar *text;

		if (!document_is(node, "pattern"))
			continue;
		/* As it stands: blanks count in a pattern. */
		text = xmlNodeGetContent(node);
		row->pattern =
			arena_strdup(r->arena, text ? (const char *)text : "");
		xmlFree(text);
		if (!check_pattern(r, node, row->pattern))
			return false;
		row++;
	}
	return true;
}

static bool read_expectation(struct profile_reader *r, const xmlNode *endpoint,
	struct expectation *expectation)
{
	expectation->tls_at_least = TLS_NONE;
	read_tls(r, endpoint, expectation);
	read_mechanisms(r, endpoint, expectation);
	read_capabilities(r, endpoint, expectation);
	for (xmlNode *node = endpoint->children; node; node = node->next)
		if (document_is(node, "greeting") &&
			!read_patterns(r, node, expectation))
			return false;
	return true;
}

static bool read_host(struct profile_reader *r, const xmlNode *node,
	struct endpoint *endpoint)
{
	const char *host = attribute(r, node, "host");
	const char *reason;

	endpoint->host = NULL;
	if (host) {
		if (host_read(r->arena, host, &endpoint->host, &reason))
			return true;
		return refuse(r, node,
			arena_printf(r->arena, "the host %s: %s",
				refuse_quote(r->arena, host), reason));
	}
	if (!r->host || host_read(r->arena, r->host, &endpoint->host, &reason))
		return true;
	return problem_set(r->arena, PROBLEM_USAGE,
		refuse_quote(r->arena, r->host), r->ret_problem,
		"this cannot be the server's name: %s", reason);
}

/* A list with blanks between. */
static void read_authentications(
	struct profile_reader *r, const xmlNode *node, struct account *account)
{
	char *rest =
		arena_strdup(r->arena, attribute(r, node, "authentication"));
	const char **words = NULL;

	while (rest) {
		words = arena_grow(r->arena, words,
			account->authentication_count, sizeof(*words));
		words[account->authentication_count++] = strsep(&rest, " ");
	}
	account->authentications = words;
}

static bool read_endpoint(struct profile_reader *r, const xmlNode *node,
	struct matrix_entry *entry)
{
	struct endpoint *endpoint = &entry->endpoint;

	service_from_name(attribute(r, node, "service"), &endpoint->service);
	mode_from_name(attribute(r, node, "mode"), &endpoint->mode);
	endpoint->port =
		(unsigned)strtoul(attribute(r, node, "port"), NULL, 10);
	if (endpoint->mode == MODE_CLEARTEXT &&
		(count_elements(node, "tls") ||
			count_elements(node, "tls-best")))
		return refuse(r, node,
			"a cleartext endpoint has no TLS version to expect");
	entry->account.user_name = attribute(r, node, "user-name");
	read_authentications(r, node, &entry->account);
	return read_host(r, node, endpoint) &&
	       read_expectation(r, node, &entry->expectation);
}

static bool read_endpoints(
	struct profile_reader *r, const xmlNode *profile, struct matrix *matrix)
{
	struct matrix_entry *entry = make_room(
		r, profile, "endpoint", sizeof(*entry), &matrix->entry_count);

	matrix->entries = entry;
	for (xmlNode *node = profile->children; node; node = node->next)
		if (document_is(node, "endpoint") &&
			!read_endpoint(r, node, entry++))
			return false;
	return true;
}

static void read_sources(
	struct profile_reader *r, const xmlNode *profile, struct matrix *matrix)
{
	struct source *source = make_room(
		r, profile, "source", sizeof(*source), &matrix->source_count);

	matrix->sources = source;
	for (xmlNode *node = profile->children; node; node = node->next)
		if (document_is(node, "source"))
			*source++ = (struct source){
				.title = attribute(r, node, "title"),
				.url = attribute(r, node, "url"),
				.looked_up = attribute(r, node, "looked-up"),
				.certainty = attribute(r, node, "certainty"),
				.note = content(r, node),
			};
}

static const char *read_notes(struct profile_reader *r, const xmlNode *profile)
{
	struct builder notes = {.arena = r->arena};

	for (xmlNode *node = profile->children; node; node = node->next)
		if (document_is(node, "note"))
			builder_item(&notes, " ", content(r, node));
	return notes.text;
}

static void read_domains(
	struct profile_reader *r, const xmlNode *profile, struct matrix *matrix)
{
	const char **domain = make_room(
		r, profile, "domain", sizeof(*domain), &matrix->domain_count);

	matrix->domains = domain;
	for (xmlNode *node = profile->children; node; node = node->next)
		if (document_is(node, "domain"))
			*domain++ = content(r, node);
}

static bool read_profile(struct profile_reader *r, const xmlNode *profile,
	struct matrix *ret_matrix)
{
	struct matrix matrix = {
		.kind = "file",
		.name = r->place,
		.title = attribute(r, profile, "title"),
		.note = read_notes(r, profile),
	};

	read_sources(r, profile, &matrix);
	read_domains(r, profile, &matrix);
	if (!read_endpoints(r, profile, &matrix))
		return false;
	*ret_matrix = matrix;
	return true;
}

bool profile_read(struct arena *arena, const char *place, const void *xml,
	size_t length, const char *host, struct matrix *ret_matrix,
	struct problem *ret_problem)
{
	struct profile_reader r = {
		arena, arena_strdup(arena, place), host, ret_problem};
	xmlDoc *document = document_read(
		arena, &document_profile, r.place, xml, length, ret_problem);
	bool read = document && read_profile(&r, xmlDocGetRootElement(document),
					ret_matrix);

	if (read)
		ret_matrix->digest =
			digest_sha256(arena, (struct octets){xml, length});
	xmlFreeDoc(document);
	return read;
}
