/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/token.h"

#include "model/text/ascii.h"
#include "settings/forms/panel/code.h"
#include "settings/forms/panel/value.h"
#include "settings/tongues.h"

#include <string.h>

#define VERSION_WORDS 8

static bool is_any(const char *token, const char *const *words)
{
	for (; *words; words++)
		if (ascii_compare(token, *words) == 0)
			return true;
	return false;
}

static bool is_sure(enum mode_word word)
{
	return word == WORD_IMPLICIT || word == WORD_EXPLICIT;
}

enum mode_word panel_word_join(struct arena *arena, enum mode_word first,
	const char *first_said, enum mode_word second, const char *second_said,
	const char **ret_said)
{
	*ret_said = first_said;
	if (second == WORD_NONE || first == second || is_sure(first))
		return first;
	/* TLS, and not by STARTTLS */
	if ((first == WORD_TLS && second == WORD_NO_STARTTLS) ||
		(first == WORD_NO_STARTTLS && second == WORD_TLS)) {
		*ret_said = first == WORD_TLS ? first_said : second_said;
		return WORD_IMPLICIT;
	}
	if (second == WORD_NO_STARTTLS && first != WORD_NONE)
		return first;
	/* nodemailer's word against what "secure: false" leaves open */
	if (second == WORD_CLEARTEXT && second_said &&
		ascii_compare_n(second_said, "ignoreTLS", 9) == 0)
		first = WORD_NONE;
	*ret_said = second_said;
	if (first == WORD_NONE || first == WORD_NO_STARTTLS ||
		is_sure(second) || first == WORD_CLEARTEXT)
		return second;
	*ret_said = first_said;
	if (second == WORD_CLEARTEXT)
		return first;
	/* SSL here and TLS there: the port decides. */
	if (first_said && second_said && ascii_find(second_said, first_said)) {
		*ret_said = second_said;
		return WORD_TLS;
	}
	*ret_said = arena_printf(arena, "%s/%s", first_said ? first_said : "",
		second_said ? second_said : "");
	return WORD_TLS;
}

/* "Allow TLS (SMTP TX)": the word for the mode in the label, be it that others
 * stand behind it; else the item that was the last. */
static struct panel_item *word_of_label(
	struct panel_reader *r, struct panel_item *last)
{
	for (size_t i = r->line->count; i > r->label_items; i--) {
		struct panel_item *item = &r->line->items[i - 1];

		if (item->kind == ITEM_WORD)
			return item;
		/* What stands before a value is not of this label. */
		if (item->kind == ITEM_PORT || item->kind == ITEM_HOST)
			break;
	}
	return last;
}

/* "Sécurité : sans", and nothing else */
static bool is_without(const struct panel_reader *r, const char *folded)
{
	const char *end = r->at + strlen(folded);

	return r->label.tls && r->values == 1 &&
	       (!*end || strchr(",;)\t|", *end)) &&
	       tongues_is(TONGUE_WITHOUT, folded);
}

/* "SSL: yes", "STARTTLS: no", "Encryption: none" */
static bool take_answer(struct panel_reader *r, const char *token)
{
	const char *folded = tongues_fold(r->arena, token);
	struct panel_item *last = panel_reader_last(r);
	bool yes = tongues_is(TONGUE_YES, folded);
	bool no = tongues_is(TONGUE_NO, folded) ||
		  tongues_is(TONGUE_NONE, folded) || is_without(r, folded);
	const char *said;

	if ((!yes && !no) || !r->value_begun || r->ended)
		return false;
	r->answered = r->answered || r->label.tls || r->word_fresh;
	said = r->label_text
		       ? arena_printf(r->arena, "%s: %s", r->label_text, token)
		       : token;
	if (r->values == 1 && (r->label.tls || r->word_fresh))
		last = word_of_label(r, last);
	if ((r->word_fresh || r->label.tls) && last &&
		last->kind == ITEM_WORD && panel_value_is_mode(last->word)) {
		said = arena_printf(r->arena, "%s: %s", last->text, token);
		if (no)
			last->word = last->word == WORD_EXPLICIT
					     ? WORD_NO_STARTTLS
					     : WORD_CLEARTEXT;
		last->text = said;
		return true;
	}
	/* "POP3: no", "pop": false */
	if (no && r->values == 1 && !r->label.tls && last &&
		last->kind == ITEM_SERVICE && !last->weak) {
		r->line->count--;
		r->line->counts[ITEM_SERVICE]--;
		return true;
	}
	if (!r->label.tls)
		return false;
	panel_reader_add_word(
		r, panel_code_answer(r, r->label_text, yes), said);
	return true;
}

