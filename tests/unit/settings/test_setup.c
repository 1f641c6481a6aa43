/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the writers write, our own readers read back to the same endpoints. */

#include "model/memory.h"
#include "model/table.h"
#include "settings/clients/clients.h"
#include "settings/expect.h"
#include "settings/forms/forms.h"
#include "settings/refuse.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 4

#define POP3 SERVICE_POP3
#define IMAP SERVICE_IMAP
#define SMTP SERVICE_SMTP
#define IMPLICIT MODE_IMPLICIT
#define EXPLICIT MODE_EXPLICIT
#define CLEARTEXT MODE_CLEARTEXT

static const char *const plain[] = {"password-cleartext"};
static const char *const oauth[] = {"OAuth2", "password-cleartext"};

/* Settings to be handed on. */
static const struct matter {
	const char *name;
	struct endpoint incoming[MOST]; /* up to one without a host */
	struct endpoint outgoing[MOST];
	const char *user;
	const char *user_name; /* template; NULL: not told */
	bool oauth;
} matters[] = {
	{"the usual", {{IMAP, IMPLICIT, "imap.example.com", 993}},
		{{SMTP, IMPLICIT, "smtp.example.com", 465}}, "jo@example.com",
		NULL, false},
	{"explicit", {{IMAP, EXPLICIT, "mail.example.com", 143}},
		{{SMTP, EXPLICIT, "mail.example.com", 587}}, "jo@example.com",
		"%EMAILLOCALPART%", false},
	{"POP3", {{POP3, IMPLICIT, "pop.example.com", 995}},
		{{SMTP, EXPLICIT, "smtp.example.com", 587}}, "jo@example.com",
		"%EMAILADDRESS%", false},
	{"POP3 with STLS", {{POP3, EXPLICIT, "pop.example.com", 110}},
		{{SMTP, EXPLICIT, "smtp.example.com", 25}}, "jo@example.com",
		NULL, false},
	{"strange ports", {{IMAP, IMPLICIT, "mail.example.com", 143}},
		{{SMTP, EXPLICIT, "mail.example.com", 465}}, "jo@example.com",
		NULL, false},
	{"ports of their own", {{IMAP, EXPLICIT, "mail.example.com", 9143}},
		{{SMTP, IMPLICIT, "mail.example.com", 2465}}, "jo@example.com",
		NULL, false},
	{"implicit on the ports of STARTTLS",
		{{POP3, IMPLICIT, "mail.example.com", 110}},
		{{SMTP, IMPLICIT, "mail.example.com", 587}}, "jo@example.com",
		NULL, false},
	{"STARTTLS on the ports of implicit TLS",
		{{IMAP, EXPLICIT, "mail.example.com", 993}},
		{{SMTP, EXPLICIT, "mail.example.com", 465}}, "jo@example.com",
		NULL, false},
	{"implicit on unusual ports",
		{{POP3, IMPLICIT, "mail.example.com", 443}},
		{{SMTP, IMPLICIT, "mail.example.com", 2587}}, "jo@example.com",
		NULL, false},
	{"cleartext on unusual ports",
		{{IMAP, CLEARTEXT, "mail.example.com", 10993}},
		{{SMTP, CLEARTEXT, "mail.example.com", 465}}, "jo@example.com",
		NULL, false},
	{"encrypted one way", {{IMAP, CLEARTEXT, "mail.example.com", 143}},
		{{SMTP, EXPLICIT, "mail.example.com", 2587}}, "jo@example.com",
		NULL, false},
	{"cleartext", {{IMAP, CLEARTEXT, "mail.example.com", 143}},
		{{SMTP, CLEARTEXT, "mail.example.com", 25}}, "jo@example.com",
		NULL, false},
	{"OAuth", {{IMAP, IMPLICIT, "outlook.office365.com", 993}},
		{{SMTP, EXPLICIT, "smtp.office365.com", 587}}, "jo@example.com",
		NULL, true},
	{"an odd address", {{IMAP, IMPLICIT, "imap.example.com", 993}},
		{{SMTP, IMPLICIT, "smtp.example.com", 465}},
		"o'brien+tag%x#y&z@example.com", NULL, false},
	{"a domain of Windows", {{IMAP, IMPLICIT, "imap.example.com", 993}},
		{{SMTP, IMPLICIT, "smtp.example.com", 465}}, "jo@example.com",
		"CORP\\%EMAILLOCALPART%", false},
	{"quotes", {{IMAP, IMPLICIT, "imap.example.com", 993}},
		{{SMTP, IMPLICIT, "smtp.example.com", 465}}, "jo@example.com",
		"a\"b'c`d$e#f;g %EMAILADDRESS%", false},
	{"several",
		{{IMAP, IMPLICIT, "imap.example.com", 993},
			{POP3, EXPLICIT, "pop.example.com", 110}},
		{{SMTP, IMPLICIT, "smtp.example.com", 465},
			{SMTP, EXPLICIT, "smtp.example.com", 587}},
		"jo@example.com", NULL, false},
	{"IDNA", {{IMAP, IMPLICIT, "xn--bcher-kva.example", 993}},
		{{SMTP, IMPLICIT, "xn--bcher-kva.example", 465}},
		"jo@xn--bcher-kva.example", NULL, false},
};

