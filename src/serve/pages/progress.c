/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/progress.h"

#include "model/text/escape.h"
#include "reports/record/json_writer.h"
#include "reports/words.h"
#include "src/serve/decline.h"
#include "src/serve/layout.h"

#include <stdlib.h>
#include <string.h>

static const char *state_words(
	struct arena *arena, const struct job_state *state)
{
	if (state->ready)
		return "Done.";
	if (state->place)
		return arena_printf(arena,
			"Other checks come first. Place in the queue: %u.",
			state->place);
	if (state->finding)
		return "Looking for the settings.";
	return arena_printf(arena,
		"Servers done: %zu of %zu. Connections so far: %zu.",
		state->endpoints_done, state->endpoints, state->connections);
}

/* The last word on each endpoint. */
static struct job_step *last_steps(
	struct arena *arena, struct job *job, const struct job_state *state)
{
	struct job_step *last =
		arena_alloc(arena, (state->endpoints + 1) * sizeof(*last));

	memset(last, 0, (state->endpoints + 1) * sizeof(*last));
	for (size_t i = 0; i < state->steps; i++) {
		const struct job_step step = job_step(job, i);

		if (!step.source && step.number < state->endpoints)
			last[step.number] = step;
	}
	return last;
}

static void put_endpoints(const struct markup *out, struct job *job,
	const struct job_state *state, const struct matrix *matrix)
{
	const struct job_step *last = last_steps(out->arena, job, state);

	markup_raw(out, "<ol class=\"steps\">\n");
	for (size_t i = 0; i < matrix->entry_count; i++)
		markup_put(out,
			"<li class=\"%\"><i aria-hidden=\"true\">%</i> <b>%</b>"
			"<span class=\"small\">%</span></li>\n",
			last[i].done    ? "done"
			: last[i].words ? "running"
					: "",
			last[i].done ? "✓" : "›",
			words_place(out->arena, &matrix->entries[i].endpoint),
			last[i].words ? last[i].words : "Not begun yet");
	markup_raw(out, "</ol>\n");
}

static void put_sources(const struct markup *out, struct job *job,
	const struct job_state *state)
{
	markup_raw(out, "<ul class=\"sources small\" aria-label=\"Sources "
			"asked\">\n");
	for (size_t i = 0; i < state->steps; i++)
		markup_put(out, "<li>%</li>\n", job_step(job, i).words);
	markup_raw(out, "</ul>\n");
}

void progress_show(struct visit *visit, struct job *job)
{
	const struct job_state state = job_state(job);
	const struct matrix *matrix = job_matrix(job);
	const struct layout layout = {
		.title = "The check is under way",
		.path = "/",
		.refreshes = true,
		.events = arena_printf(visit->arena, "/events/%s", job_id(job)),
	};
	const struct markup out = layout_begin(visit, MHD_HTTP_OK, &layout);

	markup_put(&out,
		"<h1>The check is under way</h1>\n<p role=\"status\">%</p>\n",
		state_words(visit->arena, &state));
	fprintf(out.stream,
		"<p><progress max=\"%zu\" value=\"%zu\" aria-label=\"Servers "
		"done\"></progress></p>\n",
		state.endpoints ? state.endpoints : 1, state.endpoints_done);
	if (matrix)
		put_endpoints(&out, job, &state, matrix);
	else
		put_sources(&out, job, &state);
	markup_raw(&out,
		"<p class=\"small\">The answer appears here by itself. This "
		"page can be left, and opened again by its address.</p>\n");
	layout_end(&out);
}

struct events {
	struct job *job;
	unsigned change;
	size_t steps; /* that were told */
	bool known;   /* that the visitor's page has the endpoints */
	bool begun, ended;
	char *text; /* what is not sent yet */
	size_t length, sent;
};

static void put_step(
	FILE *stream, struct arena *arena, struct job *job, size_t number)
{
	const struct job_step step = job_step(job, number);
	struct json json = {.arena = arena, .stream = stream, .one_line = true};

	fprintf(stream, "id: %zu\nevent: %s\ndata: ", number + 1,
		step.source ? "source" : "step");
	json_begin_object(&json, NULL);
	json_number(&json, "endpoint", (int64_t)step.number);
	json_text(&json, "state", step.done ? "done" : "running");
	json_text(&json, "words", step.words);
	json_end_object(&json);
	json_end(&json);
	fputc('\n', stream);
}

static void put_state(
	FILE *stream, struct arena *arena, const struct job_state *state)
{
	struct json json = {.arena = arena, .stream = stream, .one_line = true};

	fprintf(stream,
		"event: %s\ndata: ", state->ready ? "ready" : "progress");
	json_begin_object(&json, NULL);
	json_text(&json, "words", state_words(arena, state));
	json_number(&json, "place", state->place);
	json_number(&json, "endpoints", (int64_t)state->endpoints);
	json_number(&json, "endpoints_done", (int64_t)state->endpoints_done);
	json_number(&json, "connections", (int64_t)state->connections);
	json_end_object(&json);
	json_end(&json);
	fputc('\n', stream);
}

/* What happened since the last time; a comment if nothing did, such that a
 * visitor who is gone is noticed. */
static void write_events(struct events *events)
{
	struct arena *arena = arena_new();
	FILE *stream = open_memstream(&events->text, &events->length);
	unsigned before = events->change;
	struct job_state state = events->begun
					 ? job_wait(events->job, events->change)
					 : job_state(events->job);

	events->sent = 0;
	if (stream) {
		for (; events->steps < state.steps; events->steps++)
			put_step(stream, arena, events->job, events->steps);
		if (!events->known && job_matrix(events->job)) {
			events->known = true;
			fputs("event: found\ndata: {}\n\n", stream);
		}
		if (!events->begun || state.change != before || state.ready)
			put_state(stream, arena, &state);
		else
			fputs(": still under way\n\n", stream);
		fclose(stream);
	}
	events->change = state.change;
	events->begun = true;
	events->ended = state.ready;
	arena_free(arena);
}

static ssize_t next_events(
	void *context, uint64_t position, char *buffer, size_t size)
{
	struct events *events = context;
	size_t length = events->length - events->sent;

	(void)position;
	if (!length) {
		if (events->ended)
			return MHD_CONTENT_READER_END_OF_STREAM;
		free(events->text);
		events->text = NULL;
		events->length = 0;
		write_events(events);
		length = events->length - events->sent;
	}
	if (!events->text || !length)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (length > size)
		length = size;
	memcpy(buffer, events->text + events->sent, length);
	events->sent += length;
	return (ssize_t)length;
}

static void free_events(void *context)
{
	struct events *events = context;

	job_release(events->job);
	free(events->text);
	free(events);
}

/* Where a stream that broke off goes on. */
static size_t last_told(const struct visit *visit, struct job *job)
{
	size_t told = strtoul(visit_header(visit, "Last-Event-ID"), NULL, 10);

	return told <= job_state(job).steps ? told : 0;
}

void progress_stream(struct visit *visit, struct job *job)
{
	struct events *events = calloc(1, sizeof(*events));

	if (events) {
		events->job = job;
		events->steps = last_told(visit, job);
		events->known = job_matrix(job) != NULL;
	}
	visit->status = MHD_HTTP_OK;
	visit->type = "text/event-stream";
	visit->response =
		events ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN,
				 4096, next_events, events, free_events)
		       : NULL;
	if (visit->response)
		return;
	free(events);
	job_release(job);
	decline_visit(visit, MHD_HTTP_SERVICE_UNAVAILABLE, "Out of memory.");
}
