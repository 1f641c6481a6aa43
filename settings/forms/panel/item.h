/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What one item of a line says of the block that is being read, or that
 * another block begins. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_ITEM_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_ITEM_H

#include "settings/forms/panel/block.h"

void panel_item_take(struct panel_reading *r, const struct panel_item *item);

#endif
