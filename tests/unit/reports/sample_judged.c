/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A report that is held to two policies. */

#include "tests/unit/reports/sample_build.h"
#include "tests/unit/reports/sample_reports.h"

#include "model/offer.h"
#include "model/table.h"

#include <stdio.h>

/* One rule of each kind. */
static const struct rule rules[] = {
	{
		.id = "VER-003",
		.level = "MUST NOT",
		.title = "TLS 1.0 is not negotiated",
		.reference = "RFC 8996 section 4",
		.edition = "2021-03",
		.url = "https://www.rfc-editor.org/rfc/rfc8996",
		.rating = RATING_HIGH,
		.certainty = CERTAINTY_CONFIRMED,
		.explanation = "TLS 1.0 has weaknesses that are not mended.",
		.fix = "Turn TLS 1.0 off in the server's configuration.",
	},
	{
		.id = "VER-010",
		.level = "SHOULD",
		.title = "TLS 1.3 is offered",
		.reference = "section 3.1.1",
		.rating = RATING_MEDIUM,
		.certainty = CERTAINTY_REPORTED,
		.explanation = "TLS 1.3 is faster, and hides more.",
		.fix = "Turn TLS 1.3 on.",
	},
	{
		.id = "KEX-004",
		.level = "SHOULD NOT",
		.title = "Cipher suites with static RSA key transport are not "
			 "accepted",
		.reference = "section 4.1",
		.rating = RATING_MEDIUM,
		.certainty = CERTAINTY_UNCERTAIN,
		.explanation = "Who gets the key later reads everything that "
			       "was sent before.",
		.fix = "Leave the suites TLS_RSA_ out of the server's list.",
	},
	{
		.id = "EXT-011",
		.level = "MUST",
		.title = "An unknown extension does not break the handshake",
		.reference = "RFC 8446 section 4.2",
		.rating = RATING_LOW,
		.certainty = CERTAINTY_CONFIRMED,
		.explanation = "Newer programs send extensions that older "
			       "servers do not know.",
		.reason = "needs a ClientHello made by hand",
	},
	{
		.id = "CERT-020",
		.level = "INFO",
		.title = "How long the certificate was issued for",
		.reference = "section 7",
		.certainty = CERTAINTY_CONFIRMED,
		.explanation = "Short terms limit the harm of a lost key.",
	},
};

static const struct policy sample_policies[] = {
	{
		.name = "rfc9325",
		.title = "Recommendations for Secure Use of TLS and DTLS",
		.publisher = "IETF",
		.edition = "2022-11",
		.url = "https://www.rfc-editor.org/rfc/rfc9325",
		.looked_up = "2026-11-22",
		.note = "With RFC 8996, which ends TLS 1.0 and 1.1.",
		.place = "built in",
		.digest = "0123456789abcdef0123456789abcdef"
			  "0123456789abcdef0123456789abcdef",
		.rules = rules,
		.rule_count = COUNT_OF(rules),
	},
	{
		.name = "house",
		.title = "What <we> demand & expect",
		.publisher = "The \"example\" company",
		.edition = "3",
		.url = "javascript:alert(1)",
		.place = "house.xml",
		.rules = rules,
		.rule_count = 1,
	},
};

static struct finding *add_ruling(struct arena *arena,
	struct endpoint_report *endpoint, const struct policy *policy,
	const struct rule *rule, enum verdict status, const char *observed)
{
	struct finding *finding = sample_add_finding(arena, endpoint, rule->id,
		status, rule->title, observed,
		arena_printf(arena, "is held to %s: %s.", rule->id, observed));

	finding->check = rule->id;
	finding->severity = SEVERITY_ERROR;
	finding->explanation = rule->explanation;
	finding->remedy = status == VERDICT_PASS ? NULL : rule->fix;
	finding->reference = rule->reference;
	finding->policy = policy->name;
	finding->rule = rule;
	finding->level = rule->level;
	finding->rating = rule->rating;
	finding->certainty = rule->certainty;
	if (status != VERDICT_NOT_TESTED)
		finding->basis = rule == &rules[0] ? "probe:1 hello:suites-1.0"
						   : "probe:1";
	return finding;
}

