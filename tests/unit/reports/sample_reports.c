/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* All in order, or hardly anything of it. */

#include "tests/unit/reports/sample_reports.h"
#include "tests/unit/reports/sample_build.h"

#include "model/table.h"

#include <string.h>

static void add_good_findings(
	struct arena *arena, struct endpoint_report *endpoint)
{
	sample_add_finding(arena, endpoint, "connect", VERDICT_PASS,
		"a connection", "connected to 40.99.201.2", "can be reached.");
	sample_add_finding(arena, endpoint, "greeting", VERDICT_PASS,
		"a greeting of Exchange Online", "the greeting",
		"greets as Exchange Online does.");
	sample_add_finding(arena, endpoint, "tls-1.0", VERDICT_PASS, "refused",
		"refused: alert 70 (protocol_version)", "refuses TLS 1.0.");
	sample_add_finding(arena, endpoint, "tls-1.1", VERDICT_PASS, "refused",
		"refused: alert 70 (protocol_version)", "refuses TLS 1.1.");
	sample_add_finding(arena, endpoint, "tls-1.2", VERDICT_PASS, "accepted",
		"accepted", "accepts TLS 1.2.");
	sample_add_finding(arena, endpoint, "tls-1.3", VERDICT_INFO,
		"accepted or refused", "accepted",
		"accepts TLS 1.3, of which its settings say nothing.");
	sample_add_finding(arena, endpoint, "certificate-expiry", VERDICT_PASS,
		"valid for another 14 days", "valid until 2027-02-28",
		"shows a certificate that is valid until 2027-02-28.");
}

/* The same endpoints, the last one from a target of its own. */
static void add_target(struct arena *arena, struct report *report)
{
	struct matrix *matrices = arena_alloc(arena, 2 * sizeof(*matrices));

	matrices[0] = matrices[1] = report->matrices[0];
	matrices[0].entry_count--;
	matrices[1].kind = "profile";
	matrices[1].name = "office365";
	matrices[1].title = "Microsoft 365 (Exchange Online), worldwide";
	matrices[1].note = "Programs sign in with OAuth 2.0.\n  Passwords do "
			   "not work any more.";
	matrices[1].entries += matrices[0].entry_count;
	matrices[1].entry_count = 1;
	report->matrices = matrices;
	report->matrix_count = 2;
}

static void add_transcript(struct arena *arena, struct probe_facts *probe)
{
	static const struct transcript_line lines[] = {
		{'-', false, 26410, {NULL, 0}},
		{'S', true, 104611, {NULL, 0}},
		{'C', true, 104700, {NULL, 0}},
	};
	struct transcript_line *copy = arena_alloc(arena, sizeof(lines));

	memcpy(copy, lines, sizeof(lines));
	copy[0].text = OCTETS("connected to 40.99.201.2 port 993");
	copy[1].text = OCTETS("* OK The Microsoft Exchange IMAP4 service is "
			      "ready. [TQBSADIAUAAyADYANABDAEEAMAAwADIAOQA=]"
			      "\r\n");
	copy[2].text = OCTETS("a1 CAPABILITY\r\n");
	probe->transcript = copy;
	probe->transcript_count = COUNT_OF(lines);
}

struct report *sample_office365(struct arena *arena)
{
	struct report *report = sample_new_office365(arena);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		sample_add_good_facts(arena, &report->endpoints[i]);
		add_good_findings(arena, &report->endpoints[i]);
	}
	add_transcript(arena, report->endpoints[1].facts.probes[0]);
	report_conclude(report);
	return report;
}

static void add_issuer_revocation(struct arena *arena, struct tls_facts *tls)
{
	struct issuer_revocation *issuer = arena_alloc(arena, sizeof(*issuer));

	*issuer = (struct issuer_revocation){
		.sha256 = "3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69"
			  "561e3dc6325c",
		.subject = OCTETS("CN=DigiCert Cloud Services CA-1"),
		.said = {.status = REVOCATION_UNHEARD,
			.by = "OCSP",
			.url = OCTETS("http://ocsp.digicert.com"),
			.detail = "http://ocsp.digicert.com: no answer in "
				  "time"},
	};
	tls->issuer_revocations = issuer;
	tls->issuer_revocation_count = 1;
}

struct report *sample_url(struct arena *arena)
{
	static const struct endpoint imap = {
		SERVICE_IMAP, MODE_IMPLICIT, "2001:db8::25", 993};
	static const struct endpoint *const endpoints[] = {&imap};
	struct report *report = sample_new_url(arena, "imaps://[2001:db8::25]",
		"IMAP at [2001:db8::25], port 993");
	struct endpoint_report *endpoint;
	struct certificate *leaf;

