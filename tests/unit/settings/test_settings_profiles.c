/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Profiles, good and bad. */

#include "model/table.h"
#include "settings/library/profile.h"
#include "tests/unit/settings/settings_run.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "<profile xmlns='urn:mailsonde:profile:1' name='p' title='P'>\n"
#define SOURCE "<source title='S' looked-up='2026-11' certainty='reported'/>\n"
#define ENDPOINT "<endpoint service='imap' host='a.example' port='993' "
#define IMPLICIT ENDPOINT "mode='implicit'>"
#define TAIL "</endpoint></profile>\n"
#define BODY(inner) HEAD SOURCE IMPLICIT inner TAIL

static bool read_text(struct settings_run *f, const char *text,
	const char *host, struct matrix *ret_matrix, struct problem *ret_error)
{
	return profile_read(f->arena, "here.xml", text, strlen(text), host,
		ret_matrix, ret_error);
}

static void compare_full_expectation(const struct expectation *e)
{
	assert_int_equal(e->tls[TLS_SSL3].demand, DEMAND_NONE);
	assert_int_equal(e->tls[TLS_1_0].demand, DEMAND_FORBIDDEN);
	assert_int_equal(e->tls[TLS_1_0].severity, SEVERITY_WARNING);
	assert_string_equal(e->tls[TLS_1_0].note, "n");
	assert_int_equal(e->tls[TLS_1_1].demand, DEMAND_NONE);
	assert_int_equal(e->tls[TLS_1_2].demand, DEMAND_NONE);
	assert_int_equal(e->tls[TLS_1_3].demand, DEMAND_REQUIRED);
	assert_int_equal(e->tls[TLS_1_3].severity, SEVERITY_ERROR);
	assert_null(e->tls[TLS_1_3].note);
	assert_int_equal(e->tls_at_least, TLS_1_3);
	assert_string_equal(e->product, "X & Y");
	assert_int_equal(e->greeting_count, 2);
	assert_string_equal(e->greetings[0].pattern, "^220  a");
	assert_string_equal(e->greetings[1].pattern, "b{1,3}|\\{");
	assert_int_equal(e->mechanism_count, 2);
	assert_string_equal(e->mechanisms[0].mechanism, "XOAUTH2");
	assert_int_equal(e->mechanisms[0].demand, DEMAND_REQUIRED);
	assert_int_equal(e->mechanisms[0].severity, SEVERITY_INFO);
	assert_string_equal(e->mechanisms[1].mechanism, "LOGIN");
	assert_int_equal(e->mechanisms[1].demand, DEMAND_ALLOWED);
	assert_int_equal(e->mechanisms[1].severity, SEVERITY_ERROR);
	assert_int_equal(e->capability_count, 1);
	assert_string_equal(e->capabilities[0].capability, "8BITMIME");
	assert_int_equal(e->capabilities[0].demand, DEMAND_REQUIRED);
	assert_int_equal(e->capabilities[0].severity, SEVERITY_ERROR);
}

static void compare_full_head(const struct matrix *matrix)
{
	assert_string_equal(matrix->kind, "file");
	assert_string_equal(matrix->name, "here.xml");
	assert_string_equal(matrix->title, "A B");
	assert_string_equal(matrix->note, "one two three");
	assert_int_equal(matrix->source_count, 2);
	assert_string_equal(matrix->sources[0].title, "S1");
	assert_string_equal(matrix->sources[0].url, "https://s.example/");
	assert_string_equal(matrix->sources[0].looked_up, "2026-11-22");
	assert_string_equal(matrix->sources[0].certainty, "confirmed");
	assert_string_equal(matrix->sources[0].note, "some of it");
	assert_string_equal(matrix->sources[1].title, "S2");
	assert_null(matrix->sources[1].url);
	assert_string_equal(matrix->sources[1].looked_up, "2015");
	assert_string_equal(matrix->sources[1].certainty, "uncertain");
	assert_null(matrix->sources[1].note);
}

