/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was claimed, and where. */
#include "model/record/rows.h"
#include "model/text/builder.h"

#include <string.h>

#define OWNER struct source

static const struct record_field origin_fields[] = {
	{ATTRIBUTE("url", words, url)},
	{ATTRIBUTE("looked-up", day, looked_up)},
	{ATTRIBUTE("certainty", source_certainty, certainty)},
	{TEXT("title", words, title)},
	{TEXT("note", words, note)},
};

static const struct record_type record_origin = {
	RECORD_TYPE("origin", origin_fields),
};
#undef OWNER

#define OWNER struct matrix

static const struct record_field source_fields[] = {
	{ATTRIBUTE("kind", source_kind, kind), .required = true},
	{ATTRIBUTE("name", string, name), .required = true},
	{ATTRIBUTE("form", words, form)},
	{ATTRIBUTE("digest", digest, digest)},
	{TEXT("title", words, title)},
	{TEXT("note", words, note)},
	{LIST("origin", "origins", record_origin, sources, source_count)},
};

const struct record_type record_source = {
	RECORD_TYPE("source", source_fields),
};
#undef OWNER

/* What is expected of an endpoint. */

struct expected_version {
	enum tls_version version;
	struct tls_expectation tls;
};
#define OWNER struct expected_version

static const struct record_field expected_tls_fields[] = {
	{ATTRIBUTE("version", version, version), .required = true},
	{ATTRIBUTE("demand", demand, tls.demand), .required = true},
	{ATTRIBUTE("severity", severity, tls.severity), .required = true},
	{ATTRIBUTE("note", words, tls.note)},
};

static const struct record_type record_expected_tls = {
	RECORD_TYPE("expected-tls", expected_tls_fields),
};
#undef OWNER

static size_t count_versions(
	const struct record_context *context, const void *owner)
{
	(void)context;
	(void)owner;
	return TLS_VERSION_COUNT;
}

static const void *expected_version(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct expectation *expectation = owner;
	struct expected_version *item = room;

	(void)context;
	*item = (struct expected_version){
		(enum tls_version)i, expectation->tls[i]};
	return item->tls.demand == DEMAND_NONE ? NULL : item;
}

static bool keep_version(
	struct record_context *context, void *owner, void *object)
{
	struct expectation *expectation = owner;
	const struct expected_version *item = object;

	(void)context;
	expectation->tls[item->version] = item->tls;
	return true;
}

static const struct record_list version_list = {
	.count = count_versions,
	.item = expected_version,
	.keep = keep_version,
};

#define OWNER struct mechanism_expectation

static const struct record_field expected_mechanism_fields[] = {
	{ATTRIBUTE("name", words, mechanism), .required = true},
	{ATTRIBUTE("demand", demand, demand), .required = true},
	{ATTRIBUTE("severity", severity, severity), .required = true},
};

static const struct record_type record_expected_mechanism = {
	RECORD_TYPE("expected-name", expected_mechanism_fields),
};
#undef OWNER

#define OWNER struct capability_expectation

static const struct record_field expected_capability_fields[] = {
	{ATTRIBUTE("name", words, capability), .required = true},
	{ATTRIBUTE("demand", demand, demand), .required = true},
	{ATTRIBUTE("severity", severity, severity), .required = true},
};

static const struct record_type record_expected_capability = {
	RECORD_TYPE("expected-name", expected_capability_fields),
};
#undef OWNER

#define OWNER struct greeting_expectation

static const struct record_field expected_greeting_fields[] = {
	{ATTRIBUTE("pattern", words, pattern), .required = true},
};

static const struct record_type record_expected_greeting = {
	RECORD_TYPE("expected-greeting", expected_greeting_fields),
};
#undef OWNER

#define OWNER struct expectation

