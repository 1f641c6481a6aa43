/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/answer.h"

#include "reports/diagnosed.h"
#include "reports/text/ticket.h"
#include "reports/words.h"

#include <stdlib.h>

static const char *sentence(const struct shown *answer)
{
	const struct sheet *sheet = &answer->sheet;

	if (answer->lead)
		return diagnosed_cause(sheet->out.arena, answer->lead);
	if (sheet->report->verdict == VERDICT_FAIL && answer->causes.count)
		return causes_summary(sheet, &answer->causes.rows[0]);
	return page_verdict_words(sheet);
}

/* What the helpdesk does now. */
static const char *next_step(const struct shown *answer)
{
	const struct finding *finding =
		answer->causes.count ? answer->causes.rows[0].finding : NULL;
	const struct remedy *remedy =
		answer->lead ? diagnosed_nearest_remedy(
				       answer->lead, AUDIENCE_HELPDESK)
			     : NULL;

	if (remedy)
		return remedy->text;
	if (answer->sheet.report->verdict == VERDICT_PASS)
		return "These settings need no change. mailsonde did not log "
		       "in: if the mail program still fails, check the user "
		       "name and the password, then the program itself.";
	return finding && finding->remedy ? finding->remedy : NULL;
}

/* The id that is explained. */
static const char *explained_id(const struct shown *answer)
{
	if (answer->lead)
		return answer->lead->id;
	if (answer->causes.count && answer->causes.rows[0].finding &&
		!answer->causes.rows[0].finding->policy)
		return answer->causes.rows[0].finding->check;
	return NULL;
}

void answer_put_verdict(const struct shown *answer)
{
	const struct sheet *sheet = &answer->sheet;
	const char *next = next_step(answer), *id = explained_id(answer);

	markup_put(&sheet->out,
		"<section class=\"verdict %\" aria-labelledby=\"verdict\">\n"
		"<p>",
		verdict_name(sheet->report->verdict));
	sheet_mark(sheet, sheet->report->verdict);
	markup_put(&sheet->out, "</p>\n<h1 id=\"verdict\">%</h1>\n",
		sentence(answer));
	if (next)
		markup_put(&sheet->out,
			"<p class=\"next\"><b>Next step</b>%</p>\n", next);
	if (id)
		markup_put(&sheet->out,
			"<p class=\"small screen\"><a href=\"/explain/%\">What "
			"this "
			"means, and who can do what</a></p>\n",
			id);
	markup_raw(&sheet->out, "</section>\n");
}

void answer_put_ticket(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	if (!stream)
		return;
	report_write_ticket(stream, answer->sheet.report);
	if (fclose(stream) == 0)
		markup_put(out,
			"<section class=\"screen\" "
			"aria-labelledby=\"ticket\">"
			"<h2 id=\"ticket\">Note for the ticket</h2>\n"
			"<details><summary>Show the note</summary>"
			"<pre data-copy=\"Copy the note\">%</pre></details>\n"
			"</section>\n",
			text);
	free(text);
}

void answer_put_links(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;
	const char *path =
		arena_printf(out->arena, "/r/%s", job_id(answer->job));

	markup_put(out,
		"<section aria-labelledby=\"pass-on\"><h2 id=\"pass-on\">Save "
		"or share</h2>\n<p>Link, while this result is kept: "
		"<code data-copy=\"Copy the address\">%%</code></p>\n",
		arena_printf(out->arena, "%s://%s", visit_scheme(answer->visit),
			visit_header(answer->visit, "Host")),
		path);
	markup_put(out,
		"<ul class=\"links screen\"><li><a href=\"%?format=html\" "
		"download>"
		"Report (HTML)</a></li><li><a href=\"%?format=xml\" download>"
		"XML</a></li><li><a href=\"%?format=json\" download>JSON</a>"
		"</li><li><a href=\"%?format=text\">Text</a></li><li>"
		"<a href=\"/compare?before=%\">Compare with another result</a>"
		"</li></ul>\n",
		path, path, path, path, job_id(answer->job));
	markup_raw(out, "<p><button type=\"button\" data-print hidden>Print, "
			"or save as PDF</button></p>\n</section>\n");
}

static void put_source(
	const struct markup *out, const struct find_source *source)
{
	markup_put(out,
		"<tr><th scope=\"row\">%</th><td data-label=\"Answer\">%",
		source->name, source->state);
	if (source->detail)
		markup_put(out, ": %", source->detail);
	for (size_t i = 0; i < source->entry_count; i++)
		markup_put(out, "<br>%",
			words_endpoint(
				out->arena, &source->entries[i].endpoint));
	markup_put(out, "</td><td data-label=\"Trust\">%</td></tr>\n",
		source->trust ? source->trust : "");
}

void answer_put_sources(
	const struct markup *out, const struct find_result *found)
{
	markup_raw(out, "<section aria-labelledby=\"sources\">"
			"<h2 id=\"sources\">Where the settings come from</h2>"
			"\n");
	if (found->from)
		markup_put(
			out, "<p>From %: %.</p>\n", found->from, found->trust);
	for (size_t i = 0; i < found->disagreement_count; i++)
		markup_put(out, "<p class=\"note\">%</p>\n",
			found->disagreements[i]);
	markup_raw(out, found->from ? "<details>" : "<details open>");
	markup_raw(out,
		"<summary>Every source that was asked</summary>\n"
		"<table class=\"sources stack\"><caption class=\"hidden\">"
		"Sources</caption><thead><tr><th scope=\"col\">Source</th>"
		"<th scope=\"col\">Answer</th><th scope=\"col\">How far it can "
		"be trusted</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < found->source_count; i++)
		put_source(out, &found->sources[i]);
	markup_raw(out, "</tbody></table></details></section>\n");
}
