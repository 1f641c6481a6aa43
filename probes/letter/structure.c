/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/structure.h"

#include "model/text/ascii.h"

#include <string.h>

#define NODES 4000
#define NODE_DEPTH (3 * STRUCTURE_DEPTH)

bool structure_part_is(
	const struct part *part, const char *type, const char *subtype)
{
	return part->type && part->subtype &&
	       ascii_compare(part->type, type) == 0 &&
	       ascii_compare(part->subtype, subtype) == 0;
}

/* The response is read as what it is made of first: lists, and what is in
 * them. */
struct node {
	struct node *next;
	struct node *first; /* of a list; NULL for the empty one */
	const char *text;   /* of a string or an atom; NULL for NIL */
	bool is_list;
};

struct reader {
	struct arena *arena;
	struct octets rest;
	size_t nodes;
};

static int peek(const struct reader *r)
{
	return r->rest.length ? *r->rest.data : -1;
}

static void advance(struct reader *r, size_t length)
{
	r->rest.data += length;
	r->rest.length -= length;
}

/* NULs go: the text ends with one. */
static const char *copy(struct arena *arena, struct octets octets)
{
	char *text = arena_alloc(arena, octets.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < octets.length; i++)
		if (octets.data[i])
			text[length++] = (char)octets.data[i];
	return text;
}

/* quoted = DQUOTE *QUOTED-CHAR DQUOTE */
static bool read_quoted(struct reader *r, struct node *node)
{
	size_t length = 0, end = 1;
	char *text;

	while (end < r->rest.length && r->rest.data[end] != '"')
		end += r->rest.data[end] == '\\' ? 2 : 1;
	if (end >= r->rest.length)
		return false;
	text = arena_alloc(r->arena, end);
	for (size_t i = 1; i < end; i++) {
		i += r->rest.data[i] == '\\';
		if (r->rest.data[i])
			text[length++] = (char)r->rest.data[i];
	}
	node->text = text;
	advance(r, end + 1);
	return true;
}

/* literal = "{" number ["+"] "}" CRLF *CHAR8 */
static bool read_literal(struct reader *r, struct node *node)
{
	size_t length = 0;

	for (advance(r, 1); ascii_is_digit(peek(r)); advance(r, 1)) {
		length = 10 * length + (size_t)(peek(r) - '0');
		if (length > r->rest.length)
			return false;
	}
	if (peek(r) == '+')
		advance(r, 1);
	if (r->rest.length < 3 || memcmp(r->rest.data, "}\r\n", 3) != 0)
		return false;
	advance(r, 3);
	if (length > r->rest.length)
		return false;
	node->text = copy(r->arena, (struct octets){r->rest.data, length});
	advance(r, length);
	return true;
}

static bool read_atom(struct reader *r, struct node *node)
{
	size_t length = 0;

	while (length < r->rest.length && r->rest.data[length] > ' ' &&
		!strchr("()\"{", r->rest.data[length]))
		length++;
	if (!length)
		return false;
	node->text = copy(r->arena, (struct octets){r->rest.data, length});
	if (ascii_compare(node->text, "NIL") == 0)
		node->text = NULL;
	advance(r, length);
	return true;
}

static bool read_node(struct reader *r, unsigned depth, struct node **ret_node);

static bool read_list(struct reader *r, unsigned depth, struct node *node)
{
	struct node **at = &node->first;

	node->is_list = true;
	advance(r, 1);
	for (;;) {
		while (peek(r) == ' ')
			advance(r, 1);
		if (peek(r) == ')') {
			advance(r, 1);
			return true;
		}
		if (!read_node(r, depth + 1, at))
			return false;
		at = &(*at)->next;
	}
}

static bool read_node(struct reader *r, unsigned depth, struct node **ret_node)
{
	struct node *node = arena_alloc(r->arena, sizeof(*node));

	if (depth > NODE_DEPTH || ++r->nodes > NODES)
		return false;
	*ret_node = node;
	switch (peek(r)) {
	case '(':
		return read_list(r, depth, node);
	case '"':
		return read_quoted(r, node);
	case '{':
		return read_literal(r, node);
	default:
		return read_atom(r, node);
	}
}

