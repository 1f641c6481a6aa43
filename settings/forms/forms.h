/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The rows of form_table, each in a file of its own. */
#ifndef MAILSONDE_SETTINGS_FORMS_FORMS_H
#define MAILSONDE_SETTINGS_FORMS_FORMS_H

#include "settings/form.h"

extern const struct form form_profile;
extern const struct form form_autoconfig;
extern const struct form form_autodiscover;
extern const struct form form_mobileconfig;
extern const struct form form_prefs;
extern const struct form form_prf;
extern const struct form form_getmail;
extern const struct form form_offlineimap;
extern const struct form form_mbsync;
extern const struct form form_msmtp;
extern const struct form form_fetchmail;
extern const struct form form_neomutt;
extern const struct form form_csv;
extern const struct form form_panel;

/* Whether the text is XML whose root element has this name, whatever its
 * prefix and in any case: enough of XML to tell forms apart, no more. */
bool text_has_root(struct octets text, const char *root);

/* Whether it begins as XML does, be it good or not. */
bool text_is_xml(struct octets text);

/* Whether `word` occurs, in any case. */
bool text_has(struct octets text, const char *word);

/* How many lines begin with `word`, behind blanks, in any case; the word ends
 * there. */
size_t text_lines_with(struct octets text, const char *word);

#endif
