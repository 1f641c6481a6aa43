/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/panel_line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_LONGEST 4096 /* octets that are looked at */

struct reader {
	struct arena *arena;
	struct panel_line *line;
	const char *label;      /* NULL if there is none */
	bool tls_label;         /* it speaks of encryption */
	bool user_label;        /* ... of the user's name */
	bool mail_label;        /* ... of the address */
	bool value_begun;       /* behind the first ":" or "=" */
	bool after_port;        /* the token before was the word "port" */
	bool words_first;       /* "SSL 993, STARTTLS 143" */
	size_t values;          /* tokens behind the label */
	enum mode_word pending; /* a word that no port was found for yet */
	const char *pending_said;
};

static bool contains(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
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
		if (strcasecmp(token, *words) == 0)
			return true;
	return false;
}

static const char *const secret_words[] = {"password", "passwort", "kennwort",
	"passphrase", "mot de passe", "contrase", "clave", "wachtwoord",
	"senha", "palavra-passe", "parola d", "lösenord", "adgangskode",
	"salasana", "has\xc5\x82o", "heslo", "jelsz", "парол", "密码", "密碼",
	"パスワード", "pwd", "passwd", NULL};
static const char *const port_words[] = {"port", "port:", "ports", "puerto",
	"poort", "porta", "portti", "порт", "端口", "ポート", "porte",
	"portnummer", "portnumber", NULL};
static const char *const tls_words[] = {"ssl", "tls", "encrypt", "secur",
	"sicherheit", "verschl", "chiffr", "cifr", "cript", "versleutel",
	"beveilig", "kryptering", "szyfr", "sifr", "шифр", "加密", "暗号",
	NULL};
static const char *const user_words[] = {"user", "benutzer", "utilisateur",
	"usuario", "gebruiker", "utente", "usuário", "login", "anmeld",
	"account name", "kontoname", "identifiant", NULL};
static const char *const mail_words[] = {"e-mail", "email", "mail address",
	"correo", "courriel", "adresse", "address", NULL};
static const char *const outgoing_words[] = {"outgoing", "ausgang", "ausgehend",
	"postausgang", "sortant", "saliente", "salida", "uitgaand", "in uscita",
	"saída", "send mail", "versand", NULL};
static const char *const none_words[] = {"none", "keine", "aucun", "aucune",
	"ninguno", "ninguna", "geen", "nessuna", "nessuno", "nenhuma", "nenhum",
	"no", "nein", "non", "nee", "off", "aus", "false", NULL};
static const char *const yes_words[] = {"yes", "ja", "oui", "s\xc3\xad", "si",
	"on", "ein", "true", "required", "erforderlich", "requis", "sim",
	"aktiviert", "enabled", NULL};

/* A copy with NBSP and tabs as blanks, comment and list marks of the beginning
 * and Markdown's emphasis left out. */
static char *normalise(struct arena *arena, const char *text, size_t length)
{
	char *copy, *to;

	if (length > LINE_LONGEST)
		length = LINE_LONGEST;
	copy = to = arena_alloc(arena, length + 1);
	while (length && strchr(" \t#/';>*-+", *text)) {
		text++;
		length--;
	}
	for (size_t i = 0; i < length; i++) {
		unsigned char octet = (unsigned char)text[i];

		if (octet == 0xc2 && i + 1 < length &&
			(unsigned char)text[i + 1] == 0xa0) {
			*to++ = ' ';
			i++;
		} else if (octet == '`' || octet == '\0' ||
			   (octet == '*' && i + 1 < length &&
				   text[i + 1] == '*')) {
			*to++ = ' ';
		} else {
			*to++ = text[i];
		}
	}
	return copy;
}

/* label = all before the first ":" or "=" that is followed by a blank or the
 * end, or before the first tab or "|" */
static const char *label_of(struct arena *arena, const char *text)
{
	for (const char *at = text; *at; at++) {
		bool ends = (*at == ':' || *at == '=') &&
			    (!at[1] || at[1] == ' ' || at[1] == '\t');

		if (ends || *at == '\t' || *at == '|' || *at == '=')
			return arena_printf(
				arena, "%.*s", (int)(at - text), text);
	}
	return NULL;
}

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

			if (!isalnum(octet) && octet != '-' && octet != '_' &&
				octet < 0x80)
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
	       (isalpha((unsigned char)last[1]) ||
		       (unsigned char)last[1] >= 0x80) &&
	       strlen(last + 1) >= 2 && strcasecmp(last, ".html") != 0 &&
	       strcasecmp(last, ".htm") != 0 && strcasecmp(last, ".php") != 0 &&
	       strncasecmp(token, "www.", 4) != 0;
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
	*ret_said = arena_printf(arena, "%s/%s", first_said ? first_said : "",
		second_said ? second_said : "");
	return WORD_TLS;
}

static void join_word(struct reader *r, enum mode_word word, const char *said)
{
	r->pending = panel_word_join(r->arena, r->pending, r->pending_said,
		word, said, &r->pending_said);
}

