/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/page/heard/steps.h"

#include "evidence/address.h"
#include "model/table.h"
#include "model/text/builder.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "reports/words.h"

#include <string.h>

#define SAID_OCTETS 2000 /* of one answer that is shown */

struct step {
	enum stage stage;
	int64_t at_us; /* when it was left, or the connection ended in it */
	bool stopped;
};

static void put_pair(
	const struct sheet *sheet, const char *label, const char *text)
{
	if (text && *text)
		markup_put(&sheet->out,
			"<div><dt>%</dt><dd class=\"mono\">%</dd></div>", label,
			text);
}

static void put_octets(
	const struct sheet *sheet, const char *label, struct octets text)
{
	if (text.length)
		put_pair(sheet, label,
			escape_excerpt(sheet->out.arena, text, SAID_OCTETS));
}

static void put_addresses(
	const struct sheet *sheet, const struct probe_facts *probe)
{
	struct builder list = {.arena = sheet->out.arena};

	for (size_t i = 0; i < probe->attempt_count; i++)
		builder_item(&list, ", ", probe->attempts[i].address);
	if (list.length)
		put_pair(sheet, "Addresses", builder_text(&list));
}

static const char *attempt_words(
	struct arena *arena, const struct attempt *attempt)
{
	const char *took = words_milliseconds(
		arena, attempt->ended_us - attempt->started_us);

	if (!attempt->tried)
		return "not tried";
	if (attempt->connected)
		return arena_printf(arena, "connected in %s", took);
	if (attempt->overtaken)
		return "given up: another address connected first";
	return arena_printf(
		arena, "%s, after %s", status_words(attempt->status), took);
}

static void put_attempts(
	const struct sheet *sheet, const struct probe_facts *probe)
{
	struct arena *arena = sheet->out.arena;

	for (size_t i = 0; i < probe->attempt_count; i++) {
		const struct attempt *attempt = &probe->attempts[i];

		put_pair(sheet,
			arena_printf(arena, attempt->ipv6 ? "[%s]:%u" : "%s:%u",
				attempt->address, attempt->port),
			attempt_words(arena, attempt));
	}
}

static void put_list(const struct sheet *sheet, const char *label,
	const struct capabilities *list)
{
	struct builder items = {.arena = sheet->out.arena};

	for (size_t i = 0; i < list->item_count; i++) {
		builder_separate(&items, ", ");
		escape_add(&items, list->items[i]);
	}
	if (items.length)
		put_pair(sheet, label, builder_text(&items));
	put_octets(sheet, "Refused", list->refusal);
}

static void put_starttls(
	const struct sheet *sheet, const struct probe_facts *probe)
{
	put_pair(sheet, "Request",
		!probe->starttls_sent ? "not sent"
		: probe->starttls_agreed
			? "sent, and the server agreed"
			: "sent, and the server did not agree");
	put_octets(sheet, "Sent too early", probe->injected);
}

static void put_alerts(const struct sheet *sheet, const struct tls_facts *tls)
{
	struct arena *arena = sheet->out.arena;

	for (size_t i = 0; i < tls->alert_count; i++)
		put_pair(sheet,
			tls->alerts[i].received ? "Alert received"
						: "Alert sent",
			arena_printf(arena, "%s (%u)",
				name_of_alert(tls->alerts[i].code),
				tls->alerts[i].code));
}

static void put_validity(
	const struct sheet *sheet, const struct certificate *certificate)
{
	struct arena *arena = sheet->out.arena;

	if (certificate_has_dates(certificate))
		put_pair(sheet, "Valid",
			arena_printf(arena, "%.10s to %.10s",
				spell_time(arena, certificate->not_before),
				spell_time(arena, certificate->not_after)));
	if (certificate->key)
		put_pair(sheet, "Key",
			arena_printf(arena, "%s, %u bits", certificate->key,
				certificate->key_bits));
	put_pair(sheet, "Signature", certificate->signature);
}

static void put_certificate(const struct sheet *sheet,
	const struct certificate *certificate, size_t number)
{
	struct arena *arena = sheet->out.arena;
	struct octets name = certificate->common_name.length
				     ? certificate->common_name
				     : certificate->subject;

	markup_put(&sheet->out,
		"<details><summary>Certificate %: %</summary><dl>",
		sheet_number(sheet, number + 1),
		name.length ? escape_excerpt(arena, name, 200) : "unreadable");
	put_octets(sheet, "Subject", certificate->subject);
	put_octets(sheet, "Issuer", certificate->issuer);
	put_validity(sheet, certificate);
	put_pair(sheet, "SHA-256", certificate->sha256);
	markup_raw(&sheet->out, "</dl></details>\n");
}

static void put_tls(const struct sheet *sheet, const struct probe_facts *probe)
{
	const struct tls_facts *tls = &probe->tls;

	if (tls->version != TLS_NONE)
		put_pair(sheet, "Version", tls_version_name(tls->version));
	put_pair(sheet, "Cipher suite", tls->cipher_suite);
	put_pair(sheet, "Key exchange", tls->group);
	put_alerts(sheet, tls);
	put_octets(sheet, "In place of TLS", probe->unexpected);
	if (tls->chain_count && certificate_is_whole(&tls->chain[0]))
		put_pair(sheet, "Certificate", words_trust(tls->trust));
}

