/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/bulk.h"

#include "net/x509/der.h"

#include <stdbool.h>

/* Deeper than anything that the library looks into. */
#define DEPTH_MAX 24

static bool is_constructed(unsigned tag)
{
	return tag & 0x20;
}

/* An extension's value is one element in an OCTET STRING (RFC 5280 section
 * 4.1). */
static bool holds_element(unsigned tag, const struct cursor *content)
{
	return tag == DER_OCTET_STRING &&
	       (der_is_next(content, DER_SEQUENCE) ||
		       der_is_next(content, DER_SET));
}

static void count(
	struct cursor from, bool in_set, unsigned depth, struct bulk *bulk)
{
	while (from.left && !from.bad) {
		unsigned tag;
		struct cursor content = der_take_any(&from, &tag);

		bulk->elements++;
		if (in_set)
			bulk->attributes++;
		if (depth < DEPTH_MAX &&
			(is_constructed(tag) || holds_element(tag, &content)))
			count(content, tag == DER_SET, depth + 1, bulk);
	}
}

void bulk_count(struct octets der, struct bulk *bulk)
{
	count(cursor_of(der), false, 0, bulk);
}

const char *bulk_refuse(struct arena *arena, const struct bulk *bulk)
{
	if (bulk->attributes > BULK_ATTRIBUTES_MAX)
		return arena_printf(arena,
			"certificates whose distinguished names have %zu "
			"attributes were refused: more than %u cannot be "
			"compared in time",
			bulk->attributes, BULK_ATTRIBUTES_MAX);
	if (bulk->elements > BULK_ELEMENTS_MAX)
		return arena_printf(arena,
			"certificates of %zu elements were refused: more than "
			"%u take too much memory",
			bulk->elements, BULK_ELEMENTS_MAX);
	return NULL;
}

const char *bulk_refuse_octets(struct arena *arena, struct octets der)
{
	struct bulk bulk = {0};

	bulk_count(der, &bulk);
	return bulk_refuse(arena, &bulk);
}