static void add_port(struct reader *r, unsigned port)
{
	struct panel_line *line = r->line;

	if (line->port_count == LINE_PORTS)
		return;
	line->ports[line->port_count++] =
		(struct port_word){port, r->pending, r->pending_said};
	r->words_first = r->words_first || r->pending != WORD_NONE;
	r->pending = WORD_NONE;
	r->pending_said = NULL;
}

/* A word behind its port belongs to it, unless that one has one already. */
static void take_word(struct reader *r, enum mode_word word, const char *said)
{
	struct panel_line *line = r->line;

	if (line->port_count && !r->words_first) {
		struct port_word *last = &line->ports[line->port_count - 1];

		last->word = panel_word_join(r->arena, last->word, last->said,
			word, said, &last->said);
	} else {
		join_word(r, word, said);
	}
}

/* host ":" port [ ":" word ], as Set-PopSettings and URLs have it */
static bool take_host(struct reader *r, const char *token)
{
	struct panel_line *line = r->line;
	char *copy = arena_strdup(r->arena, token), *rest, *port;
	struct port_word found = {0};

	rest = strchr(copy, ':');
	if (rest)
		*rest++ = '\0';
	if (!is_host(copy) || line->host_count == LINE_HOSTS)
		return false;
	port = rest ? strsep(&rest, ":") : NULL;
	if (port && is_number(port))
		found.port = (unsigned)strtoul(port, NULL, 10);
	else if (port && *port)
		return false;
	if (rest && *rest) {
		found.word = mode_word_of(rest, strlen(rest));
		found.said = rest;
	} else if (rest) {
		found.word = WORD_CLEARTEXT;
	}
	line->host_ports[line->host_count] = found;
	line->hosts[line->host_count++] = copy;
	return true;
}

/* imaps://host[:port]/..., ssl://host:465 */
static bool take_url(struct reader *r, char *token)
{
	char *scheme_end = strstr(token, "://");
	enum service service;
	enum mode_word word;
	size_t length;

	if (!scheme_end)
		return false;
	length = (size_t)(scheme_end - token);
	if (service_of_word(token, length, &service, &word)) {
		r->line->service_seen = true;
		r->line->service = service;
		if (word != WORD_NONE)
			take_word(r, word,
				arena_printf(r->arena, "%.*s://", (int)length,
					token));
	} else if (mode_word_of(token, length) == WORD_NONE) {
		return true; /* a page on the web */
	} else {
		take_word(r, WORD_IMPLICIT,
			arena_printf(r->arena, "%.*s://", (int)length, token));
	}
	token = scheme_end + 3;
	token[strcspn(token, "/?#")] = '\0';
	if (strchr(token, '@'))
		token = strrchr(token, '@') + 1;
	take_host(r, token);
	return true;
}

static bool take_service(struct reader *r, const char *token)
{
	char *copy = arena_strdup(r->arena, token), *rest = copy;
	struct panel_line *line = r->line;
	bool taken = false;

	while (rest) {
		char *part = strsep(&rest, "/");
		enum service service;
		enum mode_word word;

		if (!service_of_word(part, strlen(part), &service, &word)) {
			word = mode_word_of(part, strlen(part));
			/* "SMTP/STARTTLS" */
			if (taken && is_mode_word(word))
				take_word(r, word, part);
			else if (!taken)
				return false;
			continue;
		}
		/* "IMAP/SMTP" names none of them. */
		if (taken && service != line->service) {
			line->service_seen = false;
			return true;
		}
		taken = true;
		if (!line->service_seen) {
			line->service = service;
			line->service_seen = true;
			line->service_word = word;
		}
	}
	return taken;
}

static void take_number(struct reader *r, const char *token)
{
	unsigned port = (unsigned)strtoul(token, NULL, 10);
	struct panel_line *line = r->line;

	if (port && port <= 65535 &&
		(line->port_label || r->after_port || is_usual_port(port)))
		add_port(r, port);
	else if (line->port_label && r->value_begun && !line->port_count)
		line->bad_port = token;
}

/* "99x", "9933333" where a port is due */
static bool take_bad_port(struct reader *r, const char *token)
{
	struct panel_line *line = r->line;

	if (!isdigit((unsigned char)*token) || strchr(token, '.') ||
		strchr(token, '/') || !line->port_label || !r->value_begun ||
		line->port_count)
		return false;
	line->bad_port = token;
	return true;
}

