/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/refuse.h"

#include "model/text/escape.h"

#include <string.h>

#define SHOWN_COLUMNS 200

bool refuse_at(struct arena *arena, const char *place, unsigned line,
	struct problem *ret_problem, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	*ret_problem = (struct problem){
		.kind = PROBLEM_DATA,
		.place = arena_printf(
			arena, "%s:%u", refuse_escape(arena, place), line),
		.text = arena_vprintf(arena, format, arguments),
	};
	va_end(arguments);
	return false;
}

const char *refuse_escape(struct arena *arena, const char *given)
{
	struct octets text = {(const unsigned char *)given, strlen(given)};

	return escape_excerpt(arena, text, SHOWN_COLUMNS);
}

const char *refuse_quote(struct arena *arena, const char *given)
{
	return arena_printf(arena, "\"%s\"", refuse_escape(arena, given));
}
