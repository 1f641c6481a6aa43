/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* XML from outside, read so that it can do no harm: no network, no DTD and so
 * no entities, bounded in size and depth, and held to the schema. */
#ifndef MAILSONDE_SETTINGS_DOCUMENT_H
#define MAILSONDE_SETTINGS_DOCUMENT_H

#include "settings/settings.h"

#include <libxml/tree.h>

/* Returns the document, valid by schemas/profile-1.xsd, to be freed with
 * xmlFreeDoc(); or NULL, with the first error and its line in `*ret_error`.
 * libxml2 prints nothing. */
xmlDoc *settings_read_document(struct arena *arena, const char *place,
	const void *xml, size_t length, struct settings_error *ret_error);

#endif
