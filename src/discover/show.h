/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was found, for people: the settings first, then who said so. */
#ifndef MAILSONDE_SRC_DISCOVER_SHOW_H
#define MAILSONDE_SRC_DISCOVER_SHOW_H

#include "discovery/discovery.h"
#include "reports/text/page.h"

/* With `sources`, each source, too. */
void discover_show(
	const struct discovery *d, const struct page *page, bool sources);
void discover_show_source(
	const struct page *page, const struct source_answer *source);

#endif
