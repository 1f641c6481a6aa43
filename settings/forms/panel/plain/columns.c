/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/plain/columns.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "settings/forms/panel/label.h"
#include "settings/lexicon.h"
#include "settings/tongues.h"

#include <string.h>

#define CELLS 16 /* of a row; a table with more is left alone */
#define ENDS "\t|"
#define BLANKS " ()[],:"

struct row {
	char *cells[CELLS];
	char ends[CELLS]; /* what stands behind each: tab, bar or NUL */
	size_t count;
};

/* The words of each column of ports; NULL for the others */
struct head {
	const char *words[CELLS];
	size_t count; /* of cells; 0: no table */
};

static bool read_row(struct arena *arena, const char *text, struct row *ret_row)
{
	size_t length;

	ret_row->count = 0;
	for (;; text += length + 1) {
		length = strcspn(text, ENDS);
		if (ret_row->count == CELLS)
			return false;
		ret_row->cells[ret_row->count] =
			arena_printf(arena, "%.*s", (int)length, text);
		ret_row->ends[ret_row->count++] = text[length];
		if (!text[length])
			return ret_row->count > 2;
	}
}

static const char *join_row(struct arena *arena, const struct row *row)
{
	struct builder text = {.arena = arena};

	for (size_t i = 0; i < row->count; i++)
		builder_printf(&text, "%s%.*s", row->cells[i],
			row->ends[i] != '\0', &row->ends[i]);
	return builder_text(&text);
}

static bool is_port(struct arena *arena, const char *at, size_t length)
{
	return tongues_is(TONGUE_PORT,
		tongues_fold(
			arena, arena_printf(arena, "%.*s", (int)length, at)));
}

/* "without SSL" of "Port (without SSL)", "Non-SSL" of "Non-SSL port" */
static const char *without_port(struct arena *arena, const char *cell)
{
	const char *begin = NULL, *end = cell;
	size_t length;

	for (; *cell; cell += length) {
		cell += strspn(cell, BLANKS);
		length = strcspn(cell, BLANKS);
		if (!length || is_port(arena, cell, length))
			continue;
		begin = begin ? begin : cell;
		end = cell + length;
	}
	return begin ? arena_printf(arena, "%.*s", (int)(end - begin), begin)
		     : "";
}

/* What a column's head says of the encryption: "SSL" of "Port (SSL)"; "" if it
 * says nothing. */
static const char *words_of(struct arena *arena, const char *cell)
{
	size_t length;

	if (tongues_find(TONGUE_CLEARTEXT, tongues_fold(arena, cell)) ||
		panel_label_has_word(arena, TONGUE_WITHOUT, cell))
		return without_port(arena, cell);
	for (; *cell; cell += length) {
		cell += strspn(cell, BLANKS);
		length = strcspn(cell, BLANKS);
		if (length && lexicon_mode(cell, length) != WORD_NONE)
			return arena_printf(arena, "%.*s", (int)length, cell);
		/* "SSLあり" */
		if (length > 3 && ascii_compare_n(cell, "SSL", 3) == 0 &&
			(unsigned char)cell[3] >= 0x80)
			return "SSL";
	}
	return "";
}

/* A row of labels, two of them or more for ports, of which one at least says
 * which encryption it is for. Its ports' words are taken out. */
static bool take_head(struct arena *arena, struct row *row, struct head *head)
{
	struct head found = {.count = row->count};
	size_t ports = 0, told = 0;

	for (size_t i = 0; i < row->count; i++) {
		const char *cell = row->cells[i];

		if (strpbrk(cell, "0123456789"))
			return false;
		if (!panel_label_read(arena, cell).port)
			continue;
		found.words[i] = words_of(arena, cell);
		ports++;
		told += *found.words[i] != '\0';
	}
	if (ports < 2 || !told)
		return false;
	*head = found;
	for (size_t i = 0; i < row->count; i++)
		if (found.words[i])
			row->cells[i] = arena_strdup(arena, "port");
	return true;
}

/* "465, 587" with "SSL" is "port 465 SSL, port 587 SSL"; NULL if the cell has
 * more in it than numbers. */
static char *spread_words(
	struct arena *arena, const char *cell, const char *words)
{
	struct builder text = {.arena = arena};
	const char *at = cell;
	size_t length;

	for (;; at += length) {
		at += strspn(at, " ,/&");
		length = strcspn(at, " ,/&");
		if (!length)
			break;
		if (tongues_is(TONGUE_OR,
			    arena_printf(arena, "%.*s", (int)length, at)))
			continue;
		if (strspn(at, "0123456789") < length)
			return NULL;
		builder_printf(&text, "%sport %.*s %s", text.length ? ", " : "",
			(int)length, at, words);
	}
	return text.length ? arena_strdup(arena, builder_text(&text)) : NULL;
}

static void spread_row(
	struct arena *arena, struct row *row, const struct head *head)
{
	for (size_t i = 0; i < row->count; i++) {
		char *cell = head->words[i] && *head->words[i]
				     ? spread_words(arena, row->cells[i],
					       head->words[i])
				     : NULL;

		if (cell)
			row->cells[i] = cell;
	}
}

/* Whether it is the head of a table whose ports need no words. */
static bool is_other_head(struct arena *arena, const struct row *row)
{
	bool port = false;

	for (size_t i = 0; i < row->count; i++) {
		if (strpbrk(row->cells[i], "0123456789"))
			return false;
		port |= panel_label_read(arena, row->cells[i]).port;
	}
	return port;
}

/* Whether the row stands below the head, in the same table. */
static bool is_below(
	struct arena *arena, const struct row *row, const struct head *head)
{
	return row->count == head->count && !is_other_head(arena, row);
}

void panel_columns_spread(struct arena *arena, struct panel_parts *parts)
{
	struct head head = {.count = 0};
	struct row row;

	for (size_t i = 0; i < parts->count; i++) {
		struct panel_part *part = &parts->items[i];

		if (!strpbrk(part->text, ENDS) ||
			!read_row(arena, part->text, &row)) {
			if (part->text[strspn(part->text, " \t\r")])
				head.count = 0;
			continue;
		}
		if (!take_head(arena, &row, &head)) {
			if (!is_below(arena, &row, &head)) {
				head.count = 0;
				continue;
			}
			spread_row(arena, &row, &head);
		}
		part->text = join_row(arena, &row);
	}
}
