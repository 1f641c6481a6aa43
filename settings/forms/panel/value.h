/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Tokens that are values: servers, ports, services, words for the mode. Each
 * function answers whether the token was one, and adds its items then. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_VALUE_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_VALUE_H

#include "settings/forms/panel/reader.h"

/* Whether it is a number that a port may be: up to five digits. */
bool panel_value_is_number(const char *token);

/* Whether it is a time of day or a date: "10:15", "12/3/2026". */
bool panel_value_is_moment(const char *token);

/* Whether the word says by itself how to encrypt. */
bool panel_value_is_mode(enum mode_word word);

bool panel_value_take_host(struct panel_reader *r, const char *token);
bool panel_value_take_url(struct panel_reader *r, char *token);
bool panel_value_take_service(struct panel_reader *r, const char *token);
bool panel_value_take_modes(struct panel_reader *r, const char *token);
bool panel_value_take_numbers(struct panel_reader *r, char *token);

/* A number alone, which is a port or nothing. */
void panel_value_take_number(struct panel_reader *r, const char *token);

#endif
