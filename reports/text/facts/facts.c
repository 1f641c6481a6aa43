/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was seen, for those who want it all. */
#include "reports/text/facts/facts.h"

#include "evidence/witness.h"
#include "model/offer.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "reports/text/facts/field.h"
#include "reports/text/facts/tls.h"
#include "reports/words.h"

#include <inttypes.h>
#include <string.h>

static const char *attempt_words(
	struct arena *arena, const struct attempt *attempt)
{
	int64_t us = attempt->ended_us - attempt->started_us;
	const char *words;

	if (!attempt->tried)
		words = "not tried";
	else if (attempt->connected)
		words = arena_printf(arena, "connected in %s",
			words_milliseconds(arena, us));
	else if (attempt->overtaken)
		words = "cancelled: another address was faster";
	else
		words = arena_printf(arena, "%s after %s",
			status_name(attempt->status),
			words_milliseconds(arena, us));
	if (attempt->sys_errno)
		words = arena_printf(arena, "%s (%s)", words,
			spell_errno(arena, attempt->sys_errno));
	return arena_printf(arena, "%s port %u: %s", attempt->address,
		attempt->port, words);
}

/* Once for each endpoint all addresses, later the one that connected. */
static void put_attempts(
	const struct page *page, const struct probe_facts *facts, bool all)
{
	const char *label = all ? "Addresses" : "Address";

	for (size_t i = 0; i < facts->attempt_count; i++) {
		if (!all && !facts->attempts[i].connected)
			continue;
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, label,
			attempt_words(page->arena, &facts->attempts[i]));
		label = "";
	}
}

static void put_stages(const struct page *page, const struct probe_facts *facts)
{
	struct builder list = {.arena = page->arena};

	for (int s = 0; s < STAGE_COUNT; s++) {
		int64_t us = facts->stage_us[s];

		if (us >= 0)
			builder_item_printf(&list, ", ",
				"%s %" PRId64 ".%" PRId64,
				stage_name((enum stage)s), us / 1000,
				us / 100 % 10);
	}
	field_put(page, "Until, in ms", builder_text(&list));
}

static void put_transcript(
	const struct page *page, const struct probe_facts *facts)
{
	for (size_t i = 0; i < facts->transcript_count; i++) {
		const struct transcript_line *line = &facts->transcript[i];
		struct arena_mark mark = arena_mark(page->arena);
		struct octets text = line->text;
		char from[8] = {line->from, line->from == '-' ? ' ' : ':', 0};

		/* Every line has its end; no need to show it. */
		if (text.length && text.data[text.length - 1] == '\n')
			text.length--;
		if (text.length && text.data[text.length - 1] == '\r')
			text.length--;
		page_blanks(page, 4);
		page_right(page, PAINT_FAINT,
			words_milliseconds(page->arena, line->at_us), 11);
		page_put(page, PAINT_FAINT,
			line->inside_tls ? " TLS " : "     ");
		page_label(page, 20, 3, PAINT_STRONG, from,
			escape_octets(page->arena, text));
		arena_release(page->arena, mark);
	}
}

static void put_title(const struct page *page, const struct probe_facts *facts)
{
	page_newline(page);
	page_blanks(page, 2);
	page_wrap(page, 2, 4, PAINT_STRONG,
		arena_printf(page->arena, "%s: %s",
			words_probe(page->arena, facts),
			words_outcome(page->arena, facts,
				words_milliseconds(
					page->arena, facts->duration_us))));
}

