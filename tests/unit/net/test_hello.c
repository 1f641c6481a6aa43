/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Hellos made by hand, and the answers to them, cut at every octet. */

#include "tests/unit/unit.h"

#include "net/cursor.h"
#include "net/hello/hello.h"
#include "net/hello/prime.h"

#include <gnutls/gnutls.h>
#include <string.h>

/* A server's flight being put together. */
struct flight {
	unsigned char octets[8192];
	size_t length;
};

static void add(struct flight *flight, const void *data, size_t length)
{
	assert_true(length <= sizeof(flight->octets) - flight->length);
	if (length)
		memcpy(flight->octets + flight->length, data, length);
	flight->length += length;
}

static void add_number(struct flight *flight, unsigned long number, int octets)
{
	for (int i = octets - 1; i >= 0; i--) {
		unsigned char digit = (unsigned char)(number >> 8 * i);

		add(flight, &digit, 1);
	}
}

static void add_record(
	struct flight *flight, unsigned type, const void *data, size_t length)
{
	add_number(flight, type, 1);
	add_number(flight, HELLO_TLS_1_2, 2);
	add_number(flight, length, 2);
	add(flight, data, length);
}

static void add_message(
	struct flight *flight, unsigned type, const struct flight *body)
{
	struct flight message = {0};

	add_number(&message, type, 1);
	add_number(&message, body->length, 3);
	add(&message, body->octets, body->length);
	add_record(flight, 22, message.octets, message.length);
}

static const unsigned char retry_random[32] = {0xcf, 0x21, 0xad, 0x74, 0xe5,
	0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2,
	0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8,
	0xa8, 0x33, 0x9c};

static struct flight server_hello(unsigned version, const void *random,
	unsigned suite, const void *extensions, size_t length)
{
	struct flight body = {0};

	add_number(&body, version, 2);
	add(&body, random, 32);
	add_number(&body, 0, 1);
	add_number(&body, suite, 2);
	add_number(&body, 0, 1);
	add_number(&body, length, 2);
	add(&body, extensions, length);
	return body;
}

/* ServerHello, two certificates, an ECDHE key, a request for a certificate by
 * one authority, ServerHelloDone. */
static struct flight old_flight(void)
{
	static const unsigned char random[32] = {
		[24] = 'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
	struct flight flight = {0}, hello, certificates = {0}, key = {0},
		      request = {0}, done = {0};

	hello = server_hello(HELLO_TLS_1_2, random, 0xc02f,
		"\xff\x01\0\1\0\0\x17\0\0\0\x10\0\7\0\5\4imap", 20);
	add_message(&flight, 2, &hello);
	add_number(&certificates, 3 + 3 + 3 + 2, 3);
	add_number(&certificates, 3, 3);
	add(&certificates, "one", 3);
	add_number(&certificates, 2, 3);
	add(&certificates, "ca", 2);
	add_message(&flight, 11, &certificates);
	add(&key, "\3\0\x1d\4KEYS\x08\4\0\2SG", 14);
	add_message(&flight, 12, &key);
	add(&request, "\1\1\0\2\4\1\0\6\0\4NAME", 14);
	add_message(&flight, 13, &request);
	add_message(&flight, 14, &done);
	return flight;
}

static struct flight retry_flight(void)
{
	struct flight flight = {0}, hello;

	hello = server_hello(HELLO_TLS_1_2, retry_random, 0x1302,
		"\0\x2b\0\2\3\4\0\x33\0\2\0\x17", 12);
	add_message(&flight, 2, &hello);
	add_record(&flight, 20, "\1", 1);
	return flight;
}

/* A prime of 768 octets: its length begins as a named curve does. */
static struct flight prime_flight(void)
{
	static const unsigned char prime[768] = {0xff};
	struct flight flight = {0}, hello, key = {0}, done = {0};

