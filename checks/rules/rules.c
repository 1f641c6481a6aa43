/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/rule.h"

#include "checks/judge.h"
#include "checks/say.h"
#include "evidence/witness.h"
#include "model/offer.h"
#include "model/table.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>

static const struct rule_check *const tables[] = {
	rule_checks_act,
	rule_checks_version,
	rule_checks_offer,
	rule_checks_certificate,
	rule_checks_dialogue,
	rule_checks_identity,
	rule_checks_mode,
	rule_checks_settings,
};

const struct rule_check *rule_check_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		for (const struct rule_check *c = tables[i]; c->name; c++)
			if (strcmp(c->name, name) == 0)
				return c;
	return NULL;
}

/* Whether the policy's parameters are what the check takes. */

/* One word of a list with blanks between; `*at` goes behind it. */
static struct octets next_word(const char **at)
{
	struct octets word;

	*at += strspn(*at, " ");
	word.data = (const unsigned char *)*at;
	word.length = strcspn(*at, " ");
	*at += word.length;
	return word;
}

static bool is_word(struct octets word, const char *text)
{
	return word.length == strlen(text) &&
	       memcmp(word.data, text, word.length) == 0;
}

/* parameters = *( name ["#"] ["?"] ) with blanks between */
struct wanted {
	struct octets name;
	bool number;
	bool optional;
};

static bool next_wanted(const char **at, struct wanted *ret_wanted)
{
	struct octets word = next_word(at);
	struct wanted wanted = {.name = word};

	if (!word.length)
		return false;
	if (word.data[wanted.name.length - 1] == '?') {
		wanted.optional = true;
		wanted.name.length--;
	}
	if (word.data[wanted.name.length - 1] == '#') {
		wanted.number = true;
		wanted.name.length--;
	}
	*ret_wanted = wanted;
	return true;
}

static bool is_number(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length < 10 &&
	       strspn(text, "0123456789") == length;
}

static const struct rule_parameter *find_parameter(
	const struct rule *rule, struct octets name)
{
	for (size_t i = 0; i < rule->parameter_count; i++)
		if (is_word(name, rule->parameters[i].name))
			return &rule->parameters[i];
	return NULL;
}

static const char *problem_of_wanted(struct arena *arena,
	const struct rule *rule, const struct rule_check *check)
{
	const char *at = check->parameters ? check->parameters : "";
	struct wanted wanted;

	while (next_wanted(&at, &wanted)) {
		const struct rule_parameter *given =
			find_parameter(rule, wanted.name);

		if (!given && !wanted.optional)
			return arena_printf(arena,
				"the check %s needs a parameter %.*s",
				check->name, (int)wanted.name.length,
				(const char *)wanted.name.data);
		if (given && wanted.number && !is_number(given->value))
			return arena_printf(arena,
				"the parameter %s of the check %s is a whole "
				"number",
				given->name, check->name);
	}
	return NULL;
}

static bool takes_parameter(const struct rule_check *check, const char *name)
{
	const char *at = check->parameters ? check->parameters : "";
	struct wanted wanted;

	while (next_wanted(&at, &wanted))
		if (is_word(wanted.name, name))
			return true;
	return false;
}

static const char *problem_of_given(struct arena *arena,
	const struct rule *rule, const struct rule_check *check)
{
	for (size_t i = 0; i < rule->parameter_count; i++) {
		const char *name = rule->parameters[i].name;

		if (!takes_parameter(check, name))
			return arena_printf(arena,
				"the check %s has no parameter %s", check->name,
				name);
	}
	return NULL;
}

/* OFFER_NONE if there is none of that id. */
static enum offer_id find_offer(struct octets word)
{
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++)
		if (is_word(word, offer_table[i].id))
			return (enum offer_id)i;
	return OFFER_NONE;
}

static const char *problem_of_list(
	struct arena *arena, const struct rule *rule, const char *parameter)
{
	const char *at = rule_parameter(rule, parameter);

