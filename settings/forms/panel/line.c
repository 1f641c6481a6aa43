/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/line.h"

#include "model/text/ascii.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define PROSE_WORDS 9 /* from so many on, a line is a sentence */
#define LABEL_WORDS 5 /* no more are a label without a colon */
#define VERSION_WORDS 8
#define SEPARATORS " \t,;|()[]{}<>\"'="

struct reader {
	struct arena *arena;
	struct panel_line *line;
	struct panel_label label;     /* of what is read now */
	const char *label_text;       /* NULL if there is none */
	const char *phrase;           /* where the next label begins, at most */
	bool value_begun;             /* behind a label */
	bool word_fresh;              /* a word for the mode is asked about */
	bool other;                   /* the label is of a server for no mail */
	bool negated;                 /* the token before was "without" */
	bool after_port;              /* the token before was the word "port" */
	size_t values;                /* tokens behind the label */
	struct panel_item *user_item; /* what the label asked for, or NULL */
	size_t words;                 /* tokens */
};

static bool contains(const char *text, const char *word)
{
	return ascii_find(text, word) != NULL;
}

static bool contains_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (contains(text, *words))
			return true;
	return false;
}

static bool is_any(const char *token, const char *const *words)
{
	for (; *words; words++)
		if (ascii_compare(token, *words) == 0)
			return true;
	return false;
}

static const char *const secret_words[] = {"password", "passwort", "kennwort",
	"passphrase", "mot de passe", "contrase", "clave", "wachtwoord",
	"senha", "palavra-passe", "parola d", "lösenord", "adgangskode",
	"salasana", "has\xc5\x82o", "heslo", "jelsz", "парол", "密码", "密碼",
	"パスワード", "비밀번호", "şifre", "pwd", "passwd", NULL};
static const char *const port_words[] = {"port", "ports", "puerto", "poort",
	"porta", "portti", "порт", "端口", "ポート", "porte", "portnummer",
	"portnumber", NULL};
static const char *const tls_words[] = {"ssl", "tls", "encrypt", "secur",
	"sicherheit", "verschl", "chiffr", "cifr", "cript", "versleutel",
	"beveilig", "kryptering", "szyfr", "sifr", "шифр", "加密", "暗号",
	NULL};
static const char *const user_words[] = {"user", "benutzer", "utilisateur",
	"usuario", "gebruiker", "utente", "usuário", "login", "anmeld",
	"account name", "kontoname", "identifiant", NULL};
static const char *const server_words[] = {"server", "host", "serveur",
	"servidor", "сервер", "サーバ", "服务器", "伺服器", NULL};
static const char *const mail_words[] = {"e-mail", "email", "mail address",
	"correo", "courriel", "adresse", "address", NULL};
static const char *const outgoing_words[] = {"outgoing", "ausgang", "ausgehend",
	"sortant", "saliente", "salida", "uitgaand", "uscita", "saída", "saida",
	"versand", "outbound", "utgående", "udgående", "wychodząc", "odchoz",
	"исходящ", "送信", "发件", "發件", "发送", "寄件", "보내는", "sending",
	NULL};
static const char *const incoming_words[] = {"incoming", "ingoing", "eingang",
	"eingehend", "entrant", "entrada", "inkomend", "arrivo", "inbound",
	"inkommande", "indgående", "przychodząc", "příchoz", "входящ", "受信",
	"收件", "接收", "받는", "receiving", NULL};
static const char *const none_words[] = {"none", "keine", "aucun", "aucune",
	"ninguno", "ninguna", "geen", "nessuna", "nessuno", "nenhuma", "nenhum",
	"no", "nein", "non", "nee", "off", "aus", "false", NULL};
static const char *const negations[] = {"without", "ohne", "sans", "sin",
	"zonder", "senza", "sem", "no", "not", "kein", "keine", "без", NULL};
static const char *const other_servers[] = {"activesync", "caldav", "carddav",
	"ldap", "webmail", "ftp", "web server", "exchange server", NULL};
