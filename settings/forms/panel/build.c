/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/build.h"

#include "settings/forms/panel/token.h"

#define ORPHANS 16 /* no table of ports has more rows */

bool panel_block_has_word(const struct panel_block *block)
{
	for (size_t i = 0; i < block->port_count; i++)
		if (block->ports[i].word != WORD_NONE)
			return true;
	return block->word != WORD_NONE;
}

void panel_block_set_service(
	struct panel_block *block, const struct panel_item *item)
{
	block->told =
		item->kind == ITEM_INCOMING ? TOLD_INCOMING : TOLD_SERVICE;
	block->service =
		item->kind == ITEM_OUTGOING ? SERVICE_SMTP : item->service;
	block->service_word = item->word;
}

bool panel_block_fits(
	const struct panel_block *block, const struct panel_item *item)
{
	bool outgoing = item->kind == ITEM_OUTGOING ||
			(item->kind == ITEM_SERVICE &&
				service_is_outgoing(item->service));
	enum service service;

	if (block->told == TOLD_SERVICE)
		return item->kind == ITEM_SERVICE
			       ? block->service == item->service
			       : outgoing ==
					 (service_is_outgoing(block->service));
	if (block->told == TOLD_INCOMING && outgoing)
		return false;
	for (size_t i = 0; i < block->port_count; i++)
		if (lexicon_service_of_port(block->ports[i].port, &service) &&
			(item->kind == ITEM_SERVICE
					? service != item->service
					: outgoing !=
						  service_is_outgoing(service)))
			return false;
	/* "Server: imap.example.com" and then "SMTP" */
	return block->port_count || !block->host ||
	       !lexicon_service_of_host(block->host, &service) ||
	       service_is_outgoing(service) == outgoing;
}

void panel_block_add_port(struct panel_reading *r, struct panel_block *block,
	const struct panel_port *port)
{
	for (size_t i = 0; i < block->port_count; i++)
		if (block->ports[i].port == port->port) {
			struct panel_port *known = &block->ports[i];

			known->word = panel_word_join(r->arena, known->word,
				known->said, port->word, port->said,
				&known->said);
			r->last = known;
			return;
		}
	if (block->port_count == BLOCK_PORTS)
		return;
	r->last = &block->ports[block->port_count];
	block->ports[block->port_count++] = *port;
}

/* Whether what was read without a server may be what the server lacks */
static bool completes(
	const struct panel_block *block, const struct panel_block *known)
{
	return (!block->port_count || !known->port_count) &&
	       (!panel_block_has_word(block) || !panel_block_has_word(known));
}

/* Where ports or words stand without a server of their own: that of the same
 * service which has none yet ("SMTP port: 587", below all servers), or one of
 * no service ("smtp_tls_...", below "relayhost"), or NULL. */
static struct panel_block *find_host(
	struct panel_reading *r, const struct panel_block *block)
{
	const struct panel_item item = {
		.kind = ITEM_SERVICE,
		.service = block->service,
		.word = block->service_word,
	};

	for (size_t i = r->count; i > 0; i--) {
		struct panel_block *known = &r->blocks[i - 1];

		if (known->told == block->told &&
			known->service == block->service &&
			completes(block, known))
			return known;
	}
	for (size_t i = r->count; i > 0; i--) {
		struct panel_block *known = &r->blocks[i - 1];

		if (block->told == TOLD_SERVICE &&
			known->told != TOLD_SERVICE &&
			panel_block_fits(known, &item) &&
			completes(block, known)) {
			panel_block_set_service(known, &item);
			return known;
		}
	}
	return NULL;
}

/* The service as far as the block tells it, by its port or its server */
static bool find_service(
	const struct panel_block *block, enum service *ret_service)
{
	*ret_service = block->service;
	return block->told == TOLD_SERVICE ||
	       (block->port_count &&
		       lexicon_service_of_port(
			       block->ports[0].port, ret_service)) ||
	       (block->host &&
		       lexicon_service_of_host(block->host, ret_service));
}

/* "POP3 server name:", and nothing behind it */
static bool is_nameless(
	const struct panel_reading *r, const struct panel_block *block)
{
	enum service service;

	return block->port_count && find_service(block, &service) &&
	       r->nameless >> service & 1;
}

/* The last block of the service, or else the last one */
static const struct panel_block *find_neighbour(
	const struct panel_reading *r, const struct panel_block *block)
{
	enum service service, other;
	bool told = find_service(block, &service);

	for (size_t i = r->count; told && i > 0; i--)
		if (find_service(&r->blocks[i - 1], &other) && other == service)
			return &r->blocks[i - 1];
	return &r->blocks[r->count - 1];
}

/* "protocol: smtps" at the end, where nothing follows that it could be of */
static void adopt(struct panel_block *known, const struct panel_block *block)
{
	const struct panel_item item = {
		.kind = ITEM_SERVICE,
		.service = block->service,
		.word = block->service_word,
	};

	if (known->told == TOLD_NOTHING && block->told == TOLD_SERVICE &&
		panel_block_fits(known, &item))
		panel_block_set_service(known, &item);
}

/* Gives what was read without a server to the one that it belongs to, or
 * makes it one of its own on the host before. */
