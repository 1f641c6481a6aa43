/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/table.h"
#include "net/x509/weak_key.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

/* Moduli of 512 bits, made for this. The last two have a prime in common with
 * both of the first. */
static const struct {
	const char *name;
	const char *modulus;
	unsigned flaws;
} keys[] = {
	{"good",
		"c5dec287109f46eb4f940a2b4216f6659eb85f812ca180242b703cf9a0b622"
		"86c5dfa322a9ea53b39a919fae5cbc9ab2c1bd7f3be483e5b23651a1a9ab41"
		"9433",
		0},
	{"good2",
		"d0d01890f5839987c349c022993541310368b45492dd941b388fce153c2747"
		"27e4e778af3e501da811da8d4cd73e0732ab294ab9e002bc1de24f448719f0"
		"5b6d",
		0},
	{"roca",
		"842a6ba64872c31ce32b9e9a8b18a2463ad1b9a27b13cc92ad243af017c219"
		"264e1b2cbad355ae66f689997155da27cf65ce4cfa6d7fbc765a6b74f5cb10"
		"c8b5",
		KEY_FLAW_ROCA},
	{"small",
		"0259386a534b6401c22d883232e49ec0c03874557175fde487f5141eacadf3"
		"4441896705c5fb195d30373678f0379fed62b4508594283293e84b92017b1e"
		"6c44bb",
		KEY_FLAW_SMALL_FACTOR},
	{"close",
		"f8f4042b2d76f0ba6e555905ae0bc5ca1794cc943ecf1cdca8efe79f47427a"
		"dc5891b81f05d327faf3136ec6a1ab0870be7b1bf41b78c84669546b07c86a"
		"fc4f",
		KEY_FLAW_CLOSE_PRIMES},
	{"square",
		"f8f4042b2d76f0ba6e555905ae0bc5ca1794cc943ecf1cdca8efe79f47427a"
		"8f6d50069caef4f2f0edb04b29cbd76b38b23689a59f6324618d1883c8fe78"
		"ef81",
		KEY_FLAW_CLOSE_PRIMES},
	{"shared",
		"f4b6f10cdb563190e2ce245ba62703528985d3e0294407880cd08f4c9b0aae"
		"095e5a1a5b3b5130db04d2fb336877e3266ad43c205a8ac8c2c1b61082eae3"
		"dfad",
		0},
	{"shared3",
		"a8d745416a117ca1835367877eee292acc3b8c53a21f4f0ca48371016a1578"
		"da72e5ac224b4cfb2b7a41a017f7a481065ceffb8f1e0f2a3e8518ee2b3bd7"
		"c073",
		0},
};

enum { GOOD, GOOD_2, SHARED = 6, SHARED_2 };

static struct octets read_modulus(struct arena *arena, size_t index)
{
	const char *text = keys[index].modulus;
	unsigned char octets[128];
	size_t length = strlen(text) / 2;

	for (size_t i = 0; i < length; i++)
		assert_int_equal(sscanf(text + 2 * i, "%2hhx", &octets[i]), 1);
	return arena_octets(arena, octets, length);
}

static void test_flaws(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		assert_int_equal(
			weak_key_find(read_modulus(arena, i)), keys[i].flaws);
	assert_int_equal(weak_key_find((struct octets){0}), 0);
	arena_free(arena);
}

static void check_shared(
	const size_t *indices, const bool *expected, size_t count)
{
	struct arena *arena = arena_new();
	struct octets moduli[8];
	bool shared[8];

	for (size_t i = 0; i < count; i++)
		moduli[i] = read_modulus(arena, indices[i]);
	weak_key_find_shared(moduli, count, shared);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(shared[i], expected[i]);
	arena_free(arena);
}

static void test_shared(void **state)
{
	(void)state;
	check_shared(NULL, NULL, 0);
	check_shared((size_t[]){GOOD}, (bool[]){false}, 1);
	check_shared((size_t[]){GOOD, GOOD_2}, (bool[]){false, false}, 2);
	/* The same key twice is no other key. */
	check_shared((size_t[]){GOOD, GOOD_2, GOOD},
		(bool[]){false, false, false}, 3);
	check_shared((size_t[]){3, GOOD, 2, SHARED, GOOD},
		(bool[]){false, true, false, true, true}, 5);
	check_shared((size_t[]){GOOD, GOOD_2, SHARED, SHARED_2},
		(bool[]){true, true, true, true}, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flaws),
		cmocka_unit_test(test_shared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
