/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/read.h"

#include "model/memory.h"
#include "model/text/escape.h"
#include "model/text/xml_guard.h"
#include "reports/record/elements.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <stdlib.h>
#include <string.h>

#define PIECE_OCTETS ((size_t)65536)
#define NAME_SPACES 128

#if LIBXML_VERSION >= 21200
typedef const xmlError *error_pointer;
#else
typedef xmlErrorPtr error_pointer;
#endif

struct record_reader {
	struct elements elements;
	const char *place;
	xmlParserCtxt *parser;
	size_t octets; /* fed so far */
	struct xml_guard guard;
	bool failed;
	struct problem problem;
};

/* Only the first one counts. */
static void fail_at(struct record_reader *r, long line, const char *why)
{
	struct arena *arena = r->elements.context.arena;

	if (r->failed)
		return;
	r->failed = true;
	problem_set(arena, PROBLEM_DATA,
		arena_printf(arena, "%s:%ld", r->place, line > 0 ? line : 1),
		&r->problem, "%s", why);
	xmlStopParser(r->parser);
}

static void fail(struct record_reader *r, const char *why)
{
	fail_at(r, xmlSAX2GetLineNumber(r->parser), why);
}

/* After each step. */
static void settle(struct record_reader *r)
{
	if (r->elements.context.why)
		fail(r, r->elements.context.why);
}

static void start_element(void *data, const xmlChar *name,
	const xmlChar *prefix, const xmlChar *uri, int namespace_count,
	const xmlChar **namespaces, int attribute_count, int default_count,
	const xmlChar **attributes)
{
	enum { NAME, PREFIX, URI, VALUE, VALUE_END, POINTERS };
	struct record_reader *r = data;

	(void)prefix;
	(void)namespace_count;
	(void)namespaces;
	(void)default_count;
	if (r->parser->nsNr > 2 * NAME_SPACES)
		fail(r, "too many namespaces are declared here");
	for (int i = 0; i < attribute_count; i++, attributes += POINTERS)
		if (!attributes[URI])
			elements_attribute(&r->elements,
				(const char *)attributes[NAME],
				attributes[VALUE],
				(size_t)(attributes[VALUE_END] -
					 attributes[VALUE]));
	elements_open(&r->elements, (const char *)name,
		uri && strcmp((const char *)uri, RECORD_NAME_SPACE) == 0);
	settle(r);
}

static void end_element(void *data, const xmlChar *name, const xmlChar *prefix,
	const xmlChar *uri)
{
	struct record_reader *r = data;

	(void)name;
	(void)prefix;
	(void)uri;
	elements_close(&r->elements);
	settle(r);
}

static void note_text(void *data, const xmlChar *text, int length)
{
	struct record_reader *r = data;

	elements_text(&r->elements, text, (size_t)length);
	settle(r);
}

static void note_error(void *data, error_pointer error)
{
	struct record_reader *r = data;
	char *words;

	if (r->failed || error->level < XML_ERR_ERROR)
		return;
	words = arena_strdup(r->elements.context.arena,
		error->message ? error->message : "bad XML");
	words[strcspn(words, "\n")] = '\0';
	fail_at(r, error->line,
		escape_octets(r->elements.context.arena,
			(struct octets){
				(const unsigned char *)words, strlen(words)}));
}

/* Called behind the declaration of the encoding. */
static void start_document(void *data)
{
	struct record_reader *r = data;

	if (!xml_guard_reads((const char *)r->parser->encoding))
		fail(r, "this encoding is not read; a report is UTF-8 text");
}

static void refuse_doctype(void *data, const xmlChar *name,
	const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	fail(data, "a document type declaration is not allowed here");
}

/* libxml2 takes a NUL for the end of the text. */
static bool check_octets(
	struct record_reader *r, const char *data, size_t length)
{
	r->octets += length;
	if (r->octets > RECORD_OCTETS)
		fail(r, arena_printf(r->elements.context.arena,
				"this is larger than %zu MiB",
				RECORD_OCTETS >> 20));
	if (memchr(data, '\0', length))
		fail(r, "there is a NUL octet; a report is UTF-8 text");
	if (!xml_guard_feed(&r->guard, data, length))
		fail_at(r, (long)r->guard.line, r->guard.why);
	return !r->failed;
}

struct record_reader *record_reader_new(struct arena *arena, const char *place)
{
	static const xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.startDocument = start_document,
		.startElementNs = start_element,
		.endElementNs = end_element,
		.characters = note_text,
		.cdataBlock = note_text,
		.ignorableWhitespace = note_text,
		.internalSubset = refuse_doctype,
		.serror = note_error,
	};
	struct record_reader *r = memory_calloc(1, sizeof(*r));
	xmlSAXHandler copy = handler;

	r->place = place;
	elements_begin(&r->elements, arena);
	r->parser = xmlCreatePushParserCtxt(&copy, r, NULL, 0, NULL);
	/* Without XML_PARSE_NOENT, libxml2 hands over "&amp;" in attributes as
	 * "&#38;". There are no other entities, since none can be declared. */
	if (r->parser)
		xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
	else
		r->failed = !problem_set(arena, PROBLEM_SYSTEM, NULL,
			&r->problem, "libxml2 could not be started");
	return r;
}

bool record_reader_feed(
	struct record_reader *r, const void *data, size_t length)
{
	if (!r->failed && check_octets(r, data, length))
		xmlParseChunk(r->parser, data, (int)length, 0);
	return !r->failed;
}

bool record_reader_end(struct record_reader *r, struct report *ret_report,
	struct problem *ret_problem)
{
	bool read;

	if (!r->failed && !r->octets)
		fail(r, "the file is empty");
	if (!r->failed)
		xmlParseChunk(r->parser, "", 0, 1);
	if (!r->failed && (!r->elements.rooted || r->elements.depth ||
				  !r->parser->wellFormed))
		fail(r, "this is not XML");
	read = !r->failed;
	if (read)
		*ret_report = r->elements.report;
	else
		*ret_problem = r->problem;
	if (!read)
		report_clear(&r->elements.report);
	elements_end(&r->elements);
	if (r->parser)
		xmlFreeDoc(r->parser->myDoc); /* libxml2 may begin one */
	xmlFreeParserCtxt(r->parser);
	free(r);
	return read;
}

bool record_read_xml(struct arena *arena, const char *place, const void *xml,
	size_t length, struct report *ret_report, struct problem *ret_problem)
{
	struct record_reader *r = record_reader_new(arena, place);
	const char *data = xml;

	while (length &&
		record_reader_feed(r, data,
			length < PIECE_OCTETS ? length : PIECE_OCTETS)) {
		data += length < PIECE_OCTETS ? length : PIECE_OCTETS;
		length -= length < PIECE_OCTETS ? length : PIECE_OCTETS;
	}
	return record_reader_end(r, ret_report, ret_problem);
}
