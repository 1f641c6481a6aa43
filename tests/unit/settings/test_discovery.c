/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which domains may be asked, and which of several answers is believed. */

#include "discovery/dns.h"
#include "discovery/dns_record.h"
#include "discovery/domain.h"
#include "discovery/fetch.h"
#include "discovery/source.h"
#include "model/table.h"
#include "tests/unit/unit.h"

#include <arpa/nameser.h>
#include <string.h>

static void assert_text(const char *got, const char *want)
{
	if (want && got)
		assert_string_equal(got, want);
	else
		assert_true(!got && !want);
}

static void test_domains_of_mx(void **state)
{
	static const struct {
		const char *host;
		const char *full;
		const char *base;
	} rows[] = {
		{"mx1.mail.example.com", "mail.example.com", "example.com"},
		{"mx.example.com", "example.com", "example.com"},
		{"example.com", NULL, "example.com"},
		{"example.com.au", NULL, "example.com.au"},
		{"mx.example.com.au", "example.com.au", "example.com.au"},
		{"mx.example.co.uk", "example.co.uk", "example.co.uk"},
		{"example.gob.mx", NULL, "example.gob.mx"},
		{"com.au", NULL, NULL},
		{"localhost", NULL, NULL},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(domain_of_mx(arena, rows[i].host), rows[i].full);
		assert_text(
			domain_registered(arena, rows[i].host), rows[i].base);
	}
	arena_free(arena);
}

static void test_within(void **state)
{
	(void)state;
	assert_true(domain_is_within("example.com", "example.com"));
	assert_true(domain_is_within("A.Example.COM", "example.com"));
	assert_false(domain_is_within("badexample.com", "example.com"));
	assert_false(domain_is_within("com", "example.com"));
	assert_false(domain_is_within("example.com.evil.net", "example.com"));
	assert_false(domain_is_within("", "example.com"));
}

static void test_public_names(void **state)
{
	static const char *const public_[] = {
		"example.com", "mail.example.test", "xn--bro-hoa.example"};
	static const char *const other[] = {"", ".", "localhost", "mail",
		"a.localhost", "nas.local", "x.internal", "127.0.0.1",
		"192.0.2.1", "::1", "[::1]", "a%2eexample.com", "1.2",
		"127.0.0.0x1", "0x7f.0x1", "a.0X7F", "a.0x", "127.0.0.1."};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(public_); i++)
		assert_true(domain_is_public(public_[i]));
	for (size_t i = 0; i < COUNT_OF(other); i++)
		assert_false(domain_is_public(other[i]));
}

static void test_urls(void **state)
{
	static const struct {
		const char *url;
		const char *scheme; /* NULL: none that is asked for */
		const char *host;
		bool has_user;
	} rows[] = {
		{"https://example.com/a?b@c", "https", "example.com", false},
		{"HTTPS://Example.COM:8443", "https", "example.com", false},
		{"https://a:b@example.com/", "https", "example.com", true},
		{"https://example.com@evil.net/", "https", "evil.net", true},
		{"https://evil.net#@example.com/", "https", "evil.net", false},
		{"https://evil.net?@example.com/", "https", "evil.net", false},
		{"http://example.com/", "http", "example.com", false},
		{"https://[::1]/", "https", "[::1]", false},
		{"https://evil.net\\.example.com/", NULL, NULL, false},
		{"https:///", NULL, NULL, false},
		{"/path", NULL, NULL, false},
		{"", NULL, NULL, false},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct url_parts parts;
		bool read = fetch_read_url(arena, rows[i].url, &parts);

		assert_int_equal(read, rows[i].scheme != NULL);
		if (!read)
			continue;
		assert_string_equal(parts.scheme, rows[i].scheme);
		assert_string_equal(parts.host, rows[i].host);
		assert_int_equal(parts.has_user, rows[i].has_user);
	}
	arena_free(arena);
}

static void test_name_servers(void **state)
{
	(void)state;
	assert_true(dns_is_server("192.0.2.1"));
	assert_true(dns_is_server("2001:db8::1@5353"));
	assert_false(dns_is_server("192.0.2.1@"));
	assert_false(dns_is_server("192.0.2.1@0"));
	assert_false(dns_is_server("192.0.2.1@65536"));
	assert_false(dns_is_server("192.0.2.1@53x"));
	assert_false(dns_is_server("ns.example.com"));
	assert_false(dns_is_server(""));
}

