/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Results as XML files in a folder, each named by its address. */
#ifndef MAILSONDE_SRC_SERVE_JOB_KEEP_H
#define MAILSONDE_SRC_SERVE_JOB_KEEP_H

#include "model/report.h"

#include <dirent.h>
#include <time.h>

/* Writes the report whole, or not at all. Answers false with errno set. */
bool keep_write(
	const char *folder, const char *id, const struct report *report);

/* Reads the report of that name, to be cleared with report_clear(). Answers
 * false if there is none since `oldest` that can be read. */
bool keep_read(struct arena *arena, const char *folder, const char *id,
	time_t oldest, struct report *ret_report);

/* Looks at `most` files, and removes those that keep_write() made before
 * `oldest`, and what a crash kept it from ending. `*ret_place`, NULL at first,
 * is where the next sweep goes on. */
void keep_sweep(
	const char *folder, time_t oldest, unsigned most, DIR **ret_place);

#endif