/* "Security (SSL/TLS): STARTTLS": the value says more than its label. */
static void add_value_word(
	struct panel_reader *r, enum mode_word word, const char *token)
{
	struct panel_item *item = word_of_label(r, NULL);

	if (r->value_begun && r->values == 1 && item && !is_sure(item->word) &&
		item < r->line->items + r->value_items) {
		item->word = word;
		item->text = token;
		r->word_fresh = true;
	} else {
		panel_reader_add_word(r, word, token);
	}
}

/* "smtp_tls_security_level = encrypt" */
static bool take_level(struct panel_reader *r, const char *token)
{
	const struct panel_item *last = panel_reader_last(r);
	const char *label = r->label.tls ? r->label_text : NULL;
	enum mode_word word;

	/* "TLS: negotiate" */
	if (r->word_fresh && r->values == 1 && last && last->kind == ITEM_WORD)
		label = last->text;
	if (!label || !r->value_begun)
		return false;
	word = panel_code_level(r->arena, label, token);
	if (word != WORD_NONE)
		add_value_word(r, word,
			arena_printf(r->arena, "%s: %s", label, token));
	return word != WORD_NONE;
}

/* "set smtp-use-starttls": the name alone is the yes. */
static bool take_switch(struct panel_reader *r, const char *token)
{
	if (r->value_begun || !ascii_find(token, "use-starttls"))
		return false;
	panel_reader_add_word(r, WORD_EXPLICIT, token);
	return true;
}

static bool take_direction(struct panel_reader *r, const char *token)
{
	const char *folded = tongues_fold(r->arena, token);

	if (tongues_find(TONGUE_OUTGOING, folded))
		panel_reader_add(r, ITEM_OUTGOING);
	else if (tongues_find(TONGUE_INCOMING, folded))
		panel_reader_add(r, ITEM_INCOMING);
	else
		return false;
	return true;
}

/* Whether a clause ends there, or says no more than "required" */
static bool ends_clause(const char *at)
{
	static const char *const words[] = {"requ", "need", "nec", "nötig",
		"erford", "obligat", "nodig", "vereist", "wymag", "potř", NULL};

	if (!*at || strchr(",;.)\t|", *at))
		return true;
	at += strspn(at, " ");
	for (const char *const *word = words; *word; word++)
		if (strncmp(at, *word, strlen(*word)) == 0)
			return true;
	return !*at;
}

/* "Authentication: none", "SMTP auth = off"; "no authentication required" */
static bool take_no_login(struct panel_reader *r, const char *token)
{
	const char *folded = tongues_fold(r->arena, token);
	const char *end = r->folded + (r->at - r->text) + strlen(token);

	if (r->label.sign_in && r->value_begun && r->values == 1) {
		if (!tongues_is(TONGUE_NONE, folded) &&
			!tongues_is(TONGUE_NO, folded))
			return false;
	} else if (!r->was_negated || !ends_clause(end) ||
		   tongues_find(TONGUE_SIGN_IN, folded) != folded) {
		return false;
	}
	panel_reader_add(r, ITEM_NO_LOGIN);
	return true;
}

static struct panel_item *add_user(struct panel_reader *r, const char *token)
{
	struct panel_item *item = panel_reader_add(r, ITEM_USER);

	item->text = token;
	item->weak = r->label.account;
	return item;
}

/* "jo@example.com:PASSWORD", as Postfix's and curl's users write it */
static void take_address(struct panel_reader *r, const char *token)
{
	size_t name = strcspn(token, "@");

	if (!name || !token[name + 1])
		return;
	name += strcspn(token + name, ":");
	token = arena_printf(r->arena, "%.*s", (int)name, token);
	if (r->label.user && r->value_begun && !r->user_item)
		r->user_item = add_user(r, token);
	/* "user jo@example.com" */
	else if (r->before && tongues_find(TONGUE_USER, r->before))
		add_user(r, token);
	else
		panel_reader_add_text(r, ITEM_ADDRESS, token);
}

