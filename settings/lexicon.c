/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/lexicon.h"

#include "model/table.h"
#include "model/text/ascii.h"

#include <assert.h>
#include <string.h>

static bool is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length &&
	       ascii_compare_n(text, word, length) == 0;
}

static void trim(const char **text, size_t *length)
{
	while (*length && strchr(" \t\"'", (*text)[*length - 1]))
		--*length;
	while (*length && strchr(" \t\"'", **text)) {
		++*text;
		--*length;
	}
}

static bool is_word_of(enum service service, const char *text, size_t length,
	enum mode_word *ret_word)
{
	const struct service_row *row = service_row(service);

	*ret_word = WORD_NONE;
	if (is_word(text, length, row->name))
		return true;
	for (size_t i = 0; i < SERVICE_WAYS && row->ways[i].scheme; i++)
		if (is_word(text, length, row->ways[i].scheme)) {
			if (row->ways[i].mode == MODE_IMPLICIT)
				*ret_word = WORD_IMPLICIT;
			return true;
		}
	for (size_t i = 0; i < SERVICE_ALIASES && row->aliases[i].word; i++)
		if (is_word(text, length, row->aliases[i].word)) {
			if (row->aliases[i].implicit)
				*ret_word = WORD_IMPLICIT;
			return true;
		}
	return false;
}

enum mode_word lexicon_word_of_mode(enum tls_mode mode)
{
	static const enum mode_word words[] = {
		[MODE_IMPLICIT] = WORD_IMPLICIT,
		[MODE_EXPLICIT] = WORD_EXPLICIT,
		[MODE_CLEARTEXT] = WORD_CLEARTEXT,
	};
	static_assert(COUNT_OF(words) == MODE_COUNT, "a word for each mode");

	return words[mode];
}

bool lexicon_service(const char *text, size_t length, enum service *ret_service,
	enum mode_word *ret_word)
{
	enum mode_word word;

	trim(&text, &length);
	for (int i = 0; i < SERVICE_COUNT; i++)
		if (is_word_of((enum service)i, text, length, &word)) {
			*ret_service = (enum service)i;
			if (ret_word)
				*ret_word = word;
			return true;
		}
	return false;
}

enum mode_word lexicon_mode(const char *text, size_t length)
{
	static const struct {
		const char *word;
		enum mode_word means;
	} words[] = {
		{"implicit", WORD_IMPLICIT},
		{"implicit tls", WORD_IMPLICIT},
		{"implicit ssl", WORD_IMPLICIT},
		{"ssl_tls_required", WORD_IMPLICIT},
		{"wrapper", WORD_IMPLICIT},
		{"explicit", WORD_EXPLICIT},
		{"explicit tls", WORD_EXPLICIT},
		{"starttls", WORD_EXPLICIT},
		{"start tls", WORD_EXPLICIT},
		{"stls", WORD_EXPLICIT},
		{"tls/starttls", WORD_EXPLICIT},
		{"tls (starttls)", WORD_EXPLICIT},
		{"starttls_required", WORD_EXPLICIT},
		{"start-tls", WORD_EXPLICIT},
		{"start_tls", WORD_EXPLICIT},
		{"ssl-on-alternate-port", WORD_IMPLICIT},
		{"starttls-on-standard-port", WORD_EXPLICIT},
		{"force_tls", WORD_IMPLICIT},
		{"ssl", WORD_SSL},
		{"ssl on", WORD_SSL},
		{"tls", WORD_TLS},
		{"ssl/tls", WORD_SSL},
		{"tls/ssl", WORD_SSL},
		{"ssl or tls", WORD_TLS},
		{"ssl-tls", WORD_SSL},
		{"auto", WORD_OPPORTUNISTIC},
		{"opportunistic", WORD_OPPORTUNISTIC},
		{"tls, if available", WORD_OPPORTUNISTIC},
		{"starttls, if available", WORD_OPPORTUNISTIC},
		{"none", WORD_CLEARTEXT},
		{"plain", WORD_CLEARTEXT},
		{"clear", WORD_CLEARTEXT},
		{"cleartext", WORD_CLEARTEXT},
		{"unencrypted", WORD_CLEARTEXT},
		{"no encryption", WORD_CLEARTEXT},
	};