/* Which form reads what the client's writer writes. */
static const struct {
	const char *client;
	const char *form;
	bool incoming;
	bool outgoing;
} round_trips[] = {
	{"thunderbird", "autoconfig", true, true},
	{"autoconfig", "autoconfig", true, true},
	{"autodiscover", "autodiscover", true, true},
	{"apple", "mobileconfig", true, true},
	{"neomutt", "neomutt", true, true},
	{"msmtp", "msmtp", false, true},
	{"mbsync", "mbsync", true, false},
	{"fetchmail", "fetchmail", true, false},
	{"srv", "zone", true, true},
	{"outlook", "panel", true, true},
	{"thunderbird-steps", "panel", true, true},
	{"apple-mail", "panel", true, true},
	{"ios", "panel", true, true},
	{"android", "panel", true, true},
};

struct written {
	struct arena *arena;
	struct matrix_entry entries[2 * MOST];
	const struct matrix_entry *incoming[MOST];
	const struct matrix_entry *outgoing[MOST];
	struct setup setup;
};

static size_t take(struct written *w, const struct matter *matter,
	const struct endpoint *endpoints, size_t first,
	const struct matrix_entry **list)
{
	size_t count = 0;

	for (; count < MOST && endpoints[count].host; count++) {
		struct matrix_entry *entry = &w->entries[first + count];

		entry->endpoint = endpoints[count];
		entry->account.user_name = matter->user_name;
		entry->account.authentications = matter->oauth ? oauth : plain;
		entry->account.authentication_count =
			matter->oauth ? COUNT_OF(oauth) : COUNT_OF(plain);
		expect_usual(&entry->expectation);
		list[count] = entry;
	}
	return count;
}

static struct written *prepare(const struct matter *matter)
{
	struct written *w = memory_calloc(1, sizeof(*w));

	w->arena = arena_new();
	w->setup = (struct setup){
		.arena = w->arena,
		.title = "mail.b\xc3\xbc"
			 "cher.example",
		.user = matter->user,
		.domain = strrchr(matter->user, '@') + 1,
		.incoming = w->incoming,
		.outgoing = w->outgoing,
		.checked = "not verified",
	};
	w->setup.incoming_count =
		take(w, matter, matter->incoming, 0, w->incoming);
	w->setup.outgoing_count =
		take(w, matter, matter->outgoing, MOST, w->outgoing);
	return w;
}

static void done(struct written *w)
{
	arena_free(w->arena);
	free(w);
}

/* In the arena */
static const char *text_of(struct written *w, const char *name)
{
	const struct client *client = clients_find(name);
	char *text;
	size_t length;
	FILE *stream = open_memstream(&text, &length);
	const char *copy;

	assert_non_null(client);
	assert_non_null(stream);
	client->write(stream, &w->setup);
	assert_int_equal(fclose(stream), 0);
	copy = arena_strdup(w->arena, text);
	free(text);
	return copy;
}

static const struct matrix_entry *find_entry(
	const struct matrix *matrix, const struct endpoint *endpoint)
{
	for (size_t i = 0; i < matrix->entry_count; i++) {
		const struct endpoint *e = &matrix->entries[i].endpoint;

		if (e->service == endpoint->service &&
			e->mode == endpoint->mode &&
			e->port == endpoint->port &&
			strcmp(e->host, endpoint->host) == 0)
			return &matrix->entries[i];
	}
	return NULL;
}

/* Where the form says it: the name that the user signs in with, or what stands
 * for it. */
