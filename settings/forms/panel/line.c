/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/line.h"

#include "model/text/ascii.h"
#include "settings/forms/panel/advice.h"
#include "settings/forms/panel/cleartext.h"
#include "settings/forms/panel/code.h"
#include "settings/forms/panel/command.h"
#include "settings/forms/panel/label.h"
#include "settings/forms/panel/plain/aside.h"
#include "settings/forms/panel/token.h"
#include "settings/forms/panel/value.h"

#include <arpa/inet.h>
#include <string.h>

#define PROSE_WORDS 9 /* from so many on, a line is a sentence */
#define LABEL_WORDS 5 /* no more are a label without a colon */

/* "your e-mail address" is nobody's name. */
static void settle_user(struct panel_reader *r)
{
	if (r->user_item && r->values > 1 && !strchr(r->user_item->text, '@'))
		r->user_item->text = NULL;
	r->user_item = NULL;
}

/* The label, or of a program's table, the key: "smtp_tls" of
 * "gitlab_rails['smtp_tls" */
static const char *name_of(struct arena *arena, const char *text, size_t length)
{
	const char *key = memmem(text, length, "['", 2);

	if (!key)
		key = memmem(text, length, "[\"", 2);
	if (key) {
		length -= (size_t)(key + 2 - text);
		text = key + 2;
	}
	return arena_printf(arena, "%.*s", (int)length, text);
}

/* "Allow TLS (POP): off": the word is about the service behind it. */
static void put_service_first(struct panel_reader *r)
{
	struct panel_item *items = r->line->items, word;

	size_t first = r->value_items;

	/* What stands before a server or a port is not of this label. */
	for (size_t i = first; i < r->line->count; i++)
		if (items[i].kind == ITEM_HOST || items[i].kind == ITEM_PORT)
			first = i + 1;
	for (size_t i = first; i + 1 < r->line->count; i++) {
		if (items[i].kind != ITEM_WORD ||
			items[i + 1].kind != ITEM_SERVICE)
			continue;
		word = items[i];
		items[i] = items[i + 1];
		items[i + 1] = word;
		r->word_fresh = true;
	}
}

/* A label ends here: what it says counts until the next one. */
static void begin_value(struct panel_reader *r, const char *end)
{
	const char *text = arena_printf(
		r->arena, "%.*s", (int)(end - r->phrase), r->phrase);
	const char *folded;

	settle_user(r);
	text += strspn(text, READER_SEPARATORS);
	r->label = panel_label_read(r->arena, text);
	folded = tongues_fold(r->arena, text);
	r->usual = tongues_is(
		TONGUE_DEFAULT, arena_printf(r->arena, "%.*s",
					(int)strcspn(folded, ":="), folded));
	r->other = tongues_find(TONGUE_NO_MAIL, folded) ||
		   (strstr(folded, "domain") && !r->label.server);
	r->label_text = name_of(r->arena, text, strcspn(text, ":"));
	r->word_fresh = r->word_fresh && !r->label.port && !r->label.user &&
			!tongues_find(TONGUE_SIGN_IN, folded);
	r->value_begun = true;
	r->ended = false;
	r->values = 0;
	if (*end == ')')
		put_service_first(r);
	for (size_t i = r->value_items; r->label.port && i < r->line->count;
		i++)
		r->line->items[i].of_port = true;
	r->label_items = r->value_items;
	r->value_items = r->line->count;
	r->phrase = end;
}

/* Whether a label ends there: a quote or bracket perhaps, and a colon or an
 * equals sign. In a table, the first cell is one. */
static bool ends_label(const struct panel_reader *r, const char *at)
{
	if (panel_code_is_constant(r->text, at))
		return true;
	if (at[-1] == ':' || (*at && strchr("\t|", *at) && !r->label_text))
		return true;
	at += strspn(at, "\"')]");
	if (*at && strchr("\t|", *at) && !r->label_text)
		return true;
	at += strspn(at, " ");
	if (at[0] == '-' && at[1] == '>')
		return true;
	return *at == ':' || *at == '=';
}

/* "Port993" */
static char *part_port(struct panel_reader *r, char *token)
{
	size_t word = strcspn(token, "0123456789");
	const char *folded = tongues_fold(r->arena, token);

	if (!word || !panel_value_is_number(token + word) ||
		!tongues_is(TONGUE_PORT,
			arena_printf(r->arena, "%.*s", (int)word, folded)))
		return token;
	r->after_port = true;
	return token + word;
}

static bool begins_cell(const struct panel_reader *r, const char *at)
{
	while (at > r->text && at[-1] == ' ')
		at--;
	return at == r->text || at[-1] == '\t' || at[-1] == '|';
}

