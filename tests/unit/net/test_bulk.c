/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/bulk.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct bulk counted(const char *octets, size_t length)
{
	struct bulk bulk = {0};

	bulk_count(
		(struct octets){(const unsigned char *)octets, length}, &bulk);
	return bulk;
}

static void test_elements(void **state)
{
	static const struct {
		const char *octets;
		size_t length, elements, attributes;
	} rows[] = {
		{"", 0, 0, 0},
		{"\x02\1\7", 3, 1, 0},
		{"\x30\6\x02\1\7\x02\1\7", 8, 3, 0},
		/* An extension's value, and octets that are none. */
		{"\x04\5\x30\3\x02\1\7", 7, 3, 0},
		{"\x04\5\x17\3\x02\1\7", 7, 1, 0},
		/* SET OF SEQUENCE: two attributes of one name. */
		{"\x31\x0a\x30\3\x02\1\7\x30\3\x02\1\7", 12, 5, 2},
		/* What is malformed ends where it is, and only there: what
		 * follows the element that it is in counts. */
		{"\x30\3\x02\x7f\7\x02\1\7\x02\1\7", 11, 4, 0},
		{"\x30\x80\x02\1\7", 5, 1, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bulk bulk = counted(rows[i].octets, rows[i].length);

		assert_int_equal(bulk.elements, rows[i].elements);
		assert_int_equal(bulk.attributes, rows[i].attributes);
	}
}

/* As deep as a message may be long: no stack is used up. */
static void test_depth(void **state)
{
	static char octets[60000];

	(void)state;
	for (size_t i = 0; i < sizeof(octets); i += 4) {
		size_t left = sizeof(octets) - i - 4;

		octets[i] = 0x30;
		octets[i + 1] = (char)0x82;
		octets[i + 2] = (char)(left >> 8);
		octets[i + 3] = (char)(left & 0xff);
	}
	assert_in_range(counted(octets, sizeof(octets)).elements, 2, 100);
}

static void test_bounds(void **state)
{
	struct arena *arena = arena_new();
	const char *words;

	(void)state;
	assert_null(bulk_refuse(
		arena, &(struct bulk){BULK_ELEMENTS_MAX, BULK_ATTRIBUTES_MAX}));
	words = bulk_refuse(arena, &(struct bulk){BULK_ELEMENTS_MAX + 1, 0});
	assert_non_null(strstr(words, "4097 elements were refused"));
	words = bulk_refuse(arena, &(struct bulk){0, BULK_ATTRIBUTES_MAX + 1});
	assert_non_null(strstr(words, "257 attributes were refused"));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_elements),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
