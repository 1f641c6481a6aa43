/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_LOG_H
#define STANDIN_LOG_H

#include <stddef.h>

/* The record of what clients did: one line an event, written whole.
 *
 *     SECONDS #CONNECTION SERVICE MODE PORT EVENT [DETAIL]
 *
 * Events are listed in README.md. */
struct log;

/* Writes to the file `path`, emptied first.  Returns NULL, errno set, when it
 * cannot be opened.  To be freed with log_free(). */
struct log *log_open(const char *path);
void log_free(struct log *log);

/* `log` may be NULL; `who` is "SERVICE MODE PORT".  `detail` may hold any
 * octets and is escaped, or is NULL. */
void log_event(struct log *log, unsigned long connection, const char *who,
	const char *event, const char *detail, size_t detail_len);
void log_text(struct log *log, unsigned long connection, const char *who,
	const char *event, const char *detail);

#endif
