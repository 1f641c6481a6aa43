/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SRV records with the labels of RFC 6186 and RFC 8314, as a zone file has them
 * (RFC 1035 section 5), and as dig, host and nslookup show them. Other records
 * are passed over. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/text/lines.h"

#include <stdlib.h>
#include <string.h>

#define FIELDS 16 /* of a line; more are left out */

struct reading {
	struct records *records;
	struct arena *arena;
	struct problem *ret_problem;
	const char *origin; /* without its final dot; NULL */
	const char *owner;  /* of the line before */
};

struct fields {
	const char *at[FIELDS];
	size_t count;
	bool begins_blank; /* the owner is that of the line before */
};

/* Up to a comment; brackets, which join lines, and colons are not kept. */
static struct fields split(struct arena *arena, const char *line, size_t length)
{
	struct fields fields = {
		.begins_blank = length && strchr(" \t", *line),
	};
	char *rest = arena_printf(arena, "%.*s", (int)length, line), *field;

	rest[strcspn(rest, ";")] = '\0';
	while ((field = strsep(&rest, " \t()\r")))
		if (*field && fields.count < FIELDS)
			fields.at[fields.count++] = field;
	return fields;
}

static bool is(const char *field, const char *word)
{
	return ascii_compare(field, word) == 0;
}

/* label = "_imaps" "._tcp" [ "." domain ] */
static const struct service_way *way_of(
	const char *owner, enum service *ret_service)
{
	const struct service_way *way = NULL;

	while (service_next_way(ret_service, &way)) {
		size_t length = way->srv ? strlen(way->srv) : 0;

		if (length && ascii_compare_n(owner, way->srv, length) == 0 &&
			ascii_compare_n(owner + length, "._tcp", 5) == 0 &&
			strchr(". \t\r\n", owner[length + 5]))
			return way;
	}
	return NULL;
}

/* A name without a final dot lies within $ORIGIN, where there is one. */
static const char *whole_name(struct reading *r, const char *name)
{
	size_t length = strlen(name);

	if (length && name[length - 1] == '.')
		return arena_printf(r->arena, "%.*s", (int)length - 1, name);
	return r->origin && length
		       ? arena_printf(r->arena, "%s.%s", name, r->origin)
		       : name;
}

static void add_domain(struct reading *r, const char *owner)
{
	const char *name = whole_name(r, owner);
	const char *domain = strstr(name, "._tcp.");

	if (!domain)
		domain = strstr(name, "._TCP.");
	if (domain && domain[6])
		records_domain(r->records, domain + 6);
}

static bool is_number(const char *field)
{
	size_t length = strlen(field);

	return length && length <= 5 && strspn(field, "0123456789") == length;
}

/* priority weight port target */
static bool add_record(struct reading *r, const char *owner,
	const struct fields *fields, size_t at, unsigned line)
{
	enum service service;
	const struct service_way *way = way_of(owner, &service);
	struct record record = {.line = line};

	if (!way || at + 4 > fields->count || !is_number(fields->at[at]) ||
		!is_number(fields->at[at + 1]))
		return true;
	add_domain(r, owner);
	if (is(fields->at[at + 3], ".")) {
		records_skip(r->records, line, owner,
			"the domain says that it does not offer this");
		return true;
	}
	record.service = service;
	record.word =
		way->mode == MODE_IMPLICIT ? WORD_IMPLICIT : WORD_EXPLICIT;
	record.said = arena_printf(r->arena, "%s._tcp", way->srv);
	record.host = whole_name(r, fields->at[at + 3]);
	record.port_text = fields->at[at + 2];
	if (is_number(record.port_text)) {
		record.port = (unsigned)strtoul(record.port_text, NULL, 10);
		if (record.port)
			record.port_text = NULL;
	}
	return records_add(r->records, &record, r->ret_problem);
}

/* line = [ owner ] [ TTL ] [ class ] "SRV" rdata
 *      / owner "has SRV record" rdata      (host)
 *      / owner "service =" rdata           (nslookup) */
static bool read_line(
	struct reading *r, const struct fields *fields, unsigned line)
{
	size_t at = 0;

	if (fields->count >= 2 && is(fields->at[0], "$ORIGIN"))
		r->origin = arena_printf(r->arena, "%.*s",
			(int)(strlen(fields->at[1]) - 1), fields->at[1]);
	if (!fields->count || fields->at[0][0] == '$')
		return true;
	if (!fields->begins_blank || fields->at[0][0] == '_')
		r->owner = fields->at[at++];
	for (; r->owner && at < fields->count; at++) {
		bool is_host = is(fields->at[at], "record");
		bool is_nslookup = is(fields->at[at], "=");

		if (is_host || is_nslookup ||
			(is(fields->at[at], "SRV") &&
				!(at + 1 < fields->count &&
					is(fields->at[at + 1], "record"))))
			return add_record(r, r->owner, fields, at + 1, line);
	}
	return true;
}

static bool read_zone(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {
		.records = records,
		.arena = arena,
		.ret_problem = ret_problem,
	};
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	(void)place;
	while (lines_next(&lines, &line, &length)) {
		struct fields fields = split(arena, line, length);

		if (!read_line(&r, &fields, lines.number))
			return false;
	}
	return true;
}

/* A line with one of the labels, and SRV or what stands for it */
static enum likeness likeness(struct octets text)
{
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	if (!likeness_has(text, "._tcp"))
		return LIKE_NOT;
	while (lines_next(&lines, &line, &length)) {
		enum service service;
		struct octets rest;

		while (length && strchr(" \t", *line)) {
			line++;
			length--;
		}
		rest = (struct octets){(const unsigned char *)line, length};
		if (length > 10 && *line == '_' && way_of(line, &service) &&
			(likeness_has(rest, "SRV") ||
				likeness_has(rest, "service =")))
			return LIKE_SURELY;
	}
	return LIKE_NOT;
}

const struct form form_zone = {
	.name = "zone",
	.title = "SRV records",
	.likeness = likeness,
	.read = read_zone,
};
