/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings as people copy them: the panel of Outlook on the web, the table of
 * a manual, a provider's help page, a message in a forum. What stands there is
 * taken in its order: a service, a server, ports and words for TLS, whatever
 * the language and the lines (settings/forms/panel/line.h). */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/forms/panel/build.h"
#include "settings/forms/panel/item.h"
#include "settings/forms/panel/label.h"
#include "settings/forms/panel/line.h"
#include "settings/forms/panel/plain/columns.h"
#include "settings/forms/panel/plain/parts.h"
#include "settings/forms/panel/token.h"
#include "settings/forms/panel/value.h"
#include "settings/refuse.h"
#include "settings/tongues.h"

#include <string.h>

#define LIKENESS_OCTETS 65536 /* that are looked through for any language */

/* People paste pages, not books; each part costs about three kilobytes. */
#define PARTS 20000

/* A row of services side by side, or of the two directions. */
static bool take_heads(struct panel_reading *r, const struct panel_line *line)
{
	size_t services = line->counts[ITEM_SERVICE];
	bool sides = !services && line->counts[ITEM_INCOMING] == 1 &&
		     line->counts[ITEM_OUTGOING] == 1 &&
		     !line->counts[ITEM_WORD];

	if (!sides && (services < 2 || services > COLUMNS))
		return false;
	if (line->counts[ITEM_HOST] || line->counts[ITEM_PORT] ||
		(line->prose && !line->row))
		return false;
	panel_block_close(r);
	r->heading_count = r->columns = 0;
	for (size_t i = 0; i < line->count; i++) {
		const struct panel_item *item = &line->items[i];

		if (sides ? item->kind <= ITEM_OUTGOING
			  : item->kind == ITEM_SERVICE && !item->weak)
			r->headings[r->heading_count++] = *item;
	}
	return true;
}

/* The row with their hosts. */
static bool take_hosts(struct panel_reading *r, const struct panel_line *line)
{
	if (!r->heading_count || line->counts[ITEM_HOST] != r->heading_count ||
		line->counts[ITEM_SERVICE] || line->counts[ITEM_PORT])
		return false;
	panel_block_close(r);
	r->columns = 0;
	for (size_t i = 0; i < line->count; i++)
		if (line->items[i].kind == ITEM_HOST) {
			panel_block_begin(r);
			panel_block_set_service(
				&r->now, &r->headings[r->columns++]);
			panel_item_take(r, &line->items[i]);
		}
	panel_block_close(r);
	return true;
}

/* A row with their ports, their encryption or both. */
static bool take_ports(struct panel_reading *r, const struct panel_line *line)
{
	size_t ports = line->counts[ITEM_PORT], words = line->counts[ITEM_WORD];
	size_t port = 0, word = 0;

	if (!r->columns || line->counts[ITEM_HOST] ||
		line->counts[ITEM_SERVICE] ||
		(ports != r->columns && words != r->columns))
		return false;
	for (size_t i = 0; i < line->count; i++) {
		const struct panel_item *item = &line->items[i];
		struct panel_block *block = &r->blocks[r->count - r->columns];

		if (item->kind == ITEM_PORT && port < r->columns) {
			panel_block_add_port(r, &block[port++],
				&(struct panel_port){.port = item->port});
		} else if (item->kind == ITEM_WORD &&
			   (words == r->columns ? word : port - 1) <
				   r->columns) {
			block += words == r->columns ? word++ : port - 1;
			block->word = item->word;
			block->said = item->text;
			block->said_line = r->number;
		}
	}
	r->last = NULL;
	return true;
}

/* Where services stand side by side, each row has as many values. */
static bool take_columns(struct panel_reading *r, const struct panel_line *line)
{
	return take_heads(r, line) || take_hosts(r, line) ||
	       take_ports(r, line);
}

