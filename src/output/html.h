/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* -o html: our own page, or what a stylesheet of the user's makes. */
#ifndef MAILSONDE_SRC_OUTPUT_HTML_H
#define MAILSONDE_SRC_OUTPUT_HTML_H

#include "model/comparison.h"
#include "src/options/options.h"

#include <stdio.h>

/* Whether the stylesheet could be used. Answers EX_OK, or an exit status after
 * a complaint. */
int html_prepare(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Each answers EX_OK, or an exit status after a complaint (EX_OSERR without
 * one: out of memory). */
int html_write_report(FILE *stream, const struct options *options,
	struct arena *arena, const struct report *report)
	__attribute__((warn_unused_result));
int html_write_comparison(FILE *stream, const struct options *options,
	struct arena *arena, const struct comparison *comparison)
	__attribute__((warn_unused_result));

/* What a check or a diagnosis is about; NULL for an id that is not known. */
const char *html_title(const char *id);

#endif