	hello = server_hello(HELLO_TLS_1_0, prime, 0x0033, "", 0);
	add_message(&flight, 2, &hello);
	add_number(&key, sizeof(prime), 2);
	add(&key, prime, sizeof(prime));
	add(&key, "\0\1\2\0\4KEYS\0\2SG", 13);
	add_message(&flight, 12, &key);
	add_message(&flight, 14, &done);
	return flight;
}

struct reading {
	struct arena *arena;
	struct hello_reader *reader;
	const struct hello_answer *answer;
};

/* Feeds `piece` octets at a time. */
static struct reading read_in_pieces(const struct flight *flight, size_t piece,
	unsigned asked, enum hello_depth depth)
{
	const struct hello hello = {.version = asked};
	struct reading r = {.arena = arena_new()};

	r.reader = hello_reader_new(r.arena, &hello, depth);
	for (size_t at = 0; at < flight->length; at += piece) {
		size_t part = flight->length - at;

		hello_reader_feed(r.reader, flight->octets + at,
			part < piece ? part : piece);
	}
	r.answer = hello_reader_answer(r.reader);
	return r;
}

static void end_reading(struct reading *r)
{
	hello_reader_free(r->reader);
	arena_free(r->arena);
}

static void assert_octets(struct octets octets, const char *text)
{
	assert_int_equal(octets.length, strlen(text));
	assert_memory_equal(octets.data, text, octets.length);
}

static void test_old_answer(void **state)
{
	const struct flight flight = old_flight();

	(void)state;
	for (size_t piece = 1; piece <= flight.length; piece++) {
		struct reading r = read_in_pieces(
			&flight, piece, HELLO_TLS_1_2, HELLO_TO_KEY);
		const struct hello_answer *answer = r.answer;

		assert_int_equal(answer->result, HELLO_CHOSEN);
		assert_int_equal(answer->version, HELLO_TLS_1_2);
		assert_int_equal(answer->suite, 0xc02f);
		assert_int_equal(answer->sentinel, SENTINEL_TLS_1_2);
		assert_int_equal(answer->extensions,
			HELLO_RENEGOTIATION_INFO | HELLO_MASTER_SECRET |
				HELLO_ALPN);
		assert_octets(answer->alpn, "imap");
		assert_int_equal(answer->certificate_count, 2);
		assert_octets(answer->certificates[1], "ca");
		assert_int_equal(answer->group, 0x001d);
		assert_int_equal(answer->signature, 0x0804);
		assert_true(answer->wants_certificate);
		assert_int_equal(answer->authority_count, 1);
		assert_octets(answer->authorities[0], "NAME");
		assert_true(answer->done);
		end_reading(&r);
	}
}

/* Whatever was cut off is not there, and what was heard stays. */
static void test_cut_short(void **state)
{
	const struct flight whole = old_flight();

	(void)state;
	for (size_t length = 0; length < whole.length; length++) {
		struct flight cut = whole;
		struct reading r;

		cut.length = length;
		r = read_in_pieces(&cut, 7, HELLO_TLS_1_2, HELLO_TO_KEY);
		assert_false(r.answer->done);
		assert_true(r.answer->result == HELLO_NOTHING ||
			    r.answer->suite == 0xc02f);
		assert_int_equal(r.answer->begun,
			length && r.answer->result == HELLO_NOTHING);
		end_reading(&r);
	}
}

static void test_retry(void **state)
{
	const struct flight flight = retry_flight();

	(void)state;
	for (size_t piece = 1; piece <= flight.length; piece++) {
		struct reading r = read_in_pieces(
			&flight, piece, HELLO_TLS_1_2, HELLO_TO_CHOICE);

		assert_int_equal(r.answer->result, HELLO_RETRY);
		assert_int_equal(r.answer->version, HELLO_TLS_1_3);
		assert_int_equal(r.answer->suite, 0x1302);
		assert_int_equal(r.answer->group, 0x0017);
		end_reading(&r);
	}
}

static void test_prime(void **state)
{
	const struct flight flight = prime_flight();
	struct reading r =
		read_in_pieces(&flight, 100, HELLO_TLS_1_0, HELLO_TO_KEY);

	(void)state;
	assert_int_equal(r.answer->result, HELLO_CHOSEN);
	assert_int_equal(r.answer->prime.length, 768);
	assert_octets(r.answer->generator, "\2");
	assert_int_equal(r.answer->group, 0);
	assert_int_equal(r.answer->signature, 0);
	assert_true(r.answer->done);
	end_reading(&r);
}

/* What a server may send instead, and what it is. */
static const struct other {
	const char *name;
	const char *octets;
	size_t length;
	enum hello_result result;
	unsigned alert;
	unsigned asked;
} others[] = {
	{"silence", "", 0, HELLO_NOTHING, 0, HELLO_TLS_1_2},
	{"a fatal alert", "\x15\3\1\0\2\2\x46", 7, HELLO_ALERTED, 70,
		HELLO_TLS_1_2},
	{"a warning alone", "\x15\3\1\0\2\1\x70", 7, HELLO_NOTHING, 112,
		HELLO_TLS_1_2},
	{"close_notify", "\x15\3\3\0\2\1\0", 7, HELLO_ALERTED, 0,
		HELLO_TLS_1_2},
	{"half an alert", "\x15\3\1\0\2\2", 6, HELLO_NOTHING, 0, HELLO_TLS_1_2},
	{"an alert of one octet", "\x15\3\1\0\1\2", 6, HELLO_MALFORMED, 0,
		HELLO_TLS_1_2},
	{"a greeting", "* OK ready\r\n", 12, HELLO_NOT_TLS, 0, HELLO_TLS_1_2},
	{"HTTP", "HTTP/1.0 400 Bad\r\n", 18, HELLO_NOT_TLS, 0, HELLO_TLS_1_2},
	{"application data", "\x17\3\3\0\1x", 6, HELLO_NOT_TLS, 0,
		HELLO_TLS_1_2},
	{"a certificate first", "\x16\3\3\0\4\x0b\0\0\0", 9, HELLO_MALFORMED, 0,
		HELLO_TLS_1_2},
	{"an endless record", "\x16\3\3\xff\xff", 5, HELLO_MALFORMED, 0,
		HELLO_TLS_1_2},
	{"an endless message", "\x16\3\3\0\4\2\xff\xff\xff", 9, HELLO_MALFORMED,
		0, HELLO_TLS_1_2},
	{"an empty record", "\x16\3\3\0\0", 5, HELLO_NOTHING, 0, HELLO_TLS_1_2},
	{"SSL 2",
		"\x80\x1e\4\0\1\0\2\0\0\0\3\0\x10\1\0\x80"
		"0123456789abcdef",
		32, HELLO_CHOSEN, 0, HELLO_SSL_2},
	{"SSL 2 that nobody asked for", "\x80\x1e\4\0\1\0\2\0\0\0\3\0\x10", 13,
		HELLO_NOT_TLS, 0, HELLO_TLS_1_2},
};

static void test_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct other *other = &others[i];
		struct flight flight = {0};

