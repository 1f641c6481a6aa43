/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/document.h"

#include "settings/builtin.h"
#include "settings/file.h"
#include "settings/refuse.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <string.h>
#include <sysexits.h>

#define PROFILE_NAMESPACE "urn:mailsonde:profile:1"
#define INSTANCE_NAMESPACE "http://www.w3.org/2001/XMLSchema-instance"
#define DEPTH 16

#if LIBXML_VERSION >= 21200
typedef const xmlError *error_pointer;
#else
typedef xmlErrorPtr error_pointer;
#endif

struct document_reader {
	struct arena *arena;
	const char *place;
	struct settings_error *ret_error;
	bool refused; /* the first error is the one that counts */
};

static void refuse(struct document_reader *r, int line, const char *why)
{
	if (r->refused)
		return;
	r->refused = true;
	settings_refuse(r->arena, r->ret_error, EX_DATAERR, "%s:%d: %s",
		r->place, line > 0 ? line : 1, why);
}

/* libxml2's words without the end of line and without the namespace, which
 * is the same for every element. */
static const char *words_of(struct arena *arena, const char *message)
{
	static const char prefix[] = "{" PROFILE_NAMESPACE "}";
	char *words = arena_strdup(arena, message ? message : "bad XML");
	char *at;

	while ((at = strstr(words, prefix)))
		memmove(at, at + sizeof(prefix) - 1,
			strlen(at + sizeof(prefix) - 1) + 1);
	words[strcspn(words, "\n")] = '\0';
	return settings_escape(arena, words);
}

static void note_error(void *data, error_pointer error)
{
	struct document_reader *r = data;

	if (error->level >= XML_ERR_ERROR)
		refuse(r, error->line, words_of(r->arena, error->message));
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
	(void)name;
	(void)external;
	(void)system;
	stop_parser(data, "a document type declaration is not allowed here");
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

	if (parser->nodeNr >= DEPTH)
		stop_parser(parser, "elements are nested too deeply");
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
	parser->sax->startElementNs = start_element;
	document = xmlCtxtReadMemory(
		parser, xml, (int)length, NULL, NULL, XML_PARSE_NONET);
	if (!document)
		refuse(r, 1, "this is not XML");
	xmlFreeParserCtxt(parser);
	return document;
}

/* libxml2 takes the end of the text for what is one octet of it. */
static void check_text(
	struct document_reader *r, const char *text, size_t length)
{
	const char *nul = memchr(text, '\0', length);
	int line = 1;

	if (!length)
		refuse(r, line, "the file is empty");
	if (length > SETTINGS_OCTETS)
		refuse(r, line, "this is larger than 1 MiB");
	for (const char *at = text; nul && at < nul; at++)
		line += *at == '\n';
	if (nul)
		refuse(r, line,
			"there is a NUL octet; settings are UTF-8 text");
}

/* What the schema would say of another kind of document helps nobody. */
static void check_root(struct document_reader *r, const xmlDoc *document)
{
	const xmlNode *root = xmlDocGetRootElement(document);

	if (strcmp((const char *)root->name, "profile") != 0 || !root->ns ||
		strcmp((const char *)root->ns->href, PROFILE_NAMESPACE) != 0)
		refuse(r, (int)xmlGetLineNo(root),
			"this is XML, but not a profile, which begins with "
			"<profile xmlns=\"" PROFILE_NAMESPACE "\">");
}

static xmlSchema *read_schema(struct document_reader *r)
{
	xmlSchemaParserCtxt *parser =
		xmlSchemaNewMemParserCtxt((const char *)builtin_profile_schema,
			(int)builtin_profile_schema_length);
	xmlSchema *schema;

	if (!parser)
		return NULL;
	xmlSchemaSetParserStructuredErrors(parser, note_error, r);
	schema = xmlSchemaParse(parser);
	xmlSchemaFreeParserCtxt(parser);
	return schema;
}

static void validate(struct document_reader *r, xmlDoc *document)
{
	xmlSchema *schema = read_schema(r);
	xmlSchemaValidCtxt *validator =
		schema ? xmlSchemaNewValidCtxt(schema) : NULL;

	if (validator) {
		xmlSchemaSetValidStructuredErrors(validator, note_error, r);
		if (xmlSchemaValidateDoc(validator, document) != 0)
			refuse(r, 1, "this breaks the schema of profiles");
	} else {
		refuse(r, 1, "the schema of profiles could not be read");
	}
	xmlSchemaFreeValidCtxt(validator);
	xmlSchemaFree(schema);
}

xmlDoc *settings_read_document(struct arena *arena, const char *place,
	const void *xml, size_t length, struct settings_error *ret_error)
{
	struct document_reader r = {arena, place, ret_error, false};
	xmlDoc *document = NULL;

	check_text(&r, xml, length);
	if (!r.refused)
		document = parse(&r, xml, length);
	if (!r.refused)
		check_root(&r, document);
	if (!r.refused)
		validate(&r, document);
	if (r.refused) {
		xmlFreeDoc(document);
		document = NULL;
	}
	return document;
}
