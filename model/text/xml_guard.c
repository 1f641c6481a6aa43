/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/xml_guard.h"

#include "model/table.h"
#include "model/text/ascii.h"

#include <string.h>

enum state {
	BEGINNING, /* nothing but a byte order mark and blanks so far */
	TEXT,
	OPENED, /* "<", and what shows what it opens */
	TAG,
	TAG_VALUE,
	COMMENT,
	CDATA,
	INSTRUCTION,
	DOCTYPE,
	DOCTYPE_VALUE,
};

static bool refuse(struct xml_guard *g, const char *why)
{
	g->why = why;
	g->line = (g->tag ? g->opened : g->lines) + 1;
	return false;
}

/* Keeps the last octets, so that an end such as "-->" is found in any cut. */
static void hold(struct xml_guard *g, char octet)
{
	if (g->held_count == sizeof(g->held))
		memmove(g->held, g->held + 1, --g->held_count);
	g->held[g->held_count++] = octet;
}

static bool holds(const struct xml_guard *g, const char *text)
{
	return g->held_count == strlen(text) &&
	       memcmp(g->held, text, g->held_count) == 0;
}

static bool ends_with(const struct xml_guard *g, const char *end)
{
	size_t length = strlen(end);

	return g->held_count >= length &&
	       memcmp(g->held + g->held_count - length, end, length) == 0;
}

static void enter(struct xml_guard *g, enum state state)
{
	g->state = state;
	g->held_count = 0;
	g->tag = 0;
}

static bool is_blank(char octet)
{
	return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

/* An octet that opens a tag must open one for the parser, too: it guesses other
 * encodings by the first ones, but all that are ASCII begin so. */
static bool begin(struct xml_guard *g, char octet)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (octet == '<') {
		enter(g, OPENED);
		return true;
	}
	if (is_blank(octet))
		return true;
	if (octet == mark[g->held_count % 3]) {
		hold(g, octet);
		return true;
	}
	return refuse(g, "this is not XML");
}

static void open_tag(struct xml_guard *g)
{
	enter(g, TAG);
	g->tag = 2;
	g->attributes = 0;
	g->opened = g->lines;
}

/* "<!" is held on to until it shows what it is. */
static bool open(struct xml_guard *g, char octet)
{
	if (!g->held_count && octet == '?') {
		enter(g, INSTRUCTION);
	} else if (!g->held_count && octet != '!') {
		open_tag(g);
	} else {
		hold(g, octet);
		if (holds(g, "!--"))
			enter(g, COMMENT);
		else if (holds(g, "![CDATA["))
			enter(g, CDATA);
		else if (holds(g, "!DOCTYPE") && !g->doctype)
			return refuse(g, "a document type declaration is not "
					 "allowed here");
		else if (holds(g, "!DOCTYPE"))
			enter(g, DOCTYPE);
		else if (octet == '>' || g->held_count == sizeof(g->held))
			return refuse(g, "this is not XML");
	}
	return true;
}

static bool read_tag(struct xml_guard *g, char octet)
{
	if (++g->tag > XML_GUARD_TAG_OCTETS)
		return refuse(g, "the tag of an element is too long");
	if (g->state == TAG_VALUE) {
		if (octet == g->quote)
			g->state = TAG;
	} else if (octet == '"' || octet == '\'') {
		g->quote = octet;
		g->state = TAG_VALUE;
		if (++g->attributes > XML_GUARD_ATTRIBUTES)
			return refuse(g, "an element has too many attributes");
	} else if (octet == '>') {
		enter(g, TEXT);
	}
	return true;
}

static bool read_doctype(struct xml_guard *g, char octet)
{
	if (g->state == DOCTYPE_VALUE) {
		if (octet == g->quote)
			g->state = DOCTYPE;
	} else if (octet == '"' || octet == '\'') {
		g->quote = octet;
		g->state = DOCTYPE_VALUE;
	} else if (octet == '[') {
		return refuse(
			g, "declarations of entities are not allowed here");
	} else if (octet == '>') {
		enter(g, TEXT);
	}
	return true;
}

static void read_to(struct xml_guard *g, char octet, const char *end)
{
	hold(g, octet);
	if (ends_with(g, end))
		enter(g, TEXT);
}

static bool read_octet(struct xml_guard *g, char octet)
{
	switch ((enum state)g->state) {
	case BEGINNING:
		return begin(g, octet);
	case TEXT:
		if (octet == '<')
			enter(g, OPENED);
		return true;
	case OPENED:
		return open(g, octet);
	case TAG:
	case TAG_VALUE:
		return read_tag(g, octet);
	case COMMENT:
		read_to(g, octet, "-->");
		return true;
	case CDATA:
		read_to(g, octet, "]]>");
		return true;
	case INSTRUCTION:
		read_to(g, octet, "?>");
		return true;
	case DOCTYPE:
	case DOCTYPE_VALUE:
		return read_doctype(g, octet);
	}
	return false;
}

bool xml_guard_reads(const char *encoding)
{
	static const char *const known[] = {"UTF-8", "US-ASCII", "ASCII",
		"ISO-8859-", "windows-125", "cp125", "GB2312", "GBK", "GB18030",
		"Big5", "Shift_JIS", "EUC-", "KOI8-"};

	if (!encoding)
		return true;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (ascii_compare_n(encoding, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

bool xml_guard_feed(struct xml_guard *g, const char *data, size_t length)
{
	for (size_t i = 0; i < length && !g->why; i++) {
		g->lines += data[i] == '\n';
		read_octet(g, data[i]);
	}
	return !g->why;
}