/* Whether a number that stands there can only be a port: in a list that began
 * with one, or alone in its cell. */
static bool is_port_due(struct panel_reader *r, const char *at, size_t length)
{
	const char *gap;
	size_t blanks;

	if (r->line->row && begins_cell(r, at)) {
		blanks = strspn(at + length, " ");
		return (!at[length + blanks] ||
			       strchr("\t|", at[length + blanks])) &&
		       (r->line->counts[ITEM_SERVICE] ||
			       r->line->counts[ITEM_HOST]);
	}
	if (!r->port_end)
		return false;
	gap = r->folded + (r->port_end - r->text);
	gap += strspn(gap, " ,/&;");
	blanks = (size_t)(at - r->text) - (size_t)(gap - r->folded);
	while (blanks && blanks < 32 && strchr(" ,", gap[blanks - 1]))
		blanks--;
	return !blanks || (blanks < 32 && tongues_is(TONGUE_OR,
						  arena_printf(r->arena, "%.*s",
							  (int)blanks, gap)));
}

/* "STARTTLS (if available)", "TLS, wenn möglich": how long it is, or 0. */
static size_t soften_word(struct panel_reader *r, size_t before, const char *at)
{
	struct panel_item *last = panel_reader_last(r);
	size_t gap = strspn(at, " ,("), length;

	if (!last || r->line->count < before || !r->word_fresh ||
		last->kind != ITEM_WORD ||
		(last->word != WORD_TLS && last->word != WORD_EXPLICIT &&
			last->word != WORD_SSL))
		return 0;
	length = tongues_begins(
		TONGUE_IF_OFFERED, r->folded + (at - r->text) + gap);
	if (!length)
		return 0;
	last->word = WORD_OPPORTUNISTIC;
	return gap + length;
}

/* "Port (SSL): 465" */
static bool is_end_of_label(
	const struct panel_reader *r, const char *at, size_t length)
{
	return at > r->text && at[-1] == '(' && at[length] == ')' &&
	       ends_label(r, at + length);
}

/* "Port (25): 587" */
static bool is_usual_in_label(
	const struct panel_reader *r, const char *at, size_t length)
{
	return is_end_of_label(r, at, length) &&
	       strspn(at, "0123456789") == length &&
	       panel_label_read(
		       r->arena, arena_printf(r->arena, "%.*s",
					 (int)(at - r->phrase), r->phrase))
		       .port;
}

/* Where a table has the user's name, alone in its cell */
static bool is_user_cell(const struct panel_reader *r, const char *at)
{
	return r->label.user && r->value_begun && !r->values && at > r->text &&
	       at[-1] == '\t';
}

/* "<your name>", "{user}"; and "jo:", which is a label */
static bool is_placeholder(
	const struct panel_reader *r, const char *at, size_t length)
{
	if (!r->label.user || memchr(at, '@', length))
		return false;
	return at[length] == '>' ||
	       (r->value_begun && !r->values && at > r->text &&
		       (strchr("{[", at[-1]) || at[length - 1] == ':'));
}

/* Takes a user's name that stands in quotes with blanks in it. Answers with its
 * length, or 0 if it is none: "your mail address". A "normal password" is a way
 * to sign in, and passed over. */
static size_t take_quoted_user(struct panel_reader *r, const char *at)
{
	size_t length = strcspn(at, "\"\t|:=,");
	const char *name, *folded;

	if (!r->label.user || !r->value_begun || r->values || at == r->text ||
		at[-1] != '"' || at[length] != '"' || !memchr(at, ' ', length))
		return 0;
	name = arena_printf(r->arena, "%.*s", (int)length, at);
	folded = tongues_fold(r->arena, name);
	if (tongues_find(TONGUE_ADDRESS, folded) ||
		tongues_find(TONGUE_USER, folded))
		return 0;
	if (!tongues_find(TONGUE_SECRET, folded))
		panel_reader_add_text(r, ITEM_USER, name);
	r->values++;
	r->phrase = at + length;
	return length;
}

/* Reads one token; answers with its length, or with that of all that belongs
 * to it. */
