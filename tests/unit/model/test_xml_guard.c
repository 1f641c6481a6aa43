/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What gets to an XML parser, in any cut. */

#include "tests/unit/unit.h"

#include "model/table.h"
#include "model/text/xml_guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `%` becomes a list of as many attributes as an element may have, `#` of one
 * more, `~` 70,000 letters. */
static const struct {
	const char *text;
	bool doctype;
	const char *why; /* NULL: it gets there */
	unsigned line;
} rows[] = {
	{"<a/>", false, NULL, 0},
	{"\xef\xbb\xbf\n<?xml version='1.0'?><a b='c'>d</a>", false, NULL, 0},
	{"<a %>~</a>", false, NULL, 0},
	{"<a b='>'%/>", false, "attributes", 1},
	{"<a b='>' c='/>' #/>", false, "attributes", 1},
	{"<a b=\">'\" #/>", false, "attributes", 1},
	{"<a\n b='~'/>", false, "too long", 1},
	{"\n<a b='>' c='~'/>", false, "too long", 2},
	{"<a></a ~>", false, "too long", 1},
	{"<!-- <a # ~ > ' -- ->--><a/>", false, NULL, 0},
	{"<!-- - --><a #/>", false, "attributes", 1},
	{"<!----><a #/>", false, "attributes", 1},
	{"<a><![CDATA[<a #]]]]><a #/></a>", false, "attributes", 1},
	{"<a><![CDATA[<a # ]> ~]]></a>", false, NULL, 0},
	{"<?b <a # > ~?><a/>", false, NULL, 0},
	{"<?b ?\?><a #/>", false, "attributes", 1},
	{"<!DOCTYPE a><a/>", false, "document type", 1},
	{"<!DOCTYPE a><a/>", true, NULL, 0},
	{"<!DOCTYPE a PUBLIC '[' \">\"><a #/>", true, "attributes", 1},
	{"<!DOCTYPE a\n[<!ENTITY b 'c'>]><a/>", true, "entities", 2},
	{"<!DOCTYPE a SYSTEM '>'[<!ATTLIST a", true, "entities", 1},
	{"<!DOCTYPE a [", false, "document type", 1},
	{"<!ENTITY a>", true, "not XML", 1},
	{"<!ATTLIST a>", true, "not XML", 1},
	{"<!>", true, "not XML", 1},
	{"+ADw-a/+AD4-", false, "not XML", 1},
	{"\x4c\x6f\xa7\x94", false, "not XML", 1},
	{"\xff\xfe<", false, "not XML", 1},
	{"", false, NULL, 0},
};

static char *expand(const char *text)
{
	char *all = calloc(1, 400000), *at = all;

	for (; *text; text++) {
		unsigned count = *text == '%'   ? XML_GUARD_ATTRIBUTES
				 : *text == '#' ? XML_GUARD_ATTRIBUTES + 1
						: 0;

		for (unsigned i = 0; i < count; i++)
			at += sprintf(at, " a%u=''", i);
		if (*text == '~')
			at = (char *)memset(at, 'x', 70000) + 70000;
		else if (!count)
			*at++ = *text;
	}
	return all;
}

static void expect(size_t i, const char *text, size_t piece)
{
	struct xml_guard guard = {.doctype = rows[i].doctype};
	size_t length = strlen(text);

	for (size_t at = 0; at < length && !guard.why; at += piece)
		xml_guard_feed(&guard, text + at,
			length - at < piece ? length - at : piece);
	if (!rows[i].why != !guard.why ||
		(guard.why && (!strstr(guard.why, rows[i].why) ||
				      guard.line != rows[i].line)))
		fail_msg("%s, in pieces of %zu: %s, line %u", rows[i].text,
			piece, guard.why ? guard.why : "passes", guard.line);
}

static void test_rows(void **state)
{
	static const size_t pieces[] = {1, 2, 7, 100, 65536, 400000};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *text = expand(rows[i].text);

		for (size_t k = 0; k < COUNT_OF(pieces); k++)
			expect(i, text, pieces[k]);
		free(text);
	}
}

static void test_encodings(void **state)
{
	(void)state;
	assert_true(xml_guard_reads(NULL));
	assert_true(xml_guard_reads("utf-8"));
	assert_true(xml_guard_reads("ISO-8859-15"));
	assert_true(xml_guard_reads("windows-1252"));
	assert_false(xml_guard_reads("UTF-7"));
	assert_false(xml_guard_reads("UTF-16"));
	assert_false(xml_guard_reads("IBM037"));
	assert_false(xml_guard_reads("EBCDIC-US"));
	assert_false(xml_guard_reads("ISO-2022-JP"));
	assert_false(xml_guard_reads("HZ"));
	assert_false(xml_guard_reads(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_encodings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
