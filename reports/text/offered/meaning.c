/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the offers of a server mean: known attacks, certificates, and which
 * mail programs can connect. */

#include "reports/text/offered/meaning.h"

#include "evidence/chain.h"
#include "evidence/offered/attack.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"

#include <assert.h>
#include <string.h>

#define WIDE 96 /* columns, from which on a list has two of its own */
#define TITLE 38
#define NAME_COLUMNS 80

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* One line of a list: side by side where there is room, for the title, too. */
void text_offered_row(const struct page *page, enum paint paint,
	const char *title, const char *text)
{
	if (page->columns >= WIDE && page_columns(page, title) < TITLE) {
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

const char *text_ticket_words(struct arena *arena, const struct tls_facts *tls,
	enum tls_version version)
{
	const char *lifetime =
		tls->ticket_lifetime_s
			? arena_printf(arena, "lifetime %u seconds",
				  tls->ticket_lifetime_s)
			: "no lifetime named";

	/* Older versions have none (RFC 8446 section 4.2.10). */
	if (version < TLS_1_3)
		return lifetime;
	if (!tls->max_early_data)
		return arena_printf(arena, "%s, no early data", lifetime);
	return arena_printf(arena, "%s, early data up to %u octets", lifetime,
		tls->max_early_data);
}

void text_offered_begin(const struct page *page, const char *title)
{
	page_blanks(page, 2);
	page_wrap(page, 2, 2, PAINT_STRONG, title);
}

const char *text_injection_words(const struct endpoint_facts *facts)
{
	switch (session_injection(facts)) {
	case ANSWER_POSITIVE:
		return "vulnerable: a command sent in clear after STARTTLS is "
		       "executed inside TLS";
	case ANSWER_NEGATIVE:
		return "not vulnerable: a command sent in clear after STARTTLS "
		       "is not executed";
	default:
		return NULL;
	}
}

static void put_injection(
	const struct page *page, const struct endpoint_facts *facts)
{
	const char *words = text_injection_words(facts);

	if (words)
		text_offered_row(page,
			session_injection(facts) == ANSWER_POSITIVE
				? PAINT_BAD
				: PAINT_NONE,
			TEXT_INJECTION, words);
	if (session_injected(facts).length)
		text_offered_row(page, PAINT_BAD, TEXT_INJECTED,
			escape_excerpt(page->arena, session_injected(facts),
				TEXT_INJECTED_COLUMNS));
}

bool text_has_sessions(const struct endpoint_facts *facts)
{
	bool any = session_renegotiation(facts) != ANSWER_NONE ||
		   session_injection(facts) != ANSWER_NONE ||
		   session_injected(facts).length;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		any |= session_tickets(facts, (enum tls_version)v) != NULL;
	return any;
}

void text_offered_sessions(
	const struct page *page, const struct endpoint_facts *facts)
{
	enum answer answer = session_renegotiation(facts);

	if (!text_has_sessions(facts))
		return;
	text_offered_begin(page, "Sessions");
	if (answer != ANSWER_NONE)
		text_offered_row(page,
			answer == ANSWER_POSITIVE ? PAINT_DOUBT : PAINT_NONE,
			"Renegotiation by the client",
			answer == ANSWER_POSITIVE ? "accepted" : "refused");
	put_injection(page, facts);
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct tls_facts *tls =
			session_tickets(facts, (enum tls_version)v);

		if (tls)
			text_offered_row(page, PAINT_NONE,
				arena_printf(page->arena, "Tickets of TLS %s",
					tls_version_name((enum tls_version)v)),
				text_ticket_words(
					page->arena, tls, (enum tls_version)v));
	}
}

void text_offered_attacks(
	const struct page *page, const struct offered_facts *offered)
{
	const char *closed = NULL, *untested = NULL;

	text_offered_begin(
		page, "Known attacks, by what is offered; none was tried");
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
			text_offered_row(page,
				state == ATTACK_OPEN ? PAINT_BAD : PAINT_DOUBT,
				title,
				text_attack_words(
					page->arena, attack, state, why));
	}
	if (closed)
		text_offered_row(page, PAINT_NONE, "Not vulnerable", closed);
	if (untested)
		text_offered_row(page, PAINT_FAINT, "Not tested", untested);
}

