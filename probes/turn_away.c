/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/turn_away.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "model/text/later.h"

static bool contains_any(
	struct octets words, const char *const *signs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ascii_contains(words, signs[i]))
			return true;
	return false;
}

/* Where no code tells: whether this client is denied. */
static bool denies(struct octets words)
{
	static const char *const signs[] = {"denied", "not allowed",
		"not permitted", "not authorized", "not authorised",
		"forbidden", "blacklisted", "banned"};

	return contains_any(words, signs, COUNT_OF(signs));
}

static void skip_blanks(struct octets *words)
{
	while (words->length && *words->data == ' ') {
		words->data++;
		words->length--;
	}
}

/* -ERR, with the response codes of RFC 2449 section 8 and RFC 3206. */
static bool has_permanent_code(struct octets words)
{
	ascii_take_word(&words);
	skip_blanks(&words);
	return ascii_begins(words, "[SYS/PERM]") ||
	       ascii_begins(words, "[AUTH]");
}

/* RFC 5321 section 4.2.1; NO of RFC 5804 section 1.3, whose TRYLATER says
 * when. BYE alone only ends the connection. */
bool turn_away_is_final(struct octets words)
{
	if (!words.length || *words.data == '4')
		return false;
	if (*words.data == '5')
		return true;
	if (ascii_begins(words, "-ERR ") && has_permanent_code(words))
		return true;
	if (later_is_asked(words))
		return false;
	return denies(words) || ascii_begins(words, "NO");
}

bool turn_away_asks_later(struct octets words)
{
	static const char *const codes[] = {"[IN-USE]", "[LOGIN-DELAY]",
		"[SYS/TEMP]", "[INUSE]", "[UNAVAILABLE]"};

	skip_blanks(&words);
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (ascii_begins(words, codes[i]))
			return true;
	return false;
}

bool turn_away_lacks_tls(struct octets words)
{
	static const char *const things[] = {"TLS", "SSL", "certificate"};
	static const char *const crowds[] = {"too many", "too often",
		"too fast", "too frequent", "throttl", "limit", "exceeded",
		"busy", "overload"};

	return contains_any(words, things, COUNT_OF(things)) &&
	       !contains_any(words, crowds, COUNT_OF(crowds));
}
