/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/cleartext.h"

#include "model/text/ascii.h"
#include "settings/forms/panel/value.h"
#include "settings/tongues.h"

#include <string.h>

static bool is_starttls(const char *label)
{
	return label && (ascii_find(label, "starttls") ||
				ascii_find(label, "start_tls"));
}

/* Where a phrase may begin. */
struct spot {
	const struct panel_reader *r;
	const char *at;
	const char *folded;
	size_t cell; /* octets up to the end of the cell */
	bool begins; /* at: a cell */
	bool value;  /* of a label that is about encryption */
};

static struct spot spot_at(const struct panel_reader *r, const char *at)
{
	struct spot spot = {
		.r = r,
		.at = at,
		.folded = r->folded + (at - r->text),
		.cell = strcspn(at, "\t|(),;"),
		.begins = at == r->text || strchr("\t|", at[-1]) ||
			  (at[-1] == ' ' && at > r->text + 1 &&
				  strchr("\t|", at[-2])),
		.value = r->label.tls && r->value_begun,
	};

	while (spot.cell && at[spot.cell - 1] == ' ')
		spot.cell--;
	return spot;
}

/* "unencrypted/TLS" leaves the choice, and "plain text" is a way to write a
 * message, too. */
static bool leaves_open(const struct spot *spot, size_t length)
{
	if (memchr(spot->at, '/', length))
		return true;
	return strncmp(spot->folded, "plain", 5) == 0 && !spot->value &&
	       !(spot->begins && length == spot->cell);
}

/* "insecure": false, and true as well: which certificates a program accepts */
static bool is_trust(const struct spot *spot)
{
	static const char word[] = "insecure";
	const char *after = spot->folded + strlen(word);

	if (strncmp(spot->folded, word, strlen(word)) != 0)
		return false;
	after += strspn(after, "\"' ");
	return *after == ':' || *after == '=';
}

/* "Encryption none": how long the word is; "Verschlüsselung aus", if nothing
 * else follows. "STARTTLS off" leaves implicit TLS. */
static size_t after_encryption_length(const struct spot *spot, size_t none)
{
	const char *before = spot->r->before;
	size_t no = tongues_begins(TONGUE_NO, spot->folded);

	if (!before || spot->value || strstr(before, "insecure") ||
		!tongues_find(TONGUE_ENCRYPTION, before))
		return 0;
	if (none && none == strcspn(spot->at, READER_SEPARATORS "."))
		return none;
	return no && !spot->r->word_fresh && !is_starttls(before) &&
			       (no == spot->cell ||
				       (no + 1 == spot->cell &&
					       spot->at[no] == '.'))
		       ? no
		       : 0;
}

/* "Port 25, none", "25 none", "25 (none)" */
static bool is_after_port(const struct spot *spot, size_t none)
{
	const struct panel_reader *r = spot->r;

	if (none && spot->at > r->text + 2 && spot->at[-1] == '(')
		return spot->at[none] == ')' && r->port_end == spot->at - 2;
	return none && !spot->value && spot->at > r->text + 1 &&
	       none == spot->cell && r->line->counts[ITEM_PORT] &&
	       (spot->at[-2] == ',' || r->port_end == spot->at - 1);
}

/* 'Bei Verschlüsselung steht "Keine"', in one clause */
static bool is_quoted(const struct spot *spot, size_t none)
{
	const struct panel_reader *r = spot->r;
	const char *clause = spot->at;

	if (!none || spot->at == r->text || spot->at[-1] != '"' ||
		spot->at[none] != '"')
		return false;
	while (clause > r->text && !strchr(".,;:\t|", clause[-1]))
		clause--;
	return tongues_find(TONGUE_ENCRYPTION,
		       arena_printf(r->arena, "%.*s", (int)(spot->at - clause),
			       r->folded + (clause - r->text))) != NULL;
}

/* "none", as all of the value or of the cell. */
static size_t whole_length(const struct spot *spot, size_t none)
{
	const struct panel_reader *r = spot->r;

	if (spot->value ? r->values > 0 : !(spot->begins && r->line->row))
		return 0;
	/* "StartTLS: no" does not mean that nothing is encrypted. */
	if (!none && spot->value && !is_starttls(r->label_text))
		none = tongues_begins(TONGUE_NO, spot->folded);
	return none == spot->cell &&
			       memchr(spot->at, spot->value ? ' ' : *spot->at,
				       spot->cell)
		       ? spot->cell
		       : 0;
}

