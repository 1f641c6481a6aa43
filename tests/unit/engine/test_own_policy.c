/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A policy of one's own: written, read back, it is kept by what it was made of,
 * and broken by what has changed since. */
#include "tests/unit/unit.h"

#include "checks/judge.h"
#include "checks/rules/judge.h"
#include "checks/rules/problem.h"
#include "checks/rules/rule.h"
#include "engine/own_policy.h"
#include "evidence/closed/drop.h"
#include "settings/library/policy.h"
#include "tests/unit/causes/diagnose_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes the policy, writes it and reads it back. */
static struct policy make(struct run *run)
{
	struct policy made, read;
	struct problem error = {0};
	char *text;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	run->report.started_s = NOW;
	made = own_policy(run->arena, &run->report);
	policy_write(stream, run->arena, &made);
	assert_int_equal(fclose(stream), 0);
	if (!policy_read(run->arena, "own.xml",
		    (struct octets){(unsigned char *)text, length}, &read,
		    &error))
		fail_msg("%s\n%s", problem_say(run->arena, &error), text);
	free(text);
	assert_int_equal(made.rule_count, read.rule_count);
	for (size_t i = 0; i < read.rule_count; i++) {
		assert_null(rule_check_problem(run->arena, &read.rules[i]));
		assert_string_equal(made.rules[i].title, read.rules[i].title);
		assert_string_equal(made.rules[i].host, read.rules[i].host);
		assert_int_equal(made.rules[i].port, read.rules[i].port);
		assert_int_equal(made.rules[i].modes, read.rules[i].modes);
		assert_int_equal(
			made.rules[i].services, read.rules[i].services);
	}
	return read;
}

static struct report_policy judge(struct run *run, const struct policy *policy)
{
	struct report_policy used = {.policy = policy};

	run->report.policies = &used;
	run->report.policy_count = 1;
	for (size_t i = 0; i < run->report.endpoint_count; i++)
		judge_endpoint(&run->report.endpoints[i], &run->context);
	rules_judge(&run->report, &run->context);
	run->report.policies = NULL;
	run->report.policy_count = 0;
	return used;
}

static void show_certificate(
	struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->issuer = octets("CN=Known \"CA\" <1>,O=A&B,C=US");
	leaf->key = "RSA";
	leaf->key_bits = 2048;
}

static struct run *three_servers(void)
{
	struct run *run = run_new();

	good(run, IMAP, IMPLICIT, HOST);
	good(run, POP3, EXPLICIT, HOST);
	good(run, SMTP, EXPLICIT, "smtp.example.com");
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		struct endpoint_report *endpoint = &run->report.endpoints[i];

		each_leaf(endpoint, show_certificate);
		drop_settle(&endpoint->facts);
		judge_endpoint(endpoint, &run->context);
	}
	return run;
}

static const struct rule *find(const struct policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (strcmp(policy->rules[i].id, id) == 0)
			return &policy->rules[i];
	fail_msg("no rule %s", id);
	return NULL;
}

static void test_kept(void **state)
{
	struct run *run = three_servers();
	struct policy policy = make(run);
	struct report_policy used = judge(run, &policy);

	(void)state;
	assert_string_equal(
		rule_parameter(find(&policy, "1-imap-993-issuer"), "issuer"),
		"CN=Known \"CA\" <1>,O=A&B,C=US");
	assert_string_equal(
		rule_parameter(find(&policy, "2-pop3-110-key-bits"), "rsa"),
		"2048");
	assert_string_equal(find(&policy, "1-imap-993-tls-1.0")->check,
		"tls-version-refused");
	assert_string_equal(find(&policy, "1-imap-993-tls-1.3")->check,
		"tls-version-accepted");
	find(&policy, "1-imap-993-mechanisms");
	find(&policy, "2-pop3-110-starttls");
	find(&policy, "3-smtp-587-name");
	/* Each rule is owed by its own endpoint, once, and kept. */
	assert_int_equal(used.counts[VERDICT_PASS], policy.rule_count);
	for (int v = 0; v < VERDICT_COUNT; v++)
		if (v != VERDICT_PASS)
			assert_int_equal(used.counts[v], 0);
	run_free(run);
}

