/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Every profile for every mail program: what the writers write, the readers
 * read back to the same servers. */

#include "model/table.h"
#include "settings/clients/clients.h"
#include "settings/forms/forms.h"
#include "settings/library/profile.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 16
#define USER "jo.d'oe+tag@example.com"

struct list {
	const struct matrix_entry *entries[MOST];
	size_t count;
};

/* The order that setup hands on: IMAP before POP3, implicit before explicit */
static struct list choose(
	const struct matrix *matrix, const struct client *client, bool outgoing)
{
	struct list list = {0};

	for (int cost = 0; cost < SERVICE_COUNT * MODE_COUNT; cost++)
		for (size_t i = 0; i < matrix->entry_count; i++) {
			const struct matrix_entry *entry = &matrix->entries[i];
			enum service service = entry->endpoint.service;

			if ((outgoing ? service_is_outgoing(service)
				      : service_is_incoming(service)) &&
				(int)service * MODE_COUNT +
						(int)entry->endpoint.mode ==
					cost &&
				!(client->imap_only &&
					service == SERVICE_POP3) &&
				list.count < MOST - 1)
				list.entries[list.count++] = entry;
		}
	return list;
}

/* Whether the form says all that there is: it serves many users. */
static bool says_all(const struct client *client)
{
	static const char *const names[] = {
		"autoconfig", "autodiscover", "thunderbird", "srv"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(client->name, names[i]) == 0)
			return true;
	return false;
}

static bool is_there(
	const struct matrix *matrix, const struct matrix_entry *entry)
{
	for (size_t i = 0; i < matrix->entry_count; i++) {
		const struct endpoint *e = &matrix->entries[i].endpoint;

		if (e->service == entry->endpoint.service &&
			e->mode == entry->endpoint.mode &&
			e->port == entry->endpoint.port &&
			strcmp(e->host, entry->endpoint.host) == 0)
			return true;
	}
	return false;
}

/* A zone has one name for each way of a service. */
static bool is_told(const struct client *client,
	const struct matrix_entry *const *entries, size_t index)
{
	if (index && !says_all(client))
		return false;
	for (size_t i = 0; i < index && strcmp(client->name, "srv") == 0; i++)
		if (entries[i]->endpoint.service ==
				entries[index]->endpoint.service &&
			entries[i]->endpoint.mode ==
				entries[index]->endpoint.mode)
			return false;
	return true;
}

/* How many of them the text must tell, and does */
static size_t count_told(const char *profile, const struct client *client,
	const struct matrix *matrix, const struct matrix_entry *const *entries,
	size_t count, const char *text)
{
	size_t told = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_told(client, entries, i))
			continue;
		told++;
		if (!is_there(matrix, entries[i]))
			fail_msg("%s for %s: %s:%u is lost\n%s", profile,
				client->name, entries[i]->endpoint.host,
				entries[i]->endpoint.port, text);
	}
	return told;
}

static void is_read_back(const char *profile, const struct client *client,
	const struct setup *setup, const char *text)
{
	const struct octets octets = {
		(const unsigned char *)text, strlen(text)};
	struct problem error = {0};
	struct matrix matrix;
	bool in = strcmp(client->name, "msmtp") != 0;
	bool out = strcmp(client->name, "mbsync") != 0 &&
		   strcmp(client->name, "fetchmail") != 0;
	size_t wanted = 0;

	if (!forms_read(
		    setup->arena, profile, octets, NULL, NULL, &matrix, &error))
		fail_msg("%s for %s: %s\n%s", profile, client->name,
			problem_say(setup->arena, &error), text);
	if (in)
		wanted += count_told(profile, client, &matrix, setup->incoming,
			setup->incoming_count, text);
	if (out)
		wanted += count_told(profile, client, &matrix, setup->outgoing,
			setup->outgoing_count, text);
	/* A zone says which services there are not. */
	if (matrix.entry_count != wanted ||
		(matrix.skipped_count && strcmp(client->name, "srv") != 0))
		fail_msg("%s for %s: %zu servers, %zu not used\n%s", profile,
			client->name, matrix.entry_count, matrix.skipped_count,
			text);
}

static bool can_say(const struct client *client, const struct list *in,
	const struct list *out)
{
	if (!in->count || !out->count)
		return false;
	return (!client->can_say ||
		       (client->can_say(in->entries[0]) &&
			       client->can_say(out->entries[0]))) &&
	       (!client->can_say_both ||
		       client->can_say_both(in->entries[0], out->entries[0]));
}

static void hand_on(struct arena *arena, const char *profile,
	const struct matrix *matrix, const struct client *client)
{
	struct list in = choose(matrix, client, false);
	struct list out = choose(matrix, client, true);
	const struct setup setup = {
		.arena = arena,
		.title = matrix->title,
		.user = USER,
		.domain = strchr(USER, '@') + 1,
		.incoming = in.entries,
		.incoming_count = in.count,
		.outgoing = out.entries,
		.outgoing_count = out.count,
		.exchange = strncmp(profile, "office365", 9) == 0,
		.checked = "not verified",
	};
	char *text;
	size_t length;
	FILE *stream;

	if (!can_say(client, &in, &out))
		return;
	stream = open_memstream(&text, &length);
	assert_non_null(stream);
	client->write(stream, &setup);
	assert_int_equal(fclose(stream), 0);
	is_read_back(profile, client, &setup, text);
	free(text);
}

static void test_profiles(void **state)
{
	struct arena *names_arena = arena_new();
	const char **name = profile_names(names_arena);
	size_t count = 0;

	(void)state;
	for (; *name; name++, count++) {
		struct arena *arena = arena_new();
		struct problem error = {0};
		struct matrix matrix;

		if (!profile_find(
			    arena, *name, "mail.example.com", &matrix, &error))
			fail_msg("%s: %s", *name, problem_say(arena, &error));
		for (size_t i = 0; i < clients_count; i++)
			hand_on(arena, *name, &matrix, clients_table[i]);
		arena_free(arena);
	}
	assert_true(count >= 60);
	arena_free(names_arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_profiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
