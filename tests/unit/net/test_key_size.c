/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/memory.h"
#include "net/x509/der.h"
#include "net/x509/key_size.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

/* Octets that are written from their end, so that lengths are known. */
struct writer {
	unsigned char *data;
	size_t begin, size;
};

static struct writer writer_new(size_t size)
{
	return (struct writer){memory_calloc(1, size), size, size};
}

static struct octets written(const struct writer *w)
{
	return (struct octets){w->data + w->begin, w->size - w->begin};
}

static void put(struct writer *w, const void *octets, size_t length)
{
	assert_true(w->begin >= length);
	w->begin -= length;
	if (length)
		memcpy(w->data + w->begin, octets, length);
}

static void put_number(struct writer *w, size_t value, size_t octets)
{
	for (; octets; octets--, value >>= 8)
		put(w, &(unsigned char){(unsigned char)value}, 1);
}

/* Puts tag and length before all that was written since `end` was left. */
static void put_header(struct writer *w, unsigned tag, size_t end)
{
	size_t length = end - w->begin;

	if (length < 128) {
		put_number(w, length, 1);
	} else {
		put_number(w, length, 3);
		put_number(w, 0x83, 1);
	}
	put_number(w, tag, 1);
}

static void put_integer(struct writer *w, size_t bits)
{
	size_t end = w->begin;

	for (size_t i = 0; i < (bits - 1) / 8; i++)
		put_number(w, 0x55, 1);
	put_number(w, (size_t)1 << ((bits - 1) % 8), 1);
	if (bits % 8 == 0)
		put_number(w, 0, 1); /* it is no negative one */
	put_header(w, DER_INTEGER, end);
}

static const unsigned char rsa[] = {
	0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
static const unsigned char rsa_pss[] = {
	0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a};
static const unsigned char ec[] = {
	0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};

/* An RSA key of those sizes, or for `exponent` 0 another key of `bits`. */
static void put_key(struct writer *w, const unsigned char *object,
	size_t object_size, size_t bits, size_t exponent)
{
	size_t end = w->begin;

	if (exponent) {
		put_integer(w, exponent);
		put_integer(w, bits);
		put_header(w, DER_SEQUENCE, end);
	} else {
		for (size_t i = 0; i < bits / 8; i++)
			put_number(w, 0x04, 1);
	}
	put_number(w, 0, 1);
	put_header(w, DER_BIT_STRING, end);
	end = w->begin;
	put(w, object, object_size);
	put_header(w, DER_SEQUENCE, end);
}

static void put_certificate(struct writer *w, bool versioned,
	const unsigned char *object, size_t object_size, size_t bits,
	size_t exponent)
{
	size_t end = w->begin;

	put_key(w, object, object_size, bits, exponent);
	put_header(w, DER_SEQUENCE, end);
	for (int i = 0; i < 4; i++)
		put_header(w, DER_SEQUENCE, w->begin);
	put_integer(w, 160);
	if (versioned) {
		size_t version_end = w->begin;

		put_integer(w, 2);
		put_header(w, 0xa0, version_end);
	}
	put_header(w, DER_SEQUENCE, end);
	put_header(w, DER_SEQUENCE, end);
}

static void expect_words(const char *words, const char *part)
{
	if (part) {
		assert_non_null(words);
		assert_non_null(strstr(words, part));
	} else {
		assert_null(words);
	}
}

static void test_certificates(void **state)
{
	static const struct {
		const unsigned char *object;
		size_t object_size, bits, exponent;
		const char *refused; /* NULL: it is not */
	} rows[] = {
		{rsa, sizeof(rsa), 2048, 17, NULL},
		{rsa, sizeof(rsa), 16384, 64, NULL},
		{rsa, sizeof(rsa), 16385, 17, "16385 bits"},
		{rsa, sizeof(rsa), 16384, 65, "exponent of 65 bits"},
		{rsa, sizeof(rsa), 65536, 65536, "65536 bits"},
		{rsa_pss, sizeof(rsa_pss), 4096, 4096, "exponent of 4096"},
		{ec, sizeof(ec), 520, 0, NULL},
		{ec, sizeof(ec), 2592 * 8, 0, NULL}, /* ML-DSA-87 */
		{ec, sizeof(ec), 65536, 0, "8193 octets"},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (int versioned = 0; versioned < 2; versioned++) {
			struct writer w = writer_new(32768);

			put_certificate(&w, versioned, rows[i].object,
				rows[i].object_size, rows[i].bits,
				rows[i].exponent);
			expect_words(
				key_size_refuse_certificate(arena, written(&w)),
				rows[i].refused);
			free(w.data);
		}
	arena_free(arena);
}

/* The last one of the chain is looked at, too, in either version's form. */
static void test_chains(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (int round = 0; round < 4; round++) {
		bool tls_1_3 = round & 1, huge = round & 2;
		struct writer w = writer_new(32768);
		struct bulk bulk;

		for (int i = 0; i < 3; i++) {
			size_t end;

			if (tls_1_3)
				put_number(&w, 0, 2);
			end = w.begin;
			put_certificate(&w, true, rsa, sizeof(rsa), 2048,
				huge && i == 0 ? 2048 : 17);
			put_number(&w, end - w.begin, 3);
		}
		put_number(&w, w.size - w.begin, 3);
		if (tls_1_3)
			put_number(&w, 0, 1);
		expect_words(key_size_refuse_chain(
				     arena, written(&w), tls_1_3, &bulk),
			huge ? "exponent of 2048" : NULL);
		free(w.data);
	}
	arena_free(arena);
}

static void test_groups(void **state)
{
	static unsigned char body[2 + 1025];
	struct arena *arena = arena_new();

	(void)state;
	body[0] = 1025 >> 8;
	body[1] = 1025 & 255;
	body[3] = 0xff;
	expect_words(key_size_refuse_group(
			     arena, (struct octets){body, sizeof(body)}),
		NULL);
	body[2] = 1;
	expect_words(key_size_refuse_group(
			     arena, (struct octets){body, sizeof(body)}),
		"8193 bits");
	arena_free(arena);
}

/* Cut anywhere, and with any octet changed: never past the end. */
static void test_malformed(void **state)
{
	struct arena *arena = arena_new();
	struct writer w = writer_new(4096);
	struct octets whole;

	(void)state;
	put_certificate(&w, true, rsa, sizeof(rsa), 2048, 17);
	whole = written(&w);
	for (size_t i = 0; i < whole.length; i++) {
		unsigned char *copy = memory_calloc(1, i);

		memcpy(copy, whole.data, i);
		key_size_refuse_certificate(arena, (struct octets){copy, i});
		free(copy);
		for (unsigned octet = 0; octet < 256; octet += 15) {
			unsigned char was = w.data[w.begin + i];

			w.data[w.begin + i] = (unsigned char)octet;
			key_size_refuse_certificate(arena, whole);
			w.data[w.begin + i] = was;
		}
	}
	free(w.data);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_chains),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