	for (at = at ? at : ""; *at;) {
		struct octets word = next_word(&at);

		if (word.length && find_offer(word) == OFFER_NONE)
			return arena_printf(arena,
				"there is no offer %.*s to make",
				(int)word.length, (const char *)word.data);
	}
	return NULL;
}

static const char *problem_of_offers(
	struct arena *arena, const struct rule *rule)
{
	const char *problem = problem_of_list(arena, rule, "offers");

	return problem ? problem : problem_of_list(arena, rule, "has");
}

const char *rule_check_problem(struct arena *arena, const struct rule *rule)
{
	const struct rule_check *check;
	const char *problem;

	if (!rule->check)
		return NULL;
	check = rule_check_find(rule->check);
	if (!check)
		return arena_printf(arena,
			"this version knows no check %s; say in not-observed "
			"why nothing decides the rule",
			rule->check);
	problem = problem_of_wanted(arena, rule, check);
	if (!problem)
		problem = problem_of_given(arena, rule, check);
	return problem ? problem : problem_of_offers(arena, rule);
}

static void add_list(const char *list, bool *ret_offers)
{
	const char *at = list ? list : "";
	enum offer_id offer;

	while ((offer = rule_next_offer(&at)))
		ret_offers[offer] = true;
}

static void add_rule(const struct rule *rule, bool *ret_offers)
{
	const struct rule_check *check =
		rule->check ? rule_check_find(rule->check) : NULL;
	const enum offer_id *offer = check ? check->offers : NULL;

	for (; offer && *offer; offer++)
		ret_offers[*offer] = true;
	add_list(rule_parameter(rule, "offers"), ret_offers);
	add_list(rule_parameter(rule, "has"), ret_offers);
}

void rules_offers(
	const struct policy *const *policies, size_t count, bool *ret_offers)
{
	memset(ret_offers, 0, OFFER_COUNT * sizeof(*ret_offers));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < policies[i]->rule_count; k++)
			if (policies[i]->rules[k].check)
				add_rule(&policies[i]->rules[k], ret_offers);
}

/* What judges share. */

const char *rule_value(const struct rule_view *view, const char *name)
{
	return rule_parameter(view->rule, name);
}

long rule_number(const struct rule_view *view, const char *name, long otherwise)
{
	const char *value = rule_value(view, name);

	return value ? strtol(value, NULL, 10) : otherwise;
}

bool rule_list_has(const char *list, const char *word)
{
	for (const char *at = list ? list : ""; *at;)
		if (is_word(next_word(&at), word))
			return true;
	return false;
}

const char *rule_next_word(struct arena *arena, const char **at)
{
	struct octets word = next_word(at);

	return word.length ? arena_printf(arena, "%.*s", (int)word.length,
				     (const char *)word.data)
			   : NULL;
}

enum offer_id rule_next_offer(const char **at)
{
	while (**at) {
		enum offer_id offer = find_offer(next_word(at));

		if (offer != OFFER_NONE)
			return offer;
	}
	return OFFER_NONE;
}

enum offer_id rule_offer_value(const struct rule_view *view, const char *name)
{
	const char *id = rule_value(view, name);

	return id ? offer_find(id) : OFFER_NONE;
}

/* Whether more than its fingerprint is known. */
static bool is_whole(const struct certificate *certificate)
{
	return certificate->not_after != 0;
}

const struct tls_facts *rule_chain(const struct rule_view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	if (best && best->tls.chain_count && is_whole(&best->tls.chain[0]))
		return &best->tls;
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (witness_is(probe) && probe->tls.chain_count &&
			is_whole(&probe->tls.chain[0]))
			return &probe->tls;
	}
	return NULL;
}

const struct certificate *rule_leaf(const struct rule_view *view)
{
	const struct tls_facts *tls = rule_chain(view);

	return tls ? &tls->chain[0] : NULL;
}