		add(&flight, other->octets, other->length);
		for (size_t piece = 1; piece <= other->length + 1; piece++) {
			struct reading r = read_in_pieces(
				&flight, piece, other->asked, HELLO_TO_CHOICE);

			if (r.answer->result != other->result)
				fail_msg("%s by %zu: %d", other->name, piece,
					(int)r.answer->result);
			assert_int_equal(r.answer->alert, other->alert);
			end_reading(&r);
		}
	}
}

/* A peer that never ends is cut off, in linear time. */
static void test_endless(void **state)
{
	const struct hello hello = {.version = HELLO_TLS_1_2};
	struct arena *arena = arena_new();
	struct hello_reader *reader =
		hello_reader_new(arena, &hello, HELLO_TO_KEY);
	size_t records = 0;

	(void)state;
	while (hello_reader_feed(reader, (const void *)"\x16\3\3\0\0", 5) ==
		HELLO_WANTS_MORE)
		records++;
	assert_true(records <= HELLO_ANSWER_OCTETS / 5);
	assert_int_equal(hello_reader_answer(reader)->result, HELLO_MALFORMED);
	hello_reader_free(reader);
	arena_free(arena);
}

/* SSL 2: a certificate of two octets, two kinds of cipher, one for export. */
static void test_ssl2(void **state)
{
	static const char answer[] = "\x80\x17\x04\x00\x01\x00\x02\x00\x02"
				     "\x00\x06\x00\x04"
				     "CC\x01\x00\x80\x02\x00\x80"
				     "iiii";
	struct flight flight = {0};

	(void)state;
	add(&flight, answer, sizeof(answer) - 1);
	for (size_t piece = 1; piece <= flight.length; piece++) {
		struct reading r = read_in_pieces(
			&flight, piece, HELLO_SSL_2, HELLO_TO_KEY);

		assert_int_equal(r.answer->result, HELLO_CHOSEN);
		assert_int_equal(r.answer->ssl2_suites, 2);
		assert_true(r.answer->ssl2_export);
		end_reading(&r);
	}
}

