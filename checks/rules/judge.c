/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/judge.h"

#include "checks/judge.h"
#include "checks/rules/exception.h"
#include "checks/rules/table.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "model/table.h"

#include <string.h>

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
	const char *title = finding->rule->title;

	switch (finding->status) {
	case VERDICT_PASS:
		say_verdict(view->facts, view->context, finding, VERDICT_PASS,
			"{endpoint} meets %s, \"%s\".", finding->check, title);
		return;
	case VERDICT_FAIL:
		say_verdict(view->facts, view->context, finding, VERDICT_FAIL,
			"{endpoint} violates %s, \"%s\": %s.", finding->check,
			title, finding->observed);
		return;
	case VERDICT_WARNING:
		say_verdict(view->facts, view->context, finding,
			VERDICT_WARNING,
			"{endpoint} does not follow %s, \"%s\": %s.",
			finding->check, title, finding->observed);
		return;
	case VERDICT_INFO:
		say_verdict(view->facts, view->context, finding, VERDICT_INFO,
			"{endpoint} differs from %s, \"%s\": %s.",
			finding->check, title, finding->observed);
		return;
	default:
		say_verdict(view->facts, view->context, finding,
			finding->status,
			"{endpoint} was not tested for %s, \"%s\": %s.",
			finding->check, title, finding->observed);
	}
}

/* What mends a fault would accuse where none was seen. */
static void judge_untested(
	const struct rule_view *view, struct finding *finding)
{
	finding->remedy = NULL;
	judge_explain_not_tested(view->endpoint, view->context, finding);
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

	rule_except(policy, &view->facts->endpoint, view->context, &finding);
	finding.observed = rule->reason;
	if (check) {
		finding.observed = NULL;
		ruling = check->judge(
			view, &finding.expected, &finding.observed);
	}
	if (view->facts->basis && ruling != RULING_UNOBSERVABLE &&
		ruling != RULING_NOT_TESTED)
		finding.basis = basis_text(view->arena, view->facts->basis,
			view->report, view->facts);
	if (ruling == RULING_NOT_OWED)
		return false;
	finding.severity = level_severity(finding.level);
	finding.status = ruling_status(ruling, finding.level);
	finding.unobservable = ruling == RULING_UNOBSERVABLE;
	if (finding.unobservable)
		finding.remedy = NULL;
	else if (finding.status == VERDICT_NOT_TESTED)
		judge_untested(view, &finding);
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

/* Makes room for a finding of each rule that speaks of the endpoint, and no
 * more: twice that is much for ten thousand endpoints. */
static void make_room(const struct report *report,
	struct endpoint_report *endpoint, struct arena *arena)
{
	size_t count = endpoint->finding_count;
	struct finding *all;

	for (size_t i = 0; i < report->policy_count; i++) {
		const struct policy *policy = report->policies[i].policy;

		for (size_t k = 0; k < policy->rule_count; k++)
			count += rule_speaks_of(
				&policy->rules[k], &endpoint->facts.endpoint);
	}
	if (count == endpoint->finding_count)
		return;
	all = arena_alloc(arena, count * sizeof(*all));
	if (endpoint->finding_count)
		memcpy(all, endpoint->findings,
			endpoint->finding_count * sizeof(*all));
	endpoint->findings = all;
}

static void judge_policy(struct report *report,
	struct endpoint_report *endpoint, struct report_policy *used,
	const struct neighbours *neighbours,
	const struct judge_context *context)
{
	const struct endpoint *names = &endpoint->facts.endpoint;
	const struct policy *policy = used->policy;

	for (size_t i = 0; i < policy->rule_count; i++) {
		struct rule_view view = {report, endpoint, &endpoint->facts,
			&policy->rules[i], context, context->arena, neighbours};
		struct finding finding;

		basis_rewind(view.facts, 0);
		if (!rule_speaks_of(&policy->rules[i], names) ||
			!judge_rule(&view, policy, &finding))
			continue;
		endpoint->findings[endpoint->finding_count++] = finding;
		if (finding.suppressed)
			used->suppressed++;
		else
			used->counts[finding.status]++;
	}
}

static void set_basis(struct report *report, struct basis *basis)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		report->endpoints[i].facts.basis = basis;
}

void rules_judge(struct report *report, const struct judge_context *context)
{
	struct basis basis = {.count = 0};
	struct neighbours neighbours = neighbour_index(context->arena, report);

	set_basis(report, &basis);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];
		struct judge_context own = *context;

		own.entry = endpoint->entry;
		make_room(report, endpoint, context->arena);
		for (size_t k = 0; k < report->policy_count; k++)
			judge_policy(report, endpoint, &report->policies[k],
				&neighbours, &own);
	}
	set_basis(report, NULL);
}
