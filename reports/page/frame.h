/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What every page begins and ends with. */
#ifndef MAILSONDE_REPORTS_PAGE_FRAME_H
#define MAILSONDE_REPORTS_PAGE_FRAME_H

#include "reports/page/markup.h"

/* Up to the body, which is open then, and from its end on. `forms` is where a
 * form may be sent to, in the words of a content security policy. */
void frame_begin_page(
	const struct markup *out, const char *title, const char *forms);
void frame_end_page(const struct markup *out);

#endif
