/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/rows.h"

#include "model/table.h"

#include <stdlib.h>
#include <string.h>

#define CARRIED_OCTETS ((size_t)96 * 1024)

static const struct {
	const char *name;
	const char *words;
} modes[] = {
	{"implicit", "SSL/TLS"},
	{"explicit", "STARTTLS"},
	{"cleartext", "none"},
};

static void put_option(const struct markup *out, const char *value,
	const char *words, const char *chosen)
{
	markup_put(out,
		strcmp(value, chosen) == 0
			? "<option value=\"%\" selected>%</option>"
			: "<option value=\"%\">%</option>",
		value, words);
}

static void put_controls(
	const struct markup *out, const struct row *row, const char *number)
{
	markup_put(out, "<label>Service<select name=\"service-%\">", number);
	for (int i = 0; i < SERVICE_COUNT; i++)
		put_option(out, service_name((enum service)i),
			service_label((enum service)i), row->service);
	markup_put(out,
		"</select></label>\n<label class=\"wide\">Server<input "
		"type=\"text\" name=\"host-%\" value=\"%\" "
		"spellcheck=\"false\" autocapitalize=\"off\"></label>\n"
		"<label>Port<input type=\"text\" inputmode=\"numeric\" "
		"name=\"port-%\" value=\"%\"></label>\n"
		"<label>Encryption<select name=\"mode-%\">",
		number, row->host, number, row->port, number);
	for (size_t i = 0; i < COUNT_OF(modes); i++)
		put_option(out, modes[i].name, modes[i].words, row->mode);
	markup_raw(out, "</select></label>\n");
}

static void put_row(
	const struct markup *out, const struct row *row, size_t number)
{
	const char *text = arena_printf(out->arena, "%zu", number);

	markup_put(out,
		"<fieldset><legend>Server %</legend><div class=\"row\">\n",
		arena_printf(out->arena, "%zu", number + 1));
	put_controls(out, row, text);
	markup_put(out,
		"</div>\n<label class=\"check\"><input type=\"checkbox\" "
		"name=\"leave-%\" value=\"1\"%>Leave it out</label>\n"
		"</fieldset>\n",
		text, row->left_out ? " checked" : "");
}

static void put_new_row(const struct markup *out, size_t number)
{
	const struct row row = {"imap", "", "", "implicit", false};

	markup_raw(out, "<fieldset><legend>Another server (optional)</legend>"
			"<div class=\"row\">\n");
	put_controls(out, &row, arena_printf(out->arena, "%zu", number));
	markup_raw(out, "</div></fieldset>\n");
}

/* As hexadecimal digits, such that any octet gets back as it was. */
static void put_carried(const struct markup *out, const struct order *order)
{
	markup_raw(out, "<input type=\"hidden\" name=\"said\" value=\"");
	for (size_t i = 0; i < order->text.length; i++)
		fprintf(out->stream, "%02x", order->text.data[i]);
	markup_put(out,
		"\">\n<input type=\"hidden\" name=\"said-name\" value=\"%\">\n",
		order->name ? order->name : "");
}

bool rows_can_edit(const struct order *order, const struct rows *rows)
{
	return rows->count <= ROWS_MOST && order->text.length <= CARRIED_OCTETS;
}

void rows_put(const struct markup *out, const struct order *order,
	const struct rows *rows)
{
	put_carried(out, order);
	markup_put(out, "<input type=\"hidden\" name=\"rows\" value=\"%\">\n",
		arena_printf(out->arena, "%zu", rows->count + 1));
	for (size_t i = 0; i < rows->count; i++)
		put_row(out, &rows->list[i], i);
	put_new_row(out, rows->count);
}

static void put_hidden(const struct markup *out, const char *name,
	const char *number, const char *value)
{
	markup_put(out, "<input type=\"hidden\" name=\"%-%\" value=\"%\">\n",
		name, number, value);
}

void rows_put_hidden(const struct markup *out, const struct order *order,
	const struct rows *rows)
{
	put_carried(out, order);
	markup_put(out, "<input type=\"hidden\" name=\"rows\" value=\"%\">\n",
		arena_printf(out->arena, "%zu", rows->count));
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->list[i];
		const char *number = arena_printf(out->arena, "%zu", i);

		put_hidden(out, "service", number, row->service);
		put_hidden(out, "host", number, row->host);
		put_hidden(out, "port", number, row->port);
		put_hidden(out, "mode", number, row->mode);
	}
}

