/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/xml_writer.h"

#include "model/text/escape.h"
#include "model/text/spell.h"
#include "reports/record/json_record.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_OCTETS 32
#define FIRST_OCTETS ((size_t)16384)
#define FLUSH_OCTETS ((size_t)32768)

static bool reserve(struct xml *xml, size_t more)
{
	size_t size = xml->size ? xml->size : FIRST_OCTETS;
	char *data;

	if (xml->failed || more < xml->size - xml->length)
		return !xml->failed;
	while (size - xml->length <= more)
		size *= 2;
	data = realloc(xml->data, size);
	if (!data) {
		xml->failed = true;
		return false;
	}
	xml->data = data;
	xml->size = size;
	return true;
}

void xml_flush(struct xml *xml)
{
	if (!xml->failed && xml->length)
		fwrite(xml->data, 1, xml->length, xml->stream);
	xml->length = 0;
}

static void put(struct xml *xml, const char *text, size_t length)
{
	if (xml->stream && xml->length + length > FLUSH_OCTETS)
		xml_flush(xml);
	if (xml->stream && length > FLUSH_OCTETS) {
		fwrite(text, 1, length, xml->stream);
		return;
	}
	if (!reserve(xml, length))
		return;
	memcpy(xml->data + xml->length, text, length);
	xml->length += length;
	xml->data[xml->length] = '\0';
}

static void put_string(struct xml *xml, const char *text)
{
	put(xml, text, strlen(text));
}

/* XML 1.0 sections 2.4 and 3.3.3. What XML cannot bear at all is no part of
 * clean text. */
static void put_clean(struct xml *xml, const char *text)
{
	static const char special[] = "<>&\"\n\t";
	static const char *const references[] = {
		"&lt;", "&gt;", "&amp;", "&quot;", "&#10;", "&#9;"};

	for (;;) {
		size_t plain = strcspn(text, special);

		put(xml, text, plain);
		text += plain;
		if (!*text)
			return;
		put_string(xml, references[strchr(special, *text) - special]);
		text++;
	}
}

static void end_start_tag(struct xml *xml)
{
	if (xml->in_tag)
		put(xml, ">", 1);
	xml->in_tag = false;
}

static void start_line(struct xml *xml)
{
	static const char blanks[2 * XML_DEPTH + 1] =
		"                                ";

	put(xml, "\n", 1);
	put(xml, blanks, 2 * xml->depth);
}

void xml_begin(struct xml *xml)
{
	put_string(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

void xml_open_as(struct xml *xml, const char *element, const char *list,
	const struct record_type *type)
{
	if (xml->json)
		json_record_open(xml->json, element, list, type);
	else
		xml_open(xml, element);
}

void xml_open(struct xml *xml, const char *element)
{
	assert(xml->depth < XML_DEPTH);
	if (xml->json) {
		json_record_open(xml->json, element, NULL, NULL);
		return;
	}
	end_start_tag(xml);
	start_line(xml);
	put(xml, "<", 1);
	put_string(xml, element);
	xml->elements[xml->depth++] = element;
	xml->in_tag = true;
	xml->has_text = false;
}

void xml_close(struct xml *xml)
{
	if (xml->json) {
		json_record_close(xml->json);
		return;
	}
	assert(xml->depth > 0);
	xml->depth--;
	if (xml->in_tag) {
		put(xml, "/>", 2);
	} else {
		if (!xml->has_text)
			start_line(xml);
		put(xml, "</", 2);
		put_string(xml, xml->elements[xml->depth]);
		put(xml, ">", 1);
	}
	if (xml->depth == 0)
		put(xml, "\n", 1);
	xml->in_tag = false;
	xml->has_text = false;
}

/* `text` is known to be clean. */
static void attribute(struct xml *xml, const char *name, const char *text)
{
	if (xml->json) {
		json_record_value(xml->json, name, text, RECORD_STRING);
		return;
	}
	assert(xml->in_tag);
	put(xml, " ", 1);
	put_string(xml, name);
	put(xml, "=\"", 2);
	put_clean(xml, text);
	put(xml, "\"", 1);
}

void xml_value(struct xml *xml, const char *name, const char *text,
	enum record_json json)
{
	if (!text)
		return;
	if (xml->json)
		json_record_value(xml->json, name, text, json);
	else
		attribute(xml, name, text);
}

void xml_attribute(struct xml *xml, const char *name, const char *text)
{
	if (text)
		attribute(xml, name, escape_clean(xml->arena, text));
}

void xml_attribute_number(struct xml *xml, const char *name, int64_t number)
{
	char text[NUMBER_OCTETS];

	snprintf(text, sizeof(text), "%" PRId64, number);
	xml_value(xml, name, text, RECORD_FIGURE);
}

void xml_content(struct xml *xml, const char *text)
{
	if (!text || !text[0])
		return;
	if (xml->json) {
		json_record_value(xml->json, "text", text, RECORD_STRING);
		return;
	}
	end_start_tag(xml);
	put_clean(xml, text);
	xml->has_text = true;
}

void xml_text(struct xml *xml, const char *text)
{
	xml_content(xml, escape_clean(xml->arena, text));
}

/* `text` is known to be clean. */
static void element_of(struct xml *xml, const char *element, const char *list,
	const char *text)
{
	if (!text)
		return;
	if (xml->json) {
		json_record_element(xml->json, element, list, text);
		return;
	}
	xml_open(xml, element);
	xml_content(xml, text);
	xml_close(xml);
}

void xml_element(struct xml *xml, const char *element, const char *text)
{
	if (text)
		element_of(xml, element, NULL, escape_clean(xml->arena, text));
}

void xml_text_element(
	struct xml *xml, const struct record_field *field, const char *text)
{
	element_of(xml, field->name, field->list, text);
}
