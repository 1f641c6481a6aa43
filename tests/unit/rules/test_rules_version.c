/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "tests/unit/rules/rule_run.h"

#include <string.h>

static void fine(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
}

static void unreached(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static struct probe_facts *probe_of(
	struct endpoint_report *endpoint, enum tls_version version)
{
	for (size_t i = 1; i < endpoint->facts.probe_count; i++)
		if (endpoint->facts.probes[i]->tls_offered == TLS_BIT(version))
			return endpoint->facts.probes[i];
	return NULL;
}

/* Takes the version after all. */
static void take(struct endpoint_report *endpoint, enum tls_version version)
{
	struct probe_facts *probe = probe_of(endpoint, version);

	probe->tls.alert_count = 0;
	probe->tls.alerts = NULL;
	complete(endpoint, probe, version);
}

static void decline(struct endpoint_report *endpoint, enum tls_version version)
{
	struct probe_facts *probe = probe_of(endpoint, version);

	probe->tls = (struct tls_facts){.started = true};
	refuse(endpoint, probe, 70);
}

static void old(struct run *run)
{
	take(good(run, IMAP, IMPLICIT, HOST), TLS_1_0);
}

static void old_and_1_1(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	take(endpoint, TLS_1_0);
	take(endpoint, TLS_1_1);
}

/* TLS 1.2 alone, chosen by the best connection as well. */
static void only_1_2(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	decline(endpoint, TLS_1_3);
	best(endpoint)->tls.version = TLS_1_2;
}

/* The usual suites are refused, and nothing is said of the version. */
static void suites_refused(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe = probe_of(endpoint, TLS_1_2);

	probe->tls = (struct tls_facts){.started = true};
	refuse(endpoint, probe, 40);
}

static struct offered_facts *heard(struct run *run, enum offered_state state)
{
	struct offered_facts *offered =
		arena_alloc(run->arena, sizeof(*offered));

	suites_refused(run);
	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		offered->versions[v].state = OFFERED_REFUSED;
	offered->versions[TLS_1_2].state = state;
	run->report.endpoints[0].facts.offered = offered;
	return offered;
}

/* As a server with suites that encrypt nothing does. */
static void other_suites_taken(struct run *run)
{
	heard(run, OFFERED_ACCEPTED);
}

static void all_suites_refused(struct run *run)
{
	heard(run, OFFERED_REFUSED);
}

static void ssl3_taken(struct run *run)
{
	heard(run, OFFERED_ACCEPTED)->versions[TLS_SSL3].state =
		OFFERED_ACCEPTED;
}

static void only_1_3(struct run *run)
{
	decline(good(run, IMAP, IMPLICIT, HOST), TLS_1_2);
}

/* 1.3 alone works, but the best connection got 1.2. */
static void not_preferred(struct run *run)
{
	best(good(run, IMAP, IMPLICIT, HOST))->tls.version = TLS_1_2;
}

static void silent_about(struct run *run, enum tls_version version)
{
	struct probe_facts *probe =
		probe_of(good(run, IMAP, IMPLICIT, HOST), version);

	probe->tls = (struct tls_facts){.started = true};
	probe->status = ST_TIMEOUT;
	probe->stage = STAGE_HANDSHAKE;
	probe->outcome = OUTCOME_FAILED;
}

static void silent_1_0(struct run *run)
{
	silent_about(run, TLS_1_0);
}

static void silent_1_3(struct run *run)
{
	silent_about(run, TLS_1_3);
	best(&run->report.endpoints[0])->tls.version = TLS_1_2;
}

static void refused_by_40(struct run *run)
{
	probe_of(good(run, IMAP, IMPLICIT, HOST), TLS_1_0)->tls.alerts[0].code =
		40;
}

static void all_taken(struct run *run)
{
	old_and_1_1(run);
}

static void with_features(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		tls->renegotiation_info = true;
		tls->extended_master_secret = true;
		tls->signature = "RSA-PSS-RSAE-SHA256";
	}
}

static void sha1_signature(struct run *run)
{
	with_features(run);
	probe_of(&run->report.endpoints[0], TLS_1_2)->tls.signature =
		"RSA-SHA1";
}

static void foreign_extension(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS);

	best(endpoint)->tls.library_name =
		"GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION";
}

static void wants_certificate(struct run *run)
{
	best(good(run, IMAP, IMPLICIT, HOST))->tls.wants_certificate = true;
}

