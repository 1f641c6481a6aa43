/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the offers of a server mean: SSL 2.0, known attacks, sessions, the
 * certificates that clients are shown, and the mail programs that connect. */
#include "reports/text/offered/meaning.h"
#include "evidence/chain.h"
#include "evidence/offered/attack.h"
#include "evidence/tls/session.h"
#include "model/text/escape.h"
#include "model/tls/client.h"
#include "reports/page/parts.h"
#include "reports/text/offered/offered.h"

static void begin(const struct sheet *sheet, const char *title)
{
	markup_put(&sheet->out, "<h4>%</h4>\n<dl class=\"words\">", title);
}

static void put_row(
	const struct sheet *sheet, const char *label, const char *text)
{
	markup_put(&sheet->out, "<div><dt>%</dt><dd>%</dd></div>", label, text);
}

static void end(const struct sheet *sheet)
{
	markup_raw(&sheet->out, "</dl>\n");
}

static void add(struct arena *arena, const char **all, const char *title)
{
	*all = *all ? arena_printf(arena, "%s, %s", *all, title) : title;
}

static void put_attacks(
	const struct sheet *sheet, const struct offered_facts *offered)
{
	struct arena *arena = sheet->out.arena;
	const char *closed = NULL, *untested = NULL, *why;

	begin(sheet, "Known attacks, by what is offered; none was tried");
	for (int i = 0; i < ATTACK_COUNT; i++) {
		enum attack attack = (enum attack)i;
		const char *title = attack_table[i].title;
		enum attack_state state =
			attack_judge(arena, offered, attack, &why);

		if (state == ATTACK_CLOSED)
			add(arena, &closed, title);
		else if (state == ATTACK_NOT_TESTED)
			add(arena, &untested, title);
		else
			put_row(sheet, title,
				text_attack_words(arena, attack, state, why));
	}
	if (closed)
		put_row(sheet, "Not vulnerable", closed);
	if (untested)
		put_row(sheet, "Not tested", untested);
	end(sheet);
}

static void put_injection(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	const char *words = text_injection_words(facts);

	if (words)
		put_row(sheet, TEXT_INJECTION, words);
	if (session_injected(facts).length)
		put_row(sheet, TEXT_INJECTED,
			escape_excerpt(sheet->out.arena,
				session_injected(facts),
				TEXT_INJECTED_COLUMNS));
}

static void put_sessions(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	enum answer answer = session_renegotiation(facts);

	if (!text_has_sessions(facts))
		return;
	begin(sheet, "Sessions");
	if (answer != ANSWER_NONE)
		put_row(sheet, "Renegotiation by the client",
			answer == ANSWER_POSITIVE ? "accepted" : "refused");
	put_injection(sheet, facts);
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct tls_facts *tls =
			session_tickets(facts, (enum tls_version)v);

		if (tls)
			put_row(sheet,
				arena_printf(sheet->out.arena,
					"Tickets of TLS %s",
					tls_version_name((enum tls_version)v)),
				text_ticket_words(sheet->out.arena, tls,
					(enum tls_version)v));
	}
	end(sheet);
}

static const char *request_words(
	struct arena *arena, const struct session_request *request)
{
	const char *all = NULL;

	for (size_t i = 0; i < request->count; i++)
		add(arena, &all,
			escape_name(arena, request->authorities[i],
				TEXT_AUTHORITY_COLUMNS));
	if (request->cut)
		add(arena, &all, "and others");
	return all ? arena_printf(
			     arena, "%s: %s", text_request_words(request), all)
		   : text_request_words(request);
}

static void put_certificates(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	struct arena *arena = sheet->out.arena;
	const struct offered_facts *offered = facts->offered;
	const struct session_request request = session_request(facts);
	const struct certificate *sealed = chain_sealed(facts);
	bool any = request.made || sealed;

	for (int i = 0; i < SHOWN_COUNT; i++)
		any |= offered->shown[i] != NULL;
	if (!any)
		return;
	begin(sheet, "Certificates that clients are shown");
	if (sealed)
		put_row(sheet, TEXT_SHOWN_SEALED,
			text_shown_words(arena, sealed));
	for (int i = 0; i < SHOWN_COUNT; i++) {
		const char *to = offered->shown[i]
					 ? text_shown_list(arena, offered,
						   (enum offered_shown)i)
					 : NULL;

		if (to)
			put_row(sheet, to,
				text_shown_words(arena, offered->shown[i]));
	}
	if (request.made)
		put_row(sheet, TEXT_REQUEST, request_words(arena, &request));
	end(sheet);
}

static void put_clients(
	const struct sheet *sheet, const struct offered_facts *offered)
{
	struct arena *arena = sheet->out.arena;
	bool any = false;

	for (int i = 0; i < CLIENT_COUNT; i++) {
		const struct tls_client *client = &tls_client_table[i];
		const struct offered_client *found = &offered->clients[i];

		if (found->state == OFFERED_NOT_ASKED)
			continue;
		if (!any)
			begin(sheet, "Mail programs that can connect");
		any = true;
		put_row(sheet,
			client->uncertain
				? arena_printf(arena, "%s (uncertain)",
					  client->title)
				: client->title,
			text_client_words(arena, found));
	}
	if (any)
		end(sheet);
}

void page_meaning(const struct sheet *sheet, const struct endpoint_facts *facts)
{
	const struct offered_facts *offered = facts->offered;

	if (offered->ssl2 != OFFERED_NOT_ASKED)
		markup_put(&sheet->out, "<p><b>SSL 2.0:</b> %</p>\n",
			text_ssl2_words(sheet->out.arena, offered));
	put_attacks(sheet, offered);
	put_sessions(sheet, facts);
	put_certificates(sheet, facts);
	put_clients(sheet, offered);
}
