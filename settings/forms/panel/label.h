/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Labels, in the languages of settings/tongues.h, and what belongs to the
 * label of a password. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_LABEL_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_LABEL_H

#include "settings/forms/panel/reader.h"
#include "settings/tongues.h"

struct panel_label panel_label_read(struct arena *arena, const char *text);

/* Where a password's word begins in the text, or NULL. */
const char *panel_label_find_secret(struct arena *arena, const char *text);

/* The end of what belongs to the password that begins there: its cell, or its
 * part of a list. */
const char *panel_label_skip_secret(
	const struct panel_reader *r, const char *at);

/* Whether it is a password's label with nothing behind it: the value is on the
 * next line. */
bool panel_label_is_secret(struct arena *arena, const char *text);

/* Whether it begins with the label of something else than a password, and a
 * value behind it, or is such a setting as a whole: "Server Port 465". */
bool panel_label_begins(struct arena *arena, const char *text);

/* Whether it says that there are no settings. */
bool panel_label_is_denial(struct arena *arena, const char *text);

/* Whether the token that begins there is "both", "jeweils"; ideographs have no
 * blanks between them. */
bool panel_label_is_both(const struct panel_reader *r, const char *at);

/* Whether one of the words stands in the text, whole. */
bool panel_label_has_word(
	struct arena *arena, enum tongue tongue, const char *text);

#endif
