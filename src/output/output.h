/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where reports go. A file is whole or not there. */
#ifndef MAILSONDE_SRC_OUTPUT_OUTPUT_H
#define MAILSONDE_SRC_OUTPUT_OUTPUT_H

#include "reports/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct output {
	enum format format;
	const char *file; /* NULL: standard output */
};

struct output_file; /* opaque */

/* Begins an output of which nobody knows yet how long it becomes: aside of the
 * file, or straight to standard output for NULL and to what is no plain file (a
 * pipe, /dev/null; src/output/place.h). What is put into `*ret_stream`, which
 * output_close() closes, takes its place. Answers NULL with errno set if that
 * fails. */
struct output_file *output_open(const char *file, FILE **ret_stream);

/* Whether that could work, as far as can be told without doing it; NULL is
 * standard output. Answers false with errno set if not. */
bool output_possible(const char *file);

/* Ends it: with `keep` the file takes its name, else it is as if nothing had
 * been written. Answers false with errno set if all of it could not be
 * written; an older file of that name is still there then. */
bool output_close(struct output_file *output, bool keep);

/* Writes the octets to the file, aside first and then renamed, or straight to
 * standard output for NULL and to what is no plain file (a pipe, /dev/null).
 * Answers false with errno set if that fails; an older file of that name is
 * still there then. */
bool output_write(const char *file, const void *data, size_t length);

#endif
