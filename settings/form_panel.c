/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings as people copy them: the panel of Outlook on the web, the table of
 * a manual, a provider's help page, a message in a forum. Line by line, blocks
 * of a service, a server, ports and words for TLS, in any order and language
 * (settings/panel_line.h). */

#include "settings/forms.h"
#include "settings/lines.h"
#include "settings/panel_line.h"
#include "settings/refuse.h"

#include <string.h>
#include <strings.h>
#include <sysexits.h>

#define BLOCK_PORTS 8
#define BLOCKS 1000
#define SENTENCE_WORDS 9 /* from so many on, a line is prose */

/* What was read of one server so far. */
struct block {
	bool service_seen;
	enum service service;
	enum mode_word service_word;
	const char *host;
	struct port_word ports[BLOCK_PORTS];
	size_t port_count;
	const char *bad_port;
	unsigned bad_line;
	enum mode_word word;
	const char *said;
	unsigned tls_required;
	unsigned tls_forbidden;
	const char *user;
	const char *address;
	unsigned line;
};

struct reading {
	struct arena *arena;
	struct block *blocks;
	size_t count;
	struct block now;
	const char *user; /* told before any server */
	const char *address;
	bool denied;
	bool skip_next; /* the value of a password's label */
};

static bool is_open(const struct block *block)
{
	return block->host != NULL;
}

static void close_block(struct reading *r)
{
	if (is_open(&r->now) && r->count < BLOCKS) {
		r->blocks = arena_grow(
			r->arena, r->blocks, r->count, sizeof(*r->blocks));
		r->blocks[r->count++] = r->now;
	}
	r->now = (struct block){0};
}

static size_t count_words(const char *text, size_t length)
{
	size_t count = 0;
	bool inside = false;

	for (size_t i = 0; i < length; i++) {
		bool blank = strchr(" \t|,", text[i]) != NULL;

		count += !blank && !inside;
		inside = !blank;
	}
	return count;
}

static void take_service(
	struct reading *r, const struct panel_line *line, unsigned number)
{
	enum service service = line->service;

	if (!line->service_seen && !line->outgoing)
		return;
	if (!line->service_seen)
		service = SERVICE_SMTP;
	/* Once a server is there, a service begins the next block; but what
	 * one line says together belongs together. */
	if (is_open(&r->now) &&
		(!r->now.service_seen ? line->host_count > 0
				      : r->now.service != service ||
						line->host_count > 0))
		close_block(r);
	else if (is_open(&r->now) && r->now.service_seen)
		return;
	r->now.service_seen = true;
	r->now.service = service;
	r->now.service_word = line->service_word;
	if (!r->now.line)
		r->now.line = number;
}

static void add_port(struct reading *r, const struct port_word *port)
{
	struct block *block = &r->now;

	if (!port->port || block->port_count == BLOCK_PORTS)
		return;
	for (size_t i = 0; i < block->port_count; i++)
		if (block->ports[i].port == port->port) {
			struct port_word *known = &block->ports[i];

			known->word = panel_word_join(r->arena, known->word,
				known->said, port->word, port->said,
				&known->said);
			return;
		}
	block->ports[block->port_count++] = *port;
}

static void take_host(struct reading *r, const struct panel_line *line,
	size_t index, unsigned number)
{
	const struct port_word *port = &line->host_ports[index];
	bool same =
		r->now.host && strcasecmp(r->now.host, line->hosts[index]) == 0;

	if (is_open(&r->now) && !same) {
		struct block before = r->now;

		close_block(r);
		/* "pop.example.com:995:SSL, pop2.example.com:110:TLS" */
		if (index > 0) {
			r->now.service_seen = before.service_seen;
			r->now.service = before.service;
		}
	}
	r->now.host = line->hosts[index];
	r->now.line = number;
	add_port(r, port);
	if (!port->port && port->word != WORD_NONE) {
		r->now.word = port->word;
		r->now.said = port->said;
	}
}

static void take_rest(
	struct reading *r, const struct panel_line *line, unsigned number)
{
	struct block *block = &r->now;

	for (size_t i = 0; i < line->port_count; i++)
		add_port(r, &line->ports[i]);
	if (line->bad_port) {
		block->bad_port = line->bad_port;
		block->bad_line = number;
	}
	block->word = panel_word_join(r->arena, block->word, block->said,
		line->word, line->said, &block->said);
	if (line->tls_required) {
		block->tls_required = line->tls_required;
		block->tls_forbidden = line->tls_forbidden;
	}
	if (line->user)
		block->user = line->user;
	if (line->address)
		block->address = line->address;
}

/* A block may begin with its port: it goes on until a second server. What has
 * a new port where all is told begins nothing. */
static void take_line(
	struct reading *r, const char *text, size_t length, unsigned number)
{
	struct panel_line line;
	bool prose;

	panel_line_read(r->arena, text, length, &line);
	if (line.secret) {
		r->skip_next = length && strchr(":=", text[length - 1]);
		return;
	}
	if (r->skip_next && length) {
		r->skip_next = false;
		if (!line.service_seen)
			return;
	}
	prose = count_words(text, length) >= SENTENCE_WORDS &&
		!line.port_count && !line.service_seen;
	r->denied = r->denied || line.denied;
	if (line.empty || prose)
		return;
	if (!r->count && !is_open(&r->now) && !line.host_count &&
		!line.service_seen) {
		if (line.user)
			r->user = line.user;
		if (line.address)
			r->address = line.address;
	}
	if (line.host_count || line.port_count || line.service_seen ||
		length < 60)
		take_service(r, &line, number);
	for (size_t i = 0; i < line.host_count; i++)
		take_host(r, &line, i, number);
	take_rest(r, &line, number);
}

