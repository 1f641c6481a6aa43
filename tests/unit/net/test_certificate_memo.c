/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/certificate_memo.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static struct octets octets(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

static struct certificate certificate_of(
	const char *digest, const char *subject)
{
	struct certificate certificate = {
		.subject = octets(subject),
		.issuer = octets("CN=issuer"),
		.common_name = octets("mail.example.com"),
		.key = "RSA",
		.key_bits = 2048,
		.modulus = octets("modulus"),
		.not_after = 42,
	};

	snprintf(certificate.sha256, sizeof(certificate.sha256), "%s", digest);
	return certificate;
}

static bool find(struct certificate_memo *memo, struct arena *arena,
	const char *digest, struct certificate *ret_certificate)
{
	*ret_certificate = (struct certificate){.key_bits = 1};
	snprintf(ret_certificate->sha256, sizeof(ret_certificate->sha256), "%s",
		digest);
	return certificate_memo_find(memo, arena, ret_certificate);
}

static bool is(struct octets one, const char *text)
{
	return one.length == strlen(text) &&
	       memcmp(one.data, text, one.length) == 0;
}

static void test_gives_back_what_was_kept(void **state)
{
	struct certificate_memo *memo = certificate_memo_new();
	struct arena *arena = arena_new();
	char name[] = "imap.example.com";
	struct presented_name names[] = {{NAME_DNS, octets(name)}};
	struct certificate kept = certificate_of("00a1", "CN=one"), found;

	(void)state;
	kept.names = names;
	kept.name_count = 1;
	certificate_memo_keep(memo, &kept);
	memset(name, 'x', strlen(name)); /* the copy is the memo's own */
	assert_false(find(memo, arena, "00a2", &found));
	assert_int_equal(found.key_bits, 1);
	assert_true(find(memo, arena, "00a1", &found));
	certificate_memo_free(memo);
	assert_true(is(found.subject, "CN=one"));
	assert_true(is(found.issuer, "CN=issuer"));
	assert_true(is(found.common_name, "mail.example.com"));
	assert_true(is(found.modulus, "modulus"));
	assert_int_equal(found.name_count, 1);
	assert_int_equal(found.names[0].type, NAME_DNS);
	assert_true(is(found.names[0].value, "imap.example.com"));
	assert_string_equal(found.key, "RSA");
	assert_int_equal(found.not_after, 42);
	arena_free(arena);
}

static void test_the_last_has_the_place(void **state)
{
	struct certificate_memo *memo = certificate_memo_new();
	struct arena *arena = arena_new();
	struct certificate one = certificate_of("00a1", "CN=one"),
			   other = certificate_of("00a2", "CN=other"), found;

	(void)state;
	certificate_memo_keep(memo, &one);
	certificate_memo_keep(memo, &other);
	assert_true(find(memo, arena, "00a2", &found));
	assert_true(is(found.subject, "CN=other"));
	assert_false(find(memo, arena, "00a1", &found));
	certificate_memo_free(memo);
	arena_free(arena);
}

static void test_keeps_neither_halves_nor_giants(void **state)
{
	struct certificate_memo *memo = certificate_memo_new();
	struct arena *arena = arena_new();
	struct certificate half = certificate_of("00b1", ""),
			   giant = certificate_of("00c1", "CN=giant"), found;

	(void)state;
	half.subject = (struct octets){0};
	giant.modulus =
		arena_octets(arena, arena_alloc(arena, 16384), (size_t)16384);
	certificate_memo_keep(memo, &half);
	certificate_memo_keep(memo, &giant);
	assert_false(find(memo, arena, "00b1", &found));
	assert_false(find(memo, arena, "00c1", &found));
	certificate_memo_free(memo);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gives_back_what_was_kept),
		cmocka_unit_test(test_the_last_has_the_place),
		cmocka_unit_test(test_keeps_neither_halves_nor_giants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
