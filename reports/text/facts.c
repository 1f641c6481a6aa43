/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was seen, for those who want it all. */
#include "reports/text/facts.h"

#include "evidence/witness.h"
#include "model/offer.h"
#include "model/record/record.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "model/text/escape.h"
#include "model/text/plural.h"
#include "model/text/spell.h"
#include "reports/words.h"

#include <inttypes.h>
#include <string.h>

#define FIELD_COLUMNS 14

static void put_fact(
	const struct page *page, const char *label, const char *text)
{
	struct arena_mark mark = arena_mark(page->arena);

	if (text && text[0])
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, label, text);
	arena_release(page->arena, mark);
}

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
	put_fact(page, "Until, in ms", builder_text(&list));
}

/* Text of a peer, one field line for each of its lines. */
static void put_lines(
	const struct page *page, const char *label, struct octets text)
{
	while (text.length) {
		const unsigned char *end = memchr(text.data, '\n', text.length);
		size_t whole =
			end ? (size_t)(end - text.data) + 1 : text.length;
		struct octets line = {text.data, end ? whole - 1 : whole};
		struct arena_mark mark = arena_mark(page->arena);

		if (line.length && line.data[line.length - 1] == '\r')
			line.length--;
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, label,
			escape_octets(page->arena, line));
		arena_release(page->arena, mark);
		label = "";
		text.data += whole;
		text.length -= whole;
	}
}

static void put_octets(
	const struct page *page, const char *label, struct octets octets)
{
	if (octets.length)
		put_fact(page, label,
			arena_printf(page->arena,
				plural_form(octets.length, "%zu octet: %s",
					"%zu octets: %s"),
				octets.length,
				escape_octets(page->arena, octets)));
}

static void put_capabilities(const struct page *page, const char *label,
	enum service service, const struct capabilities *caps)
{
	struct arena *arena = page->arena;
	struct builder list = {.arena = page->arena};

	if (caps->refused)
		put_fact(page, label,
			arena_printf(arena, "refused: %s",
				escape_octets(arena, caps->refusal)));
	if (!caps->seen && !caps->announced)
		return;
	for (size_t i = 0; i < caps->item_count; i++) {
		builder_separate(&list,
			service_row(service)->items_are_words ? " " : ", ");
		escape_add(&list, caps->items[i]);
	}
	put_fact(page, label, list.length ? builder_text(&list) : "none");
}

static void put_alerts(const struct page *page, const struct tls_facts *tls)
{
	for (size_t i = 0; i < tls->alert_count; i++) {
		const struct alert *alert = &tls->alerts[i];

		put_fact(page, "Alert",
			arena_printf(page->arena, "%s %s: %u %s",
				alert->received ? "received" : "sent",
				alert->fatal ? "fatal" : "warning", alert->code,
				name_of_alert(alert->code)));
	}
}

/* What the row says: its phrase with the value in place of %s, or the value.
 * NULL if it says nothing. */
static const char *row_words(const struct record_field *field,
	const struct record_context *context, const void *object)
{
	const char *phrase = field->phrase;
	const char *value, *at;

	if ((!field->label && !phrase && !field->unsaid) ||
		!record_is_written(field, context, object))
		return NULL;
	value = record_spell(field, context, object);
	if (value && field->unsaid && strcmp(value, "false") == 0)
		return field->unsaid;
	if (!value || (!phrase && !field->label))
		return NULL;
	at = phrase ? strstr(phrase, "%s") : NULL;
	if (at)
		return arena_printf(context->arena, "%.*s%s%s",
			(int)(at - phrase), phrase, value, at + 2);
	return phrase ? phrase : value;
}

/* The rows that have a line of their own. */
static void put_rows(const struct page *page, const struct record_type *type,
	const struct endpoint *endpoint, const void *object)
{
	const struct record_context context = {
		.arena = page->arena, .endpoint = endpoint};

	for (size_t i = 0; i < type->count; i++)
		if (type->fields[i].label)
			put_fact(page, type->fields[i].label,
				row_words(&type->fields[i], &context, object));
}

/* The rows that are a part of their object's line. */
static void join_rows(struct builder *list, const struct record_type *type,
	const void *object)
{
	const struct record_context context = {.arena = list->arena};

	for (size_t i = 0; i < type->count; i++) {
		const char *words =
			type->fields[i].label
				? NULL
				: row_words(&type->fields[i], &context, object);

		if (words)
			builder_item(list, ", ", words);
	}
}

