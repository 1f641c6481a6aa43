/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the page looks like, and what its few lines of script do. Built in from
 * data/page/ (tools/embed-page.sh). */
#ifndef MAILSONDE_REPORTS_PAGE_ASSETS_H
#define MAILSONDE_REPORTS_PAGE_ASSETS_H

extern const char assets_style[];
extern const char assets_script[];

#endif
