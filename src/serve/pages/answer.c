/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A check by its address: under way, or what came of it. */

#include "src/serve/pages/answer.h"

#include "reports/diagnosed.h"
#include "reports/words.h"
#include "src/output/html.h"
#include "src/serve/decline.h"
#include "src/serve/layout.h"
#include "src/serve/pages.h"
#include "src/serve/pages/ask.h"
#include "src/serve/pages/progress.h"
#include "src/serve/pages/sources.h"

#include <string.h>

/* What was checked, to be changed and checked again. */
static void put_again(const struct markup *out, struct visit *visit,
	struct job *job, const struct matrix *matrix)
{
	const struct order *order = job_order(job);
	const struct rows rows = rows_of(visit->arena, matrix);

	if (!rows_can_edit(order, &rows))
		return;
	markup_raw(out,
		"<section class=\"screen\" aria-labelledby=\"again\">"
		"<h2 id=\"again\">Recognised settings</h2>\n<details><summary>"
		"Change it, and check again</summary>\n");
	ask_put_rows(out, visit, order, &rows, "Check again");
	markup_raw(out, "</details></section>\n");
}

static const char *title_of(struct arena *arena, const struct report *report)
{
	const char *place = report->endpoint_count
				    ? report->endpoints[0].entry->endpoint.host
				    : "nothing";

	return arena_printf(
		arena, "%s: %s", sheet_verdict_word(report->verdict), place);
}

static void put_skipped(const struct markup *out, const struct matrix *matrix)
{
	if (!matrix->skipped_count)
		return;
	markup_raw(out, "<div class=\"note\"><p>Not everything in the settings "
			"could be read:</p><ul>");
	for (size_t i = 0; i < matrix->skipped_count; i++)
		markup_put(out, "<li>%: %</li>", matrix->skipped[i].what,
			matrix->skipped[i].why);
	markup_raw(out, "</ul></div>\n");
}

static void put_parts(struct shown *answer)
{
	const struct sheet *sheet = &answer->sheet;
	const struct find_result *found = job_found(answer->job);
	const struct matrix *matrix = job_matrix(answer->job);

	answer_put_verdict(answer);
	put_skipped(&sheet->out, matrix);
	answer_put_user(answer);
	page_glance(sheet);
	if (answer->causes.count > 1)
		page_causes(sheet, &answer->causes);
	page_untested(sheet);
	if (found)
		sources_put_found(&sheet->out, found);
	else
		sources_put_provider(&sheet->out, matrix);
	answer_put_ticket(answer);
	answer_put_links(answer);
	page_endpoints(sheet);
	page_policies(sheet);
	page_certificates(sheet);
	page_offers(sheet);
	put_again(&sheet->out, answer->visit, answer->job, matrix);
}

static void show_answer(
	struct visit *visit, struct job *job, const struct report *report)
{
	const struct page_options options = {
		.steps = true, .title = html_title};
	const struct layout layout = {
		.title = title_of(visit->arena, report),
		.path = "/",
		.class = "answer",
	};
	struct shown answer = {.visit = visit, .job = job};
	struct markup out;

	visit_begin_long(visit);
	out = layout_begin(visit, MHD_HTTP_OK, &layout);
	sheet_init(&answer.sheet, out.stream, visit->arena, report, &options);
	answer.causes = causes_rank(&answer.sheet);
	answer.lead = diagnosed_lead(report);
	put_parts(&answer);
	layout_end(&out);
	decline_if_full(visit);
}

/* There is no report, but something may be known of where it was looked for. */
static void show_problem(
	struct visit *visit, struct job *job, const struct problem *problem)
{
	const struct find_result *found = job_found(job);
	const struct layout layout = {
		.title = "No settings were found", .path = "/"};
	struct markup out;

	if (!found || !found->source_count) {
		decline_order(visit, problem, job_order(job));
		return;
	}
	out = layout_begin(visit, MHD_HTTP_OK, &layout);
	markup_raw(&out, "<h1>No settings were found</h1>\n");
	markup_put(&out, "<p role=\"alert\">%</p>\n",
		problem_say(visit->arena, problem));
	sources_put_found(&out, found);
	ask_put_back(&out, job_order(job));
	layout_end(&out);
}

static void show_ready(struct visit *visit, struct job *job)
{
	struct problem problem;
	const struct report *report = job_report(job, &problem);
	const char *format = visit_query(visit, "format");
	const char *setup = visit_query(visit, "setup");

	if (!report)
		show_problem(visit, job, &problem);
	else if (setup)
		answer_send_setup(visit, report, setup);
	else if (format)
		pages_report(visit, report, format);
	else
		show_answer(visit, job, report);
}

static struct job *find_job(struct visit *visit, const char *id)
{
	struct job *job = jobs_find(visit->server->jobs, id);

	if (!job)
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"This result is not kept any more. Run the check "
			"again.");
	return job;
}

void pages_result(struct visit *visit)
{
	struct job *job = find_job(visit, visit->path + strlen("/r/"));

	if (!job)
		return;
	if (job_state(job).ready)
		show_ready(visit, job);
	else
		progress_show(visit, job);
	job_release(job);
}

void pages_events(struct visit *visit)
{
	struct job *job = find_job(visit, visit->path + strlen("/events/"));

	if (job)
		progress_stream(visit, job);
}
