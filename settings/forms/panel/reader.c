/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/reader.h"

struct panel_item *panel_reader_add(struct panel_reader *r, enum item_kind kind)
{
	struct panel_line *line = r->line;
	struct panel_item *item;

	if (line->count == LINE_ITEMS)
		return &line->items[LINE_ITEMS - 1];
	item = &line->items[line->count++];
	*item = (struct panel_item){.kind = kind};
	line->counts[kind]++;
	return item;
}

void panel_reader_add_word(
	struct panel_reader *r, enum mode_word word, const char *said)
{
	struct panel_item *item = panel_reader_add(r, ITEM_WORD);

	item->word = word;
	item->text = said;
	r->word_fresh = true;
}

void panel_reader_add_text(
	struct panel_reader *r, enum item_kind kind, const char *text)
{
	panel_reader_add(r, kind)->text = text;
}

void panel_reader_add_port(struct panel_reader *r, unsigned port)
{
	panel_reader_add(r, ITEM_PORT)->port = port;
}

struct panel_item *panel_reader_last(struct panel_reader *r)
{
	return r->line->count ? &r->line->items[r->line->count - 1] : NULL;
}
