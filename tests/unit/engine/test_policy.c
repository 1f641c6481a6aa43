/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Policies: their reader, those that are built in, and what the engine makes
 * of levels and exceptions. */
#include "tests/unit/unit.h"

#include "checks/judge.h"
#include "checks/rules/judge.h"
#include "checks/rules/problem.h"
#include "checks/rules/rule.h"
#include "evidence/closed/drop.h"
#include "settings/library/policy.h"
#include "tests/unit/causes/diagnose_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "<policy xmlns='urn:mailsonde:policy:1' name='x' title='X'>"
#define RULE                                                                   \
	"<rule id='A-1' level='MUST NOT' title='TLS 1.0 is refused' "          \
	"reference='RFC 8996 section 4' rating='high' "                        \
	"certainty='confirmed' check='tls-version-refused'>"                   \
	"<parameter name='versions' value='1.0'/><fix>Off.</fix></rule>"
#define UNSEEN                                                                 \
	"<rule id='A-2' level='MUST' title='It is so' reference='r' "          \
	"rating='low' certainty='uncertain' not-observed='nobody looks'/>"
#define REVOKED                                                                \
	"<rule id='A-1' level='MUST' title='Not revoked' reference='r' "       \
	"rating='high' certainty='confirmed' "                                 \
	"check='certificate-not-revoked'><fix>Replace it.</fix></rule>"
#define BARE "title='t' reference='r' rating='low' certainty='confirmed' "
#define TAIL "</policy>"

static bool read_text(struct arena *arena, const char *xml,
	struct policy *ret_policy, struct problem *ret_error)
{
	return policy_read(arena, "p.xml", octets(xml), ret_policy, ret_error);
}

static void test_read(void **state)
{
	struct arena *arena = arena_new();
	struct problem error = {0};
	struct policy policy;

	(void)state;
	assert_true(read_text(arena,
		HEAD RULE UNSEEN
		"<exception rule='A-1' host='*.example.com' port='993' "
		"reason='a scanner' until='2027-01-31'/>" TAIL,
		&policy, &error));
	assert_int_equal(policy.rule_count, 2);
	assert_string_equal(policy.rules[0].id, "A-1");
	assert_string_equal(policy.rules[0].level, "MUST NOT");
	assert_int_equal(policy.rules[0].rating, RATING_HIGH);
	assert_int_equal(policy.rules[0].certainty, CERTAINTY_CONFIRMED);
	assert_string_equal(
		rule_parameter(&policy.rules[0], "versions"), "1.0");
	assert_string_equal(policy.rules[0].fix, "Off.");
	assert_null(policy.rules[1].check);
	assert_string_equal(policy.rules[1].reason, "nobody looks");
	assert_int_equal(policy.exception_count, 1);
	assert_int_equal(policy.exceptions[0].port, 993);
	assert_int_equal(strlen(policy.digest), 64);
	arena_free(arena);
}

