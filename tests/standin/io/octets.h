/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_OCTETS_H
#define STANDIN_OCTETS_H

#include <stddef.h>

/* A string that grows, NUL octets welcome.  `{0}` is an empty one.  `data`
 * has a NUL behind its last octet once something was appended. */
struct octets {
	char *data;
	size_t len;
	size_t room;
};

void octets_append(struct octets *to, const void *data, size_t len);
void octets_puts(struct octets *to, const char *text);
void octets_printf(struct octets *to, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Appends `data` with anything but printable ASCII as \xNN. */
void octets_escape(struct octets *to, const char *data, size_t len);
void octets_clear(struct octets *o);

/* Returns `memory`, or ends the process when it is NULL: a test server has no
 * use for half a reply. */
void *or_die(void *memory);
char *copy_text(const char *text);

#endif