static bool names_service(const struct panel_line *line)
{
	return line->counts[ITEM_SERVICE] || line->counts[ITEM_INCOMING] ||
	       line->counts[ITEM_OUTGOING];
}

/* Words for the mode on a line of their own are for the port above that has
 * none yet, or else for all that stands below, up to the next such line; below
 * the heading of a service, up to that of the next one. Answers whether the
 * line is used up. */
static bool take_heading(struct panel_reading *r, const struct panel_line *line)
{
	struct panel_port word = {.said_line = r->number};

	if (!line->heading || (!line->count && !line->against))
		return false;
	if (!line->counts[ITEM_WORD] || names_service(line)) {
		if (r->nested)
			r->heading = (struct panel_port){0};
		r->section = r->section || names_service(line);
		r->against = line->against;
		return false;
	}
	if (r->now.port_count && !panel_block_has_word(&r->now))
		return false;
	for (size_t i = 0; i < line->count; i++)
		if (line->items[i].kind == ITEM_WORD)
			word.word = panel_word_join(r->arena, word.word,
				word.said, line->items[i].word,
				line->items[i].text, &word.said);
	r->heading = r->now.heading = word;
	r->nested = r->section;
	r->against = line->against;
	return true;
}

static void skip_item(struct panel_reading *r, const char *what)
{
	records_skip(
		r->records, r->number, what, "the text advises against it");
}

/* A row of a table, in whose other cells somebody advises against it */
static bool skip_row(struct panel_reading *r, const struct panel_line *line)
{
	const char *what = NULL;

	if (!line->row || !line->against)
		return false;
	for (size_t i = 0; i < line->count; i++)
		if (line->items[i].kind == ITEM_HOST)
			what = line->items[i].text;
		else if (line->items[i].kind == ITEM_PORT && !what)
			what = arena_printf(
				r->arena, "port %u", line->items[i].port);
	if (what)
		skip_item(r, what);
	return what != NULL;
}

/* What the text advises against is left out, and said if it is more than a
 * word. */
static bool skips(struct panel_reading *r, const struct panel_item *item)
{
	if (!item->against)
		return false;
	if (item->kind == ITEM_PORT)
		skip_item(r, arena_printf(r->arena, "port %u", item->port));
	else if (item->kind == ITEM_HOST)
		skip_item(r, item->text);
	return true;
}

/* Whether a port that is known usually speaks otherwise */
static bool is_for_other(unsigned port, enum mode_word word)
{
	for (int i = 0; i < SERVICE_COUNT; i++) {
		const struct service_way *way =
			service_way_of_port((enum service)i, port);

		if (way)
			return way->mode == MODE_IMPLICIT
				       ? word == WORD_EXPLICIT ||
						 word == WORD_CLEARTEXT
				       : word == WORD_IMPLICIT ||
						 word == WORD_SSL;
	}
	return false;
}

/* What is said of all of a line's ports: the words that stand before them
 * ("TLS Wrapper: 465, 2465"), or the only one of a row. Answers false where
 * each port has its own, or the text advises against it. */
static bool find_common_word(struct panel_reading *r,
	const struct panel_line *line, struct panel_port *ret_word)
{
	bool port = false, alone = line->row && line->counts[ITEM_WORD] == 1;

	*ret_word = (struct panel_port){.said_line = r->number};
	for (size_t i = 0; i < line->count; i++) {
		const struct panel_item *item = &line->items[i];

		port = port || item->kind == ITEM_PORT;
		if (item->kind != ITEM_WORD)
			continue;
		if (item->against || (port && (!alone || item->beside_port)))
			return false;
		ret_word->word = panel_word_join(r->arena, ret_word->word,
			ret_word->said, item->word, item->text,
			&ret_word->said);
	}
	return ret_word->word != WORD_NONE;
}