static const struct record_field expectation_fields[] = {
	{ATTRIBUTE("product", words, product)},
	{ATTRIBUTE("tls-at-least", version, tls_at_least)},
	{ITEMS("tls", "tls", record_expected_tls, version_list)},
	{LIST("mechanism", "mechanisms", record_expected_mechanism, mechanisms,
		mechanism_count)},
	{LIST("capability", "capabilities", record_expected_capability,
		capabilities, capability_count)},
	{LIST("greeting", "greetings", record_expected_greeting, greetings,
		greeting_count)},
};

const struct record_type record_expectation = {
	RECORD_TYPE("expectation", expectation_fields),
};
#undef OWNER

/* What the settings say of an endpoint beside its name. */

#define OWNER struct remark

static const struct record_field remark_fields[] = {
	{ATTRIBUTE("kind", remark_kind, kind), .required = true},
	{ATTRIBUTE("line", ordinal, line)},
	{ATTRIBUTE("said", words, said)},
	{ATTRIBUTE("taken", words, taken)},
};

static const struct record_type record_remark = {
	RECORD_TYPE("remark", remark_fields),
};
#undef OWNER

#define OWNER struct endpoint

static const struct record_field documented_endpoint_fields[] = {
	{ATTRIBUTE("host", words, host), .required = true},
	{ATTRIBUTE("port", port, port), .required = true},
	{ATTRIBUTE("mode", mode, mode), .required = true},
};

/* It is documented for the service of the endpoint. */
static void documented_begin(struct record_context *context, void *object)
{
	((struct endpoint *)object)->service = context->endpoint->service;
}

static const struct record_type record_documented_endpoint = {
	RECORD_TYPE("documented-endpoint", documented_endpoint_fields),
	.begin = documented_begin,
};
#undef OWNER

#define OWNER struct documented

static const struct record_field documented_fields[] = {
	{ATTRIBUTE("profile", words, profile), .required = true},
	{ATTRIBUTE("title", words, title)},
	{LIST("endpoint", "endpoints", record_documented_endpoint, endpoints,
		 endpoint_count),
		.always = true},
};

static const struct record_type record_documented = {
	RECORD_TYPE("documented", documented_fields),
};
#undef OWNER

#define OWNER struct matrix_entry

static const char *authentications(
	const struct record_context *context, const void *object)
{
	const struct account *account =
		&((const struct matrix_entry *)object)->account;
	struct builder list = {.arena = context->arena};

	if (!account->authentication_count)
		return NULL;
	for (size_t i = 0; i < account->authentication_count; i++)
		builder_item(&list, " ", account->authentications[i]);
	return builder_text(&list);
}

static bool read_authentications(
	struct record_context *context, void *object, const char *text)
{
	struct account *account = &((struct matrix_entry *)object)->account;
	const char **words = NULL;

	for (; *text; text += strspn(text, " ")) {
		size_t length = strcspn(text, " ");

		words = arena_grow(context->arena, words,
			account->authentication_count, sizeof(*words));
		words[account->authentication_count++] =
			(const char *)intern_octets(
				context->strings, text, length)
				.data;
		text += length;
	}
	account->authentications = words;
	return true;
}

static const struct record_value words_list = {
	.schema = "words",
	.json = RECORD_WORDS,
};

RECORD_WHEN(has_documented, o->documented != NULL)

static const struct record_field settings_fields[] = {
	{ATTRIBUTE("place", words, origin.place)},
	{ATTRIBUTE("line", ordinal, origin.line)},
	{ATTRIBUTE("said", words, origin.said)},
	{ATTRIBUTE("account", words, account.label)},
	{ATTRIBUTE("user-name", words, account.user_name)},
	{DERIVED("authentication", &words_list, authentications,
		read_authentications)},
	{LIST("remark", "remarks", record_remark, remarks, remark_count)},
	{CHILD("documented", record_documented, documented), .pointer = true,
		.when = has_documented},
};

const struct record_type record_settings = {
	RECORD_TYPE("settings", settings_fields),
};