static void is_same_user(struct written *w, const struct matrix_entry *entry,
	const struct matrix_entry *found, const char *text)
{
	const char *name = found->account.user_name;
	const char *wanted = setup_user_name(&w->setup, entry);

	/* Text for people is read word by word. */
	if (!name || (strpbrk(wanted, " `") && !strstr(text, "<?xml") &&
			     strstr(text, " 1. ")))
		return;
	if (strcmp(setup_user_name(&w->setup, found),
		    setup_user_name(&w->setup, entry)) != 0 &&
		strcmp(name, setup_user_name(&w->setup, entry)) != 0)
		fail_msg("%s is not %s, read back from\n%s", name,
			setup_user_name(&w->setup, entry), text);
}

static void is_read_back(struct written *w, const struct matter *matter,
	size_t trip, const char *text)
{
	const struct octets octets = {
		(const unsigned char *)text, strlen(text)};
	struct problem error = {0};
	struct matrix matrix;
	size_t wanted = 0;
	/* What serves many users says all that there is. */
	bool all = strncmp(round_trips[trip].client, "auto", 4) == 0 ||
		   strcmp(round_trips[trip].client, "thunderbird") == 0 ||
		   strcmp(round_trips[trip].client, "srv") == 0;

	if (!forms_read(w->arena, round_trips[trip].client, octets, NULL, NULL,
		    &matrix, &error))
		fail_msg("%s, %s: %s\n%s", round_trips[trip].client,
			matter->name, problem_say(w->arena, &error), text);
	if (strcmp(matrix.form, round_trips[trip].form) != 0)
		fail_msg("%s is taken for %s:\n%s", round_trips[trip].client,
			matrix.form, text);
	for (int outgoing = 0; outgoing < 2; outgoing++) {
		const struct matrix_entry *const *list =
			outgoing ? w->outgoing : w->incoming;

		if (outgoing ? !round_trips[trip].outgoing
			     : !round_trips[trip].incoming)
			continue;
		for (size_t i = 0; list[i] && (i == 0 || all); i++) {
			const struct matrix_entry *found =
				find_entry(&matrix, &list[i]->endpoint);

			wanted++;
			if (!found)
				fail_msg("%s, %s: %s is not read back from\n%s",
					round_trips[trip].client, matter->name,
					service_name(list[i]->endpoint.service),
					text);
			is_same_user(w, list[i], found, text);
		}
	}
	if (matrix.entry_count != wanted)
		fail_msg("%s, %s: %zu are read back from\n%s",
			round_trips[trip].client, matter->name,
			matrix.entry_count, text);
}

/* Whether the form has words for it; `setup` leaves out what it has none for.
 */
static bool can_say(const struct client *client, const struct written *w)
{
	const struct matrix_entry *in = w->incoming[0], *out = w->outgoing[0];

	return (!client->imap_only || in->endpoint.service == IMAP) &&
	       (!client->can_say ||
		       (client->can_say(in) && client->can_say(out))) &&
	       (!client->can_say_both || client->can_say_both(in, out));
}

static void test_round_trips(void **state)
{
	(void)state;
	for (size_t trip = 0; trip < COUNT_OF(round_trips); trip++)
		for (size_t i = 0; i < COUNT_OF(matters); i++) {
			const struct client *client =
				clients_find(round_trips[trip].client);
			struct written *w = prepare(&matters[i]);

			if (can_say(client, w))
				is_read_back(w, &matters[i], trip,
					text_of(w, client->name));
			done(w);
		}
}

/* Every writer's form is read back; none is forgotten. */
static void test_all_are_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < clients_count; i++) {
		bool found = false;

		for (size_t trip = 0; trip < COUNT_OF(round_trips); trip++)
			found = found || strcmp(round_trips[trip].client,
						 clients_table[i]->name) == 0;
		if (!found)
			fail_msg("no reader for %s", clients_table[i]->name);
	}
}

