/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/cleartext.h"

#include "model/text/ascii.h"
#include "settings/tongues.h"

#include <string.h>

static bool is_starttls(const char *label)
{
	return label && (ascii_find(label, "starttls") ||
				ascii_find(label, "start_tls"));
}

/* How long a phrase is that begins there and says that nothing is encrypted:
 * "unencrypted", "ohne Verschlüsselung"; "none", as all of the value or of the
 * cell. 0 if it is none. */
static size_t cleartext_length(struct panel_reader *r, const char *at)
{
	const char *folded = r->folded + (at - r->text);
	size_t length = tongues_begins(TONGUE_CLEARTEXT, folded);
	size_t cell = strcspn(at, "\t|(,;"), whole;
	bool begins =
		at == r->text || strchr("\t|", at[-1]) ||
		(at[-1] == ' ' && at > r->text + 1 && strchr("\t|", at[-2]));
	bool value = r->label.tls && r->value_begun;

	while (cell && at[cell - 1] == ' ')
		cell--;
	if (length)
		length += strcspn(at + length, READER_SEPARATORS ".:");
	/* "unencrypted/TLS" leaves the choice. */
	if (length && memchr(at, '/', length))
		return 0;
	/* "Plain text" is a way to write a message, too. */
	if (length && strncmp(folded, "plain", 5) == 0 && !value &&
		!(begins && length == cell))
		return 0;
	whole = tongues_begins(TONGUE_NONE, folded);
	/* "Encryption none" */
	if (!length && whole && r->before && !value &&
		whole == strcspn(at, READER_SEPARATORS ".") &&
		tongues_find(TONGUE_ENCRYPTION, r->before))
		return whole;
	/* "Port 25, none", "25 none" */
	if (!value && at > r->text + 1 && whole && whole == cell &&
		r->line->counts[ITEM_PORT] &&
		(at[-2] == ',' || r->port_end == at - 1))
		return whole;
	if (length || !(value ? !r->values : begins && r->line->row))
		return length;
	/* "StartTLS: no" does not mean that nothing is encrypted. */
	if (!whole && value && !is_starttls(r->label_text))
		whole = tongues_begins(TONGUE_NO, folded);
	return whole == cell && memchr(at, value ? ' ' : *at, cell) ? cell : 0;
}

/* Whether it is about how to sign in: "Password, transmitted insecurely" */
static bool is_sign_in(struct panel_reader *r, const char *at)
{
	const char *cell = at, *text;

	while (cell > r->text && !strchr("\t|;.", cell[-1]))
		cell--;
	text = arena_printf(r->arena, "%.*s", (int)(at - cell),
		r->folded + (cell - r->text));
	return tongues_find(TONGUE_SECRET, text) ||
	       tongues_find(TONGUE_SIGN_IN, text);
}

size_t panel_cleartext_take(struct panel_reader *r, const char *at)
{
	size_t length = cleartext_length(r, at);
	struct panel_item *last = panel_reader_last(r);
	const char *said = arena_printf(r->arena, "%.*s", (int)length, at);

	if (!length || is_sign_in(r, at))
		return 0;
	if (r->label.tls && r->value_begun && r->label_text)
		said = arena_printf(r->arena, "%s: %s", r->label_text, said);
	/* "SSL encryption: none": the word was the label's. */
	if (r->word_fresh && r->value_begun && !r->values && last &&
		last->kind == ITEM_WORD) {
		last->word = WORD_CLEARTEXT;
		last->text = said;
	} else {
		panel_reader_add_word(r, WORD_CLEARTEXT, said);
	}
	r->values += r->value_begun;
	r->words++;
	return length;
}
