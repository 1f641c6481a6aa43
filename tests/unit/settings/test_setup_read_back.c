/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whatever is handed on, to whatever mail program: our own reader of its form
 * has the same server, port, mode, user and way to sign in. */

#include "model/memory.h"
#include "model/table.h"
#include "settings/clients/clients.h"
#include "settings/expect.h"
#include "settings/forms/forms.h"
#include "settings/host.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS "jo@example.com"

/* What a form can carry. */
enum carries {
	INCOMING = 1,
	OUTGOING = 2,
	USER = 4, /* the name that the user signs in with */
	AUTHENTICATION = 8,
	PEOPLE = 16, /* it is a text for them */
};

static const struct {
	const char *client;
	unsigned carries;
} trips[] = {
	{"thunderbird", INCOMING | OUTGOING | USER | AUTHENTICATION},
	{"autoconfig", INCOMING | OUTGOING | USER | AUTHENTICATION},
	{"autodiscover", INCOMING | OUTGOING | USER},
	{"apple", INCOMING | OUTGOING | USER},
	{"neomutt", INCOMING | OUTGOING | USER},
	{"msmtp", OUTGOING | USER},
	{"mbsync", INCOMING | USER},
	{"fetchmail", INCOMING | USER},
	{"srv", INCOMING | OUTGOING},
	{"outlook", INCOMING | OUTGOING | USER | PEOPLE},
	{"thunderbird-steps", INCOMING | OUTGOING | USER | PEOPLE},
	{"apple-mail", INCOMING | OUTGOING | USER | PEOPLE},
	{"ios", INCOMING | OUTGOING | USER | PEOPLE},
	{"android", INCOMING | OUTGOING | USER | PEOPLE},
};

static const char *const users[] = {ADDRESS, "jo", "jo doe", "jo\"x", "o'brien",
	"CORP\\jo", "jo\\\\x", "a%b", "100%", "a$b", "${USER}", "j\xc3\xbcrgen",
	"J\xc3\xb6 M\xc3\xbcller@b\xc3\xbc"
	"cher.example",
	"\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b\xe5\xad\x90.\xe5\x85\xac"
	"\xe5\x8f\xb8",
	"\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd", "jo+tag@example.com", "jo#1",
	"jo;x", "jo,x", "a&b", "-jo", "no.name", "993", "10042",
	"smtp.example.org", "jo@example.com@host.example", "jo=x", "jo/x",
	"jo(x)", "jo*"};

/* Names that a text for people may leave open, and never has otherwise. */
static const char *const odd_users[] = {"jo`id`", "jo:x", "<jo>", "none",
	"imap", "port", "{jo}", "jo|x", "[jo]", "your name", "$(id)"};

/* Names that no text for people can have: its quotes are none of the name. */
static const char *const quoted_users[] = {"'jo'", "\"jo\"", "a&amp;b"};

static const char *const ways[] = {"password-cleartext", "none", "OAuth2"};

static const char *const hosts[] = {"mail.example.com",
	"b\xc3\xbc"
	"cher.example",
	"xn--bcher-kva.example", "192.0.2.7"};

/* Ports that are known, and others */
static const unsigned ports[] = {
	25, 110, 143, 465, 587, 993, 995, 443, 2525, 10993, 65535};

struct trial {
	struct arena *arena;
	struct matrix_entry entries[2];
	const struct matrix_entry *list[2];
	struct setup setup;
	bool odd;    /* the name, for people */
	bool quoted; /* ... so that they are not asked */
};

static void prepare(struct trial *t, enum service service, unsigned port,
	enum tls_mode mode, const char *host, const char *user,
	const char *const *way)
{
	const char *reason;

	*t = (struct trial){.arena = arena_new()};
	for (size_t i = 0; i < 2; i++) {
		struct matrix_entry *entry = &t->entries[i];

		entry->endpoint = (struct endpoint){
			i ? SERVICE_SMTP : service, mode, NULL, port};
		assert_true(host_read(
			t->arena, host, &entry->endpoint.host, &reason));
		entry->account.user_name = user;
		entry->account.authentications = way;
		entry->account.authentication_count = 1;
		expect_usual(&entry->expectation);
		t->list[i] = entry;
	}
	t->setup = (struct setup){
		.arena = t->arena,
		.title = "example.com",
		.user = ADDRESS,
		.domain = "example.com",
		.incoming = &t->list[0],
		.incoming_count = 1,
		.outgoing = &t->list[1],
		.outgoing_count = 1,
		.checked = "not verified",
	};
}

static bool can_say(const struct client *client, const struct trial *t)
{
	const struct matrix_entry *in = t->list[0], *out = t->list[1];

	return (!client->imap_only || in->endpoint.service == SERVICE_IMAP) &&
	       (!client->can_say ||
		       (client->can_say(in) && client->can_say(out))) &&
	       (!client->can_say_both || client->can_say_both(in, out));
}

static const char *text_of(struct trial *t, const struct client *client)
{
	char *text;
	size_t length;
	FILE *stream = open_memstream(&text, &length);
	const char *copy;

	assert_non_null(stream);
	client->write(stream, &t->setup);
	assert_int_equal(fclose(stream), 0);
	copy = arena_strdup(t->arena, text);
	free(text);
	return copy;
}