/* What is wrong is named. */
static void test_refused(void **state)
{
	static const struct {
		const char *xml;
		const char *said;
	} cases[] = {
		{HEAD TAIL, "p.xml:1"},
		{"<policy/>", "p.xml:1"},
		{HEAD RULE RULE TAIL, "p.xml:1"},
		{HEAD "\n" UNSEEN "<exception rule='A-3' reason='r' "
		      "until='2027-01-31'/>" TAIL,
			"no rule \"A-3\""},
		{HEAD UNSEEN "<exception rule='A-2' reason='for ever'/>" TAIL,
			"needs a day in until"},
		{HEAD "<rule id='A-1' level='MUST' " BARE "/>" TAIL,
			"has no check"},
		{HEAD "<rule id='A-1' level='PERHAPS' " BARE "check='x'/>" TAIL,
			"PERHAPS"},
		{"<!DOCTYPE policy [<!ENTITY e 'x'>]>" HEAD RULE TAIL, "p.xml"},
		{"not XML", "p.xml:1"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena *arena = arena_new();
		struct problem error = {0};
		struct policy policy;

		assert_false(read_text(arena, cases[i].xml, &policy, &error));
		assert_int_equal(error.kind, PROBLEM_DATA);
		if (!strstr(problem_say(arena, &error), cases[i].said))
			fail_msg("%s: %s", cases[i].said,
				problem_say(arena, &error));
		arena_free(arena);
	}
}

/* All rules are held against all endpoints. */
static void test_size(void **state)
{
	static const char head[] = HEAD RULE, tail[] = TAIL;
	size_t length = 256 * 1024;
	struct arena *arena = arena_new();
	char *xml = arena_alloc(arena, length + 2);
	struct problem error = {0};
	struct policy policy;

	(void)state;
	memset(xml, ' ', length + 1);
	memcpy(xml, head, sizeof(head) - 1);
	memcpy(xml + length - strlen(tail), tail, strlen(tail));
	xml[length] = '\0';
	assert_true(read_text(arena, xml, &policy, &error));
	xml[length] = '\n';
	assert_false(read_text(arena, xml, &policy, &error));
	assert_non_null(strstr(error.text, "larger than 256 KiB"));
	arena_free(arena);
}

/* What the reader cannot know: which checks there are, and what they take. */
static void test_problems(void **state)
{
	static const struct {
		const char *check;
		struct rule_parameter parameters[2];
		size_t count;
		const char *said;
	} cases[] = {
		{"tls-version-refused", {{"versions", "1.0"}}, 1, NULL},
		{"tls-version-refused", {{NULL, NULL}}, 0,
			"requires the parameter versions"},
		{"tls-version-refused", {{"versions", "1.0"}, {"x", "y"}}, 2,
			"has no parameter x"},
		{"no-such-check", {{NULL, NULL}}, 0, "has no check"},
		{"line-length", {{"octets", "many"}}, 1, "whole number"},
		{"line-length", {{"octets", "512"}}, 1, NULL},
		{"offers-refused", {{"offers", "suites-rsa"}}, 1, NULL},
		{"offers-refused", {{"offers", "suites-rsa suites-of-gold"}}, 1,
			"no offer named suites-of-gold"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena *arena = arena_new();
		struct rule rule = {.check = cases[i].check,
			.parameters = cases[i].parameters,
			.parameter_count = cases[i].count};
		const char *problem = rule_check_problem(arena, &rule);

		if (!cases[i].said)
			assert_null(problem);
		else if (!problem || !strstr(problem, cases[i].said))
			fail_msg("%s: %s", cases[i].said,
				problem ? problem : "no problem");
		arena_free(arena);
	}
}

/* Every rule of the collection stands in some policy; its number is never
 * used again. */
static const struct area {
	const char *name;
	unsigned count;
} areas[] = {
	{"AUTH", 11},
	{"CAPA", 10},
	{"CERT", 26},
	{"CIPH", 22},
	{"CONF", 12},
	{"DNS", 14},
	{"EXT", 18},
	{"GREET", 10},
	{"ID", 8},
	{"KEX", 12},
	{"MODE", 18},
	{"POL", 6},
	{"SIG", 5},
	{"STLS", 12},
	{"VER", 17},
};

static bool any_has(const struct policy *policies, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < policies[i].rule_count; k++)
			if (strcmp(policies[i].rules[k].id, id) == 0)
				return true;
	return false;
}

static void check_built_in(struct arena *arena, const struct policy *policy)
{
	assert_string_equal(policy->place, "built in");
	assert_non_null(policy->edition);
	for (size_t i = 0; i < policy->rule_count; i++) {
		const char *problem =
			rule_check_problem(arena, &policy->rules[i]);

		if (problem)
			fail_msg("%s: %s: %s", policy->name,
				policy->rules[i].id, problem);
		assert_non_null(policy->rules[i].explanation);
	}
}

static void test_built_in(void **state)
{
	struct arena *arena = arena_new();
	struct policy policies[32];
	const char **names = policy_names(arena);
	size_t count = 0, rules = 0;

	(void)state;
	for (; *names; names++) {
		struct problem error = {0};

		assert_true(count < COUNT_OF(policies));
		if (!policy_find(arena, *names, &policies[count], &error))
			fail_msg("%s", problem_say(arena, &error));
		assert_string_equal(policies[count].name, *names);
		check_built_in(arena, &policies[count++]);
	}
	for (size_t i = 0; i < COUNT_OF(areas); i++)
		for (unsigned n = 1; n <= areas[i].count; n++, rules++) {
			const char *id = arena_printf(
				arena, "%s-%03u", areas[i].name, n);

			if (!any_has(policies, count, id))
				fail_msg("%s stands in no policy", id);
		}
	assert_int_equal(rules, 201);
	arena_free(arena);
}

/* Judges one endpoint that takes TLS 1.0 by a policy of rule A-1. */
static const struct finding *judge_by(
	struct run *run, const char *exceptions, struct report_policy *used)
{
	struct problem error = {0};
	struct policy *policy = arena_alloc(run->arena, sizeof(*policy));
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct endpoint_facts *facts = &endpoint->facts;
	const char *xml = arena_printf(
		run->arena, "%s%s%s", HEAD RULE UNSEEN, exceptions, TAIL);

	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->tls_offered == TLS_BIT(TLS_1_0)) {
			facts->probes[i]->tls.alert_count = 0;
			complete(endpoint, facts->probes[i], TLS_1_0);
		}
	if (!read_text(run->arena, xml, policy, &error))
		fail_msg("%s", problem_say(run->arena, &error));
	*used = (struct report_policy){.policy = policy};
	run->report.policies = used;
	run->report.policy_count = 1;
	drop_settle(facts);
	judge_endpoint(endpoint, &run->context);
	rules_judge(&run->report, &run->context);
	report_conclude(&run->report);
	return &endpoint->findings[endpoint->finding_count - 2];
}

