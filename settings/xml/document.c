/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/xml/document.h"

#include "model/text/xml_guard.h"
#include "settings/library/builtin.h"
#include "settings/refuse.h"
#include "settings/text/file.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <string.h>

#define NAME_SPACES 128
#define POLICY_OCTETS ((size_t)256 * 1024) /* ten times the largest of ours */
#define INSTANCE_NAMESPACE "http://www.w3.org/2001/XMLSchema-instance"

const struct document_kind document_profile = {
	.schema = "profile-1",
	.root = "profile",
	.name_space = "urn:mailsonde:profile:1",
	.noun = "profile",
	.octets = FILE_OCTETS,
	.depth = 16,
};
const struct document_kind document_policy = {
	.schema = "policy-1",
	.root = "policy",
	.name_space = "urn:mailsonde:policy:1",
	.noun = "policy",
	.octets = POLICY_OCTETS,
	.depth = 16,
};
const struct document_kind document_foreign = {
	.noun = "file of settings",
	.octets = FILE_OCTETS,
	.depth = 64,
	.doctype = true,
};

#if LIBXML_VERSION >= 21200
typedef const xmlError *error_pointer;
#else
typedef xmlErrorPtr error_pointer;
#endif

struct document_reader {
	struct arena *arena;
	const struct document_kind *kind;
	const char *place;
	struct problem *ret_problem;
	bool refused; /* the first error is the one that counts */
};

static void refuse(struct document_reader *r, int line, const char *why)
{
	if (r->refused)
		return;
	r->refused = true;
	refuse_at(r->arena, r->place, line > 0 ? (unsigned)line : 1,
		r->ret_problem, "%s", why);
}

/* libxml2's words without the end of line and without the namespace, which
 * is the same for every element. */
static const char *words_of(struct document_reader *r, const char *message)
{
	char *words = arena_strdup(r->arena, message ? message : "bad XML");
	const char *prefix;
	char *at;

	if (r->kind->name_space) {
		prefix = arena_printf(r->arena, "{%s}", r->kind->name_space);
		while ((at = strstr(words, prefix)))
			memmove(at, at + strlen(prefix),
				strlen(at + strlen(prefix)) + 1);
	}
	words[strcspn(words, "\n")] = '\0';
	return refuse_escape(r->arena, words);
}

static void note_error(void *data, error_pointer error)
{
	struct document_reader *r = data;

	if (error->level < XML_ERR_ERROR)
		return;
	/* Its name may be a part of a password with an "&" in it. */
	if (error->code == XML_ERR_UNDECLARED_ENTITY ||
		error->code == XML_WAR_UNDECLARED_ENTITY)
		refuse(r, error->line,
			"there is an \"&\" that begins nothing known; write "
			"&amp; for it");
	else
		refuse(r, error->line, words_of(r, error->message));
}

/* The parser hands over its context, not our data. */
static void note_parser_error(void *data, error_pointer error)
{
	note_error(((xmlParserCtxt *)data)->_private, error);
}

static void stop_parser(xmlParserCtxt *parser, const char *why)
{
	refuse(parser->_private, xmlSAX2GetLineNumber(parser), why);
	xmlStopParser(parser);
}

/* Called at <!DOCTYPE, before what it declares is read. */
static void refuse_doctype(void *data, const xmlChar *name,
	const xmlChar *external, const xmlChar *system)
{
	const xmlParserCtxt *parser = data;
	const struct document_reader *r = parser->_private;

	(void)name;
	(void)external;
	(void)system;
	/* What it names is never fetched; what it declares, refused below. */
	if (!r->kind->doctype)
		stop_parser(data,
			"a document type declaration is not allowed here");
}

/* Called behind the declaration of the encoding. */
static void start_document(void *data)
{
	const xmlParserCtxt *parser = data;

	if (xml_guard_reads((const char *)parser->encoding))
		xmlSAX2StartDocument(data);
	else
		stop_parser(data, "this encoding is not read; use UTF-8");
}