static bool service_of_port(unsigned port, enum service *ret_service)
{
	static const struct {
		unsigned port;
		enum service service;
	} ports[] = {
		{110, SERVICE_POP3},
		{995, SERVICE_POP3},
		{143, SERVICE_IMAP},
		{993, SERVICE_IMAP},
		{25, SERVICE_SMTP},
		{465, SERVICE_SMTP},
		{587, SERVICE_SMTP},
		{2525, SERVICE_SMTP},
	};

	for (size_t i = 0; i < sizeof(ports) / sizeof(*ports); i++)
		if (ports[i].port == port) {
			*ret_service = ports[i].service;
			return true;
		}
	return false;
}

static bool service_of_host(const char *host, enum service *ret_service)
{
	static const struct {
		const char *part;
		enum service service;
	} parts[] = {
		{"imap", SERVICE_IMAP},
		{"pop", SERVICE_POP3},
		{"smtp", SERVICE_SMTP},
	};
	size_t label = strcspn(host, ".");

	for (size_t i = 0; i < 3; i++)
		for (size_t at = 0; at + strlen(parts[i].part) <= label; at++)
			if (strncasecmp(host + at, parts[i].part,
				    strlen(parts[i].part)) == 0) {
				*ret_service = parts[i].service;
				return true;
			}
	return false;
}

/* Without a heading: by the port, by the server's name, and three blocks of
 * the panel come in its order. */
static bool find_service(
	const struct reading *r, size_t index, struct block *block)
{
	static const enum service order[] = {
		SERVICE_POP3, SERVICE_IMAP, SERVICE_SMTP};

	if (block->service_seen)
		return true;
	for (size_t i = 0; i < block->port_count; i++)
		if (service_of_port(block->ports[i].port, &block->service))
			return true;
	if (service_of_host(block->host, &block->service))
		return true;
	if (r->count != 3)
		return false;
	block->service = order[index];
	return true;
}

static struct record record_of(const struct reading *r,
	const struct block *block, const struct port_word *port)
{
	struct record record = {
		.service = block->service,
		.host = block->host,
		.port = port ? port->port : 0,
		.port_text = port ? NULL : block->bad_port,
		.word = port ? port->word : WORD_NONE,
		.said = port ? port->said : NULL,
		.line = block->bad_port && !port ? block->bad_line
						 : block->line,
		.tls_required = block->tls_required,
		.tls_forbidden = block->tls_forbidden,
		.account.user_name = block->user ? block->user : r->user,
		.account.address = block->address ? block->address : r->address,
	};

	if (record.word == WORD_NONE && block->word != WORD_NONE) {
		record.word = block->word;
		record.said = block->said;
	}
	if (record.word == WORD_NONE)
		record.word = block->service_word;
	return record;
}

static bool add_block(struct reading *r, struct records *records,
	const struct block *block, struct settings_error *ret_error)
{
	struct record record;

	for (size_t i = 0; i < block->port_count; i++) {
		record = record_of(r, block, &block->ports[i]);
		if (!records_add(records, &record, ret_error))
			return false;
	}
	if (block->port_count)
		return true;
	record = record_of(r, block, NULL);
	return records_add(records, &record, ret_error);
}

static bool refuse_nothing(
	struct reading *r, const char *place, struct settings_error *ret_error)
{
	if (r->denied)
		return settings_refuse(r->arena, ret_error, EX_DATAERR,
			"%s:1: this says that there are no settings: the "
			"administrator of the server has set none for POP and "
			"IMAP; ask for the servers' names, ports and "
			"encryption",
			settings_escape(r->arena, place));
	return settings_refuse(r->arena, ret_error, EX_DATAERR,
		"%s:1: no server was found in this text; for each of POP3, "
		"IMAP or SMTP a server's name, a port and the encryption were "
		"expected, as in \"IMAP imap.example.com 993 SSL/TLS\"",
		settings_escape(r->arena, place));
}

static bool add_blocks(struct reading *r, struct records *records,
	const char *place, struct settings_error *ret_error)
{
	for (size_t i = 0; i < r->count; i++) {
		struct block *block = &r->blocks[i];

		if (!find_service(r, i, block)) {
			/* A name that stands there for another reason. */
			if (!block->port_count && block->word == WORD_NONE)
				continue;
			return settings_refuse(r->arena, ret_error, EX_DATAERR,
				"%s:%u: which service is %s for? POP, IMAP or "
				"SMTP was expected before it",
				settings_escape(r->arena, place), block->line,
				settings_quote(r->arena, block->host));
		}
		if (!add_block(r, records, block, ret_error))
			return false;
	}
	return records_count(records) || refuse_nothing(r, place, ret_error);
}

static bool read_panel(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct settings_error *ret_error)
{
	struct reading r = {.arena = arena};
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	while (lines_next(&lines, &line, &length))
		take_line(&r, line, length, lines.number);
	close_block(&r);
	return add_blocks(&r, records, place, ret_error);
}

/* Whatever is text and names a service may be this. */
static enum likeness likeness(struct octets text)
{
	if (memchr(text.data, '\0', text.length))
		return LIKE_NOT;
	if (text_has(text, "imap") || text_has(text, "pop") ||
		text_has(text, "smtp") || text_has(text, "server") ||
		text_has(text, "port"))
		return LIKE_PERHAPS;
	return LIKE_NOT;
}

const struct form form_panel = {
	.name = "panel",
	.title = "settings as text",
	.likeness = likeness,
	.read = read_panel,
};
