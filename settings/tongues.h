/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What settings are called in the languages that people paste them in. */
#ifndef MAILSONDE_SETTINGS_TONGUES_H
#define MAILSONDE_SETTINGS_TONGUES_H

#include "model/arena.h"

#include <stdbool.h>

enum tongue {
	/* Labels, by a part of them */
	TONGUE_ENCRYPTION,
	TONGUE_SERVER,
	TONGUE_USER,
	TONGUE_ACCOUNT, /* of a user, or of a mail program's account */
	TONGUE_PREFIX,  /* of IMAP's folders: Apple asks for it */
	TONGUE_ADDRESS,
	TONGUE_SIGN_IN,
	TONGUE_SECRET,
	TONGUE_OUTGOING,
	TONGUE_INCOMING,
	TONGUE_NO_MAIL, /* of servers for something else */
	/* Whole words */
	TONGUE_PORT,
	TONGUE_TELEPHONE,
	TONGUE_DEFAULT, /* a label of what is not set but usual */
	TONGUE_YES,
	TONGUE_NO,
	TONGUE_NONE,
	TONGUE_WITHOUT,
	TONGUE_OR,
	TONGUE_EITHER,
	TONGUE_SAME, /* as for incoming mail */
	TONGUE_BOTH, /* what is said of all that was named */
	/* What a text advises: against all of a clause, against what comes
	 * next or came before, and for what comes next */
	TONGUE_AGAINST,
	TONGUE_RATHER_THAN,
	TONGUE_RATHER_THAN_BEFORE,
	TONGUE_USE,
	/* What begins another clause, with a blank before it: a condition,
	 * which advises against nothing, or a reason */
	TONGUE_IF,
	TONGUE_BECAUSE,
	/* Behind a word for the mode: only if the server has it */
	TONGUE_IF_OFFERED,
	TONGUE_DENIAL, /* there are no settings */
	/* No encryption, in one word or several */
	TONGUE_CLEARTEXT,
	TONGUE_COUNT,
};

/* Returns the text in lower case, as far as Latin, Greek and Cyrillic letters
 * have one, in `arena` and of the same length. The others take such text. */
char *tongues_fold(struct arena *arena, const char *text);

/* Whether the text is one of those words, and which of them begins first in
 * it: NULL if none does. */
bool tongues_is(enum tongue tongue, const char *text);
const char *tongues_find(enum tongue tongue, const char *text);

/* How long the word is that the text begins with, the longest of several; 0 if
 * it begins with none. */
size_t tongues_begins(enum tongue tongue, const char *text);

/* Whether the phrase says that nothing is encrypted: "unencrypted", "ohne
 * Verschlüsselung", "none". */
bool tongues_is_cleartext(const char *text);

#endif