static void merge(struct panel_reading *r, const struct panel_block *block)
{
	struct panel_block *known = find_host(r, block);

	if (r->count && panel_block_is_empty(block))
		adopt(&r->blocks[r->count - 1], block);
	if (panel_block_is_empty(block))
		return;
	if (!r->count && r->orphan_count == ORPHANS)
		return;
	if (!r->count) {
		r->orphans = arena_grow(r->arena, r->orphans, r->orphan_count,
			sizeof(*r->orphans));
		r->orphans[r->orphan_count++] = *block;
		return;
	}
	if (!known && is_nameless(r, block)) {
		records_skip(r->records, block->ports[0].line,
			arena_printf(r->arena, "port %u", block->ports[0].port),
			"its server's name is empty");
		return;
	}
	if (!known && block->port_count) {
		struct panel_block copy = *block;

		copy.host = find_neighbour(r, block)->host;
		copy.line = block->line ? block->line : r->number;
		r->blocks = arena_grow(
			r->arena, r->blocks, r->count, sizeof(*r->blocks));
		r->blocks[r->count++] = copy;
	}
	if (!known)
		return;
	for (size_t i = 0; i < block->port_count; i++) {
		struct panel_port port = block->ports[i];

		/* "IMAPS: 993" */
		if ((port.word == WORD_NONE || port.of_heading) &&
			block->service_word != WORD_NONE)
			port = (struct panel_port){
				.port = port.port, .word = block->service_word};
		panel_block_add_port(r, known, &port);
	}
	if (block->word != WORD_NONE) {
		known->word = block->word;
		known->said = block->said;
		known->said_line = block->said_line;
	}
	if (!known->bad_port) {
		known->bad_port = block->bad_port;
		known->bad_line = block->bad_line;
	}
}

/* Whether the text names ports of that service, with a server. */
static bool has_ports_of(const struct panel_reading *r, enum service service)
{
	for (size_t i = 0; i < r->count; i++) {
		enum service found = r->blocks[i].service;

		if (r->blocks[i].port_count &&
			(r->blocks[i].told == TOLD_SERVICE ||
				lexicon_service_of_port(
					r->blocks[i].ports[0].port, &found)) &&
			found == service)
			return true;
	}
	return false;
}

void panel_block_adopt_orphans(struct panel_reading *r)
{
	size_t count = r->count;

	for (size_t i = 0; i < r->orphan_count && count; i++) {
		struct panel_block *orphan = &r->orphans[i];
		bool first = true;

		if (orphan->told != TOLD_SERVICE || !orphan->port_count ||
			orphan->against)
			continue;
		for (size_t k = 0; k < i; k++)
			first = first &&
				r->orphans[k].service != orphan->service;
		if (first && has_ports_of(r, orphan->service))
			continue;
		merge(r, orphan);
	}
}

void panel_block_settle(struct panel_reading *r)
{
	struct panel_block *block = &r->now;
	enum mode_word before = block->word;

	block->word = panel_word_join(r->arena, block->word, block->said,
		r->ahead.word, r->ahead.said, &block->said);
	if (block->word != before || !block->said_line)
		block->said_line = r->number;
	r->ahead = (struct panel_port){0};
	r->last = NULL;
	r->words_first = false;
}

void panel_block_close(struct panel_reading *r)
{
	panel_block_settle(r);
	if (r->now.host) {
		r->blocks = arena_grow(
			r->arena, r->blocks, r->count, sizeof(*r->blocks));
		r->blocks[r->count++] = r->now;
	} else {
		merge(r, &r->now);
	}
	r->last = NULL;
	r->now = (struct panel_block){0};
}

void panel_block_begin(struct panel_reading *r)
{
	panel_block_close(r);
	r->now.line = r->number;
	r->now.against = r->against;
	r->now.heading = r->heading;
	r->now.user = r->next_user;
	r->next_user = NULL;
}

void panel_block_take_prefix(struct panel_reading *r)
{
	const struct panel_item imap = {
		.kind = ITEM_SERVICE, .service = SERVICE_IMAP};
	struct panel_block *block = &r->now, before = *block;
	enum service service;

	if (!before.host || before.port_count ||
		!find_service(&before, &service) ||
		!service_is_outgoing(service))
		return;
	if (before.heading.said_line > before.line)
		block->heading = (struct panel_port){0};
	if (before.said_line > before.line) {
		block->word = WORD_NONE;
		block->said = NULL;
	}
	panel_block_begin(r);
	panel_block_set_service(&r->now, &imap);
	if (before.said_line > before.line) {
		r->now.word = before.word;
		r->now.said = before.said;
		r->now.said_line = before.said_line;
	} else if (before.heading.said_line > before.line) {
		r->now.word = before.heading.word;
		r->now.said = before.heading.said;
		r->now.said_line = before.heading.said_line;
	}
}

/* The word that "both" is about: the next one, or else the one before */
static const struct panel_item *find_word_of_both(const struct panel_line *line)
{
	for (size_t i = line->both - 1; i < line->count; i++)
		if (line->items[i].kind == ITEM_WORD)
			return &line->items[i];
	for (size_t i = line->both - 1; i > 0; i--)
		if (line->items[i - 1].kind == ITEM_WORD)
			return &line->items[i - 1];
	return NULL;
}

void panel_block_note_both(
	struct panel_reading *r, const struct panel_line *line)
{
	const struct panel_item *word =
		line->both ? find_word_of_both(line) : NULL;

	if (!word || word->against || r->both_count == BOTH_WORDS)
		return;
	r->both[r->both_count++] = (struct panel_port){
		.word = word->word,
		.said = word->text,
		.said_line = r->number,
	};
}

void panel_block_tell_both(struct panel_reading *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct panel_block *block = &r->blocks[i];

		for (size_t k = 0; k < r->both_count; k++) {
			const struct panel_port *both = &r->both[k];

			if (both->said_line < block->line ||
				panel_block_has_word(block) ||
				block->service_word != WORD_NONE)
				continue;
			block->word = both->word;
			block->said = both->said;
			block->said_line = both->said_line;
		}
	}
}
