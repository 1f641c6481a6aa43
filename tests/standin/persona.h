/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_PERSONA_H
#define STANDIN_PERSONA_H

#include "tests/standin/io/octets.h"
#include "tests/standin/service.h"

#include <stdbool.h>
#include <stddef.h>

/* What a kind of server says, read from a file; personas/plain.persona
 * explains the format. */
struct persona;

/* The reply to one command, as the file has it: lines without CRLF,
 * substitutions not yet made. */
struct persona_reply {
	char **line;
	size_t count;
};

/* What the substitutions of one reply stand for. */
struct persona_context {
	const char *client;
	const char *tag;
	const char *argument;
	unsigned long connection;
};

/* Reads the file.  Complains to standard error and returns NULL when it
 * cannot.  The result is the caller's, to be freed with persona_free(). */
struct persona *persona_load(const char *path);
void persona_free(struct persona *p);

/* The reply to `command` (upper case, or a pseudo-command in lower case such
 * as "greeting"), or NULL when the persona does not know the command there.
 * It is the persona's. */
const struct persona_reply *persona_find(const struct persona *p,
	enum service service, bool in_tls, const char *command);

/* Appends `line` to `to`, substitutions made. */
void persona_expand(const struct persona *p, const char *line,
	const struct persona_context *context, struct octets *to);

const char *persona_host(const struct persona *p);

#endif