static const char *const yes_words[] = {"yes", "ja", "oui", "s\xc3\xad", "si",
	"on", "ein", "true", "required", "erforderlich", "requis", "sim",
	"aktiviert", "enabled", NULL};

static bool is_number(const char *token)
{
	size_t length = strspn(token, "0123456789");

	return length && length <= 5 && !token[length];
}

static bool is_usual_port(unsigned port)
{
	static const unsigned usual[] = {
		25, 26, 110, 143, 465, 587, 993, 995, 2525, 1143, 1025};

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (usual[i] == port)
			return true;
	return false;
}

/* A name of labels with a dot between, the last one with a letter, or an IPv4
 * address; "v1.2" and "1.0" are none. */
static bool is_host(const char *token)
{
	size_t length = strlen(token), dots = 0, labels = 0, at = 0;
	const char *last = strrchr(token, '.');

	if (length < 4 || length > 253 || !last)
		return false;
	while (at < length) {
		size_t label = strcspn(token + at, ".");

		if (!label || label > 63)
			return false;
		for (size_t i = 0; i < label; i++) {
			unsigned char octet = (unsigned char)token[at + i];

			if (!ascii_is_alphanumeric(octet) && octet != '-' &&
				octet != '_' && octet < 0x80)
				return false;
		}
		labels++;
		at += label;
		if (at < length) {
			dots++;
			at++;
		}
	}
	if (strspn(token, "0123456789.") == length)
		return labels == 4;
	return dots &&
	       (ascii_is_letter(last[1]) || (unsigned char)last[1] >= 0x80) &&
	       strlen(last + 1) >= 2 && ascii_compare(last, ".html") != 0 &&
	       ascii_compare(last, ".htm") != 0 &&
	       ascii_compare(last, ".php") != 0 &&
	       ascii_compare_n(token, "www.", 4) != 0;
}

