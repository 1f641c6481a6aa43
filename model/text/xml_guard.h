/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Keeps from an XML parser what would take it minutes: a parser compares each
 * attribute of a tag with those before it, and each word of a declaration with
 * its neighbours. Tags are read as XML reads them (XML 1.0 section 3.1): a ">"
 * in a value ends none. What is not well-formed is the parser's to refuse. */
#ifndef MAILSONDE_MODEL_TEXT_XML_GUARD_H
#define MAILSONDE_MODEL_TEXT_XML_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#define XML_GUARD_TAG_OCTETS 65536
#define XML_GUARD_ATTRIBUTES 128

struct xml_guard {
	bool doctype; /* one is allowed, though with nothing in it */
	int state;    /* zeroed at first, as all that follows */
	char quote;
	char held[10]; /* of what is not told yet from its beginning */
	size_t held_count;
	size_t tag; /* octets of the tag that is open */
	unsigned attributes;
	unsigned lines;  /* ends of lines so far */
	unsigned opened; /* that many where the tag began */
	unsigned line;   /* from 1, and */
	const char *why; /* a clause, once something is refused */
};

/* Looks at what comes next of a document. Answers false from the first thing on
 * that must not get to a parser: `why` says what, `line` where. */
bool xml_guard_feed(struct xml_guard *guard, const char *data, size_t length);

/* Whether a tag looks the same in this encoding as it does in ASCII. In others
 * the guard sees none: a parser that was told such must stop. NULL is fine. */
bool xml_guard_reads(const char *encoding);

#endif
