/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/turn_away.h"

#include "model/table.h"
#include "model/text/ascii.h"

static bool contains_one(
	struct octets text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ascii_contains(text, words[i]))
			return true;
	return false;
}

/* Where no code tells: whether a later attempt may fare better, */
static bool delays(struct octets words)
{
	static const char *const signs[] = {"later", "temporar", "too many",
		"too often", "busy", "wait", "minute", "hour", "limit",
		"exceeded", "in use", "in-use", "unavailable", "in progress",
		"maintenance"};

	return contains_one(words, signs, COUNT_OF(signs));
}

/* and whether this client is denied. */
static bool denies(struct octets words)
{
	static const char *const signs[] = {"denied", "not allowed",
		"not permitted", "not authorized", "not authorised",
		"forbidden", "blacklisted", "banned"};

	return contains_one(words, signs, COUNT_OF(signs));
}

/* -ERR, with the response codes of RFC 2449 section 8 and RFC 3206. */
static bool has_permanent_code(struct octets words)
{
	ascii_take_word(&words);
	while (words.length && *words.data == ' ') {
		words.data++;
		words.length--;
	}
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
	if (delays(words) || ascii_contains(words, "SYS/TEMP") ||
		ascii_contains(words, "TRYLATER"))
		return false;
	return denies(words) || ascii_begins(words, "NO");
}

bool turn_away_asks_later(struct octets words)
{
	static const char *const codes[] = {"[IN-USE]", "[LOGIN-DELAY]",
		"[SYS/TEMP]", "[INUSE]", "[UNAVAILABLE]"};

	while (words.length && *words.data == ' ') {
		words.data++;
		words.length--;
	}
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (ascii_begins(words, codes[i]))
			return true;
	return false;
}
