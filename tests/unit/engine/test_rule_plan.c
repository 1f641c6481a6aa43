/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which questions of rules are put to an endpoint, and when no more are. */
#include "tests/unit/unit.h"

#include "engine/plan/rule_plan.h"
#include "evidence/closed/drop.h"
#include "evidence/offered/offer.h"
#include "evidence/version.h"
#include "tests/unit/causes/diagnose_run.h"

#include <stdio.h>
#include <string.h>

#define ALL TLS_PROBED
#define OLD (TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1))
#define MODERN (TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3))

static struct endpoint_report *fine(
	struct run *run, enum service service, enum tls_mode mode)
{
	struct endpoint_report *endpoint = good(run, service, mode, HOST);

	endpoint->facts.versions_asked = ALL;
	return endpoint;
}

static void expect_obstacle(const struct endpoint_report *endpoint,
	const char *offer, size_t addresses, enum unasked wanted)
{
	enum unasked got = rule_plan_obstacle(&endpoint->facts,
		offer_find(offer), RULE_WISH_ANSWER, addresses);

	if (got != wanted)
		fail_msg("%s: %s, not %s", offer, unasked_name(got),
			unasked_name(wanted));
}

/* What fits service and mode is asked, and nothing else. */
static void test_steps(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;

	(void)state;
	endpoint = fine(run, SMTP, IMPLICIT);
	expect_obstacle(endpoint, "suites-rsa", 1, UNASKED_NONE);
	expect_obstacle(endpoint, "resume-1.3", 1, UNASKED_NONE);
	expect_obstacle(endpoint, "renegotiation", 1, UNASKED_NONE);
	expect_obstacle(endpoint, "act-mail-no-login", 1, UNASKED_NONE);
	expect_obstacle(endpoint, "act-mail-clear", 1, UNASKED_NO_STEP);
	expect_obstacle(endpoint, "act-pipelined", 1, UNASKED_NO_STEP);
	expect_obstacle(endpoint, "act-unknown-command", 1, UNASKED_NO_STEP);
	expect_obstacle(endpoint, "alpn-service", 1, UNASKED_NO_STEP);
	expect_obstacle(endpoint, "addresses", 1, UNASKED_ONE_ADDRESS);
	expect_obstacle(endpoint, "addresses", 2, UNASKED_NONE);
	endpoint = fine(run, SMTP, EXPLICIT);
	expect_obstacle(endpoint, "act-mail-clear", 1, UNASKED_NONE);
	expect_obstacle(endpoint, "act-pipelined", 1, UNASKED_NONE);
	endpoint = fine(run, POP3, EXPLICIT);
	expect_obstacle(endpoint, "act-unknown-command", 1, UNASKED_NONE);
	expect_obstacle(endpoint, "alpn-service", 1, UNASKED_NONE);
	run_free(run);
}

/* A server that nobody came through to, or that has had enough, is left in
 * peace. */
static void test_peace(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;

	(void)state;
	endpoint = bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
	expect_obstacle(endpoint, "suites-rsa", 1, UNASKED_UNREACHED);
	endpoint = fine(run, IMAP, IMPLICIT);
	endpoint->facts.probes[1]->tls = (struct tls_facts){0};
	endpoint->facts.probes[1]->status = ST_THROTTLED;
	expect_obstacle(endpoint, "suites-rsa", 1, UNASKED_STOPPED);
	run_free(run);
}

/* Only versions that the run is about, and that the server does not refuse. */
static void test_versions(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;

	(void)state;
	/* TLS 1.0 and 1.1 are refused by all that are in order. */
	endpoint = fine(run, IMAP, IMPLICIT);
	assert_int_equal(
		rule_plan_versions(&endpoint->facts, offer_find("suites-rsa")),
		TLS_BIT(TLS_1_2));
	assert_int_equal(
		rule_plan_versions(&endpoint->facts, offer_find("group-x448")),
		MODERN);
	/* What was refused with the usual suites may be taken with others. */
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		if (endpoint->facts.probes[i]->tls.alert_count)
			endpoint->facts.probes[i]->tls.alerts[0].code = 40;
	assert_int_equal(
		rule_plan_versions(&endpoint->facts, offer_find("suites-rsa")),
		OLD | TLS_BIT(TLS_1_2));
	endpoint->facts.versions_asked = TLS_BIT(TLS_1_3);
	assert_int_equal(
		rule_plan_versions(&endpoint->facts, offer_find("group-x448")),
		TLS_BIT(TLS_1_3));
	expect_obstacle(endpoint, "suites-rsa", 1, UNASKED_VERSIONS);
	expect_obstacle(endpoint, "suite-1301", 1, UNASKED_NONE);
	run_free(run);
}

