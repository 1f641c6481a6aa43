/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* HTML, written one piece after the other. Only what stands in our own source
 * is markup: every text that comes from anywhere else goes through here as a
 * text, is made clean (model/text/escape.h) and escaped, such that nothing of
 * it can be an element, an attribute or a script. */
#ifndef MAILSONDE_REPORTS_PAGE_MARKUP_H
#define MAILSONDE_REPORTS_PAGE_MARKUP_H

#include "model/arena.h"

#include <stdio.h>

struct markup {
	FILE *stream;
	struct arena *arena; /* for texts that have to be made clean */
};

/* Our own, as it stands. */
void markup_raw(const struct markup *markup, const char *raw);

/* Escaped, for content and for an attribute in quotes. NULL is nothing. */
void markup_text(const struct markup *markup, const char *text);

/* Our own with a text in place of each '%', as many as there are:
 *
 *	markup_put(m, "<a href=\"#%\">%</a>", id, title); */
#define markup_put(markup, template, ...)                                      \
	markup_fill(markup, template, (const char *const[]){__VA_ARGS__},      \
		sizeof((const char *const[]){__VA_ARGS__}) /                   \
			sizeof(const char *))
void markup_fill(const struct markup *markup, const char *template,
	const char *const *texts, size_t count);

/* A link to a page of the web; any other address is no more than its text. */
void markup_link(
	const struct markup *markup, const char *url, const char *text);

#endif
