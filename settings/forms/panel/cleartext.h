/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Phrases that say that nothing is encrypted, in one word or several. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_CLEARTEXT_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_CLEARTEXT_H

#include "settings/forms/panel/reader.h"

/* Adds the word if a phrase begins there in the line that is read; answers with
 * its length, or 0. */
size_t panel_cleartext_take(struct panel_reader *r, const char *at);

#endif
