/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/record_set.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void record_set_port(struct record *record, const char *text)
{
	if (!text || !*text)
		return;
	record->port_text = text;
	if (strlen(text) > 5 || strspn(text, "0123456789") != strlen(text))
		return;
	record->port = (unsigned)strtoul(text, NULL, 10);
	if (record->port)
		record->port_text = NULL;
}

void record_set_authentication(
	struct arena *arena, struct record *record, const char *word)
{
	const char **list = arena_alloc(arena, sizeof(*list));

	*list = word;
	record->account.authentications = list;
	record->account.authentication_count = 1;
}

/* The user's name alone, with what a URL writes as %XX put back. */
static const char *user_of(struct arena *arena, const char *text, size_t length)
{
	char *user, *to;

	length = (size_t)((const char *)(memchr(text, ':', length)
						 ? memchr(text, ':', length)
						 : text + length) -
			  text);
	user = to = arena_alloc(arena, length + 1);
	for (size_t i = 0; i < length; i++) {
		char digits[3] = {0};

		if (text[i] == '%' && i + 2 < length) {
			memcpy(digits, text + i + 1, 2);
			if (strspn(digits, "0123456789abcdefABCDEF") == 2) {
				*to++ = (char)strtoul(digits, NULL, 16);
				i += 2;
				continue;
			}
		}
		*to++ = text[i];
	}
	return *user ? user : NULL;
}

/* user ":" password, as it is no host and port */
static bool is_user(const char *at, const char *end)
{
	const char *colon = memchr(at, ':', (size_t)(end - at));

	return *at != '[' && colon &&
	       strspn(colon + 1, "0123456789") < (size_t)(end - colon - 1);
}

void record_set_place(
	struct arena *arena, struct record *record, const char *text)
{
	const char *end = *text == '[' ? strchr(text, ']') : NULL;
	const char *colon = strchr(end ? end : text, ':');

	if (colon && !end && strchr(colon + 1, ':'))
		colon = NULL;
	record->host =
		colon ? arena_printf(arena, "%.*s", (int)(colon - text), text)
		      : text;
	record_set_port(record, colon ? colon + 1 : NULL);
}

bool record_set_url(struct arena *arena, struct record *record, const char *url)
{
	const char *scheme_end = strstr(url, "://"), *at, *end, *sign, *colon;
	enum mode_word word;
	enum service service;

	if (!scheme_end || !lexicon_service(url, (size_t)(scheme_end - url),
				   &service, &word))
		return false;
	at = scheme_end + 3;
	end = at + strcspn(at, "/?#");
	/* A password may have any sign in it, though it should not. */
	if (!memchr(at, '@', (size_t)(end - at)) && is_user(at, end) &&
		strchr(end, '@'))
		end = strrchr(end, '@') + strcspn(strrchr(end, '@'), "/?#");
	/* An address as the user's name may stand there as it is. */
	sign = memrchr(at, '@', (size_t)(end - at));
	if (sign) {
		record->account.user_name =
			user_of(arena, at, (size_t)(sign - at));
		at = sign + 1;
	}
	colon = *at == '[' ? memchr(at, ']', (size_t)(end - at)) : at;
	colon = colon ? memchr(colon, ':', (size_t)(end - colon)) : NULL;
	record->service = service;
	record->host = arena_printf(
		arena, "%.*s", (int)((colon ? colon : end) - at), at);
	if (colon)
		record_set_port(
			record, arena_printf(arena, "%.*s",
					(int)(end - colon - 1), colon + 1));
	if (word != WORD_NONE) {
		record->word = word;
		record->said = arena_printf(
			arena, "%.*s", (int)(scheme_end - url + 3), url);
	}
	return true;
}
