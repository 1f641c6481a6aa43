/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/builder.h"
#include "src/commands/commands.h"

#include "model/text/escape.h"
#include "model/text/plural.h"
#include "model/text/spell.h"
#include "reports/matrix_write.h"
#include "reports/text/page.h"
#include "reports/words.h"
#include "settings/forms/forms.h"
#include "settings/library/profile.h"
#include "src/output/place.h"
#include "src/output/terminal.h"
#include "src/targets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#define TEXT_COLUMNS 100
#define LABEL 12

static const char *escaped(struct arena *arena, const char *text)
{
	return escape_excerpt(arena,
		(struct octets){(const unsigned char *)text, strlen(text)},
		1000);
}

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text && *text)
		page_field(page, 2, LABEL, PAINT_NONE, label, text);
}

/* What does not go with the port: the words, or what is made of them. */
static const char *contradiction_sentence(struct arena *arena,
	const struct remark *remark, const struct matrix_entry *entry)
{
	const char *meaning = entry->origin.meaning;
	enum service service = entry->endpoint.service;
	const char *usual = remark->taken ? remark->taken : "";
	enum tls_mode mode;

	if (mode_from_name(usual, &mode))
		usual = words_mode(service, mode);
	if (remark->said && meaning)
		return arena_printf(arena,
			"\"%s\" (%s) does not match the port, which is for %s",
			remark->said, meaning, usual);
	if (remark->said)
		return arena_printf(arena,
			"\"%s\" does not match the port, which is for %s",
			remark->said, usual);
	return arena_printf(arena, "the port is for %s, but %s", usual,
		meaning ? meaning : words_mode(service, entry->endpoint.mode));
}

/* Whether the port is known for a mode, whichever service it is for. */
static bool is_usual_port(const struct matrix_entry *entry)
{
	const struct service_way *way = NULL;
	enum service service;

	while (service_next_way(&service, &way))
		if (way->port == entry->endpoint.port)
			return true;
	return false;
}

static const char *remark_sentence(struct arena *arena,
	const struct remark *remark, const struct matrix_entry *entry)
{
	const char *said = remark->said ? remark->said : "";
	const char *taken = remark->taken ? remark->taken : "";

	switch (remark->kind) {
	case REMARK_MODE_WORD:
		return arena_printf(arena,
			"\"%s\" can mean implicit TLS or STARTTLS; the port "
			"decides",
			said);
	case REMARK_MODE_MISSING:
		return is_usual_port(entry)
			       ? "the settings do not say how to encrypt; the "
				 "port decides"
			       : "the settings do not say how to encrypt, and "
				 "the port is not a usual one; STARTTLS is "
				 "assumed";
	case REMARK_MODE_CONTRADICTS:
		return contradiction_sentence(arena, remark, entry);
	case REMARK_OPPORTUNISTIC:
		if (!remark->said)
			return "the connection is encrypted only if the "
			       "server offers encryption";
		return arena_printf(arena,
			"\"%s\" encrypts only if the server offers encryption",
			said);
	case REMARK_PORT_MISSING:
		return arena_printf(arena,
			"the settings name no port; the usual port %s is used",
			taken);
	case REMARK_VERIFY_OFF:
		return arena_printf(arena,
			"\"%s\" disables certificate verification", said);
	case REMARK_TLS_LIMITED:
		return arena_printf(
			arena, "\"%s\" allows only old TLS versions", said);
	case REMARK_SOURCES_DISAGREE:
		return arena_printf(
			arena, "another source disagrees: %s", said);
	case REMARK_UNREAD:
		return arena_printf(arena, "\"%s\" was not understood", said);
	case REMARK_WORD_UNKNOWN:
		return arena_printf(arena,
			"\"%s\" is not a word that these files have for "
			"encryption",
			said);
	case REMARK_COUNT:
		break;
	}
	return said;
}

static const char *remark_words(struct arena *arena,
	const struct remark *remark, const struct matrix_entry *entry)
{
	const char *text = remark_sentence(arena, remark, entry);

	return remark->line
		       ? arena_printf(arena, "%s (line %u)", text, remark->line)
		       : text;
}

static const char *versions_words(
	struct arena *arena, const struct expectation *expectation)
{
	struct builder line = {.arena = arena};

	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		const struct tls_expectation *tls = &expectation->tls[v];

		if (tls->demand != DEMAND_NONE)
			builder_item_printf(&line, ", ", "%s %s",
				tls_version_name(v), demand_name(tls->demand));
	}
	return builder_text(&line);
}

static const char *documented_words(
	struct arena *arena, const struct matrix_entry *entry)
{
	const struct documented *documented = entry->documented;
	struct builder list = {.arena = arena};

	if (!documented)
		return NULL;
	for (size_t i = 0; i < documented->endpoint_count; i++) {
		const struct endpoint *endpoint = &documented->endpoints[i];

		if (strcmp(endpoint->host, entry->endpoint.host) == 0 &&
			endpoint->port == entry->endpoint.port &&
			endpoint->mode == entry->endpoint.mode)
			return arena_printf(arena, "as documented by %s",
				documented->title);
		builder_item_printf(&list, " or ", "%s:%u %s", endpoint->host,
			endpoint->port,
			words_mode(endpoint->service, endpoint->mode));
	}
	return arena_printf(arena, "differs from the documentation of %s: %s",
		documented->title, builder_text(&list));
}

