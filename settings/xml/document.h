/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* XML from outside, read so that it can do no harm: no network, no DTD and so
 * no entities, bounded in size and depth, and held to the schema
 * of its kind. */
#ifndef MAILSONDE_SETTINGS_XML_DOCUMENT_H
#define MAILSONDE_SETTINGS_XML_DOCUMENT_H

#include "settings/refuse.h"

#include <libxml/tree.h>

/* A kind of document. */
struct document_kind {
	const char *schema; /* a builtin_schemas name; NULL: not held to one */
	const char *root;   /* the root element's name; NULL: any */
	const char *name_space; /* its namespace; NULL: any or none */
	const char *noun;       /* "profile", for messages */
	size_t octets;          /* bound of its size */
	int depth;              /* bound of its nesting */
	bool doctype;           /* one that declares nothing may be there, as
				 * in Apple's property lists */
};

extern const struct document_kind document_profile;
extern const struct document_kind document_policy;
extern const struct document_kind document_foreign; /* any XML, small */

/* Returns the document, valid by the schema of its kind, to be freed with
 * xmlFreeDoc(); or NULL, with the first error and its line in `*ret_problem`.
 * libxml2 prints nothing. */
xmlDoc *document_read(struct arena *arena, const struct document_kind *kind,
	const char *place, const void *xml, size_t length,
	struct problem *ret_problem);

/* Helpers for readers. `name` NULL is any; NULL at the end. */
bool document_is(const xmlNode *node, const char *name);
xmlNode *document_first(const xmlNode *parent, const char *name);
xmlNode *document_next(const xmlNode *node, const char *name);

/* Owned by `arena`; NULL if it is missing. White space is collapsed. */
const char *document_attribute(
	struct arena *arena, const xmlNode *node, const char *name);
/* Owned by `arena`; NULL if there is none. White space is collapsed. */
const char *document_content(struct arena *arena, const xmlNode *node);
/* As it stands, white space and all; never NULL. */
const char *document_text(struct arena *arena, const xmlNode *node);

#endif
