/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Tables with a column of ports for each encryption. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_COLUMNS_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_COLUMNS_H

#include "settings/forms/panel/plain/parts.h"

/* Gives each port below "Port (SSL)" and "Port (without SSL)" its column's
 * words, "port 993 SSL", and takes them out of the head. Strings are in
 * `arena`. */
void panel_columns_spread(struct arena *arena, struct panel_parts *parts);

#endif
