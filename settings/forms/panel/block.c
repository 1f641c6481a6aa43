/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/block.h"

#include "model/text/ascii.h"
#include "settings/record_set.h"
#include "settings/refuse.h"

#include <string.h>

#define IDLE_BLOCKS 1000

bool panel_block_is_empty(const struct panel_block *block)
{
	return !block->port_count && block->word == WORD_NONE &&
	       !block->bad_port;
}

/* Without a heading: by the port, by the server's name, by what was told of
 * the one before it. */
static bool find_service(
	const struct panel_reading *r, struct panel_block *block)
{
	enum service told = block->service, found;
	bool named = lexicon_service_of_host(block->host, &found);

	if (block->told == TOLD_SERVICE)
		return true;
	for (size_t i = 0; i < block->port_count; i++)
		if (lexicon_service_of_port(
			    block->ports[i].port, &block->service))
			return true;
	block->service = named ? found : told;
	if (!named && block->told == TOLD_NOTHING && r->sender) {
		block->service = SERVICE_SMTP;
		return true;
	}
	return named || block->told == TOLD_INCOMING;
}

/* "Try port 993", below "smtp.example.com": the server of that service, where
 * the text names one */
static const char *find_host(const struct panel_reading *r,
	const struct panel_block *block, enum service service)
{
	enum service found;

	if (!lexicon_service_of_host(block->host, &found) || found == service)
		return block->host;
	for (size_t i = 0; i < r->count; i++)
		if (lexicon_service_of_host(r->blocks[i].host, &found) &&
			found == service)
			return r->blocks[i].host;
	return block->host;
}

/* "Protocol: SECURE_SMTP" and "TLS: no", which is Jira's word for STARTTLS */
static bool is_no_starttls(
	const struct panel_block *block, const struct record *record)
{
	return block->service_word == WORD_IMPLICIT &&
	       record->word == WORD_CLEARTEXT && record->said &&
	       ascii_compare_n(record->said, "TLS", 3) == 0;
}

/* "SSL: no" beside the port, and "TLS: yes" below it */
static bool is_no_ssl(
	const struct panel_block *block, const struct record *record)
{
	return record->word == WORD_CLEARTEXT && record->said &&
	       ascii_find(record->said, "SSL") &&
	       (block->word == WORD_TLS || block->word == WORD_EXPLICIT);
}

/* The only user of the text; not for outgoing mail where it was told of the
 * server for incoming mail above. */
static const char *user_of(
	const struct panel_reading *r, const struct panel_block *block)
{
	bool later = r->user_incoming && !r->same && block->line > r->user_line;

	return later && service_is_outgoing(block->service) ? NULL : r->user;
}

static struct record record_of(const struct panel_reading *r,
	const struct panel_block *block, const struct panel_port *port)
{
	struct record record = {
		.service = block->service,
		.host = block->host,
		.port = port ? port->port : 0,
		.port_text = port ? NULL : block->bad_port,
		.word = port ? port->word : WORD_NONE,
		.said = port ? port->said : NULL,
		.said_line = port ? port->said_line : 0,
		.line = block->bad_port && !port ? block->bad_line
						 : block->line,
		.tls_required = block->tls_required,
		.tls_forbidden = block->tls_forbidden,
		.account.user_name =
			block->user ? block->user : user_of(r, block),
		.account.address = block->address ? block->address : r->address,
	};

	if (block->no_login && service_is_outgoing(block->service)) {
		record.account.user_name = NULL;
		record_set_authentication(r->arena, &record, "none");
	}
	if (!port && block->word == WORD_NONE &&
		block->service_word == WORD_NONE) {
		record.word = block->heading.word;
		record.said = block->heading.said;
		record.said_line = block->heading.said_line;
	}
	if ((record.word == WORD_NONE || (port && port->of_heading) ||
		    is_no_ssl(block, &record)) &&
		block->word != WORD_NONE) {
		record.word = block->word;
		record.said = block->said;
		record.said_line = block->said_line;
	}
	if (record.word == WORD_NONE || is_no_starttls(block, &record))
		record.word = block->service_word;
	/* What one heading says of several services, the ports know better. */
	if (port && (block->told != TOLD_SERVICE || port->prose) &&
		lexicon_service_of_port(port->port, &record.service) &&
		port->line != block->line)
		record.host = find_host(r, block, record.service);
	return record;
}