static void put_entry(const struct page *page, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	struct arena *arena = page->arena;
	bool ipv6 = strchr(endpoint->host, ':') != NULL;
	struct builder authentications = {.arena = arena};

	for (size_t i = 0; i < entry->account.authentication_count; i++)
		builder_item(&authentications, ", ",
			entry->account.authentications[i]);
	page_newline(page);
	page_wrap(page, 0, 2, PAINT_STRONG,
		arena_printf(arena, "%s  %s%s%s:%u  %s",
			service_label(endpoint->service), ipv6 ? "[" : "",
			endpoint->host, ipv6 ? "]" : "", endpoint->port,
			words_mode(endpoint->service, endpoint->mode)));
	if (entry->account.label)
		put_field(
			page, "Account", escaped(arena, entry->account.label));
	if (entry->account.user_name)
		put_field(page, "User name",
			escaped(arena, entry->account.user_name));
	put_field(page, "Sign in", builder_text(&authentications));
	put_field(page, "TLS", versions_words(arena, &entry->expectation));
	if (entry->origin.line)
		put_field(page, "From",
			arena_printf(arena, "line %u%s%s%s", entry->origin.line,
				entry->origin.said ? ", \"" : "",
				entry->origin.said
					? escaped(arena, entry->origin.said)
					: "",
				entry->origin.said ? "\"" : ""));
	put_field(page, "Meaning", entry->origin.meaning);
	for (size_t i = 0; i < entry->remark_count; i++)
		put_field(page, "Note",
			remark_words(arena, &entry->remarks[i], entry));
	put_field(page, "Provider", documented_words(arena, entry));
}

static void write_text(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count)
{
	unsigned columns = output_columns();
	const struct page page = {
		.stream = stream,
		.columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns,
		.utf8 = output_is_utf8(),
		.arena = arena,
	};

	for (size_t i = 0; i < count; i++) {
		const struct matrix *matrix = &matrices[i];
		const struct form *form =
			matrix->form ? forms_find(matrix->form) : NULL;

		if (i)
			page_newline(&page);
		page_wrap(&page, 0, 2, PAINT_NONE,
			arena_printf(arena,
				plural_form(matrix->entry_count,
					"%s: %s, %zu server",
					"%s: %s, %zu servers"),
				escaped(arena, matrix->name),
				form ? form->title : matrix->kind,
				matrix->entry_count));
		for (size_t k = 0; k < matrix->entry_count; k++)
			put_entry(&page, &matrix->entries[k]);
		if (matrix->note) {
			page_newline(&page);
			page_wrap(&page, 0, 0, PAINT_NONE, matrix->note);
		}
	}
}

static const char *today(struct arena *arena)
{
	return arena_printf(arena, "%.10s", spell_time(arena, time(NULL)));
}

/* Answers false if memory ran out. */
static bool write_matrices(FILE *stream, struct arena *arena,
	enum format format, const struct matrix *matrices, size_t count)
{
	switch (format) {
	case FORMAT_PROFILE:
		profile_write(stream, arena, matrices, count, matrices[0].name,
			today(arena));
		break;
	case FORMAT_XML:
		return matrix_write_xml(stream, arena, matrices, count);
	case FORMAT_JSON:
		matrix_write_json(stream, arena, matrices, count);
		break;
	case FORMAT_CSV:
		matrix_write_csv(stream, arena, matrices, count);
		break;
	default:
		write_text(stream, arena, matrices, count);
	}
	return true;
}

static int write_output(struct arena *arena, const struct output *output,
	const struct matrix *matrices, size_t count)
{
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);
	int status = EX_OK;
	bool whole;

	if (!stream)
		return EX_OSERR;
	whole = write_matrices(stream, arena, output->format, matrices, count);
	if (fclose(stream) != 0 || !whole) {
		complain_to_stderr(
			"the settings could not be written: out of memory");
		status = EX_OSERR;
	} else if (!output_write(output->file, text, length)) {
		complain_to_stderr("%s: %s",
			output->file ? output->file : "standard output",
			place_problem(errno));
		status = EX_IOERR;
	}
	free(text);
	return status;
}

static bool is_known(enum format format)
{
	return format == FORMAT_TEXT || format == FORMAT_PROFILE ||
	       format == FORMAT_XML || format == FORMAT_JSON ||
	       format == FORMAT_CSV;
}

int command_write_settings(const struct options *options, struct arena *arena,
	const struct matrix *matrices, size_t count)
{
	static const struct output usual = {.format = FORMAT_TEXT};
	int status = EX_OK;

	for (size_t i = 0; i < options->output_count; i++)
		if (!is_known(options->outputs[i].format)) {
			complain_aloud(options,
				"-o: settings can be written only as "
				"text, xml, json, csv or profile; use "
				"check for reports");
			return EX_USAGE;
		}
	for (size_t i = 0; i < options->output_count && status == EX_OK; i++)
		status = write_output(
			arena, &options->outputs[i], matrices, count);
	if (!options->output_count)
		status = write_output(arena, &usual, matrices, count);
	return status;
}

int command_settings(const struct options *options, struct arena *arena)
{
	struct matrix *matrices;
	size_t count;
	int status = targets_read(options, arena, &matrices, &count);

	return status == EX_OK
		       ? command_write_settings(options, arena, matrices, count)
		       : status;
}
