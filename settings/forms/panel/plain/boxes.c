/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/plain/boxes.h"

#include "model/table.h"
#include "model/text/builder.h"

#include <stdbool.h>
#include <string.h>

#define CELL_BOXES 8

static const struct {
	const char *mark;
	bool ticked;
} marks[] = {
	{"[x]", true}, {"[X]", true}, {"[v]", true}, {"[*]", true},
	{"[ ]", false}, {"[]", false}, {"[_]", false}, {"(x)", true},
	{"(X)", true}, {"(*)", true}, {"(o)", true}, {"( )", false},
	{"\xe2\x98\x90", false}, /* ballot boxes */
	{"\xe2\x98\x91", true}, {"\xe2\x98\x92", true},
	{"\xe2\x9c\x85", true}, /* check marks */
	{"\xe2\x9c\x93", true}, {"\xe2\x9c\x94", true},
	{"\xe2\x9c\x97", false}, /* crosses */
	{"\xe2\x9c\x98", false}, {"\xe2\x9d\x8c", false},
	{"\xe2\x97\x89", true},                           /* circles */
	{"\xe2\x97\x8b", false}, {"\xe2\xac\x9c", false}, /* squares */
};

/* A box of a cell, and what stands behind it up to the next one */
struct box {
	bool ticked;
	const char *text;
	size_t length;
};

struct cell {
	const char *label; /* before the first box */
	size_t label_length;
	struct box boxes[CELL_BOXES];
	size_t count;
	size_t ticked;
};

static bool parts(char octet)
{
	return !octet || strchr(" \t|:\n", octet);
}

/* Whether a box stands there, as a word of its own; its length. */
static size_t find_mark(const char *text, const char *at, bool *ret_ticked)
{
	if (at > text && !parts(at[-1]))
		return 0;
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		size_t length = strlen(marks[i].mark);

		if (strncmp(at, marks[i].mark, length) != 0)
			continue;
		*ret_ticked = marks[i].ticked;
		/* U+FE0F asks for a picture. */
		if (strncmp(at + length, "\xef\xb8\x8f", 3) == 0)
			length += 3;
		return parts(at[length]) ? length : 0;
	}
	return 0;
}

static size_t trimmed(const char **text, size_t length)
{
	while (length && strchr(" ", **text)) {
		++*text;
		length--;
	}
	while (length && strchr(" :", (*text)[length - 1]))
		length--;
	return length;
}

static struct cell read_cell(const char *text, size_t length)
{
	struct cell cell = {.label = text, .label_length = length};
	const char *end = text + length;

	for (const char *at = text; at < end; at++) {
		bool ticked;
		size_t mark = find_mark(text, at, &ticked);
		struct box *last = cell.boxes + cell.count;

		if (!mark || cell.count == CELL_BOXES)
			continue;
		if (cell.count)
			last[-1].length = (size_t)(at - last[-1].text);
		else
			cell.label_length = (size_t)(at - text);
		cell.ticked += ticked;
		cell.boxes[cell.count++] = (struct box){
			ticked, at + mark, (size_t)(end - at) - mark};
		at += mark - 1;
	}
	return cell;
}

static void write_answer(
	struct builder *b, const char *text, size_t length, bool ticked)
{
	length = trimmed(&text, length);
	builder_printf(b, "%.*s%s%s", (int)length, text, length ? ": " : "",
		ticked ? "yes" : "no");
}

/* One box is a question; of several, those count that are ticked, and each is
 * a question if none is. */
static void write_cell(struct builder *b, const struct cell *cell)
{
	const struct box *box = cell->boxes;
	const char *rest = box->text;
	size_t length = trimmed(&rest, box->length);
	const char *between = "";

	if (cell->count == 1 && !length) {
		write_answer(b, cell->label, cell->label_length, box->ticked);
		return;
	}
	builder_printf(b, "%.*s", (int)cell->label_length, cell->label);
	for (size_t i = 0; i < cell->count; i++, box++) {
		if (cell->count > 1 && cell->ticked && !box->ticked)
			continue;
		builder_printf(b, "%s", between);
		between = ", ";
		if (cell->count > 1 && cell->ticked)
			builder_printf(b, "%.*s", (int)box->length, box->text);
		else
			write_answer(b, box->text, box->length, box->ticked);
	}
}

char *panel_boxes_read(struct arena *arena, char *text)
{
	struct builder b = {.arena = arena};
	bool any = false;

	for (char *at = text;; at++) {
		size_t length = strcspn(at, "\t|\n");
		struct cell cell = read_cell(at, length);

		any = any || cell.count;
		if (cell.count)
			write_cell(&b, &cell);
		else
			builder_printf(&b, "%.*s", (int)length, at);
		at += length;
		if (!*at)
			break;
		builder_printf(&b, "%c", *at);
	}
	return any ? builder_text(&b) : text;
}
