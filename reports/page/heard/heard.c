/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/page/heard/heard.h"

#include "evidence/address.h"
#include "evidence/capability.h"
#include "evidence/greeting.h"
#include "evidence/pick.h"
#include "model/text/builder.h"
#include "model/text/escape.h"
#include "reports/page/heard/steps.h"
#include "reports/words.h"

static void put_said(
	const struct sheet *sheet, const char *label, const char *text)
{
	markup_put(&sheet->out,
		"<div><dt>%</dt><dd class=\"mono\">%</dd></div>", label, text);
}

static void put_list(const struct sheet *sheet, const char *label,
	const struct capabilities *list)
{
	struct arena_mark mark = arena_mark(sheet->out.arena);
	struct builder items = {.arena = sheet->out.arena};

	if (!list)
		return;
	for (size_t i = 0; i < list->item_count; i++) {
		builder_separate(&items, ", ");
		escape_add(&items, list->items[i]);
	}
	put_said(sheet, label, items.length ? builder_text(&items) : "none");
	arena_release(sheet->out.arena, mark);
}

static void put_words(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	const struct probe_facts *heard = greeting_heard(facts);
	const struct capabilities *before =
		capability_list(facts, CAPABILITY_BEFORE);
	const struct capabilities *final =
		capability_list(facts, CAPABILITY_FINAL);

	if (!heard && !before && !final)
		return;
	markup_raw(&sheet->out, "<details><summary>What the server said"
				"</summary><dl>");
	if (heard)
		put_said(sheet, "Greeting",
			escape_octets(sheet->out.arena, heard->greeting.text));
	if (before != final)
		put_list(sheet, "Before TLS", before);
	put_list(sheet,
		facts->endpoint.mode == MODE_CLEARTEXT ? "Capabilities"
						       : "Inside TLS",
		final);
	markup_raw(&sheet->out, "</dl></details>\n");
}

static void put_connection(
	const struct sheet *sheet, const struct probe_facts *probe)
{
	const struct attempt *attempt = address_connected(probe);

	markup_put(&sheet->out,
		"<tr><th scope=\"row\">%</th><td data-label=\"Address\">%</td>"
		"<td data-label=\"Outcome\">%</td></tr>\n",
		words_probe(sheet->out.arena, probe),
		attempt ? attempt->address : "none",
		words_outcome(sheet->out.arena, probe,
			arena_printf(sheet->out.arena, "%lld ms",
				(long long)(probe->duration_us + 500) / 1000)));
}

/* Writes each connection by `put`. */
static void put_each(const struct sheet *sheet,
	const struct endpoint_facts *facts,
	void (*put)(const struct sheet *sheet, const struct probe_facts *probe))
{
	for (size_t i = 0; i < facts->probe_count; i++)
		put(sheet, facts->probes[i]);
	for (size_t i = 0; i < facts->login_count; i++)
		put(sheet, facts->logins[i]);
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		put(sheet, facts->rule_probes[i]);
}

static void put_table(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	markup_raw(&sheet->out,
		"<table class=\"connections stack\"><caption class=\"hidden\">"
		"Connections</caption><thead><tr>"
		"<th scope=\"col\">What for</th><th scope=\"col\">Address</th>"
		"<th scope=\"col\">Outcome</th></tr></thead>\n<tbody>\n");
	put_each(sheet, facts, put_connection);
	markup_raw(&sheet->out, "</tbody></table>");
}

static void put_connections(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	size_t count = facts->probe_count + facts->login_count +
		       facts->rule_probe_count;

	if (!count)
		return;
	markup_put(&sheet->out,
		sheet->options->steps
			? "<details><summary>Connections, step by step "
			  "(%)</summary>"
			: "<details><summary>Connections (%)</summary>",
		sheet_number(sheet, count));
	if (sheet->options->steps) {
		markup_raw(&sheet->out, "<ol class=\"tree\">\n");
		put_each(sheet, facts, steps_put);
		markup_raw(&sheet->out, "</ol>");
	} else {
		put_table(sheet, facts);
	}
	markup_raw(&sheet->out, "</details>\n");
}

static void put_transcript(
	const struct sheet *sheet, const struct probe_facts *probe)
{
	if (!probe->transcript_count)
		return;
	markup_put(&sheet->out, "<h4>%</h4><ol class=\"transcript\">",
		words_probe(sheet->out.arena, probe));
	for (size_t i = 0; i < probe->transcript_count; i++) {
		const struct transcript_line *line = &probe->transcript[i];
		struct arena_mark mark = arena_mark(sheet->out.arena);

		markup_put(&sheet->out, "<li class=\"mono\">%: %</li>\n",
			(const char[]){line->from, '\0'},
			escape_octets(sheet->out.arena, line->text));
		arena_release(sheet->out.arena, mark);
	}
	markup_raw(&sheet->out, "</ol>\n");
}

static void put_transcripts(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	markup_raw(&sheet->out,
		"<details><summary>Transcripts</summary><p class=\"small\">"
		"C: what mailsonde sent; S: what the server sent, escaped; "
		"-: what happened to the connection</p>\n");
	put_each(sheet, facts, put_transcript);
	markup_raw(&sheet->out, "</details>\n");
}

static bool has_lines(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->transcript_count;
}

static bool has_transcript(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->login_count; i++)
		if (has_lines(facts->logins[i], NULL))
			return true;
	return pick_first(facts, PICK_ALL, has_lines, NULL) ||
	       pick_first(facts, PICK_FOR_RULES, has_lines, NULL);
}

void heard_put(
	const struct sheet *sheet, const struct endpoint_report *endpoint)
{
	const struct endpoint_facts *facts = &endpoint->facts;

	put_words(sheet, facts);
	put_connections(sheet, facts);
	if (sheet->options->transcript && has_transcript(facts))
		put_transcripts(sheet, facts);
}