/* Java's answer to SSL 2: NO-CIPHER-ERROR. */
static void test_ssl2_error(void **state)
{
	static const char answer[] = "\x80\x03\x00\x00\x01";
	struct flight flight = {0};

	(void)state;
	add(&flight, answer, sizeof(answer) - 1);
	for (size_t piece = 1; piece <= flight.length; piece++) {
		struct reading r = read_in_pieces(
			&flight, piece, HELLO_SSL_2, HELLO_TO_KEY);

		assert_int_equal(r.answer->result, HELLO_ALERTED);
		end_reading(&r);
	}
	flight.length--;
	for (size_t piece = 1; piece <= flight.length; piece++) {
		struct reading r = read_in_pieces(
			&flight, piece, HELLO_SSL_2, HELLO_TO_KEY);

		assert_int_equal(r.answer->result, HELLO_NOTHING);
		end_reading(&r);
	}
}

/* The hello itself. */

static const uint16_t suites[] = {0x1301, 0xc02f};
static const uint16_t versions[] = {HELLO_TLS_1_3, HELLO_TLS_1_2};
static const uint16_t groups[] = {0x001d};

static struct hello usual_hello(void)
{
	return (struct hello){.version = HELLO_TLS_1_2,
		.versions = {versions, 2},
		.suites = {suites, 2},
		.groups = {groups, 1},
		.extensions = HELLO_SERVER_NAME | HELLO_RENEGOTIATION_INFO,
		.server_name = "mail.example.com"};
}

/* Returns the extension's content; `bad` if it is not there. */
static struct cursor find_extension(struct cursor extensions, unsigned type)
{
	while (extensions.left) {
		unsigned long found = cursor_number(&extensions, 2);
		struct cursor body = cursor_vector(&extensions, 2);

		if (found == type)
			return body;
	}
	return (struct cursor){NULL, 0, true};
}

/* Takes the hello in one record apart; returns its extensions. */
static struct cursor read_hello(const unsigned char *records, size_t length)
{
	struct cursor all = cursor_of((struct octets){records, length});
	struct cursor message, list;

	assert_int_equal(cursor_number(&all, 1), 22);
	assert_int_equal(cursor_number(&all, 2), HELLO_TLS_1_0);
	message = cursor_vector(&all, 2);
	assert_int_equal(all.left, 0);
	assert_int_equal(cursor_number(&message, 1), 1);
	message = cursor_vector(&message, 3);
	assert_int_equal(cursor_number(&message, 2), HELLO_TLS_1_2);
	cursor_take(&message, 32);
	cursor_vector(&message, 1);
	list = cursor_vector(&message, 2);
	assert_int_equal(list.left, 4);
	assert_int_equal(cursor_number(&list, 2), 0x1301);
	assert_int_equal(cursor_vector(&message, 1).left, 1);
	list = cursor_vector(&message, 2);
	assert_false(message.bad);
	assert_int_equal(message.left, 0);
	return list;
}

