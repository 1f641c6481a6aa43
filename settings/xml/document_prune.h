/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Takes out of a document what a later version of its schema may have added:
 * a schema that only grows is read so. */
#ifndef MAILSONDE_SETTINGS_XML_DOCUMENT_PRUNE_H
#define MAILSONDE_SETTINGS_XML_DOCUMENT_PRUNE_H

#include <libxml/tree.h>

/* Removes every element and attribute that `schema` does not declare where it
 * stands. The schema's types have names, and none is derived but by adding
 * attributes to text. */
void document_prune(xmlDoc *document, const xmlDoc *schema);

#endif
