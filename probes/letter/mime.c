/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/structure.h"

#include "model/text/ascii.h"
#include "probes/letter/header.h"

#include <string.h>

#define BOUNDARY_OCTETS 70 /* RFC 2046 section 5.1.1 */

/* content = type "/" subtype *(";" parameter) */
static void read_type(
	struct arena *arena, const char *content, struct part *part)
{
	size_t type = content ? strcspn(content, "/; \t(") : 0;
	const char *subtype = content ? content + type : "";

	part->type = "text";
	part->subtype = "plain";
	if (!type || *subtype != '/')
		return;
	subtype++;
	part->type = arena_printf(arena, "%.*s", (int)type, content);
	part->subtype = arena_printf(
		arena, "%.*s", (int)strcspn(subtype, "; \t("), subtype);
	part->method = header_parameter(arena, content, "method");
	part->name = header_parameter(arena, content, "name");
	part->report = header_parameter(arena, content, "report-type");
}

static void read_disposition(
	struct arena *arena, const char *value, struct part *part)
{
	const char *name;

	if (!value)
		return;
	part->disposition = arena_printf(
		arena, "%.*s", (int)strcspn(value, "; \t("), value);
	name = header_parameter(arena, value, "filename");
	if (name)
		part->name = name;
}

/* delimiter = "--" boundary, at the begin of a line, and "--" behind the last
 * one. Answers with the line that is one, or NULL. */
static const unsigned char *find_delimiter(const unsigned char *at,
	const unsigned char *end, const char *boundary, bool *ret_last)
{
	size_t length = strlen(boundary);

	while (at && at < end) {
		size_t left = (size_t)(end - at);

		if (left >= length + 2 && at[0] == '-' && at[1] == '-' &&
			memcmp(at + 2, boundary, length) == 0) {
			*ret_last = left >= length + 4 &&
				    at[2 + length] == '-' &&
				    at[3 + length] == '-';
			return at;
		}
		at = memchr(at, '\n', left);
		at = at ? at + 1 : NULL;
	}
	return NULL;
}

static const unsigned char *next_line(
	const unsigned char *at, const unsigned char *end)
{
	const unsigned char *next = memchr(at, '\n', (size_t)(end - at));

	return next ? next + 1 : end;
}

static void read_entity(struct arena *arena, struct octets entity,
	unsigned depth, struct structure *structure);

static void read_parts(struct arena *arena, struct octets body,
	const char *boundary, unsigned depth, struct structure *structure)
{
	const unsigned char *end = body.data + body.length, *next;
	bool last = false;
	const unsigned char *at =
		find_delimiter(body.data, end, boundary, &last);

	while (at && !last && structure->count < STRUCTURE_PARTS) {
		at = next_line(at, end);
		next = find_delimiter(at, end, boundary, &last);
		read_entity(arena,
			(struct octets){at, (size_t)((next ? next : end) - at)},
			depth, structure);
		at = next;
	}
	structure->cut = structure->cut || (at && !last);
}

static void read_entity(struct arena *arena, struct octets entity,
	unsigned depth, struct structure *structure)
{
	struct part *part = structure_add_part(arena, structure, depth);
	const char *content, *boundary;
	struct octets body;

	if (!part)
		return;
	content = header_find(arena, entity, "Content-Type", 0);
	body = header_body(entity);
	read_type(arena, content, part);
	read_disposition(arena,
		header_find(arena, entity, "Content-Disposition", 0), part);
	part->encoding =
		header_find(arena, entity, "Content-Transfer-Encoding", 0);
	part->content = body;
	if (ascii_compare(part->type, "multipart") == 0) {
		boundary = header_parameter(arena, content, "boundary");
		if (boundary && *boundary &&
			strlen(boundary) <= BOUNDARY_OCTETS)
			read_parts(arena, body, boundary, depth + 1, structure);
	} else if (structure_part_is(part, "message", "rfc822")) {
		read_entity(arena, body, depth + 1, structure);
	}
}

void structure_of_message(struct arena *arena, struct octets message,
	struct structure *ret_structure)
{
	*ret_structure = (struct structure){0};
	read_entity(arena, message, 0, ret_structure);
}