static void a_profile_is_read_whole(void **state)
{
	struct settings_run *f = *state;
	struct problem error = {0};
	struct matrix matrix;
	const struct endpoint *open, *named;

	if (!read_text(f, settings_full_profile, "H.example", &matrix, &error))
		fail_msg("%s", problem_say(f->arena, &error));
	compare_full_head(&matrix);
	assert_int_equal(matrix.entry_count, 2);
	open = &matrix.entries[0].endpoint;
	assert_int_equal(open->service, SERVICE_SMTP);
	assert_string_equal(open->host, "h.example");
	assert_int_equal(open->port, 587);
	assert_int_equal(open->mode, MODE_EXPLICIT);
	compare_full_expectation(&matrix.entries[0].expectation);

	named = &matrix.entries[1].endpoint;
	assert_int_equal(named->service, SERVICE_POP3);
	assert_string_equal(named->host, "b.example");
	assert_int_equal(named->port, 110);
	assert_int_equal(named->mode, MODE_CLEARTEXT);
	assert_int_equal(matrix.entries[1].expectation.tls_at_least, TLS_NONE);
	assert_int_equal(matrix.entries[1].expectation.greeting_count, 0);
}

static void an_open_host_stays_open(void **state)
{
	struct settings_run *f = *state;
	struct problem error = {0};
	struct matrix matrix;

	assert_true(read_text(f, settings_full_profile, NULL, &matrix, &error));
	assert_null(matrix.entries[0].endpoint.host);
	assert_false(
		read_text(f, settings_full_profile, "a b", &matrix, &error));
	assert_int_equal(error.kind, PROBLEM_USAGE);
	settings_has_words(problem_say(f->arena, &error),
		"\"a b\": this cannot be the server's name", "an open host");
}

#define GREETING(pattern)                                                      \
	"<greeting product='x'><pattern>" pattern "</pattern></greeting>"