static bool is_mode_word(enum mode_word word)
{
	return word == WORD_IMPLICIT || word == WORD_EXPLICIT ||
	       word == WORD_SSL || word == WORD_TLS;
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
	*ret_said = second_said;
	if (first == WORD_NONE || is_sure(second) || first == WORD_CLEARTEXT)
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

static struct panel_item *add_item(struct reader *r, enum item_kind kind)
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

static void add_word(struct reader *r, enum mode_word word, const char *said)
{
	struct panel_item *item = add_item(r, ITEM_WORD);

	item->word = word;
	item->text = said;
	r->word_fresh = true;
}

static void add_text(struct reader *r, enum item_kind kind, const char *text)
{
	add_item(r, kind)->text = text;
}

static void add_port(struct reader *r, unsigned port)
{
	add_item(r, ITEM_PORT)->port = port;
}

static struct panel_item *last_item(struct reader *r)
{
	return r->line->count ? &r->line->items[r->line->count - 1] : NULL;
}

static void take_token(struct reader *r, char *token);

/* What stands behind a port or a server: "993/SSL", ":995:SSL", "/imap/ssl" */
static void take_tail(struct reader *r, char *tail)
{
	while (tail) {
		char *part = strsep(&tail, "/:");

		if (*part)
			take_token(r, part);
	}
}

/* host [ ":" [ port ] [ ":" [ word ] ] ], as Set-PopSettings and URLs have it;
 * without a third field there, nothing is encrypted. */
static bool take_host(struct reader *r, const char *token)
{
	char *rest = arena_strdup(r->arena, token);
	char *host = strsep(&rest, ":/");
	char *port =
		rest && token[strlen(host)] == ':' ? strsep(&rest, ":/") : NULL;
	size_t length = strlen(host);
	struct in6_addr address;

	if (inet_pton(AF_INET6, token, &address) == 1) {
		add_text(r, ITEM_HOST, token);
		return true;
	}
	if (length && host[length - 1] == '.')
		host[length - 1] = '\0';
	if (!is_host(host) || (port && *port && !is_number(port)))
		return false;
	if (r->other)
		return true;
	add_text(r, ITEM_HOST, host);
	if (port && *port && strtoul(port, NULL, 10) <= 65535)
		add_port(r, (unsigned)strtoul(port, NULL, 10));
	if (port && *port && rest && !*rest && token[strlen(token) - 1] == ':')
		add_word(r, WORD_CLEARTEXT, NULL);
	take_tail(r, rest);
	return true;
}

/* imaps://host[:port]/..., ssl://host:465; a page on the web is skipped. */
static bool take_url(struct reader *r, char *token)
{
	char *scheme_end = strstr(token, "://");
	enum mode_word word = WORD_NONE;
	enum service service;
	const char *said;
	size_t length;

	if (!scheme_end)
		return false;
	length = (size_t)(scheme_end - token);
	said = arena_printf(r->arena, "%.*s://", (int)length, token);
	if (lexicon_service(token, length, &service, &word)) {
		struct panel_item *item = add_item(r, ITEM_SERVICE);

		item->service = service;
	} else if (lexicon_mode(token, length) == WORD_SSL) {
		word = WORD_IMPLICIT;
	} else if (lexicon_mode(token, length) == WORD_TLS) {
		word = WORD_TLS;
	} else {
		return true;
	}
	token = scheme_end + 3;
	token[strcspn(token, "/?#")] = '\0';
	if (strchr(token, '@'))
		token = strrchr(token, '@') + 1;
	if (take_host(r, token) && word != WORD_NONE)
		add_word(r, word, said);
	return true;
}

/* "IMAP", "IMAP4:", "POP3-Server", "SMTP/STARTTLS"; "IMAP/SMTP" names none. */
static bool take_service(struct reader *r, const char *token)
{
	char *rest = arena_strdup(r->arena, token), *part;
	struct panel_item found = {.kind = ITEM_SERVICE};
	size_t services = 0;

	while ((part = strsep(&rest, "/"))) {
		enum mode_word word;
		enum service service;
		size_t length = strcspn(part, "-_");

		if (lexicon_service(part, strlen(part), &service, &word) ||
			lexicon_service(part, length, &service, &word)) {
			services += !services || service != found.service;
			if (services == 1) {
				found.service = service;
				found.word = word;
			}
		} else if (!services) {
			return false;
		} else if (is_mode_word(lexicon_mode(part, strlen(part)))) {
			add_word(r, lexicon_mode(part, strlen(part)), part);
		}
	}
	if (services == 1)
		*add_item(r, ITEM_SERVICE) = found;
	return services > 0;
}

/* "STARTTLS/TLS", "SSL/STARTTLS": what they can mean together */
static bool take_modes(struct reader *r, const char *token)
{
	char *rest = arena_strdup(r->arena, token), *part;
	bool ssl = false, explicit = false;

	if (!strchr(token, '/'))
		return false;
	while ((part = strsep(&rest, "/"))) {
		enum mode_word word = lexicon_mode(part, strlen(part));

		if (!is_mode_word(word))
			return false;
		ssl = ssl || word == WORD_SSL;
		explicit = explicit || word == WORD_EXPLICIT;
	}
	add_word(r, explicit && !ssl ? WORD_EXPLICIT : WORD_TLS, token);
	return true;
}

static void take_number(struct reader *r, const char *token)
{
	unsigned port = (unsigned)strtoul(token, NULL, 10);
	struct panel_item *last = last_item(r);
	/* "IMAP host 10993": what stands behind a server is its port. */
	bool expected = r->after_port || (r->label.port && r->value_begun) ||
			(last && last->kind == ITEM_HOST && port >= 10);

	if (port && port <= 65535 && (expected || is_usual_port(port)))
		add_port(r, port);
	else if (r->label.port && r->value_begun && !r->line->counts[ITEM_PORT])
		add_text(r, ITEM_BAD_PORT, token);
}

/* "993/SSL", "995:SSL"; and "99x", "9933333" where a port is due */
static bool take_numbers(struct reader *r, char *token)
{
	size_t digits = strspn(token, "0123456789");
	char *tail = token + digits;

	if (!digits || strchr(token, '.'))
		return false;
	if ((*tail == '/' || *tail == ':') && digits <= 5) {
		*tail++ = '\0';
		take_number(r, token);
		take_tail(r, tail);
		return true;
	}
	if (!r->label.port || !r->value_begun || r->line->counts[ITEM_PORT])
		return false;
	add_text(r, ITEM_BAD_PORT, token);
	return true;
}

/* "SSL: yes", "STARTTLS: no", "Encryption: none" */
static bool take_answer(struct reader *r, const char *token)
{
	struct panel_item *last = last_item(r);
	bool yes = is_any(token, yes_words), no = is_any(token, none_words);
	const char *said;

	if ((!yes && !no) || !r->value_begun)
		return false;
	said = r->label_text
		       ? arena_printf(r->arena, "%s: %s", r->label_text, token)
		       : token;
	if (r->word_fresh && last && last->kind == ITEM_WORD &&
		is_mode_word(last->word)) {
		said = arena_printf(r->arena, "%s: %s", last->text, token);
		if (no)
			last->word = last->word == WORD_EXPLICIT
					     ? WORD_NONE
					     : WORD_CLEARTEXT;
		last->text = said;
		return true;
	}
	if (!r->label.tls)
		return false;
	add_word(r, yes ? WORD_TLS : WORD_CLEARTEXT, said);
	return true;
}

static bool take_direction(struct reader *r, const char *token)
{
	if (contains_any(token, outgoing_words))
		add_item(r, ITEM_OUTGOING);
	else if (contains_any(token, incoming_words))
		add_item(r, ITEM_INCOMING);
	else
		return false;
	return true;
}

static struct panel_item *add_user(struct reader *r, const char *token)
{
	struct panel_item *item = add_item(r, ITEM_USER);

	item->text = token;
	return item;
}

static void take_address(struct reader *r, const char *token)
{
	if (r->label.user && r->value_begun && !r->user_item)
		r->user_item = add_user(r, token);
	else
		add_text(r, ITEM_ADDRESS, token);
}

/* Of a table: no values. */
static const char *const headings[] = {"server", "host", "hostname", "port",
	"servername", "protocol", "encryption", "security", "type", NULL};

static void take_other(struct reader *r, char *token)
{
	if (take_host(r, token) || take_service(r, token) ||
		take_modes(r, token) || take_numbers(r, token))
		return;
	/* A name with dots behind a server's label can be nothing else. */
	if (r->label.server && r->values == 1 && strchr(token, '.') &&
		strlen(token) > 3 && !r->line->counts[ITEM_HOST])
		add_text(r, ITEM_HOST, token);
	if (!take_direction(r, token) && r->label.user && r->value_begun &&
		!r->user_item && !is_any(token, headings))
		r->user_item = add_user(r, token);
}

/* "IMAPS", where it is no value for the encryption */
static bool is_service_with_mode(const struct reader *r, const char *token)
{
	enum mode_word word = WORD_NONE;
	enum service service;

	return !(r->label.tls && r->value_begun) &&
	       lexicon_service(token, strlen(token), &service, &word) &&
	       word == WORD_IMPLICIT;
}

static void take_token(struct reader *r, char *token)
{
	enum mode_word word = lexicon_mode(token, strlen(token));
	bool was_port = r->after_port, negated = r->negated;

	r->words++;
	r->after_port = is_any(token, port_words);
	if (r->after_port || take_url(r, token))
		return;
	if (strchr(token, '@')) {
		take_address(r, token);
		return;
	}
	r->after_port = was_port;
	r->negated = is_any(token, negations);
	r->values += r->value_begun;
	if (is_number(token))
		take_number(r, token);
	else if (is_service_with_mode(r, token) && take_service(r, token))
		;
	else if (is_mode_word(word) && negated)
		add_word(r, word == WORD_EXPLICIT ? WORD_NONE : WORD_CLEARTEXT,
			arena_printf(r->arena, "no %s", token));
	else if (is_mode_word(word) && !is_any(token, yes_words))
		add_word(r, word, token);
	else if (word == WORD_OPPORTUNISTIC && r->label.tls && r->value_begun)
		add_word(r, word, token);
	else if (!take_answer(r, token))
		take_other(r, token);
	r->after_port = false;
}

/* "25 MB" is no port. */
static bool is_unit(const char *token)
{
	static const char *const units[] = {"kb", "mb", "gb", "tb", "kib",
		"mib", "gib", "%", "minutes", "minuten", "seconds", "days",
		"tage", "hours", "users", "messages", "emails", "euro", NULL};

	return is_any(token, units);
}

static void drop_number(struct reader *r)
{
	struct panel_item *last = last_item(r);

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
	while (length && strchr(":.,;*!?=", token[length - 1]) &&
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

static size_t take_versions(struct reader *r, const char *at)
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
	add_word(r, WORD_TLS, "TLS");
	item = add_item(r, ITEM_VERSIONS);
	/* From here on: the lowest is what is promised. */
	item->required = open ? versions & (~versions + 1) : versions;
	item->forbidden = open ? TLS_PROBED & (item->required - 1) : 0;
	return length;
}

/* Where a password's word begins, or NULL. */
static const char *find_secret(const char *text)
{
	const char *first = NULL;

	for (size_t i = 0; secret_words[i]; i++) {
		const char *at = ascii_find(text, secret_words[i]);

		if (at && (!first || at < first))
			first = at;
	}
	return first;
}

/* The end of what belongs to the password: its cell, or its part of a list. */
static const char *skip_secret(struct reader *r, const char *at)
{
	const char *begin = at;

	while (*at && *at != '\t' && *at != '|' &&
		!(at[0] == ',' && at[1] == ' ') &&
		!(at[0] == ';' && at[1] == ' '))
		at++;
	/* A table's cell, and the value in the next one. */
	if ((*at == '\t' || *at == '|') && !r->value_begun &&
		strcspn(begin, ":=") >= (size_t)(at - begin)) {
		at += strspn(at, "\t| ");
		at += strcspn(at, "\t|");
	}
	return at;
}

static bool has_word(const char *text, const char *const *words)
{
	for (size_t length; *text; text += length) {
		text += strspn(text, SEPARATORS ":./-");
		length = strcspn(text, SEPARATORS ":./-");
		for (const char *const *word = words; *word; word++)
			if (strlen(*word) == length &&
				ascii_compare_n(text, *word, length) == 0)
				return true;
	}
	return false;
}

static struct panel_label read_label(const char *text)
{
	struct panel_label label = {
		.port = has_word(text, port_words) ||
			contains(text, "portnummer") ||
			contains(text, "ポート"),
		.tls = contains_any(text, tls_words),
		.user = contains_any(text, user_words),
		.server = contains_any(text, server_words),
	};

	label.mail = !label.user && contains_any(text, mail_words);
	return label;
}

/* "your e-mail address" is nobody's name. */
static void settle_user(struct reader *r)
{
	if (r->user_item && r->values > 1 && !strchr(r->user_item->text, '@'))
		r->user_item->text = NULL;
	r->user_item = NULL;
}

/* A label ends here: what it says counts until the next one. */
static void begin_value(struct reader *r, const char *end)
{
	static const char *const others[] = {
		"auth", "anmeld", "identif", "sign", "login", NULL};
	const char *text = arena_printf(
		r->arena, "%.*s", (int)(end - r->phrase), r->phrase);

	settle_user(r);
	text += strspn(text, SEPARATORS);
	r->label = read_label(text);
	r->other = contains_any(text, other_servers);
	r->label_text =
		arena_printf(r->arena, "%.*s", (int)strcspn(text, ":"), text);
	r->word_fresh = r->word_fresh && !r->label.port && !r->label.user &&
			!contains_any(text, others);
	r->value_begun = true;
	r->values = 0;
	r->phrase = end;
}

/* Reads one token; answers with its length, or with that of all that belongs
 * to it. */
static size_t take_next(struct reader *r, const char *at, size_t length)
{
	size_t before = r->line->count;
	char *token;

	if (ascii_compare_n(at, "TLS", 3) == 0 && length < 12) {
		size_t version = take_versions(r, at);

		if (version) {
			r->values++;
			r->phrase = at + version;
			return version;
		}
	}
	token = trim_token(arena_printf(r->arena, "%.*s", (int)length, at));
	/* "<your name>" stands for one. */
	if (is_unit(token))
		drop_number(r);
	else if (*token &&
		 !(at[length] == '>' && r->label.user && !strchr(token, '@')))
		take_token(r, token);
	if (r->line->count > before && last_item(r)->kind >= ITEM_HOST)
		r->phrase = at + length;
	if (at[length - 1] == ':' || at[length] == '=' ||
		(at[length] == ' ' && at[length + 1] == ':') ||
		(strchr("\t|", at[length]) && at[length] && !r->label_text))
		begin_value(r, at + length);
	return length;
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

static void take_tokens(struct reader *r, const char *at)
{
	const char *begin = at;
	const char *secret = find_secret(at);

	while (*at) {
		size_t blanks = strspn(at, SEPARATORS ":"), length;

		for (size_t i = 0; i < blanks; i++)
			r->word_fresh = r->word_fresh && !strchr(",;(", at[i]);
		at += blanks;
		length = strcspn(at, SEPARATORS);
		/* All of it, be it that a password stands there. */
		if (length && memmem(at, length, "://", 3))
			length = strcspn(at, " \t|<>\"");
		if (!length)
			break;
		if (at > begin && at[-1] == '[' && is_bracketed(at)) {
			length = strcspn(at, "]");
			add_text(r, ITEM_HOST,
				arena_printf(
					r->arena, "%.*s", (int)length, at));
			at += length;
		} else if (secret && at + length > secret) {
			at = skip_secret(r, secret);
			secret = find_secret(at);
			r->phrase = at;
		} else {
			at += take_next(r, at, length);
		}
	}
	settle_user(r);
}

static bool is_denial(const char *text)
{
	static const char *const words[] = {"not available", "nicht verf",
		"non disponible", "no disponible", "niet beschikbaar",
		"non disponibile", "não disponível", NULL};

	return contains_any(text, words);
}

/* A password's label with nothing behind it: the value is on the next line. */
static bool is_secret_label(const char *text)
{
	static const char *const ways[] = {
		"normal", "encrypted", "verschl", "chiffr", "cifra", NULL};
	const char *secret = find_secret(text);
	const char *rest = secret;

	if (!secret || memchr(text, ':', (size_t)(secret - text)) ||
		strpbrk(text, "=\t|"))
		return false;
	/* "Normal password" is a way to sign in. */
	if (contains_any(text, ways))
		return false;
	rest += strcspn(rest, " :");
	return !rest[strspn(rest, " :*")];
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
		if (line->counts[kind])
			return true;
	return false;
}

void panel_line_read(struct arena *arena, const char *text, size_t length,
	const struct panel_label *before, struct panel_line *ret_line)
{
	struct reader r = {.arena = arena, .line = ret_line};
	const char *copy = arena_printf(arena, "%.*s", (int)length, text);

	*ret_line = (struct panel_line){.count = 0};
	copy += strspn(copy, " \t|");
	copy = skip_list_number(copy);
	ret_line->blank = !*copy;
	ret_line->denied = is_denial(copy);
	ret_line->secret = is_secret_label(copy);
	if (before) {
		r.label = *before;
		r.value_begun = true;
	}
	r.phrase = copy;
	take_tokens(&r, copy);
	ret_line->prose = r.words >= PROSE_WORDS;
	ret_line->label = r.label_text ? r.label : read_label(copy);
	ret_line->label_alone = *copy && !r.values && !before &&
				r.words <= LABEL_WORDS && !has_values(ret_line);
}