static void change_issuer(struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->issuer = octets("CN=Another,C=US");
}

static const char *status_of(const struct run *run, const char *id)
{
	const struct endpoint_report *endpoint = &run->report.endpoints[0];

	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (strcmp(endpoint->findings[i].check, id) == 0)
			return verdict_name(endpoint->findings[i].status);
	return "missing";
}

static void test_changed(void **state)
{
	struct run *run = three_servers();
	struct policy policy = make(run);
	struct endpoint_report *endpoint = &run->report.endpoints[0];

	(void)state;
	each_leaf(endpoint, change_issuer);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		probe->protected.mechanism_count = 0;
		if (probe->tls_offered == TLS_BIT(TLS_1_0)) {
			probe->tls.alert_count = 0;
			complete(endpoint, probe, TLS_1_0);
		}
	}
	drop_settle(&endpoint->facts);
	judge(run, &policy);
	assert_string_equal(status_of(run, "1-imap-993-issuer"), "fail");
	assert_string_equal(status_of(run, "1-imap-993-mechanisms"), "fail");
	assert_string_equal(status_of(run, "1-imap-993-tls-1.0"), "fail");
	assert_string_equal(status_of(run, "1-imap-993-tls-1.3"), "pass");
	run_free(run);
}

/* Words that would not be read back as they are, or are no names at all, are
 * not demanded. */
static void test_hostile(void **state)
{
	struct run *run = three_servers();
	struct endpoint_report *endpoint = &run->report.endpoints[0];
	struct policy policy;
	const char *names;

	(void)state;
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		if (!probe->protected.seen)
			continue;
		add_item(probe, &probe->protected, "<script>\"&");
		add_item(probe, &probe->protected, "\x1b[31m");
		add_item(probe, &probe->protected, "caf\xe9");
	}
	policy = make(run);
	names = rule_parameter(
		find(&policy, "1-imap-993-capabilities"), "names");
	assert_non_null(strstr(names, "<script>\"&"));
	assert_null(strstr(names, "[31m"));
	assert_null(strstr(names, "caf"));
	assert_int_equal(
		judge(run, &policy).counts[VERDICT_PASS], policy.rule_count);
	run_free(run);
}

/* What was not seen is not demanded. */
static void test_unseen(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);

	(void)state;
	drop_settle(&endpoint->facts);
	assert_int_equal(own_policy(run->arena, &run->report).rule_count, 0);
	run_free(run);
}

/* A rule for a host or a port is owed by no other. */
static void test_addressed(void **state)
{
	static const struct {
		const char *attributes;
		size_t owed;
	} cases[] = {
		{"", 3},
		{"host='mail.example.com'", 2},
		{"host='MAIL.example.com' port='993'", 1},
		{"host='*.example.com'", 3},
		{"port='587'", 1},
		{"host='mail.example.org'", 0},
		{"services='imap' port='110'", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct run *run = three_servers();
		struct problem error = {0};
		struct policy policy;
		struct report_policy used;
		const char *xml = arena_printf(run->arena,
			"<policy xmlns='urn:mailsonde:policy:1' name='x' "
			"title='X'><rule id='A-1' level='MUST' title='t' "
			"reference='r' rating='low' certainty='confirmed' "
			"not-observed='nobody looks' %s/></policy>",
			cases[i].attributes);

		if (!policy_read(
			    run->arena, "p.xml", octets(xml), &policy, &error))
			fail_msg("%s", problem_say(run->arena, &error));
		used = judge(run, &policy);
		assert_int_equal(
			used.counts[VERDICT_NOT_TESTED], cases[i].owed);
		run_free(run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_unseen),
		cmocka_unit_test(test_addressed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