static const struct {
	const char *name;
	const char *xml;
	const char *words; /* of the message, behind "here.xml:" */
} bad_profiles[] = {
	{"nothing", "", "1: the file is empty"},
	{"blanks", " \n ", ":"},
	{"text", "imap mail.example.com\n", "1: "},
	{"not closed", HEAD "\n\n", "4: "},
	{"wrong tag closed", HEAD "</profil>", "2: "},
	{"two roots", BODY("") "<a/>", "4: "},
	{"undeclared entity", HEAD "<note>&a;</note>", "2: there is an \"&\""},
	{"not UTF-8", HEAD "<note>\xff</note>", "2: "},
	{"control character", HEAD "<note>\x01</note>", "2: "},
	{"control reference", HEAD "<note>&#1;</note>", "2: "},
	{"escape sequence in a name", "<a\033[2J/>", "1: "},
	{"DTD", "<!DOCTYPE profile>\n" BODY(""), "1: a document type"},
	{"DTD elsewhere",
		"<!DOCTYPE profile SYSTEM 'http://a.example/x.dtd'>\n" BODY(""),
		"1: a document type"},
	{"file entity",
		"<?xml version='1.0'?>\n<!DOCTYPE p [\n<!ENTITY a SYSTEM "
		"'file:///etc/passwd'>]>\n" HEAD "<note>&a;</note>",
		"2: a document type"},
	{"entity bomb",
		"<!DOCTYPE p [<!ENTITY a 'aaaaaaaaaa'>"
		"<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
		"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"
		"<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
		"<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>"
		"<!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>]>\n" HEAD
		"<note>&f;</note>" SOURCE IMPLICIT TAIL,
		"1: a document type"},
	{"a schema from elsewhere",
		"<profile xmlns='urn:mailsonde:profile:1'\n"
		"xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'\n"
		"xsi:schemaLocation='urn:x http://a.example/x.xsd'/>",
		"3: a schema of its own"},
	{"another type",
		HEAD SOURCE ENDPOINT
		"xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
		"xsi:type='tls'>" TAIL,
		"3: a schema of its own"},
	{"another root", "<report/>", "1: this is XML, but not a profile"},
	{"another namespace", "\n<profile xmlns='urn:other'/>",
		"2: this is XML, but not a profile"},
	{"no namespace", "<profile name='p' title='P'/>", "not a profile"},
	{"no name",
		"<profile xmlns='urn:mailsonde:profile:1' title='P'>" SOURCE
			IMPLICIT TAIL,
		"1: Element 'profile': The attribute 'name'"},
	{"a name with a slash",
		"<profile xmlns='urn:mailsonde:profile:1' name='a/b' "
		"title='P'>" SOURCE IMPLICIT TAIL,
		"1: Element 'profile', attribute 'name'"},
	{"blank title",
		"<profile xmlns='urn:mailsonde:profile:1' name='p' "
		"title=' '>" SOURCE IMPLICIT TAIL,
		"1: Element 'profile', attribute 'title'"},
	{"no source", HEAD IMPLICIT TAIL, "2: Element 'endpoint'"},
	{"no endpoint", HEAD SOURCE "</profile>", "1: Element 'profile'"},
	{"note behind the source", HEAD SOURCE "<note>n</note>" IMPLICIT TAIL,
		"3: Element 'note'"},
	{"empty note", HEAD "<note> </note>" SOURCE IMPLICIT TAIL,
		"2: Element 'note'"},
	{"text between elements", HEAD "words" SOURCE IMPLICIT TAIL,
		"1: Element 'profile'"},
	{"unknown certainty",
		HEAD
		"<source title='S' looked-up='2026' certainty='sure'/>" IMPLICIT
			TAIL,
		"2: Element 'source', attribute 'certainty'"},
	{"unknown date",
		HEAD "<source title='S' looked-up='lately' "
		     "certainty='reported'/>" IMPLICIT TAIL,
		"2: Element 'source', attribute 'looked-up'"},
	{"impossible date",
		HEAD "<source title='S' looked-up='2026-02-30' "
		     "certainty='reported'/>" IMPLICIT TAIL,
		"2: Element 'source', attribute 'looked-up'"},
	{"a script for a URL",
		HEAD "<source title='S' url='javascript:1' looked-up='2026' "
		     "certainty='reported'/>" IMPLICIT TAIL,
		"2: Element 'source', attribute 'url'"},
	{"unknown service",
		HEAD SOURCE "<endpoint service='gopher' host='a' port='1' "
			    "mode='implicit'>" TAIL,
		"3: Element 'endpoint', attribute 'service'"},
	{"no service",
		HEAD SOURCE "<endpoint host='a' port='1' mode='implicit'>" TAIL,
		"3: Element 'endpoint': The attribute 'service'"},
	{"unknown mode", HEAD SOURCE ENDPOINT "mode='ssl'>" TAIL,
		"3: Element 'endpoint', attribute 'mode'"},
	{"no mode", HEAD SOURCE ENDPOINT ">" TAIL,
		"3: Element 'endpoint': The attribute 'mode'"},
	{"port 0",
		HEAD SOURCE "<endpoint service='imap' host='a' port='0' "
			    "mode='implicit'>" TAIL,
		"3: Element 'endpoint', attribute 'port'"},
	{"port 70000",
		HEAD SOURCE "<endpoint service='imap' host='a' port='70000' "
			    "mode='implicit'>" TAIL,
		"3: Element 'endpoint', attribute 'port'"},
	{"no number for a port",
		HEAD SOURCE "<endpoint service='imap' host='a' port='993x' "
			    "mode='implicit'>" TAIL,
		"3: Element 'endpoint', attribute 'port'"},
	{"no port",
		HEAD SOURCE
		"<endpoint service='imap' host='a' mode='implicit'>" TAIL,
		"3: Element 'endpoint': The attribute 'port'"},
	{"blank host",
		HEAD SOURCE "<endpoint service='imap' host='' port='993' "
			    "mode='implicit'>" TAIL,
		"3: Element 'endpoint', attribute 'host'"},
	{"bad host",
		HEAD SOURCE "\n<endpoint service='imap' host='a b' port='993' "
			    "mode='implicit'>" TAIL,
		"4: the host \"a b\": there is a blank"},
	{"unknown attribute",
		HEAD SOURCE ENDPOINT "mode='implicit' tls='1'>" TAIL,
		"3: Element 'endpoint', attribute 'tls'"},
	{"unknown element", BODY("<sasl/>"), "3: Element 'sasl'"},
	{"foreign element", BODY("<x xmlns='urn:x'/>"), "3: "},
	{"unknown TLS version", BODY("<tls version='1.4' expect='allowed'/>"),
		"3: Element 'tls', attribute 'version'"},
	{"SSL", BODY("<tls version='SSL3' expect='forbidden'/>"),
		"3: Element 'tls', attribute 'version'"},
	{"unknown demand", BODY("<tls version='1.2' expect='maybe'/>"),
		"3: Element 'tls', attribute 'expect'"},
	{"no demand", BODY("<tls version='1.2'/>"), "3: Element 'tls'"},
	{"unknown severity",
		BODY("<tls version='1.2' expect='required' severity='bad'/>"),
		"3: Element 'tls', attribute 'severity'"},
	{"a TLS version twice",
		BODY("<tls version='1.2' expect='required'/>\n"
		     "<tls version='1.2' expect='forbidden'/>"),
		"4: Element 'tls'"},
	{"TLS on a cleartext endpoint",
		HEAD SOURCE ENDPOINT
		"mode='cleartext'>\n"
		"<tls version='1.2' expect='required'/>" TAIL,
		"3: a cleartext endpoint"},
	{"a best TLS on a cleartext endpoint",
		HEAD SOURCE ENDPOINT
		"mode='cleartext'><tls-best at-least='1.2'/>" TAIL,
		"3: a cleartext endpoint"},
	{"greeting without patterns", BODY("<greeting product='x'/>"),
		"3: Element 'greeting'"},
	{"empty pattern", BODY(GREETING("")), "3: Element 'pattern'"},
	{"broken pattern", BODY("\n" GREETING("^a(b")),
		"4: the pattern is not an extended regular expression"},
	{"bracket left open", BODY(GREETING("[a")), "3: the pattern"},
	{"back reference", BODY(GREETING("(a*)\\1")), "3: a pattern may not"},
	{"nested repetition", BODY(GREETING("((a{255}){255}){255}")),
		"3: a pattern may not repeat"},
	{"open repetition", BODY(GREETING("a{99999999999999999999}")),
		"3: a pattern may not repeat"},
	{"repetition from nothing", BODY(GREETING("((a{,255}){,255}){1,255}")),
		"3: a pattern may not repeat"},
	{"lower-case mechanism",
		BODY("<auth mechanism='plain' expect='allowed'/>"),
		"3: Element 'auth', attribute 'mechanism'"},
	{"capability with a blank",
		BODY("<capability name='AUTH PLAIN' expect='allowed'/>"),
		"3: Element 'capability', attribute 'name'"},
	{"auth before TLS",
		BODY("<auth mechanism='PLAIN' expect='allowed'/>"
		     "<tls version='1.2' expect='required'/>"),
		"3: Element 'tls'"},
};

