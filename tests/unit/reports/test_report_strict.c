/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The reader of kept reports against the schema: whatever is changed in a
 * report, each attribute and element of it in turn, both refuse or neither
 * does. */
#include "tests/unit/unit.h"

#include "reports/record/read.h"
#include "reports/record/xml.h"
#include "tests/unit/reports/sample_reports.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MOST_SEEN 1024

/* What has been changed before; of many alike, the first is enough. */
struct seen {
	char names[MOST_SEEN][64];
	size_t count;
};

static xmlSchema *schema;
static size_t changes;

static bool is_new(struct seen *seen, const xmlNode *node, const xmlChar *name)
{
	char *entry = seen->names[seen->count];

	snprintf(entry, sizeof(seen->names[0]), "%s/%s/%s",
		node->parent && node->parent->type == XML_ELEMENT_NODE
			? (const char *)node->parent->name
			: "",
		(const char *)node->name, (const char *)name);
	for (size_t i = 0; i < seen->count; i++)
		if (strcmp(seen->names[i], entry) == 0)
			return false;
	assert_true(++seen->count < MOST_SEEN);
	return true;
}

static void ignore_error(void *data, xmlError *error)
{
	(void)data;
	(void)error;
}

static bool is_valid(xmlDoc *document)
{
	xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
	bool valid;

	xmlSchemaSetValidStructuredErrors(validator, ignore_error, NULL);
	valid = xmlSchemaValidateDoc(validator, document) == 0;
	xmlSchemaFreeValidCtxt(validator);
	return valid;
}

static void check(xmlDoc *document, const char *what, const xmlNode *node,
	const xmlChar *name)
{
	struct arena *arena = arena_new();
	bool valid = is_valid(document);
	struct problem problem = {0};
	struct report report;
	xmlChar *text;
	int length;
	bool read;

	xmlDocDumpMemory(document, &text, &length);
	read = record_read_xml(
		arena, "x.xml", text, (size_t)length, &report, &problem);
	changes++;
	if (read != valid)
		fail_msg("%s, %s of %s: the schema says %s, and the reader %s",
			what, name ? (const char *)name : "itself",
			(const char *)node->name, valid ? "yes" : "no",
			read ? "yes" : problem_say(arena, &problem));
	if (read)
		report_clear(&report);
	xmlFree(text);
	arena_free(arena);
}

/* Beyond the schema, these have to fit what else is there. */
static bool is_bound(const xmlNode *node, const xmlChar *name)
{
	static const char *const bound[][2] = {
		{"diagnosis", "rank"},
		{"diagnosis", "endpoints"},
		{"endpoint", "source"},
		{"certificate", "key-usage"},
	};

	for (size_t i = 0; i < COUNT_OF(bound); i++)
		if (strcmp((const char *)node->name, bound[i][0]) == 0 &&
			strcmp((const char *)name, bound[i][1]) == 0)
			return true;
	return false;
}

static void change_attribute(xmlDoc *document, xmlNode *node, xmlAttr *at)
{
	static const char *const values[] = {
		"",
		"x",
		"none",
		"true",
		"1",
		"0",
		"-1",
		"1.500",
		"65536",
		"2026-11-22",
		"2026-11-22T10:15:30Z",
		"\xC2\x85",
		"a b",
	};
	xmlChar *name = xmlStrdup(at->name);
	xmlChar *value = xmlGetNoNsProp(node, name);

	for (size_t i = 0; i < COUNT_OF(values); i++) {
		xmlSetProp(node, name, BAD_CAST values[i]);
		if (!is_bound(node, name))
			check(document, values[i], node, name);
	}
	xmlUnsetProp(node, name);
	if (!is_bound(node, name))
		check(document, "without it", node, name);
	xmlSetProp(node, name, value);
	xmlFree(value);
	xmlFree(name);
}

