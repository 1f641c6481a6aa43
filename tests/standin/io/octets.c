/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/io/octets.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

void *or_die(void *memory)
{
	if (memory == NULL) {
		fputs("standin: out of memory\n", stderr);
		exit(EX_OSERR);
	}
	return memory;
}

char *copy_text(const char *text)
{
	return or_die(strdup(text));
}

static void reserve(struct octets *o, size_t more)
{
	size_t need = o->len + more + 1;

	if (need <= o->room)
		return;
	o->room = need < 256 ? 256 : need * 2;
	o->data = or_die(realloc(o->data, o->room));
}

void octets_append(struct octets *to, const void *data, size_t len)
{
	reserve(to, len);
	if (len > 0)
		memcpy(to->data + to->len, data, len);
	to->len += len;
	to->data[to->len] = '\0';
}

void octets_puts(struct octets *to, const char *text)
{
	octets_append(to, text, strlen(text));
}

void octets_printf(struct octets *to, const char *format, ...)
{
	va_list arguments;
	char *text;
	int len;

	va_start(arguments, format);
	len = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (len < 0)
		or_die(NULL);
	octets_append(to, text, (size_t)len);
	free(text);
}

void octets_escape(struct octets *to, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)data[i];

		if (c < 0x20 || c > 0x7e || c == '\\')
			octets_printf(to, "\\x%02x", c);
		else
			octets_append(to, data + i, 1);
	}
}

void octets_clear(struct octets *o)
{
	free(o->data);
	*o = (struct octets){0};
}