static void bad_profiles_are_refused(void **state)
{
	struct settings_run *f = *state;

	for (size_t i = 0; i < COUNT_OF(bad_profiles); i++) {
		struct problem error = {0};
		struct matrix matrix;

		if (read_text(f, bad_profiles[i].xml, NULL, &matrix, &error))
			fail_msg("%s: was read", bad_profiles[i].name);
		assert_int_equal(error.kind, PROBLEM_DATA);
		settings_has_words(problem_say(f->arena, &error),
			arena_printf(f->arena, "here.xml:"),
			bad_profiles[i].name);
		settings_has_words(problem_say(f->arena, &error),
			bad_profiles[i].words, bad_profiles[i].name);
		assert_null(strstr(problem_say(f->arena, &error),
			"urn:mailsonde:profile:1}"));
	}
}

static void is_refused(struct settings_run *f, const char *text, size_t length,
	const char *words)
{
	struct problem error = {0};
	struct matrix matrix;

	assert_false(profile_read(
		f->arena, "here.xml", text, length, NULL, &matrix, &error));
	assert_int_equal(error.kind, PROBLEM_DATA);
	settings_has_words(problem_say(f->arena, &error), words, "a document");
}

static void deep_nesting_is_refused(void **state)
{
	struct settings_run *f = *state;
	size_t depth = 100000;
	char *text = memory_calloc(depth, 4);

	for (size_t i = 0; i < depth; i++)
		memcpy(text + 3 * i, "<a>", 3);
	is_refused(f, text, 3 * depth, "here.xml:1: elements are nested");
	free(text);
}

static void octets_of_zero_are_refused(void **state)
{
	static const char within[] = HEAD "<note>a\0b</note>" SOURCE;
	static const char behind[] = BODY("") "\0\0";

	is_refused(*state, "\0\0\0\0", 4, "here.xml:1: there is a NUL");
	is_refused(*state, within, sizeof(within) - 1,
		"here.xml:2: there is a NUL");
	is_refused(*state, behind, sizeof(behind) - 1,
		"here.xml:4: there is a NUL");
}

/* Every beginning of a good profile is refused, and nothing crashes. */
static void every_beginning_is_refused(void **state)
{
	struct settings_run *f = *state;
	size_t length = strlen(settings_full_profile) - 1; /* but the last LF */

	for (size_t i = 0; i < length; i++)
		is_refused(f, settings_full_profile, i, "here.xml:");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_profile_is_read_whole),
		TEST(an_open_host_stays_open),
		TEST(bad_profiles_are_refused),
		TEST(deep_nesting_is_refused),
		TEST(octets_of_zero_are_refused),
		TEST(every_beginning_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