/* Twice, in another place, and not at all. */
static void change_element(xmlDoc *document, xmlNode *node)
{
	xmlNode *parent = node->parent;
	xmlNode *next = node->next;
	xmlNode *copy = xmlDocCopyNode(node, document, 1);

	xmlAddNextSibling(node, copy);
	/* Each rank is there once, and so are capabilities of each kind. */
	if (strcmp((const char *)node->name, "diagnosis") != 0 &&
		strcmp((const char *)node->name, "capabilities") != 0 &&
		!xmlStrstr(parent->name, BAD_CAST "endpoint") &&
		strcmp((const char *)node->name, "endpoint") != 0)
		check(document, "twice", node, NULL);
	xmlUnlinkNode(copy);
	xmlFreeNode(copy);

	xmlUnlinkNode(node);
	if (strcmp((const char *)node->name, "diagnosis") != 0 &&
		strcmp((const char *)node->name, "endpoint") != 0 &&
		strcmp((const char *)node->name, "source") != 0)
		check(document, "without it", node, NULL);
	if (parent->children) {
		xmlAddPrevSibling(parent->children, node);
		check(document, "first", node, NULL);
		xmlUnlinkNode(node);
	}
	if (next)
		xmlAddPrevSibling(next, node);
	else
		xmlAddChild(parent, node);
}

static void change_all(xmlDoc *document, xmlNode *node, struct seen *seen)
{
	xmlNode *next;

	for (; node; node = next) {
		next = node->next;
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (xmlAttr *at = node->properties, *following; at;
			at = following) {
			following = at->next;
			if (is_new(seen, node, at->name))
				change_attribute(document, node, at);
		}
		if (node->parent->type == XML_ELEMENT_NODE &&
			is_new(seen, node, BAD_CAST ""))
			change_element(document, node);
		change_all(document, node->children, seen);
	}
}

static void test_changes(void **state)
{
	static const struct {
		sample_function *sample;
		bool transcript;
	} samples[] = {
		{sample_url, true},
		{sample_judged, false},
		{sample_misspelt, false},
	};
	struct seen *seen = calloc(1, sizeof(*seen));

	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct arena *arena = arena_new();
		size_t length;
		char *xml = report_to_xml(samples[i].sample(arena),
			samples[i].transcript, &length);
		xmlDoc *document = xmlReadMemory(xml, (int)length, "x.xml",
			NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS);

		assert_true(is_valid(document));
		change_all(document, xmlDocGetRootElement(document), seen);
		xmlFreeDoc(document);
		free(xml);
		arena_free(arena);
	}
	assert_true(changes > 1000);
	free(seen);
}

/* What is no report at all, with the line and why. */
static void test_refused(void **state)
{
#define BEGIN "<report xmlns='urn:mailsonde:report:1'"
	static const struct {
		const char *xml;
		const char *why;
	} rows[] = {
		{"", "x.xml:1: the file is empty"},
		{" ", "x.xml:1: "},
		{"mail", "x.xml:1: "},
		{"<report/>", "x.xml:1: this is XML, but not a report"},
		{"<a xmlns='urn:mailsonde:report:1'/>", "but not a report"},
		{"\n\n" BEGIN "/>", "x.xml:3: tool-version is missing"},
		{"<!DOCTYPE report>" BEGIN "/>", "a document type declaration"},
		{"<!DOCTYPE r [<!ENTITY a 'b'>]>" BEGIN " a='&a;'/>",
			"a document type declaration"},
		{BEGIN ">&a;</report>", "x.xml:1: "},
		{BEGIN, "x.xml:1: "},
		{BEGIN " tool-version='1' started='now'", "x.xml:1: "},
	};
#undef BEGIN
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct problem problem = {0};
		struct report report;
		const char *said;

		assert_false(record_read_xml(arena, "x.xml", rows[i].xml,
			strlen(rows[i].xml), &report, &problem));
		assert_int_equal(problem.kind, PROBLEM_DATA);
		said = problem_say(arena, &problem);
		if (!strstr(said, rows[i].why))
			fail_msg("%s: %s", rows[i].xml, said);
		arena_free(arena);
	}
}