static void test_written(void **state)
{
	const struct hello hello = usual_hello();
	unsigned char records[HELLO_OCTETS];
	size_t length = hello_write(&hello, records, sizeof(records));
	struct cursor extensions = read_hello(records, length);
	struct cursor name = find_extension(extensions, 0);

	(void)state;
	assert_int_equal(name.left, 5 + strlen("mail.example.com"));
	assert_int_equal(find_extension(extensions, 43).left, 5);
	assert_int_equal(find_extension(extensions, 10).left, 4);
	assert_int_equal(find_extension(extensions, 51).left, 2);
	assert_true(find_extension(extensions, 13).bad);
	for (size_t size = 0; size < length; size++)
		assert_int_equal(hello_write(&hello, records, size), 0);
}

/* A point of the curve, and nothing where there is none to be had. */
static void test_shares(void **state)
{
	struct hello hello = usual_hello();
	unsigned char records[HELLO_OCTETS];
	struct cursor share;

	(void)state;
	hello.share = 0x0017;
	share = find_extension(read_hello(records, hello_write(&hello, records,
							   sizeof(records))),
		51);
	share = cursor_vector(&share, 2);
	assert_int_equal(cursor_number(&share, 2), 0x0017);
	assert_int_equal(cursor_vector(&share, 2).left, 65);
	assert_true(!share.bad && !share.left);
	hello.share = 0x11ec;
	assert_int_equal(
		find_extension(read_hello(records, hello_write(&hello, records,
							   sizeof(records))),
			51)
			.left,
		2);
}

static void test_padded(void **state)
{
	unsigned char records[HELLO_OCTETS];
	struct hello hello = usual_hello();

	(void)state;
	hello.padding = 600;
	read_hello(records, hello_write(&hello, records, sizeof(records)));
	assert_in_range(
		hello_write(&hello, records, sizeof(records)), 600, 612);
	hello.padding = 17000;
	assert_in_range(
		hello_write(&hello, records, sizeof(records)), 17000, 17030);
}

/* The same message, in records of one octet each. */
static void test_fragments(void **state)
{
	unsigned char whole[2048], cut[8192];
	struct hello hello = usual_hello();
	size_t length = hello_write(&hello, whole, sizeof(whole)), cut_length;

	(void)state;
	hello.fragment = 1;
	cut_length = hello_write(&hello, cut, sizeof(cut));
	assert_int_equal(cut_length, (length - 5) * 6);
	for (size_t i = 0; i < length - 5; i++) {
		assert_memory_equal(cut + 6 * i, "\x16\3\1\0\1", 5);
		assert_int_equal(cut[6 * i + 5], whole[5 + i]);
	}
}

/* SSL 3 knows no extensions; SSL 2 has a form of its own. */
static void test_old_hellos(void **state)
{
	unsigned char records[512];
	struct hello hello = {
		.version = HELLO_SSL_3, .suites = {suites + 1, 1}};

	(void)state;
	assert_int_equal(hello_write(&hello, records, sizeof(records)),
		5 + 4 + 2 + 32 + 1 + 4 + 2);
	assert_memory_equal(records, "\x16\3\0", 3);
	hello.version = HELLO_SSL_2;
	assert_int_equal(
		hello_write(&hello, records, sizeof(records)), 2 + 9 + 24 + 16);
	assert_memory_equal(records, "\x80\x31\1\0\2\0\x18\0\0\0\x10", 11);
}

/* The library has two of them itself. */
static void test_primes(void **state)
{
	const gnutls_datum_t *rfc7919 = &gnutls_ffdhe_2048_group_prime;
	unsigned char padded[257] = {0};
	struct octets prime = {rfc7919->data, rfc7919->size};

	(void)state;
	assert_string_equal(prime_name(prime), "RFC 7919 ffdhe2048");
	memcpy(padded + 1, rfc7919->data, 256);
	prime = (struct octets){padded, sizeof(padded)};
	assert_string_equal(prime_name(prime), "RFC 7919 ffdhe2048");
	padded[256] ^= 2;
	assert_null(prime_name(prime));
	assert_null(prime_name((struct octets){0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_old_answer),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_retry),
		cmocka_unit_test(test_prime),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_padded),
		cmocka_unit_test(test_fragments),
		cmocka_unit_test(test_old_hellos),
		cmocka_unit_test(test_primes),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_ssl2),
		cmocka_unit_test(test_ssl2_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