/* Of a table: no values. */
static const char *const headings[] = {"server", "host", "hostname", "port",
	"servername", "protocol", "encryption", "security", "type", NULL};

static void take_other(struct panel_reader *r, char *token)
{
	if (panel_value_take_host(r, token) ||
		panel_value_take_service(r, token) ||
		panel_value_take_modes(r, token) ||
		panel_value_take_numbers(r, token) ||
		(!strchr(token, '.') && panel_code_take_service(r, token)))
		return;
	/* A name with dots behind a server's label can be nothing else. */
	if (r->label.server && r->values == 1 && strchr(token, '.') &&
		strlen(token) > 3 && !r->line->counts[ITEM_HOST])
		panel_reader_add_text(r, ITEM_HOST, token);
	if (!take_direction(r, token) && r->label.user && r->value_begun &&
		!r->user_item && !is_any(token, headings) &&
		!tongues_is(TONGUE_NONE, tongues_fold(r->arena, token)))
		r->user_item = add_user(r, token);
}

/* "IMAPS", where it is no value for the encryption */
static bool is_service_with_mode(
	const struct panel_reader *r, const char *token)
{
	enum mode_word word = WORD_NONE;
	enum service service;

	return !(r->label.tls && r->value_begun) &&
	       lexicon_service(token, strlen(token), &service, &word) &&
	       word == WORD_IMPLICIT;
}

/* "Hauptstr. 25, 10143 Berlin": neither is what follows. */
static bool is_street(const char *folded)
{
	static const char *const ends[] = {"str", "straße", "strasse", "weg",
		"platz", "gasse", "allee", "street", "road", "avenue", "rue",
		"straat", "laan", "plein", "gatan", "vägen", "vej", "gade",
		"katu", "tie", "ulica", "calle", "via", NULL};
	size_t length = strlen(folded);

	for (const char *const *end = ends; *end; end++)
		if (length >= strlen(*end) &&
			strcmp(folded + length - strlen(*end), *end) == 0)
			return true;
	return false;
}

/* "Tel. 0711 465 993", "+49 30 25": none of it is a port. */
static bool is_telephone(const char *token, const char *folded)
{
	return tongues_is(TONGUE_TELEPHONE, folded) || is_street(folded) ||
	       (*token == '+' && ascii_is_digit(token[1]));
}

/* Whether it can only be what the label asks for: a user's name may look like
 * a server's. */
static bool is_user(
	const struct panel_reader *r, const char *token, const char *folded)
{
	return r->label.user && !r->label.server && r->value_begun &&
	       r->values == 1 && !r->user_item && strchr(token, '.') &&
	       !strchr(token, '/') && !tongues_find(TONGUE_SERVER, folded);
}

/* "SSL not required" asks for nothing. */
static void drop_word(struct panel_reader *r)
{
	struct panel_item *last = panel_reader_last(r);

	if (!r->word_fresh || !last || last->kind != ITEM_WORD)
		return;
	r->line->count--;
	r->line->counts[ITEM_WORD]--;
	r->word_fresh = false;
}

/* The word for the mode, be it two: "Start TLS" */
static enum mode_word mode_of(const struct panel_reader *r, const char *token)
{
	if (r->before && strcmp(r->before, "start") == 0 &&
		ascii_compare(token, "tls") == 0)
		return WORD_EXPLICIT;
	return lexicon_mode(token, strlen(token));
}