/* "imap mail.example.com:993 implicit as jo", "smtp ... without a login" */
static const char *describe(
	struct trial *t, const struct matrix_entry *entry, unsigned carries)
{
	const struct endpoint *e = &entry->endpoint;
	const char *user = setup_user_name(&t->setup, entry);
	const char *text = arena_printf(t->arena, "%s %s:%u %s",
		service_name(e->service), e->host, e->port, mode_name(e->mode));

	if (carries & USER && user)
		text = arena_printf(t->arena, "%s as %s", text, user);
	if (carries & AUTHENTICATION)
		text = arena_printf(t->arena, "%s by %s", text,
			entry->account.authentication_count
				? entry->account.authentications[0]
				: "?");
	return text;
}

static const char *wanted_of(struct trial *t, unsigned carries)
{
	const char *text = "";

	for (size_t i = 0; i < 2; i++)
		if (carries & (i ? OUTGOING : INCOMING))
			text = arena_printf(t->arena, "%s%s\n", text,
				describe(t, t->list[i], carries));
	return text;
}

/* The same without a name */
static const char *open_of(struct trial *t, unsigned carries)
{
	const char *user = t->entries[0].account.user_name, *text;

	for (size_t i = 0; i < 2; i++)
		t->entries[i].account.user_name = NULL;
	text = wanted_of(t, carries);
	for (size_t i = 0; i < 2; i++)
		t->entries[i].account.user_name = user;
	return text;
}

static const char *read_back(
	struct trial *t, const char *text, unsigned carries)
{
	const struct octets octets = {
		(const unsigned char *)text, strlen(text)};
	struct problem error = {0};
	struct matrix matrix;
	const char *got = "";

	if (!forms_read(t->arena, "here", octets, NULL, NULL, &matrix, &error))
		return problem_say(t->arena, &error);
	for (int outgoing = 0; outgoing < 2; outgoing++)
		for (size_t i = 0; i < matrix.entry_count; i++)
			if (service_is_outgoing(
				    matrix.entries[i].endpoint.service) ==
				outgoing)
				got = arena_printf(t->arena, "%s%s\n", got,
					describe(t, &matrix.entries[i],
						carries));
	return got;
}

/* How many were read otherwise than they were written; the first is shown. */
static size_t try_all(struct trial *t)
{
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT_OF(trips); i++) {
		const struct client *client = clients_find(trips[i].client);
		const char *text, *wanted, *got;

		assert_non_null(client);
		if (!can_say(client, t) ||
			(t->quoted && trips[i].carries & PEOPLE))
			continue;
		text = text_of(t, client);
		wanted = wanted_of(t, trips[i].carries);
		got = read_back(t, text, trips[i].carries);
		if (strcmp(wanted, got) == 0 ||
			(t->odd && trips[i].carries & PEOPLE &&
				strcmp(open_of(t, trips[i].carries), got) == 0))
			continue;
		fprintf(stderr, "%s: instead of\n%sthere is\n%sof\n%s\n",
			client->name, wanted, got, text);
		wrong++;
	}
	return wrong;
}

static size_t try_user(const char *user, bool odd, bool quoted)
{
	size_t wrong = 0;

	for (size_t way = 0; way < COUNT_OF(ways); way++) {
		struct trial t;

		prepare(&t, SERVICE_IMAP, 10993, MODE_IMPLICIT,
			"mail.example.com", user, &ways[way]);
		t.odd = odd;
		t.quoted = quoted;
		wrong += try_all(&t);
		arena_free(t.arena);
	}
	return wrong;
}

static void user_names(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(users); i++)
		wrong += try_user(users[i], false, false);
	for (size_t i = 0; i < COUNT_OF(odd_users); i++)
		wrong += try_user(odd_users[i], true, false);
	for (size_t i = 0; i < COUNT_OF(quoted_users); i++)
		wrong += try_user(quoted_users[i], false, true);
	assert_int_equal(wrong, 0);
}

static void modes_and_ports(void **state)
{
	static const enum service incoming[] = {SERVICE_IMAP, SERVICE_POP3};
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ports) * MODE_COUNT * 2; i++) {
		struct trial t;

		prepare(&t, incoming[i % 2], ports[i / 2 / MODE_COUNT],
			(enum tls_mode)(i / 2 % MODE_COUNT), "mail.example.com",
			ADDRESS, &ways[0]);
		wrong += try_all(&t);
		arena_free(t.arena);
	}
	assert_int_equal(wrong, 0);
}

static void names_of_hosts(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hosts); i++) {
		struct trial t;

		prepare(&t, SERVICE_IMAP, 993, MODE_IMPLICIT, hosts[i], ADDRESS,
			&ways[0]);
		wrong += try_all(&t);
		arena_free(t.arena);
	}
	assert_int_equal(wrong, 0);
}

/* Every mail program is in the table. */
static void none_is_forgotten(void **state)
{
	(void)state;
	assert_int_equal(COUNT_OF(trips), clients_count);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(user_names),
		cmocka_unit_test(modes_and_ports),
		cmocka_unit_test(names_of_hosts),
		cmocka_unit_test(none_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
