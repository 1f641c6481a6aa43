/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The page: one form, how a check goes on, and its report. */

#include "src/serve/pages.h"

#include "reports/page/page.h"
#include "settings/library/policy.h"
#include "src/output/html.h"
#include "src/serve/decline.h"
#include "src/serve/layout.h"

#include <stdlib.h>
#include <string.h>

static struct markup begin_page(
	struct visit *visit, unsigned status, const char *title)
{
	const struct layout layout = {.title = title, .class = "ask"};

	return layout_begin(visit, status, &layout);
}

static void put_policies(const struct markup *out)
{
	const char **names = policy_names(out->arena);

	markup_raw(out, "<p><label for=\"policy\">Also compare with a standard"
			"</label>\n<select id=\"policy\" name=\"policy\">\n"
			"<option value=\"\">none</option>\n");
	for (size_t i = 0; names[i]; i++)
		markup_put(out, "<option>%</option>\n", names[i]);
	markup_raw(out, "</select></p>\n");
}

static void put_form(const struct markup *out, const char *text)
{
	markup_put(out,
		"<form method=\"post\" action=\"/check\">\n"
		"<p><label for=\"settings\">Paste the settings as they stand: "
		"a mail address, a provider, a URL, a file, or what the mail "
		"program\342\200\231s window shows.</label></p>\n"
		"<p><textarea id=\"settings\" name=\"settings\" rows=\"9\" "
		"required autofocus spellcheck=\"false\">%</textarea></p>\n",
		text);
	put_policies(out);
	markup_raw(out,
		"<p><label><input type=\"checkbox\" name=\"depth\" "
		"value=\"full\"> List everything that the server offers in TLS "
		"(more connections)</label></p>\n"
		"<p><button type=\"submit\">Check</button></p>\n</form>\n");
}

void pages_front(struct visit *visit)
{
	const struct markup out = begin_page(
		visit, MHD_HTTP_OK, "mailsonde: check mail settings");

	markup_raw(&out, "<h1>What does the mail program "
			 "say?</h1>\n");
	put_form(&out, "");
	markup_raw(&out,
		"<p class=\"small\">For example: "
		"<code>user@outlook.com</code>, "
		"<code>office365</code>, "
		"<code>imaps://mail.example.com</code>. A password is never "
		"needed; leave it out.</p>\n");
	layout_end(&out);
}

/* Nothing of what is wrong is lost: it stands in the form again. */
static void ask_again(
	struct visit *visit, const char *text, const struct problem *problem)
{
	const struct markup out = begin_page(visit, MHD_HTTP_BAD_REQUEST,
		"mailsonde: these settings cannot be read");

	markup_put(&out,
		"<h1>These settings cannot be "
		"read</h1>\n<p role=\"alert\">%</p>\n",
		problem_say(visit->arena, problem));
	put_form(&out, text);
	markup_raw(&out, "");
	layout_end(&out);
}

void pages_begin(struct visit *visit)
{
	const char *text = visit_field(visit, "settings");
	const char *policy = visit_field(visit, "policy");
	const char *depth = visit_field(visit, "depth");
	struct job_order order = {
		.text = text ? text : "",
		.policies = policy ? policy : "",
		.full_depth = depth && strcmp(depth, "full") == 0,
	};
	struct problem problem = {0};
	struct job *job =
		jobs_begin(visit->server->jobs, visit->arena, &order, &problem);

	if (!job && problem.kind == PROBLEM_SYSTEM) {
		decline_problem(visit, &problem);
	} else if (!job) {
		ask_again(visit, order.text, &problem);
	} else {
		visit_redirect(visit,
			arena_printf(visit->arena, "/r/%s", job_id(job)));
		job_release(job);
	}
}

static void show_progress(struct visit *visit, const struct job_state *state)
{
	const struct markup out = begin_page(
		visit, MHD_HTTP_OK, "mailsonde: the check is under way");

	visit->refreshes = true;
	markup_raw(&out, "<h1>The check is under way"
			 "</h1>\n<p role=\"status\">");
	if (state->place)
		fprintf(out.stream,
			"Other checks come first. Place in the queue: %u.",
			state->place);
	else
		fprintf(out.stream,
			"%zu of %zu endpoints are done; connections so far: "
			"%zu.",
			state->endpoints_done, state->endpoints,
			state->connections);
	markup_raw(&out, "</p>\n<p class=\"small\">This page reloads by "
			 "itself.</p>\n");
	layout_end(&out);
}

static void show_report(struct visit *visit, struct job *job)
{
	struct problem problem;
	const struct report *report = job_report(job, &problem);
	const char *format = visit_query(visit, "format");

	if (!report)
		decline_problem(visit, &problem);
	else
		pages_report(visit, report, format ? format : "html");
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
	struct job_state state;

	if (!job)
		return;
	state = job_wait(job, job_state(job).step);
	if (state.ready)
		show_report(visit, job);
	else
		show_progress(visit, &state);
	job_release(job);
}

struct events {
	struct job *job;
	unsigned step;
	bool ended;
};

/* Each event fits: the buffer that it is written to has room for a few. */
static ssize_t next_event(
	void *context, uint64_t position, char *buffer, size_t size)
{
	struct events *events = context;
	struct job_state state;
	int length;

	(void)position;
	if (events->ended)
		return MHD_CONTENT_READER_END_OF_STREAM;
	state = job_wait(events->job, events->step);
	events->step = state.step;
	events->ended = state.ready;
	length = snprintf(buffer, size,
		"event: %s\ndata: {\"place\":%u,\"endpoints\":%zu,"
		"\"endpoints_done\":%zu,\"connections\":%zu}\n\n",
		state.ready ? "ready" : "progress", state.place,
		state.endpoints, state.endpoints_done, state.connections);
	return length > 0 && (size_t)length < size
		       ? length
		       : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void free_events(void *context)
{
	struct events *events = context;

	job_release(events->job);
	free(events);
}

void pages_events(struct visit *visit)
{
	struct job *job = find_job(visit, visit->path + strlen("/events/"));
	struct events *events;

	if (!job)
		return;
	events = calloc(1, sizeof(*events));
	if (events)
		events->job = job;
	visit->status = MHD_HTTP_OK;
	visit->type = "text/event-stream";
	visit->response =
		events ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN,
				 1024, next_event, events, free_events)
		       : NULL;
	if (visit->response)
		return;
	free(events);
	job_release(job);
	decline_visit(visit, MHD_HTTP_SERVICE_UNAVAILABLE, "Out of memory.");
}