/* Whether the same port of the server stands elsewhere with a word for the
 * mode, and here without: a program's log below its settings */
static bool is_told_better(const struct panel_reading *r,
	const struct panel_block *block, const struct panel_port *port)
{
	if (port->word != WORD_NONE || block->word != WORD_NONE ||
		block->service_word != WORD_NONE || r->count > IDLE_BLOCKS)
		return false;
	for (size_t i = 0; i < r->count; i++) {
		const struct panel_block *other = &r->blocks[i];

		if (other == block ||
			ascii_compare(other->host, block->host) != 0)
			continue;
		for (size_t p = 0; p < other->port_count; p++)
			if (other->ports[p].port == port->port &&
				(other->ports[p].word != WORD_NONE ||
					other->word != WORD_NONE))
				return true;
	}
	return false;
}

/* "Port: 25", "Port (SSL): 465" and "SSL: on": the port that the settings do
 * not choose */
static bool is_other_port(
	const struct panel_block *block, const struct panel_port *port)
{
	const struct panel_port *other =
		&block->ports[port == &block->ports[0]];
	bool implicit = block->word == WORD_SSL || block->word == WORD_IMPLICIT;

	if (block->port_count != 2 || block->word == WORD_NONE ||
		block->word == WORD_TLS || port->of_label == other->of_label)
		return false;
	if (port->of_label)
		return !implicit && port->word == WORD_SSL &&
		       other->word == WORD_NONE;
	return implicit && other->word == WORD_SSL && port->word == WORD_NONE;
}

static bool add_block(struct panel_reading *r, struct records *records,
	const struct panel_block *block, struct problem *ret_problem)
{
	struct record record;

	for (size_t i = 0; i < block->port_count; i++) {
		if (is_told_better(r, block, &block->ports[i]))
			continue;
		if (is_other_port(block, &block->ports[i])) {
			records_skip(records, block->ports[i].line,
				arena_printf(r->arena, "port %u",
					block->ports[i].port),
				"it is for another encryption");
			continue;
		}
		record = record_of(r, block, &block->ports[i]);
		if (!records_add(records, &record, ret_problem))
			return false;
	}
	if (block->port_count)
		return true;
	record = record_of(r, block, NULL);
	return records_add(records, &record, ret_problem);
}

static bool refuse_nothing(
	struct panel_reading *r, const char *place, struct problem *ret_problem)
{
	if (r->denied)
		return refuse_at(r->arena, place, 1, ret_problem,
			"this says that there are no settings: the "
			"administrator of the server has set none for POP and "
			"IMAP; ask for the servers' names, ports and "
			"encryption");
	return refuse_at(r->arena, place, 1, ret_problem,
		"no server was found in this text; for each of POP3, IMAP or "
		"SMTP a server's name, a port and the encryption were "
		"expected, as in \"IMAP imap.example.com 993 SSL/TLS\"");
}

/* Whether `host` lies within the domain. */
static bool is_within(const char *host, const char *domain)
{
	size_t length = strlen(host), part = strlen(domain);

	return length > part && host[length - part - 1] == '.' &&
	       ascii_compare(host + length - part, domain) == 0;
}

/* Whether both send, or both fetch, as far as is told. */
static bool is_same_side(
	const struct panel_block *block, const struct panel_block *other)
{
	enum service service = other->service;

	if (block->told == TOLD_NOTHING)
		return true;
	if (other->told == TOLD_NOTHING &&
		!lexicon_service_of_port(other->ports[0].port, &service))
		return true;
	return service_is_outgoing(block->told == TOLD_SERVICE
					   ? block->service
					   : SERVICE_IMAP) ==
	       service_is_outgoing(
		       other->told == TOLD_INCOMING ? SERVICE_IMAP : service);
}

/* "smtp.example.com:587: connection to 192.0.2.1:587 timed out": the address of
 * the name before it */
