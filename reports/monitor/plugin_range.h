/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Ranges of the Monitoring Plugins guidelines, outside of which (or inside,
 * with "@") a plugin alerts:
 *
 *	range = [ "@" ] [ start ":" ] [ end ]
 *	start = number / "~"        ; "~" is minus infinity, 0 if left out
 *	end   = number              ; infinity if left out
 */
#ifndef MAILSONDE_REPORTS_MONITOR_PLUGIN_RANGE_H
#define MAILSONDE_REPORTS_MONITOR_PLUGIN_RANGE_H

#include <stdbool.h>
#include <stdio.h>

struct plugin_range {
	bool given;
	bool inside; /* alerts within the bounds, which belong to the range */
	double low;  /* -INFINITY: unbounded */
	double high; /* INFINITY: unbounded */
};

/* What a number may have behind it, and what that multiplies it by. */
struct plugin_unit {
	const char *name;
	double factor;
};

/* Reads a range whose numbers may have one of `units` behind them; the last of
 * those has no name. Answers false, with nothing written, if it is none. */
bool plugin_range_read(const char *text, const struct plugin_unit *units,
	struct plugin_range *ret_range) __attribute__((warn_unused_result));

/* Whether there is a range and the value alerts. */
bool plugin_range_alerts(const struct plugin_range *range, double value);

/* Whether both are given, and `outer` alerts at every value from `least` on at
 * which `inner` does, and at others; not if `inner` never alerts. */
bool plugin_range_covers(const struct plugin_range *outer,
	const struct plugin_range *inner, double least);

/* Writes the range as performance data have it, without units; nothing if it
 * was not given. */
void plugin_range_write(FILE *stream, const struct plugin_range *range);

/* Writes a number as performance data have it: "0.153", "-3", with at most six
 * decimals. */
void plugin_number_write(FILE *stream, double number);

#endif
