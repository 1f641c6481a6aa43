/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/memory.h"
#include "model/table.h"
#include "settings/host.h"
#include "settings/library/builtin.h"
#include "settings/library/profile.h"
#include "settings/refuse.h"
#include "settings/target.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each test has an arena, and a folder where the user's profiles would be. */
struct fixture {
	struct arena *arena;
	char folder[64];
};

static int set_up(void **state)
{
	struct fixture *f = memory_calloc(1, sizeof(*f));

	f->arena = arena_new();
	snprintf(f->folder, sizeof(f->folder), "/tmp/test_settings.XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	setenv("MAILSONDE_PROFILE_PATH", f->folder, 1);
	setenv("XDG_CONFIG_HOME", f->folder, 1);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char *command = arena_printf(f->arena, "rm -rf '%s'", f->folder);

	assert_int_equal(system(command), 0);
	arena_free(f->arena);
	free(f);
	return 0;
}

static const char *in_folder(struct fixture *f, const char *name)
{
	return arena_printf(f->arena, "%s/%s", f->folder, name);
}

static const char *write_file(
	struct fixture *f, const char *name, const char *data, size_t length)
{
	const char *path = in_folder(f, name);
	FILE *stream = fopen(path, "w");

	assert_non_null(stream);
	assert_int_equal(fwrite(data, 1, length, stream), length);
	assert_int_equal(fclose(stream), 0);
	return path;
}

static void has_words(const char *message, const char *words, const char *of)
{
	assert_non_null(message);
	if (!strstr(message, words))
		fail_msg("of %s: \"%s\" is not in \"%s\"", of, words, message);
	for (const char *at = message; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			fail_msg("of %s: an octet %d in \"%s\"", of, *at,
				message);
}

/* --- URLs --- */

static const struct {
	const char *url;
	enum service service;
	enum tls_mode mode;
	const char *host;
	unsigned port;
} good_urls[] = {
	{"imaps://a.example", SERVICE_IMAP, MODE_IMPLICIT, "a.example", 993},
	{"imap://a.example", SERVICE_IMAP, MODE_EXPLICIT, "a.example", 143},
	{"pop3s://a.example", SERVICE_POP3, MODE_IMPLICIT, "a.example", 995},
	{"pop3://a.example", SERVICE_POP3, MODE_EXPLICIT, "a.example", 110},
	{"submissions://a.example", SERVICE_SMTP, MODE_IMPLICIT, "a.example",
		465},
	{"submission://a.example", SERVICE_SMTP, MODE_EXPLICIT, "a.example",
		587},
	{"smtp://a.example", SERVICE_SMTP, MODE_EXPLICIT, "a.example", 25},
	{"imaps://a.example:1", SERVICE_IMAP, MODE_IMPLICIT, "a.example", 1},
	{"imaps://a.example:65535/", SERVICE_IMAP, MODE_IMPLICIT, "a.example",
		65535},
	{"IMAPS://A.Example.", SERVICE_IMAP, MODE_IMPLICIT, "a.example", 993},
	{"imap://a.example?mode=cleartext", SERVICE_IMAP, MODE_CLEARTEXT,
		"a.example", 143},
	{"imap://a.example/?mode=explicit", SERVICE_IMAP, MODE_EXPLICIT,
		"a.example", 143},
	{"imap://a.example?mode=implicit", SERVICE_IMAP, MODE_IMPLICIT,
		"a.example", 993},
	{"imap://a.example:1993?mode=implicit", SERVICE_IMAP, MODE_IMPLICIT,
		"a.example", 1993},
	{"imaps://a.example?mode=implicit", SERVICE_IMAP, MODE_IMPLICIT,
		"a.example", 993},
	{"smtp://a.example?mode=cleartext", SERVICE_SMTP, MODE_CLEARTEXT,
		"a.example", 25},
	{"pop3s://[2001:DB8::1]", SERVICE_POP3, MODE_IMPLICIT, "2001:db8::1",
		995},
	{"pop3s://[::1]:9995", SERVICE_POP3, MODE_IMPLICIT, "::1", 9995},
	{"imaps://[fe80::1%25eth0]:1", SERVICE_IMAP, MODE_IMPLICIT,
		"fe80::1%eth0", 1},
	{"imaps://192.0.2.1:993", SERVICE_IMAP, MODE_IMPLICIT, "192.0.2.1",
		993},
	{"imaps://localhost", SERVICE_IMAP, MODE_IMPLICIT, "localhost", 993},
	{"imaps://b\xc3\xbc"
	 "cher.example",
		SERVICE_IMAP, MODE_IMPLICIT, "xn--bcher-kva.example", 993},
	{"imaps://mx_1.example", SERVICE_IMAP, MODE_IMPLICIT, "mx_1.example",
		993},
};

static void compare_url_expectation(
	const struct matrix *matrix, enum tls_mode mode)
{
	const struct expectation *e = &matrix->entries[0].expectation;
	bool tls = mode != MODE_CLEARTEXT;

	assert_int_equal(e->tls_at_least, tls ? TLS_1_2 : TLS_NONE);
	assert_int_equal(e->tls[TLS_SSL3].demand, DEMAND_NONE);
	for (int i = TLS_1_0; i <= TLS_1_1; i++) {
		assert_int_equal(
			e->tls[i].demand, tls ? DEMAND_FORBIDDEN : DEMAND_NONE);
		assert_int_equal(e->tls[i].severity,
			tls ? SEVERITY_WARNING : SEVERITY_INFO);
	}
	for (int i = TLS_1_2; i <= TLS_1_3; i++)
		assert_int_equal(
			e->tls[i].demand, tls ? DEMAND_ALLOWED : DEMAND_NONE);
	assert_null(e->product);
	assert_int_equal(e->greeting_count, 0);
	assert_int_equal(e->mechanism_count, 0);
	assert_int_equal(e->capability_count, 0);
	assert_int_equal(matrix->source_count, tls ? 2 : 0);
}

static void urls_are_read(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(good_urls); i++) {
		const char *url = good_urls[i].url;
		struct problem error = {0};
		struct matrix matrix;
		const struct endpoint *endpoint;

		if (!target_read(f->arena, url,
			    &(struct target_options){.host = "other.example"},
			    &matrix, &error))
			fail_msg("%s", problem_say(f->arena, &error));
		assert_string_equal(matrix.kind, "url");
		assert_string_equal(matrix.name, url);
		assert_non_null(matrix.title);
		assert_null(matrix.note);
		assert_int_equal(matrix.entry_count, 1);
		endpoint = &matrix.entries[0].endpoint;
		assert_int_equal(endpoint->service, good_urls[i].service);
		assert_int_equal(endpoint->mode, good_urls[i].mode);
		assert_string_equal(endpoint->host, good_urls[i].host);
		assert_int_equal(endpoint->port, good_urls[i].port);
		compare_url_expectation(&matrix, good_urls[i].mode);
	}
}

#define LABEL_63                                                               \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *url;
	const char *words;
} bad_urls[] = {
	{"imapz://a.example", "known are imaps, imap, pop3s, pop3"},
	{"https://a.example", "\"https://a.example\": the scheme is not known"},
	{"://a.example", "the scheme is not known"},
	{" imaps://a.example", "the scheme is not known"},
	{"pop://a.example", "write pop3://"},
	{"pops://a.example", "write pop3s://"},
	{"smtps://a.example", "write submissions://"},
	{"imap4://a.example", "write imap://"},
	{"imap4s://a.example", "write imaps://"},
	{"imaps://", "blank"},
	{"imaps:///", "blank"},
	{"imaps://:993", "blank"},
	{"imaps://?mode=implicit", "blank"},
	{"imaps://.", "dot"},
	{"imaps:// ", "blank"},
	{"imaps://a example", "blank"},
	{"imaps://a.example ", "blank"},
	{"imaps://a.example\t", "\\t"},
	{"imaps://a.exam\033ple", "\\x1b"},
	{"imaps://a.example:", "the port behind the colon is not a number"},
	{"imaps://a.example:0", "1 to 65535"},
	{"imaps://a.example:00", "1 to 65535"},
	{"imaps://a.example:65536", "1 to 65535"},
	{"imaps://a.example:70000", "\"imaps://a.example:70000\": a port"},
	{"imaps://a.example:18446744073709551617", "1 to 65535"},
	{"imaps://a.example:imaps", "not a number"},
	{"imaps://a.example:-993", "not a number"},
	{"imaps://a.example:+993", "not a number"},
	{"imaps://a.example: 993", "not a number"},
	{"imaps://a.example:993x", "not a number"},
	{"imaps://a.example:0x3e1", "not a number"},
	{"imaps://a.example/INBOX", "path"},
	{"imaps://a.example:993//", "path"},
	{"imaps://a.example#top", "#"},
	{"imaps://a.example?", "mode="},
	{"imaps://a.example?user=me", "mode="},
	{"imaps://a.example?mode=", "a mode is"},
	{"imaps://a.example?mode=ssl", "a mode is"},
	{"imaps://a.example?mode=cleartext", "write imap://"},
	{"submissions://a.example?mode=explicit", "write submission://"},
	{"imap://a.example?mode=cleartext&mode=explicit", "a mode is"},
	{"imaps://user@a.example", "leave the user out"},
	{"imaps://user:hunter2@a.example", "leave the user out"},
	{"imaps://user:hun/ter2@a.example", "leave the user out"},
	{"imaps://2001:db8::1", "brackets"},
	{"imaps://2001:db8::1:993", "brackets"},
	{"imaps://[2001:db8::1", "brackets"},
	{"imaps://[2001:db8::g]", "brackets"},
	{"imaps://[192.0.2.1]", "brackets"},
	{"imaps://[]", "brackets"},
	{"imaps://[::1]x", "brackets"},
	{"imaps://[::1%25]", "brackets"},
	{"imaps://[::1%25\033]", "control"},
	{"imaps://192.0.2.256", "IPv4"},
	{"imaps://127.1", "IPv4"},
	{"imaps://a..example", "dots"},
	{"imaps://.example", "dots"},
	{"imaps://-a.example", "hyphen"},
	{"imaps://a-.example", "hyphen"},
	{"imaps://a%2eexample", "only letters"},
	{"imaps://*.example", "only letters"},
	{"imaps://a,b", "only letters"},
	{"imaps://" LABEL_63 "a.example", "63 octets"},
	{"imaps://" LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63,
		"253 octets"},
	{"imaps://b\xfc"
	 "cher.example",
		"internationalized"},
};

