/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What mailsonde knows: providers, standards, and what each result means. */

#include "src/serve/pages.h"

#include "checks/causes/advice.h"
#include "checks/causes/cause.h"
#include "checks/check.h"
#include "model/text/ascii.h"
#include "reports/words.h"
#include "settings/library/policy.h"
#include "settings/library/profile.h"
#include "src/serve/decline.h"
#include "src/serve/layout.h"
#include "src/serve/pages/sources.h"

#include <stdlib.h>
#include <string.h>

static void put_field(
	const struct markup *out, const char *label, const char *text)
{
	if (text)
		markup_put(
			out, "<div><dt>%</dt><dd>%</dd></div>\n", label, text);
}

/* Providers */

/* By the title that people know, with the name that is typed. */
struct provider {
	const char *name;
	const char *title;
};

static int compare_providers(const void *left, const void *right)
{
	const struct provider *a = left;
	const struct provider *b = right;

	return ascii_compare(a->title, b->title);
}

/* Returns how many there are; owned by `arena`. */
static size_t list_providers(struct arena *arena, struct provider **ret_list)
{
	const char **names = profile_names(arena);
	size_t count = 0;

	while (names[count])
		count++;
	*ret_list = arena_alloc(arena, count * sizeof(**ret_list));
	count = 0;
	for (; *names; names++) {
		struct problem problem = {0};
		struct matrix matrix;

		if (profile_find(arena, *names, NULL, &matrix, &problem))
			(*ret_list)[count++] = (struct provider){
				*names, matrix.title ? matrix.title : *names};
	}
	if (count)
		qsort(*ret_list, count, sizeof(**ret_list), compare_providers);
	return count;
}

static void put_profiles(const struct markup *out)
{
	struct provider *list;
	size_t count = list_providers(out->arena, &list);

	markup_raw(out,
		"<h1>Providers</h1>\n<p class=\"lead\">What is pasted is "
		"compared with the settings that these providers "
		"document.</p>\n<ul class=\"names\">\n");
	for (size_t i = 0; i < count; i++)
		markup_put(out,
			"<li><a href=\"/profiles/%\">%</a> "
			"<span class=\"small\">%</span></li>\n",
			list[i].name, list[i].title, list[i].name);
	markup_raw(out, "</ul>\n");
}

static void put_matrix(const struct markup *out, const struct matrix *matrix)
{
	markup_raw(out,
		"<table class=\"stack\"><caption>Servers, ports and "
		"encryption</caption><thead><tr><th scope=\"col\">Service</th>"
		"<th scope=\"col\">Server</th><th scope=\"col\">Port</th>"
		"<th scope=\"col\">Encryption</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < matrix->entry_count; i++) {
		const struct endpoint *endpoint = &matrix->entries[i].endpoint;

		markup_put(out,
			"<tr><th scope=\"row\">%</th>"
			"<td data-label=\"Server\">%</td>"
			"<td data-label=\"Port\">%</td>"
			"<td data-label=\"Encryption\">%</td></tr>\n",
			service_label(endpoint->service),
			endpoint->host ? endpoint->host : "your own",
			arena_printf(out->arena, "%u", endpoint->port),
			words_mode(endpoint->service, endpoint->mode));
	}
	markup_raw(out, "</tbody></table>\n");
}

static void put_profile(
	const struct markup *out, const char *name, const struct matrix *matrix)
{
	markup_put(out, "<h1>%</h1>\n",
		matrix->title ? matrix->title : matrix->name);
	if (matrix->note)
		markup_put(out, "<p class=\"lead\">%</p>\n", matrix->note);
	put_matrix(out, matrix);
	markup_put(out,
		"<p class=\"go\"><a class=\"button\" href=\"/?settings=%\">"
		"Check these</a></p>\n<h2>Sources</h2>\n",
		name);
	sources_put_origins(out, matrix);
}

void pages_profiles(struct visit *visit)
{
	const struct layout layout = {
		.title = "Providers", .path = "/profiles"};
	const char *name = visit->path + strlen("/profiles");
	struct problem problem = {0};
	struct matrix matrix;
	struct markup out;

	if (*name && (strpbrk(name + 1, "/\\.") ||
			     !profile_find(visit->arena, name + 1, NULL,
				     &matrix, &problem))) {
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"There is no provider of this name.");
		return;
	}
	out = layout_begin(visit, MHD_HTTP_OK, &layout);
	if (*name)
		put_profile(&out, name + 1, &matrix);
	else
		put_profiles(&out);
	layout_end(&out);
}

/* Standards */

static void put_policies(const struct markup *out)
{
	const char **names = policy_names(out->arena);

	markup_raw(out, "<h1>Standards</h1>\n<p class=\"lead\">What each "
			"requires of a mail server, rule by rule.</p>\n<ul>\n");
	for (size_t i = 0; names[i]; i++) {
		struct problem problem;
		struct policy policy;

		if (policy_find(out->arena, names[i], &policy, &problem))
			markup_put(out,
				"<li><a href=\"/policies/%\">%</a>: %</li>\n",
				names[i], names[i], policy.title);
	}
	markup_raw(out, "</ul>\n");
}

