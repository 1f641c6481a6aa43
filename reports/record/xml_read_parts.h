/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the parts of the reader share. The document is valid by its schema;
 * what that cannot say is told by read_fails(). */
#ifndef MAILSONDE_REPORTS_RECORD_XML_READ_PARTS_H
#define MAILSONDE_REPORTS_RECORD_XML_READ_PARTS_H

#include "model/text/escape.h"
#include "model/text/spell.h"

#include <libxml/tree.h>

struct xml_reader {
	struct arena *arena; /* of what is being read */
	const char *why;     /* the first thing wrong; NULL while all is well */
	long line;
};

bool node_is(const xmlNode *node, const char *name);

/* `node` or the first behind it of that name; NULL if there is none. */
const xmlNode *node_next(const xmlNode *node, const char *name);
size_t node_count(const xmlNode *parent, const char *name);

/* In the reader's arena, white space and all; NULL if it is missing. */
const char *node_attribute(
	struct xml_reader *r, const xmlNode *node, const char *name);
const char *node_text(struct xml_reader *r, const xmlNode *node);
const char *child_text(
	struct xml_reader *r, const xmlNode *parent, const char *name);

/* False, 0 where it is missing. */
bool node_flag(const xmlNode *node, const char *name);
int64_t node_number(const xmlNode *node, const char *name);
int64_t node_us(const xmlNode *node, const char *name);
int64_t node_time(struct xml_reader *r, const xmlNode *node, const char *name);

void read_fails(struct xml_reader *r, const xmlNode *node, const char *why);

/* The octets that were escaped; `text` may be NULL. */
struct octets read_octets(
	struct xml_reader *r, const xmlNode *node, const char *text);

/* Each answers whether it knows the name, and writes only then. */
bool trust_from_name(const char *name, enum trust *ret_trust);
bool ocsp_from_name(const char *name, enum ocsp *ret_ocsp);
bool peer_close_from_name(const char *name, enum peer_close *ret_peer_close);
bool name_type_from_name(const char *name, enum name_type *ret_type);
bool remark_kind_from_name(const char *name, enum remark_kind *ret_kind);

void read_expectation(struct xml_reader *r, const xmlNode *node,
	struct expectation *expectation);
void read_settings(
	struct xml_reader *r, const xmlNode *node, struct matrix_entry *entry);
void read_probe(struct xml_reader *r, const xmlNode *node,
	const struct endpoint *endpoint, struct probe_facts *facts);

#endif
