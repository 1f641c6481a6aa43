/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What programs ask. */

#include "src/serve/pages.h"

#include "checks/causes/advice.h"
#include "checks/causes/cause.h"
#include "checks/check.h"
#include "reports/format.h"
#include "reports/monitor/nagios.h"
#include "reports/page/page.h"
#include "reports/record/json_writer.h"
#include "reports/text/text.h"
#include "settings/library/policy.h"
#include "settings/library/profile.h"
#include "src/output/html.h"
#include "src/serve/decline.h"

#include <jansson.h>
#include <string.h>

/* The first one of a format is what it is sent as. */
static const struct media {
	const char *type;
	enum format format;
} medias[] = {
	{"application/json", FORMAT_JSON},
	{"text/html; charset=utf-8", FORMAT_HTML},
	{"text/html", FORMAT_HTML},
	{"application/xml", FORMAT_XML},
	{"text/xml", FORMAT_XML},
	{"text/plain; charset=utf-8", FORMAT_TEXT},
	{"text/plain", FORMAT_TEXT},
	{"text/csv", FORMAT_CSV},
	{"application/openmetrics-text; version=1.0.0; charset=utf-8",
		FORMAT_OPENMETRICS},
	{"application/openmetrics-text", FORMAT_OPENMETRICS},
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

/* The first type of the list that can be had, whatever its quality value. */
static bool find_accepted(const char *accept, enum format *ret_format)
{
	while (*accept) {
		size_t length = strcspn(accept, ";,");

		for (size_t i = 0; i < MEDIAS; i++)
			if (strlen(medias[i].type) == length &&
				strncmp(medias[i].type, accept, length) == 0) {
				*ret_format = medias[i].format;
				return true;
			}
		accept += strcspn(accept, ",");
		accept += strspn(accept, ", ");
	}
	return false;
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

	visit_answer(visit, MHD_HTTP_OK, type_of(format));
	visit->embeds = format == FORMAT_HTML;
	if (format == FORMAT_HTML)
		report_write_page(visit->stream, report, &page);
	else if (!format_table[format]->write(visit->stream, report, &style))
		decline_visit(visit, MHD_HTTP_SERVICE_UNAVAILABLE,
			"The report could not be made: out of memory.");
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

static struct octets text_of(struct arena *arena, const char *text)
{
	return text ? arena_octets(arena, text, strlen(text))
		    : (struct octets){0};
}

/* {"settings": "...", "policies": ["..."], "depth": "full"} */
static bool read_json(struct visit *visit, struct order *ret_order,
	struct problem *ret_problem)
{
	json_error_t error;
	json_t *order =
		json_loadb(visit_text(visit), visit->body.length, 0, &error);
	const char *text =
		json_string_value(json_object_get(order, "settings"));
	const char *depth = json_string_value(json_object_get(order, "depth"));
	json_t *policies = json_object_get(order, "policies"), *policy;
	const char *names = "";
	size_t i;

	json_array_foreach(policies, i, policy)
	{
		const char *name = json_string_value(policy);

		names = arena_printf(
			visit->arena, "%s,%s", names, name ? name : "?");
	}
	*ret_order = (struct order){
		.text = text_of(visit->arena, text),
		.policies = names,
		.full_depth = depth && strcmp(depth, "full") == 0,
	};
	json_decref(order);
	if (ret_order->text.data)
		return true;
	return problem_set(visit->arena, PROBLEM_DATA, NULL, ret_problem,
		order ? "the object has no member \"settings\" with a text"
		      : "the body is not JSON");
}

static bool is_json(const struct visit *visit)
{
	static const char type[] = "application/json";

	return strncmp(visit_header(visit, "Content-Type"), type,
		       sizeof(type) - 1) == 0;
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
	struct order order;

	if (read_order(visit, &order, &problem))
		job = jobs_begin(visit->server->jobs, visit->arena, &order,
			false, &problem);
	if (job)
		report = job_report(job, &problem);
	if (!report)
		decline_problem(visit, &problem);
	else
		pages_report(visit, report,
			!*accept || strcmp(accept, "*/*") == 0
				? "application/json"
				: accept);
	if (job)
		job_release(job);
}

static struct json begin_json(struct visit *visit)
{
	struct json json = {.arena = visit->arena};

	visit_answer(visit, MHD_HTTP_OK, "application/json");
	json.stream = visit->stream;
	json_begin_object(&json, NULL);
	return json;
}

static void end_json(struct json *json)
{
	json_end_object(json);
	json_end(json);
}

static void explain_check(struct visit *visit, const struct check *check)
{
	struct json json = begin_json(visit);

	json_text(&json, "id", check->id);
	json_text(&json, "title", check->title);
	json_text(&json, "explanation", check->explanation);
	json_text(&json, "remedy", check->remedy);
	json_text(&json, "reference", check->reference);
	end_json(&json);
}

static void explain_cause(struct visit *visit, const struct cause *cause)
{
	struct json json = begin_json(visit);

	json_text(&json, "id", cause->id);
	json_text(&json, "title", cause->title);
	json_text(&json, "explanation",
		advice_in_general(visit->arena, cause->explanation));
	json_begin_object(&json, "remedies");
	for (int i = 0; i < AUDIENCE_COUNT; i++)
		json_text(&json, audience_name((enum audience)i),
			advice_in_general(visit->arena, cause->remedies[i]));
	json_end_object(&json);
	json_text(&json, "reference", cause->reference);
	end_json(&json);
}

void pages_api_explain(struct visit *visit)
{
	const char *id = visit->path + strlen("/api/explain/");
	const struct check *check = check_find(id);
	const struct cause *cause = cause_find(id);

	if (check)
		explain_check(visit, check);
	else if (cause)
		explain_cause(visit, cause);
	else
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"There is no check and no diagnosis of this name.");
}

static void list_names(
	struct visit *visit, const char *member, const char *const *names)
{
	struct json json = begin_json(visit);

	json_begin_array(&json, member);
	for (; *names; names++)
		json_text(&json, NULL, *names);
	json_end_array(&json);
	end_json(&json);
}

void pages_api_profiles(struct visit *visit)
{
	list_names(visit, "profiles", profile_names(visit->arena));
}

void pages_api_policies(struct visit *visit)
{
	list_names(visit, "policies", policy_names(visit->arena));
}
