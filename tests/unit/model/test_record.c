/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The tables of the record's fields, held against the schema, row by row and
 * back. */
#include "tests/unit/unit.h"

#include "model/record/record.h"

#include <libxml/parser.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 64
#define MOST_TYPES 64

static xmlDoc *schema;

static bool is_xs(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

static bool has(const xmlNode *node, const char *name, const char *value)
{
	xmlChar *found = xmlGetNoNsProp(node, BAD_CAST name);
	bool same = found ? value && strcmp((const char *)found, value) == 0
			  : !value;

	xmlFree(found);
	return same;
}

static const xmlNode *find_type(const char *kind, const char *name)
{
	for (const xmlNode *node = xmlDocGetRootElement(schema)->children; node;
		node = node->next)
		if (is_xs(node, kind) && has(node, "name", name))
			return node;
	return NULL;
}

/* The xs:element or xs:attribute below `parent`, in their order. */
static size_t collect(const xmlNode *parent, const char *kind,
	const xmlNode **found, size_t count)
{
	for (const xmlNode *node = parent->children; node; node = node->next)
		if (is_xs(node, kind)) {
			assert_true(count < MOST_ROWS);
			found[count++] = node;
		} else if (!is_xs(node, "annotation")) {
			count = collect(node, kind, found, count);
		}
	return count;
}

/* The rows of a type, and of the groups in it; those of one name once. */
static size_t rows_of(const struct record_type *type, bool attributes,
	const struct record_field **rows, size_t count)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *field = &type->fields[i];

		if (field->form == RECORD_GROUP) {
			count = rows_of(field->type, attributes, rows, count);
			continue;
		}
		if (field->form == RECORD_CONTENT ||
			(field->form == RECORD_ATTRIBUTE) != attributes ||
			(count && field->name &&
				strcmp(rows[count - 1]->name, field->name) ==
					0))
			continue;
		assert_true(count < MOST_ROWS);
		rows[count++] = field;
	}
	return count;
}

static const struct record_field *find_row(
	const struct record_field **rows, size_t count, const xmlNode *declared)
{
	for (size_t i = 0; i < count; i++)
		if (has(declared, "name", rows[i]->name))
			return rows[i];
	return NULL;
}

static char *name_of(const xmlNode *node)
{
	static char name[64];
	xmlChar *found = xmlGetNoNsProp(node, BAD_CAST "name");

	snprintf(name, sizeof(name), "%s", (const char *)found);
	xmlFree(found);
	return name;
}

/* A child is told from others of its name by an attribute that has no row. */
static bool is_tag(const struct record_type *owner, const xmlNode *attribute)
{
	for (size_t i = 0; i < owner->count; i++)
		if (owner->fields[i].tag &&
			has(attribute, "name", owner->fields[i].tag))
			return true;
	return false;
}

static void check_attributes(const struct record_type *type,
	const struct record_type *owner, const xmlNode *complex)
{
	const xmlNode *declared[MOST_ROWS];
	const struct record_field *rows[MOST_ROWS];
	size_t declared_count = collect(complex, "attribute", declared, 0);
	size_t count = rows_of(type, true, rows, 0);
	size_t tags = 0;

	for (size_t i = 0; i < declared_count; i++) {
		const struct record_field *row =
			find_row(rows, count, declared[i]);

		if (!row && owner && is_tag(owner, declared[i])) {
			tags++;
			continue;
		}
		if (!row)
			fail_msg("%s/@%s has no row", type->name,
				name_of(declared[i]));
		if (!has(declared[i], "type", row->value->schema))
			fail_msg("%s/@%s is not %s", type->name, row->name,
				row->value->schema);
		if (!has(declared[i], "use", row->required ? "required" : NULL))
			fail_msg("%s/@%s: required?", type->name, row->name);
	}
	if (count + tags != declared_count)
		fail_msg("%s: %zu attributes, but %zu rows", type->name,
			declared_count, count + tags);
}

static void check_element(const struct record_type *type,
	const struct record_field *row, const xmlNode *declared)
{
	bool several = !has(declared, "maxOccurs", NULL);
	const char *name = row->type ? row->type->name : row->value->schema;

	if (!has(declared, "name", row->name))
		fail_msg("%s: %s stands where %s is in the schema", type->name,
			row->name, name_of(declared));
	if (!has(declared, "type", name))
		fail_msg("%s/%s is not %s", type->name, row->name, name);
	if (several != (row->list != NULL))
		fail_msg("%s/%s: several?", type->name, row->name);
	if (!has(declared, "minOccurs", row->required ? NULL : "0"))
		fail_msg("%s/%s: required?", type->name, row->name);
}

