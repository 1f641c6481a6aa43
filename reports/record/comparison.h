/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What differs between two reports, for people and programs. */
#ifndef MAILSONDE_REPORTS_RECORD_COMPARISON_H
#define MAILSONDE_REPORTS_RECORD_COMPARISON_H

#include "model/comparison.h"
#include "reports/text/text.h"

#include <stdio.h>

/* How it changed: "WORSE", and "WENT DOWN" of an endpoint. */
const char *comparison_kind_words(const struct change *change);

/* What changed, for people: "VER-003 of rfc9325". */
const char *comparison_subject_words(
	struct arena *arena, const struct change *change);

void comparison_write_text(FILE *stream, const struct comparison *comparison,
	const struct text_style *style);

/* urn:mailsonde:comparison:1, as data/schemas/comparison-1.xsd has it. Returns
 * the whole document, to be freed with free(); NULL if memory ran out. */
char *comparison_to_xml(
	const struct comparison *comparison, size_t *ret_length);

/* The same under the same names, with underscores in them. */
void comparison_write_json(FILE *stream, const struct comparison *comparison);

#endif