static void take_token(struct reader *r, char *token)
{
	enum mode_word word = mode_word_of(token, strlen(token));
	bool was_port = r->after_port;

	r->after_port = is_any(token, port_words);
	if (r->after_port)
		return;
	if (take_url(r, token))
		return;
	if (strchr(token, '@')) {
		if (r->user_label && !r->line->user)
			r->line->user = token;
		else if (!r->line->address)
			r->line->address = token;
		return;
	}
	r->after_port = was_port;
	r->values += r->value_begun;
	if (is_number(token))
		take_number(r, token);
	else if (is_mode_word(word) && !is_any(token, yes_words))
		take_word(r, word, token);
	else if (r->tls_label && r->value_begun && is_any(token, none_words))
		take_word(r, WORD_CLEARTEXT,
			arena_printf(r->arena, "%s: %s", r->label, token));
	else if (r->tls_label && r->value_begun && is_any(token, yes_words))
		take_word(r, WORD_TLS,
			arena_printf(r->arena, "%s: %s", r->label, token));
	else if (!take_service(r, token) && !take_host(r, token) &&
		 !take_bad_port(r, token) && r->user_label && r->value_begun &&
		 !r->line->user)
		r->line->user = token;
	r->after_port = false;
}

/* Ends a token where a sentence or a list does. */
static void trim_token(char *token)
{
	size_t length = strlen(token);

	while (length && strchr(":.,;*!?=", token[length - 1]))
		token[--length] = '\0';
}

static void take_tokens(struct reader *r, char *text)
{
	char *at = text;

	while (*at) {
		size_t blanks = strspn(at, " \t,;|()[]{}<>\"'=");
		size_t length;

		for (size_t i = 0; i < blanks; i++)
			if (strchr("=\t|", at[i]))
				r->value_begun = true;
		at += blanks;
		length = strcspn(at, " \t,;|()[]{}<>\"'=");
		if (!length)
			break;
		if (at[length - 1] == ':' || at[length] == '=' ||
			at[length] == '\t' || at[length] == '|') {
			char *token =
				arena_printf(r->arena, "%.*s", (int)length, at);

			trim_token(token);
			if (*token)
				take_token(r, token);
			r->value_begun = true;
		} else {
			char *token =
				arena_printf(r->arena, "%.*s", (int)length, at);

			trim_token(token);
			if (*token)
				take_token(r, token);
		}
		at += length;
	}
}

/* "TLS* v1-1.2", "TLS 1.2 or higher": to the end of the cell. */
static void take_versions(struct reader *r, char *text)
{
	char *at = text;

	while ((at = strcasestr(at, "TLS"))) {
		size_t length = strcspn(at, "\t|()");
		unsigned versions;

		while (length) {
			versions = tls_versions_of_text(at, length);
			if (versions && strcspn(at, "123456789") < length)
				break;
			while (length && at[length - 1] != ' ' &&
				at[length - 1] != ',')
				length--;
			while (length && strchr(" ,", at[length - 1]))
				length--;
		}
		if (length > 3 && versions) {
			bool open = memchr(at, '+', length) ||
				    strncasecmp(at + length, " or ", 4) == 0;

			/* From here on: the lowest is what is promised. */
			r->line->tls_required =
				open ? versions & (~versions + 1) : versions;
			if (open)
				r->line->tls_forbidden =
					TLS_PROBED &
					(r->line->tls_required - 1);
			memset(at, ' ', length);
			memcpy(at, "TLS", 3);
			return;
		}
		at += 3;
	}
}

static bool is_denial(const char *text)
{
	static const char *const words[] = {"not available", "nicht verf",
		"non disponible", "no disponible", "niet beschikbaar",
		"non disponibile", "não disponível", NULL};

	return contains_any(text, words);
}

static bool is_secret(const char *label, const char *text)
{
	return contains_any(label ? label : text, secret_words);
}

/* What no port of the line took: the words before a port are the port's own,
 * those behind none at all, the line's. */
static void settle_words(struct reader *r)
{
	r->line->word = r->pending;
	r->line->said = r->pending_said;
}

void panel_line_read(struct arena *arena, const char *text, size_t length,
	struct panel_line *ret_line)
{
	struct panel_line line = {0};
	struct reader r = {.arena = arena, .line = &line};
	char *copy = normalise(arena, text, length);
	const char *label = label_of(arena, copy);

	line.secret = is_secret(label, copy);
	if (!line.secret) {
		const char *words = label ? label : "";

		r.label = label;
		r.tls_label = contains_any(words, tls_words);
		r.user_label = contains_any(words, user_words);
		r.mail_label = !r.user_label && contains_any(words, mail_words);
		line.port_label = contains_any(words, port_words);
		line.outgoing = contains_any(copy, outgoing_words);
		line.denied = is_denial(copy);
		take_versions(&r, copy);
		take_tokens(&r, copy);
		settle_words(&r);
		/* "your e-mail address" is nobody's name. */
		if (r.values > 1 && line.user && !strchr(line.user, '@'))
			line.user = NULL;
		if (r.mail_label && line.address == NULL && line.user)
			line.address = line.user;
	}
	line.empty = !line.service_seen && !line.host_count &&
		     !line.port_count && line.word == WORD_NONE &&
		     !line.tls_required && !line.user && !line.address &&
		     !line.denied && !line.outgoing && !line.bad_port;
	*ret_line = line;
}
