/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words of reports, read back. */
#include "reports/words.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WORD_OCTETS 32
#define BITS 16

/* Names are told from each other by asking for each of them. */
#define FIND(name, enumeration, last, name_of, ret_found)                      \
	do {                                                                   \
		for (int i_ = 0; i_ <= (int)(last); i_++) {                    \
			if (strcmp(name_of((enumeration)i_), name) != 0)       \
				continue;                                      \
			*(ret_found) = (enumeration)i_;                        \
			return true;                                           \
		}                                                              \
		return false;                                                  \
	} while (0)

bool trust_from_name(const char *name, enum trust *ret_trust)
{
	FIND(name, enum trust, TRUST_BAD, trust_name, ret_trust);
}

bool ocsp_from_name(const char *name, enum ocsp *ret_ocsp)
{
	FIND(name, enum ocsp, OCSP_INVALID, ocsp_name, ret_ocsp);
}

bool peer_close_from_name(const char *name, enum peer_close *ret_peer_close)
{
	FIND(name, enum peer_close, CLOSE_RESET, peer_close_name,
		ret_peer_close);
}

bool name_type_from_name(const char *name, enum name_type *ret_type)
{
	FIND(name, enum name_type, NAME_OTHER, name_type_name, ret_type);
}

bool remark_kind_from_name(const char *name, enum remark_kind *ret_kind)
{
	FIND(name, enum remark_kind, REMARK_COUNT - 1, remark_kind_name,
		ret_kind);
}

/* The words of a list with one blank between. `bit_of` answers for one word,
 * or 0. */
static bool read_list(
	const char *list, unsigned (*bit_of)(const char *), unsigned *ret_bits)
{
	char word[WORD_OCTETS];
	unsigned bits = 0;

	for (const char *at = list; *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		unsigned bit;

		if (length >= sizeof(word))
			return false;
		memcpy(word, at, length);
		word[length] = '\0';
		bit = bit_of(word);
		if (!bit)
			return false;
		bits |= bit;
		at += length;
	}
	*ret_bits = bits;
	return true;
}

/* The bit that the list of one has. */
static unsigned find_bit(const char *word,
	const char *(*list)(struct arena *arena, unsigned bits))
{
	for (unsigned i = 0; i < BITS; i++) {
		const char *name = list(NULL, 1u << i);

		if (name && strcmp(name, word) == 0)
			return 1u << i;
	}
	return 0;
}

static unsigned key_usage_bit(const char *word)
{
	return find_bit(word, key_usage_list);
}

static unsigned flaw_bit(const char *word)
{
	return find_bit(word, trust_flaw_list);
}

static unsigned version_bit(const char *word)
{
	enum tls_version version;

	return tls_version_from_name(word, &version) ? TLS_BIT(version) : 0;
}

bool key_usage_from_list(const char *list, unsigned *ret_bits)
{
	return read_list(list, key_usage_bit, ret_bits);
}

bool trust_flaws_from_list(const char *list, unsigned *ret_bits)
{
	return read_list(list, flaw_bit, ret_bits);
}

bool versions_from_list(const char *list, unsigned *ret_versions)
{
	return read_list(list, version_bit, ret_versions);
}

bool time_from_words(const char *words, int64_t *ret_seconds, unsigned *ret_ms)
{
	struct tm utc = {0};
	unsigned ms = 0;
	int end = 0;

	if (sscanf(words, "%4d-%2d-%2dT%2d:%2d:%2d%n", &utc.tm_year,
		    &utc.tm_mon, &utc.tm_mday, &utc.tm_hour, &utc.tm_min,
		    &utc.tm_sec, &end) != 6 ||
		!end)
		return false;
	words += end;
	if (*words == '.') {
		if (sscanf(words, ".%3u%n", &ms, &end) != 1)
			return false;
		words += end;
	}
	if (strcmp(words, "Z") != 0)
		return false;
	utc.tm_year -= 1900;
	utc.tm_mon -= 1;
	*ret_seconds = timegm(&utc);
	*ret_ms = ms;
	return true;
}

bool errno_from_words(const char *name, int *ret_number)
{
	struct arena *arena;
	bool found = false;
	char *end;

	/* "errno-123", of one that has no name here. */
	if (strncmp(name, "errno-", 6) == 0) {
		*ret_number = (int)strtol(name + 6, &end, 10);
		return end != name + 6 && !*end;
	}
	arena = arena_new();

	for (int number = 1; number < 256 && !found; number++) {
		found = strcmp(errno_words(arena, number), name) == 0;
		if (found)
			*ret_number = number;
	}
	arena_free(arena);
	return found;
}