/* "Unencrypted | 26, 2025": a word for each of the ports that may be meant */
static void spread_word(struct panel_reading *r, const struct panel_line *line)
{
	struct panel_port word;

	if (line->counts[ITEM_PORT] < 2 || !find_common_word(r, line, &word))
		return;
	for (size_t i = 0; i < r->now.port_count; i++) {
		struct panel_port *port = &r->now.ports[i];

		if (port->line != r->number || port->word != WORD_NONE ||
			is_for_other(port->port, word.word))
			continue;
		port->word = word.word;
		port->said = word.said;
		port->said_line = r->number;
	}
}

/* In a sentence, "25" and "incoming" mean anything; not so the word behind a
 * port that it suits: "use port 587 and STARTTLS". */
static bool is_vague(const struct panel_line *line, size_t i)
{
	const struct panel_item *item = &line->items[i];

	if (!line->prose || line->counts[ITEM_HOST])
		return false;
	if (item->kind != ITEM_WORD)
		return item->kind == ITEM_INCOMING;
	/* "SSL port 993, unencrypted port 143" */
	if (item->ahead && i + 1 < line->count && item[1].kind == ITEM_PORT)
		return is_for_other(item[1].port, item->word);
	return !i || item[-1].kind != ITEM_PORT ||
	       !panel_value_is_mode(item->word) ||
	       is_for_other(item[-1].port, item->word);
}

static void take_line(struct panel_reading *r, const struct panel_line *line)
{
	r->denied = r->denied || line->denied;
	r->sender = r->sender || line->sender;
	r->same = r->same || line->same;
	r->prose = line->prose;
	r->host_ahead = line->counts[ITEM_HOST] > 0;
	if (line->prefix)
		panel_block_take_prefix(r);
	if (skip_row(r, line) || take_heading(r, line) || take_columns(r, line))
		return;
	for (size_t i = 0; i < line->count; i++) {
		const struct panel_item *item = &line->items[i];
		bool early = !r->count && !r->now.host && !r->now.port_count &&
			     r->now.told == TOLD_NOTHING;

		if (is_vague(line, i) || skips(r, item))
			continue;
		if (early && item->kind == ITEM_ADDRESS)
			r->address = item->text;
		panel_item_take(r, item);
	}
	spread_word(r, line);
	panel_block_settle(r);
	panel_block_note_both(r, line);
}

/* The services of a server's label that ends the line: "POP3 server name:" */
static unsigned find_nameless(const struct panel_line *line, const char *text)
{
	unsigned services = 0;
	size_t length = strlen(text);

	if (!line->label_alone || !line->label.server ||
		(length && text[length - 1] != ':'))
		return 0;
	for (size_t i = 0; i < line->count; i++)
		if (line->items[i].kind == ITEM_SERVICE)
			services |= 1u << line->items[i].service;
		else if (line->items[i].kind == ITEM_INCOMING)
			services |= 1u << SERVICE_IMAP | 1u << SERVICE_POP3;
		else if (line->items[i].kind == ITEM_OUTGOING)
			services |= 1u << SERVICE_SMTP;
	return services;
}

/* sSMTP's "hostname=" is the name of the computer that sends. */
static bool is_own_name(struct octets text, const char *line)
{
	static const char label[] = "hostname";
	size_t length = strlen(label);

	return ascii_compare_n(line, label, length) == 0 &&
	       line[length + strspn(line + length, " \t")] == '=' &&
	       likeness_has(text, "mailhub");
}

/* sSMTP, Postfix, Exim and Sendmail send to port 25, whatever they encrypt. */
static bool is_relay(struct octets text)
{
	return likeness_has(text, "mailhub=") ||
	       likeness_has(text, "relayhost =") ||
	       likeness_has(text, "relayhost=") ||
	       likeness_has(text, "dc_smarthost") ||
	       likeness_has(text, "`SMART_HOST'");
}

/* Whether the text gives it another service than a relay's. */
static bool is_other_service(const struct panel_block *block)
{
	return block->told == TOLD_INCOMING ||
	       (block->told == TOLD_SERVICE && block->service != SERVICE_SMTP);
}