static const char *shown_to(enum offered_shown to)
{
	static const char *const words[] = {
		[SHOWN_RSA] = "that want RSA",
		[SHOWN_ECDSA] = "that want ECDSA",
		[SHOWN_NO_NAME] = "without SNI",
		[SHOWN_STRANGE_NAME] = "with an unknown SNI",
	};
	static_assert(COUNT_OF(words) == SHOWN_COUNT, "a client's words");

	return words[to];
}

/* "RSA", "ECDSA", in words that people know. */
static const char *key_words(const struct certificate *certificate)
{
	if (!certificate->key)
		return "unknown key";
	return strcmp(certificate->key, "EC/ECDSA") == 0 ? "ECDSA"
							 : certificate->key;
}

const char *text_shown_words(
	struct arena *arena, const struct certificate *certificate)
{
	return arena_printf(arena,
		"%s, issued by %s, %s %u bits, %s, valid until %s, SHA-256 "
		"%.16s...%s",
		escape_name(arena, certificate->subject, NAME_COLUMNS),
		escape_name(arena, certificate->issuer, NAME_COLUMNS),
		key_words(certificate), certificate->key_bits,
		certificate->signature ? certificate->signature
				       : "unknown signature",
		certificate_has_dates(certificate)
			? arena_printf(arena, "%.10s",
				  spell_time(arena, certificate->not_after))
			: "an unknown date",
		certificate->sha256,
		certificate->must_staple ? ", must-staple" : "");
}

const char *text_shown_list(struct arena *arena,
	const struct offered_facts *offered, enum offered_shown first)
{
	const char *all = arena_printf(arena, "Clients %s", shown_to(first));
	bool others = false;

	for (int i = 0; i < SHOWN_COUNT; i++) {
		const struct certificate *shown = offered->shown[i];

		if (i == (int)first)
			continue;
		if (!shown ||
			strcmp(shown->sha256, offered->shown[first]->sha256)) {
			others = true;
			continue;
		}
		if (i < (int)first)
			return NULL;
		all = arena_printf(
			arena, "%s, %s", all, shown_to((enum offered_shown)i));
	}
	return others ? all : "All clients";
}

const char *text_request_words(const struct session_request *request)
{
	return request->count ? "requested, from these authorities"
			      : "requested, from any authority";
}

static void put_request(
	const struct page *page, const struct session_request *request)
{
	text_offered_row(
		page, PAINT_NONE, TEXT_REQUEST, text_request_words(request));
	for (size_t i = 0; i < request->count; i++) {
		page_blanks(page, 6);
		page_wrap(page, 6, 8, PAINT_NONE,
			escape_name(page->arena, request->authorities[i],
				TEXT_AUTHORITY_COLUMNS));
	}
	if (!request->cut)
		return;
	page_blanks(page, 6);
	page_wrap(page, 6, 8, PAINT_FAINT, "and others");
}

void text_offered_certificates(
	const struct page *page, const struct endpoint_facts *facts)
{
	const struct offered_facts *offered = facts->offered;
	const struct session_request request = session_request(facts);
	const struct certificate *sealed = chain_sealed(facts);
	bool any = request.made || sealed;

	for (int i = 0; i < SHOWN_COUNT; i++)
		any |= offered->shown[i] != NULL;
	if (!any)
		return;
	text_offered_begin(page, "Certificates");
	if (sealed)
		text_offered_row(page, PAINT_NONE, TEXT_SHOWN_SEALED,
			text_shown_words(page->arena, sealed));
	for (int i = 0; i < SHOWN_COUNT; i++) {
		const char *to = offered->shown[i]
					 ? text_shown_list(page->arena, offered,
						   (enum offered_shown)i)
					 : NULL;

		if (to)
			text_offered_row(page, PAINT_NONE, to,
				text_shown_words(
					page->arena, offered->shown[i]));
	}
	if (request.made)
		put_request(page, &request);
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
		if (!any)
			text_offered_begin(
				page, "Mail programs that can connect");
		any = true;
		uncertain |= client->uncertain;
		text_offered_row(page,
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
		"* uncertain: the offer is that of the system's browser or "
		"library, or of another version; the program itself may "
		"differ");
}
