/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/page/markup.h"

#include "model/text/escape.h"

#include <assert.h>
#include <string.h>

void markup_raw(const struct markup *markup, const char *raw)
{
	fputs(raw, markup->stream);
}

static const char *entity(char character)
{
	switch (character) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

void markup_text(const struct markup *markup, const char *text)
{
	if (!text)
		return;
	text = escape_clean(markup->arena, text);
	for (;;) {
		size_t plain = strcspn(text, "&<>\"'");

		fwrite(text, 1, plain, markup->stream);
		text += plain;
		if (!*text)
			return;
		fputs(entity(*text++), markup->stream);
	}
}

void markup_fill(const struct markup *markup, const char *template,
	const char *const *texts, size_t count)
{
	size_t used = 0;

	for (;;) {
		size_t plain = strcspn(template, "%");

		fwrite(template, 1, plain, markup->stream);
		template += plain;
		if (!*template)
			break;
		template ++;
		assert(used < count);
		markup_text(markup, texts[used++]);
	}
	assert(used == count);
}

void markup_link(const struct markup *markup, const char *url, const char *text)
{
	if (url && (strncmp(url, "https://", 8) == 0 ||
			   strncmp(url, "http://", 7) == 0))
		markup_put(markup,
			"<a href=\"%\" rel=\"noreferrer noopener\">%</a>", url,
			text);
	else
		markup_text(markup, text);
}
