/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who is shown what: certificates by client, and mail programs. */
#include "model/record/offered_rows.h"

#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const struct record_value record_offered_states = {.schema = "offered-state"};

const char *record_offered_state(unsigned state)
{
	static const char *const names[] = {
		"not-asked", "accepted", "refused", "unknown"};
	static_assert(RECORD_COUNT_OF(names) == OFFERED_STATE_COUNT,
		"a state's name");

	return names[state];
}

bool record_read_state(const char *text, enum offered_state *ret_state)
{
	for (unsigned i = 0; i < OFFERED_STATE_COUNT; i++)
		if (strcmp(record_offered_state(i), text) == 0) {
			*ret_state = (enum offered_state)i;
			return true;
		}
	return false;
}

/* A certificate, with the client who was shown it. */
struct shown_row {
	enum offered_shown to;
	struct certificate certificate;
};
#define OWNER struct shown_row

/* In the order of enum offered_shown. */
static const char *const shown_names[] = {
	"rsa-clients", "ecdsa-clients", "no-name", "strange-name"};
static_assert(RECORD_COUNT_OF(shown_names) == SHOWN_COUNT, "a client's name");

RECORD_GET(spell_shown_to, shown_names[o->to])

static bool read_shown_to(
	struct record_context *context, void *object, const char *text)
{
	(void)context;
	for (unsigned i = 0; i < SHOWN_COUNT; i++)
		if (strcmp(shown_names[i], text) == 0) {
			((OWNER *)object)->to = (enum offered_shown)i;
			return true;
		}
	return false;
}

static const struct record_value shown_value = {.schema = "offered-shown-to"};

static const struct record_field shown_fields[] = {
	{DERIVED("to", &shown_value, spell_shown_to, read_shown_to),
		.required = true},
	{CHILD("certificate", record_certificate, certificate),
		.required = true},
};

const struct record_type record_offered_shown = {
	RECORD_TYPE("offered-shown", shown_fields),
};
#undef OWNER

static size_t count_shown(
	const struct record_context *context, const void *owner)
{
	(void)context;
	(void)owner;
	return SHOWN_COUNT;
}

static const void *shown_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct offered_facts *facts = owner;
	struct shown_row *row = room;

	(void)context;
	if (!facts->shown[i])
		return NULL;
	*row = (struct shown_row){(enum offered_shown)i, *facts->shown[i]};
	return row;
}

static bool keep_shown(
	struct record_context *context, void *owner, void *object)
{
	const struct shown_row *row = object;
	struct certificate *copy = arena_alloc(context->arena, sizeof(*copy));

	*copy = row->certificate;
	((struct offered_facts *)owner)->shown[row->to] = copy;
	return true;
}

const struct record_list record_shown_list = {
	.count = count_shown,
	.item = shown_item,
	.keep = keep_shown,
};

/* A mail program, and what it would get. */
struct client_row {
	enum tls_client_id id;
	struct offered_client client;
};
#define OWNER struct client_row

RECORD_GET(spell_id, tls_client_table[o->id].id)
RECORD_GET(spell_title, tls_client_table[o->id].title)
RECORD_GET(spell_uncertain, tls_client_table[o->id].uncertain ? "true" : NULL)
RECORD_GET(spell_state, record_offered_state(o->client.state))

static bool read_id(
	struct record_context *context, void *object, const char *text)
{
	(void)context;
	for (unsigned i = 0; i < CLIENT_COUNT; i++)
		if (strcmp(tls_client_table[i].id, text) == 0) {
			((OWNER *)object)->id = (enum tls_client_id)i;
			return true;
		}
	return false;
}

static bool read_state(
	struct record_context *context, void *object, const char *text)
{
	(void)context;
	return record_read_state(text, &((OWNER *)object)->client.state);
}

static const char *spell_number(
	struct arena *arena, unsigned number, const char *(*name_of)(unsigned))
{
	const char *name = name_of(number);

	if (!number)
		return NULL;
	return name ? name : arena_printf(arena, "0x%04x", number);
}

typedef bool name_reader(const char *name, size_t length, unsigned *ret_number);

static bool read_number(
	const char *text, name_reader *find, unsigned *ret_number)
{
	if (strncmp(text, "0x", 2) == 0) {
		*ret_number = (unsigned)strtoul(text, NULL, 16) & 0xffff;
		return true;
	}
	return find(text, strlen(text), ret_number);
}

#define NUMBER(member, name_of, find)                                          \
	RECORD_GET(spell_##member,                                             \
		spell_number(context->arena, o->client.member, name_of))       \
	static bool read_##member(struct record_context *context,              \
		void *object, const char *text)                                \
	{                                                                      \
		(void)context;                                                 \
		return read_number(                                            \
			text, find, &((OWNER *)object)->client.member);        \
	}
NUMBER(suite, cipher_suite_name, cipher_suite_find_name)
NUMBER(group, numbers_group_name, numbers_find_group)
#undef NUMBER

RECORD_WHEN(is_accepted, o->client.state == OFFERED_ACCEPTED)

static const struct record_field client_fields[] = {
	{DERIVED("id", &record_id, spell_id, read_id), .required = true},
	{DERIVED("title", &record_words, spell_title, NULL), .required = true},
	{DERIVED("uncertain", &record_flag, spell_uncertain, NULL)},
	{DERIVED("state", &record_offered_states, spell_state, read_state),
		.required = true},
	{ATTRIBUTE("tls", version, client.version), .when = is_accepted},
	{DERIVED("suite", &record_words, spell_suite, read_suite)},
	{DERIVED("group", &record_words, spell_group, read_group)},
};

const struct record_type record_offered_client = {
	RECORD_TYPE("offered-client", client_fields),
};
#undef OWNER

static size_t count_clients(
	const struct record_context *context, const void *owner)
{
	(void)context;
	(void)owner;
	return CLIENT_COUNT;
}

static const void *client_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct offered_facts *facts = owner;
	struct client_row *row = room;

	(void)context;
	*row = (struct client_row){(enum tls_client_id)i, facts->clients[i]};
	return row->client.state == OFFERED_NOT_ASKED ? NULL : row;
}

static bool keep_client(
	struct record_context *context, void *owner, void *object)
{
	const struct client_row *row = object;

	(void)context;
	((struct offered_facts *)owner)->clients[row->id] = row->client;
	return true;
}

const struct record_list record_client_list = {
	.count = count_clients,
	.item = client_item,
	.keep = keep_client,
};
