/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/login/blot.h"

#include "model/memory.h"
#include "model/text/ascii.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_FORMS 24
#define LEAST_OCTETS 4
#define LONGEST_ESCAPE 6 /* of one octet: "&quot;" */

struct blot {
	struct secret *forms[MOST_FORMS];
	size_t count;
};

static bool is_same(struct octets one, struct octets other)
{
	return one.length == other.length &&
	       memcmp(one.data, other.data, one.length) == 0;
}

/* Owns the form from here on. */
static void add_form(struct blot *blot, struct secret *form)
{
	struct octets octets = secret_octets(form);
	bool known = false;

	for (size_t i = 0; i < blot->count; i++)
		known |= is_same(secret_octets(blot->forms[i]), octets);
	if (known || blot->count == MOST_FORMS || !octets.length ||
		(blot->count && octets.length < LEAST_OCTETS)) {
		secret_free(form);
		return;
	}
	blot->forms[blot->count++] = form;
}

/* Writes how `octet` is spelled; at most LONGEST_ESCAPE and a NUL. */
typedef void spelling(unsigned char octet, char *ret_text);

static void as_is(unsigned char octet, char *ret_text)
{
	ret_text[0] = (char)octet;
	ret_text[1] = '\0';
}

/* quoted = DQUOTE *QUOTED-CHAR DQUOTE, RFC 9051 section 9 */
static void quoted(unsigned char octet, char *ret_text)
{
	snprintf(ret_text, LONGEST_ESCAPE + 1,
		octet == '"' || octet == '\\' ? "\\%c" : "%c", octet);
}

static void marked_up(unsigned char octet, char *ret_text)
{
	static const char *const entities[][2] = {{"&", "&amp;"}, {"<", "&lt;"},
		{">", "&gt;"}, {"\"", "&quot;"}, {"'", "&apos;"}};

	as_is(octet, ret_text);
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (octet == (unsigned char)entities[i][0][0])
			strcpy(ret_text, entities[i][1]);
}

static void in_url(unsigned char octet, char *ret_text)
{
	if (ascii_is_alphanumeric(octet) || (octet && strchr("-._~", octet)))
		as_is(octet, ret_text);
	else
		snprintf(ret_text, LONGEST_ESCAPE + 1, "%%%02X", octet);
}

/* As reports and other programs show octets that cannot be printed. */
static void in_hex_escapes(unsigned char octet, char *ret_text)
{
	if (octet == '\\')
		strcpy(ret_text, "\\\\");
	else if (octet >= ' ' && octet < 0x7f)
		as_is(octet, ret_text);
	else
		snprintf(ret_text, LONGEST_ESCAPE + 1, "\\x%02x", octet);
}

static void in_hexadecimal(unsigned char octet, char *ret_text)
{
	snprintf(ret_text, LONGEST_ESCAPE + 1, "%02x", octet);
}

static void add_spelling(
	struct blot *blot, struct octets secret, spelling *spell)
{
	struct secret *form = secret_new(LONGEST_ESCAPE * secret.length);
	char text[LONGEST_ESCAPE + 1];

	for (size_t i = 0; i < secret.length; i++) {
		spell(secret.data[i], text);
		/* A NUL is an octet, too. */
		secret_add(form, text, text[0] ? strlen(text) : 1);
	}
	explicit_bzero(text, sizeof(text));
	add_form(blot, form);
}

/* Base64 with the secret `before` octets behind the beginning of a group: the
 * digits that nothing but the secret decides. */
static void add_base64(
	struct blot *blot, struct octets secret, size_t before, bool for_url)
{
	size_t length = before + secret.length;
	size_t first = (before * 8 + 5) / 6, last = length * 8 / 6;
	struct secret *whole = secret_new(length);
	struct secret *coded = secret_new(secret_base64_length(length));
	struct secret *form = secret_new(secret_base64_length(length));
	const char *at;

	secret_add(whole, "\0\0", before);
	secret_add(whole, secret.data, secret.length);
	secret_add_base64(coded, secret_octets(whole));
	at = secret_text(coded);
	for (size_t i = first; i < last; i++)
		if (for_url && at[i] == '+')
			secret_add_text(form, "-");
		else if (for_url && at[i] == '/')
			secret_add_text(form, "_");
		else
			secret_add(form, at + i, 1);
	secret_free(whole);
	secret_free(coded);
	add_form(blot, form);
}

struct blot *blot_new(struct octets secret)
{
	static spelling *const spellings[] = {as_is, quoted, marked_up, in_url,
		in_hex_escapes, in_hexadecimal};
	struct blot *blot = memory_calloc(1, sizeof(*blot));

	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		add_spelling(blot, secret, spellings[i]);
	for (size_t before = 0; before < 3; before++) {
		add_base64(blot, secret, before, false);
		add_base64(blot, secret, before, true);
	}
	return blot;
}

void blot_free(struct blot *blot)
{
	if (!blot)
		return;
	for (size_t i = 0; i < blot->count; i++)
		secret_free(blot->forms[i]);
	free(blot);
}

void blot_wipe(struct blot *blot)
{
	for (size_t i = 0; blot && i < blot->count; i++)
		secret_wipe(blot->forms[i]);
}

static bool begins(const unsigned char *data, struct octets form)
{
	for (size_t i = 0; i < form.length; i++)
		if (ascii_to_lower(data[i]) != ascii_to_lower(form.data[i]))
			return false;
	return true;
}

/* Longer forms hold shorter ones: all are looked for before any is blotted. */
static size_t longest_at(
	const struct blot *blot, const unsigned char *data, size_t length)
{
	size_t longest = 0;

	for (size_t i = 0; i < blot->count; i++) {
		struct octets form = secret_octets(blot->forms[i]);

		if (form.length > longest && form.length <= length &&
			begins(data, form))
			longest = form.length;
	}
	return longest;
}

void blot_out(const struct blot *blot, unsigned char *data, size_t length)
{
	size_t end = 0;

	/* What begins further on is found behind the asterisks. */
	for (size_t i = 0; blot && i < length; i++) {
		size_t found = longest_at(blot, data + i, length - i);

		if (i + found > end)
			end = i + found;
		if (i < end)
			data[i] = '*';
	}
}
