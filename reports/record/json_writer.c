/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/json_writer.h"

#include "model/text/escape.h"

#include <inttypes.h>
#include <string.h>

static void put(struct json *json, const char *text, size_t length)
{
	fwrite_unlocked(text, 1, length, json->stream);
}

static void put_octet(struct json *json, char octet)
{
	putc_unlocked(octet, json->stream);
}

static void start_line(struct json *json)
{
	static const char line[] = "\n                                ";

	if (json->one_line)
		return;
	put(json, line, 1 + json->depth);
}

/* RFC 8259 section 7. Of control characters clean text has but two. */
static void put_string(struct json *json, const char *text)
{
	put_octet(json, '"');
	for (;;) {
		size_t plain = strcspn(text, "\"\\\n\t");

		put(json, text, plain);
		text += plain;
		if (!*text)
			break;
		put_octet(json, '\\');
		put_octet(json, *text == '\n'   ? 'n'
				: *text == '\t' ? 't'
						: *text);
		text++;
	}
	put_octet(json, '"');
}

static void start(struct json *json, const char *name)
{
	if (json->begun)
		put_octet(json, ',');
	if (json->depth)
		start_line(json);
	json->begun = true;
	if (!name)
		return;
	put_octet(json, '"');
	for (const char *dash; (dash = strchr(name, '-')); name = dash + 1) {
		put(json, name, (size_t)(dash - name));
		put_octet(json, '_');
	}
	put(json, name, strlen(name));
	put(json, "\": ", json->one_line ? 2 : 3);
}

static void begin(struct json *json, const char *name, char bracket)
{
	start(json, name);
	put_octet(json, bracket);
	json->depth++;
	json->begun = false;
}

static void end(struct json *json, char bracket)
{
	json->depth--;
	if (json->begun)
		start_line(json);
	put_octet(json, bracket);
	json->begun = true;
}

void json_begin_object(struct json *json, const char *name)
{
	begin(json, name, '{');
}

void json_end_object(struct json *json)
{
	end(json, '}');
}

void json_begin_array(struct json *json, const char *name)
{
	begin(json, name, '[');
}

void json_end_array(struct json *json)
{
	end(json, ']');
}

void json_clean_string(struct json *json, const char *name, const char *text)
{
	start(json, name);
	put_string(json, text);
}

void json_text(struct json *json, const char *name, const char *text)
{
	if (text)
		json_clean_string(json, name, escape_clean(json->arena, text));
}

void json_figure(struct json *json, const char *name, const char *figure)
{
	start(json, name);
	put(json, figure, strlen(figure));
}

void json_number(struct json *json, const char *name, int64_t number)
{
	char figure[32];

	snprintf(figure, sizeof(figure), "%" PRId64, number);
	json_figure(json, name, figure);
}

void json_bool(struct json *json, const char *name, bool value)
{
	json_figure(json, name, value ? "true" : "false");
}

void json_end(struct json *json)
{
	put_octet(json, '\n');
	json->begun = false;
}
