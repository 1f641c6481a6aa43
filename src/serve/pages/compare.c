/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Two results compared: by their addresses, or as XML files that were kept. */

#include "checks/compare.h"

#include "reports/page/page.h"
#include "reports/record/read.h"
#include "src/serve/decline.h"
#include "src/serve/layout.h"
#include "src/serve/pages.h"
#include "src/serve/pages/ask.h"
#include "src/serve/pages/fields.h"

#include <string.h>

/* One of the two: of a job, or of a file. */
struct side {
	const char *label;
	const char *name; /* of its field; the file's has "-file" behind it */
	const char *typed;
	struct job *job;
	struct report parsed;
	const struct report *report;
};

static void put_side(const struct markup *out, const struct side *side)
{
	markup_put(out,
		"<fieldset><legend>%</legend>\n<p><label for=\"%\">Address of "
		"the result</label><br><input type=\"text\" id=\"%\" "
		"name=\"%\" value=\"%\" size=\"60\" spellcheck=\"false\"></p>\n"
		"<p class=\"file\"><label for=\"%-file\">or its XML file"
		"</label><input type=\"file\" id=\"%-file\" name=\"%-file\" "
		"accept=\".xml\"></p></fieldset>\n",
		side->label, side->name, side->name, side->name, side->typed,
		side->name, side->name, side->name);
}

static void show_form(struct visit *visit, const struct side sides[2],
	const struct problem *problem)
{
	const struct layout layout = {
		.title = "Compare two results", .path = "/compare"};
	const struct markup out = layout_begin(
		visit, problem ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_OK, &layout);

	markup_raw(&out,
		"<h1>Compare two results</h1>\n<p class=\"lead\">What became "
		"better or worse between two checks of the same servers.</p>"
		"\n");
	if (problem)
		markup_put(&out, "<p role=\"alert\">%</p>\n",
			problem_say(visit->arena, problem));
	markup_put(&out,
		"<form method=\"post\" action=\"/compare\" "
		"enctype=\"multipart/form-data\">\n"
		"<input type=\"hidden\" name=\"token\" value=\"%\">\n",
		visit->server->token.digits);
	put_side(&out, &sides[0]);
	put_side(&out, &sides[1]);
	markup_raw(&out, "<div class=\"go\"><button type=\"submit\" "
			 "class=\"first\">Compare</button></div></form>\n");
	layout_end(&out);
}

/* The last part of an address is the result's name. */
static bool read_job(
	struct visit *visit, struct side *side, struct problem *ret_problem)
{
	const char *slash = strrchr(side->typed, '/');
	const char *id = slash ? slash + 1 : side->typed;

	side->job = jobs_find(visit->server->jobs, id);
	if (!side->job)
		return problem_set(visit->arena, PROBLEM_NO_INPUT, side->label,
			ret_problem,
			"this result is not kept, or not any more");
	side->report = job_report(side->job, ret_problem);
	return side->report != NULL;
}

static bool read_side(struct visit *visit, const struct fields *sent,
	struct side *side, struct problem *ret_problem)
{
	const char *file, *field;
	struct octets octets;

	field = arena_printf(visit->arena, "%s-file", side->name);
	octets = fields_octets(sent, "", field, &file);
	if (!octets.length)
		return read_job(visit, side, ret_problem);
	if (!record_read_xml(visit->arena, side->label, octets.data,
		    octets.length, &side->parsed, ret_problem))
		return false;
	side->report = &side->parsed;
	return true;
}

static void end_side(struct side *side)
{
	if (side->job)
		job_release(side->job);
	if (side->report == &side->parsed)
		report_clear(&side->parsed);
}

static void show_comparison(struct visit *visit, const struct side sides[2])
{
	struct comparison comparison;

	visit_begin_long(visit);
	compare_reports(
		visit->arena, sides[0].report, sides[1].report, &comparison);
	visit_answer(visit, MHD_HTTP_OK, "text/html; charset=utf-8");
	visit->embeds = true;
	page_write_comparison(visit->stream, &comparison);
	decline_if_full(visit);
}

static const char *typed(const char *text)
{
	return text ? text : "";
}

void pages_compare(struct visit *visit)
{
	const struct side sides[] = {
		{.label = "Before",
			.name = "before",
			.typed = typed(visit_query(visit, "before"))},
		{.label = "After",
			.name = "after",
			.typed = typed(visit_query(visit, "after"))},
	};

	show_form(visit, sides, NULL);
}

void pages_comparison(struct visit *visit)
{
	const struct fields sent = fields_read(visit);
	struct problem problem = {0};
	struct side sides[] = {
		{.label = "Before",
			.name = "before",
			.typed = fields_text(&sent, "before")},
		{.label = "After",
			.name = "after",
			.typed = fields_text(&sent, "after")},
	};

	if (!ask_is_own(visit, &sent))
		problem_set(visit->arena, PROBLEM_USAGE, NULL, &problem,
			"this form is out of date, or was sent from another "
			"site; please send it again");
	if (problem.kind == PROBLEM_NONE &&
		read_side(visit, &sent, &sides[0], &problem) &&
		read_side(visit, &sent, &sides[1], &problem))
		show_comparison(visit, sides);
	else
		show_form(visit, sides, &problem);
	end_side(&sides[0]);
	end_side(&sides[1]);
}