	sample_add_endpoints(arena, report, endpoints, 1);
	endpoint = &report->endpoints[0];
	sample_add_good_facts(arena, endpoint);
	leaf = endpoint->facts.probes[0]->tls.chain;
	leaf->not_after = STARTED_S + DAYS(9);
	endpoint->facts.probes[0]->tls.revocation = (struct revocation_facts){
		.status = REVOCATION_GOOD,
		.by = "CRL",
		.url = OCTETS("http://crl3.digicert.com/cloud.crl"),
		.this_update = STARTED_S - DAYS(1),
		.next_update = STARTED_S + DAYS(6),
	};
	add_issuer_revocation(arena, &endpoint->facts.probes[0]->tls);
	endpoint->facts.probes[1]->outcome = OUTCOME_COMPLETED;
	endpoint->facts.probes[1]->status = ST_OK;
	endpoint->facts.probes[1]->stage = STAGE_DONE;
	sample_add_tls(arena, endpoint->facts.probes[1], TLS_1_0);
	endpoint->facts.probes[1]->tls.extended_master_secret = false;
	sample_add_finding(arena, endpoint, "connect", VERDICT_PASS,
		"a connection", "connected", "can be reached.");
	sample_add_finding(arena, endpoint, "tls-1.0", VERDICT_WARNING,
		"refused", "accepted", "accepts TLS 1.0, which is out of use.");
	sample_add_finding(arena, endpoint, "tls-1.2", VERDICT_PASS, "accepted",
		"accepted", "accepts TLS 1.2.");
	sample_add_finding(arena, endpoint, "certificate-expiry",
		VERDICT_WARNING, "valid for another 14 days",
		"valid until 2026-12-01",
		"shows a certificate that expires on 2026-12-01, in 9 days.");
	report_conclude(report);
	return report;
}

struct report *sample_unreachable(struct arena *arena)
{
	struct report *report = sample_new_office365(arena);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];
		struct probe_facts *probe = sample_add_probe(arena, endpoint,
			PURPOSE_BEST, ALL_VERSIONS, STAGE_RESOLVE);

		probe->status = ST_NO_RESOLVER;
		probe->detail = "Temporary failure in name resolution";
		sample_add_finding(arena, endpoint, "connect",
			VERDICT_NOT_TESTED, "a connection",
			"this machine's DNS resolver does not respond",
			"was not asked: the name service of this machine does "
			"not answer.");
		sample_add_caused(arena, endpoint, "connect");
	}
	report_conclude(report);
	return report;
}

/* The server let two connections in. */
struct report *sample_throttled(struct arena *arena)
{
	static const struct endpoint smtp = {SERVICE_SMTP, MODE_EXPLICIT,
		"submission.mail-cluster-07.datacentre-frankfurt.example.net",
		587};
	static const struct endpoint *const endpoints[] = {
		&smtp, &sample_office_pop3};
	static const char *const checks[] = {"tls-1.0", "tls-1.1", "tls-1.2"};
	struct report *report = sample_new_report(
		arena, "file", "mail.xml", "Our submission server");
	struct endpoint_report *endpoint;

	sample_add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
	add_target(arena, report);
	sample_add_good_facts(arena, &report->endpoints[1]);
	add_good_findings(arena, &report->endpoints[1]);
	endpoint = &report->endpoints[0];
	sample_add_completed(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, TLS_1_3);
	sample_add_finding(arena, endpoint, "connect", VERDICT_PASS,
		"a connection", "connected", "can be reached.");
	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		struct probe_facts *probe =
			sample_add_probe(arena, endpoint, PURPOSE_TLS_VERSION,
				TLS_BIT(TLS_1_0 + i), STAGE_GREETING);
		struct finding *finding = sample_add_finding(arena, endpoint,
			checks[i], VERDICT_NOT_TESTED, "accepted",
			"the server asked to come back later: \"421 4.3.2 Too "
			"many connections from 192.0.2.7\"",
			arena_printf(arena,
				"could not be asked about TLS 1.%zu: the "
				"server asked to come back later.",
				i));

		sample_add_attempts(arena, probe, 587);
		probe->status = ST_THROTTLED;
		probe->reply = OCTETS("421 4.3.2 Too many connections from "
				      "192.0.2.7\r\n");
		probe->reply_code = 421;
		probe->peer_close = CLOSE_FIN;
		finding->remedy = "Check again in some minutes, with "
				  "--per-host 1.";
	}
	sample_add_finding(arena, endpoint, "tls-1.3", VERDICT_PASS, "accepted",
		"accepted", "accepts TLS 1.3.");
	report_conclude(report);
	return report;
}

struct report *sample_interrupted(struct arena *arena)
{
	struct report *report = sample_new_office365(arena);

