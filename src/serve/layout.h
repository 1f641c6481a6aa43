/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What all pages have around them, and the files that they load. */
#ifndef MAILSONDE_SRC_SERVE_LAYOUT_H
#define MAILSONDE_SRC_SERVE_LAYOUT_H

#include "reports/page/markup.h"
#include "src/serve/visit.h"

struct layout {
	const char *title;  /* of the window */
	const char *path;   /* the entry of the menu that it is under; NULL */
	const char *class;  /* of its main part; NULL */
	bool refreshes;     /* a person waits for it, perhaps without script */
	const char *events; /* NULL, or where a script hears how it goes on */
};

/* Begins the answer, up to the first heading; to be ended with layout_end().
 */
struct markup layout_begin(
	struct visit *visit, unsigned status, const struct layout *layout);

void layout_end(const struct markup *out);

/* The style, the script and the icon, by their paths. */
void layout_file(struct visit *visit);

#endif
