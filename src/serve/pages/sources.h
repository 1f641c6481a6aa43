/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where settings come from, and how far that can be trusted. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_SOURCES_H
#define MAILSONDE_SRC_SERVE_PAGES_SOURCES_H

#include "reports/page/markup.h"
#include "src/serve/find.h"

/* A section on the sources that were asked for the settings of an address. */
void sources_put_found(
	const struct markup *out, const struct find_result *found);

#endif
