/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the server offers in TLS. */
#include "model/record/offered_rows.h"

#include "model/text/builder.h"
#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct record_value names_list = {
	.schema = "words",
	.json = RECORD_WORDS,
};

static const char *spell_numbers(struct arena *arena,
	const struct offered_list *list, const char *(*name_of)(unsigned))
{
	size_t room = 1, used = 0;
	char *text;

	if (!list->count)
		return NULL;
	for (size_t i = 0; i < list->count; i++) {
		const char *name = name_of(list->numbers[i]);

		room += name ? strlen(name) + 1 : sizeof("0x1234");
	}
	text = arena_alloc(arena, room);
	for (size_t i = 0; i < list->count; i++) {
		const char *name = name_of(list->numbers[i]);

		if (!name)
			name = arena_printf(arena, "0x%04x", list->numbers[i]);
		used += (size_t)snprintf(
			text + used, room - used, "%s%s", i ? " " : "", name);
	}
	return text;
}

typedef bool name_reader(const char *name, size_t length, unsigned *ret_number);

/* number = a name of IANA's / "0x" 4HEXDIG */
static bool read_number(const char *name, size_t length, name_reader *find,
	uint16_t *ret_number)
{
	char *end;
	unsigned number;

	if (strncmp(name, "0x", 2) == 0) {
		unsigned long spelt = strtoul(name, &end, 16);

		*ret_number = (uint16_t)spelt;
		return end == name + length && spelt <= 0xffff;
	}
	if (!find(name, length, &number))
		return false;
	*ret_number = (uint16_t)number;
	return true;
}

#define NUMBERS_MOST 1024

static bool read_numbers(struct arena *arena, const char *text,
	name_reader *find, struct offered_list *list)
{
	uint16_t numbers[NUMBERS_MOST];
	size_t count = 0;

	while (*text) {
		size_t length = strcspn(text, " ");

		if (count == NUMBERS_MOST ||
			!read_number(text, length, find, &numbers[count]))
			return false;
		count++;
		text += length + strspn(text + length, " ");
	}
	list->numbers = arena_alloc(arena, (count + 1) * sizeof(*numbers));
	memcpy(list->numbers, numbers, count * sizeof(*numbers));
	list->count = count;
	list->asked = true;
	return true;
}

/* One version, with its place in the facts. */
struct version_row {
	enum tls_version version;
	struct offered_version offered;
};
#define OWNER struct version_row

#define NUMBERS(function, list, name_of, find)                                 \
	RECORD_GET(spell_##function,                                           \
		spell_numbers(context->arena, &o->offered.list, name_of))      \
	static bool read_##function(struct record_context *context,            \
		void *object, const char *text)                                \
	{                                                                      \
		return read_numbers(context->arena, text, find,                \
			&((OWNER *)object)->offered.list);                     \
	}
NUMBERS(suites, suites, cipher_suite_name, cipher_suite_find_name)
NUMBERS(groups, groups, numbers_group_name, numbers_find_group)
NUMBERS(signatures, signatures, numbers_signature_name, numbers_find_signature)
#undef NUMBERS

static const char *order_name(unsigned order)
{
	static const char *const names[] = {"unknown", "server", "client"};
	static_assert(RECORD_COUNT_OF(names) == ORDER_COUNT, "an order's name");

	return names[order];
}

RECORD_GET(spell_state, record_offered_state(o->offered.state))
RECORD_GET(spell_order, o->offered.order ? order_name(o->offered.order) : NULL)

static bool read_state(
	struct record_context *context, void *object, const char *text)
{
	(void)context;
	return record_read_state(text, &((OWNER *)object)->offered.state);
}

static bool read_order(
	struct record_context *context, void *object, const char *text)
{
	(void)context;
	for (unsigned i = 0; i < ORDER_COUNT; i++)
		if (strcmp(order_name(i), text) == 0) {
			((OWNER *)object)->offered.order =
				(enum offered_order)i;
			return true;
		}
	return false;
}

static const struct record_value order_value = {.schema = "offered-order"};

static const struct record_field version_fields[] = {
	{ATTRIBUTE("tls", version, version), .required = true},
	{DERIVED("state", &record_offered_states, spell_state, read_state),
		.required = true},
	{ATTRIBUTE("dropped", flag, offered.dropped)},
	{DERIVED("order", &order_value, spell_order, read_order)},
	{ATTRIBUTE("chacha-first", flag, offered.chacha_first)},
	{DERIVED("suites", &names_list, spell_suites, read_suites)},
	{ATTRIBUTE("suites-complete", flag, offered.suites.whole)},
	{ATTRIBUTE("suites-gap", words, offered.suites.gap)},
	{DERIVED("groups", &names_list, spell_groups, read_groups)},
	{ATTRIBUTE("groups-complete", flag, offered.groups.whole)},
	{ATTRIBUTE("groups-gap", words, offered.groups.gap)},
	{DERIVED("signatures", &names_list, spell_signatures, read_signatures)},
	{ATTRIBUTE("signatures-complete", flag, offered.signatures.whole)},
	{ATTRIBUTE("signatures-gap", words, offered.signatures.gap)},
};

