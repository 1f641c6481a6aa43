/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Boxes to tick, as a window or a page shows them. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_BOXES_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_BOXES_H

#include "model/arena.h"

/* The text with words for its boxes: "[x] Use SSL" is "Use SSL: yes", and of
 * "( ) None (x) SSL" what is chosen stays. The text itself without boxes. */
char *panel_boxes_read(struct arena *arena, char *text);

#endif