static bool is_address_of(
	const struct panel_block *block, const struct panel_block *other)
{
	const char *host = block->host;

	return other != block && other->line == block->line &&
	       host[strspn(host, "0123456789.")] == '\0' &&
	       other->host[strspn(other->host, "0123456789.")] != '\0' &&
	       block->word == WORD_NONE && other->port_count &&
	       block->port_count && block->ports[0].word == WORD_NONE &&
	       other->ports[0].port == block->ports[0].port;
}

/* A name that stands there for another reason: in a sentence, as the domain of
 * others, or as what was told better elsewhere. */
static bool is_idle(
	const struct panel_reading *r, const struct panel_block *block)
{
	/* "Settings for example.com" above all */
	if (block->title && block->line <= 1 && !block->port_count &&
		r->count > 1)
		return true;
	for (size_t i = 0; i < r->count; i++)
		if (is_address_of(block, &r->blocks[i]))
			return true;
	if (!panel_block_is_empty(block))
		return false;
	if (block->prose)
		return true;
	for (size_t i = 0; i < r->count; i++) {
		const struct panel_block *other = &r->blocks[i];

		if (other != block &&
			(is_within(other->host, block->host) ||
				(!panel_block_is_empty(other) &&
					is_same_side(block, other) &&
					ascii_compare(other->host,
						block->host) == 0)))
			return true;
	}
	return false;
}

/* What stands below such a heading is left out, unless there is nothing else:
 * then it is what the user wants to know about. */
static bool skips_block(
	struct panel_reading *r, const struct panel_block *block)
{
	bool others = false;

	for (size_t i = 0; i < r->count; i++)
		others =
			others || (!r->blocks[i].against &&
					  !panel_block_is_empty(&r->blocks[i]));
	if (!block->against || !others)
		return false;
	records_skip(r->records, block->line,
		block->port_count ? arena_printf(r->arena, "%s:%u", block->host,
					    block->ports[0].port)
				  : block->host,
		"the text advises against it");
	return true;
}

/* Whether the text has another server, with a port, of a service that is told
 */
static bool knows_other(
	const struct panel_reading *r, const struct panel_block *block)
{
	enum service service;

	for (size_t i = 0; i < r->count; i++) {
		const struct panel_block *other = &r->blocks[i];

		if (other != block && other->port_count &&
			(other->told == TOLD_SERVICE ||
				lexicon_service_of_port(
					other->ports[0].port, &service)))
			return true;
	}
	return false;
}

/* Gives each server that may be used as well a block of its own, behind the one
 * that it was told with. */
static void part_others(struct panel_reading *r)
{
	struct panel_block *parted = NULL;
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k <= r->blocks[i].other_count; k++) {
			parted = arena_grow(
				r->arena, parted, count, sizeof(*parted));
			parted[count] = r->blocks[i];
			if (k)
				parted[count].host = r->blocks[i].others[k - 1];
			count++;
		}
	r->blocks = parted;
	r->count = count;
}

bool panel_block_add_all(
	struct panel_reading *r, const char *place, struct problem *ret_problem)
{
	part_others(r);
	for (size_t i = 0; i < r->count; i++) {
		struct panel_block *block = &r->blocks[i];

		/* Who pastes more names than that pastes no settings. */
		if (r->count <= IDLE_BLOCKS &&
			(is_idle(r, block) || skips_block(r, block)))
			continue;
		if (!find_service(r, block)) {
			if (panel_block_is_empty(block))
				continue;
			if (knows_other(r, block)) {
				records_skip(r->records, block->line,
					block->host,
					"the text does not say whether it is "
					"for POP3, IMAP or SMTP");
				continue;
			}
			return refuse_at(r->arena, place, block->line,
				ret_problem,
				"which service is %s for? POP, IMAP or SMTP "
				"was expected before it",
				refuse_quote(r->arena, block->host));
		}
		if (!add_block(r, r->records, block, ret_problem))
			return false;
	}
	return records_count(r->records) ||
	       refuse_nothing(r, place, ret_problem);
}