static void set_asked(struct offered_list *list)
{
	list->asked = list->count || list->whole || list->gap;
}

static bool version_end(struct record_context *context, void *object)
{
	struct offered_version *offered = &((OWNER *)object)->offered;

	(void)context;
	set_asked(&offered->suites);
	set_asked(&offered->groups);
	set_asked(&offered->signatures);
	return true;
}

static const struct record_type record_version_row = {
	RECORD_TYPE("offered-version", version_fields),
	.end = version_end,
};
#undef OWNER

static size_t count_versions(
	const struct record_context *context, const void *owner)
{
	(void)context;
	(void)owner;
	return TLS_VERSION_COUNT;
}

static const void *version_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct offered_facts *facts = owner;
	struct version_row *item = room;

	(void)context;
	*item = (struct version_row){(enum tls_version)i, facts->versions[i]};
	return item->offered.state == OFFERED_NOT_ASKED ? NULL : item;
}

static bool keep_version(
	struct record_context *context, void *owner, void *object)
{
	const struct version_row *item = object;

	(void)context;
	((struct offered_facts *)owner)->versions[item->version] =
		item->offered;
	return true;
}

static const struct record_list version_list = {
	.count = count_versions,
	.item = version_item,
	.keep = keep_version,
};

#define OWNER struct offered_prime

static const struct record_field prime_fields[] = {
	{ATTRIBUTE("bits", number, bits), .required = true},
	{ATTRIBUTE("known", words, known)},
};

static const struct record_type record_prime = {
	RECORD_TYPE("offered-prime", prime_fields),
};
#undef OWNER

static size_t count_primes(
	const struct record_context *context, const void *owner)
{
	(void)context;
	return ((const struct offered_facts *)owner)->prime_count;
}

static const void *prime_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	(void)context;
	(void)room;
	return &((const struct offered_facts *)owner)->primes[i];
}

static bool keep_prime(
	struct record_context *context, void *owner, void *object)
{
	struct offered_facts *facts = owner;

	if (facts->prime_count == OFFERED_PRIMES)
		return record_fail(context, "there are too many primes");
	facts->primes[facts->prime_count++] =
		*(const struct offered_prime *)object;
	return true;
}

static const struct record_list prime_list = {
	.count = count_primes,
	.item = prime_item,
	.keep = keep_prime,
};

#define OWNER struct offered_facts

static const char *spell_traits(struct arena *arena,
	const struct offered_facts *facts, enum offered_state state)
{
	struct builder list = {.arena = arena};

	for (size_t i = 0; i < TRAIT_COUNT; i++)
		if (facts->traits[i] == state)
			builder_item(&list, " ",
				offered_trait_name((enum offered_trait)i));
	return list.text;
}

static bool read_traits(
	struct offered_facts *facts, const char *text, enum offered_state state)
{
	while (*text) {
		size_t length = strcspn(text, " ");
		enum offered_trait trait = offered_trait_find(text, length);

		if (trait == TRAIT_COUNT)
			return false;
		facts->traits[trait] = state;
		text += length + strspn(text + length, " ");
	}
	return true;
}

#define TRAITS(function, state)                                                \
	RECORD_GET(spell_##function, spell_traits(context->arena, o, state))   \
	static bool read_##function(struct record_context *context,            \
		void *object, const char *text)                                \
	{                                                                      \
		(void)context;                                                 \
		return read_traits(object, text, state);                       \
	}
TRAITS(taken, OFFERED_ACCEPTED)
TRAITS(lacked, OFFERED_REFUSED)
TRAITS(unclear, OFFERED_UNKNOWN)
#undef TRAITS

RECORD_GET(spell_ssl2, o->ssl2 ? record_offered_state(o->ssl2) : NULL)

static bool read_ssl2(
	struct record_context *context, void *object, const char *text)
{
	(void)context;
	return record_read_state(text, &((OWNER *)object)->ssl2);
}

static const struct record_field offered_fields[] = {
	{ATTRIBUTE("hellos", number, hellos), .required = true},
	{DERIVED("ssl2", &record_offered_states, spell_ssl2, read_ssl2)},
	{ATTRIBUTE("ssl2-suites", number, ssl2_suites)},
	{ATTRIBUTE("ssl2-export", flag, ssl2_export)},
	{ATTRIBUTE("unanswered", number, unheard)},
	{ATTRIBUTE("client-certificate-wanted", flag, wants_certificate)},
	{ATTRIBUTE("authorities-cut", flag, authorities_cut)},
	{DERIVED("accepted", &names_list, spell_taken, read_taken)},
	{DERIVED("refused", &names_list, spell_lacked, read_lacked)},
	{DERIVED("unclear", &names_list, spell_unclear, read_unclear)},
	{ITEMS("version", "versions", record_version_row, version_list)},
	{ITEMS("prime", "primes", record_prime, prime_list)},
	{ITEMS("shown", "shown", record_offered_shown, record_shown_list)},
	{ITEMS("client", "clients", record_offered_client, record_client_list)},
	{TEXTS("authority", "authorities", octets, authorities,
		authority_count)},
};

const struct record_type record_offered = {
	RECORD_TYPE("offered", offered_fields),
};