static void bad_urls_are_refused(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(bad_urls); i++) {
		struct problem error = {0};
		struct matrix matrix;

		if (target_read(f->arena, bad_urls[i].url,
			    &(struct target_options){.host = NULL}, &matrix,
			    &error))
			fail_msg("%s was read", bad_urls[i].url);
		assert_int_equal(error.kind, PROBLEM_USAGE);
		has_words(problem_say(f->arena, &error), bad_urls[i].words,
			bad_urls[i].url);
		assert_null(strstr(problem_say(f->arena, &error), "hun"));
	}
}

/* --- hosts --- */

static void hosts_are_brought_into_form(void **state)
{
	static const struct {
		const char *given;
		const char *want; /* NULL if it cannot be one */
		const char *reason;
	} hosts[] = {
		{"mail.example.com", "mail.example.com", NULL},
		{"MAIL.Example.COM", "mail.example.com", NULL},
		{"mail.example.com.", "mail.example.com", NULL},
		{"xn--bcher-kva.example", "xn--bcher-kva.example", NULL},
		{"B\xc3\x9c"
		 "CHER.example",
			"xn--bcher-kva.example", NULL},
		{"\xe6\xbc\xa2.example", "xn--hex.example", NULL},
		{"_submission.example", "_submission.example", NULL},
		{"1and1.example", "1and1.example", NULL},
		{"1.2.3.4.example", "1.2.3.4.example", NULL},
		{LABEL_63, LABEL_63, NULL},
		{"192.0.2.7", "192.0.2.7", NULL},
		{"2001:DB8:0:0::7", "2001:db8::7", NULL},
		{"[2001:db8::7]", "2001:db8::7", NULL},
		{"::ffff:192.0.2.7", "::ffff:192.0.2.7", NULL},
		{"fe80::1%eth0", "fe80::1%eth0", NULL},
		{"", NULL, "blank"},
		{" ", NULL, "blank"},
		{"a b", NULL, "blank"},
		{"a\n", NULL, "blank"},
		{".", NULL, "dot"},
		{"a..", NULL, "dots"},
		{"imaps://a.example", NULL, "without a scheme"},
		{"a.example:993", NULL, "without a port"},
		{"me@a.example", NULL, "without a user"},
		{"a.example/INBOX", NULL, "without a path"},
		{"[a.example]", NULL, "brackets"},
		{"2001:db8::7::8", NULL, "colons"},
		{"fe80::1%", NULL, "colons"},
		{"fe80::1%a-name-that-is-too-long", NULL, "colons"},
		{"1.2.3", NULL, "IPv4"},
		{"256.0.0.1", NULL, "IPv4"},
		{"a!b", NULL, "only letters"},
		{"-a", NULL, "hyphen"},
		{"\xff\xfe", NULL, "internationalized"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(hosts); i++) {
		const char *host = NULL, *reason = NULL;
		bool good = host_read(f->arena, hosts[i].given, &host, &reason);

		if (good != (hosts[i].want != NULL))
			fail_msg("\"%s\": %s", hosts[i].given,
				reason ? reason : host);
		if (good)
			assert_string_equal(host, hosts[i].want);
		else
			has_words(reason, hosts[i].reason, hosts[i].given);
		if (!good)
			assert_null(host);
	}
}

/* --- profiles --- */

#define HEAD "<profile xmlns='urn:mailsonde:profile:1' name='p' title='P'>\n"
#define SOURCE "<source title='S' looked-up='2026-11' certainty='reported'/>\n"
#define ENDPOINT "<endpoint service='imap' host='a.example' port='993' "
#define IMPLICIT ENDPOINT "mode='implicit'>"
#define TAIL "</endpoint></profile>\n"
#define BODY(inner) HEAD SOURCE IMPLICIT inner TAIL

static const char full_profile[] =
	"<?xml version='1.0'?>\n"
	"<profile xmlns='urn:mailsonde:profile:1' name='full' title=' A  B '>\n"
	"<note> one\n two </note><note>three</note>\n"
	"<source title='S1' url='https://s.example/' looked-up='2026-11-22'\n"
	"  certainty='confirmed'> some \n of it</source>\n"
	"<source title='S2' looked-up='2015' certainty='uncertain'/>\n"
	"<endpoint service='smtp' port='587' mode='explicit'>\n"
	"<tls version='1.0' expect='forbidden' severity='warning' note='n'/>\n"
	"<tls version='1.3' expect='required'/>\n"
	"<tls-best at-least='1.3'/>\n"
	"<greeting product='X &amp; Y'><pattern>^220  a</pattern>\n"
	"<pattern>b{1,3}|\\{</pattern></greeting>\n"
	"<auth mechanism='XOAUTH2' expect='required' severity='info'/>\n"
	"<auth mechanism='LOGIN' expect='allowed'/>\n"
	"<capability name='8BITMIME' expect='required' severity='error'/>\n"
	"</endpoint>\n"
	"<endpoint service='pop3' host='B.example' port='110'"
	" mode='cleartext'/>\n"
	"</profile>\n";

static bool read_text(struct fixture *f, const char *text, const char *host,
	struct matrix *ret_matrix, struct problem *ret_error)
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
	struct fixture *f = *state;
	struct problem error = {0};
	struct matrix matrix;
	const struct endpoint *open, *named;

	if (!read_text(f, full_profile, "H.example", &matrix, &error))
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
	struct fixture *f = *state;
	struct problem error = {0};
	struct matrix matrix;

	assert_true(read_text(f, full_profile, NULL, &matrix, &error));
	assert_null(matrix.entries[0].endpoint.host);
	assert_false(read_text(f, full_profile, "a b", &matrix, &error));
	assert_int_equal(error.kind, PROBLEM_USAGE);
	has_words(problem_say(f->arena, &error),
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
		HEAD SOURCE "<endpoint service='nntp' host='a' port='1' "
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
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(bad_profiles); i++) {
		struct problem error = {0};
		struct matrix matrix;

		if (read_text(f, bad_profiles[i].xml, NULL, &matrix, &error))
			fail_msg("%s: was read", bad_profiles[i].name);
		assert_int_equal(error.kind, PROBLEM_DATA);
		has_words(problem_say(f->arena, &error),
			arena_printf(f->arena, "here.xml:"),
			bad_profiles[i].name);
		has_words(problem_say(f->arena, &error), bad_profiles[i].words,
			bad_profiles[i].name);
		assert_null(strstr(problem_say(f->arena, &error),
			"urn:mailsonde:profile:1}"));
	}
}