#define V10                                                                    \
	{                                                                      \
		{                                                              \
			"versions", "1.0"                                      \
		}                                                              \
	}
#define V1011                                                                  \
	{                                                                      \
		{                                                              \
			"versions", "1.0 1.1"                                  \
		}                                                              \
	}
#define V12                                                                    \
	{                                                                      \
		{                                                              \
			"version", "1.2"                                       \
		}                                                              \
	}
#define V13                                                                    \
	{                                                                      \
		{                                                              \
			"version", "1.3"                                       \
		}                                                              \
	}
#define MODERN                                                                 \
	{                                                                      \
		{                                                              \
			"allowed", "1.2 1.3"                                   \
		}                                                              \
	}
#define GRADES                                                                 \
	{                                                                      \
		{"good", "1.3"}, {"sufficient", "1.2"},                        \
		{                                                              \
			"phase-out", "1.1"                                     \
		}                                                              \
	}
#define SHA1                                                                   \
	{                                                                      \
		{                                                              \
			"refused", "RSA-SHA1 DSA- ECDSA-SHA1"                  \
		}                                                              \
	}

static const struct rule_case cases[] = {
	{"1.0 refused", "tls-version-refused", V10, fine, RULING_HOLDS,
		"refused"},
	{"1.0 taken", "tls-version-refused", V10, old, RULING_BROKEN,
		"TLS 1.0 accepted"},
	{"both taken", "tls-version-refused", V1011, old_and_1_1, RULING_BROKEN,
		"TLS 1.0, TLS 1.1 accepted"},
	{"one of two taken", "tls-version-refused", V1011, old, RULING_BROKEN,
		"TLS 1.0 accepted"},
	{"1.0 silent", "tls-version-refused", V10, silent_1_0,
		RULING_NOT_TESTED, "no clear answer about TLS 1.0"},
	{"1.0 unreached", "tls-version-refused", V10, unreached,
		RULING_NOT_TESTED, NULL},
	{"1.2 taken", "tls-version-accepted", V12, fine, RULING_HOLDS,
		"accepted"},
	{"1.3 in place of 1.2", "tls-version-accepted", V12, only_1_3,
		RULING_INFO, "TLS 1.3 is accepted, which exceeds"},
	{"1.2 with other suites", "tls-version-accepted", V12,
		other_suites_taken, RULING_HOLDS, "accepted"},
	{"1.2 with no suite", "tls-version-accepted", V12, all_suites_refused,
		RULING_INFO, "refused"},
	{"1.2 with the usual suites alone", "tls-version-accepted", V12,
		suites_refused, RULING_NOT_TESTED, "TLS 1.2"},
	{"SSL 3 taken", "tls-version-refused", {{"versions", "SSL3"}},
		ssl3_taken, RULING_BROKEN, "SSL 3.0 accepted"},
	{"SSL 3 refused", "tls-version-refused", {{"versions", "SSL3"}},
		all_suites_refused, RULING_HOLDS, "refused"},
	{"SSL 3 not asked", "tls-version-refused", {{"versions", "SSL3"}}, fine,
		RULING_NOT_TESTED, "SSL 3.0"},
	{"SSL 3 besides the allowed", "tls-versions", {{"allowed", "1.2 1.3"}},
		ssl3_taken, RULING_BROKEN, "SSL 3.0 accepted"},
	{"1.3 refused", "tls-version-accepted", V13, only_1_2, RULING_BROKEN,
		"refused"},
	{"1.3 silent", "tls-version-accepted", V13, silent_1_3,
		RULING_NOT_TESTED, "TLS 1.3"},
	{"1.3 unreached", "tls-version-accepted", V13, unreached,
		RULING_NOT_TESTED, NULL},
	{"1.3 chosen", "tls-version-preferred", V13, fine, RULING_HOLDS,
		"TLS 1.3 chosen"},
	{"1.2 chosen", "tls-version-preferred", V13, not_preferred,
		RULING_BROKEN, "TLS 1.2 chosen"},
	{"no 1.3 to choose", "tls-version-preferred", V13, only_1_2,
		RULING_NOT_OWED, NULL},
	{"choice unreached", "tls-version-preferred", V13, unreached,
		RULING_NOT_TESTED, NULL},
	{"only modern", "tls-versions", MODERN, fine, RULING_HOLDS,
		"TLS 1.2, TLS 1.3 accepted"},
	{"not only modern", "tls-versions", MODERN, old, RULING_BROKEN,
		"TLS 1.0 accepted"},
	{"modern, 1.0 silent", "tls-versions", MODERN, silent_1_0,
		RULING_NOT_TESTED, "TLS 1.0"},
	{"modern unreached", "tls-versions", MODERN, unreached,
		RULING_NOT_TESTED, NULL},
	{"sufficient", "tls-versions-graded", GRADES, fine, RULING_HOLDS,
		"sufficient"},
	{"good", "tls-versions-graded", GRADES, only_1_3, RULING_HOLDS,
		"good: TLS 1.3"},
	{"insufficient", "tls-versions-graded", GRADES, old_and_1_1,
		RULING_FAILED, "insufficient: TLS 1.0 accepted"},
	{"grade open", "tls-versions-graded", GRADES, silent_1_0,
		RULING_NOT_TESTED, "TLS 1.0"},
	{"clean refusal", "tls-version-alert", {{NULL, NULL}}, fine,
		RULING_HOLDS, "alert 70"},
	{"another alert", "tls-version-alert", {{NULL, NULL}}, refused_by_40,
		RULING_BROKEN, "TLS 1.0: alert 40"},
	{"none refused", "tls-version-alert", {{NULL, NULL}}, all_taken,
		RULING_NOT_OWED, NULL},
	{"alert unreached", "tls-version-alert", {{NULL, NULL}}, unreached,
		RULING_NOT_TESTED, NULL},
	{"renegotiation", "renegotiation-info", {{NULL, NULL}}, with_features,
		RULING_HOLDS, "present"},
	{"no renegotiation", "renegotiation-info", {{NULL, NULL}}, fine,
		RULING_BROKEN, "missing in TLS 1.2"},
	{"renegotiation in 1.3", "renegotiation-info", {{NULL, NULL}}, only_1_3,
		RULING_NOT_OWED, NULL},
	{"renegotiation unreached", "renegotiation-info", {{NULL, NULL}},
		unreached, RULING_NOT_TESTED, NULL},
	{"master secret", "extended-master-secret", {{NULL, NULL}},
		with_features, RULING_HOLDS, "present"},
	{"no master secret", "extended-master-secret", {{NULL, NULL}}, fine,
		RULING_BROKEN, "missing in TLS 1.2"},
	{"master secret unreached", "extended-master-secret", {{NULL, NULL}},
		unreached, RULING_NOT_TESTED, NULL},
	{"compression not offered", "no-compression", {{NULL, NULL}}, fine,
		RULING_NOT_TESTED, "no clear answer"},
	{"compression unreached", "no-compression", {{NULL, NULL}}, unreached,
		RULING_NOT_TESTED, NULL},
	{"no extension", "no-foreign-extension", {{NULL, NULL}}, fine,
		RULING_HOLDS, "none"},
	{"an extension", "no-foreign-extension", {{NULL, NULL}},
		foreign_extension, RULING_BROKEN, "not offered"},
	{"extension unreached", "no-foreign-extension", {{NULL, NULL}},
		unreached, RULING_NOT_TESTED, NULL},
	{"no client certificate", "no-client-certificate", {{NULL, NULL}}, fine,
		RULING_HOLDS, "none"},
	{"client certificate", "no-client-certificate", {{NULL, NULL}},
		wants_certificate, RULING_BROKEN, "requests one"},
	{"client certificate unreached", "no-client-certificate",
		{{NULL, NULL}}, unreached, RULING_NOT_TESTED, NULL},
	{"PSS", "handshake-signature", SHA1, with_features, RULING_HOLDS,
		"RSA-PSS-RSAE-SHA256"},
	{"SHA-1", "handshake-signature", SHA1, sha1_signature, RULING_BROKEN,
		"RSA-SHA1 in TLS 1.2"},
	{"signature not told", "handshake-signature", SHA1, fine,
		RULING_NOT_TESTED, "no connection"},
	{"signature unreached", "handshake-signature", SHA1, unreached,
		RULING_NOT_TESTED, NULL},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

/* Compression cannot be negotiated with the library at all. */
static void test_coverage(void **state)
{
	(void)state;
	check_rule_coverage(
		cases, COUNT_OF(cases), rule_checks_version, "no-compression");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_handshake,
		"no-compression");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
