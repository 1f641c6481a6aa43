/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Lines of a terminal or page: wrapping, columns, colour. Whatever is put
 * here is made fit for the page: controls and broken octets are written as
 * \xNN, and where the page is not UTF-8, other characters as \u{...}. */
#ifndef MAILSONDE_REPORTS_TEXT_PAGE_H
#define MAILSONDE_REPORTS_TEXT_PAGE_H

#include "model/arena.h"
#include "model/names.h"

#include <stdbool.h>
#include <stdio.h>

enum paint {
	PAINT_NONE,
	PAINT_GOOD,
	PAINT_BAD,
	PAINT_DOUBT,
	PAINT_STRONG,
	PAINT_FAINT,
	PAINT_COUNT,
};

/* Which paint a verdict has. */
enum paint page_paint(enum verdict verdict);

struct page {
	FILE *stream;
	unsigned columns;
	bool color;
	bool utf8;
	struct arena *arena; /* for what is formatted on the way */
};

/* How many columns `text` takes. */
size_t page_columns(const struct page *page, const char *text);

/* Returns `text`, or a copy with an ellipsis in its middle if it takes more
 * than `columns`. */
const char *page_shorten(
	const struct page *page, const char *text, size_t columns);

/* Puts `text` where the line stands, without wrapping. */
void page_put(const struct page *page, enum paint paint, const char *text);

/* The same, filled up with blanks to `columns`: behind or before it. */
void page_left(const struct page *page, enum paint paint, const char *text,
	size_t columns);
void page_right(const struct page *page, enum paint paint, const char *text,
	size_t columns);

void page_blanks(const struct page *page, size_t count);
void page_newline(const struct page *page);

/* Puts `text` where the line stands, which is column `column`, and wraps it:
 * further lines start at column `indent`. Ends the last line. */
void page_wrap(const struct page *page, size_t column, size_t indent,
	enum paint paint, const char *text);

/* A label and its text: wrapped, further lines below the text. The text
 * begins `width` columns behind the label's first. */
void page_field(const struct page *page, size_t indent, size_t width,
	enum paint paint, const char *label, const char *text);

/* The same where the line stands already, at column `column`. */
void page_label(const struct page *page, size_t column, size_t width,
	enum paint paint, const char *label, const char *text);

#endif