static void put_capabilities(
	const struct sheet *sheet, const struct probe_facts *probe)
{
	put_list(sheet,
		probe->mode == MODE_CLEARTEXT ? "Offered" : "Before TLS",
		&probe->cleartext);
	put_list(sheet, "Inside TLS", &probe->protected);
}

static const struct {
	enum stage stage;
	const char *title;
	void (*put)(const struct sheet *sheet, const struct probe_facts *probe);
} kinds[] = {
	{STAGE_RESOLVE, "Name look-up", put_addresses},
	{STAGE_CONNECT, "Connection", put_attempts},
	{STAGE_GREETING, "Greeting", NULL},
	{STAGE_STARTTLS, "Upgrade to TLS", put_starttls},
	{STAGE_HANDSHAKE, "TLS", put_tls},
	{STAGE_CAPABILITIES, "Capabilities", put_capabilities},
	{STAGE_LOGIN, "Login", NULL},
	{STAGE_MAILBOX, "Mailbox", NULL},
	{STAGE_SEND, "Sending", NULL},
	{STAGE_ARRIVE, "Arrival", NULL},
	{STAGE_QUIT, "Farewell", NULL},
};
static_assert(COUNT_OF(kinds) == STAGE_DONE, "a row for each stage");

/* In the order in which they happened. */
static size_t collect(
	const struct probe_facts *probe, struct step steps[COUNT_OF(kinds)])
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct step step = {kinds[i].stage,
			probe->stage_us[kinds[i].stage],
			probe->outcome != OUTCOME_COMPLETED &&
				probe->stage == kinds[i].stage};
		size_t at = count;

		if (step.stopped)
			step.at_us = probe->duration_us;
		if (step.at_us < 0)
			continue;
		for (; at && steps[at - 1].at_us > step.at_us; at--)
			steps[at] = steps[at - 1];
		steps[at] = step;
		count++;
	}
	return count;
}

static void put_stop(const struct sheet *sheet, const struct probe_facts *probe)
{
	struct arena *arena = sheet->out.arena;

	put_pair(sheet, "Ended", status_words(probe->status));
	if (probe->sys_errno)
		put_pair(sheet, "Error", spell_errno(arena, probe->sys_errno));
	put_pair(sheet, "Detail", probe->detail);
	put_octets(sheet, "Server's words", probe->reply);
}

static void put_seen(const struct sheet *sheet, const struct probe_facts *probe,
	const struct step *step, size_t kind)
{
	markup_raw(&sheet->out, "<dl>");
	if (step->stopped)
		put_stop(sheet, probe);
	if (step->stage == STAGE_GREETING)
		put_octets(sheet, "Server's words", probe->greeting.text);
	if (kinds[kind].put)
		kinds[kind].put(sheet, probe);
	markup_raw(&sheet->out, "</dl>\n");
	if (step->stage == STAGE_HANDSHAKE)
		for (size_t i = 0; i < probe->tls.chain_count; i++)
			put_certificate(sheet, &probe->tls.chain[i], i);
}

/* What has nothing to show does not open. */
static bool opens(const struct step *step, size_t kind)
{
	return step->stopped || kinds[kind].put ||
	       step->stage == STAGE_GREETING;
}

static void put_step(const struct sheet *sheet, const struct probe_facts *probe,
	const struct step *step)
{
	bool opened;
	size_t kind = 0;

	while (kinds[kind].stage != step->stage)
		kind++;
	opened = opens(step, kind);
	markup_raw(&sheet->out, opened ? "<li><details><summary>"
				       : "<li><span class=\"leaf\">");
	markup_put(&sheet->out,
		"<i aria-hidden=\"true\">%</i> % <span class=\"small\">% after "
		"%</span>",
		step->stopped ? "✗" : "✓", kinds[kind].title,
		!step->stopped                      ? "done"
		: probe->outcome == OUTCOME_REFUSED ? "refused"
						    : "ended",
		words_milliseconds(sheet->out.arena, step->at_us));
	if (opened) {
		markup_raw(&sheet->out, "</summary>");
		put_seen(sheet, probe, step, kind);
	}
	markup_raw(
		&sheet->out, opened ? "</details></li>\n" : "</span></li>\n");
}

void steps_put(const struct sheet *sheet, const struct probe_facts *probe)
{
	struct arena_mark mark = arena_mark(sheet->out.arena);
	struct step steps[COUNT_OF(kinds)];
	size_t count = collect(probe, steps);

	markup_put(&sheet->out, "<li><details><summary>%: %</summary><ol>\n",
		words_probe(sheet->out.arena, probe),
		words_outcome(sheet->out.arena, probe,
			words_milliseconds(
				sheet->out.arena, probe->duration_us)));
	for (size_t i = 0; i < count; i++)
		put_step(sheet, probe, &steps[i]);
	markup_raw(&sheet->out, "</ol></details></li>\n");
	arena_release(sheet->out.arena, mark);
}
