/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/letter.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

#define LINE_OCTETS 75 /* RFC 5545 section 3.1 */
#define MEETING_S 900

/* Where a line may be folded: not within a character. */
static size_t fold_length(const char *line, size_t most)
{
	size_t length = strlen(line);

	if (length <= most)
		return length;
	for (length = most; length > 1; length--)
		if (((unsigned char)line[length] & 0xc0) != 0x80)
			break;
	return length;
}

static void add_line(struct builder *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void add_line(struct builder *text, const char *format, ...)
{
	size_t most = LINE_OCTETS;
	const char *line;
	va_list arguments;

	va_start(arguments, format);
	line = arena_vprintf(text->arena, format, arguments);
	va_end(arguments);
	for (; *line; most = LINE_OCTETS - 1) {
		size_t length = fold_length(line, most);

		if (most < LINE_OCTETS)
			builder_add(text, " ");
		builder_add_octets(text,
			(struct octets){(const unsigned char *)line, length});
		builder_add(text, "\r\n");
		line += length;
	}
}

/* "20260131T030000Z" */
static const char *utc(struct arena *arena, int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm = {0};
	char text[20];

	gmtime_r(&when, &tm);
	strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", &tm);
	return arena_strdup(arena, text);
}

/* RFC 6068 section 2: what is not plain is percent-encoded. */
static const char *mailto(struct arena *arena, const char *address)
{
	struct builder uri = {.arena = arena};

	builder_add(&uri, "mailto:");
	for (; *address; address++) {
		unsigned char octet = (unsigned char)*address;

		if (ascii_is_alphanumeric(octet) || strchr("-._~!$'*+@", octet))
			builder_printf(&uri, "%c", octet);
		else
			builder_printf(&uri, "%%%02X", octet);
	}
	return builder_text(&uri);
}

/* It keeps nobody's time busy, and asks for no answer. */
struct octets letter_calendar(struct arena *arena, const struct letter *letter)
{
	struct builder text = {.arena = arena};
	bool cancelled = letter->kind == LETTER_CANCEL;

	add_line(&text, "BEGIN:VCALENDAR");
	add_line(&text, "PRODID:-//mailsonde//mailsonde//EN");
	add_line(&text, "VERSION:2.0");
	add_line(&text, "CALSCALE:GREGORIAN");
	add_line(&text, "METHOD:%s", cancelled ? "CANCEL" : "REQUEST");
	add_line(&text, "BEGIN:VEVENT");
	add_line(&text, "UID:mailsonde.%s%s", letter->token,
		strrchr(letter->from, '@'));
	add_line(&text, "DTSTAMP:%s", utc(arena, letter->date));
	add_line(&text, "DTSTART:%s", utc(arena, letter->meeting));
	add_line(&text, "DTEND:%s", utc(arena, letter->meeting + MEETING_S));
	add_line(&text, "SEQUENCE:%d", cancelled);
	add_line(&text, "STATUS:%s", cancelled ? "CANCELLED" : "CONFIRMED");
	add_line(&text, "TRANSP:TRANSPARENT");
	add_line(&text, "SUMMARY:" LETTER_SUBJECT " %s", letter->token);
	add_line(&text, "ORGANIZER:%s", mailto(arena, letter->from));
	add_line(&text,
		"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;"
		"RSVP=FALSE:%s",
		mailto(arena, letter->to));
	add_line(&text, "END:VEVENT");
	add_line(&text, "END:VCALENDAR");
	return (struct octets){
		(const unsigned char *)builder_text(&text), text.length};
}
