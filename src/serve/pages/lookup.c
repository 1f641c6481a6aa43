/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What mailsonde knows, for programs. */

#include "src/serve/pages.h"

#include "checks/causes/advice.h"
#include "checks/causes/cause.h"
#include "checks/check.h"
#include "reports/record/json_writer.h"
#include "settings/library/policy.h"
#include "settings/library/profile.h"
#include "src/serve/decline.h"
#include "src/serve/look.h"

#include <string.h>

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

static void explain_rule(struct visit *visit, const struct policy *policy,
	const struct rule *rule)
{
	struct json json = begin_json(visit);

	json_text(&json, "id", rule->id);
	json_text(&json, "title", rule->title);
	json_text(&json, "explanation", rule->explanation);
	json_text(&json, "remedy", rule->fix);
	json_text(&json, "policy", policy->name);
	json_text(&json, "level", rule->level);
	json_text(&json, "reference", rule->reference);
	end_json(&json);
}

void pages_api_explain(struct visit *visit)
{
	const char *id = visit->path + strlen("/api/explain/");
	const struct check *check = check_find(id);
	const struct cause *cause = cause_find(id);
	const struct rule *rule;
	struct policy policy;

	if (check)
		explain_check(visit, check);
	else if (cause)
		explain_cause(visit, cause);
	else if (pages_find_rule(visit->arena, id, &policy, &rule))
		explain_rule(visit, &policy, rule);
	else
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"There is no check, no cause and no rule of this "
			"name.");
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

static void put_endpoints(
	struct json *json, const struct matrix_entry *entries, size_t count)
{
	json_begin_array(json, "endpoints");
	for (size_t i = 0; i < count; i++) {
		const struct endpoint *endpoint = &entries[i].endpoint;

		json_begin_object(json, NULL);
		json_text(json, "service", service_name(endpoint->service));
		json_text(json, "host", endpoint->host);
		json_number(json, "port", endpoint->port);
		json_text(json, "mode", mode_name(endpoint->mode));
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_source(struct json *json, const struct find_source *source)
{
	json_begin_object(json, NULL);
	json_text(json, "name", source->name);
	json_text(json, "state", source->state);
	json_text(json, "detail", source->detail);
	json_text(json, "trust", source->trust);
	put_endpoints(json, source->entries, source->entry_count);
	json_end_object(json);
}

static void tell_found(struct visit *visit, const struct matrix *matrix,
	const struct find_result *found)
{
	struct json json = begin_json(visit);

	json_text(&json, "from", found->from);
	json_text(&json, "trust", found->trust);
	put_endpoints(&json, matrix->entries, matrix->entry_count);
	json_begin_array(&json, "disagreements");
	for (size_t i = 0; i < found->disagreement_count; i++)
		json_text(&json, NULL, found->disagreements[i]);
	json_end_array(&json);
	json_begin_array(&json, "sources");
	for (size_t i = 0; i < found->source_count; i++)
		put_source(&json, &found->sources[i]);
	json_end_array(&json);
	end_json(&json);
}

/* That nothing was found is an answer, too. */
void pages_api_discover(struct visit *visit)
{
	const char *address = visit_query(visit, "address");
	struct find_result found = {0};
	struct matrix matrix = {0};
	struct problem problem = {0};

	if (!address)
		decline_visit(visit, MHD_HTTP_BAD_REQUEST,
			"Name the address: /api/discover?address=USER@DOMAIN");
	else if (jobs_discover(visit->server->jobs, visit->arena, address,
			 &matrix, &found, &problem) ||
		 found.source_count)
		tell_found(visit, &matrix, &found);
	else
		decline_problem(visit, &problem);
}

void pages_api_openapi(struct visit *visit)
{
	visit_answer(visit, MHD_HTTP_OK, "application/json");
	fputs(look_openapi, visit->stream);
}
