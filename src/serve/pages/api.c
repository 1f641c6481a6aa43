/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Checks for programs. */

#include "src/serve/pages.h"

#include "model/text/builder.h"
#include "reports/format.h"
#include "reports/monitor/nagios.h"
#include "reports/page/page.h"
#include "reports/text/text.h"
#include "src/output/html.h"
#include "src/serve/decline.h"
#include "src/serve/pages/media.h"

#include <jansson.h>
#include <string.h>

/* The first one of a format is what it is sent as. */
static const struct media {
	const char *type;
	enum format format;
} medias[] = {
	{"application/json", FORMAT_JSON},
	{"text/html; charset=utf-8", FORMAT_HTML},
	{"application/xml", FORMAT_XML},
	{"text/xml", FORMAT_XML},
	{"text/plain; charset=utf-8", FORMAT_TEXT},
	{"text/csv", FORMAT_CSV},
	{"application/openmetrics-text; version=1.0.0; charset=utf-8",
		FORMAT_OPENMETRICS},
	{"application/sarif+json", FORMAT_SARIF},
	{"application/jsonl", FORMAT_JSONL},
};
#define MEDIAS (sizeof(medias) / sizeof(*medias))

static const char *type_of(enum format format)
{
	for (size_t i = 0; i < MEDIAS; i++)
		if (medias[i].format == format)
			return medias[i].type;
	return "text/plain; charset=utf-8";
}

/* Of formats that are wanted as much, the first row counts. */
static bool find_accepted(const char *accept, enum format *ret_format)
{
	unsigned most = 0;

	for (size_t i = 0; i < MEDIAS; i++) {
		unsigned weight = media_weigh(accept, medias[i].type);

		if (weight <= most)
			continue;
		most = weight;
		*ret_format = medias[i].format;
	}
	return most > 0;
}

static bool find_format(const char *wanted, enum format *ret_format)
{
	return format_from_name(wanted, strlen(wanted), ret_format) ||
	       find_accepted(wanted, ret_format);
}

static void write_report(
	struct visit *visit, const struct report *report, enum format format)
{
	const struct page_options page = {.title = html_title};
	const struct plugin_style plugin = {0};
	const struct text_style text = {
		.columns = 80, .audience = AUDIENCE_HELPDESK, .utf8 = true};
	const struct format_style style = {.text = &text, .plugin = &plugin};

	visit_begin_long(visit);
	visit_answer(visit, MHD_HTTP_OK, type_of(format));
	visit->embeds = format == FORMAT_HTML;
	if (format == FORMAT_HTML)
		report_write_page(visit->stream, report, &page);
	else if (!format_table[format]->write(visit->stream, report, &style))
		decline_visit(visit, MHD_HTTP_SERVICE_UNAVAILABLE,
			"The report could not be made: out of memory.");
	decline_if_full(visit);
}

bool pages_has_format(const char *wanted)
{
	enum format format;

	return find_format(wanted, &format) && format != FORMAT_PROFILE;
}

bool pages_report(
	struct visit *visit, const struct report *report, const char *wanted)
{
	enum format format;

	if (!find_format(wanted, &format) || format == FORMAT_PROFILE) {
		decline_visit(visit, MHD_HTTP_NOT_ACCEPTABLE,
			"A report is not written in this format.");
		return false;
	}
	write_report(visit, report, format);
	return true;
}

/* An array of names; "" for none. Answers NULL if it is anything else. */
static const char *read_names(struct arena *arena, const json_t *names)
{
	struct builder list = {.arena = arena};
	const json_t *name;
	size_t i;

	if (names && !json_is_array(names))
		return NULL;
	json_array_foreach(names, i, name)
	{
		if (!json_is_string(name))
			return NULL;
		builder_item(&list, ",", json_string_value(name));
	}
	return builder_text(&list);
}

/* Answers false for a word that is no depth. */
static bool read_depth(const json_t *depth, bool *ret_full)
{
	const char *word = json_string_value(depth);

	*ret_full = word && strcmp(word, "full") == 0;
	return !depth || *ret_full || (word && strcmp(word, "normal") == 0);
}

/* What is wrong with the object; NULL: nothing. */
static const char *read_members(
	struct arena *arena, json_t *object, struct order *ret_order)
{
	json_t *settings = json_object_get(object, "settings");
	json_t *policies = json_object_get(object, "policies");
	json_t *depth = json_object_get(object, "depth");
	size_t known =
		(settings != NULL) + (policies != NULL) + (depth != NULL);

	if (!json_is_string(settings))
		return "the object has no member \"settings\" with a text";
	if (json_object_size(object) != known)
		return "the members are \"settings\", \"policies\" and "
		       "\"depth\"";
	ret_order->text = arena_octets(arena, json_string_value(settings),
		json_string_length(settings));
	ret_order->policies = read_names(arena, policies);
	if (!ret_order->policies)
		return "\"policies\" is an array of names";
	return read_depth(depth, &ret_order->full_depth)
		       ? NULL
		       : "\"depth\" is \"normal\" or \"full\"";
}

/* {"settings": "...", "policies": ["..."], "depth": "full"} */
static bool read_json(struct visit *visit, struct order *ret_order,
	struct problem *ret_problem)
{
	json_error_t error;
	json_t *object = json_loadb(visit_text(visit), visit->body.length,
		JSON_REJECT_DUPLICATES, &error);
	const char *wrong =
		object ? read_members(visit->arena, object, ret_order)
		       : "the body is not JSON";

	json_decref(object);
	return !wrong || problem_set(visit->arena, PROBLEM_DATA, NULL,
				 ret_problem, "%s", wrong);
}

static bool is_json(const struct visit *visit)
{
	return media_is(
		visit_header(visit, "Content-Type"), "application/json");
}

static bool read_order(struct visit *visit, struct order *ret_order,
	struct problem *ret_problem)
{
	const char *policies = visit_query(visit, "policy");

	if (is_json(visit))
		return read_json(visit, ret_order, ret_problem);
	*ret_order = (struct order){
		.text = visit->body,
		.policies = policies ? policies : "",
	};
	return true;
}

void pages_api_check(struct visit *visit)
{
	const char *accept = visit_header(visit, "Accept");
	struct problem problem = {0};
	const struct report *report = NULL;
	struct job *job = NULL;
	struct order order = {.policies = ""};

	if (!*accept)
		accept = "application/json";
	if (!pages_has_format(accept)) {
		decline_visit(visit, MHD_HTTP_NOT_ACCEPTABLE,
			"A report is not written in this format.");
		return;
	}
	if (read_order(visit, &order, &problem))
		job = jobs_begin(visit->server->jobs, visit->arena, &order,
			false, &problem);
	if (job)
		report = job_report(job, &problem);
	if (!report)
		decline_problem(visit, &problem);
	else
		pages_report(visit, report, accept);
	if (job)
		job_release(job);
}
