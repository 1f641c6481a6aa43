/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/date.h"

#include "model/text/ascii.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define DATE_OCTETS 64 /* longer than any date */

static int month_number(const char *name)
{
	static const char names[12][4] = {"Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	for (int i = 0; i < 12; i++)
		if (ascii_compare(name, names[i]) == 0)
			return i;
	return -1;
}

/* zone = ("+" / "-") 4DIGIT / "GMT" / "UT" / "UTC"; in minutes */
static bool read_zone(const char *zone, int *ret_minutes)
{
	int hours, minutes;
	char sign;

	if (ascii_compare(zone, "GMT") == 0 || ascii_compare(zone, "UT") == 0 ||
		ascii_compare(zone, "UTC") == 0) {
		*ret_minutes = 0;
		return true;
	}
	if (sscanf(zone, "%c%2d%2d", &sign, &hours, &minutes) != 3 ||
		(sign != '+' && sign != '-') || hours < 0 || hours > 14 ||
		minutes < 0 || minutes > 59)
		return false;
	*ret_minutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
	return true;
}

/* date-time without its day of the week:
 * day SP month SP year SP hour ":" minute ":" second SP zone */
static int64_t read_date(const char *text)
{
	struct tm time = {0};
	char month[4], zone[6];
	int zone_minutes;

	if (sscanf(text, "%2d %3s %4d %2d:%2d:%2d %5s", &time.tm_mday, month,
		    &time.tm_year, &time.tm_hour, &time.tm_min, &time.tm_sec,
		    zone) != 7)
		return 0;
	time.tm_mon = month_number(month);
	if (time.tm_mon < 0 || time.tm_mday < 1 || time.tm_mday > 31 ||
		time.tm_year < 1990 || time.tm_hour < 0 || time.tm_hour > 23 ||
		time.tm_min < 0 || time.tm_min > 59 || time.tm_sec < 0 ||
		time.tm_sec > 60 || !read_zone(zone, &zone_minutes))
		return 0;
	time.tm_year -= 1900;
	return (int64_t)timegm(&time) - (int64_t)zone_minutes * 60;
}

int64_t date_find(struct octets text)
{
	for (size_t i = 0; i < text.length; i++) {
		char window[DATE_OCTETS + 1];
		size_t length = text.length - i;
		int64_t seconds;

		/* A number that begins here, not in the middle of one. */
		if (text.data[i] < '0' || text.data[i] > '9' ||
			(i > 0 && text.data[i - 1] != ' '))
			continue;
		if (length > DATE_OCTETS)
			length = DATE_OCTETS;
		memcpy(window, text.data + i, length);
		window[length] = '\0';
		seconds = read_date(window);
		if (seconds > 0)
			return seconds;
	}
	return 0;
}
