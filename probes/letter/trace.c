/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/trace.h"

#include "model/text/ascii.h"
#include "model/text/date.h"
#include "probes/letter/header.h"

#include <string.h>

static bool is_word(const char *at, size_t length, const char *word)
{
	return length == strlen(word) && ascii_compare_n(at, word, length) == 0;
}

/* Passes over blanks and comments, which may hold others. */
static const char *skip(const char *at)
{
	unsigned depth = 0;

	for (; *at && (depth || *at == '(' || ascii_is_space(*at)); at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '(')
			depth++;
		else if (*at == ')')
			depth--;
	}
	return at;
}

static size_t word_length(const char *at)
{
	return strcspn(at, " \t(;");
}

/* stamp = "from" domain "by" domain ["via" link] ["with" protocol] ... ";"
 * date-time, with comments anywhere (RFC 5321 section 4.4) */
static void read_hop(
	struct arena *arena, const char *value, struct trace_hop *hop)
{
	const char *date = strrchr(value, ';');
	const char *at = skip(value);

	while (*at && at != date) {
		size_t length = word_length(at);
		const char *next = skip(at + length);
		size_t next_length = word_length(next);
		const char **place = NULL;

		if (!length) /* another ";" */
			length = 1;
		if (is_word(at, length, "from"))
			place = &hop->from;
		else if (is_word(at, length, "by"))
			place = &hop->by;
		else if (is_word(at, length, "with"))
			place = &hop->protocol;
		if (place && !*place && next_length) {
			*place = arena_printf(
				arena, "%.*s", (int)next_length, next);
			at = next;
			length = next_length;
		}
		at = skip(at + length);
	}
	if (date)
		hop->date = date_find((struct octets){
			(const unsigned char *)date + 1, strlen(date + 1)});
}

/* The result of one method: "spf=pass" (RFC 8601 section 2.2). The first one
 * counts, but for a pass behind it: a message may be signed several times. */
static void note_result(struct arena *arena, const char *at, const char *method,
	const char **result)
{
	size_t length = strlen(method);
	const char *value;

	if (ascii_compare_n(at, method, length) != 0)
		return;
	value = skip(at + length);
	if (*value == '/') /* a version: "spf/1" */
		value = skip(value + 1 + strspn(value + 1, "0123456789"));
	if (*value != '=')
		return;
	value = skip(value + 1);
	length = strcspn(value, " \t;(\"");
	if (length && (!*result || is_word(value, length, "pass")))
		*result = arena_printf(arena, "%.*s", (int)length, value);
}

/* Behind the next ";" that is in no comment and no string */
static const char *next_statement(const char *at)
{
	bool quoted = false;

	while (*at && (quoted || *at != ';')) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '"')
			quoted = !quoted;
		else if (*at == '(' && !quoted) {
			at = skip(at);
			continue;
		}
		at++;
	}
	return *at ? skip(at + 1) : at;
}

static void read_results(
	struct arena *arena, const char *value, struct trace *trace)
{
	const char *at = skip(value);

	trace->authority =
		arena_printf(arena, "%.*s", (int)word_length(at), at);
	/* Exchange Online leaves the server's name out, and begins at once. */
	if (!strchr(trace->authority, '='))
		at = next_statement(at);
	else
		trace->authority = NULL;
	for (; *at; at = next_statement(at)) {
		note_result(arena, at, "spf", &trace->spf);
		note_result(arena, at, "dkim", &trace->dkim);
		note_result(arena, at, "dmarc", &trace->dmarc);
	}
}

void trace_read(
	struct arena *arena, struct octets message, struct trace *ret_trace)
{
	const char *value;

	*ret_trace = (struct trace){0};
	for (size_t i = 0; (value = header_find(arena, message, "Received", i));
		i++) {
		if (i == TRACE_HOPS) {
			ret_trace->cut = true;
			break;
		}
		ret_trace->hops = arena_grow(
			arena, ret_trace->hops, i, sizeof(*ret_trace->hops));
		ret_trace->hops[i] = (struct trace_hop){0};
		read_hop(arena, value, &ret_trace->hops[i]);
		ret_trace->count = i + 1;
	}
	value = header_find(arena, message, "Authentication-Results", 0);
	if (value)
		read_results(arena, value, ret_trace);
}
