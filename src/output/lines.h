/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* -o jsonl of a check: a line for each endpoint, as it finishes. What a line
 * says is what a check of that endpoint alone would: rules that compare
 * endpoints, and causes that several have in common, see no other. A line is
 * final. */
#ifndef MAILSONDE_SRC_OUTPUT_LINES_H
#define MAILSONDE_SRC_OUTPUT_LINES_H

#include "src/options/options.h"

struct lines; /* opaque */

/* Begins every output that was asked for, NULL if none was. To be ended with
 * lines_close(). Answers EX_OK, or an exit status after a complaint. */
int lines_open(const struct options *options, struct lines **ret_lines)
	__attribute__((warn_unused_result));

/* Writes and flushes a line for the only endpoint of a report, judged. */
void lines_put(struct lines *lines, const struct report *alone);

/* Gives files their names, or with `keep` false leaves none, and frees. NULL
 * is fine. Answers EX_OK, or an exit status after a complaint. */
int lines_close(struct lines *lines, bool keep);

#endif