enum ruling rule_by_check(const struct rule_view *view, const char *check,
	const char **ret_expected, const char **ret_observed)
{
	static const enum ruling rulings[VERDICT_COUNT] = {
		[VERDICT_PASS] = RULING_HOLDS,
		[VERDICT_FAIL] = RULING_BROKEN,
		[VERDICT_WARNING] = RULING_BROKEN,
		[VERDICT_INFO] = RULING_INFO,
		[VERDICT_NOT_TESTED] = RULING_NOT_TESTED,
	};

	for (size_t i = 0; i < view->endpoint->finding_count; i++) {
		const struct finding *finding = &view->endpoint->findings[i];

		if (finding->policy || strcmp(finding->check, check) != 0)
			continue;
		*ret_expected = finding->expected;
		*ret_observed = finding->observed;
		return rulings[finding->status];
	}
	return RULING_NOT_OWED;
}

/* Exceptions. */

static bool host_matches(const char *pattern, const char *host)
{
	size_t length = strlen(host), suffix = strlen(pattern) - 1;

	if (strncmp(pattern, "*.", 2) != 0)
		return ascii_compare(pattern, host) == 0;
	return length > suffix &&
	       ascii_compare(host + length - suffix, pattern + 1) == 0;
}

/* Whether the rule speaks of such an endpoint at all. */
static bool speaks_of(const struct rule *rule, const struct endpoint *endpoint)
{
	return (rule->services & (1u << endpoint->service)) &&
	       (rule->modes & (1u << endpoint->mode)) &&
	       (!rule->host || host_matches(rule->host, endpoint->host)) &&
	       (!rule->port || rule->port == endpoint->port);
}

static bool exception_matches(const struct exception *exception,
	const struct rule *rule, const struct endpoint *endpoint)
{
	return (strcmp(exception->rule, "*") == 0 ||
		       strcmp(exception->rule, rule->id) == 0) &&
	       (!exception->service ||
		       strcmp(exception->service,
			       service_name(endpoint->service)) == 0) &&
	       (!exception->host ||
		       host_matches(exception->host, endpoint->host)) &&
	       (!exception->port || exception->port == endpoint->port);
}

static bool is_over(
	const struct exception *exception, const struct judge_context *context)
{
	/* Both are YYYY-MM-DD. */
	return exception->until &&
	       strcmp(say_date(context->arena, context->now_s),
		       exception->until) > 0;
}

static const char *say_until(
	struct arena *arena, const struct exception *exception)
{
	return exception->until
		       ? arena_printf(arena, " (until %s)", exception->until)
		       : "";
}

static void add_words(struct arena *arena, const char **text, const char *words)
{
	*text = *text && **text ? arena_printf(arena, "%s %s", *text, words)
				: words;
}

/* The last one that matches counts; one that is over is told. */
static void apply_exceptions(const struct policy *policy,
	const struct endpoint *endpoint, const struct judge_context *context,
	struct finding *finding)
{
	struct arena *arena = context->arena;

	for (size_t i = 0; i < policy->exception_count; i++) {
		const struct exception *exception = &policy->exceptions[i];

		if (!exception_matches(exception, finding->rule, endpoint))
			continue;
		if (is_over(exception, context)) {
			add_words(arena, &finding->explanation,
				arena_printf(arena,
					"An exception from this rule ended on "
					"%s (its reason was: %s).",
					exception->until, exception->reason));
			continue;
		}
		if (!exception->level) {
			finding->suppressed = arena_printf(arena, "%s%s",
				exception->reason, say_until(arena, exception));
			continue;
		}
		add_words(arena, &finding->explanation,
			arena_printf(arena,
				"%s here in place of %s, for this reason: "
				"%s%s.",
				exception->level, finding->level,
				exception->reason,
				say_until(arena, exception)));
		finding->level = exception->level;
	}
}

/* Findings. */

static enum severity level_severity(const char *level)
{
	switch (policy_level_verdict(level)) {
	case VERDICT_FAIL:
		return SEVERITY_ERROR;
	case VERDICT_WARNING:
		return SEVERITY_WARNING;
	default:
		return SEVERITY_INFO;
	}
}

static enum verdict ruling_status(enum ruling ruling, const char *level)
{
	switch (ruling) {
	case RULING_HOLDS:
		return VERDICT_PASS;
	case RULING_BROKEN:
		return policy_level_verdict(level);
	case RULING_FAILED:
		return VERDICT_FAIL;
	case RULING_INFO:
		return VERDICT_INFO;
	default:
		return VERDICT_NOT_TESTED;
	}
}