static void default_port(struct panel_reading *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->blocks[i].port_count && !r->blocks[i].bad_port &&
			!is_other_service(&r->blocks[i]))
			panel_block_add_port(r, &r->blocks[i],
				&(struct panel_port){
					.port = 25,
					.line = r->blocks[i].line,
				});
}

static bool read_panel(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct panel_reading *r = arena_alloc(arena, sizeof(*r));
	struct panel_line *read = arena_alloc(arena, sizeof(*read));
	struct panel_label label = {0};
	struct panel_parts parts = panel_parts_read(arena, text);
	bool carried = false;
	unsigned nameless = 0;

	if (parts.count > PARTS)
		return refuse_at(arena, place, 1, ret_problem,
			"this text has more lines than can be read as settings "
			"in plain words; give the part about the servers");
	panel_columns_spread(arena, &parts);
	r->arena = arena;
	r->records = records;
	for (size_t at = 0; at < parts.count;) {
		const char *part;

		r->number = parts.items[at].number;
		part = panel_parts_take(arena, &parts, &at);
		panel_line_read(arena, part, strlen(part),
			carried ? &label : NULL, read);
		if (read->blank || is_own_name(text, part))
			continue;
		if (r->skip_next && !read->counts[ITEM_SERVICE] &&
			!panel_label_begins(arena, part)) {
			r->skip_next = false;
			continue;
		}
		r->skip_next = read->secret;
		if (carried && panel_label_begins(arena, part))
			r->nameless |= nameless;
		nameless = find_nameless(read, part);
		carried = read->label_alone;
		label = read->label;
		take_line(r, read);
	}
	panel_block_close(r);
	if (is_relay(text))
		default_port(r);
	panel_block_adopt_orphans(r);
	panel_block_tell_both(r);
	return panel_block_add_all(r, place, ret_problem);
}

/* A page's source is text in the end; other XML is in no form. */
static bool is_other_xml(struct octets text)
{
	static const char *const tags[] = {"<td", "<br", "<p>", "<p ", "<li",
		"<div", "<tr", "<b>", "<strong", "<span", "<dl", "<dd", "<h1",
		"<h2", "<h3", "<h4", "<pre", "<code", NULL};

	if (!likeness_is_xml(text))
		return false;
	for (size_t i = 0; tags[i]; i++)
		if (likeness_has(text, tags[i]))
			return false;
	return true;
}

/* A text in another language has a server and a port in its own words. */
static bool names_server(struct octets text)
{
	struct arena *arena = arena_new();
	const char *folded = tongues_fold(arena,
		arena_printf(arena, "%.*s",
			(int)(text.length < LIKENESS_OCTETS ? text.length
							    : LIKENESS_OCTETS),
			(const char *)text.data));
	bool named = tongues_find(TONGUE_SERVER, folded) != NULL;

	arena_free(arena);
	return named;
}

/* Whatever is text and names a service may be this. */
static enum likeness likeness(struct octets text)
{
	if (memchr(text.data, '\0', text.length) || is_other_xml(text))
		return LIKE_NOT;
	if (likeness_has(text, "imap") || likeness_has(text, "pop") ||
		likeness_has(text, "smtp") || likeness_has(text, "server") ||
		likeness_has(text, "port") || likeness_has(text, ":ssl") ||
		likeness_has(text, ":tls") || likeness_has(text, "starttls") ||
		likeness_has(text, "swaks") || likeness_has(text, "s_client") ||
		likeness_has(text, "gnutls-cli") ||
		likeness_has(text, "telnet ") ||
		likeness_has(text, "mailhub") ||
		likeness_has(text, "smarthost") || names_server(text))
		return LIKE_PERHAPS;
	return LIKE_NOT;
}

const struct form form_panel = {
	.name = "panel",
	.title = "settings as text",
	.likeness = likeness,
	.read = read_panel,
};