static void add_rulings(struct arena *arena, struct report *report, size_t i)
{
	struct endpoint_report *endpoint = &report->endpoints[i];
	const struct policy *policy = &sample_policies[0];
	struct finding *finding;

	add_ruling(arena, endpoint, policy, &rules[0],
		i == 2 ? VERDICT_FAIL : VERDICT_PASS,
		i == 2 ? "accepted" : "refused: alert 70 (protocol_version)");
	finding = add_ruling(
		arena, endpoint, policy, &rules[1], VERDICT_PASS, "accepted");
	if (i == 1) {
		finding->level = "MAY";
		finding->explanation =
			"TLS 1.3 is faster, and hides more. MAY here in place "
			"of SHOULD, for this reason: old <phones> (until "
			"2027-06-30).";
	}
	add_ruling(arena, endpoint, policy, &rules[2], VERDICT_WARNING,
		i ? "accepted: TLS_RSA_WITH_AES_128_GCM_SHA256"
		  : "accepted: TLS_RSA_WITH_AES_256_GCM_SHA384");
	add_ruling(arena, endpoint, policy, &rules[3], VERDICT_NOT_TESTED,
		rules[3].reason)
		->unobservable = true;
	add_ruling(
		arena, endpoint, policy, &rules[4], VERDICT_INFO, "198 days");
	add_ruling(arena, endpoint, &sample_policies[1], &rules[0],
		i == 2 ? VERDICT_FAIL : VERDICT_PASS,
		i == 2 ? "accepted" : "refused: alert 70 (protocol_version)")
		->suppressed = i == 2 ? "a scanner of 2009 needs it, until "
					"2027-01-31"
				      : NULL;
}

/* The first endpoint was asked for the rules, too. */
static void add_rule_facts(
	struct arena *arena, struct endpoint_report *endpoint)
{
	struct probe_facts *probe =
		sample_add_rule_probe(arena, endpoint, "suites-rsa", TLS_1_2);

	probe->tls.cipher_suite = "TLS_RSA_WITH_AES_256_GCM_SHA384";
	probe->tls.group = NULL;
	probe->tls.point_formats = 1;
	probe->tls.encrypt_then_mac = true;
	probe = sample_add_rule_probe(arena, endpoint, "suites-dhe", TLS_1_2);
	probe->tls.dh_bits = 1024;
	probe = sample_add_rule_probe(arena, endpoint, "resume-1.3", TLS_1_3);
	probe->tls.tickets = true;
	probe->tls.ticket_lifetime_s = 7200;
	probe->tls.max_early_data = 16384;
	probe->tls.wants_certificate = true;
	probe->tls.authorities =
		arena_alloc(arena, sizeof(*probe->tls.authorities));
	probe->tls.authorities[probe->tls.authority_count++] =
		arena_octets(arena, "CN=ca", 5);
	probe->tls.authorities_cut = true;
	probe = sample_add_rule_probe(arena, endpoint, "resume-1.3", TLS_1_3);
	probe->tls.session_offered = probe->tls.resumed = true;
	probe->tls.key_share = true;
	snprintf(probe->tls.server_key, sizeof(probe->tls.server_key), "%064d",
		7);
	probe = sample_add_rule_probe(
		arena, endpoint, "renegotiation", TLS_1_2);
	probe->act.said = true;
	probe->act.answer = ANSWER_NEGATIVE;
	probe = sample_add_rule_probe(
		arena, endpoint, "act-starttls-inside", TLS_1_3);
	probe->act.said = true;
	probe->act.answer = ANSWER_NEGATIVE;
	probe->act.reply = OCTETS("a2 BAD Command received in Invalid state.");
	endpoint->facts.unasked = arena_alloc(
		arena, OFFER_COUNT * sizeof(*endpoint->facts.unasked));
	endpoint->facts.unasked[offer_find("signature-sha224")] =
		UNASKED_LIBRARY;
	endpoint->facts.unasked[offer_find("suite-1304")] = UNASKED_STOPPED;
}

struct report *sample_judged(struct arena *arena)
{
	static struct report_policy used[] = {
		{&sample_policies[0],
			{[VERDICT_PASS] = 5,
				[VERDICT_FAIL] = 1,
				[VERDICT_WARNING] = 3,
				[VERDICT_INFO] = 3,
				[VERDICT_NOT_TESTED] = 3},
			0},
		{&sample_policies[1], {[VERDICT_PASS] = 2}, 1}};
	struct report *report = sample_office365(arena);

	for (size_t i = 0; i < report->endpoint_count; i++)
		add_rulings(arena, report, i);
	add_rule_facts(arena, &report->endpoints[0]);
	report->policies = used;
	report->policy_count = COUNT_OF(used);
	report->tool_build = "gcc 12.2.0, GnuTLS 3.7.9, libxml2 2.9.14";
	report->local.clock_source = "synchronized";
	report_conclude(report);
	return report;
}