static void refuse_entity(void *data, const xmlChar *name, int type,
	const xmlChar *public, const xmlChar *system, xmlChar *content)
{
	(void)name;
	(void)type;
	(void)public;
	(void)system;
	(void)content;
	stop_parser(data, "declarations of entities are not allowed here");
}

/* The words that it may have are handed over to be freed. */
static void refuse_attributes(void *data, const xmlChar *element,
	const xmlChar *name, int type, int kind, const xmlChar *value,
	xmlEnumeration *words)
{
	(void)element;
	(void)name;
	(void)type;
	(void)kind;
	(void)value;
	xmlFreeEnumeration(words);
	stop_parser(data, "declarations of attributes are not allowed here");
}

static void refuse_element(
	void *data, const xmlChar *name, int type, xmlElementContent *content)
{
	(void)name;
	(void)type;
	(void)content;
	stop_parser(data, "declarations of elements are not allowed here");
}

static void refuse_notation(void *data, const xmlChar *name,
	const xmlChar *public, const xmlChar *system)
{
	(void)name;
	(void)public;
	(void)system;
	stop_parser(data, "declarations of notations are not allowed here");
}

/* By these attributes, a document names schemas that libxml2 would fetch.
 * There are five pointers for each, the third its namespace. */
static bool names_schema(const xmlChar **attributes, int count)
{
	for (int i = 0; i < count; i++)
		if (xmlStrEqual(attributes[5 * i + 2],
			    (const xmlChar *)INSTANCE_NAMESPACE))
			return true;
	return false;
}

static void start_element(void *data, const xmlChar *name,
	const xmlChar *prefix, const xmlChar *uri, int namespace_count,
	const xmlChar **namespaces, int attribute_count, int default_count,
	const xmlChar **attributes)
{
	xmlParserCtxt *parser = data;
	const struct document_reader *r = parser->_private;

	if (parser->nodeNr >= r->kind->depth)
		stop_parser(parser, "elements are nested too deeply");
	else if (parser->nsNr > 2 * NAME_SPACES)
		stop_parser(parser, "too many namespaces are declared here");
	else if (names_schema(attributes, attribute_count))
		stop_parser(parser, "a schema of its own is not allowed here");
	else
		xmlSAX2StartElementNs(data, name, prefix, uri, namespace_count,
			namespaces, attribute_count, default_count, attributes);
}

static xmlDoc *parse(struct document_reader *r, const void *xml, size_t length)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc *document;

	if (!parser) {
		refuse(r, 1, "libxml2 could not be started");
		return NULL;
	}
	parser->_private = r;
	parser->sax->serror = note_parser_error;
	parser->sax->internalSubset = refuse_doctype;
	parser->sax->startDocument = start_document;
	parser->sax->entityDecl = refuse_entity;
	parser->sax->attributeDecl = refuse_attributes;
	parser->sax->elementDecl = refuse_element;
	parser->sax->notationDecl = refuse_notation;
	parser->sax->startElementNs = start_element;
	document = xmlCtxtReadMemory(
		parser, xml, (int)length, NULL, NULL, XML_PARSE_NONET);
	if (!document)
		refuse(r, 1, "this is not XML");
	xmlFreeParserCtxt(parser);
	return document;
}

static void check_tags(
	struct document_reader *r, const char *text, size_t length)
{
	struct xml_guard guard = {.doctype = r->kind->doctype};

	if (!xml_guard_feed(&guard, text, length))
		refuse(r, (int)guard.line, guard.why);
}

/* libxml2 takes the end of the text for what is one octet of it. */
static void check_text(
	struct document_reader *r, const char *text, size_t length)
{
	const char *nul = memchr(text, '\0', length);
	int line = 1;

	if (!length)
		refuse(r, line, "the file is empty");
	if (length > r->kind->octets && r->kind->octets >> 20)
		refuse(r, line,
			arena_printf(r->arena, "this is larger than %zu MiB",
				r->kind->octets >> 20));
	else if (length > r->kind->octets)
		refuse(r, line,
			arena_printf(r->arena, "this is larger than %zu KiB",
				r->kind->octets >> 10));
	for (const char *at = text; nul && at < nul; at++)
		line += *at == '\n';
	if (nul)
		refuse(r, line,
			"there is a NUL octet; settings are UTF-8 text");
	check_tags(r, text, length);
}