static void is_refused(
	struct fixture *f, const char *text, size_t length, const char *words)
{
	struct problem error = {0};
	struct matrix matrix;

	assert_false(profile_read(
		f->arena, "here.xml", text, length, NULL, &matrix, &error));
	assert_int_equal(error.kind, PROBLEM_DATA);
	has_words(problem_say(f->arena, &error), words, "a document");
}

static void deep_nesting_is_refused(void **state)
{
	struct fixture *f = *state;
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
	struct fixture *f = *state;
	size_t length = strlen(full_profile) - 1; /* but the last LF */

	for (size_t i = 0; i < length; i++)
		is_refused(f, full_profile, i, "here.xml:");
}

/* --- the profiles built in --- */

/* What each provider documents; NULL: the host is left open. */
static const struct {
	const char *profile;
	enum service service;
	const char *host;
	unsigned port;
	enum tls_mode mode;
} documented_rows[] = {
	{"office365-2015", SERVICE_POP3, "outlook.office365.com", 995,
		MODE_IMPLICIT},
	{"office365-2015", SERVICE_IMAP, "outlook.office365.com", 993,
		MODE_IMPLICIT},
	{"office365-2015", SERVICE_SMTP, "smtp.office365.com", 587,
		MODE_EXPLICIT},
	{"office365", SERVICE_POP3, "outlook.office365.com", 995,
		MODE_IMPLICIT},
	{"office365", SERVICE_IMAP, "outlook.office365.com", 993,
		MODE_IMPLICIT},
	{"office365", SERVICE_SMTP, "smtp.office365.com", 587, MODE_EXPLICIT},
	{"office365-legacy", SERVICE_POP3, "pop-legacy.office365.com", 995,
		MODE_IMPLICIT},
	{"office365-legacy", SERVICE_IMAP, "imap-legacy.office365.com", 993,
		MODE_IMPLICIT},
	{"office365-legacy", SERVICE_SMTP, "smtp-legacy.office365.com", 587,
		MODE_EXPLICIT},
	{"office365-china", SERVICE_POP3, "partner.outlook.cn", 995,
		MODE_IMPLICIT},
	{"office365-china", SERVICE_IMAP, "partner.outlook.cn", 993,
		MODE_IMPLICIT},
	{"office365-china", SERVICE_SMTP, "smtp.partner.outlook.cn", 587,
		MODE_EXPLICIT},
	{"office365-gcc-high", SERVICE_POP3, "outlook.office365.us", 995,
		MODE_IMPLICIT},
	{"office365-gcc-high", SERVICE_IMAP, "outlook.office365.us", 993,
		MODE_IMPLICIT},
	{"office365-gcc-high", SERVICE_SMTP, "smtp.office365.us", 587,
		MODE_EXPLICIT},
	{"office365-dod", SERVICE_POP3, "outlook-dod.office365.us", 995,
		MODE_IMPLICIT},
	{"office365-dod", SERVICE_IMAP, "outlook-dod.office365.us", 993,
		MODE_IMPLICIT},
	{"office365-dod", SERVICE_SMTP, "outlook-dod.office365.us", 587,
		MODE_EXPLICIT},
	{"outlook", SERVICE_POP3, "outlook.office365.com", 995, MODE_IMPLICIT},
	{"outlook", SERVICE_IMAP, "outlook.office365.com", 993, MODE_IMPLICIT},
	{"outlook", SERVICE_SMTP, "smtp-mail.outlook.com", 587, MODE_EXPLICIT},
	{"gmail", SERVICE_IMAP, "imap.gmail.com", 993, MODE_IMPLICIT},
	{"gmail", SERVICE_POP3, "pop.gmail.com", 995, MODE_IMPLICIT},
	{"gmail", SERVICE_SMTP, "smtp.gmail.com", 465, MODE_IMPLICIT},
	{"gmail", SERVICE_SMTP, "smtp.gmail.com", 587, MODE_EXPLICIT},
	{"yahoo", SERVICE_IMAP, "imap.mail.yahoo.com", 993, MODE_IMPLICIT},
	{"yahoo", SERVICE_POP3, "pop.mail.yahoo.com", 995, MODE_IMPLICIT},
	{"yahoo", SERVICE_SMTP, "smtp.mail.yahoo.com", 465, MODE_IMPLICIT},
	{"aol", SERVICE_IMAP, "imap.aol.com", 993, MODE_IMPLICIT},
	{"aol", SERVICE_POP3, "pop.aol.com", 995, MODE_IMPLICIT},
	{"aol", SERVICE_SMTP, "smtp.aol.com", 465, MODE_IMPLICIT},
	{"icloud", SERVICE_IMAP, "imap.mail.me.com", 993, MODE_IMPLICIT},
	{"icloud", SERVICE_SMTP, "smtp.mail.me.com", 587, MODE_EXPLICIT},
	{"fastmail", SERVICE_IMAP, "imap.fastmail.com", 993, MODE_IMPLICIT},
	{"fastmail", SERVICE_POP3, "pop.fastmail.com", 995, MODE_IMPLICIT},
	{"fastmail", SERVICE_SMTP, "smtp.fastmail.com", 465, MODE_IMPLICIT},
	{"zoho", SERVICE_IMAP, "imap.zoho.com", 993, MODE_IMPLICIT},
	{"zoho", SERVICE_POP3, "pop.zoho.com", 995, MODE_IMPLICIT},
	{"zoho", SERVICE_SMTP, "smtp.zoho.com", 465, MODE_IMPLICIT},
	{"zoho", SERVICE_SMTP, "smtp.zoho.com", 587, MODE_EXPLICIT},
	{"gmx", SERVICE_IMAP, "imap.gmx.net", 993, MODE_IMPLICIT},
	{"gmx", SERVICE_IMAP, "imap.gmx.net", 143, MODE_EXPLICIT},
	{"gmx", SERVICE_POP3, "pop.gmx.net", 995, MODE_IMPLICIT},
	{"gmx", SERVICE_POP3, "pop.gmx.net", 110, MODE_EXPLICIT},
	{"gmx", SERVICE_SMTP, "mail.gmx.net", 465, MODE_IMPLICIT},
	{"gmx", SERVICE_SMTP, "mail.gmx.net", 587, MODE_EXPLICIT},
	{"gmx-com", SERVICE_IMAP, "imap.gmx.com", 993, MODE_IMPLICIT},
	{"gmx-com", SERVICE_IMAP, "imap.gmx.com", 143, MODE_EXPLICIT},
	{"gmx-com", SERVICE_POP3, "pop.gmx.com", 995, MODE_IMPLICIT},
	{"gmx-com", SERVICE_POP3, "pop.gmx.com", 110, MODE_EXPLICIT},
	{"gmx-com", SERVICE_SMTP, "mail.gmx.com", 465, MODE_IMPLICIT},
	{"gmx-com", SERVICE_SMTP, "mail.gmx.com", 587, MODE_EXPLICIT},
	{"web-de", SERVICE_IMAP, "imap.web.de", 993, MODE_IMPLICIT},
	{"web-de", SERVICE_IMAP, "imap.web.de", 143, MODE_EXPLICIT},
	{"web-de", SERVICE_POP3, "pop3.web.de", 995, MODE_IMPLICIT},
	{"web-de", SERVICE_POP3, "pop3.web.de", 110, MODE_EXPLICIT},
	{"web-de", SERVICE_SMTP, "smtp.web.de", 465, MODE_IMPLICIT},
	{"web-de", SERVICE_SMTP, "smtp.web.de", 587, MODE_EXPLICIT},
	{"ionos", SERVICE_IMAP, "imap.1und1.de", 993, MODE_IMPLICIT},
	{"ionos", SERVICE_IMAP, "imap.1und1.de", 143, MODE_EXPLICIT},
	{"ionos", SERVICE_POP3, "pop.1und1.de", 995, MODE_IMPLICIT},
	{"ionos", SERVICE_POP3, "pop.1und1.de", 110, MODE_EXPLICIT},
	{"ionos", SERVICE_SMTP, "smtp.1und1.de", 465, MODE_IMPLICIT},
	{"ionos", SERVICE_SMTP, "smtp.1und1.de", 587, MODE_EXPLICIT},
	{"posteo", SERVICE_IMAP, "posteo.de", 993, MODE_IMPLICIT},
	{"posteo", SERVICE_IMAP, "posteo.de", 143, MODE_EXPLICIT},
	{"posteo", SERVICE_POP3, "posteo.de", 995, MODE_IMPLICIT},
	{"posteo", SERVICE_POP3, "posteo.de", 110, MODE_EXPLICIT},
	{"posteo", SERVICE_SMTP, "posteo.de", 465, MODE_IMPLICIT},
	{"posteo", SERVICE_SMTP, "posteo.de", 587, MODE_EXPLICIT},
	{"t-online", SERVICE_IMAP, "secureimap.t-online.de", 993,
		MODE_IMPLICIT},
	{"t-online", SERVICE_POP3, "securepop.t-online.de", 995, MODE_IMPLICIT},
	{"t-online", SERVICE_SMTP, "securesmtp.t-online.de", 465,
		MODE_IMPLICIT},
	{"t-online", SERVICE_SMTP, "securesmtp.t-online.de", 587,
		MODE_EXPLICIT},
	{"mail-ru", SERVICE_IMAP, "imap.mail.ru", 993, MODE_IMPLICIT},
	{"mail-ru", SERVICE_IMAP, "imap.mail.ru", 143, MODE_EXPLICIT},
	{"mail-ru", SERVICE_POP3, "pop.mail.ru", 995, MODE_IMPLICIT},
	{"mail-ru", SERVICE_SMTP, "smtp.mail.ru", 465, MODE_IMPLICIT},
	{"mail-ru", SERVICE_SMTP, "smtp.mail.ru", 587, MODE_EXPLICIT},
	{"yandex", SERVICE_IMAP, "imap.yandex.com", 993, MODE_IMPLICIT},
	{"yandex", SERVICE_POP3, "pop.yandex.com", 995, MODE_IMPLICIT},
	{"yandex", SERVICE_SMTP, "smtp.yandex.com", 465, MODE_IMPLICIT},
	{"comcast", SERVICE_IMAP, "imap.comcast.net", 993, MODE_IMPLICIT},
	{"comcast", SERVICE_IMAP, "imap.comcast.net", 143, MODE_EXPLICIT},
	{"comcast", SERVICE_POP3, "mail.comcast.net", 995, MODE_IMPLICIT},
	{"comcast", SERVICE_POP3, "mail.comcast.net", 110, MODE_EXPLICIT},
	{"comcast", SERVICE_SMTP, "smtp.comcast.net", 465, MODE_IMPLICIT},
	{"comcast", SERVICE_SMTP, "smtp.comcast.net", 587, MODE_EXPLICIT},
	{"orange-fr", SERVICE_IMAP, "imap.orange.fr", 993, MODE_IMPLICIT},
	{"orange-fr", SERVICE_POP3, "pop.orange.fr", 995, MODE_IMPLICIT},
	{"orange-fr", SERVICE_SMTP, "smtp.orange.fr", 465, MODE_IMPLICIT},
	{"exchange", SERVICE_POP3, NULL, 995, MODE_IMPLICIT},
	{"exchange", SERVICE_POP3, NULL, 110, MODE_EXPLICIT},
	{"exchange", SERVICE_IMAP, NULL, 993, MODE_IMPLICIT},
	{"exchange", SERVICE_IMAP, NULL, 143, MODE_EXPLICIT},
	{"exchange", SERVICE_SMTP, NULL, 587, MODE_EXPLICIT},
};

