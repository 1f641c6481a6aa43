/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/line.h"

#include "model/text/ascii.h"
#include "settings/forms/panel/advice.h"
#include "settings/forms/panel/cleartext.h"
#include "settings/forms/panel/code.h"
#include "settings/forms/panel/command.h"
#include "settings/forms/panel/label.h"
#include "settings/forms/panel/value.h"

#include <arpa/inet.h>
#include <string.h>

#define PROSE_WORDS 9 /* from so many on, a line is a sentence */
#define LABEL_WORDS 5 /* no more are a label without a colon */
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
	}
	return last;
}

/* "SSL: yes", "STARTTLS: no", "Encryption: none" */
static bool take_answer(struct panel_reader *r, const char *token)
{
	const char *folded = tongues_fold(r->arena, token);
	struct panel_item *last = panel_reader_last(r);
	bool yes = tongues_is(TONGUE_YES, folded);
	bool no = tongues_is(TONGUE_NO, folded) ||
		  tongues_is(TONGUE_NONE, folded);
	const char *said;

	if ((!yes && !no) || !r->value_begun)
		return false;
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

/* "smtp_tls_security_level = encrypt" */
static bool take_level(struct panel_reader *r, const char *token)
{
	enum mode_word word;

	if (!r->label.tls || !r->value_begun || !r->label_text)
		return false;
	word = panel_code_level(r->arena, r->label_text, token);
	if (word != WORD_NONE)
		panel_reader_add_word(r, word,
			arena_printf(r->arena, "%s: %s", r->label_text, token));
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

static struct panel_item *add_user(struct panel_reader *r, const char *token)
{
	struct panel_item *item = panel_reader_add(r, ITEM_USER);

	item->text = token;
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

/* "Tel. 0711 465 993", "+49 30 25": none of it is a port. */
static bool is_telephone(const char *token, const char *folded)
{
	return tongues_is(TONGUE_TELEPHONE, folded) ||
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

static void take_token(struct panel_reader *r, char *token)
{
	enum mode_word word = lexicon_mode(token, strlen(token));
	const char *folded = tongues_fold(r->arena, token);
	bool was_port = r->after_port, negated = r->negated;

	r->words++;
	r->after_port = tongues_is(TONGUE_PORT, folded);
	if (r->after_port)
		r->telephone = false;
	if (r->after_port || panel_value_take_url(r, token))
		return;
	if (strchr(token, '@')) {
		take_address(r, token);
		return;
	}
	r->after_port = was_port;
	r->telephone = r->telephone || is_telephone(token, folded);
	r->negated = !r->stopped && tongues_is(TONGUE_WITHOUT, folded);
	r->values += r->value_begun;
	r->before = folded;
	if (panel_value_is_moment(token) && !was_port && !r->label.port)
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
		"mib", "gib", "%", "minutes", "minuten", "seconds", "days",
		"tage", "hours", "users", "messages", "emails", "mails",
		"recipients", "empfänger", "destinataires", "destinatarios",
		"destinatari", "ontvangers", "m", "km", "street", "euro", NULL};

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

/* Ends a token where a sentence or a list does. */
static char *trim_token(char *token)
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

static size_t take_versions(struct panel_reader *r, const char *at)
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
	r->values = 0;
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
		(last->word != WORD_TLS && last->word != WORD_EXPLICIT))
		return 0;
	length = tongues_begins(
		TONGUE_IF_OFFERED, r->folded + (at - r->text) + gap);
	if (!length)
		return 0;
	last->word = WORD_OPPORTUNISTIC;
	return gap + length;
}

/* Reads one token; answers with its length, or with that of all that belongs
 * to it. */
static size_t take_next(struct panel_reader *r, const char *at, size_t length)
{
	size_t before = r->line->count, plain;
	enum panel_code_next next = CODE_ANY;
	char *token;

	if (ascii_compare_n(at, "TLS", 3) == 0 && length < 12) {
		size_t version = take_versions(r, at);

		if (version) {
			r->values++;
			r->phrase = at + version;
			return version;
		}
	}
	plain = panel_cleartext_take(r, at);
	if (plain) {
		if (ends_label(r, at + plain))
			begin_value(r, at + plain);
		return plain;
	}
	r->port_due = is_port_due(r, at, length);
	token = arena_printf(r->arena, "%.*s", (int)length, at);
	/* "Port No. (SSL)": an abbreviation says no to nothing. */
	r->stopped = token[length - 1] == '.';
	token = trim_token(token);
	r->line->sender =
		r->line->sender || panel_code_is_sender(r->arena, token);
	/* "<your name>" stands for one. */
	if (is_unit(token))
		drop_number(r);
	else if (panel_code_is_options(token, at + length))
		;
	else if (panel_code_is_name(token, at + length))
		next = panel_code_take_name(r, token, at + length);
	else if (*token &&
		 !(at[length] == '>' && r->label.user && !strchr(token, '@')))
		take_token(r, part_port(r, token));
	length += soften_word(r, before, at + length);
	if (at[length] == '\t' || at[length] == '|')
		r->telephone = false;
	if (r->line->count > before && panel_reader_last(r)->kind >= ITEM_HOST)
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

/* "smtp[993]", "mail.example.com[192.0.2.1]": a process, or an address of the
 * name before it, as logs have them */
static bool is_aside(const char *begin, const char *at)
{
	size_t length = strcspn(at, "]");

	return at - begin > 1 && at[-1] == '[' &&
	       ascii_is_alphanumeric((unsigned char)at[-2]) &&
	       at[length] == ']' &&
	       strspn(at, "0123456789.:abcdefABCDEF") == length;
}

/* Marks the items from that one on, if the text advises against them. */
static void mark_items(struct panel_reader *r, size_t from, char mark)
{
	for (size_t i = from; i < r->line->count; i++)
		r->line->items[i].against =
			r->line->items[i].against || mark == '!';
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

	while (length && strchr("),;]}'", at[length - 1]))
		length--;
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
		char mark;

		for (size_t i = 0; i < blanks; i++)
			r->word_fresh =
				r->word_fresh &&
				!strchr(in_label_cell(r) ? ",;" : ",;(", at[i]);
		/* "user: 'jo', host: ...": what follows is no part of it. */
		if (memchr(at, ',', blanks) && r->values == 1)
			r->user_item = NULL;
		at += blanks;
		mark = advice.marks[at - begin];
		length = strcspn(at, READER_SEPARATORS);
		/* Names of users may have quotes in them. */
		if (r->label.user && r->value_begun && !r->values &&
			at > begin && !strchr("\"'<", at[-1]))
			length = strcspn(at, " \t,|()<>\"");
		if (length && memmem(at, length, "://", 3))
			length = url_length(at, at > begin ? at[-1] : '\0');
		if (!length)
			break;
		if (is_aside(begin, at)) {
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

void panel_line_read(struct arena *arena, const char *text, size_t length,
	const struct panel_label *before, struct panel_line *ret_line)
{
	struct panel_reader r = {
		.arena = arena,
		.line = ret_line,
		.take = take_token,
	};
	const char *copy = arena_printf(
		arena, "%.*s", (int)panel_code_length(text, length), text);

	*ret_line = (struct panel_line){.count = 0};
	copy += strspn(copy, " \t|");
	copy = skip_list_number(copy);
	ret_line->blank = !*copy;
	ret_line->row = strpbrk(copy, "|\t") != NULL;
	ret_line->denied = panel_label_is_denial(arena, copy);
	ret_line->secret = panel_label_is_secret(arena, copy);
	if (before && !panel_label_begins(arena, copy)) {
		r.label = *before;
		r.value_begun = true;
	}
	r.phrase = copy;
	r.other = panel_code_is_section(copy);
	if (panel_command_take(&r, copy))
		return;
	take_tokens(&r, copy);
	ret_line->prose = r.words >= PROSE_WORDS;
	ret_line->heading = !ret_line->prose && !ret_line->row && !before &&
			    !strstr(copy, " - ") && !r.values &&
			    !has_values(ret_line);
	ret_line->label =
		r.label_text ? r.label : panel_label_read(arena, copy);
	ret_line->label_alone =
		*copy && !r.values && !before && r.words <= LABEL_WORDS &&
		!has_values(ret_line) && !ret_line->counts[ITEM_WORD];
}