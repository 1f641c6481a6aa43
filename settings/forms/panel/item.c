/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/item.h"

#include "model/text/ascii.h"
#include "settings/forms/panel/build.h"
#include "settings/forms/panel/token.h"

#include <string.h>

/* "Use ports 993 (IMAP) and 465 (SMTP)", below other servers: the port that was
 * read last is not of the server above, but of the service behind it. */
static bool take_port_along(
	struct panel_reading *r, const struct panel_item *item)
{
	struct panel_block *block = &r->now;
	struct panel_port port;
	enum service service;

	if (!r->last || !block->port_count ||
		r->last != &block->ports[block->port_count - 1] ||
		r->last->line != r->number ||
		(block->host && block->line == r->number) ||
		!lexicon_service_of_port(r->last->port, &service) ||
		service != item->service)
		return false;
	port = *r->last;
	block->port_count--;
	panel_block_begin(r);
	panel_block_set_service(&r->now, item);
	panel_block_add_port(r, &r->now, &port);
	return true;
}

static void take_service(struct panel_reading *r, const struct panel_item *item)
{
	struct panel_block *block = &r->now;
	bool fitting = panel_block_fits(block, item);
	enum service service;

	/* "mailer: smtp", "scheme: smtps" */
	if (fitting && block->told == TOLD_SERVICE) {
		if (item->word != WORD_NONE && !block->port_count)
			block->service_word = item->word;
		return;
	}
	if (fitting && item->weak) {
		panel_block_set_service(block, item);
		return;
	}
	/* "993 (IMAP), 995 (POP3)" */
	if (r->last && block->told != TOLD_SERVICE &&
		item->kind == ITEM_SERVICE &&
		lexicon_service_of_port(r->last->port, &service) &&
		service == item->service)
		return;
	if (!fitting && item->kind == ITEM_SERVICE && take_port_along(r, item))
		return;
	/* "Server: mail.example.com", and then "IMAP server: ..." */
	if (fitting && r->host_ahead && block->host &&
		panel_block_is_empty(block) && block->line != r->number)
		fitting = false;
	/* A port that was told, or nothing yet: the service names it. What
	 * begins another line is about what follows. */
	if (fitting &&
		(!block->port_count || block->line == r->number || r->last)) {
		if (item->kind != ITEM_INCOMING || block->told == TOLD_NOTHING)
			panel_block_set_service(block, item);
		return;
	}
	panel_block_begin(r);
	panel_block_set_service(&r->now, item);
}

/* "ssl0.example.net (Europe) or imap.example.ca": what is told of one server is
 * told of the other, unless their names are of two services. */
static bool take_other(struct panel_reading *r, const struct panel_item *item)
{
	struct panel_block *block = &r->now;
	enum service service, other;

	if (!block->host || block->line != r->number ||
		!panel_block_is_empty(block) ||
		block->other_count == BLOCK_OTHERS ||
		(lexicon_service_of_host(block->host, &service) &&
			lexicon_service_of_host(item->text, &other) &&
			service != other))
		return false;
	block->others[block->other_count++] = item->text;
	return true;
}

static bool names_other(const char *host, enum service service)
{
	enum service other;

	return lexicon_service_of_host(host, &other) && other != service;
}

static void take_host(struct panel_reading *r, const struct panel_item *item)
{
	struct panel_block *block = &r->now;
	bool same = block->host && ascii_compare(block->host, item->text) == 0;
	struct panel_block before = *block;

	if (block->host && same && panel_block_is_empty(block))
		return;
	if (item->either && take_other(r, item))
		return;
	/* "Settings for example.com", "Incoming: IMAP", and then the server */
	if (block->host && block->title && panel_block_is_empty(block) &&
		block->told != TOLD_NOTHING && !same)
		block->host = NULL;
	if (block->host && block->prose && panel_block_is_empty(block)) {
		block->host = NULL;
	} else if (block->host) {
		panel_block_begin(r);
		/* "pop.example.com:995:SSL, pop2.example.com:110:TLS" */
		if (before.line == r->number && !same &&
			!names_other(item->text, before.service) &&
			before.told == TOLD_SERVICE &&
			!service_is_outgoing(before.service) &&
			panel_block_is_empty(&before))
			r->now.told = before.told;
		r->now.service = before.service;
	}
	block->host = item->text;
	block->against = r->against;
	block->line = r->number;
	block->prose = r->prose;
	block->title = item->weak;
}