static void put_policy(const struct markup *out, const struct policy *policy)
{
	markup_put(out, "<h1>%</h1>\n", policy->title);
	if (policy->edition)
		markup_put(out, "<p class=\"lead\">%</p>\n", policy->edition);
	markup_raw(out,
		"<table class=\"stack "
		"terms\"><caption>Rules</caption><thead><tr>"
		"<th scope=\"col\">Rule</th><th scope=\"col\">Level</th>"
		"<th scope=\"col\">Requirement</th>"
		"<th scope=\"col\">Source</th></tr></thead>\n"
		"<tbody>\n");
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];

		markup_put(out,
			"<tr><th scope=\"row\"><a href=\"/explain/%\">%</a>"
			"</th><td data-label=\"Level\">%</td>"
			"<td data-label=\"Requirement\">%</td>"
			"<td data-label=\"Source\">%</td></tr>\n",
			rule->id, rule->id, rule->level, rule->title,
			words_rule_reference(out->arena, rule));
	}
	markup_raw(out, "</tbody></table>\n");
}

void pages_policies(struct visit *visit)
{
	const struct layout layout = {
		.title = "Standards", .path = "/policies"};
	const char *name = visit->path + strlen("/policies");
	struct problem problem;
	struct policy policy;
	struct markup out;

	if (*name && (strpbrk(name + 1, "/\\.") ||
			     !policy_find(visit->arena, name + 1, &policy,
				     &problem))) {
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"There is no standard of this name.");
		return;
	}
	out = layout_begin(visit, MHD_HTTP_OK, &layout);
	if (*name)
		put_policy(&out, &policy);
	else
		put_policies(&out);
	layout_end(&out);
}

/* Explanations */

static void put_ids(const struct markup *out)
{
	markup_raw(out, "<h1>Explanations</h1>\n<h2>Causes</h2>\n<ul>\n");
	for (size_t i = 0; i < cause_count; i++)
		markup_put(out, "<li><a href=\"/explain/%\">%</a></li>\n",
			cause_table[i]->id, cause_table[i]->title);
	markup_raw(out, "</ul>\n<h2>Checks</h2>\n<ul>\n");
	for (size_t i = 0; i < check_count; i++)
		markup_put(out, "<li><a href=\"/explain/%\">%</a></li>\n",
			check_table[i]->id, check_table[i]->title);
	markup_raw(out, "</ul>\n");
}

static void put_check(const struct markup *out, const struct check *check)
{
	markup_put(out,
		"<h1>%</h1>\n<p class=\"lead\">%</p>\n<dl class=\"meaning\">\n",
		check->title, check->explanation);
	put_field(out, "What to do", check->remedy);
	put_field(out, "Reference", check->reference);
	markup_raw(out, "</dl>\n");
}

static void put_cause(const struct markup *out, const struct cause *cause)
{
	markup_put(out,
		"<h1>%</h1>\n<p class=\"lead\">%</p>\n<dl class=\"meaning\">\n",
		cause->title,
		advice_in_general(out->arena, cause->explanation));
	for (int i = 0; i < AUDIENCE_COUNT; i++)
		put_field(out, words_audience_label((enum audience)i),
			advice_in_general(out->arena, cause->remedies[i]));
	put_field(out, "To be sure",
		advice_in_general(out->arena, cause->confirm));
	put_field(out, "Reference", cause->reference);
	markup_raw(out, "</dl>\n");
	if (cause->example)
		markup_put(out, "<h2>What it looks like</h2><pre>%</pre>\n",
			cause->example);
}

static void put_rule(const struct markup *out, const struct policy *policy,
	const struct rule *rule)
{
	markup_put(out,
		"<h1>%</h1>\n<p class=\"lead\">%</p>\n<dl class=\"meaning\">\n",
		rule->title, rule->explanation ? rule->explanation : "");
	put_field(out, "Standard", policy->title);
	put_field(out, "Level", rule->level);
	put_field(out, "What to do", rule->fix);
	put_field(out, "Source", words_rule_reference(out->arena, rule));
	put_field(out, "Not tested", rule->reason);
	markup_raw(out, "</dl>\n");
}

bool pages_find_rule(struct arena *arena, const char *id,
	struct policy *ret_policy, const struct rule **ret_rule)
{
	const char **names = policy_names(arena);

	for (; *names; names++) {
		struct problem problem;
		struct policy policy;

		if (!policy_find(arena, *names, &policy, &problem))
			continue;
		for (size_t i = 0; i < policy.rule_count; i++)
			if (strcmp(policy.rules[i].id, id) == 0) {
				*ret_policy = policy;
				*ret_rule = &policy.rules[i];
				return true;
			}
	}
	return false;
}

void pages_explain(struct visit *visit)
{
	const struct layout layout = {
		.title = "Explanations", .path = "/explain"};
	const char *id = visit->path + strlen("/explain");
	const struct check *check = *id ? check_find(id + 1) : NULL;
	const struct cause *cause = *id ? cause_find(id + 1) : NULL;
	const struct rule *rule = NULL;
	struct policy policy;
	struct markup out;

	if (*id && !check && !cause &&
		!pages_find_rule(visit->arena, id + 1, &policy, &rule)) {
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"There is no check, no cause and no rule of this "
			"name.");
		return;
	}
	out = layout_begin(visit, MHD_HTTP_OK, &layout);
	if (check)
		put_check(&out, check);
	else if (cause)
		put_cause(&out, cause);
	else if (rule)
		put_rule(&out, &policy, rule);
	else
		put_ids(&out);
	layout_end(&out);
}
