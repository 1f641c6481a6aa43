/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/value.h"

#include "model/text/ascii.h"
#include "settings/forms/panel/code.h"
#include "settings/tongues.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

bool panel_value_is_number(const char *token)
{
	size_t length = strspn(token, "0123456789");

	return length && length <= 5 && !token[length];
}

static bool is_usual_port(unsigned port)
{
	/* Beside those of the services: what providers and Proton use. */
	static const unsigned usual[] = {26, 1025, 1143};
	enum service service;

	if (lexicon_service_of_port(port, &service) &&
		service_is_for_mail(service))
		return true;
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

/* A bridge or a gateway on the user's own machine has a name without a dot. */
static bool is_own_machine(const struct panel_reader *r, const char *host)
{
	return r->label.server && ascii_compare(host, "localhost") == 0;
}

/* "станд.порт", the standard port */
static bool is_port_word(struct arena *arena, const char *host)
{
	return tongues_is(
		TONGUE_PORT, tongues_fold(arena, strrchr(host, '.') + 1));
}

bool panel_value_is_mode(enum mode_word word)
{
	return word == WORD_IMPLICIT || word == WORD_EXPLICIT ||
	       word == WORD_SSL || word == WORD_TLS;
}

/* What stands behind a port or a server: "993/SSL", ":995:SSL", "/imap/ssl" */
static void take_tail(struct panel_reader *r, char *tail)
{
	while (tail) {
		char *part = strsep(&tail, "/:");

		/* Alpine, and PHP's imap_open() */
		if (ascii_compare(part, "notls") == 0)
			panel_reader_add_word(r, WORD_CLEARTEXT, part);
		else if (*part)
			r->take(r, part);
	}
}

/* "host:110/pop3/notls": the service, before the server */
static void take_service_of_tail(struct panel_reader *r, const char *tail)
{
	size_t length;

	for (; tail && *tail; tail += length + (tail[length] != '\0')) {
		enum service service;

		length = strcspn(tail, "/:");
		if (!length || !lexicon_service(tail, length, &service, NULL))
			continue;
		panel_reader_add(r, ITEM_SERVICE)->service = service;
		return;
	}
}

/* What stands where a port is due: one, or a number that is none */
static bool take_port(struct panel_reader *r, const char *text)
{
	unsigned long port = strtoul(text, NULL, 10);

	if (panel_value_is_number(text) && port && port <= 65535)
		panel_reader_add_port(r, (unsigned)port);
	else if (ascii_is_digit(text[*text == '-']))
		panel_reader_add_text(r, ITEM_BAD_PORT, text);
	else
		return false;
	return true;
}

/* host [ ":" [ port ] [ ":" [ word ] ] ], as Set-PopSettings and URLs have it;
 * without a third field there, nothing is encrypted. */
bool panel_value_take_host(struct panel_reader *r, const char *token)
{
	char *rest = arena_strdup(r->arena, token);
	char *host = strsep(&rest, ":/");
	size_t length = strlen(host);
	/* Exim's lists have colons between their items, and double others. */
	bool doubled = rest && token[length] == ':' && *rest == ':';
	char *port = rest && token[length] == ':' ? strsep(&rest, ":/") : NULL;
	const struct panel_item *last;
	struct in6_addr address;
	bool either;

	if (inet_pton(AF_INET6, token, &address) == 1) {
		panel_reader_add_text(r, ITEM_HOST, token);
		return true;
	}
	if (length && host[length - 1] == '.')
		host[length - 1] = '\0';
	if (!is_own_machine(r, host) &&
		(!is_host(host) || is_port_word(r->arena, host)))
		return false;
	if (doubled)
		port = strsep(&rest, ":/");
	if (r->other)
		return true;
	take_service_of_tail(r, rest);
	last = panel_reader_last(r);
	either = r->either && last && last->kind == ITEM_HOST;
	panel_reader_add_text(r, ITEM_HOST, host);
	panel_reader_last(r)->either = either;
	r->either = false;
	panel_reader_last(r)->weak =
		r->value_begun && r->values > 1 && !r->label.server;
	if (port && *port && !take_port(r, port))
		r->take(r, port);
	if (port && *port && rest && !*rest && token[strlen(token) - 1] == ':')
		panel_reader_add_word(r, WORD_CLEARTEXT, NULL);
	take_tail(r, rest);
	return true;
}

/* What is said behind the scheme: "imap+insecure", "smtp+starttls"; what signs
 * in ("smtps+plain") says nothing of the mode. */
static enum mode_word word_of_scheme(const char *scheme, size_t length)
{
	const char *plus = memchr(scheme, '+', length);
	size_t rest;

	if (!plus)
		return WORD_NONE;
	rest = length - (size_t)(++plus - scheme);
	if (rest == strlen("insecure") &&
		ascii_compare_n(plus, "insecure", rest) == 0)
		return WORD_CLEARTEXT;
	return rest == strlen("starttls") &&
			       ascii_compare_n(plus, "starttls", rest) == 0
		       ? WORD_EXPLICIT
		       : WORD_NONE;
}

/* "?encryption=ssl", as mailers' addresses have it */
static void take_query(struct panel_reader *r, char *query)
{
	char *pair;

	while ((pair = strsep(&query, "&"))) {
		char *value = strchr(pair, '=');
		enum mode_word word;

		if (!value || !tongues_find(TONGUE_ENCRYPTION,
				      tongues_fold(r->arena, pair)))
			continue;
		word = lexicon_mode(value + 1, strlen(value + 1));
		if (word != WORD_NONE)
			panel_reader_add_word(
				r, word, arena_strdup(r->arena, pair));
	}
}

#define HEX_DIGITS "0123456789abcdefABCDEF"

static int hex_value(char digit)
{
	return ascii_is_digit(digit) ? digit - '0'
				     : ascii_to_lower(digit) - 'a' + 10;
}

/* The user that stands before a URL's host, without a password; NULL where it
 * is left open: "${USER}". */
static const char *url_user(struct arena *arena, const char *authority)
{
	size_t length = (size_t)(strrchr(authority, '@') - authority);
	char *user = arena_printf(arena, "%.*s", (int)length, authority),
	     *to = user;

	user[strcspn(user, ":")] = '\0';
	if (!*user || strpbrk(user, "$<>{}[]*"))
		return NULL;
	for (const char *at = user; *at; at++)
		if (*at == '%' && strspn(at + 1, HEX_DIGITS) >= 2) {
			*to++ = (char)(hex_value(at[1]) << 4 |
				       hex_value(at[2]));
			at += 2;
		} else {
			*to++ = *at;
		}
	*to = '\0';
	return user;
}

/* "[" IPv6address "]" [ ":" port ] */
static bool take_bracketed(struct panel_reader *r, const char *token)
{
	size_t length = strcspn(token, "]");
	const char *address = arena_printf(r->arena, "%.*s",
		(int)length - (length > 0), token + (length > 0));
	struct in6_addr octets;

	if (*token != '[' || token[length] != ']' ||
		inet_pton(AF_INET6, address, &octets) != 1)
		return false;
	panel_reader_add_text(r, ITEM_HOST, address);
	if (token[length + 1] == ':')
		take_port(r, token + length + 2);
	return true;
}

/* imaps://host[:port]/..., ssl://host:465; a page on the web is skipped. */
bool panel_value_take_url(struct panel_reader *r, char *token)
{
	char *scheme_end = strstr(token, "://"), *query;
	const char *user = NULL;
	enum mode_word word = WORD_NONE, more;
	enum service service;
	const char *said;
	size_t length;

	if (!scheme_end)
		return false;
	length = (size_t)(scheme_end - token);
	said = arena_printf(r->arena, "%.*s://", (int)length, token);
	more = word_of_scheme(token, length);
	length = strcspn(said, "+:");
	if (lexicon_service(token, length, &service, &word)) {
		struct panel_item *item = panel_reader_add(r, ITEM_SERVICE);

		item->service = service;
	} else if (lexicon_mode(token, length) == WORD_SSL) {
		word = WORD_IMPLICIT;
	} else if (lexicon_mode(token, length) == WORD_TLS) {
		word = WORD_TLS;
	} else {
		return true;
	}
	if (more != WORD_NONE)
		word = more;
	token = scheme_end + 3;
	query = strchr(token, '?');
	if (query)
		*query++ = '\0';
	token[strcspn(token, "/#")] = '\0';
	if (strchr(token, '@')) {
		user = url_user(r->arena, token);
		token = strrchr(token, '@') + 1;
	}
	if ((take_bracketed(r, token) || panel_value_take_host(r, token)) &&
		word != WORD_NONE)
		panel_reader_add_word(r, word, said);
	if (user)
		panel_reader_add_text(r, ITEM_USER, user);
	take_query(r, query);
	return true;
}

/* "IMAP", "IMAP4:", "POP3-Server", "SMTP/STARTTLS"; "IMAP/SMTP" names none. */
bool panel_value_take_service(struct panel_reader *r, const char *token)
{
	char *rest = arena_strdup(r->arena, token), *part;
	struct panel_item found = {.kind = ITEM_SERVICE};
	size_t services = 0;
	bool incoming = true;

	while ((part = strsep(&rest, "/"))) {
		enum mode_word word;
		enum service service;
		size_t length = strcspn(part, "-_");
		/* "SECURE_SMTP", of Jira's protocols */
		bool secure = ascii_compare_n(part, "secure_", 7) == 0;

		part += secure ? 7 : 0;
		if (lexicon_service(part, strlen(part), &service, &word) ||
			lexicon_service(part, length, &service, &word)) {
			services += !services || service != found.service;
			incoming = incoming && !service_is_outgoing(service);
			if (services == 1) {
				found.service = service;
				found.word = secure ? WORD_IMPLICIT : word;
			}
		} else if (!services) {
			return false;
		} else if (panel_value_is_mode(
				   lexicon_mode(part, strlen(part)))) {
			panel_reader_add_word(
				r, lexicon_mode(part, strlen(part)), part);
		}
	}
	if (services == 1)
		*panel_reader_add(r, ITEM_SERVICE) = found;
	else if (services && incoming)
		panel_reader_add(r, ITEM_INCOMING);
	return services > 0;
}

/* "STARTTLS/TLS", "SSL/STARTTLS": what they can mean together; with
 * "unencrypted", that nobody insists */
bool panel_value_take_modes(struct panel_reader *r, const char *token)
{
	char *rest = arena_strdup(r->arena, token), *part;
	bool ssl = false, explicit = false, none = false;

	if (!strchr(token, '/'))
		return false;
	while ((part = strsep(&rest, "/"))) {
		enum mode_word word = lexicon_mode(part, strlen(part));

		if (tongues_find(
			    TONGUE_CLEARTEXT, tongues_fold(r->arena, part)))
			word = WORD_CLEARTEXT;
		if (!panel_value_is_mode(word) && word != WORD_CLEARTEXT)
			return false;
		none = none || word == WORD_CLEARTEXT;
		ssl = ssl || word == WORD_SSL;
		explicit = explicit || word == WORD_EXPLICIT;
	}
	if (none)
		panel_reader_add_word(r, WORD_OPPORTUNISTIC, token);
	else
		panel_reader_add_word(
			r, explicit && !ssl ? WORD_EXPLICIT : WORD_TLS, token);
	return true;
}

/* Numbers, each of at most `longest` digits, with `mark` between */
static size_t count_numbers(const char *token, char mark, size_t longest)
{
	size_t count = 0;

	for (; *token; count++) {
		size_t digits = strspn(token, "0123456789");

		token += digits;
		if (!digits || digits > longest || (*token && *token != mark) ||
			(*token && !token[1]))
			return 0;
		token += *token != '\0';
	}
	return count;
}

bool panel_value_is_moment(const char *token)
{
	const char *last;

	/* "10:15", "10:15:59"; "25:465" are ports. */
	if (count_numbers(token, ':', 2) >= 2)
		return true;
	last = strrchr(token, '/');
	return (count_numbers(token, '/', 4) == 3 && strtoul(token, NULL, 10) &&
		       strtoul(token, NULL, 10) <= 31 &&
		       (strlen(last) == 3 || strlen(last) == 5)) ||
	       (count_numbers(token, '-', 4) == 3 &&
		       strchr(token, '-') == token + 4);
}

/* Whether a number is a port, whatever it is. */
static bool is_port_expected(const struct panel_reader *r,
	const struct panel_item *last, unsigned port)
{
	if (r->after_port || (r->port_due && port >= 10) ||
		(r->label.port && r->value_begun))
		return true;
	if (!last)
		return false;
	/* "IMAP host 10993": what stands behind a server is its port. */
	if (last->kind == ITEM_HOST)
		return port >= 10;
	/* "IMAP: 10993" */
	return last->kind == ITEM_SERVICE && !last->weak && r->value_begun &&
	       r->values == 1 && port >= 1024;
}

void panel_value_take_number(struct panel_reader *r, const char *token)
{
	unsigned port = (unsigned)strtoul(token, NULL, 10);
	bool unrelated = r->value_begun && r->label_text && !r->label.port &&
			 panel_code_is_key(r->label_text);

	/* Customers have numbers, too. */
	if (r->label.user && !r->label.server && !r->label.port &&
		r->value_begun && r->values == 1) {
		panel_reader_add_text(r, ITEM_USER, token);
		return;
	}
	if (r->telephone || ((r->other || r->usual) && r->value_begun))
		return;
	if (port && port <= 65535 &&
		(is_port_expected(r, panel_reader_last(r), port) ||
			(is_usual_port(port) && !unrelated)))
		panel_reader_add_port(r, port);
	else if ((r->after_port || (r->label.port && r->value_begun)) &&
		 !r->line->counts[ITEM_PORT])
		panel_reader_add_text(r, ITEM_BAD_PORT, token);
}

/* "l43", "99S", "g93": a port, as one reads it off a picture */
static bool is_misread(const char *token)
{
	size_t digits = 0, length = strlen(token);

	for (const char *at = token; *at; at++)
		digits += ascii_is_digit(*at);
	return length >= 2 && length <= 5 && digits >= 2 &&
	       strspn(token, "0123456789lIiOoSsZBbgq") == length;
}

/* "8080:80", a container's ports, neither of which is for mail */
static bool is_mapping(const char *token)
{
	return count_numbers(token, ':', 5) == 2 &&
	       !is_usual_port((unsigned)strtoul(token, NULL, 10)) &&
	       !is_usual_port(
		       (unsigned)strtoul(strchr(token, ':') + 1, NULL, 10));
}

/* "993/SSL", "995:SSL"; and "99x", "9933333" where a port is due */
bool panel_value_take_numbers(struct panel_reader *r, char *token)
{
	size_t digits = strspn(token, "0123456789");
	char *tail = token + digits;

	if (*token == '-' && ascii_is_digit(token[1]) &&
		(r->after_port || (r->label.port && r->value_begun)))
		return take_port(r, token);
	if (r->label.port && r->value_begun && r->values == 1 && !digits &&
		is_misread(token) && !r->line->counts[ITEM_PORT]) {
		panel_reader_add_text(r, ITEM_BAD_PORT, token);
		return true;
	}
	if (!digits || strchr(token, '.'))
		return false;
	if (is_mapping(token))
		return true;
	if ((*tail == '/' || *tail == ':') && digits <= 5) {
		*tail++ = '\0';
		panel_value_take_number(r, token);
		take_tail(r, tail);
		return true;
	}
	if (!r->label.port || !r->value_begun || r->line->counts[ITEM_PORT])
		return false;
	panel_reader_add_text(r, ITEM_BAD_PORT, token);
	return true;
}
