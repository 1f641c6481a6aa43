/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the offers of a server mean: known attacks, certificates, and which
 * mail programs can connect. */

#include "reports/text/offered/meaning.h"

#include "evidence/offered/attack.h"
#include "evidence/tls/session.h"
#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"

#include <assert.h>

#define WIDE 96 /* columns, from which on a list has two of its own */
#define TITLE 38

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* One line of a list: side by side where there is room. */
static void put_row(const struct page *page, enum paint paint,
	const char *title, const char *text)
{
	if (page->columns >= WIDE) {
		page_field(page, 4, TITLE, paint, title, text);
		return;
	}
	page_blanks(page, 4);
	page_wrap(page, 4, 6, paint,
		arena_printf(page->arena, "%s: %s", title, text));
}

const char *text_attack_words(struct arena *arena, enum attack attack,
	enum attack_state state, const char *why)
{
	const char *remark = attack_table[attack].remark;

	if (state == ATTACK_OPEN)
		return arena_printf(arena, "vulnerable: %s", why);
	return arena_printf(arena, "possible: %s; %s", why, remark);
}

/* "FREAK (CVE-2015-0204), Logjam (CVE-2015-4000)" */
static const char *add_title(
	struct arena *arena, const char *all, const char *title)
{
	return all ? arena_printf(arena, "%s, %s", all, title) : title;
}

const char *text_ticket_words(struct arena *arena, const struct tls_facts *tls)
{
	const char *early =
		tls->max_early_data
			? arena_printf(arena, "early data up to %u octets",
				  tls->max_early_data)
			: "no early data";

	if (!tls->ticket_lifetime_s)
		return arena_printf(arena, "no lifetime named, %s", early);
	return arena_printf(arena, "lifetime %u seconds, %s",
		tls->ticket_lifetime_s, early);
}

void text_offered_sessions(
	const struct page *page, const struct endpoint_facts *facts)
{
	enum answer answer = session_renegotiation(facts);

	if (answer != ANSWER_NONE)
		put_row(page,
			answer == ANSWER_POSITIVE ? PAINT_DOUBT : PAINT_NONE,
			"Renegotiation by the client",
			answer == ANSWER_POSITIVE ? "accepted" : "refused");
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct tls_facts *tls =
			session_tickets(facts, (enum tls_version)v);

		if (tls)
			put_row(page, PAINT_NONE,
				arena_printf(page->arena, "Tickets of TLS %s",
					tls_version_name((enum tls_version)v)),
				text_ticket_words(page->arena, tls));
	}
}

void text_offered_attacks(
	const struct page *page, const struct offered_facts *offered)
{
	const char *closed = NULL, *untested = NULL;

	page_blanks(page, 2);
	page_wrap(page, 2, 2, PAINT_STRONG,
		"Known attacks, by what is offered; none was tried");
	for (int i = 0; i < ATTACK_COUNT; i++) {
		enum attack attack = (enum attack)i;
		const char *why, *title = attack_table[i].title;
		enum attack_state state =
			attack_judge(page->arena, offered, attack, &why);

		if (state == ATTACK_CLOSED)
			closed = add_title(page->arena, closed, title);
		else if (state == ATTACK_NOT_TESTED)
			untested = add_title(page->arena, untested, title);
		else
			put_row(page,
				state == ATTACK_OPEN ? PAINT_BAD : PAINT_DOUBT,
				title,
				text_attack_words(
					page->arena, attack, state, why));
	}
	if (closed)
		put_row(page, PAINT_NONE, "Not vulnerable", closed);
	if (untested)
		put_row(page, PAINT_FAINT, "Not tested", untested);
}

const char *text_shown_to(enum offered_shown to)
{
	static const char *const words[] = {
		[SHOWN_RSA] = "Clients that want RSA",
		[SHOWN_ECDSA] = "Clients that want ECDSA",
		[SHOWN_NO_NAME] = "Clients without SNI",
		[SHOWN_STRANGE_NAME] = "Clients with an unknown SNI",
	};
	static_assert(COUNT_OF(words) == SHOWN_COUNT, "a client's words");

	return words[to];
}

const char *text_shown_words(
	struct arena *arena, const struct certificate *certificate)
{
	return arena_printf(arena, "%.*s, %s %u bits, SHA-256 %.16s...%s",
		(int)certificate->subject.length,
		certificate->subject.data
			? (const char *)certificate->subject.data
			: "",
		certificate->key ? certificate->key : "unknown key",
		certificate->key_bits, certificate->sha256,
		certificate->must_staple ? ", must-staple" : "");
}

void text_offered_certificates(
	const struct page *page, const struct offered_facts *offered)
{
	bool any = offered->wants_certificate;

	for (int i = 0; i < SHOWN_COUNT; i++)
		any |= offered->shown[i] != NULL;
	if (!any)
		return;
	page_blanks(page, 2);
	page_wrap(page, 2, 2, PAINT_STRONG, "Certificates");
	for (int i = 0; i < SHOWN_COUNT; i++)
		if (offered->shown[i])
			put_row(page, PAINT_NONE,
				text_shown_to((enum offered_shown)i),
				text_shown_words(
					page->arena, offered->shown[i]));
	if (!offered->wants_certificate)
		return;
	put_row(page, PAINT_NONE, "Client certificate",
		offered->authority_count ? "requested, from these authorities"
					 : "requested, from any authority");
	for (size_t i = 0; i < offered->authority_count; i++) {
		page_blanks(page, 6);
		page_wrap(page, 6, 8, PAINT_NONE,
			arena_printf(page->arena, "%.*s",
				(int)offered->authorities[i].length,
				offered->authorities[i].data));
	}
}

const char *text_client_words(
	struct arena *arena, const struct offered_client *client)
{
	const char *suite = cipher_suite_name(client->suite);
	const char *group = numbers_group_name(client->group);
	const char *version;

	if (client->state == OFFERED_REFUSED)
		return "cannot connect";
	if (client->state != OFFERED_ACCEPTED)
		return "not tested: the answers were inconclusive";
	version = client->version == TLS_SSL3
			  ? "SSL 3.0"
			  : arena_printf(arena, "TLS %s",
				    tls_version_name(client->version));
	if (!suite)
		suite = "an unknown suite";
	return group ? arena_printf(arena, "%s, %s, %s", version, suite, group)
		     : arena_printf(arena, "%s, %s", version, suite);
}

void text_offered_clients(
	const struct page *page, const struct offered_facts *offered)
{
	bool any = false, uncertain = false;

	for (int i = 0; i < CLIENT_COUNT; i++) {
		const struct tls_client *client = &tls_client_table[i];
		const struct offered_client *found = &offered->clients[i];

		if (found->state == OFFERED_NOT_ASKED)
			continue;
		if (!any) {
			page_blanks(page, 2);
			page_wrap(page, 2, 2, PAINT_STRONG,
				"Mail programs that can connect");
		}
		any = true;
		uncertain |= client->uncertain;
		put_row(page,
			found->state == OFFERED_REFUSED ? PAINT_DOUBT
							: PAINT_NONE,
			client->uncertain ? arena_printf(page->arena, "%s *",
						    client->title)
					  : client->title,
			text_client_words(page->arena, found));
	}
	if (!uncertain)
		return;
	page_blanks(page, 4);
	page_wrap(page, 4, 6, PAINT_FAINT,
		"* uncertain: the published offer is that of the system's "
		"browser or library");
}
