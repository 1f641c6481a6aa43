/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/escape.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#define OCTETS(literal)                                                        \
	{                                                                      \
		(const unsigned char *)(literal), sizeof(literal) - 1          \
	}

static const struct {
	const char *name;
	struct octets text;
	const char *want;
} cases[] = {
	{"nothing", {NULL, 0}, ""},
	{"plain", OCTETS("+OK ready"), "+OK ready"},
	{"end of line", OCTETS("a\r\n\tb"), "a\\r\\n\\tb"},
	{"backslash", OCTETS("\\r\\x1b"), "\\\\r\\\\x1b"},
	{"NUL in the middle", OCTETS("a\0b"), "a\\x00b"},
	{"escape sequence", OCTETS("\033[2J"), "\\x1b[2J"},
	{"delete", OCTETS("\x7f"), "\\x7f"},
	{"markup stays", OCTETS("<b>&]]>\"'"), "<b>&]]>\"'"},
	{"Latin-1", OCTETS("gr\xfc\xdf"), "gr\\xfc\\xdf"},
	{"UTF-8, two octets", OCTETS("gr\xc3\xbc\xc3\x9f"), "grüß"},
	{"UTF-8, three", OCTETS("\xe6\xbc\xa2"), "漢"},
	{"UTF-8, four", OCTETS("\xf0\x9f\x93\xa7"), "\xf0\x9f\x93\xa7"},
	{"no-break space is a space", OCTETS("\xc2\xa0"), "\xc2\xa0"},
	{"C1 control (CSI)", OCTETS("\xc2\x9b"), "\\xc2\\x9b"},
	{"soft hyphen (Cf)", OCTETS("\xc2\xad"), "\\xc2\\xad"},
	{"right-to-left override", OCTETS("\xe2\x80\xae"), "\\xe2\\x80\\xae"},
	{"line separator", OCTETS("\xe2\x80\xa8"), "\\xe2\\x80\\xa8"},
	{"private use", OCTETS("\xee\x80\x80"), "\\xee\\x80\\x80"},
	{"noncharacter", OCTETS("\xef\xbf\xbf"), "\\xef\\xbf\\xbf"},
	{"byte order mark", OCTETS("\xef\xbb\xbf"), "\\xef\\xbb\\xbf"},
	{"unassigned", OCTETS("\xcd\xb8"), "\\xcd\\xb8"},
	{"tag character", OCTETS("\xf3\xa0\x80\xa1"), "\\xf3\\xa0\\x80\\xa1"},
	{"surrogate", OCTETS("\xed\xa0\x80"), "\\xed\\xa0\\x80"},
	{"overlong NUL", OCTETS("\xc0\x80"), "\\xc0\\x80"},
	{"overlong, three", OCTETS("\xe0\x9f\xbf"), "\\xe0\\x9f\\xbf"},
	{"overlong, four", OCTETS("\xf0\x8f\xbf\xbf"), "\\xf0\\x8f\\xbf\\xbf"},
	{"past the last", OCTETS("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80"},
	{"cut short", OCTETS("\xe6\xbc"), "\\xe6\\xbc"},
	{"broken off by ASCII",
		OCTETS("\xe6\xbc"
		       "a"),
		"\\xe6\\xbc"
		"a"},
	{"lone continuation", OCTETS("\x80"), "\\x80"},
};

static void test_octets(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		const char *got = escape_octets(arena, cases[i].text);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].name, got);
		arena_free(arena);
	}
}

/* Two texts that differ must not look the same. */
static void test_nothing_is_lost(void **state)
{
	struct arena *arena = arena_new();
	char *seen[256];

	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		unsigned char octet = (unsigned char)i;

		seen[i] = escape_octets(arena, (struct octets){&octet, 1});
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
		for (const char *c = seen[i]; *c; c++)
			assert_in_range(*c, 0x20, 0x7E);
	}
	arena_free(arena);
}

static const struct {
	struct octets text;
	size_t columns;
	const char *want;
} excerpts[] = {
	{{NULL, 0}, 10, ""},
	{OCTETS("0123456789"), 10, "0123456789"},
	{OCTETS("0123456789a"), 10, "0123456..."},
	{OCTETS("012345\033\033"), 10, "012345..."},
	{OCTETS("01234567\xc3\xbc"), 10, "01234567ü"},
	{OCTETS("012345\xc3\xbc"
		"789"),
		10, "012345..."},
	{OCTETS("ab"), 1, "..."},
};

/* What RFC 4514 escaped stays as it is; what we escape stays apart. */
static void test_name(void **state)
{
	static const struct {
		struct octets name;
		size_t columns;
		const char *want;
	} names[] = {
		{OCTETS("O=Example\\, Inc.,C=US"), 120,
			"O=Example\\, Inc.,C=US"},
		{OCTETS("CN=a\\\\x1b"), 120, "CN=a\\\\x1b"},
		{OCTETS("CN=a\x1b[1m"), 120, "CN=a\\x1b[1m"},
		{OCTETS("CN=\\"), 120, "CN=\\"},
		{OCTETS("O=Example\\, Inc.,C=US"), 14, "O=Example\\..."},
		{OCTETS(""), 120, ""},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_string_equal(
			escape_name(arena, names[i].name, names[i].columns),
			names[i].want);
	arena_free(arena);
}

static void test_excerpt(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(excerpts) / sizeof(excerpts[0]); i++)
		assert_string_equal(escape_excerpt(arena, excerpts[i].text,
					    excerpts[i].columns),
			excerpts[i].want);
	arena_free(arena);
}

static void test_decode(void **state)
{
	unsigned character = 0;

	(void)state;
	assert_int_equal(escape_decode_utf8(NULL, 0, &character), 0);
	assert_int_equal(
		escape_decode_utf8((const unsigned char *)"", 1, &character),
		1);
	assert_int_equal(character, 0);
	assert_int_equal(
		escape_decode_utf8((const unsigned char *)"€", 3, &character),
		3);
	assert_int_equal(character, 0x20AC);
	assert_int_equal(
		escape_decode_utf8((const unsigned char *)"€", 2, &character),
		0);
	assert_int_equal(
		escape_decode_utf8((const unsigned char *)"\xf4\x8f\xbf\xbf", 4,
			&character),
		4);
	assert_int_equal(character, 0x10FFFF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_octets),
		cmocka_unit_test(test_nothing_is_lost),
		cmocka_unit_test(test_excerpt),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_decode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
