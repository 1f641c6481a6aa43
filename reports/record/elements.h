/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The elements of a report as a parser brings them, one after the other, and
 * what they fill in. */
#ifndef MAILSONDE_REPORTS_RECORD_ELEMENTS_H
#define MAILSONDE_REPORTS_RECORD_ELEMENTS_H

#include "reports/record/frame.h"

#define ELEMENTS_DEPTH 16

struct elements {
	struct record_context context; /* its `why` tells what is wrong */
	struct report report;
	struct frame frames[ELEMENTS_DEPTH];
	size_t depth;
	struct attribute *attributes; /* of the next element */
	size_t attribute_count;
	size_t attribute_size;
	unsigned skipped; /* those that are open and of no interest */
	bool rooted;      /* the report's own element came */
	char *text;       /* of the innermost, or of an attribute */
	size_t text_length;
	size_t text_size;
};

void elements_begin(struct elements *elements, struct arena *arena);

/* Each does nothing once something is wrong. Attributes come before their
 * element, and are borrowed. An element of another namespace is not `ours`. */
void elements_attribute(struct elements *elements, const char *name,
	const void *value, size_t length);
void elements_open(struct elements *elements, const char *name, bool ours);
void elements_text(struct elements *elements, const void *text, size_t length);
void elements_close(struct elements *elements);

/* Frees what only reading needs: not the report. */
void elements_end(struct elements *elements);

#endif