/* What the ordinary connections showed costs no other one. */
static void test_known(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;

	(void)state;
	endpoint = fine(run, IMAP, IMPLICIT);
	expect_obstacle(endpoint, "keys-again", 1, UNASKED_NONE);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		snprintf(endpoint->facts.probes[i]->tls.server_key,
			sizeof(endpoint->facts.probes[i]->tls.server_key),
			"%02zx", i);
	expect_obstacle(endpoint, "keys-again", 1, UNASKED_KNOWN);
	run_free(run);
}

static struct probe_facts *ended(struct endpoint_report *endpoint,
	const char *offer, bool hello, enum status status)
{
	struct probe_facts *probe = add_rule_probe(endpoint, offer);

	connect_probe(probe);
	probe->tls.started = hello;
	probe->status = status;
	drop_settle(&endpoint->facts);
	return probe;
}

static void test_stops(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;
	const struct endpoint_facts *facts;
	struct probe_facts *probe;

	(void)state;
	endpoint = fine(run, IMAP, IMPLICIT);
	facts = &endpoint->facts;
	assert_true(rule_plan_stops(
		facts, ended(endpoint, "suites-rsa", false, ST_THROTTLED)));
	assert_true(rule_plan_stops(
		facts, ended(endpoint, "suites-rsa", false, ST_CONN_REFUSED)));
	/* One may be lost, not two. */
	assert_false(rule_plan_stops(
		facts, ended(endpoint, "suites-rsa", false, ST_RESET)));
	assert_false(rule_plan_stops(
		facts, ended(endpoint, "suites-3des", true, ST_RESET)));
	assert_true(rule_plan_stops(
		facts, ended(endpoint, "suites-3des", false, ST_EOF)));
	/* Who hangs up for what was said wants no peace. */
	probe = ended(endpoint, "act-mail-clear", false, ST_THROTTLED);
	probe->act.said = true;
	assert_false(rule_plan_stops(facts, probe));
	run_free(run);
}

/* A drop is a refusal once it came twice and something went through later. */
static void test_drops(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;
	struct endpoint_facts *facts;
	struct probe_facts *first, *second, *later;

	(void)state;
	endpoint = fine(run, IMAP, IMPLICIT);
	facts = &endpoint->facts;
	first = ended(endpoint, "suites-rsa", true, ST_RESET);
	assert_int_equal(first->outcome, OUTCOME_FAILED);
	assert_true(rule_plan_again(facts, first));
	assert_false(rule_plan_wants_control(facts));
	second = ended(endpoint, "suites-rsa", true, ST_RESET);
	assert_false(rule_plan_again(facts, second));
	assert_int_equal(second->outcome, OUTCOME_FAILED);
	assert_true(rule_plan_wants_control(facts));
	later = add_rule_probe(endpoint, "control");
	complete(endpoint, later, TLS_1_3);
	drop_settle(facts);
	assert_int_equal(first->outcome, OUTCOME_REFUSED);
	assert_int_equal(second->outcome, OUTCOME_REFUSED);
	assert_false(rule_plan_wants_control(facts));
	assert_ptr_equal(offer_probe(facts, OFFER_SUITES_RSA), second);
	run_free(run);
}

/* Rules' connections say nothing about what everybody is asked. */
static void test_apart(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;

	(void)state;
	endpoint = fine(run, IMAP, IMPLICIT);
	for (int i = 0; i < 2; i++)
		ended(endpoint, "suites-rsa", true, ST_RESET)->tls_offered =
			TLS_BIT(TLS_1_2);
	assert_int_equal(version_result(&endpoint->facts, TLS_1_2, NULL),
		VERSION_ACCEPTED);
	assert_false(drop_at_random(&endpoint->facts));
	run_free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_peace),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_stops),
		cmocka_unit_test(test_drops),
		cmocka_unit_test(test_apart),
	};

	return cmocka_run_group_tests_name("rule plan", tests, NULL, NULL);
}