	report->interrupted = true;
	sample_add_good_facts(arena, &report->endpoints[0]);
	add_good_findings(arena, &report->endpoints[0]);
	for (size_t i = 1; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];
		struct probe_facts *probe = sample_add_probe(arena, endpoint,
			PURPOSE_BEST, ALL_VERSIONS, STAGE_CONNECT);

		endpoint->facts.interrupted = true;
		probe->status = ST_CANCELLED;
		sample_add_finding(arena, endpoint, "connect",
			VERDICT_NOT_TESTED, "a connection", "interrupted",
			"was not reached.");
		sample_add_caused(arena, endpoint, "connect");
	}
	report_conclude(report);
	return report;
}

struct report *sample_hostile(struct arena *arena)
{
	static const struct endpoint imap = {
		SERVICE_IMAP, MODE_EXPLICIT, "xn--bcher-kva.example", 143};
	static const struct endpoint pop3 = {
		SERVICE_POP3, MODE_CLEARTEXT, "b\033[31m<&>.example", 110};
	static const struct endpoint *const endpoints[] = {&imap, &pop3};
	static const char name[] = "*.evil\0.example\033]0;x\007";
	struct report *report = sample_new_report(arena, "file",
		"b\303\266se\033[2J\377.xml", "Bücher & Söhne <Test>");
	struct endpoint_report *endpoint;
	struct probe_facts *probe;

	sample_add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
	endpoint = &report->endpoints[0];
	probe = sample_add_completed(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, TLS_1_2);
	probe->greeting.text = OCTETS(
		"* OK \033[2J\033]0;owned\007 <script>alert(1)</script> ]]> "
		"&amp; \0NUL gr\374n gr\303\274n \342\200\256txet \\x1b "
		"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"
		"漢字漢字漢字");
	probe->tls.chain[0].subject = OCTETS("CN=\"x\r\n\",O=<&\">\001");
	probe->tls.chain[0].names[0].value =
		(struct octets){(const unsigned char *)name, sizeof(name) - 1};
	probe->tls.chain[0].names[1].type = NAME_IP;
	probe->tls.chain[0].names[2].type = NAME_OTHER;
	probe->tls.chain[0].not_after = INT64_MAX;
	probe->tls.chain[1].not_after = STARTED_S - DAYS(3);
	probe->tls.alpn = OCTETS("imap\377");
	probe->detail = "a detail that is not UTF-8: \374";
	probe->heard_us = 1250000;
	probe->bare_lf = true;
	probe->nudged = true;
	probe->begun = OCTETS("\026\003\003\000z\002");
	probe->protected.items[0] = OCTETS("X\033c");
	probe = sample_add_rule_probe(
		arena, endpoint, "act-starttls-inside", TLS_1_2);
	probe->act.said = true;
	probe->act.answer = ANSWER_POSITIVE;
	probe->act.reply = OCTETS("a1 OK \033[2J <b>]]>\0\377");
	sample_add_finding(arena, endpoint, "greeting", VERDICT_FAIL,
		"an IMAP greeting",
		"\"* OK \\x1b[2J\\x1b]0;owned\\x07 <script>alert(1)</script> "
		"]]> &amp; \\x00NUL gr\\xfcn grün\"",
		"greets with octets that no server sends.");
	endpoint = &report->endpoints[1];
	probe = sample_add_probe(
		arena, endpoint, PURPOSE_BEST, 0, STAGE_GREETING);
	sample_add_attempts(arena, probe, 110);
	probe->attempts[1].connected = false;
	probe->attempts[1].overtaken = true;
	probe->attempt = probe->attempt_count;
	probe->status = ST_LINE_TOO_LONG;
	probe->sys_errno = 9999;
	probe->peer_close = CLOSE_RESET;
	sample_add_finding(arena, endpoint, "connect", VERDICT_PASS,
		"a connection", "connected", "can be reached.");
	report_conclude(report);
	return report;
}

struct report *sample_empty(struct arena *arena)
{
	struct report *report =
		sample_new_report(arena, "file", "empty.xml", NULL);

	report_conclude(report);
	return report;
}

struct report *sample_many(struct arena *arena, size_t count)
{
	const struct endpoint **endpoints =
		arena_alloc(arena, count * sizeof(*endpoints));
	struct report *report =
		sample_new_report(arena, "file", "many.xml", NULL);

	for (size_t i = 0; i < count; i++)
		endpoints[i] = i % 3 == 0   ? &sample_office_pop3
			       : i % 3 == 1 ? &sample_office_imap
					    : &sample_office_smtp;
	sample_add_endpoints(arena, report, endpoints, count);
	for (size_t i = 0; i < count; i++) {
		sample_add_good_facts(arena, &report->endpoints[i]);
		add_good_findings(arena, &report->endpoints[i]);
	}
	report_conclude(report);
	return report;
}
