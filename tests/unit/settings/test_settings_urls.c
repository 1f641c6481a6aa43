/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* URLs and hosts. */

#include "model/table.h"
#include "settings/host.h"
#include "settings/target.h"
#include "tests/unit/settings/settings_run.h"

#include <string.h>

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
	struct settings_run *f = *state;

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
	struct settings_run *f = *state;

	for (size_t i = 0; i < COUNT_OF(bad_urls); i++) {
		struct problem error = {0};
		struct matrix matrix;

		if (target_read(f->arena, bad_urls[i].url,
			    &(struct target_options){.host = NULL}, &matrix,
			    &error))
			fail_msg("%s was read", bad_urls[i].url);
		assert_int_equal(error.kind, PROBLEM_USAGE);
		settings_has_words(problem_say(f->arena, &error),
			bad_urls[i].words, bad_urls[i].url);
		assert_null(strstr(problem_say(f->arena, &error), "hun"));
	}
}

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
		{"imaps://a.example", NULL, "leave out the scheme"},
		{"a.example:993", NULL, "leave out the port"},
		{"me@a.example", NULL, "leave out the user"},
		{"a.example/INBOX", NULL, "leave out the path"},
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
	struct settings_run *f = *state;

	for (size_t i = 0; i < COUNT_OF(hosts); i++) {
		const char *host = NULL, *reason = NULL;
		bool good = host_read(f->arena, hosts[i].given, &host, &reason);

		if (good != (hosts[i].want != NULL))
			fail_msg("\"%s\": %s", hosts[i].given,
				reason ? reason : host);
		if (good)
			assert_string_equal(host, hosts[i].want);
		else
			settings_has_words(
				reason, hosts[i].reason, hosts[i].given);
		if (!good)
			assert_null(host);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(urls_are_read),
		TEST(bad_urls_are_refused),
		TEST(hosts_are_brought_into_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
