/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the verdicts came about, what they rest on, and how to know that nobody
 * changed them. */
#include "model/text/spell.h"
#include "reports/page/parts.h"
#include "reports/words.h"

#include <string.h>

static void put_method(const struct sheet *sheet)
{
	markup_raw(&sheet->out,
		"<p>mailsonde connected to each endpoint as a mail program "
		"does, in the TLS mode of its settings: once with every TLS "
		"version offered, once with each version alone, and where a "
		"rule or a failure raised a question, once more to ask it. It "
		"recorded what the servers answered, and judged the record "
		"afterwards.</p>\n");
	if (page_has_offers(sheet))
		markup_raw(&sheet->out,
			"<p>To learn what each server accepts, it also sent "
			"hellos that no mail program sends: they offered old "
			"versions and weak cipher suites, too, and went no "
			"further than the server’s choice.</p>\n");
	markup_raw(&sheet->out,
		"<p>No attack was tried: what is said of known attacks is "
		"concluded from what the servers accept.</p>\n"
		"<dl class=\"words\">"
		"<div><dt>Passed</dt><dd>It was tested, and is as demanded."
		"</dd></div>"
		"<div><dt>Failed</dt><dd>It was tested, and is otherwise than "
		"it must be: what the settings claim does not hold, or a rule "
		"that the source calls mandatory is broken.</dd></div>"
		"<div><dt>Warning</dt><dd>It is otherwise than it should be: a "
		"recommendation is not followed.</dd></div>"
		"<div><dt>Not tested</dt><dd>Nothing was learned, for the "
		"reason given. This is neither a pass nor a failure.</dd></div>"
		"<div><dt>Info</dt><dd>It was seen; nothing is demanded."
		"</dd></div></dl>\n"
		"<p>Levels such as MUST and SHOULD are the source’s own. "
		"“Source not confirmed” means that the section or the wording "
		"could not be read in the source; “wording as reported "
		"elsewhere” means that it was read in another text that quotes "
		"it. Causes are ranked by the number of endpoints times the "
		"gravity there. There is no grade: the verdicts are those of "
		"the settings and of the standards.</p>\n");
}

static void put_row(
	const struct sheet *sheet, const char *label, const char *text)
{
	if (text && *text)
		markup_put(&sheet->out, "<div><dt>%</dt><dd>%</dd></div>\n",
			label, text);
}

static void put_code(
	const struct sheet *sheet, const char *label, const char *text)
{
	if (text && *text)
		markup_put(&sheet->out,
			"<div><dt>%</dt><dd><code>%</code></dd></div>\n", label,
			text);
}

static const char *tool_words(const struct sheet *sheet)
{
	const struct report *report = sheet->report;

	return report->tool_build
		       ? arena_printf(sheet->out.arena, "mailsonde %s (%s)",
				 report->tool_version, report->tool_build)
		       : arena_printf(sheet->out.arena, "mailsonde %s",
				 report->tool_version);
}

static const char *clock_words(const struct sheet *sheet)
{
	const struct local_facts *local = &sheet->report->local;
	struct arena *arena = sheet->out.arena;

	if (!local->now_s)
		return NULL;
	return local->clock_source ? arena_printf(arena, "%s, %s",
					     words_time(arena, local->now_s),
					     local->clock_source)
				   : words_time(arena, local->now_s);
}

static void put_origin(const struct sheet *sheet, const struct source *source)
{
	markup_raw(&sheet->out, "<li>");
	markup_link(&sheet->out, source->url,
		source->title ? source->title : source->url);
	if (source->looked_up)
		markup_put(&sheet->out, ", looked up %", source->looked_up);
	if (source->certainty)
		markup_put(&sheet->out, ", %", source->certainty);
	if (source->note)
		markup_put(&sheet->out, ": %", source->note);
	markup_raw(&sheet->out, "</li>");
}

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* All endpoints that were given by URL are held to the same. */
static bool repeats(const struct report *report, size_t number)
{
	const struct matrix *one = &report->matrices[number];

	return number && one->source_count == one[-1].source_count &&
	       is_same_text(one->kind, one[-1].kind) && !one->digest &&
	       !one[-1].digest && strcmp(one->kind, "url") == 0;
}

static void put_settings(const struct sheet *sheet, const struct matrix *matrix)
{
	markup_put(&sheet->out, "<div><dt>Settings</dt><dd>%: %", matrix->kind,
		matrix->name);
	if (matrix->digest)
		markup_put(&sheet->out, ", SHA-256 <code>%</code>",
			matrix->digest);
	if (matrix->note)
		markup_put(&sheet->out, ". %", matrix->note);
	if (matrix->source_count) {
		markup_raw(&sheet->out, "<ul>");
		for (size_t i = 0; i < matrix->source_count; i++)
			put_origin(sheet, &matrix->sources[i]);
		markup_raw(&sheet->out, "</ul>");
	}
	markup_raw(&sheet->out, "</dd></div>\n");
}

static void put_policy(const struct sheet *sheet, const struct policy *policy)
{
	markup_put(&sheet->out, "<div><dt>Policy</dt><dd>%, %", policy->name,
		policy->place ? policy->place : "place unknown");
	if (policy->digest)
		markup_put(&sheet->out, ", SHA-256 <code>%</code>",
			policy->digest);
	markup_raw(&sheet->out, "</dd></div>\n");
}

static void put_basis(const struct sheet *sheet)
{
	const struct report *report = sheet->report;

	markup_raw(&sheet->out, "<h3>What it rests on</h3><dl>\n");
	put_row(sheet, "Tool", tool_words(sheet));
	put_row(sheet, "Clock", clock_words(sheet));
	put_row(sheet, "From", words_here(sheet->out.arena, &report->local));
	for (size_t i = 0; i < report->matrix_count; i++)
		if (!repeats(report, i))
			put_settings(sheet, &report->matrices[i]);
	for (size_t i = 0; i < report->policy_count; i++)
		put_policy(sheet, report->policies[i].policy);
	markup_raw(&sheet->out, "</dl>\n");
}

static void put_seal(const struct sheet *sheet)
{
	const struct page_options *options = sheet->options;

	markup_raw(&sheet->out,
		"<div class=\"seal\"><h3>The record</h3>"
		"<p>This page shows the XML report, which is the record of the "
		"run. To verify a copy of it, compare its digest with this "
		"one.</p>"
		"<dl>\n");
	put_row(sheet, "File",
		options->file ? options->file : "not named here");
	put_code(sheet, "SHA-256", options->digest);
	put_row(sheet, "Signature",
		options->signature ? options->signature
				   : "The report is not signed.");
	put_code(sheet, "To verify", options->verify);
	markup_raw(&sheet->out, "</dl></div>\n");
}

void page_method(const struct sheet *sheet)
{
	markup_raw(&sheet->out,
		"<section aria-labelledby=\"method\"><h2 id=\"method\">Method, "
		"sources and record</h2>\n");
	put_method(sheet);
	put_basis(sheet);
	put_seal(sheet);
	markup_raw(&sheet->out, "</section>\n");
}
