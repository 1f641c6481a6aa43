/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What tells one form of settings from another. */
#ifndef MAILSONDE_SETTINGS_TEXT_LIKENESS_H
#define MAILSONDE_SETTINGS_TEXT_LIKENESS_H

#include "model/arena.h"
#include <stdbool.h>
#include <stddef.h>

/* How much a text looks like a form. The best wins, the first of equals. */
enum likeness {
	LIKE_NOT = 0,
	LIKE_PERHAPS = 1, /* words that occur there, and elsewhere too */
	LIKE_MUCH = 2,    /* keywords of this form, where they belong */
	LIKE_SURELY = 3,  /* a root element, a magic line */
};

/* Whether the text is XML whose root element has this name, whatever its
 * prefix and in any case: enough of XML to tell forms apart, no more. */
bool likeness_has_root(struct octets text, const char *root);

/* Whether it begins as XML does, be it good or not. */
bool likeness_is_xml(struct octets text);

/* Whether `word` occurs, in any case. */
bool likeness_has(struct octets text, const char *word);

/* How many lines begin with `word`, behind blanks, in any case; the word ends
 * there. */
size_t likeness_lines_with(struct octets text, const char *word);

#endif