static bool has_endpoint(const struct matrix *matrix, size_t row)
{
	for (size_t i = 0; i < matrix->entry_count; i++) {
		const struct endpoint *endpoint = &matrix->entries[i].endpoint;
		const char *host = documented_rows[row].host;

		if (endpoint->service == documented_rows[row].service &&
			endpoint->port == documented_rows[row].port &&
			endpoint->mode == documented_rows[row].mode &&
			(host ? endpoint->host && strcmp(endpoint->host,
							  host) == 0
			      : !endpoint->host))
			return true;
	}
	return false;
}

/* Every row is in its profile, and nothing else; each has a source with its
 * date. */
static void profiles_hold_what_is_documented(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(documented_rows); i++) {
		const char *name = documented_rows[i].profile;
		struct problem error = {0};
		struct matrix matrix;
		size_t rows = 0;

		if (!profile_find(f->arena, name, NULL, &matrix, &error))
			fail_msg("%s: is not there", name);
		if (!has_endpoint(&matrix, i))
			fail_msg("%s: no %s, port %u", name,
				service_name(documented_rows[i].service),
				documented_rows[i].port);
		for (size_t k = 0; k < COUNT_OF(documented_rows); k++)
			rows += strcmp(documented_rows[k].profile, name) == 0;
		if (rows != matrix.entry_count)
			fail_msg("%s: %zu endpoints, not %zu", name,
				matrix.entry_count, rows);
		assert_true(matrix.source_count > 0);
		for (size_t k = 0; k < matrix.source_count; k++) {
			assert_non_null(matrix.sources[k].title);
			assert_non_null(matrix.sources[k].looked_up);
			assert_non_null(matrix.sources[k].certainty);
		}
	}
}

