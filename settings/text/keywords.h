/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Lines of words, as msmtp, mbsync, fetchmail and mutt read them. */
#ifndef MAILSONDE_SETTINGS_TEXT_KEYWORDS_H
#define MAILSONDE_SETTINGS_TEXT_KEYWORDS_H

#include "settings/text/lines.h"

#define KEYWORDS 64 /* of one line; more are left out */

struct keywords {
	const char *words[KEYWORDS]; /* in the arena */
	size_t count;
};

/* line = *( word / blank ); word = 1*octet / quoted
 *
 * Double quotes, and single ones, keep blanks together, a backslash the octet
 * behind it. What follows a "#" that begins a word is a comment. */
void keywords_read(struct arena *arena, const char *line, size_t length,
	struct keywords *ret_keywords);

/* The word at that place, or "". */
const char *keywords_at(const struct keywords *keywords, size_t index);

#endif