static const struct node *nth(const struct node *node, unsigned n)
{
	while (node && n--)
		node = node->next;
	return node;
}

static const char *text_of(const struct node *node)
{
	return node ? node->text : NULL;
}

/* body-fld-param = "(" string SP string *(SP string SP string) ")" / nil */
static const char *find_parameter(const struct node *list, const char *name)
{
	const struct node *at = list && list->is_list ? list->first : NULL;

	for (; at && at->next; at = at->next->next)
		if (at->text && ascii_compare(at->text, name) == 0)
			return at->next->text;
	return NULL;
}

struct part *structure_add_part(
	struct arena *arena, struct structure *structure, unsigned depth)
{
	if (structure->count == STRUCTURE_PARTS || depth > STRUCTURE_DEPTH) {
		structure->cut = true;
		return NULL;
	}
	structure->parts = arena_grow(arena, structure->parts, structure->count,
		sizeof(*structure->parts));
	structure->parts[structure->count] = (struct part){.depth = depth};
	return &structure->parts[structure->count++];
}

/* body-fld-dsp = "(" string SP body-fld-param ")" / nil */
static void take_disposition(struct part *part, const struct node *list)
{
	const struct node *first = list && list->is_list ? list->first : NULL;
	const char *name =
		first ? find_parameter(first->next, "filename") : NULL;

	part->disposition = text_of(first);
	if (name)
		part->name = name;
}

static bool take_body(struct arena *arena, const struct node *body,
	unsigned depth, struct structure *structure);

/* body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]; its parameters
 * and its disposition come first in that. */
static bool take_multipart(struct arena *arena, const struct node *body,
	unsigned depth, struct structure *structure)
{
	struct part *part = structure_add_part(arena, structure, depth);
	size_t index = structure->count - 1;
	const struct node *at = body->first;

	if (!part)
		return true;
	for (; at && at->is_list; at = at->next)
		if (!take_body(arena, at, depth + 1, structure))
			return false;
	part = &structure->parts[index]; /* they may have moved */
	part->type = "multipart";
	part->subtype = text_of(at);
	part->report = find_parameter(nth(at, 1), "report-type");
	take_disposition(part, nth(at, 2));
	return part->subtype != NULL;
}

/* body-type-1part: type, subtype, parameters, id, description, encoding,
 * octets; then what is particular to the type, MD5, and the disposition. */
static bool take_single(struct arena *arena, const struct node *body,
	unsigned depth, struct structure *structure)
{
	struct part *part = structure_add_part(arena, structure, depth);
	const struct node *parameters = nth(body->first, 2);
	unsigned more = 0;

	if (!part)
		return true;
	part->type = text_of(body->first);
	part->subtype = text_of(nth(body->first, 1));
	part->method = find_parameter(parameters, "method");
	part->name = find_parameter(parameters, "name");
	part->encoding = text_of(nth(body->first, 5));
	if (!part->type || !part->subtype)
		return false;
	if (ascii_compare(part->type, "text") == 0)
		more = 1;
	else if (structure_part_is(part, "message", "rfc822") ||
		 structure_part_is(part, "message", "global"))
		more = 3;
	take_disposition(part, nth(body->first, 8 + more));
	if (more == 3 && nth(body->first, 8) && nth(body->first, 8)->is_list)
		return take_body(
			arena, nth(body->first, 8), depth + 1, structure);
	return true;
}

static bool take_body(struct arena *arena, const struct node *body,
	unsigned depth, struct structure *structure)
{
	if (!body->is_list || !body->first)
		return false;
	return body->first->is_list
		       ? take_multipart(arena, body, depth, structure)
		       : take_single(arena, body, depth, structure);
}

bool structure_read(struct arena *arena, struct octets text,
	struct structure *ret_structure)
{
	struct reader r = {.arena = arena, .rest = text};
	struct node *body;

	while (peek(&r) == ' ')
		advance(&r, 1);
	*ret_structure = (struct structure){0};
	return read_node(&r, 0, &body) &&
	       take_body(arena, body, 0, ret_structure);
}
