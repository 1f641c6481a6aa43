/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* --warning and --critical:
 *
 *	limits = limit *("," limit)
 *	limit  = ("time" / "days") "=" range     ;
 *reports/monitor/plugin_range.h
 *
 * Days run out: a bare number of them is the least that there must be. */
#include "src/options/values.h"

#include <math.h>
#include <string.h>

#define ADVICE                                                                 \
	"is not a list of limits; examples: time=2s,days=30 and "              \
	"time=500ms,days=7:400"

static bool read_time(const char *text, struct plugin_range *ret_range)
{
	static const struct plugin_unit units[] = {
		{"ms", 0.001}, {"s", 1}, {NULL, 0}};

	return plugin_range_read(text, units, ret_range);
}

static bool read_days(const char *text, struct plugin_range *ret_range)
{
	static const struct plugin_unit units[] = {{"d", 1}, {NULL, 0}};

	if (!plugin_range_read(text, units, ret_range))
		return false;
	if (!strchr(text, ':') && *text != '@') {
		ret_range->low = ret_range->high;
		ret_range->high = INFINITY;
	}
	return true;
}

static bool read_limit(const char *text, struct plugin_limits *limits)
{
	if (strncmp(text, "time=", 5) == 0)
		return read_time(text + 5, &limits->time);
	if (strncmp(text, "days=", 5) == 0)
		return read_days(text + 5, &limits->days);
	return false;
}

static void set_limits(
	struct reading *r, const char *value, struct plugin_limits *limits)
{
	char *at = arena_strdup(r->arena, value);

	while (at)
		if (!read_limit(strsep(&at, ","), limits)) {
			option_set_error(r, value, ADVICE);
			return;
		}
}

void option_set_warning(struct reading *r, const char *value)
{
	set_limits(r, value, &r->options->warning);
}

void option_set_critical(struct reading *r, const char *value)
{
	set_limits(r, value, &r->options->critical);
}
