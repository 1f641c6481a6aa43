/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The letters and digits of protocols, names and settings: ASCII alone,
 * whatever the user's locale makes of them. An "I" is an "i" here in Turkish,
 * too. Any other octet belongs to no class and has no other case. */
#ifndef MAILSONDE_MODEL_TEXT_ASCII_H
#define MAILSONDE_MODEL_TEXT_ASCII_H

#include "model/arena.h"

#include <stdbool.h>
#include <stddef.h>

bool ascii_is_digit(int octet);
bool ascii_is_letter(int octet);
bool ascii_is_alphanumeric(int octet);
bool ascii_is_space(int octet); /* with tab, CR, LF, VT and FF */
int ascii_to_lower(int octet);
int ascii_to_upper(int octet);

/* Compare without case, as strcmp() and strncmp() do with it. */
int ascii_compare(const char *one, const char *other);
int ascii_compare_n(const char *one, const char *other, size_t most);

/* Finds `word`, without case, as strstr() does with it. */
const char *ascii_find(const char *text, const char *word);

/* Whether the octets begin with the word, are the word, hold it, or are the
 * same as others, without case. A NUL among them is an octet like any other. */
bool ascii_begins(struct octets text, const char *word);
bool ascii_equals(struct octets text, const char *word);
bool ascii_contains(struct octets text, const char *word);
bool ascii_same(struct octets one, struct octets other);

/* Takes the next word, up to a blank or tab, off the front of `*text`. Answers
 * with a length of 0 at the end. */
struct octets ascii_take_word(struct octets *text);

#endif