static const char *resumed_words(const struct tls_facts *tls)
{
	return tls->key_share || tls->version < TLS_1_3
		       ? "session resumed"
		       : "session resumed without a key exchange";
}

static void put_tls(const struct page *page, const struct probe_facts *facts)
{
	const struct tls_facts *tls = &facts->tls;
	struct builder list = {.arena = page->arena};

	if (!tls->started)
		return;
	join_rows(&list, &record_tls, tls);
	if (tls->resumed)
		builder_item(&list, ", ", resumed_words(tls));
	if (tls->tickets)
		builder_item_printf(&list, ", ", "a ticket for %u seconds",
			tls->ticket_lifetime_s);
	if (tls->max_early_data)
		builder_item_printf(&list, ", ", "early data up to %u bytes",
			tls->max_early_data);
	if (tls->wants_certificate)
		builder_item(&list, ", ", "client certificate requested");
	if (facts->by_hello)
		builder_item(&list, ", ", "no handshake was needed");
	else if (!tls->completed)
		builder_item(&list, ", ", "not completed");
	else if (!tls->confirmed)
		builder_item(&list, ", ", "completed only on this side");
	put_fact(page, "TLS", builder_text(&list));
	put_alerts(page, tls);
	put_rows(page, &record_tls, NULL, tls);
}

static const char *remaining(
	struct arena *arena, int64_t now_s, int64_t not_after)
{
	const int64_t never = INT64_C(253402300799); /* RFC 5280, 4.1.2.5 */

	if (not_after >= never)
		return "without an end";
	return words_days_left(arena, now_s, not_after);
}

static const char *validity(struct arena *arena,
	const struct certificate *certificate, int64_t now_s)
{
	if (!certificate_has_dates(certificate))
		return "dates that cannot be read";
	return arena_printf(arena, "%.10s to %.10s, %s",
		spell_time(arena, certificate->not_before),
		spell_time(arena, certificate->not_after),
		remaining(arena, now_s, certificate->not_after));
}

static void put_names(
	const struct page *page, const struct certificate *certificate)
{
	struct builder list = {.arena = page->arena};

	for (size_t i = 0; i < certificate->name_count; i++)
		builder_item(&list, ", ",
			escape_octets(
				page->arena, certificate->names[i].value));
	if (certificate->names_cut)
		builder_item(&list, ", ",
			arena_printf(page->arena, "names not read: %u",
				certificate->names_cut));
	put_fact(page, "  for", builder_text(&list));
}

static void put_certificate(const struct page *page,
	const struct certificate *certificate, const char *label, int64_t now_s)
{
	struct arena *arena = page->arena;

	/* One version alone keeps the fingerprint, and no more. */
	if (!certificate_is_whole(certificate)) {
		put_fact(page, label,
			arena_printf(arena, "SHA-256 %s", certificate->sha256));
		return;
	}
	put_fact(page, label, escape_octets(arena, certificate->subject));
	put_names(page, certificate);
	put_fact(page, "  issuer",
		certificate->self_issued
			? "itself"
			: escape_octets(arena, certificate->issuer));
	put_fact(page, "  valid", validity(arena, certificate, now_s));
	put_fact(page, "  key",
		arena_printf(arena, "%s %u bits, signed with %s",
			certificate->key ? certificate->key : "unknown",
			certificate->key_bits,
			certificate->signature ? certificate->signature
					       : "unknown"));
	put_fact(page, "  SHA-256", certificate->sha256);
}

static bool same_leaf(const struct tls_facts *a, const struct tls_facts *b)
{
	return a->chain_count && b->chain_count &&
	       strcmp(a->chain[0].sha256, b->chain[0].sha256) == 0;
}

static void put_revocation(
	const struct page *page, const struct revocation_facts *revocation)
{
	if (revocation->status == REVOCATION_UNASKED)
		return;
	put_fact(page, "Revocation", words_revocation(revocation->status));
	if (revocation->status == REVOCATION_UNHEARD)
		put_fact(page, "", revocation->detail);
	else if (revocation->by)
		put_fact(page, revocation->by,
			escape_octets(page->arena, revocation->url));
}