static void test_findings(void **state)
{
	struct run *run = run_new();
	struct report_policy used;
	const struct finding *finding = judge_by(run, "", &used);

	(void)state;
	assert_string_equal(finding->check, "A-1");
	assert_int_equal(finding->status, VERDICT_FAIL);
	assert_int_equal(finding->severity, SEVERITY_ERROR);
	assert_string_equal(finding->observed, "TLS 1.0 accepted");
	assert_string_equal(finding->remedy, "Off.");
	assert_string_equal(finding->reference, "RFC 8996 section 4");
	/* Nobody can look: told, counted, and no obstacle. */
	assert_int_equal(finding[1].status, VERDICT_NOT_TESTED);
	assert_true(finding[1].unobservable);
	assert_string_equal(finding[1].observed, "nobody looks");
	assert_int_equal(used.counts[VERDICT_FAIL], 1);
	assert_int_equal(used.counts[VERDICT_NOT_TESTED], 1);
	assert_int_equal(run->report.verdict, VERDICT_FAIL);
	run_free(run);
}

/* A remedy for what a rule forbids would accuse where nothing was heard. */
static void test_untested_remedy(void **state)
{
	struct run *run = run_new();
	struct problem error = {0};
	struct policy policy;
	struct report_policy used = {.policy = &policy};
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct endpoint_facts *facts = &endpoint->facts;
	const struct finding *finding;

	(void)state;
	for (size_t i = 0; i < facts->probe_count; i++)
		facts->probes[i]->tls.revocation =
			(struct revocation_facts){.status = REVOCATION_UNHEARD,
				.detail = "the responder is silent"};
	assert_true(read_text(run->arena, HEAD REVOKED TAIL, &policy, &error));
	run->report.policies = &used;
	run->report.policy_count = 1;
	rules_judge(&run->report, &run->context);
	finding = &endpoint->findings[endpoint->finding_count - 1];
	assert_int_equal(finding->status, VERDICT_NOT_TESTED);
	assert_non_null(strstr(finding->observed, "the responder is silent"));
	assert_null(finding->remedy);
	run_free(run);
}