static struct finding begin_finding(
	const struct policy *policy, const struct rule *rule)
{
	return (struct finding){
		.check = rule->id,
		.expected = rule->title,
		.explanation = rule->explanation,
		.remedy = rule->fix,
		.reference = rule->reference,
		.policy = policy->name,
		.rule = rule,
		.level = rule->level,
		.rating = rule->rating,
		.certainty = rule->certainty,
	};
}

/* One sentence: which rule, and what became of it. */
static void summarize(const struct rule_view *view, struct finding *finding)
{
	static const char *const words[VERDICT_COUNT] = {
		[VERDICT_PASS] = "keeps",
		[VERDICT_FAIL] = "breaks",
		[VERDICT_WARNING] = "does not follow",
		[VERDICT_INFO] = "is noted for",
		[VERDICT_NOT_TESTED] = "was not tested for",
	};
	bool pass = finding->status == VERDICT_PASS;

	say_verdict(view->facts, view->context, finding, finding->status,
		"%s %s, \"%s\"%s%s.", words[finding->status], finding->check,
		finding->rule->title, pass ? "" : ": ",
		pass ? "" : finding->observed);
}

/* Returns whether the endpoint owes the rule. */
static bool judge_rule(const struct rule_view *view,
	const struct policy *policy, struct finding *ret_finding)
{
	const struct rule *rule = view->rule;
	const struct rule_check *check =
		rule->check ? rule_check_find(rule->check) : NULL;
	enum ruling ruling = RULING_UNOBSERVABLE;
	struct finding finding = begin_finding(policy, rule);

	apply_exceptions(
		policy, &view->facts->endpoint, view->context, &finding);
	finding.observed = rule->reason;
	if (check) {
		finding.observed = NULL;
		ruling = check->judge(
			view, &finding.expected, &finding.observed);
	}
	if (ruling == RULING_NOT_OWED)
		return false;
	finding.severity = level_severity(finding.level);
	finding.status = ruling_status(ruling, finding.level);
	finding.unobservable = ruling == RULING_UNOBSERVABLE;
	if (finding.unobservable)
		finding.remedy = NULL;
	else if (finding.status == VERDICT_NOT_TESTED)
		judge_explain_not_tested(
			view->endpoint, view->context, &finding);
	else if (finding.status != VERDICT_FAIL &&
		 finding.status != VERDICT_WARNING)
		finding.remedy = NULL;
	if (!finding.explanation)
		finding.explanation = rule->title;
	if (!finding.observed)
		finding.observed = "";
	summarize(view, &finding);
	*ret_finding = finding;
	return true;
}

static void keep_finding(struct endpoint_report *endpoint,
	const struct judge_context *context, const struct finding *finding)
{
	endpoint->findings = arena_grow(context->arena, endpoint->findings,
		endpoint->finding_count, sizeof(*finding));
	endpoint->findings[endpoint->finding_count++] = *finding;
}

static void judge_policy(struct report *report,
	struct endpoint_report *endpoint, struct report_policy *used,
	const struct judge_context *context)
{
	const struct endpoint *names = &endpoint->facts.endpoint;
	const struct policy *policy = used->policy;

	for (size_t i = 0; i < policy->rule_count; i++) {
		struct rule_view view = {report, endpoint, &endpoint->facts,
			&policy->rules[i], context};
		struct finding finding;

		if (!speaks_of(&policy->rules[i], names) ||
			!judge_rule(&view, policy, &finding))
			continue;
		keep_finding(endpoint, context, &finding);
		if (finding.suppressed)
			used->suppressed++;
		else
			used->counts[finding.status]++;
	}
}

void rules_judge(struct report *report, const struct judge_context *context)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];
		struct judge_context own = *context;

		own.entry = endpoint->entry;
		for (size_t k = 0; k < report->policy_count; k++)
			judge_policy(
				report, endpoint, &report->policies[k], &own);
	}
}
