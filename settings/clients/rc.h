/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the files of programs of the command line have in common. The password
 * is asked of a command that the user names: there is a place for it, and
 * nothing in it. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_RC_H
#define MAILSONDE_SETTINGS_CLIENTS_RC_H

#include "settings/clients/setup.h"

#include <stdio.h>

/* A comment with what the settings are, and how they were verified. */
void rc_put_head(FILE *stream, const struct setup *setup);

/* Where the entry signs in by OAuth 2.0: a comment that says so, and `how`. */
void rc_put_oauth(
	FILE *stream, const struct matrix_entry *entry, const char *how);

#endif