static bool same_octets(struct octets a, struct octets b)
{
	return a.length == b.length &&
	       (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static bool same_capabilities(
	const struct capabilities *a, const struct capabilities *b)
{
	if (a->seen != b->seen || a->refused != b->refused ||
		a->item_count != b->item_count ||
		!same_octets(a->refusal, b->refusal))
		return false;
	for (size_t i = 0; i < a->item_count; i++)
		if (!same_octets(a->items[i], b->items[i]))
			return false;
	return true;
}

/* What the server said; of a later probe, what it said differently. */
static void put_dialogue(const struct page *page,
	const struct probe_facts *facts, const struct probe_facts *shown,
	enum service service)
{
	bool again = shown && shown != facts;

	if (!again || !same_octets(facts->greeting.text, shown->greeting.text))
		field_put_lines(page, "Greeting", facts->greeting.text);
	if (!again)
		field_put_rows(page, &record_greeting, NULL, &facts->greeting);
	if (!again || !same_capabilities(&facts->cleartext, &shown->cleartext))
		field_put_capabilities(page,
			facts->mode == MODE_CLEARTEXT ? "Capabilities"
						      : "Before TLS",
			service, &facts->cleartext);
	if (!again || !same_capabilities(&facts->protected, &shown->protected))
		field_put_capabilities(
			page, "Inside TLS", service, &facts->protected);
	field_put_octets(page, "Injected", facts->injected);
	field_put_octets(page, "Not TLS", facts->unexpected);
	field_put_lines(page, "Reply", facts->reply);
}

/* How the probe was made, where that is not as the endpoint has it. */
static void put_difference(const struct page *page,
	const struct probe_facts *facts, const struct endpoint *endpoint)
{
	if (!facts->connect_only && facts->mode != endpoint->mode)
		field_put(page, "Mode",
			words_mode(endpoint->service, facts->mode));
	field_put_rows(page, &record_probe, endpoint, facts);
}

static void put_probe(const struct page *page, const struct report *report,
	const struct endpoint_report *endpoint, const struct probe_facts *facts)
{
	enum service service = endpoint->entry->endpoint.service;
	const struct probe_facts *shown = witness_best(&endpoint->facts);

	struct arena_mark mark = arena_mark(page->arena);

	put_attempts(page, facts, !shown || shown == facts);
	put_stages(page, facts);
	put_difference(page, facts, &endpoint->entry->endpoint);
	put_dialogue(page, facts, shown, service);
	facts_put_tls(page, facts);
	facts_put_chain(page, &facts->tls, shown ? &shown->tls : NULL,
		report->started_s);
	if (facts->peer_close != CLOSE_NOT_SEEN)
		field_put(page, "Closed", words_peer_close(facts->peer_close));
	arena_release(page->arena, mark);
}

static void put_findings(
	const struct page *page, const struct endpoint_report *endpoint)
{
	const char *name = words_place(page->arena, &endpoint->entry->endpoint);
	size_t length = strlen(name);

	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];
		const char *text = finding->summary;

		if (strncmp(text, name, length) == 0 && text[length] == ' ') {
			char *rest =
				arena_strdup(page->arena, text + length + 1);

			rest[0] = (char)ascii_to_upper(rest[0]);
			text = rest;
		}
		page_blanks(page, 2);
		page_left(page, page_paint(finding->status),
			words_verdict(finding->status), 12);
		if (page->columns < 60)
			page_wrap(page, 14, 14, PAINT_NONE,
				arena_printf(page->arena, "%s: %s",
					finding->check, text));
		else
			page_label(
				page, 14, 21, PAINT_NONE, finding->check, text);
	}
}

/* What the name service says of a host without an address. */
static void put_name(const struct page *page, const struct name_facts *name)
{
	if (!name->asked)
		return;
	page_newline(page);
	page_blanks(page, 2);
	page_wrap(page, 2, 4, PAINT_STRONG, "Name service");
	field_put(page, "Answers", name->answered ? "yes" : "no");
	if (name->answered && name->domain)
		field_put(page, "Domain",
			arena_printf(page->arena, "%s %s", name->domain,
				name->domain_exists ? "exists"
						    : "does not exist"));
	field_put(page, "Mail servers", name->mx);
	field_put(page, "SRV records",
		name->srv_target && strcmp(name->srv_target, ".") == 0
			? "none: declared as not offered"
			: name->srv_target);
}

