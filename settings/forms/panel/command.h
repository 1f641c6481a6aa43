/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The command lines of programs that people try servers with: swaks, curl,
 * openssl s_client and others. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_COMMAND_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_COMMAND_H

#include "settings/forms/panel/reader.h"

/* Adds what the command line that stands there asks for; answers false, and
 * adds nothing, if it is none that is known or names no server. */
bool panel_command_take(struct panel_reader *r, const char *text);

#endif