static void check_type(const struct record_type *type,
	const struct record_type *owner, const struct record_type **seen,
	size_t *seen_count);

static void check_below(const struct record_type *type,
	const struct record_type **seen, size_t *seen_count)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *field = &type->fields[i];

		if (field->form == RECORD_GROUP)
			check_below(field->type, seen, seen_count);
		else if (field->type)
			check_type(field->type, type, seen, seen_count);
	}
}

static void check_content(
	const struct record_type *type, const xmlNode *complex)
{
	const xmlNode *simple[MOST_ROWS];
	bool has_text = false;

	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *row = &type->fields[i];

		if (row->form != RECORD_CONTENT)
			continue;
		has_text = true;
		assert_int_equal(collect(complex, "extension", simple, 0), 1);
		/* What is ours is clean, whatever the schema allows. */
		if (!has(simple[0], "base", row->value->schema) &&
			!has(simple[0], "base", "xs:string"))
			fail_msg("%s has another text", type->name);
	}
	assert_int_equal(
		collect(complex, "extension", simple, 0), has_text ? 1 : 0);
}

static void check_type(const struct record_type *type,
	const struct record_type *owner, const struct record_type **seen,
	size_t *seen_count)
{
	const xmlNode *complex = find_type("complexType", type->name);
	const xmlNode *declared[MOST_ROWS];
	const struct record_field *rows[MOST_ROWS];
	size_t declared_count, count;

	for (size_t i = 0; i < *seen_count; i++)
		if (seen[i] == type)
			return;
	assert_true(*seen_count < MOST_TYPES);
	seen[(*seen_count)++] = type;
	if (!complex)
		fail_msg("%s is no type of the schema", type->name);
	check_attributes(type, owner, complex);
	check_content(type, complex);
	declared_count = collect(complex, "element", declared, 0);
	count = rows_of(type, false, rows, 0);
	if (count != declared_count)
		fail_msg("%s: %zu elements, but %zu rows", type->name,
			declared_count, count);
	for (size_t i = 0; i < count; i++)
		check_element(type, rows[i], declared[i]);
	check_below(type, seen, seen_count);
}

static void test_schema(void **state)
{
	const struct record_type *seen[MOST_TYPES];
	size_t count = 0;

	(void)state;
	check_type(&record_report, NULL, seen, &count);
	assert_true(count > 25);
}

/* Every name of an enumeration has its word in the schema, and each word has a
 * name. */
static void check_names(const struct record_value *value)
{
	const xmlNode *words[MOST_ROWS];
	size_t count, named = 0;

	if (!value->name)
		return;
	count = collect(find_type("simpleType", value->schema), "enumeration",
		words, 0);
	for (unsigned i = (unsigned)value->least; i < value->names; i++) {
		const char *name = value->name(i);
		bool found = false;

		if (!name)
			continue;
		named++;
		for (size_t w = 0; w < count; w++)
			found = found || has(words[w], "value", name);
		if (!found)
			fail_msg("%s: %s is not in the schema", value->schema,
				name);
	}
	if (named != count)
		fail_msg("%s: %zu words, but %zu names", value->schema, count,
			named);
}

static void check_values(const struct record_type *type,
	const struct record_type **seen, size_t *seen_count)
{
	for (size_t i = 0; i < *seen_count; i++)
		if (seen[i] == type)
			return;
	seen[(*seen_count)++] = type;
	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *field = &type->fields[i];

		if (field->value)
			check_names(field->value);
		if (field->type)
			check_values(field->type, seen, seen_count);
	}
}

static void test_names(void **state)
{
	const struct record_type *seen[MOST_TYPES];
	size_t count = 0;

	(void)state;
	check_values(&record_report, seen, &count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schema),
		cmocka_unit_test(test_names),
	};
	const char *srcdir = getenv("srcdir");
	char path[4096];
	int failed;

	snprintf(path, sizeof(path), "%s/data/schemas/report-1.xsd",
		srcdir ? srcdir : ".");
	schema = xmlReadFile(path, NULL, XML_PARSE_NONET);
	if (!schema)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlFreeDoc(schema);
	xmlCleanupParser();
	return failed;
}
