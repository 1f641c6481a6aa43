/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where settings come from, and how far that can be trusted. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_SOURCES_H
#define MAILSONDE_SRC_SERVE_PAGES_SOURCES_H

#include "model/settings.h"
#include "reports/page/markup.h"
#include "src/serve/find.h"

/* A section on the sources that were asked for the settings of an address. */
void sources_put_found(
	const struct markup *out, const struct find_result *found);

/* A list of what the settings of a provider are taken from. */
void sources_put_origins(const struct markup *out, const struct matrix *matrix);

/* A section on them; nothing for settings of any other kind. */
void sources_put_provider(
	const struct markup *out, const struct matrix *matrix);

#endif