	enum service service;
	enum mode_word word;

	trim(&text, &length);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (is_word(text, length, words[i].word))
			return words[i].means;
	return lexicon_service(text, length, &service, &word) ? word
							      : WORD_NONE;
}

bool lexicon_service_of_port(unsigned port, enum service *ret_service)
{
	for (int i = 0; port && i < SERVICE_COUNT; i++)
		if (service_way_of_port((enum service)i, port) ||
			service_row((enum service)i)->other_port == port) {
			*ret_service = (enum service)i;
			return true;
		}
	return false;
}

static bool has_part(const char *host, size_t label, const char *part)
{
	for (size_t at = 0; at + strlen(part) <= label; at++)
		if (ascii_compare_n(host + at, part, strlen(part)) == 0)
			return true;
	return false;
}

bool lexicon_service_of_host(const char *host, enum service *ret_service)
{
	size_t label = strcspn(host, ".");

	for (int i = 0; i < SERVICE_COUNT; i++) {
		const char *part = service_row((enum service)i)->host_word;

		if (part && has_part(host, label, part)) {
			*ret_service = (enum service)i;
			return true;
		}
	}
	return false;
}

/* version = [ "TLS" ] [ "v" ] "1" [ "." digit ]; "v1" is 1.0, as the documents
 * of that time put it. */
static const char *take_version(
	const char *at, const char *end, enum tls_version *ret_version)
{
	if (end - at >= 3 && ascii_compare_n(at, "TLS", 3) == 0)
		at += 3;
	while (at < end && (*at == '*' || *at == ' ' || *at == '_'))
		at++;
	if (at < end && (*at == 'v' || *at == 'V'))
		at++;
	if (at >= end || *at++ != '1')
		return NULL;
	*ret_version = TLS_1_0;
	if (at + 1 < end && at[0] == '.') {
		if (at[1] < '0' || at[1] > '3')
			return NULL;
		*ret_version = (enum tls_version)(TLS_1_0 + (at[1] - '0'));
		at += 2;
	}
	return at < end && *at >= '0' && *at <= '9' ? NULL : at;
}

/* The hyphen, or the dashes U+2010 to U+2015 in UTF-8, or "to". */
static const char *take_dash(const char *at, const char *end)
{
	if (at < end && *at == '-')
		return at + 1;
	if (end - at >= 3 && memcmp(at, "\xe2\x80", 2) == 0 &&
		(unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x95)
		return at + 3;
	if (end - at >= 3 && ascii_compare_n(at, "to ", 3) == 0)
		return at + 3;
	return NULL;
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

static unsigned range(enum tls_version first, enum tls_version last)
{
	unsigned bits = 0;

	for (int v = first; v <= (int)last; v++)
		bits |= TLS_BIT(v);
	return bits;
}

/* versions = item *( ( "," / "/" / "and" / blank ) item )
 * item = version [ "+" ] / version dash version */
unsigned lexicon_tls_versions(const char *text, size_t length)
{
	const char *at, *end, *next;
	unsigned bits = 0;

	trim(&text, &length);
	at = text;
	end = text + length;
	while (at < end) {
		enum tls_version first, last;

		at = take_version(at, end, &first);
		if (!at)
			return 0;
		last = first;
		at = skip_blanks(at, end);
		next = take_dash(at, end);
		if (at < end && *at == '+') {
			last = TLS_1_3;
			at++;
		} else if (next) {
			at = take_version(skip_blanks(next, end), end, &last);
			if (!at || last < first)
				return 0;
		}
		bits |= range(first, last);
		while (at < end && strchr(" \t,/;&", *at))
			at++;
		if (end - at >= 4 && ascii_compare_n(at, "and ", 4) == 0)
			at += 4;
	}
	return bits;
}

bool lexicon_is_yes(const char *text)
{
	return text && (ascii_compare(text, "yes") == 0 ||
			       ascii_compare(text, "true") == 0 ||
			       ascii_compare(text, "on") == 0 ||
			       strcmp(text, "1") == 0);
}