/* What the schema would say of another kind of document helps nobody. */
static void check_root(struct document_reader *r, const xmlDoc *document)
{
	const xmlNode *root = xmlDocGetRootElement(document);
	const struct document_kind *kind = r->kind;

	if (!kind->root || (strcmp((const char *)root->name, kind->root) == 0 &&
				   root->ns &&
				   strcmp((const char *)root->ns->href,
					   kind->name_space) == 0))
		return;
	refuse(r, (int)xmlGetLineNo(root),
		arena_printf(r->arena,
			"this is XML, but not a %s, which begins with "
			"<%s xmlns=\"%s\">",
			kind->noun, kind->root, kind->name_space));
}

static xmlSchema *read_schema(struct document_reader *r)
{
	const struct builtin_file *file = builtin_schema(r->kind->schema);
	xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(
		(const char *)file->xml, (int)file->length);
	xmlSchema *schema;

	if (!parser)
		return NULL;
	xmlSchemaSetParserStructuredErrors(parser, note_error, r);
	schema = xmlSchemaParse(parser);
	xmlSchemaFreeParserCtxt(parser);
	return schema;
}

static bool is_valid(
	struct document_reader *r, xmlSchema *schema, xmlDoc *document)
{
	xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
	bool valid = false;

	if (validator) {
		xmlSchemaSetValidStructuredErrors(validator, note_error, r);
		valid = xmlSchemaValidateDoc(validator, document) == 0;
	}
	xmlSchemaFreeValidCtxt(validator);
	return valid;
}

static void validate(struct document_reader *r, xmlDoc *document)
{
	xmlSchema *schema = read_schema(r);

	if (!schema) {
		refuse(r, 1, "its schema could not be read");
		return;
	}
	if (!is_valid(r, schema, document))
		refuse(r, 1, "this breaks its schema");
	xmlSchemaFree(schema);
}

xmlDoc *document_read(struct arena *arena, const struct document_kind *kind,
	const char *place, const void *xml, size_t length,
	struct problem *ret_problem)
{
	struct document_reader r = {arena, kind, place, ret_problem, false};
	xmlDoc *document = NULL;

	check_text(&r, xml, length);
	if (!r.refused)
		document = parse(&r, xml, length);
	if (!r.refused)
		check_root(&r, document);
	if (!r.refused && kind->schema)
		validate(&r, document);
	if (r.refused) {
		xmlFreeDoc(document);
		document = NULL;
	}
	return document;
}

bool document_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       (!name || strcmp((const char *)node->name, name) == 0);
}

static xmlNode *find_from(xmlNode *node, const char *name)
{
	while (node && !document_is(node, name))
		node = node->next;
	return node;
}

xmlNode *document_first(const xmlNode *parent, const char *name)
{
	return find_from(parent->children, name);
}

xmlNode *document_next(const xmlNode *node, const char *name)
{
	return find_from(node->next, name);
}

/* White space as xs:token has it: one blank between words. */
static const char *collapse(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);
	char *to = copy;

	for (const char *from = copy; *from;) {
		size_t blanks = strspn(from, " \t\r\n");

		from += blanks;
		if (blanks && to > copy && *from)
			*to++ = ' ';
		while (*from && !strchr(" \t\r\n", *from))
			*to++ = *from++;
	}
	*to = '\0';
	return copy;
}

const char *document_attribute(
	struct arena *arena, const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	const char *copy = value ? collapse(arena, (const char *)value) : NULL;

	xmlFree(value);
	return copy;
}

const char *document_content(struct arena *arena, const xmlNode *node)
{
	const char *copy = collapse(arena, document_text(arena, node));

	return copy[0] ? copy : NULL;
}

const char *document_text(struct arena *arena, const xmlNode *node)
{
	xmlChar *value = xmlNodeGetContent(node);
	const char *copy =
		arena_strdup(arena, value ? (const char *)value : "");

	xmlFree(value);
	return copy;
}
