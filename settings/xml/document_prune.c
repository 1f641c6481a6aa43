/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/xml/document_prune.h"

#include <stdbool.h>
#include <string.h>

#define XS "http://www.w3.org/2001/XMLSchema"

struct pruner {
	const xmlNode *schema;     /* its root */
	const xmlChar *name_space; /* that it declares */
};

static bool is_schema(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns &&
	       strcmp((const char *)node->ns->href, XS) == 0 &&
	       strcmp((const char *)node->name, name) == 0;
}

/* The attributes of a schema have no references in them. */
static const xmlChar *value_of(const xmlNode *node, const char *name)
{
	const xmlAttr *attribute =
		xmlHasNsProp(node, (const xmlChar *)name, NULL);

	return attribute && attribute->children ? attribute->children->content
						: NULL;
}

/* The xs:element, xs:attribute or xs:complexType of that name below `parent`,
 * but not below another one. */
static const xmlNode *find_declared(
	const xmlNode *parent, const char *kind, const xmlChar *name)
{
	for (const xmlNode *node = parent->children; node; node = node->next) {
		const xmlNode *found = NULL;

		if (is_schema(node, kind)) {
			if (xmlStrEqual(value_of(node, "name"), name))
				return node;
		} else if (!is_schema(node, "element") &&
			   !is_schema(node, "annotation") &&
			   node->type == XML_ELEMENT_NODE) {
			found = find_declared(node, kind, name);
		}
		if (found)
			return found;
	}
	return NULL;
}

/* NULL for a type of text alone, which has no attributes. */
static const xmlNode *type_of(const struct pruner *p, const xmlNode *element)
{
	const xmlChar *name = value_of(element, "type");

	return name ? find_declared(p->schema, "complexType", name) : NULL;
}

static void prune_attributes(xmlNode *node, const xmlNode *type)
{
	xmlAttr *next;

	for (xmlAttr *at = node->properties; at; at = next) {
		next = at->next;
		if (!type || at->ns ||
			!find_declared(type, "attribute", at->name))
			xmlRemoveProp(at);
	}
}

static void prune(const struct pruner *p, xmlNode *node, const xmlNode *type)
{
	xmlNode *next;

	prune_attributes(node, type);
	for (xmlNode *child = node->children; child; child = next) {
		const xmlNode *declared = NULL;

		next = child->next;
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (type && child->ns &&
			xmlStrEqual(child->ns->href, p->name_space))
			declared = find_declared(type, "element", child->name);
		if (declared) {
			prune(p, child, type_of(p, declared));
			continue;
		}
		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
}

void document_prune(xmlDoc *document, const xmlDoc *schema)
{
	xmlNode *root = xmlDocGetRootElement(document);
	struct pruner p = {.schema = xmlDocGetRootElement(schema)};
	const xmlNode *declared =
		find_declared(p.schema, "element", root->name);

	p.name_space = value_of(p.schema, "targetNamespace");
	if (declared)
		prune(&p, root, type_of(&p, declared));
}
