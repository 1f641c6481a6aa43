/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/plugin_range.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MOST 1e9
#define NUMBER_DIGITS 15

/* number = [ "-" ] 1*DIGIT [ "." 1*DIGIT ] [ unit ] */
static bool read_number(const char *text, size_t length,
	const struct plugin_unit *units, double *ret_number)
{
	static const char digits[] = "0123456789";
	const char *at = text + (length && *text == '-');
	size_t whole = strspn(at, digits), all = whole, rest;
	double number;

	if (at[whole] == '.')
		all += 1 + strspn(at + whole + 1, digits);
	if (!whole || at[all - 1] == '.' || all > NUMBER_DIGITS)
		return false;
	number = strtod(text, NULL);
	at += all;
	if (at > text + length || number > NUMBER_MOST || number < -NUMBER_MOST)
		return false;
	rest = (size_t)(text + length - at);
	while (units->name && (strlen(units->name) != rest ||
				      strncmp(units->name, at, rest) != 0))
		units++;
	if (!units->name && rest)
		return false;
	*ret_number = number * (units->name ? units->factor : 1);
	return true;
}

bool plugin_range_read(const char *text, const struct plugin_unit *units,
	struct plugin_range *ret_range)
{
	struct plugin_range range = {.given = true, .high = INFINITY};
	const char *colon, *end;

	if (*text == '@') {
		range.inside = true;
		text++;
	}
	colon = strchr(text, ':');
	end = colon ? colon + 1 : text;
	if (colon && strncmp(text, "~:", 2) == 0)
		range.low = -INFINITY;
	else if (colon && colon > text &&
		 !read_number(text, (size_t)(colon - text), units, &range.low))
		return false;
	if (*end && !read_number(end, strlen(end), units, &range.high))
		return false;
	if ((!colon && !*end) || range.low > range.high)
		return false;
	*ret_range = range;
	return true;
}

bool plugin_range_alerts(const struct plugin_range *range, double value)
{
	bool within = value >= range->low && value <= range->high;

	return range->given && within == range->inside;
}

void plugin_number_write(FILE *stream, double number)
{
	char text[64];
	size_t length = (size_t)snprintf(text, sizeof(text), "%.6f", number);

	while (text[length - 1] == '0')
		length--;
	if (text[length - 1] == '.')
		length--;
	text[length] = '\0';
	fputs(strcmp(text, "-0") == 0 ? "0" : text, stream);
}

/* Where a range alerts: below `low` and above `high`, or from one to the other;
 * of what is below `least` there is nothing. */
static struct plugin_range drawn_to(
	const struct plugin_range *range, double least)
{
	struct plugin_range drawn = *range;

	if (drawn.low <= least)
		drawn.low = drawn.inside ? least : -INFINITY;
	return drawn;
}

static bool is_same_range(
	const struct plugin_range *a, const struct plugin_range *b)
{
	return a->inside == b->inside && !(a->low < b->low) &&
	       !(a->low > b->low) && !(a->high < b->high) &&
	       !(a->high > b->high);
}

static bool never_alerts(const struct plugin_range *range)
{
	return range->inside ? range->low > range->high
			     : isinf(range->low) && isinf(range->high);
}

bool plugin_range_covers(const struct plugin_range *outer,
	const struct plugin_range *inner, double least)
{
	struct plugin_range a, b;

	if (!outer->given || !inner->given)
		return false;
	a = drawn_to(outer, least);
	b = drawn_to(inner, least);
	if (never_alerts(&b) || is_same_range(&a, &b))
		return false;
	if (a.inside && b.inside)
		return a.low <= b.low && b.high <= a.high;
	if (b.inside)
		return b.high < a.low || b.low > a.high;
	if (a.inside)
		return isinf(b.low) && b.high >= a.low && isinf(a.high);
	return b.low <= a.low && b.high >= a.high;
}

void plugin_range_write(FILE *stream, const struct plugin_range *range)
{
	if (!range->given)
		return;
	if (range->inside)
		fputc('@', stream);
	if (isinf(range->low)) {
		fputs("~:", stream);
	} else if (range->low != 0 || isinf(range->high)) {
		plugin_number_write(stream, range->low);
		fputc(':', stream);
	}
	if (!isinf(range->high))
		plugin_number_write(stream, range->high);
}
