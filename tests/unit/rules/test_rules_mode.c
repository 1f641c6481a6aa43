/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the mode, on endpoints of one host, on the settings, and bundles. */
#include "tests/unit/unit.h"

#include "checks/judge.h"
#include "checks/rules/judge.h"
#include "evidence/closed/drop.h"
#include "tests/unit/rules/rule_run.h"

#include <string.h>

static struct endpoint_report *first(struct run *run)
{
	return &run->report.endpoints[0];
}

static void explicit_alone(struct run *run)
{
	good(run, IMAP, EXPLICIT, HOST);
}

static void implicit_alone(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
}

static void both(struct run *run)
{
	explicit_alone(run);
	good(run, IMAP, IMPLICIT, HOST);
}

static void of_other_hosts(struct run *run)
{
	explicit_alone(run);
	good(run, IMAP, IMPLICIT, "imap.example.org");
}

static void implicit_closed(struct run *run)
{
	explicit_alone(run);
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void explicit_closed(struct run *run)
{
	implicit_alone(run);
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void implicit_silent(struct run *run)
{
	explicit_alone(run);
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

/* A port that puts off says nothing of what it speaks. */
static void implicit_busy(struct run *run)
{
	good(run, IMAP, EXPLICIT, HOST);
	bad(run, IMAP, IMPLICIT, HOST, STAGE_GREETING, ST_THROTTLED);
}

static void implicit_interrupted(struct run *run)
{
	good(run, IMAP, EXPLICIT, HOST);
	bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_CANCELLED);
}

static void implicit_is_clear(struct run *run)
{
	good(run, IMAP, EXPLICIT, HOST);
	bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_NOT_TLS);
}

static void unreached(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static void unreached_implicit(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static void both_closed(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void set_rev2(struct run *run)
{
	struct endpoint_facts *facts = &first(run)->facts;

	for (size_t i = 0; i < facts->probe_count; i++)
		facts->probes[i]->protected.imap4rev2 = true;
}

static void rev2_closed(struct run *run)
{
	implicit_closed(run);
	set_rev2(run);
}

static void rev2_open(struct run *run)
{
	both(run);
	set_rev2(run);
}

static void no_starttls(struct run *run)
{
	struct endpoint_facts *facts;

	explicit_alone(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		facts->probes[i]->cleartext.seen = true;
		facts->probes[i]->cleartext.starttls = false;
	}
}

static void masked(struct run *run)
{
	no_starttls(run);
	first(run)->facts.probes[0]->cleartext.masked = true;
}

static void still_inside(struct run *run)
{
	explicit_alone(run);
	best(first(run))->protected.starttls = true;
}

static void starttls_fails(struct run *run)
{
	struct endpoint_facts *facts;

	bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		facts->probes[i]->cleartext.seen = true;
		facts->probes[i]->cleartext.starttls = true;
		facts->probes[i]->starttls_sent = true;
	}
}

static void speaks_clear(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_NOT_TLS);
	best(first(run))->unexpected = octets("* OK ready");
}

static void closes(struct run *run, enum peer_close how)
{
	struct endpoint_facts *facts;

	implicit_alone(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++)
		facts->probes[i]->peer_close = how;
}

static void closes_well(struct run *run)
{
	closes(run, CLOSE_NOTIFY);
}

static void closes_badly(struct run *run)
{
	closes(run, CLOSE_RESET);
}

static void preauth(struct run *run)
{
	explicit_alone(run);
	best(first(run))->greeting.preauth = true;
}

static void other_certificate(struct run *run)
{
	struct endpoint_report *other;

	both(run);
	other = &run->report.endpoints[1];
	for (size_t i = 0; i < other->facts.probe_count; i++)
		if (other->facts.probes[i]->tls.chain_count)
			memcpy(other->facts.probes[i]->tls.chain[0].sha256,
				"other", sizeof("other"));
}

static void no_name(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_RESOLVE, ST_NO_NAME);
}

static void refused(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void wrong_service(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_WRONG_SERVICE);
}

static void old_settings(struct run *run)
{
	implicit_alone(run);
	expected(first(run))->tls[TLS_1_0].demand = DEMAND_ALLOWED;
}

static void sparse_settings(struct run *run)
{
	implicit_alone(run);
	expected(first(run))->tls[TLS_1_3].demand = DEMAND_NONE;
}

static void port_25(struct run *run)
{
	set_port(good(run, SMTP, EXPLICIT, HOST), 25);
}

static void legacy(struct run *run)
{
	good(run, IMAP, IMPLICIT, "imap-legacy.office365.com");
}

#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}
#define PORT                                                                   \
	{                                                                      \
		{                                                              \
			"ports", "24 25"                                       \
		}                                                              \
	}
#define HOSTS                                                                  \
	{                                                                      \
		{                                                              \
			"hosts", "pop-legacy.office365.com "                   \
				 "imap-legacy.office365.com"                   \
		}                                                              \
	}
#define RULES                                                                  \
	{                                                                      \
		{                                                              \
			"rules", "A-1 A-2"                                     \
		}                                                              \
	}

static const struct rule_case mode_cases[] = {
	{"implicit too", "implicit-tls-offered", NONE, both, RULING_HOLDS,
		"port 993"},
	{"implicit closed", "implicit-tls-offered", NONE, implicit_closed,
		RULING_BROKEN, "does not offer it"},
	{"implicit busy", "implicit-tls-offered", NONE, implicit_busy,
		RULING_NOT_TESTED, NULL},
	{"implicit interrupted", "implicit-tls-offered", NONE,
		implicit_interrupted, RULING_NOT_TESTED, NULL},
	{"implicit in clear", "implicit-tls-offered", NONE, implicit_is_clear,
		RULING_BROKEN, "does not offer it"},
	{"implicit silent", "implicit-tls-offered", NONE, implicit_silent,
		RULING_NOT_TESTED, NULL},
	{"another host's", "implicit-tls-offered", NONE, of_other_hosts,
		RULING_UNOBSERVABLE, "no port"},
	{"itself", "implicit-tls-offered", NONE, implicit_alone, RULING_HOLDS,
		"port 993"},
	{"explicit too", "explicit-tls-offered", NONE, both, RULING_HOLDS,
		"port 143"},
	{"explicit closed", "explicit-tls-offered", NONE, explicit_closed,
		RULING_BROKEN, "does not"},
	{"explicit unknown", "explicit-tls-offered", NONE, implicit_alone,
		RULING_UNOBSERVABLE, "no port"},
	{"some way", "tls-available", NONE, implicit_closed, RULING_HOLDS,
		"port 143"},
	{"no way", "tls-available", NONE, both_closed, RULING_BROKEN,
		"does not"},
	{"way unknown", "tls-available", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"rev1", "imap4rev2-implicit", NONE, implicit_closed, RULING_HOLDS,
		"not advertised"},
	{"rev2", "imap4rev2-implicit", NONE, rev2_open, RULING_HOLDS,
		"port 993"},
	{"rev2 closed", "imap4rev2-implicit", NONE, rev2_closed, RULING_BROKEN,
		"does not"},
	{"rev2 unknown", "imap4rev2-implicit", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"STARTTLS", "starttls-offered", NONE, explicit_alone, RULING_HOLDS,
		"offered"},
	{"no STARTTLS", "starttls-offered", NONE, no_starttls, RULING_BROKEN,
		"not offered"},
	{"STARTTLS unknown", "starttls-offered", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"STLS", "stls-listed", NONE, explicit_alone, RULING_HOLDS, "listed"},
	{"no STLS", "stls-listed", NONE, no_starttls, RULING_BROKEN,
		"not listed"},
	{"STLS unknown", "stls-listed", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"gone inside", "starttls-gone-inside", NONE, explicit_alone,
		RULING_HOLDS, "not offered"},
	{"still inside", "starttls-gone-inside", NONE, still_inside,
		RULING_BROKEN, "still"},
	{"inside unknown", "starttls-gone-inside", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"works", "starttls-works", NONE, explicit_alone, RULING_HOLDS,
		"led to TLS"},
	{"works not", "starttls-works", NONE, starttls_fails, RULING_BROKEN,
		"offered, but it fails"},
	{"working unknown", "starttls-works", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"not stripped", "starttls-not-stripped", NONE, explicit_alone,
		RULING_HOLDS, "offered"},
	{"stripped", "starttls-not-stripped", NONE, masked, RULING_BROKEN,
		"overwritten"},
	{"missing", "starttls-not-stripped", NONE, no_starttls, RULING_BROKEN,
		"missing"},
	{"stripping unknown", "starttls-not-stripped", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"TLS alone", "only-tls", NONE, implicit_alone, RULING_HOLDS,
		"only TLS"},
	{"clear text", "only-tls", NONE, speaks_clear, RULING_BROKEN,
		"* OK ready"},
	{"TLS unknown", "only-tls", NONE, unreached_implicit, RULING_NOT_TESTED,
		NULL},
	{"close_notify", "close-notify", NONE, closes_well, RULING_HOLDS,
		"sent"},
	{"reset", "close-notify", NONE, closes_badly, RULING_BROKEN, "reset"},
	{"close unknown", "close-notify", NONE, implicit_alone,
		RULING_UNOBSERVABLE, "closed the connection first"},
	{"no PREAUTH", "no-preauth", NONE, explicit_alone, RULING_HOLDS, "no"},
	{"PREAUTH", "no-preauth", NONE, preauth, RULING_BROKEN, ""},
	{"PREAUTH unknown", "no-preauth", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"alike", "ports-alike", NONE, both, RULING_HOLDS, "the same"},
	{"not alike", "ports-alike", NONE, other_certificate, RULING_BROKEN,
		"a different certificate on port 993"},
	{"nothing to compare", "ports-alike", NONE, explicit_alone,
		RULING_UNOBSERVABLE, "no other port"},
};

static const struct rule_case settings_cases[] = {
	{"implicit", "implicit-preferred", NONE, implicit_alone, RULING_HOLDS,
		"implicit"},
	{"explicit in place", "implicit-preferred", NONE, both, RULING_BROKEN,
		"port 993"},
	{"explicit alone", "implicit-preferred", NONE, explicit_alone,
		RULING_UNOBSERVABLE, "not checked"},
	{"port", "port-refused", PORT, implicit_alone, RULING_HOLDS,
		"port 993"},
	{"port 25", "port-refused", PORT, port_25, RULING_BROKEN, "port 25"},
	{"host", "host-refused", HOSTS, implicit_alone, RULING_HOLDS, HOST},
	{"legacy host", "host-refused", HOSTS, legacy, RULING_BROKEN,
		"imap-legacy"},
	{"resolves", "host-resolves", NONE, implicit_alone, RULING_HOLDS, ""},
	{"resolves not", "host-resolves", NONE, no_name, RULING_BROKEN, ""},
	{"connects", "port-connects", NONE, implicit_alone, RULING_HOLDS,
		"accepted"},
	{"connects not", "port-connects", NONE, refused, RULING_BROKEN, ""},
	{"name unknown", "port-connects", NONE, no_name, RULING_NOT_TESTED,
		NULL},
	{"starts", "implicit-tls-starts", NONE, implicit_alone, RULING_HOLDS,
		""},
	{"starts not", "implicit-tls-starts", NONE, speaks_clear, RULING_BROKEN,
		""},
	{"start unknown", "implicit-tls-starts", NONE, unreached_implicit,
		RULING_NOT_TESTED, ""},
	{"upgrades", "explicit-tls-upgrades", NONE, explicit_alone,
		RULING_HOLDS, ""},
	{"upgrades not", "explicit-tls-upgrades", NONE, starttls_fails,
		RULING_BROKEN, ""},
	{"upgrade unknown", "explicit-tls-upgrades", NONE, unreached,
		RULING_NOT_TESTED, ""},
	{"greets", "service-greets", NONE, explicit_alone, RULING_HOLDS, ""},
	{"greets not", "service-greets", NONE, wrong_service, RULING_BROKEN,
		""},
	{"greeting unknown", "service-greets", NONE, unreached,
		RULING_NOT_TESTED, ""},
	{"documented", "documented-versions", NONE, implicit_alone,
		RULING_HOLDS, "accepted"},
	{"out of date", "documented-versions", NONE, old_settings,
		RULING_BROKEN, "TLS 1.0 refused"},
	{"documented unknown", "documented-versions", NONE, unreached_implicit,
		RULING_NOT_TESTED, NULL},
	{"no more", "undocumented-versions", NONE, implicit_alone, RULING_HOLDS,
		"no other"},
	{"more", "undocumented-versions", NONE, sparse_settings, RULING_BROKEN,
		"TLS 1.3 also accepted"},
	{"more unknown", "undocumented-versions", NONE, unreached_implicit,
		RULING_NOT_TESTED, NULL},
	{"match", "settings-agree", NONE, implicit_alone, RULING_HOLDS,
		"match"},
	{"agree not", "settings-agree", NONE, speaks_clear, RULING_BROKEN, ""},
	{"name", "client-reference-name", NONE, unreached, RULING_HOLDS, HOST},
	{"session", "client-unvalidated-session", NONE, unreached, RULING_HOLDS,
		"fails"},
	{"login", "client-no-login", NONE, unreached, RULING_HOLDS,
		"sends no LOGIN"},
	{"capabilities", "client-discards-capabilities", NONE, explicit_alone,
		RULING_HOLDS, "asked again"},
	{"on PREAUTH", "client-closes-preauth", NONE, preauth, RULING_HOLDS,
		"ends the dialogue"},
	{"verified", "client-verifies-tls", NONE, unreached, RULING_HOLDS,
		"verifies"},
	{"evidence", "report-is-evidence", NONE, implicit_alone, RULING_INFO,
		"TLS 1.2, TLS 1.3"},
	{"no evidence", "report-is-evidence", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"no rules", "rules-hold", RULES, implicit_alone, RULING_UNOBSERVABLE,
		"none"},
};

static void test_modes(void **state)
{
	(void)state;
	check_rules(mode_cases, COUNT_OF(mode_cases));
	check_rule_coverage(
		mode_cases, COUNT_OF(mode_cases), rule_checks_mode, "");
	check_rule_coverage(
		mode_cases, COUNT_OF(mode_cases), rule_checks_starttls, "");
}

static void test_settings(void **state)
{
	(void)state;
	check_rules(settings_cases, COUNT_OF(settings_cases));
	/* What this program does cannot be otherwise, and what stands in the
	 * settings needs no test. */
	check_rule_coverage(settings_cases, COUNT_OF(settings_cases),
		rule_checks_settings,
		"port-refused host-refused host-resolves settings-agree");
}

/* What a bundle of A and B concludes. */
struct bundle_case {
	const char *a, *b; /* the port that each refuses; NULL: unseen; "": not
			    * tested; "-": of other services */
	enum verdict status;
	bool unobservable;
	const char *observed;
};

static const struct bundle_case bundle_cases[] = {
	{"25", "110", VERDICT_PASS, false, "met: A, B"},
	{"25", "993", VERDICT_FAIL, false, "not met: B"},
	{"25", "", VERDICT_NOT_TESTED, false, "not tested: B"},
	{"993", "", VERDICT_FAIL, false, "not met: A"},
	{"25", NULL, VERDICT_NOT_TESTED, true, "met: A; not tested: B"},
	{"25", "-", VERDICT_PASS, false, "met: A; not applicable: B"},
	{NULL, "-", VERDICT_NOT_TESTED, true, "none of these rules"},
	{"", "-", VERDICT_NOT_TESTED, false, "not tested: A"},
	{NULL, NULL, VERDICT_NOT_TESTED, true, "none of these rules"},
};

static struct rule rule_of(
	const char *id, const char *port, struct rule_parameter *parameter)
{
	struct rule rule = {.id = id,
		.level = "MUST",
		.title = "It holds",
		.reference = "a test",
		.services = ~0u,
		.modes = ~0u,
		.reason = "nobody looks"};

	if (!port)
		return rule;
	rule.check = *port ? "port-refused" : "close-notify";
	if (strcmp(port, "-") == 0)
		rule.services = 0;
	*parameter = (struct rule_parameter){"ports", port};
	rule.parameters = parameter;
	rule.parameter_count = *port ? 1 : 0;
	return rule;
}

static void check_bundle(const struct bundle_case *row)
{
	struct run *run = run_new();
	struct rule_parameter parameters[3] = {{0}};
	struct rule rules[] = {
		rule_of("A", row->a, &parameters[0]),
		rule_of("B", row->b, &parameters[1]),
		rule_of("C", "A B", &parameters[2]),
	};
	struct policy policy = {
		.name = "test", .rules = rules, .rule_count = COUNT_OF(rules)};
	struct report_policy used = {.policy = &policy};
	const struct endpoint_report *endpoint;
	const struct finding *finding;

	rules[2].check = "rules-hold";
	parameters[2].name = "rules";
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
	endpoint = &run->report.endpoints[0];
	run->report.policies = &used;
	run->report.policy_count = 1;
	drop_settle(&run->report.endpoints[0].facts);
	judge_endpoint(&run->report.endpoints[0], &run->context);
	rules_judge(&run->report, &run->context);
	finding = &endpoint->findings[endpoint->finding_count - 1];
	assert_string_equal(finding->check, "C");
	assert_non_null(strstr(finding->observed, row->observed));
	assert_int_equal(finding->status, row->status);
	assert_int_equal(finding->unobservable, row->unobservable);
	run_free(run);
}

static void test_bundles(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bundle_cases); i++)
		check_bundle(&bundle_cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_bundles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
