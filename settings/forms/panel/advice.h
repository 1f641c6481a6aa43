/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a text advises against claims nothing: "Do not use port 25", "587
 * instead of 465", "143 (not recommended)". */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_ADVICE_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_ADVICE_H

#include "model/arena.h"

#include <stdbool.h>

struct panel_advice {
	char *marks; /* one for each octet of the text: '!' where the text
		      * advises against what stands there, or ' ' */
	bool alone;  /* a clause advises against something that it does not
		      * name: a heading, a cell of a table */
};

/* Reads a line; what it answers with is in `arena`. */
struct panel_advice panel_advice_read(struct arena *arena, const char *text);

#endif
