/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where reports go. A file is whole or not there. */
#ifndef MAILSONDE_OUTPUT_H
#define MAILSONDE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

enum format {
	FORMAT_TEXT,
	FORMAT_XML,
	FORMAT_TICKET,
	FORMAT_HTML,
	FORMAT_NAGIOS,
	FORMAT_OPENMETRICS,
	FORMAT_PROFILE, /* the settings alone, for settings and discover */
	FORMAT_COUNT,
};

struct output {
	enum format format;
	const char *file; /* NULL: standard output */
};

/* Writes the octets to the file, aside first and then renamed, or straight to
 * standard output for NULL and to what is no plain file (a pipe, /dev/null).
 * Answers false with errno set if that fails; an older file of that name is
 * still there then. */
bool output_write(const char *file, const void *data, size_t length);

#endif
