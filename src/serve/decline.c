/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/decline.h"

#include "model/table.h"
#include "reports/record/json_writer.h"
#include "src/serve/admit/room.h"
#include "src/serve/layout.h"
#include "src/serve/pages/ask.h"

#include <assert.h>
#include <string.h>

static const struct {
	unsigned status;
	const char *name;
	const char *title;
} kinds[] = {
	[PROBLEM_NONE] = {MHD_HTTP_INTERNAL_SERVER_ERROR, "none",
		"The problem is unknown"},
	[PROBLEM_USAGE] = {MHD_HTTP_BAD_REQUEST, "usage",
		"The request cannot be carried out"},
	[PROBLEM_DATA] = {MHD_HTTP_BAD_REQUEST, "data",
		"The settings cannot be used"},
	[PROBLEM_NO_INPUT] = {MHD_HTTP_BAD_REQUEST, "no-input",
		"The settings were not found"},
	[PROBLEM_INTERNAL] = {MHD_HTTP_INTERNAL_SERVER_ERROR, "internal",
		"Internal error of mailsonde"},
	[PROBLEM_SYSTEM] = {MHD_HTTP_SERVICE_UNAVAILABLE, "system",
		"This computer is out of memory or another resource"},
	[PROBLEM_IO] = {MHD_HTTP_INTERNAL_SERVER_ERROR, "io",
		"An output could not be written"},
};
static_assert(COUNT_OF(kinds) == PROBLEM_KIND_COUNT, "a row for each kind");

const char *decline_kind(enum problem_kind kind)
{
	return kinds[kind].name;
}

static bool is_for_programs(const struct visit *visit)
{
	return strncmp(visit->path, "/api/", 5) == 0 ||
	       strcmp(visit->path, "/probe") == 0 ||
	       strcmp(visit->path, "/metrics") == 0;
}

/* RFC 9457 */
static void tell_program(struct visit *visit, unsigned status, const char *type,
	const char *title, const char *detail)
{
	struct json json = {.arena = visit->arena, .one_line = true};

	visit_answer(visit, status, "application/problem+json");
	json.stream = visit->stream;
	json_begin_object(&json, NULL);
	json_text(&json, "type", type);
	json_number(&json, "status", status);
	json_text(&json, "title", title);
	json_text(&json, "detail", detail);
	json_end_object(&json);
	json_end(&json);
}

static void tell_person_of(struct visit *visit, unsigned status,
	const char *words, const struct order *order)
{
	const struct layout layout = {.title = "This is not possible"};
	const struct markup out = layout_begin(visit, status, &layout);

	markup_put(&out,
		"<h1>This is not possible</h1>\n<p role=\"alert\">%</p>\n",
		words);
	ask_put_back(&out, order);
	layout_end(&out);
}

/* With what was sent from the form. */
static void tell_person(struct visit *visit, unsigned status, const char *words)
{
	const struct fields sent = fields_read(visit);
	const struct order order = ask_order(&sent);

	tell_person_of(visit, status, words, &order);
}

void decline_visit(struct visit *visit, unsigned status, const char *words)
{
	if (is_for_programs(visit))
		tell_program(visit, status, "about:blank",
			MHD_get_reason_phrase_for(status), words);
	else
		tell_person(visit, status, words);
}

void decline_if_full(struct visit *visit)
{
	fflush(visit->stream);
	if (!room_leave(visit->server->room, &visit->network, visit->length,
		    &visit->taken)) {
		visit->embeds = false;
		decline_visit(visit, MHD_HTTP_SERVICE_UNAVAILABLE,
			"Too many long answers are on their way; try again in "
			"a minute.");
	}
}

void decline_problem(struct visit *visit, const struct problem *problem)
{
	const char *words = problem_say(visit->arena, problem);
	const char *type = arena_printf(visit->arena,
		"urn:mailsonde:problem:%s", kinds[problem->kind].name);

	if (is_for_programs(visit))
		tell_program(visit, kinds[problem->kind].status, type,
			kinds[problem->kind].title, words);
	else
		tell_person(visit, kinds[problem->kind].status, words);
}

void decline_order(struct visit *visit, const struct problem *problem,
	const struct order *order)
{
	tell_person_of(visit, kinds[problem->kind].status,
		problem_say(visit->arena, problem), order);
}