static void add(struct discovery *d, enum rank rank, enum source_state state,
	struct matrix_entry *entries, size_t count)
{
	struct source_answer *source =
		source_add(d, SOURCE_AUTOCONFIG, rank, "somebody");

	source->state = state;
	source->matrix.entries = entries;
	source->matrix.entry_count = count;
}

#define ENTRY(service_, host_, port_, mode_)                                   \
	{                                                                      \
		.endpoint = {                                                  \
			.service = service_,                                   \
			.host = host_,                                         \
			.port = port_,                                         \
			.mode = mode_                                          \
		}                                                              \
	}

/* Of addresses there may be any number, and none of them is a record. */
static void test_many_addresses(void **state)
{
	struct arena *arena = arena_new();
	struct dns_answer answer = {.state = ""};
	const struct octets address = {(const unsigned char *)"\xc0\0\2\1", 4};

	(void)state;
	dns_record_sort(&answer);
	assert_false(answer.exists);
	for (int i = 0; i < 4000; i++)
		dns_record_read(arena, ns_t_a, address, &answer);
	dns_record_sort(&answer);
	assert_true(answer.exists);
	assert_int_equal(answer.count, 0);
	arena_free(arena);
}

static void test_who_is_believed(void **state)
{
	struct matrix_entry ours[] = {
		ENTRY(SERVICE_IMAP, "imap.example.com", 993, MODE_IMPLICIT),
		ENTRY(SERVICE_SMTP, "smtp.example.com", 465, MODE_IMPLICIT)};
	/* Agrees: one of the two is ours. POP3 is no matter of ours. */
	struct matrix_entry more[] = {
		ENTRY(SERVICE_IMAP, "imap.example.com", 143, MODE_EXPLICIT),
		ENTRY(SERVICE_IMAP, "IMAP.example.com", 993, MODE_IMPLICIT),
		ENTRY(SERVICE_POP3, "pop.example.com", 995, MODE_IMPLICIT)};
	struct matrix_entry other[] = {
		ENTRY(SERVICE_IMAP, "mail.example.com", 143, MODE_EXPLICIT),
		ENTRY(SERVICE_SMTP, "smtp.example.com", 465, MODE_IMPLICIT)};
	struct discovery d = {.arena = arena_new(), .domain = "example.com"};
	const char **lines;
	size_t count;

	(void)state;
	assert_null(discovery_best(&d));
	lines = discovery_disagreements(&d, &count);
	assert_int_equal(count, 0);
	add(&d, RANK_INDIRECT, SOURCE_FOUND, other, COUNT_OF(other));
	add(&d, RANK_BUILTIN, SOURCE_NOTHING, NULL, 0);
	add(&d, RANK_SRV_SURE, SOURCE_FOUND, ours, COUNT_OF(ours));
	add(&d, RANK_DATABASE, SOURCE_FOUND, more, COUNT_OF(more));
	add(&d, RANK_DOMAIN_HTTPS, SOURCE_STOPPED, other, COUNT_OF(other));
	assert_ptr_equal(discovery_best(&d), &d.sources[2]);
	lines = discovery_disagreements(&d, &count);
	assert_int_equal(count, 1);
	assert_non_null(strstr(lines[0],
		"server mail.example.com instead of imap.example.com, port "
		"143 instead of 993, STARTTLS instead of SSL/TLS"));
	arena_free(d.arena);
}

static void test_too_many_sources(void **state)
{
	struct discovery d = {0};

	(void)state;
	for (size_t i = 0; i < SOURCES; i++)
		assert_non_null(
			source_add(&d, SOURCE_AUTOCONFIG, RANK_GUESS, "one"));
	assert_null(source_add(&d, SOURCE_AUTOCONFIG, RANK_GUESS, "more"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_domains_of_mx),
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_public_names),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_name_servers),
		cmocka_unit_test(test_many_addresses),
		cmocka_unit_test(test_who_is_believed),
		cmocka_unit_test(test_too_many_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
