/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sentences with a number in them. Other languages have other rules of when
 * there is one of a thing and when there are many, and other endings all over
 * the sentence: so each form is written out as a whole, and stands alone. */
#ifndef MAILSONDE_MODEL_TEXT_PLURAL_H
#define MAILSONDE_MODEL_TEXT_PLURAL_H

#include "model/arena.h"

/* The format for `count` things, chosen as ngettext() does for English. Both
 * forms take the same arguments. */
const char *plural_form(size_t count, const char *one, const char *many)
	__attribute__((format_arg(2), format_arg(3)));

/* Adds an item that says a count to a list of them, "2 failed, 1 warning"; none
 * if the count is 0. */
const char *plural_list(
	struct arena *arena, const char *list, size_t count, const char *item);

/* A list of which `left` entries are not named: "a, b and 3 more". The list as
 * it is where there is none. */
const char *plural_more(struct arena *arena, const char *list, size_t left);

#endif
