/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_TESTS_GREETING_H
#define MAILSONDE_TESTS_GREETING_H

#include "model/service.h"

#include <string.h>

/* A welcome as the service's row has it: "+OK ready", "220 mail.example.com
 * ESMTP". */
static inline struct octets greeting_text(
	struct arena *arena, enum service service)
{
	const char *words = service_row(service)->greetings;
	size_t length = strcspn(words, "|");
	bool code = memchr(words, '#', length);
	char *text = arena_printf(arena, "%.*s %s", (int)length, words,
		code ? "mail.example.com ESMTP" : "ready");

	if (code)
		memcpy(text, "220", 3);
	return (struct octets){(unsigned char *)text, strlen(text)};
}

#endif