static size_t take_next(struct panel_reader *r, const char *at, size_t length)
{
	size_t before = r->line->count, plain;
	enum panel_code_next next = CODE_ANY;
	char *token;

	if (ascii_compare_n(at, "TLS", 3) == 0 && length < 12) {
		size_t version = panel_token_take_versions(r, at);

		if (version) {
			r->values++;
			r->phrase = at + version;
			return version;
		}
	}
	plain = panel_aside_skip(r->folded + (at - r->text));
	if (!plain)
		plain = take_quoted_user(r, at);
	if (plain) {
		if (ends_label(r, at + plain))
			begin_value(r, at + plain);
		return plain;
	}
	plain = panel_cleartext_take(r, at);
	if (plain) {
		if (ends_label(r, at + plain))
			begin_value(r, at + plain);
		return plain;
	}
	r->at = at;
	r->port_due = is_port_due(r, at, length);
	token = arena_printf(r->arena, "%.*s", (int)length, at);
	/* "Port No. (SSL)": an abbreviation says no to nothing. */
	r->stopped = token[length - 1] == '.';
	if (!is_user_cell(r, at) || strchr("*_", *token))
		token = panel_token_trim(token);
	r->line->sender =
		r->line->sender || panel_code_is_sender(r->arena, token);
	/* "<your name>" stands for one. */
	if (panel_token_take_unit(r, token))
		;
	else if (panel_code_is_options(token, at + length) ||
		 is_usual_in_label(r, at, length))
		;
	else if (panel_code_is_name(token, at + length))
		next = panel_code_take_name(r, token, at + length);
	else if (*token && !is_placeholder(r, at, length))
		panel_token_take(r, part_port(r, token));
	length += soften_word(r, before, at + length);
	if (at[length] == '\t' || at[length] == '|')
		r->telephone = false;
	if (r->line->count > before &&
		panel_reader_last(r)->kind >= ITEM_HOST &&
		!is_end_of_label(r, at, length))
		r->phrase = at + length;
	if (r->line->count > before && panel_reader_last(r)->kind == ITEM_PORT)
		r->port_end = at + length;
	if (next == CODE_VALUE)
		r->phrase = at;
	if (next == CODE_VALUE || ends_label(r, at + length))
		begin_value(r, at + length);
	return next == CODE_SECRET ? strlen(at) : length;
}

/* IPv6address "]" */
static bool is_bracketed(const char *at)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;
	size_t length = strcspn(at, "]");

	if (at[length] != ']' || length >= sizeof(text))
		return false;
	memcpy(text, at, length);
	text[length] = '\0';
	return inet_pton(AF_INET6, text, &address) == 1;
}

/* Marks the items from that one on, if the text advises against them. */
static void mark_items(struct panel_reader *r, size_t from, char mark)
{
	for (size_t i = from; i < r->line->count; i++)
		r->line->items[i].against =
			r->line->items[i].against || mark == '!';
}

/* Marks the words for the mode from that item on, whose token ends at `end`,
 * where a port stands before them in their cell. */
static void mark_beside_port(
	struct panel_reader *r, size_t from, const char *end)
{
	size_t gap = r->port_end ? (size_t)(end - r->port_end) : 0;

	if (!r->line->row || !gap || memchr(r->port_end, '\t', gap) ||
		memchr(r->port_end, '|', gap))
		return;
	for (size_t i = from; i < r->line->count; i++)
		r->line->items[i].beside_port =
			r->line->items[i].kind == ITEM_WORD;
}

/* Marks a word for the mode that begins another part of the list and has
 * "port" right behind it, at `end`. */
static void mark_ahead(struct panel_reader *r, size_t from, const char *end)
{
	const char *next = r->folded + (end - r->text);
	struct panel_item *last = panel_reader_last(r);

	next += strspn(next, " ");
	if (r->line->count == from + 1 && last->kind == ITEM_WORD)
		last->ahead = tongues_is(TONGUE_PORT,
			arena_printf(r->arena, "%.*s",
				(int)strcspn(next, READER_SEPARATORS ":"),
				next));
}

/* In the first cell of a row: "Allow TLS (SMTP)", and the answer in the next */
static bool in_label_cell(const struct panel_reader *r)
{
	return !r->value_begun && r->line->row;
}

/* All of a URL, be it that a password stands there */
static size_t url_length(const char *at, char before)
{
	size_t length = strcspn(at, before == '\'' ? "'" : " \t|<>\"");

	while (length && strchr("),;]}'", at[length - 1])) {
		/* "imaps://[2001:db8::1]" */
		if (at[length - 1] == ']' && memchr(at, '[', length))
			break;
		length--;
	}
	return length;
}

