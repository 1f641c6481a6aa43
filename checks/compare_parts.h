/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the files of a comparison share. */
#ifndef MAILSONDE_CHECKS_COMPARE_PARTS_H
#define MAILSONDE_CHECKS_COMPARE_PARTS_H

#include "model/comparison.h"

struct comparer {
	struct arena *arena;
	struct comparison *comparison;
	const struct endpoint *endpoint; /* whose changes are added */
};

void comparer_add(struct comparer *c, struct change change);

struct comparer_words {
	const char **words;
	size_t count;
};

/* Adds what vanished from the words, and what appeared among them; their order
 * does not matter. */
void comparer_words(struct comparer *c, enum change_subject subject,
	const struct comparer_words *before,
	const struct comparer_words *after);

/* Each of them alone. */
void comparer_words_vanished(struct comparer *c, enum change_subject subject,
	const struct comparer_words *before,
	const struct comparer_words *after);
void comparer_words_appeared(struct comparer *c, enum change_subject subject,
	const struct comparer_words *before,
	const struct comparer_words *after);

/* "CN=mail.example.com, issued by CN=Example, until 2026-10-21, SHA-256 ..." */
const char *comparer_certificate(
	struct arena *arena, const struct certificate *leaf);

/* What hellos made by hand found out. */
void compare_offered(struct comparer *c, const struct endpoint_facts *before,
	const struct endpoint_facts *after);

#endif
