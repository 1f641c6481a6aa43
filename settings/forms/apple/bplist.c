/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "settings/forms/apple/bplist.h"

#include <string.h>

static const char magic[] = "bplist00";

bool bplist_is(struct octets text)
{
	return text.length > sizeof(magic) &&
	       memcmp(text.data, magic, sizeof(magic) - 1) == 0;
}

#ifdef WITH_LIBPLIST
#include <plist/plist.h>

#define TRAILER 32
#define OBJECTS_MOST 100000
#define CONTAINER_ARRAY 0xa
#define CONTAINER_SET 0xc
#define CONTAINER_DICTIONARY 0xd

/* What the trailer says: where the table of offsets is, and how wide. */
struct table {
	struct octets text;
	size_t offset_octets;
	size_t reference_octets;
	size_t count;
	size_t begin;
};

static size_t read_number(const unsigned char *at, size_t octets)
{
	size_t number = 0;

	while (octets--)
		number = number << 8 | *at++;
	return number;
}

static bool read_table(struct octets text, struct table *ret_table)
{
	const unsigned char *trailer = text.data + text.length - TRAILER;

	if (text.length < TRAILER + sizeof(magic))
		return false;
	*ret_table = (struct table){
		.text = text,
		.offset_octets = trailer[6],
		.reference_octets = trailer[7],
		.count = read_number(trailer + 8, 8),
		.begin = read_number(trailer + 24, 8),
	};
	return ret_table->offset_octets && ret_table->offset_octets <= 8 &&
	       ret_table->reference_octets &&
	       ret_table->reference_octets <= 8 && ret_table->count &&
	       ret_table->count <= OBJECTS_MOST &&
	       ret_table->begin < text.length &&
	       ret_table->count * ret_table->offset_octets <=
		       text.length - ret_table->begin;
}

static bool find_object(
	const struct table *table, size_t index, size_t *ret_offset)
{
	*ret_offset = read_number(
		table->text.data + table->begin + index * table->offset_octets,
		table->offset_octets);
	return *ret_offset < table->text.length - TRAILER;
}

static unsigned kind_of(const struct table *table, size_t index)
{
	size_t offset;

	return find_object(table, index, &offset)
		       ? table->text.data[offset] >> 4
		       : 0;
}

static bool is_container(unsigned kind)
{
	return kind == CONTAINER_ARRAY || kind == CONTAINER_SET ||
	       kind == CONTAINER_DICTIONARY;
}

/* The references of a container: marker, or marker and number, and then as many
 * references, twice as many in a dictionary. */
static bool find_references(const struct table *table, size_t index,
	size_t *ret_begin, size_t *ret_count)
{
	const unsigned char *data = table->text.data;
	size_t at, count, octets, end = table->text.length - TRAILER;
	bool pairs;

	if (!find_object(table, index, &at))
		return false;
	count = data[at] & 0xf;
	pairs = data[at] >> 4 == CONTAINER_DICTIONARY;
	if (count == 0xf) {
		if (at + 2 > end || data[at + 1] >> 4 != 1)
			return false;
		octets = (size_t)1 << (data[at + 1] & 0xf);
		if (octets > 8 || at + 2 + octets > end)
			return false;
		count = read_number(data + at + 2, octets);
		at += 1 + octets;
	}
	if (count > OBJECTS_MOST)
		return false;
	*ret_count = pairs ? 2 * count : count;
	*ret_begin = at + 1;
	return *ret_begin + *ret_count * table->reference_octets <= end;
}

/* Each container may stand in one place alone. Where one stood in several, the
 * tree that libplist makes could be as large as two to the power of the file's
 * length. */
static bool is_tree(struct arena *arena, const struct table *table)
{
	unsigned char *seen = arena_alloc(arena, table->count);
	size_t begin, count;

	memset(seen, 0, table->count);
	for (size_t i = 0; i < table->count; i++) {
		if (!is_container(kind_of(table, i)))
			continue;
		if (!find_references(table, i, &begin, &count))
			return false;
		for (size_t k = 0; k < count; k++) {
			size_t object =
				read_number(table->text.data + begin +
						    k * table->reference_octets,
					table->reference_octets);

			if (object >= table->count ||
				(is_container(kind_of(table, object)) &&
					seen[object]++))
				return false;
		}
	}
	return true;
}

bool bplist_to_xml(struct arena *arena, struct octets text,
	struct octets *ret_xml, const char **ret_reason)
{
	struct table table;
	plist_t plist = NULL;
	char *xml = NULL;
	uint32_t length = 0;

	*ret_reason = "it is broken";
	if (!read_table(text, &table) || !is_tree(arena, &table))
		return false;
	plist_from_bin((const char *)text.data, (uint32_t)text.length, &plist);
	if (plist)
		plist_to_xml(plist, &xml, &length);
	plist_free(plist);
	if (!xml)
		return false;
	*ret_xml = arena_octets(arena, xml, length);
	plist_to_xml_free(xml);
	return true;
}

#else

bool bplist_to_xml(struct arena *arena, struct octets text,
	struct octets *ret_xml, const char **ret_reason)
{
	(void)arena;
	(void)text;
	(void)ret_xml;
	*ret_reason = "this mailsonde was built without libplist";
	return false;
}

#endif
