/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Elements and attributes of the report, written one after the other. The
 * caller opens and closes in order, and gives attributes before content; what
 * is written is escaped here. Memory can run out: after that every call does
 * nothing, and `failed` is set. With `json` set the same calls write JSON
 * (reports/record/json_record.h), so that both forms say the same.
 *
 * libxml2's own writer takes more than twice as long, which counts where a run
 * has thousands of endpoints. What comes out is read back with libxml2, and
 * held against the schema, by the tests. */
#ifndef MAILSONDE_REPORTS_RECORD_XML_WRITER_H
#define MAILSONDE_REPORTS_RECORD_XML_WRITER_H

#include "model/report.h"

#include <stdio.h>

#define XML_DEPTH 16

struct json_record;

struct xml {
	struct json_record *json; /* written to in place of `data`; NULL */
	char *data;               /* of malloc(), always with room for a NUL */
	size_t length;
	size_t size;
	const char *elements[XML_DEPTH]; /* those that are open */
	size_t depth;
	bool in_tag;   /* the start tag still takes attributes */
	bool has_text; /* of the innermost: its end stays on the line */
	bool failed;
	bool transcript;
	struct arena *arena; /* of the endpoint that is being written */
};

/* The declaration, which comes first. */
void xml_begin(struct xml *xml);

/* Hands what is in `data` to the stream, and goes on with none. */
void xml_flush(struct xml *xml, FILE *stream);

void xml_open(struct xml *xml, const char *element);
void xml_close(struct xml *xml);

/* Attributes of the element opened last. Text that is NULL is left out, and
 * so is a flag that is false. Text is ours or escaped before; octets are the
 * peer's. */
void xml_attribute(struct xml *xml, const char *name, const char *text);
void xml_attribute_octets(
	struct xml *xml, const char *name, struct octets octets);
void xml_attribute_number(struct xml *xml, const char *name, int64_t number);
void xml_attribute_flag(struct xml *xml, const char *name, bool flag);
void xml_attribute_bool(struct xml *xml, const char *name, bool value);
/* Microseconds, as milliseconds with three digits behind the point. */
void xml_attribute_ms(struct xml *xml, const char *name, int64_t us);
/* The same, rounded to whole milliseconds. */
void xml_attribute_whole_ms(struct xml *xml, const char *name, int64_t us);
void xml_attribute_time(struct xml *xml, const char *name, int64_t seconds);

void xml_text(struct xml *xml, const char *text);
void xml_octets(struct xml *xml, struct octets octets);

/* A whole element with nothing but text; nothing at all for NULL. */
void xml_element(struct xml *xml, const char *element, const char *text);
void xml_element_octets(
	struct xml *xml, const char *element, struct octets octets);

/* The root element, and one endpoint's (reports/record/xml.c). Each endpoint's
 * own octets go to `stream` as soon as they are made, unless it is NULL. */
void xml_report(struct xml *xml, const struct report *report, FILE *stream);
void xml_endpoint(struct xml *xml, const struct report *report, size_t index);

/* The probe of the endpoint, and its facts (reports/record/xml_probe.c). */
void xml_probe(struct xml *xml, const struct probe_facts *facts,
	const struct endpoint *endpoint);

/* What the settings say of it, beside its name (reports/record/xml_settings.c).
 */
void xml_settings(struct xml *xml, const struct matrix_entry *entry);

/* The diagnoses that show best at the endpoint with this index
 * (reports/record/xml_diagnosis.c). */
void xml_diagnoses(
	struct xml *xml, const struct report *report, size_t endpoint);

#endif
