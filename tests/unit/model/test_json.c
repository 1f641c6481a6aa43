/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/json.h"

#include "model/table.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct octets octets_of(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

static void test_whole(void **state)
{
	static const struct {
		const char *text;
		bool is_json;
	} rows[] = {
		{"{}", true},
		{" [ ] ", true},
		{"{\"a\": [1, -0.5e+3, true, false, null, \"\"]}\n", true},
		{"0", true},
		{"-0", true},
		{"\"\\\"\"", true},
		{"", false},
		{" ", false},
		{"{} {}", false},
		{"{}x", false},
		{"{\"a\"}", false},
		{"{\"a\": }", false},
		{"{\"a\": 1,}", false},
		{"{1: 2}", false},
		{"[1,]", false},
		{"[1 2]", false},
		{"[", false},
		{"]", false},
		{"01", false},
		{"-", false},
		{"1.", false},
		{"1e", false},
		{"+1", false},
		{"nul", false},
		{"'a'", false},
		{"\"", false},
		{"\"\\", false},
		{"\"a\nb\"", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct octets value;

		if (json_read(octets_of(rows[i].text), &value) !=
			rows[i].is_json)
			fail_msg("%s", rows[i].text);
	}
}

static void test_depth(void **state)
{
	char text[2 * JSON_DEPTH + 3] = "";
	struct octets value;

	(void)state;
	memset(text, '[', JSON_DEPTH);
	memset(text + JSON_DEPTH, ']', JSON_DEPTH);
	assert_true(json_read(octets_of(text), &value));
	memset(text, '[', JSON_DEPTH + 1);
	memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
	assert_false(json_read(octets_of(text), &value));
}

static void test_strings(void **state)
{
	static const struct {
		const char *written;
		const char *meant; /* NULL: it cannot be read */
	} rows[] = {
		{"\"\"", ""},
		{"\"a\\/b\\\\\\\"\\n\\t\\b\\f\\r\"", "a/b\\\"\n\t\b\f\r"},
		{"\"\\u00e9\\u20AC\"", "\xc3\xa9\xe2\x82\xac"},
		{"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
		{"\"\xc3\xa9\"", "\xc3\xa9"},
		{"\"\\ud83d\"", NULL},
		{"\"\\ud83dx\"", NULL},
		{"\"\\ude00\\ud83d\"", NULL},
		{"\"\\u0000\"", NULL},
		{"\"\\u00g0\"", NULL},
		{"\"\\u00\"", NULL},
		{"\"\\x\"", NULL},
		{"\"\xc3\"", NULL},
		{"\"\xc0\x80\"", NULL},
		{"12", NULL},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct octets value;
		const char *read;

		assert_true(json_read(octets_of(rows[i].written), &value));
		read = json_string(arena, value);
		if (!rows[i].meant && read)
			fail_msg("%s was read", rows[i].written);
		else if (rows[i].meant)
			assert_string_equal(read, rows[i].meant);
	}
	arena_free(arena);
}

/* Not one octet more than there is room for. */
static void test_room(void **state)
{
	struct octets value = octets_of("\"ab\\u00e9\"");
	char buffer[6] = "-----";
	size_t length;

	(void)state;
	for (size_t size = 0; size < 5; size++)
		assert_false(json_read_string(value, buffer, size, &length));
	assert_int_equal(buffer[4], '-');
	assert_true(json_read_string(value, buffer, 5, &length));
	assert_int_equal(length, 4);
	assert_string_equal(buffer, "ab\xc3\xa9");
}

static void test_members(void **state)
{
	const char *text = "{\"a\": 1, \"b\": [\"x\", {\"c\": 7.9}, -3], "
			   "\"\\u0063\": 2, \"a\": 4}";
	struct octets object, list, value;
	int64_t number;

	(void)state;
	assert_true(json_read(octets_of(text), &object));
	assert_true(json_find(object, "a", &value));
	assert_true(json_read_integer(value, &number));
	assert_int_equal(number, 4);
	assert_true(json_find(object, "c", &value));
	assert_true(json_read_integer(value, &number));
	assert_int_equal(number, 2);
	assert_false(json_find(object, "x", &value));
	assert_true(json_find(object, "b", &list));
	assert_false(json_find(list, "b", &value));
	assert_true(json_next(&list, &value));
	assert_int_equal(json_kind_of(value), JSON_STRING);
	assert_true(json_next(&list, &value));
	assert_true(json_find(value, "c", &value));
	assert_true(json_read_integer(value, &number));
	assert_int_equal(number, 7);
	assert_true(json_next(&list, &value));
	assert_true(json_read_integer(value, &number));
	assert_int_equal(number, -3);
	assert_false(json_next(&list, &value));
	value = octets_of("[]");
	assert_false(json_next(&value, &list));
}

static void test_integers(void **state)
{
	static const char *const none[] = {
		"9007199254740993", "1e9", "1.0E2", "\"1\"", "true", "null"};
	int64_t number;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (json_read_integer(octets_of(none[i]), &number))
			fail_msg("%s", none[i]);
	assert_true(json_read_integer(octets_of("-9007199254740992"), &number));
	assert_true(number == INT64_C(-9007199254740992));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_integers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