/* What was offered for rules, and what came of it; the rest is as ever. */
static void put_rule_probe(
	const struct page *page, const struct probe_facts *facts)
{
	facts_put_tls(page, facts);
	if (!facts->act.said)
		return;
	if (facts->act.reply.length)
		field_put_lines(page, "Answer", facts->act.reply);
	else
		field_put(page, "Answer", answer_name(facts->act.answer));
}

static void put_unasked(
	const struct page *page, const struct endpoint_facts *facts)
{
	bool first = true;

	for (size_t i = 0; facts->unasked && i < OFFER_COUNT; i++) {
		if (facts->unasked[i] == UNASKED_NONE)
			continue;
		if (first)
			page_newline(page);
		first = false;
		page_blanks(page, 2);
		page_wrap(page, 2, 4, PAINT_NONE,
			arena_printf(page->arena,
				"For rules: %s: not tested: %s",
				offer_table[i].title,
				unasked_words(facts->unasked[i])));
	}
}

/* What an access token says of itself. */
static void put_token(const struct page *page, const struct token_facts *token)
{
	if (!token->looked_into)
		return;
	field_put(page, "Token", token->opaque ? "opaque" : token->misfit);
	field_put(page, "Audience", token->audience);
	field_put(page, "Scope", token->scope);
	field_put(page, "Required scope", token->needed);
	field_put(page, "Token user", token->user);
	field_put(page, "Tenant", token->tenant);
	if (token->expires)
		field_put(page, "Expires",
			words_time(page->arena, token->expires));
}

static void put_login(const struct page *page, enum service service,
	const struct probe_facts *facts)
{
	facts_put_tls(page, facts);
	field_put(page, "User name", facts->login.user);
	if (facts->login.held)
		field_put(
			page, "Not sent", login_held_words(facts->login.held));
	field_put_lines(page, "Login", facts->login.reply);
	field_put_lines(page, "Reason", facts->login.reason);
	put_token(page, &facts->token);
	field_put_capabilities(page, "Signed in", service, &facts->signed_in);
	field_put_lines(page, "Namespaces", facts->mailbox.namespace);
	if (facts->mailbox.counted)
		field_put(page, "Messages",
			arena_printf(
				page->arena, "%u", facts->mailbox.messages));
	field_put_lines(page, "Mailbox", facts->mailbox.reply);
	field_put_lines(page, "Sending", facts->send.reply);
}

static void put_logins(const struct page *page,
	const struct endpoint_facts *facts, const struct text_style *style)
{
	for (size_t i = 0; i < facts->login_count; i++) {
		put_title(page, facts->logins[i]);
		if (style->verbose)
			put_login(page, facts->endpoint.service,
				facts->logins[i]);
		if (style->transcript)
			put_transcript(page, facts->logins[i]);
	}
}

static void put_offers(const struct page *page,
	const struct endpoint_facts *facts, const struct text_style *style)
{
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		put_title(page, facts->rule_probes[i]);
		if (style->verbose)
			put_rule_probe(page, facts->rule_probes[i]);
		if (style->transcript)
			put_transcript(page, facts->rule_probes[i]);
	}
	if (style->verbose)
		put_unasked(page, facts);
}

void text_facts(const struct page *page, const struct report *report,
	const struct endpoint_report *endpoint, const struct text_style *style)
{
	const struct endpoint *names = &endpoint->entry->endpoint;
	const struct endpoint_facts *facts = &endpoint->facts;

	page_newline(page);
	page_wrap(page, 0, 2, PAINT_STRONG,
		arena_printf(page->arena, "%s, %s: %s",
			words_place(page->arena, names),
			words_mode(names->service, names->mode),
			words_verdict(endpoint->verdict)));
	if (style->verbose) {
		put_findings(page, endpoint);
		put_name(page, &facts->name);
	}
	for (size_t i = 0; i < facts->probe_count; i++) {
		put_title(page, facts->probes[i]);
		if (style->verbose)
			put_probe(page, report, endpoint, facts->probes[i]);
		if (style->transcript)
			put_transcript(page, facts->probes[i]);
	}
	put_logins(page, facts, style);
	put_offers(page, facts, style);
}