/* The user's name as each form has it. */
static void test_user_names(void **state)
{
	static const struct {
		const char *client;
		const char *words;
	} cases[] = {
		{"thunderbird", "<username>%EMAILLOCALPART%</username>"},
		{"apple", "<string>jo</string>"},
		{"neomutt", "imap://jo@mail.example.com:143/"},
		{"msmtp", "user \"jo\""},
		{"mbsync", "User \"jo\""},
		{"fetchmail", "user \"jo\""},
		{"outlook", "jo\n"},
		{"ios", "jo\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct written *w = prepare(&matters[1]);
		const char *text = text_of(w, cases[i].client);

		if (!strstr(text, cases[i].words))
			fail_msg("%s: no %s in\n%s", cases[i].client,
				cases[i].words, text);
		done(w);
	}
}

/* A person who is told what to enter sees no sign for a name. */
static void test_nobody_in_steps(void **state)
{
	static const struct {
		size_t matter;
		const char *words;
	} cases[] = {
		{1, " the part of the mail address before the @\n"},
		{2, " the full mail address\n"},
		{3, " the full mail address\n"},
	};
	static const char *const clients[] = {"outlook", "ios"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases) * COUNT_OF(clients); i++) {
		struct written *w = prepare(&matters[cases[i / 2].matter]);
		const char *text;

		w->setup.user = NULL;
		text = text_of(w, clients[i % 2]);
		if (!strstr(text, cases[i / 2].words) || strchr(text, '%'))
			fail_msg("no %s in\n%s", cases[i / 2].words, text);
		done(w);
	}
}

/* msmtp knows no backslashes of a meaning of their own; the others do. */
static void test_backslashes(void **state)
{
	static const struct {
		const char *client;
		const char *words;
	} cases[] = {
		{"msmtp", "user \"CORP\\jo\""},
		{"mbsync", "User \"CORP\\\\jo\""},
		{"fetchmail", "user \"CORP\\\\jo\""},
		{"neomutt", "imaps://CORP%5Cjo@"},
		{"outlook", "CORP\\jo\n"},
	};
	const struct matter matter = {"a domain of Windows",
		{{IMAP, IMPLICIT, "imap.example.com", 993}},
		{{SMTP, IMPLICIT, "smtp.example.com", 465}}, "jo@example.com",
		"CORP\\%EMAILLOCALPART%", false};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct written *w = prepare(&matter);
		const char *text = text_of(w, cases[i].client);

		if (!strstr(text, cases[i].words))
			fail_msg("%s: no %s in\n%s", cases[i].client,
				cases[i].words, text);
		done(w);
	}
}

/* What a person needs, in the words of the dialog. */
static void test_steps(void **state)
{
	static const char *const clients[] = {
		"outlook", "thunderbird-steps", "apple-mail", "ios", "android"};
	static const char *const words[] = {
		"imap.example.com", "smtp.example.com", "jo@example.com"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		struct written *w = prepare(&matters[0]);
		const char *text = text_of(w, clients[i]);

		for (size_t k = 0; k < COUNT_OF(words); k++)
			if (!strstr(text, words[k]))
				fail_msg("%s: no %s in\n%s", clients[i],
					words[k], text);
		assert_non_null(strstr(text, "not verified"));
		done(w);
	}
}

/* The user's name is what the source gives; that of the user whose file it was
 * says how it is made. */