static void take_tokens(struct panel_reader *r, const char *at)
{
	const char *begin = at;
	const struct panel_advice advice = panel_advice_read(r->arena, at);
	r->text = at;
	r->folded = tongues_fold(r->arena, at);
	const char *secret = panel_label_find_secret(r->arena, at);

	while (*at) {
		size_t blanks = strspn(at, READER_SEPARATORS ":"), length;
		size_t items = r->line->count;
		bool another =
			memchr(at, ',', blanks) || memchr(at, ';', blanks);
		char mark;

		for (size_t i = 0; i < blanks; i++)
			r->word_fresh =
				r->word_fresh &&
				!strchr(in_label_cell(r) ? ",;" : ",;(", at[i]);
		/* "user: 'jo', host: ...": what follows is no part of it. */
		if (memchr(at, ',', blanks) && r->values == 1)
			r->user_item = NULL;
		/* "Encryption: SSL. If it does not work" answers nothing. */
		r->ended = r->ended || (r->values && at > begin &&
					       at[-1] == '.' && *at == ' ');
		at += blanks;
		if (panel_label_is_both(r, at))
			r->line->both = r->line->count + 1;
		mark = advice.marks[at - begin];
		length = strcspn(at, READER_SEPARATORS);
		/* Names of users may have quotes in them, and more where they
		 * stand alone in their cell. */
		if (r->label.user && r->value_begun && !r->values &&
			at > begin && !strchr("\"'<", at[-1]))
			length = strcspn(at,
				is_user_cell(r, at) ? " \t|<>" : " \t,|()<>\"");
		if (length && memmem(at, length, "://", 3))
			length = url_length(at, at > begin ? at[-1] : '\0');
		if (!length)
			break;
		if (panel_aside_is_bracket(begin, at)) {
			at += strcspn(at, "]");
			continue;
		}
		if (at > begin && at[-1] == '[' && is_bracketed(at)) {
			length = strcspn(at, "]");
			panel_reader_add_text(r, ITEM_HOST,
				arena_printf(
					r->arena, "%.*s", (int)length, at));
			at += length;
		} else if (secret && at + length > secret) {
			at = panel_label_skip_secret(r, secret);
			secret = panel_label_find_secret(r->arena, at);
			r->phrase = at;
		} else {
			at += take_next(r, at, length);
		}
		mark_items(r, items, mark);
		mark_beside_port(r, items, at);
		if (another)
			mark_ahead(r, items, at);
	}
	r->line->against = advice.alone;
	settle_user(r);
}

/* "1. ", "12) " */
static const char *skip_list_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (digits && digits <= 2 && text[digits] &&
		strchr(".)", text[digits]) && text[digits + 1] == ' ')
		return text + digits + 2;
	return text;
}

static bool has_values(const struct panel_line *line)
{
	for (int kind = ITEM_HOST; kind < ITEM_KINDS; kind++)
		if (kind != ITEM_WORD && line->counts[kind])
			return true;
	return false;
}

/* "Server name:", which is no value of the label above */
static bool is_bare_label(struct arena *arena, const char *text)
{
	size_t length = strlen(text);
	struct panel_label label;

	while (length && text[length - 1] == ' ')
		length--;
	if (!length || text[length - 1] != ':')
		return false;
	label = panel_label_read(arena, text);
	return label.port || label.server;
}

/* Whether something stands behind the label, be it nothing that is read. */
static bool has_cell(const char *text)
{
	const char *end = strpbrk(text, "\t|");

	return end && end[strspn(end, "\t| ")];
}

void panel_line_read(struct arena *arena, const char *text, size_t length,
	const struct panel_label *before, struct panel_line *ret_line)
{
	struct panel_reader r = {
		.arena = arena,
		.line = ret_line,
		.take = panel_token_take,
	};
	const char *copy = arena_printf(
		arena, "%.*s", (int)panel_code_length(text, length), text);
	const char *folded;

	*ret_line = (struct panel_line){.count = 0};
	copy += strspn(copy, " \t|");
	copy = skip_list_number(copy);
	ret_line->blank = !*copy;
	ret_line->row = strpbrk(copy, "|\t") != NULL;
	ret_line->denied = panel_label_is_denial(arena, copy);
	ret_line->secret = panel_label_is_secret(arena, copy);
	folded = tongues_fold(arena, copy);
	ret_line->prefix = tongues_find(TONGUE_PREFIX, folded) != NULL;
	ret_line->same = tongues_find(TONGUE_SAME, folded) != NULL;
	if (before &&
		(panel_label_begins(arena, copy) || is_bare_label(arena, copy)))
		before = NULL;
	if (before) {
		r.label = *before;
		r.value_begun = true;
	}
	r.phrase = copy;
	r.other = panel_code_is_section(copy);
	if (panel_command_take(&r, copy))
		return;
	take_tokens(&r, copy);
	ret_line->prose = r.words >= PROSE_WORDS && !r.answered;
	ret_line->heading = !ret_line->prose && !ret_line->row && !before &&
			    !strstr(copy, " - ") && !r.values &&
			    !has_values(ret_line);
	ret_line->label =
		r.label_text ? r.label : panel_label_read(arena, copy);
	ret_line->label_alone = *copy && !r.values && !before &&
				!has_cell(copy) && r.words <= LABEL_WORDS &&
				!has_values(ret_line) &&
				!ret_line->counts[ITEM_WORD];
}
