/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The XML report, read back into what it was written from: written again, it
 * is the same octets. It is read piece by piece, and no tree is made of it.
 * What the schema demands is seen to on the way, by the same tables; what a
 * later version added is left alone. No DTD, no entities, bounded in size and
 * depth. */
#ifndef MAILSONDE_REPORTS_RECORD_READ_H
#define MAILSONDE_REPORTS_RECORD_READ_H

#include "model/problem.h"
#include "model/report.h"

#define RECORD_OCTETS ((size_t)192 * 1024 * 1024)

struct record_reader;

/* `place` is what problems name: "old.xml". Both are borrowed, and what is
 * read lives in `arena`. To be ended with record_reader_end(). */
struct record_reader *record_reader_new(struct arena *arena, const char *place);

/* The next octets. Answers false once no more are wanted. */
bool record_reader_feed(
	struct record_reader *reader, const void *data, size_t length);

/* Frees the reader, and fills in `*ret_report`, for report_clear() to clear.
 * Answers false with the first thing wrong in `*ret_problem`. */
bool record_reader_end(struct record_reader *reader, struct report *ret_report,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* All of it at once. */
bool record_read_xml(struct arena *arena, const char *place, const void *xml,
	size_t length, struct report *ret_report, struct problem *ret_problem)
	__attribute__((warn_unused_result));

#endif