/* In pieces of any size it is the same. */
static void test_pieces(void **state)
{
	struct arena *arena = arena_new();
	size_t length, again_length;
	char *xml = report_to_xml(sample_hostile(arena), true, &length);

	(void)state;
	for (size_t piece = 1; piece < 4000; piece = 3 * piece + 1) {
		struct record_reader *reader =
			record_reader_new(arena, "x.xml");
		struct problem problem = {0};
		struct report report;
		char *again;

		for (size_t at = 0; at < length; at += piece)
			assert_true(record_reader_feed(reader, xml + at,
				length - at < piece ? length - at : piece));
		if (!record_reader_end(reader, &report, &problem))
			fail_msg("%s", problem_say(arena, &problem));
		again = report_to_xml(&report, true, &again_length);
		assert_string_equal(xml, again);
		report_clear(&report);
		free(again);
	}
	free(xml);
	arena_free(arena);
}

/* Without an end, or what no report has. */
static void test_bounds(void **state)
{
	static const struct {
		char octet;
		const char *before;
		const char *why;
	} rows[] = {
		{'a', "<", "the tag of an element is too long"},
		{'\0', "<a>", "there is a NUL octet"},
		{' ', "", "larger than 192 MiB"},
	};
	static char piece[65536];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct record_reader *reader =
			record_reader_new(arena, "x.xml");
		struct problem problem = {0};
		struct report report;

		memset(piece, rows[i].octet, sizeof(piece));
		record_reader_feed(
			reader, rows[i].before, strlen(rows[i].before));
		while (record_reader_feed(reader, piece, sizeof(piece)))
			;
		assert_false(record_reader_end(reader, &report, &problem));
		assert_non_null(strstr(problem.text, rows[i].why));
		arena_free(arena);
	}
}

#define PROBE                                                                  \
	"<probe purpose='best' tls-offered='1.2' outcome='failed' "            \
	"stage='connect' duration-ms='1' started-ms='0.100' "                  \
	"status='timeout'/>"

static bool reads_probes(size_t count, struct problem *ret_problem)
{
	static const char begin[] =
		"<report xmlns='urn:mailsonde:report:1' tool-version='1' "
		"started='2026-11-22T10:15:30.007Z' duration-ms='1' "
		"verdict='pass'><endpoint service='imap' host='h.example' "
		"port='993' mode='implicit' verdict='pass'>";
	static const char end[] =
		"</endpoint><summary pass='0' fail='0' warning='0' info='0' "
		"not-tested='0'/></report>";
	struct arena *arena = arena_new();
	struct record_reader *reader = record_reader_new(arena, "x.xml");
	struct report report;
	bool read;

	record_reader_feed(reader, begin, strlen(begin));
	for (size_t i = 0; i < count; i++)
		record_reader_feed(reader, PROBE, strlen(PROBE));
	record_reader_feed(reader, end, strlen(end));
	read = record_reader_end(reader, &report, ret_problem);
	if (read)
		report_clear(&report);
	arena_free(arena);
	return read;
}

/* Each judge walks them, so that their number is bounded. */
static void test_probes(void **state)
{
	struct problem problem = {0};

	(void)state;
	if (!reads_probes(1000, &problem))
		fail_msg("1,000 are refused");
	assert_false(reads_probes(1001, &problem));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_probes),
	};
	const char *srcdir = getenv("srcdir");
	struct arena *arena = arena_new();
	xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(arena_printf(
		arena, "%s/data/schemas/report-1.xsd", srcdir ? srcdir : "."));
	int failed;

	schema = xmlSchemaParse(parser);
	xmlSchemaFreeParserCtxt(parser);
	arena_free(arena);
	if (!schema)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlSchemaFree(schema);
	xmlCleanupParser();
	return failed;
}