struct row rows_row_of(struct arena *arena, const struct endpoint *endpoint)
{
	return (struct row){
		.service = service_name(endpoint->service),
		.host = endpoint->host ? endpoint->host : "",
		.port = arena_printf(arena, "%u", endpoint->port),
		.mode = mode_name(endpoint->mode),
	};
}

struct rows rows_of(struct arena *arena, const struct matrix *matrix)
{
	struct rows rows = {.count = matrix->entry_count};

	rows.list = arena_alloc(arena, (rows.count + 1) * sizeof(*rows.list));
	for (size_t i = 0; i < rows.count; i++)
		rows.list[i] = rows_row_of(arena, &matrix->entries[i].endpoint);
	return rows;
}

/* Whether the host's name says that it is for another service. */
static bool is_for_other(const char *host, enum service service)
{
	bool named = false;

	for (int i = 0; i < SERVICE_COUNT; i++) {
		const char *word = service_row((enum service)i)->host_word;

		if (!word || strncmp(host, word, strlen(word)) != 0)
			continue;
		if (i == (int)service)
			return false;
		named = true;
	}
	return named;
}

struct rows rows_of_host(struct arena *arena, const char *host)
{
	static const struct {
		enum service service;
		enum tls_mode mode;
	} usual[] = {
		{SERVICE_IMAP, MODE_IMPLICIT},
		{SERVICE_SMTP, MODE_IMPLICIT},
		{SERVICE_SMTP, MODE_EXPLICIT},
		{SERVICE_POP3, MODE_IMPLICIT},
	};
	struct rows rows = {.count = COUNT_OF(usual)};

	rows.list = arena_alloc(arena, rows.count * sizeof(*rows.list));
	for (size_t i = 0; i < rows.count; i++)
		rows.list[i] = (struct row){
			.service = service_name(usual[i].service),
			.host = host,
			.port = arena_printf(arena, "%u",
				service_port(usual[i].service, usual[i].mode)),
			.mode = mode_name(usual[i].mode),
			.left_out = is_for_other(host, usual[i].service),
		};
	return rows;
}

struct octets rows_carried(const struct fields *sent)
{
	const char *digits = fields_text(sent, "said");
	size_t length = strlen(digits) / 2;
	unsigned char *octets = arena_alloc(sent->arena, length + 1);

	for (size_t i = 0; i < length; i++) {
		const char pair[] = {digits[2 * i], digits[2 * i + 1], '\0'};

		octets[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
	octets[length] = '\0';
	return (struct octets){octets, length};
}

struct rows rows_sent(const struct fields *sent)
{
	size_t count = strtoul(fields_text(sent, "rows"), NULL, 10);
	struct rows rows = {.count = 0};

	rows.list =
		arena_alloc(sent->arena, (ROWS_MOST + 1) * sizeof(*rows.list));
	for (size_t i = 0; i < count && i <= ROWS_MOST; i++) {
		const struct row row = {
			.service = fields_text_of(sent, "service", i),
			.host = fields_text_of(sent, "host", i),
			.port = fields_text_of(sent, "port", i),
			.mode = fields_text_of(sent, "mode", i),
			.left_out = *fields_text_of(sent, "leave", i) != '\0',
		};

		/* The one more that was left empty is none. */
		if (*row.host || i + 1 < count)
			rows.list[rows.count++] = row;
	}
	return rows;
}

bool rows_take(struct arena *arena, const struct rows *rows,
	struct order *order, struct problem *ret_problem)
{
	struct endpoint *read =
		arena_alloc(arena, (rows->count + 1) * sizeof(*read));
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->list[i];

		if (row->left_out)
			continue;
		if (!order_read_row(arena, row->service, row->host, row->port,
			    row->mode, &read[count], ret_problem)) {
			ret_problem->place =
				arena_printf(arena, "Server %zu", i + 1);
			return false;
		}
		count++;
	}
	order->rows = read;
	order->row_count = count;
	return count ||
	       problem_set(arena, PROBLEM_DATA, NULL, ret_problem,
		       "all servers are left out: there is nothing to check");
}