/* The chain once, and again only where a server shows another one. */
static void put_chain(const struct page *page, const struct tls_facts *tls,
	const struct tls_facts *shown, int64_t now_s)
{
	struct arena *arena = page->arena;
	const char *trust = words_trust(tls->trust);

	if (!tls->chain_count)
		return;
	if (shown && shown != tls && same_leaf(shown, tls)) {
		put_fact(page, "Certificate", "the same");
		return;
	}
	for (size_t i = 0; i < tls->chain_count; i++)
		put_certificate(page, &tls->chain[i],
			i ? "Issuer's" : "Certificate", now_s);
	if (tls->trust_detail)
		trust = arena_printf(
			arena, "%s (%s)", trust, tls->trust_detail);
	put_fact(page, "Trust", trust);
	if (tls->trust_own_anchors)
		put_fact(page, "  anchors", "of a file, not the system's");
	if (tls->trust_dates_bad)
		put_fact(page, "",
			"a certificate in the chain is not currently valid");
	put_fact(page, "OCSP", words_ocsp(tls->ocsp));
	put_revocation(page, &tls->revocation);
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
		put_lines(page, "Greeting", facts->greeting.text);
	if (!again)
		put_rows(page, &record_greeting, NULL, &facts->greeting);
	if (!again || !same_capabilities(&facts->cleartext, &shown->cleartext))
		put_capabilities(page,
			facts->mode == MODE_CLEARTEXT ? "Capabilities"
						      : "Before TLS",
			service, &facts->cleartext);
	if (!again || !same_capabilities(&facts->protected, &shown->protected))
		put_capabilities(
			page, "Inside TLS", service, &facts->protected);
	put_octets(page, "Injected", facts->injected);
	put_octets(page, "Not TLS", facts->unexpected);
	put_lines(page, "Reply", facts->reply);
}

/* How the probe was made, where that is not as the endpoint has it. */
static void put_difference(const struct page *page,
	const struct probe_facts *facts, const struct endpoint *endpoint)
{
	if (!facts->connect_only && facts->mode != endpoint->mode)
		put_fact(page, "Mode",
			words_mode(endpoint->service, facts->mode));
	put_rows(page, &record_probe, endpoint, facts);
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
	put_tls(page, facts);
	put_chain(page, &facts->tls, shown ? &shown->tls : NULL,
		report->started_s);
	if (facts->peer_close != CLOSE_NOT_SEEN)
		put_fact(page, "Closed", words_peer_close(facts->peer_close));
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
	put_fact(page, "Answers", name->answered ? "yes" : "no");
	if (name->answered && name->domain)
		put_fact(page, "Domain",
			arena_printf(page->arena, "%s %s", name->domain,
				name->domain_exists ? "exists"
						    : "does not exist"));
	put_fact(page, "Mail servers", name->mx);
	put_fact(page, "SRV records",
		name->srv_target && strcmp(name->srv_target, ".") == 0
			? "none: declared as not offered"
			: name->srv_target);
}

/* What was offered for rules, and what came of it; the rest is as ever. */
static void put_rule_probe(
	const struct page *page, const struct probe_facts *facts)
{
	put_tls(page, facts);
	if (!facts->act.said)
		return;
	if (facts->act.reply.length)
		put_lines(page, "Answer", facts->act.reply);
	else
		put_fact(page, "Answer", answer_name(facts->act.answer));
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
	put_fact(page, "Token", token->opaque ? "opaque" : token->misfit);
	put_fact(page, "Audience", token->audience);
	put_fact(page, "Scope", token->scope);
	put_fact(page, "Required scope", token->needed);
	put_fact(page, "Token user", token->user);
	put_fact(page, "Tenant", token->tenant);
	if (token->expires)
		put_fact(page, "Expires",
			words_time(page->arena, token->expires));
}

static void put_login(const struct page *page, enum service service,
	const struct probe_facts *facts)
{
	put_tls(page, facts);
	put_fact(page, "User name", facts->login.user);
	if (facts->login.held)
		put_fact(page, "Not sent", login_held_words(facts->login.held));
	put_lines(page, "Login", facts->login.reply);
	put_lines(page, "Reason", facts->login.reason);
	put_token(page, &facts->token);
	put_capabilities(page, "Signed in", service, &facts->signed_in);
	put_lines(page, "Namespaces", facts->mailbox.namespace);
	if (facts->mailbox.counted)
		put_fact(page, "Messages",
			arena_printf(
				page->arena, "%u", facts->mailbox.messages));
	put_lines(page, "Mailbox", facts->mailbox.reply);
	put_lines(page, "Sending", facts->send.reply);
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
