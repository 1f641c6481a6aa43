/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/media.h"

#include "model/text/ascii.h"

#include <string.h>

#define FULL 1000
#define PLACES 1000

/* How exactly a range of types has a type. */
enum match { MATCH_NONE, MATCH_ANY, MATCH_MAIN, MATCH_TYPE, MATCH_COUNT };

static size_t length_of(const char *type)
{
	return strcspn(type, "; \t,");
}

bool media_is(const char *content_type, const char *type)
{
	size_t length = strlen(type);

	content_type += strspn(content_type, " \t");
	return length_of(content_type) == length &&
	       ascii_compare_n(content_type, type, length) == 0;
}

static enum match match(const char *range, const char *type)
{
	size_t length = length_of(range);
	size_t main_part = strcspn(type, "/") + 1;

	if (length == 3 && strncmp(range, "*/*", 3) == 0)
		return MATCH_ANY;
	if (length == main_part + 1 && range[main_part] == '*' &&
		ascii_compare_n(range, type, main_part) == 0)
		return MATCH_MAIN;
	return length == length_of(type) &&
			       ascii_compare_n(range, type, length) == 0
		       ? MATCH_TYPE
		       : MATCH_NONE;
}

/* qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
 * In thousandths. */
static unsigned read_quality(const char *text)
{
	unsigned quality = *text == '1' ? FULL : 0;
	unsigned place = FULL / 10;

	if (quality || *text != '0' || text[1] != '.')
		return quality;
	for (text += 2; place && ascii_is_digit(*text); place /= 10)
		quality += place * (unsigned)(*text++ - '0');
	return quality;
}

/* That of a range, whose parameters end at the next comma. */
static unsigned quality_of(const char *range)
{
	for (;;) {
		range += strcspn(range, ";,");
		if (*range != ';')
			return FULL;
		range++;
		range += strspn(range, " \t");
		if (ascii_compare_n(range, "q=", 2) == 0)
			return read_quality(range + 2);
	}
}

unsigned media_weigh(const char *accept, const char *type)
{
	enum match best = MATCH_NONE;
	unsigned weight = 0;

	for (unsigned place = PLACES; place; place--) {
		enum match found;

		accept += strspn(accept, ", \t");
		if (!*accept)
			break;
		found = match(accept, type);
		if (found > best) {
			unsigned quality = quality_of(accept);

			best = found;
			weight = quality ? (quality * MATCH_COUNT + found) *
							   PLACES +
						   place - 1
					 : 0;
		}
		accept += strcspn(accept, ",");
	}
	return weight;
}