/* NOW is 2026-02-16. */
static void test_exceptions(void **state)
{
	static const struct {
		const char *exception;
		enum verdict status;
		bool suppressed;
		const char *told; /* in the explanation or the reason */
	} cases[] = {
		{"<exception rule='A-1' reason='a scanner' "
		 "until='2026-02-16'/>",
			VERDICT_FAIL, true, "a scanner (until 2026-02-16)"},
		{"<exception rule='A-1' reason='a scanner' "
		 "until='2026-02-15'/>",
			VERDICT_FAIL, false, "ended on 2026-02-15"},
		{"<exception rule='*' host='*.example.com' "
		 "service='imap' port='993' reason='a scanner' "
		 "until='2027-01-01'/>",
			VERDICT_FAIL, true, "a scanner"},
		{"<exception rule='A-1' host='*.example.org' "
		 "reason='a scanner' until='2027-01-01'/>",
			VERDICT_FAIL, false, NULL},
		{"<exception rule='A-1' service='pop3' "
		 "reason='a scanner' until='2027-01-01'/>",
			VERDICT_FAIL, false, NULL},
		{"<exception rule='A-1' level='SHOULD NOT' "
		 "reason='old printers'/>",
			VERDICT_WARNING, false,
			"An exception makes this rule SHOULD NOT instead of "
			"MUST NOT (reason: old printers)."},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct run *run = run_new();
		struct report_policy used;
		const struct finding *finding =
			judge_by(run, cases[i].exception, &used);
		const char *words = finding->suppressed ? finding->suppressed
							: finding->explanation;

		assert_int_equal(finding->status, cases[i].status);
		assert_int_equal(
			finding->suppressed != NULL, cases[i].suppressed);
		if (cases[i].told && !strstr(words, cases[i].told))
			fail_msg("%s: %s", cases[i].told, words);
		if (cases[i].suppressed)
			assert_int_not_equal(run->report.verdict, VERDICT_FAIL);
		run_free(run);
	}
}

static void add_all_policies(struct run *run)
{
	const char **names = policy_names(run->arena);

	run->report.policies =
		arena_alloc(run->arena, 32 * sizeof(*run->report.policies));
	for (; *names; names++) {
		struct policy *policy =
			arena_alloc(run->arena, sizeof(*policy));
		struct problem error;

		assert_true(policy_find(run->arena, *names, policy, &error));
		run->report.policies[run->report.policy_count++] =
			(struct report_policy){.policy = policy};
	}
}

/* Where nothing was reached, no rule about the server is kept; only those of
 * the settings themselves, of this program, and that the name has an address.
 */
static void test_unreached(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);

	(void)state;
	add_all_policies(run);
	drop_settle(&endpoint->facts);
	judge_endpoint(endpoint, &run->context);
	rules_judge(&run->report, &run->context);
	assert_true(endpoint->finding_count > 150);
	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];

		assert_non_null(finding->observed);
		assert_non_null(finding->summary);
		if (!finding->policy || finding->status != VERDICT_PASS)
			continue;
		if (strncmp(finding->rule->check, "client-", 7) != 0 &&
			strcmp(finding->rule->check, "host-resolves") != 0 &&
			strcmp(finding->rule->check, "host-refused") != 0 &&
			strcmp(finding->rule->check, "port-refused") != 0)
			fail_msg("%s of %s is kept by a server that nobody "
				 "reached: %s",
				finding->check, finding->policy,
				finding->observed);
	}
	run_free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_problems),
		cmocka_unit_test(test_built_in),
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_untested_remedy),
		cmocka_unit_test(test_exceptions),
		cmocka_unit_test(test_unreached),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
