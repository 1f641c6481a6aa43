/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/answer.h"

#include "reports/diagnosed.h"
#include "reports/text/ticket.h"

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
	answer_put_advised(answer);
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
		"or share</h2>\n<p>%: "
		"<code data-copy=\"Copy the address\">%%</code></p>\n",
		jobs_have_folder(answer->visit->server->jobs)
			? "Link, which works while this result is kept"
			: "Link, which works for up to an hour",
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
