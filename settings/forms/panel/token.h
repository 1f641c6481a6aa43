/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One token of a line, and what it becomes by itself, by its label and by the
 * token before it. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_TOKEN_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_TOKEN_H

#include "settings/forms/panel/reader.h"

/* Ends a token where a sentence or a list does. */
char *panel_token_trim(char *token);

/* Takes the unit of the number before it, which is then no port: "25 MB". */
bool panel_token_take_unit(struct panel_reader *r, const char *token);

void panel_token_take(struct panel_reader *r, char *token);

/* Takes versions that begin at `at`, "TLS 1.2 or higher"; answers with their
 * length, 0 if it is a bare "TLS". */
size_t panel_token_take_versions(struct panel_reader *r, const char *at);

/* Two words for the same thing: the surer one. `*said` follows. */
enum mode_word panel_word_join(struct arena *arena, enum mode_word first,
	const char *first_said, enum mode_word second, const char *second_said,
	const char **ret_said) __attribute__((warn_unused_result));

#endif