void panel_token_take(struct panel_reader *r, char *token)
{
	enum mode_word word = mode_of(r, token);
	const char *folded = tongues_fold(r->arena, token);
	bool was_port = r->after_port, negated = r->negated;

	r->words++;
	r->after_port = tongues_is(TONGUE_PORT, folded);
	if (r->after_port)
		r->telephone = false;
	if (r->after_port || panel_value_take_url(r, token))
		return;
	if (strchr(token, '@')) {
		r->values += r->value_begun;
		take_address(r, token);
		return;
	}
	r->after_port = was_port;
	r->telephone = r->telephone || is_telephone(token, folded);
	r->either = r->either || tongues_is(TONGUE_EITHER, folded);
	r->negated = !r->stopped && tongues_is(TONGUE_WITHOUT, folded);
	r->values += r->value_begun;
	r->before = folded;
	r->was_negated = negated;
	if (panel_value_is_moment(token) && !was_port && !r->label.port)
		;
	else if (take_no_login(r, token))
		;
	else if (negated && tongues_is(TONGUE_YES, folded))
		drop_word(r);
	else if (is_user(r, token, folded))
		r->user_item = add_user(r, token);
	else if (panel_value_is_number(token))
		panel_value_take_number(r, token);
	else if (is_service_with_mode(r, token) &&
		 panel_value_take_service(r, token))
		;
	else if (take_level(r, token))
		;
	else if (panel_value_is_mode(word) && negated)
		panel_reader_add_word(r,
			word == WORD_EXPLICIT ? WORD_NO_STARTTLS
					      : WORD_CLEARTEXT,
			arena_printf(r->arena, "no %s", token));
	else if ((panel_value_is_mode(word) &&
			 !tongues_is(TONGUE_YES, folded)) ||
		 (word == WORD_OPPORTUNISTIC && r->label.tls && r->value_begun))
		add_value_word(r, word, token);
	else if (!take_switch(r, token) && !take_answer(r, token))
		take_other(r, token);
	r->after_port = false;
}

/* "25 MB" is no port. */
static bool is_unit(const char *token)
{
	static const char *const units[] = {"kb", "mb", "gb", "tb", "kib",
		"mib", "gib", "%", "ms", "s", "sec", "secs", "min", "minutes",
		"minuten", "seconds", "days", "tage", "hours", "users",
		"messages", "emails", "mails", "recipients", "empfänger",
		"destinataires", "destinatarios", "destinatari", "ontvangers",
		"m", "km", "street", "euro", NULL};

	return is_any(token, units);
}

static void drop_number(struct panel_reader *r)
{
	struct panel_item *last = panel_reader_last(r);

	if (last && last->kind == ITEM_PORT && !r->label.port) {
		r->line->count--;
		r->line->counts[ITEM_PORT]--;
	}
}

bool panel_token_take_unit(struct panel_reader *r, const char *token)
{
	if (!is_unit(token))
		return false;
	drop_number(r);
	return true;
}

char *panel_token_trim(char *token)
{
	size_t length;

	token += strspn(token, "*_!");
	length = strlen(token);
	while (length && strchr(":.,;*!?=_", token[length - 1]) &&
		!(length > 4 && token[length - 1] == ':' &&
			ascii_is_digit(token[length - 2]) &&
			strchr(token, '.')))
		token[--length] = '\0';
	return token;
}

/* How far a version goes that begins here: "TLS* v1-1.2", "TLS 1.2 or higher".
 * 0 if it is a bare "TLS". */
static size_t version_length(const char *at, unsigned *ret_versions)
{
	size_t cell = strcspn(at, "\t|()"), length = 0, longest = 0;

	for (size_t i = 0; i < VERSION_WORDS && length < cell; i++) {
		unsigned versions;

		length += strspn(at + length, " ");
		length += strcspn(at + length, " \t|()");
		versions = lexicon_tls_versions(
			at, length - (at[length - 1] == ','));
		if (!versions || length > cell || length <= 3)
			continue;
		*ret_versions = versions;
		longest = length;
	}
	return longest;
}

size_t panel_token_take_versions(struct panel_reader *r, const char *at)
{
	static const char *const more[] = {
		" or ", " and ", " oder ", " ou ", " o ", " of ", NULL};
	unsigned versions = 0;
	size_t length = version_length(at, &versions);
	struct panel_item *item;
	bool open = false;

	if (!length)
		return 0;
	/* "1.2 or 1.3" is a list, which was read; "1.2 or higher" is not. */
	open = memchr(at, '+', length) != NULL;
	for (size_t i = 0; more[i] && !open; i++) {
		size_t word = strlen(more[i]);

		open = ascii_compare_n(at + length, more[i], word) == 0 &&
		       ascii_is_letter(at[length + word]);
	}
	panel_reader_add_word(r, WORD_TLS, "TLS");
	item = panel_reader_add(r, ITEM_VERSIONS);
	/* From here on: the lowest is what is promised. */
	item->required = open ? versions & (~versions + 1) : versions;
	item->forbidden = open ? TLS_PROBED & (item->required - 1) : 0;
	return length;
}
