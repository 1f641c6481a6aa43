/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/matrix_write.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "reports/record/json_writer.h"
#include "reports/record/xml_writer.h"

#include <stdlib.h>
#include <string.h>

static void put_xml_entry(struct xml *xml, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const struct account *account = &entry->account;

	xml_open(xml, "endpoint");
	xml_attribute(xml, "service", service_name(endpoint->service));
	xml_attribute(xml, "host", endpoint->host);
	xml_attribute_number(xml, "port", endpoint->port);
	xml_attribute(xml, "mode", mode_name(endpoint->mode));
	if (entry->origin.line)
		xml_attribute_number(xml, "line", entry->origin.line);
	xml_attribute(xml, "said", entry->origin.said);
	xml_attribute(xml, "meaning", entry->origin.meaning);
	xml_attribute(xml, "account", account->label);
	xml_attribute(xml, "address", account->address);
	xml_attribute(xml, "user-name", account->user_name);
	for (size_t i = 0; i < account->authentication_count; i++)
		xml_element(xml, "authentication", account->authentications[i]);
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		enum demand demand = entry->expectation.tls[v].demand;

		if (demand == DEMAND_NONE)
			continue;
		xml_open(xml, "tls");
		xml_attribute(xml, "version", tls_version_name(v));
		xml_attribute(xml, "expect", demand_name(demand));
		xml_close(xml);
	}
	for (size_t i = 0; i < entry->remark_count; i++) {
		const struct remark *remark = &entry->remarks[i];

		xml_open(xml, "remark");
		xml_attribute(xml, "kind", spell_remark_kind(remark->kind));
		if (remark->line)
			xml_attribute_number(xml, "line", remark->line);
		xml_attribute(xml, "said", remark->said);
		xml_attribute(xml, "taken", remark->taken);
		xml_close(xml);
	}
	xml_close(xml);
}

bool matrix_write_xml(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count)
{
	struct xml xml = {.stream = stream, .arena = arena};
	bool failed;

	xml_begin(&xml);
	xml_open(&xml, "settings");
	xml_attribute(&xml, "xmlns", "urn:mailsonde:settings:1");
	for (size_t i = 0; i < count; i++) {
		const struct matrix *matrix = &matrices[i];

		xml_open(&xml, "source");
		xml_attribute(&xml, "kind", matrix->kind);
		xml_attribute(&xml, "form", matrix->form);
		xml_attribute(&xml, "name", matrix->name);
		xml_element(&xml, "title", matrix->title);
		xml_element(&xml, "note", matrix->note);
		for (size_t k = 0; k < matrix->entry_count; k++)
			put_xml_entry(&xml, &matrix->entries[k]);
		for (size_t k = 0; k < matrix->skipped_count; k++) {
			xml_open(&xml, "not-used");
			xml_attribute_number(
				&xml, "line", matrix->skipped[k].line);
			xml_attribute(&xml, "name", matrix->skipped[k].what);
			xml_attribute(&xml, "reason", matrix->skipped[k].why);
			xml_close(&xml);
		}
		xml_close(&xml);
	}
	xml_close(&xml);
	failed = xml.failed;
	xml_flush(&xml);
	free(xml.data);
	return !failed;
}

static void put_json_entry(struct json *json, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const struct account *account = &entry->account;

	json_begin_object(json, NULL);
	json_text(json, "service", service_name(endpoint->service));
	json_text(json, "host", endpoint->host);
	json_number(json, "port", endpoint->port);
	json_text(json, "mode", mode_name(endpoint->mode));
	if (entry->origin.line)
		json_number(json, "line", entry->origin.line);
	json_text(json, "said", entry->origin.said);
	json_text(json, "meaning", entry->origin.meaning);
	json_text(json, "account", account->label);
	json_text(json, "address", account->address);
	json_text(json, "user-name", account->user_name);
	json_begin_array(json, "authentications");
	for (size_t i = 0; i < account->authentication_count; i++)
		json_text(json, NULL, account->authentications[i]);
	json_end_array(json);
	json_begin_object(json, "tls");
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (entry->expectation.tls[v].demand != DEMAND_NONE)
			json_text(json, tls_version_name(v),
				demand_name(entry->expectation.tls[v].demand));
	json_end_object(json);
	json_begin_array(json, "remarks");
	for (size_t i = 0; i < entry->remark_count; i++) {
		const struct remark *remark = &entry->remarks[i];

		json_begin_object(json, NULL);
		json_text(json, "kind", spell_remark_kind(remark->kind));
		if (remark->line)
			json_number(json, "line", remark->line);
		json_text(json, "said", remark->said);
		json_text(json, "taken", remark->taken);
		json_end_object(json);
	}
	json_end_array(json);
	json_end_object(json);
}

void matrix_write_json(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count)
{
	struct json json = {.stream = stream, .arena = arena};

	json_begin_object(&json, NULL);
	json_begin_array(&json, "settings");
	for (size_t i = 0; i < count; i++) {
		const struct matrix *matrix = &matrices[i];

		json_begin_object(&json, NULL);
		json_text(&json, "kind", matrix->kind);
		json_text(&json, "form", matrix->form);
		json_text(&json, "name", matrix->name);
		json_text(&json, "title", matrix->title);
		json_text(&json, "note", matrix->note);
		json_begin_array(&json, "endpoints");
		for (size_t k = 0; k < matrix->entry_count; k++)
			put_json_entry(&json, &matrix->entries[k]);
		json_end_array(&json);
		json_begin_array(&json, "not-used");
		for (size_t k = 0; k < matrix->skipped_count; k++) {
			json_begin_object(&json, NULL);
			json_number(&json, "line", matrix->skipped[k].line);
			json_text(&json, "name", matrix->skipped[k].what);
			json_text(&json, "reason", matrix->skipped[k].why);
			json_end_object(&json);
		}
		json_end_array(&json);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
	json_end(&json);
}

/* RFC 4180; what a spreadsheet would take for a formula is none. */
static void put_cell(FILE *stream, struct arena *arena, const char *text)
{
	putc('"', stream);
	if (text && *text && strchr("=+-@\t\n", *text))
		putc('\'', stream);
	for (text = text ? escape_clean(arena, text) : ""; *text; text++) {
		if (*text == '"')
			putc('"', stream);
		putc(*text, stream);
	}
	putc('"', stream);
}

static void put_csv_entry(FILE *stream, struct arena *arena,
	const struct matrix *matrix, const struct matrix_entry *entry)
{
	const struct account *account = &entry->account;
	const char *const cells[] = {
		service_name(entry->endpoint.service),
		entry->endpoint.host,
		arena_printf(arena, "%u", entry->endpoint.port),
		mode_name(entry->endpoint.mode),
		account->user_name,
		account->address,
		account->label,
		account->authentication_count ? account->authentications[0]
					      : NULL,
		matrix->name,
		arena_printf(arena, "%u", entry->origin.line),
	};

	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		if (i)
			putc(',', stream);
		put_cell(stream, arena, cells[i]);
	}
	fputs("\r\n", stream);
}

void matrix_write_csv(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count)
{
	fputs("service,host,port,mode,user,address,account,authentication,"
	      "source,line\r\n",
		stream);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < matrices[i].entry_count; k++)
			put_csv_entry(stream, arena, &matrices[i],
				&matrices[i].entries[k]);
}