/* How long a phrase is that begins there and says that nothing is encrypted:
 * "unencrypted", "ohne Verschlüsselung"; "none", as all of the value or of the
 * cell. 0 if it is none. */
static size_t cleartext_length(const struct panel_reader *r, const char *at)
{
	const struct spot spot = spot_at(r, at);
	size_t length = tongues_begins(TONGUE_CLEARTEXT, spot.folded);
	size_t none = tongues_begins(TONGUE_NONE, spot.folded);

	if (is_trust(&spot))
		return 0;
	if (length) {
		length += strcspn(at + length, READER_SEPARATORS ".:");
		if (leaves_open(&spot, length))
			return 0;
	} else {
		length = after_encryption_length(&spot, none);
	}
	if (!length && (is_after_port(&spot, none) || is_quoted(&spot, none)))
		return none;
	return length ? length : whole_length(&spot, none);
}

/* "no encryption", "ohne Verschlüsselung": no password is sent like that. */
static bool is_of_connection(const struct panel_reader *r, const char *at)
{
	static const char *const words[] = {"no ", "without ", "ohne ", "kein",
		"sans ", "aucun", "sin ", "ningun", "senza ", "nessun", "sem ",
		"nenhum", "geen ", "zonder ", "bez ", "brak ", "žádn", "ingen ",
		"utan ", "uden ", "uten ", "ilman ", "без ", "χωρίς ", "fără ",
		NULL};
	const char *folded = r->folded + (at - r->text);

	for (const char *const *word = words; *word; word++)
		if (strncmp(folded, *word, strlen(*word)) == 0)
			return true;
	return false;
}

/* Whether it is about how to sign in: "Password, transmitted insecurely" */
static bool is_sign_in(struct panel_reader *r, const char *at)
{
	const char *cell = at, *text;
	const char *ends = is_of_connection(r, at) ? "\t|;.," : "\t|;.";

	if (r->label.sign_in && r->value_begun)
		return true;
	while (cell > r->text && !strchr(ends, cell[-1]))
		cell--;
	text = arena_printf(r->arena, "%.*s", (int)(at - cell),
		r->folded + (cell - r->text));
	return tongues_find(TONGUE_SECRET, text) ||
	       tongues_find(TONGUE_SIGN_IN, text);
}

/* "SSL off", "SSL: 사용 안 함", up to the end of the cell: how long the answer
 * is, or 0. An answer of one word behind a colon is read elsewhere. */
static size_t refusal_length(const struct panel_reader *r, const char *at)
{
	const struct spot spot = spot_at(r, at);
	size_t no, none;
	char gap = at > r->text + 1 && at[-1] == ' ' ? at[-2] : '\0';

	if (!r->word_fresh || !r->before ||
		lexicon_mode(r->before, strlen(r->before)) == WORD_NONE)
		return 0;
	no = tongues_begins(TONGUE_NO, spot.folded);
	none = tongues_begins(TONGUE_NONE, spot.folded);
	no = none > no ? none : no;
	if (!no || (no != spot.cell && strcmp(at + no, ".") != 0))
		return 0;
	if (gap == ':')
		return memchr(at, ' ', no) && !r->values ? no : 0;
	return gap == '?' || ascii_is_alphanumeric((unsigned char)gap) ? no : 0;
}

/* Turns the word for the mode that was read last into what is refused. */
static size_t take_refusal(struct panel_reader *r, const char *at)
{
	struct panel_item *last = panel_reader_last(r);
	size_t length = refusal_length(r, at);

	if (!length || !last || last->kind != ITEM_WORD ||
		!panel_value_is_mode(last->word))
		return 0;
	last->text = arena_printf(r->arena, "%s%.*s %.*s",
		last->text ? last->text : "", strchr(":?", at[-2]) != NULL,
		at - 2, (int)length, at);
	last->word =
		last->word == WORD_EXPLICIT ? WORD_NO_STARTTLS : WORD_CLEARTEXT;
	r->values += r->value_begun;
	r->words++;
	return length;
}

size_t panel_cleartext_take(struct panel_reader *r, const char *at)
{
	size_t refusal = take_refusal(r, at);
	size_t length = refusal ? 0 : cleartext_length(r, at);
	struct panel_item *last = panel_reader_last(r);
	const char *said = arena_printf(r->arena, "%.*s", (int)length, at);

	if (refusal)
		return refusal;
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
