/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/text/page.h"

#include "model/table.h"
#include "model/text/escape.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* SGR parameters (ECMA-48 section 8.3.117). */
static const char *const paints[] = {
	[PAINT_NONE] = "",
	[PAINT_GOOD] = "32",
	[PAINT_BAD] = "1;31",
	[PAINT_DOUBT] = "33",
	[PAINT_STRONG] = "1",
	[PAINT_FAINT] = "2",
};
static_assert(COUNT_OF(paints) == PAINT_COUNT, "how each paint is made");

/* Reads one character of clean text. */
static size_t next_character(const char *text, unsigned *ret_character)
{
	return escape_decode_utf8(
		(const unsigned char *)text, strnlen(text, 4), ret_character);
}

static size_t character_columns(unsigned character)
{
	int columns = character < 0x80 ? 1 : wcwidth((wchar_t)character);

	return columns < 0 ? 1 : (size_t)columns;
}

static bool is_control(char c)
{
	return c == '\n' || c == '\t';
}

static bool is_plain(const struct page *page, const char *text)
{
	for (; *text; text++)
		if (is_control(*text) ||
			(!page->utf8 && (unsigned char)*text >= 0x80))
			return false;
	return true;
}

/* Brings text to what the page can show on one line: ends of lines with the
 * blanks around them are one blank. */
static const char *presentable(const struct page *page, const char *text)
{
	char *result;
	size_t room, used = 0;
	unsigned character;

	text = escape_clean(page->arena, text);
	if (is_plain(page, text))
		return text;
	/* Two octets become as many as "\u{7FF}" has: 7. */
	room = 4 * strlen(text) + 1;
	result = arena_alloc(page->arena, room);
	while (*text) {
		size_t blanks = strspn(text, " \n\t");
		size_t size;

		if (blanks > strspn(text, " ")) {
			result[used++] = ' ';
			text += blanks;
			continue;
		}
		size = next_character(text, &character);
		if (character < 0x80 || page->utf8) {
			memcpy(result + used, text, size);
			used += size;
		} else {
			used += (size_t)snprintf(result + used, room - used,
				"\\u{%X}", character);
		}
		text += size;
	}
	return result;
}

/* The columns of the first `length` octets of presentable text, or some number
 * above `most`: no more of a word is looked at than lines can hold. */
static size_t measure_up_to(const char *text, size_t length, size_t most)
{
	const char *end = text + length;
	size_t columns = 0;
	unsigned character;

	while (text < end && columns <= most) {
		text += next_character(text, &character);
		columns += character_columns(character);
	}
	return columns;
}

static size_t measure(const char *text, size_t length)
{
	return measure_up_to(text, length, SIZE_MAX);
}

size_t page_columns(const struct page *page, const char *text)
{
	text = presentable(page, text);
	return measure(text, strlen(text));
}

enum paint page_paint(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
		return PAINT_GOOD;
	case VERDICT_FAIL:
		return PAINT_BAD;
	case VERDICT_INFO:
		return PAINT_NONE;
	default:
		return PAINT_DOUBT;
	}
}

/* How many octets, whole characters, fit into `columns`; at least one
 * character where there is one, so that wrapping always goes on. */
static size_t fitting(const char *text, size_t length, size_t columns)
{
	size_t used = 0;
	size_t column = 0;

	while (used < length) {
		unsigned character;
		size_t size = next_character(text + used, &character);

		column += character_columns(character);
		if (column > columns && used > 0)
			break;
		used += size;
	}
	return used;
}

const char *page_shorten(
	const struct page *page, const char *text, size_t columns)
{
	const char *ellipsis = page->utf8 ? "…" : "...";
	size_t width = measure(ellipsis, strlen(ellipsis));
	size_t length, head, tail, room;
	unsigned character;

	text = presentable(page, text);
	length = strlen(text);
	if (measure(text, length) <= columns || columns <= width + 1)
		return text;
	/* The end of a host name tells more than its middle. */
	head = fitting(text, length, (columns - width) / 2);
	room = columns - width - measure(text, head);
	for (tail = length; tail > head;) {
		size_t start = tail - 1, taken;

		while (((unsigned char)text[start] & 0xC0) == 0x80)
			start--;
		next_character(text + start, &character);
		taken = character_columns(character);
		if (taken > room)
			break;
		room -= taken;
		tail = start;
	}
	return arena_printf(page->arena, "%.*s%s%s", (int)head, text, ellipsis,
		text + tail);
}

static void begin_paint(const struct page *page, enum paint paint)
{
	if (page->color && paint != PAINT_NONE)
		fprintf(page->stream, "\033[%sm", paints[paint]);
}

static void end_paint(const struct page *page, enum paint paint)
{
	if (page->color && paint != PAINT_NONE)
		fputs("\033[0m", page->stream);
}

void page_put(const struct page *page, enum paint paint, const char *text)
{
	begin_paint(page, paint);
	fputs(presentable(page, text), page->stream);
	end_paint(page, paint);
}

void page_left(const struct page *page, enum paint paint, const char *text,
	size_t columns)
{
	size_t taken = page_columns(page, text);

	page_put(page, paint, text);
	page_blanks(page, columns > taken ? columns - taken : 0);
}

void page_right(const struct page *page, enum paint paint, const char *text,
	size_t columns)
{
	size_t taken = page_columns(page, text);

	page_blanks(page, columns > taken ? columns - taken : 0);
	page_put(page, paint, text);
}

void page_blanks(const struct page *page, size_t count)
{
	fprintf(page->stream, "%*s", (int)count, "");
}

void page_newline(const struct page *page)
{
	fputc('\n', page->stream);
}

/* Ends the line and starts the next one at `indent`. */
static void break_line(const struct page *page, enum paint paint, size_t indent)
{
	end_paint(page, paint);
	page_newline(page);
	page_blanks(page, indent);
	begin_paint(page, paint);
}

void page_wrap(const struct page *page, size_t column, size_t indent,
	enum paint paint, const char *text)
{
	/* However deep the indent, a few columns are left for the text. */
	size_t limit =
		page->columns > indent + 16 ? page->columns : indent + 16;
	size_t gap = 0;  /* blanks before the word, none at a line's start */
	size_t left = 0; /* octets of a word that was cut */

	begin_paint(page, paint);
	text = presentable(page, text);
	text += strspn(text, " ");
	while (*text) {
		size_t length = left ? left : strcspn(text, " ");
		size_t columns = measure_up_to(text, length, limit);

		left = length;
		if (column + gap + columns > limit && column > indent) {
			break_line(page, paint, indent);
			column = indent;
			gap = 0;
		}
		/* A word that no line can hold is cut. */
		if (column + gap + columns > limit) {
			length = fitting(text, length, limit - column);
			columns = measure(text, length);
		}
		fprintf(page->stream, "%*s%.*s", (int)gap, "", (int)length,
			text);
		column += gap + columns;
		text += length;
		left -= length;
		gap = left ? 0 : strspn(text, " ");
		text += gap;
	}
	end_paint(page, paint);
	page_newline(page);
}

void page_label(const struct page *page, size_t column, size_t width,
	enum paint paint, const char *label, const char *text)
{
	size_t taken = page_columns(page, label);

	page_left(page, paint, label, width);
	page_wrap(page, column + (taken > width ? taken : width),
		column + width, PAINT_NONE, text);
}

void page_field(const struct page *page, size_t indent, size_t width,
	enum paint paint, const char *label, const char *text)
{
	page_blanks(page, indent);
	page_label(page, indent, width, paint, label, text);
}