static void test_names_of_the_source(void **state)
{
	static const struct {
		const char *name;
		const char *address; /* of the source */
		const char *want;
	} cases[] = {
		{NULL, NULL, "jo@example.com"},
		{"u12345", NULL, "u12345"},
		{"u12345", "jo@example.com", "u12345"},
		{"ann", "ann@example.com", "jo"},
		{"ann@example.com", "ann@example.com", "jo@example.com"},
		{"box7@example.com", "ann@example.com", "box7@example.com"},
		{"%EMAILLOCALPART%.%EMAILDOMAIN%", NULL, "jo.example.com"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct written *w = prepare(&matters[0]);

		w->entries[0].account.user_name = cases[i].name;
		w->entries[0].account.address = cases[i].address;
		assert_string_equal(setup_user_name(&w->setup, &w->entries[0]),
			cases[i].want);
		done(w);
	}
}

/* A server to send by that nobody logs in to */
static void test_no_login(void **state)
{
	static const char *const none[] = {"none"};
	static const struct {
		const char *client;
		const char *words;
		const char *never;
	} cases[] = {
		{"msmtp", "auth off", "\nuser "},
		{"neomutt", "smtps://smtp.example.com:465", "smtps://jo"},
		{"autodiscover", "<AuthRequired>off<", NULL},
		{"thunderbird", "<authentication>none<", NULL},
		{"apple", "EmailAuthNone", "OutgoingMailServerUsername"},
		{"outlook", "does not require signing in", "same name"},
		{"android", "\"Require sign-in\" off", "same name"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct written *w = prepare(&matters[0]);
		const char *text;

		w->entries[MOST].account.authentications = none;
		text = text_of(w, cases[i].client);
		if (!strstr(text, cases[i].words) ||
			(cases[i].never && strstr(text, cases[i].never)))
			fail_msg("%s:\n%s", cases[i].client, text);
		done(w);
	}
}

/* With OAuth there is no password to be told of. */
static void test_oauth_steps(void **state)
{
	static const char *const clients[] = {
		"outlook", "thunderbird-steps", "apple-mail", "ios", "android"};
	const struct matter *matter = matters;

	(void)state;
	while (!matter->oauth)
		matter++;
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		struct written *w = prepare(matter);
		const char *text = text_of(w, clients[i]);

		assert_non_null(strstr(text, "OAuth 2.0"));
		assert_null(strstr(text, "name and password"));
		assert_null(strstr(text, "SPA"));
		done(w);
	}
}

/* Two users of a provider are two accounts of a telephone's. */
static void test_apple_identifiers(void **state)
{
	struct written *a = prepare(&matters[0]), *b = prepare(&matters[0]);
	const char *texts[2], *at[2];

	(void)state;
	b->setup.user = "ann@example.com";
	texts[0] = text_of(a, "apple");
	texts[1] = text_of(b, "apple");
	for (size_t i = 0; i < 2; i++)
		at[i] = strstr(texts[i], "<string>mailsonde.profile.");
	assert_true(strncmp(at[0], at[1], strcspn(at[0], "\n")) != 0);
	done(a);
	done(b);
}

/* Outlook takes the address unless it is told another name. */
static void test_login_name(void **state)
{
	struct written *w = prepare(&matters[1]);

	(void)state;
	assert_non_null(strstr(
		text_of(w, "autodiscover"), "<LoginName>jo</LoginName>"));
	done(w);
}

static void test_other_names(void **state)
{
	(void)state;
	assert_ptr_equal(clients_find("mobileconfig"), clients_find("apple"));
	assert_ptr_equal(clients_find("mutt"), clients_find("neomutt"));
	assert_non_null(clients_find("ios"));
	assert_null(clients_find("nothing"));
}

/* RFC 6186, RFC 8314: what is not there is denied. */
static void test_srv(void **state)
{
	struct written *w = prepare(&matters[0]);
	const char *text = text_of(w, "srv");

	(void)state;
	assert_non_null(strstr(text, "_imaps._tcp"));
	assert_non_null(strstr(text, "993 imap.example.com."));
	assert_non_null(strstr(text, "_submissions._tcp"));
	assert_non_null(strstr(text, "465 smtp.example.com."));
	done(w);
}

/* A title may be anything that a stranger's file had. */
static void test_hostile_title(void **state)
{
	(void)state;
	for (size_t i = 0; i < clients_count; i++) {
		struct written *w = prepare(&matters[0]);
		const char *text;

		w->setup.title = "a<b>&\"'`id`$(id) --> ]]>";
		text = text_of(w, clients_table[i]->name);
		if (strstr(text, "<?xml")) {
			assert_null(strstr(text, "<b>"));
			assert_null(strstr(text, "]]>"));
			assert_null(strstr(text, "--> "));
		}
		/* Elsewhere it stands in a comment, or in words for people. */
		for (const char *at = text; (at = strstr(at, "`id`")); at++) {
			const char *line = at;

			while (line > text && line[-1] != '\n')
				line--;
			if (!strstr(text, "<?xml") &&
				clients_table[i]->needs_user && *line != '#')
				fail_msg("%s: %.*s", clients_table[i]->name,
					(int)strcspn(line, "\n"), line);
		}
		done(w);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_all_are_read_back),
		cmocka_unit_test(test_user_names),
		cmocka_unit_test(test_nobody_in_steps),
		cmocka_unit_test(test_backslashes),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_names_of_the_source),
		cmocka_unit_test(test_no_login),
		cmocka_unit_test(test_oauth_steps),
		cmocka_unit_test(test_apple_identifiers),
		cmocka_unit_test(test_login_name),
		cmocka_unit_test(test_other_names),
		cmocka_unit_test(test_srv),
		cmocka_unit_test(test_hostile_title),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
