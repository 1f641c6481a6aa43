/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/refuse.h"

#include "model/escape.h"

#include <string.h>

#define SHOWN_COLUMNS 200

bool settings_refuse(struct arena *arena, struct settings_error *ret_error,
	int exit_status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	ret_error->exit_status = exit_status;
	ret_error->message = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return false;
}

const char *settings_escape(struct arena *arena, const char *given)
{
	struct octets text = {(const unsigned char *)given, strlen(given)};

	return escape_excerpt(arena, text, SHOWN_COLUMNS);
}

const char *settings_quote(struct arena *arena, const char *given)
{
	return arena_printf(arena, "\"%s\"", settings_escape(arena, given));
}