/* By another name, a mail domain, or an address */
static void profiles_by_other_names(void **state)
{
	static const struct {
		const char *target;
		const char *profile;
	} cases[] = {
		{"gmail.com", "gmail"},
		{"googlemail.com", "gmail"},
		{"Jo@GMail.com", "gmail"},
		{"hotmail.com", "outlook"},
		{"me.com", "icloud"},
		{"gmx.de", "gmx"},
		{"microsoft365", "office365"},
		{"onmicrosoft.com", "office365"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct problem error = {0};
		struct matrix matrix;

		if (!target_read(f->arena, cases[i].target,
			    &(struct target_options){.host = NULL}, &matrix,
			    &error))
			fail_msg("%s: %s", cases[i].target,
				problem_say(f->arena, &error));
		assert_string_equal(matrix.kind, "profile");
		assert_string_equal(matrix.name, cases[i].profile);
	}
}

/* --- targets --- */

static void refuse_target(struct fixture *f, const char *target,
	enum problem_kind kind, const char *words)
{
	struct problem error = {0};
	struct matrix matrix;

	if (target_read(f->arena, target,
		    &(struct target_options){.host = NULL}, &matrix, &error))
		fail_msg("%s was read", target);
	has_words(problem_say(f->arena, &error), words, target);
	assert_int_equal(error.kind, kind);
}

static void words_that_are_no_target(void **state)
{
	static const struct {
		const char *target;
		const char *words;
	} targets[] = {
		{"", "a target is the name"},
		{"office356", "did you mean office365?"},
		{"Office365", "did you mean office365?"},
		{"exchnge", "did you mean exchange?"},
		{"nobody",
			"(profiles: aol, comcast, exchange, fastmail, gmail,"},
		{"x", "no profile and no file"},
		{"mail.example.com", "imaps://mail.example.com"},
		{"localhost:993", "imaps://mail.example.com"},
		{"..", "is a directory"},
		{"office365\033[2J", "office365\\x1b[2J"},
		{"imaps:a.example", "no profile and no file"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(targets); i++)
		refuse_target(f, targets[i].target,
			strcmp(targets[i].target, "..") == 0 ? PROBLEM_DATA
							     : PROBLEM_USAGE,
			targets[i].words);
}

static void files_that_are_no_settings(void **state)
{
	struct fixture *f = *state;
	size_t size = 5 * 1024 * 1024;
	char *noise = memory_calloc(size, 1);
	unsigned seed = 1;
	const char *path;

	for (size_t i = 0; i < size; i++) {
		seed = seed * 1103515245 + 12345;
		noise[i] = (char)(seed >> 16);
	}
	path = write_file(f, "large", noise, size);
	refuse_target(f, path, PROBLEM_DATA, "larger than 4 MiB");
	path = write_file(f, "binary", noise, 5000);
	refuse_target(f, path, PROBLEM_DATA, "binary:1: ");
	path = write_file(f, "empty", noise, 0);
	refuse_target(f, path, PROBLEM_DATA, "empty:1: this is empty");
	free(noise);

	refuse_target(f, f->folder, PROBLEM_DATA, "is a directory");
	refuse_target(f, in_folder(f, "none"), PROBLEM_DATA, "no such file");
	refuse_target(f, in_folder(f, "empty/x"), PROBLEM_DATA, "no such file");
	refuse_target(f, "none.xml", PROBLEM_DATA, "none.xml: there is no");
	refuse_target(f, "/dev/zero", PROBLEM_DATA, "larger than 4 MiB");
	path = in_folder(f, "pipe");
	assert_int_equal(mkfifo(path, 0600), 0);
	refuse_target(f, path, PROBLEM_DATA, "this is empty");
	path = in_folder(f, "loop");
	assert_int_equal(symlink("loop", path), 0);
	refuse_target(f, path, PROBLEM_DATA, "cannot be opened");
	if (geteuid() != 0) {
		path = write_file(f, "locked", "x", 1);
		assert_int_equal(chmod(path, 0), 0);
		refuse_target(f, path, PROBLEM_DATA, "cannot be opened");
	}
}

static void a_file_is_a_target(void **state)
{
	struct fixture *f = *state;
	const char *path = write_file(
		f, "my.settings", full_profile, strlen(full_profile));
	struct problem error = {0};
	struct matrix matrix;

	assert_true(target_read(f->arena, path,
		&(struct target_options){.host = "h.example"}, &matrix,
		&error));
	assert_string_equal(matrix.kind, "file");
	assert_string_equal(matrix.name, path);
	assert_int_equal(matrix.entry_count, 2);
	assert_true(target_read(f->arena, path,
		&(struct target_options){.host = NULL}, &matrix, &error));
	assert_null(matrix.entries[0].endpoint.host);
}

static void standard_input_is_a_target(void **state)
{
	struct fixture *f = *state;
	const char *path =
		write_file(f, "in", full_profile, strlen(full_profile));
	struct problem error = {0};
	struct matrix matrix;

	assert_non_null(freopen(path, "r", stdin));
	assert_true(target_read(f->arena, "-",
		&(struct target_options){.host = "h.example"}, &matrix,
		&error));
	assert_string_equal(matrix.kind, "file");
	assert_string_equal(matrix.name, "-");
	refuse_target(f, "-", PROBLEM_DATA, "standard input:1: this is empty");
}

static void a_file_overrides_what_is_built_in(void **state)
{
	struct fixture *f = *state;
	struct problem error = {0};
	struct matrix matrix;
	const char **names;
	size_t count = 0, own = 0;

	write_file(f, "office365.xml", full_profile, strlen(full_profile));
	write_file(f, "mine.xml", full_profile, strlen(full_profile));
	write_file(f, ".hidden.xml", full_profile, strlen(full_profile));
	write_file(f, "broken.xml", "<", 1);
	assert_true(target_read(f->arena, "office365",
		&(struct target_options){.host = "h.example"}, &matrix,
		&error));
	assert_string_equal(matrix.kind, "profile");
	assert_string_equal(matrix.name, "office365");
	assert_string_equal(matrix.title, "A B");
	refuse_target(f, "broken", PROBLEM_DATA, "/broken.xml:1: ");
	assert_false(profile_find(f->arena, "broken", NULL, &matrix, &error));
	assert_non_null(error.text);

	names = profile_names(f->arena);
	for (size_t i = 0; names[i]; i++) {
		count++;
		if (i)
			assert_true(strcmp(names[i - 1], names[i]) < 0);
		if (strcmp(names[i], "broken") == 0 ||
			strcmp(names[i], "mine") == 0)
			own++;
	}
	assert_int_equal(own, 2);
	assert_int_equal(count, builtin_profile_count + 2);
}

static void a_profile_that_is_not_there(void **state)
{
	static const char *const names[] = {
		"", "none", ".", "..", "../office365", "/etc/passwd", "a b"};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct problem error = {PROBLEM_DATA, NULL, "left over"};
		struct matrix matrix;

		assert_false(profile_find(
			f->arena, names[i], NULL, &matrix, &error));
		assert_null(error.text);
	}
}

/* --- what is built in --- */

static struct matrix read_builtin(struct fixture *f, const char *name)
{
	struct problem error = {0};
	struct matrix matrix = {0};

	if (!profile_find(f->arena, name, NULL, &matrix, &error))
		fail_msg("%s: %s", name, problem_say(f->arena, &error));
	return matrix;
}

static void every_profile_is_good(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(builtin_profile_count, 24);
	for (size_t i = 0; i < builtin_profile_count; i++) {
		const char *name = builtin_profiles[i].name;
		struct matrix matrix = read_builtin(f, name);
		char *xml = arena_printf(f->arena, "%.*s",
			(int)builtin_profiles[i].length,
			(const char *)builtin_profiles[i].xml);

		assert_string_equal(matrix.kind, "profile");
		assert_string_equal(matrix.name, name);
		assert_non_null(matrix.title);
		assert_true(matrix.source_count > 0);
		assert_non_null(strstr(
			xml, arena_printf(f->arena, " name=\"%s\"", name)));
	}
}

/* The table as it was published, line by line. */
static void office365_as_documented_in_2015(void **state)
{
	static const struct endpoint want[] = {
		{SERVICE_POP3, MODE_IMPLICIT, "outlook.office365.com", 995},
		{SERVICE_IMAP, MODE_IMPLICIT, "outlook.office365.com", 993},
		{SERVICE_SMTP, MODE_EXPLICIT, "smtp.office365.com", 587},
	};
	struct matrix matrix = read_builtin(*state, "office365-2015");

	assert_non_null(strstr(matrix.note, "historical"));
	assert_non_null(strstr(matrix.note, "the profile office365."));
	assert_non_null(strstr(
		matrix.note, "Some clients refer to implicit TLS as SSL."));
	assert_int_equal(matrix.source_count, 1);
	assert_string_equal(matrix.sources[0].looked_up, "2015");
	assert_int_equal(matrix.entry_count, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		const struct endpoint *e = &matrix.entries[i].endpoint;
		const struct expectation *x = &matrix.entries[i].expectation;

		assert_int_equal(e->service, want[i].service);
		assert_int_equal(e->mode, want[i].mode);
		assert_string_equal(e->host, want[i].host);
		assert_int_equal(e->port, want[i].port);
		assert_int_equal(x->tls[TLS_SSL3].demand, DEMAND_NONE);
		for (int v = TLS_1_0; v <= TLS_1_2; v++) {
			assert_int_equal(x->tls[v].demand, DEMAND_REQUIRED);
			assert_int_equal(x->tls[v].severity, SEVERITY_ERROR);
			assert_null(x->tls[v].note);
		}
		assert_int_equal(x->tls[TLS_1_3].demand, DEMAND_ALLOWED);
		assert_string_equal(x->tls[TLS_1_3].note, "undocumented");
		assert_int_equal(x->tls_at_least, TLS_NONE);
		assert_int_equal(x->greeting_count, 0);
		assert_int_equal(x->mechanism_count, 0);
		assert_int_equal(x->capability_count, 0);
	}
}

static enum demand mechanism_demand(
	const struct expectation *expectation, const char *mechanism)
{
	for (size_t i = 0; i < expectation->mechanism_count; i++)
		if (strcmp(expectation->mechanisms[i].mechanism, mechanism) ==
			0)
			return expectation->mechanisms[i].demand;
	return DEMAND_NONE;
}

static void today_has_tls_1_2(
	const struct expectation *expectation, enum severity old_versions)
{
	for (int v = TLS_1_0; v <= TLS_1_1; v++) {
		assert_int_equal(expectation->tls[v].demand, DEMAND_FORBIDDEN);
		assert_int_equal(expectation->tls[v].severity, old_versions);
	}
	assert_int_equal(expectation->tls[TLS_1_2].demand, DEMAND_REQUIRED);
	assert_int_equal(expectation->tls[TLS_1_2].severity, SEVERITY_ERROR);
	assert_int_equal(expectation->tls[TLS_1_3].demand, DEMAND_ALLOWED);
	assert_non_null(expectation->tls[TLS_1_3].note);
	assert_int_equal(expectation->tls_at_least, TLS_1_2);
}

static void office365_as_it_is_today(void **state)
{
	struct matrix then = read_builtin(*state, "office365-2015");
	struct matrix now = read_builtin(*state, "office365");

	assert_int_equal(now.entry_count, then.entry_count);
	for (size_t i = 0; i < now.entry_count; i++) {
		const struct endpoint *e = &now.entries[i].endpoint;
		const struct expectation *x = &now.entries[i].expectation;

		assert_int_equal(e->service, then.entries[i].endpoint.service);
		assert_int_equal(e->mode, then.entries[i].endpoint.mode);
		assert_string_equal(e->host, then.entries[i].endpoint.host);
		assert_int_equal(e->port, then.entries[i].endpoint.port);
		today_has_tls_1_2(x, SEVERITY_ERROR);
		assert_string_equal(x->product, "Exchange Online");
		assert_true(x->greeting_count > 0);
		assert_int_equal(
			mechanism_demand(x, "XOAUTH2"), DEMAND_REQUIRED);
	}
	assert_int_equal(mechanism_demand(&now.entries[2].expectation, "LOGIN"),
		DEMAND_ALLOWED);
}

static void exchange_leaves_the_host_open(void **state)
{
	static const struct endpoint want[] = {
		{SERVICE_POP3, MODE_IMPLICIT, NULL, 995},
		{SERVICE_POP3, MODE_EXPLICIT, NULL, 110},
		{SERVICE_IMAP, MODE_IMPLICIT, NULL, 993},
		{SERVICE_IMAP, MODE_EXPLICIT, NULL, 143},
		{SERVICE_SMTP, MODE_EXPLICIT, NULL, 587},
	};
	struct fixture *f = *state;
	struct matrix matrix = read_builtin(f, "exchange");

	assert_non_null(strstr(matrix.note, "stopped after installation"));
	assert_int_equal(matrix.entry_count, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		const struct endpoint *e = &matrix.entries[i].endpoint;
		const struct expectation *x = &matrix.entries[i].expectation;

		assert_int_equal(e->service, want[i].service);
		assert_int_equal(e->mode, want[i].mode);
		assert_null(e->host);
		assert_int_equal(e->port, want[i].port);
		today_has_tls_1_2(x, SEVERITY_WARNING);
		for (size_t j = 0; j < x->mechanism_count; j++)
			assert_int_equal(
				x->mechanisms[j].demand, DEMAND_ALLOWED);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(urls_are_read),
		TEST(bad_urls_are_refused),
		TEST(hosts_are_brought_into_form),
		TEST(a_profile_is_read_whole),
		TEST(an_open_host_stays_open),
		TEST(bad_profiles_are_refused),
		TEST(deep_nesting_is_refused),
		TEST(octets_of_zero_are_refused),
		TEST(every_beginning_is_refused),
		TEST(profiles_hold_what_is_documented),
		TEST(profiles_by_other_names),
		TEST(words_that_are_no_target),
		TEST(files_that_are_no_settings),
		TEST(a_file_is_a_target),
		TEST(standard_input_is_a_target),
		TEST(a_file_overrides_what_is_built_in),
		TEST(a_profile_that_is_not_there),
		TEST(every_profile_is_good),
		TEST(office365_as_documented_in_2015),
		TEST(office365_as_it_is_today),
		TEST(exchange_leaves_the_host_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