static void take_port(struct panel_reading *r, const struct panel_item *item)
{
	struct panel_port port = r->ahead;

	port.port = item->port;
	if (port.word == WORD_NONE && r->heading.word != WORD_NONE) {
		port = r->heading;
		port.port = item->port;
		port.of_heading = true;
	} else {
		r->words_first = r->words_first || port.word != WORD_NONE;
	}
	port.line = r->number;
	port.prose = r->prose;
	r->ahead = (struct panel_port){0};
	panel_block_add_port(r, &r->now, &port);
}

/* A word behind its port belongs to it, unless words come first there. */
static void take_word(struct panel_reading *r, const struct panel_item *item)
{
	struct panel_port *port = r->last && !r->words_first && !item->ahead
					  ? r->last
					  : &r->ahead;
	enum mode_word before = port->word;

	/* What stands beside the port says more than the heading. */
	if (port->of_heading)
		*port = (struct panel_port){.port = port->port};
	port->word = panel_word_join(r->arena, port->word, port->said,
		item->word, item->text, &port->said);
	if (port->word != before)
		port->said_line = r->number;
	port->of_label = item->of_port;
}

/* What a program calls an account may be a user's name, if nothing else is. */
static bool is_account_title(
	const struct panel_reading *r, const struct panel_item *item)
{
	if (!item->weak)
		return false;
	for (const char *at = item->text; *at; at++)
		if ((unsigned char)*at >= 0x80)
			return true;
	/* "E-mail account: jo@example.com", and then "Account name: jo" */
	if (r->user_weak && r->user && strchr(r->user, '@') &&
		!strchr(item->text, '@'))
		return false;
	return r->now.user || r->user;
}

/* What was taken for the user's name so far is none. */
static void drop_title(struct panel_reading *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->blocks[i].user == r->user)
			r->blocks[i].user = NULL;
	if (r->now.user == r->user)
		r->now.user = NULL;
	r->user = NULL;
}

static void take_user(struct panel_reading *r, const struct panel_item *item)
{
	const char *user = item->text;

	if (!user || is_account_title(r, item))
		return;
	if (r->user_weak && r->user)
		drop_title(r);
	r->user_weak = item->weak;
	r->users = r->users || (r->user && strcmp(r->user, user) != 0);
	r->user = r->users ? NULL : user;
	r->user_line = r->number;
	r->user_incoming = r->now.told == TOLD_INCOMING ||
			   (r->now.told == TOLD_SERVICE &&
				   !service_is_outgoing(r->now.service));
	if (r->now.user)
		r->next_user = user;
	else
		r->now.user = user;
}

void panel_item_take(struct panel_reading *r, const struct panel_item *item)
{
	struct panel_block *block = &r->now;

	switch (item->kind) {
	case ITEM_SERVICE:
	case ITEM_INCOMING:
	case ITEM_OUTGOING:
		take_service(r, item);
		break;
	case ITEM_HOST:
		take_host(r, item);
		break;
	case ITEM_PORT:
		take_port(r, item);
		break;
	case ITEM_BAD_PORT:
		block->bad_port = item->text;
		block->bad_line = r->number;
		break;
	case ITEM_WORD:
		take_word(r, item);
		break;
	case ITEM_VERSIONS:
		block->tls_required = item->required;
		block->tls_forbidden = item->forbidden;
		break;
	case ITEM_USER:
		take_user(r, item);
		break;
	case ITEM_ADDRESS:
		block->address = item->text;
		break;
	case ITEM_NO_LOGIN:
		block->no_login = true;
		break;
	case ITEM_KINDS:
		break;
	}
}
