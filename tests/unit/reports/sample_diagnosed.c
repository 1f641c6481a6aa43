/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Reports with diagnoses. */

#include "tests/unit/reports/sample_build.h"
#include "tests/unit/reports/sample_reports.h"

#include "model/table.h"

#include <errno.h>
#include <string.h>

static void add_wrong_mode(
	struct arena *arena, struct endpoint_report *endpoint)
{
	struct probe_facts *probe = sample_add_probe(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, STAGE_HANDSHAKE);

	sample_add_attempts(arena, probe, 993);
	probe->status = ST_NOT_TLS;
	probe->unexpected = OCTETS("* OK [CAPABILITY IMAP4rev1 STARTTLS] "
				   "Dovecot (Debian) ready.\r\n");
	probe->tls.started = true;
	probe->tls.library_error = -15;
	probe->tls.library_name = "GNUTLS_E_UNEXPECTED_PACKET";
	probe = sample_add_probe(arena, endpoint, PURPOSE_FOLLOW_UP,
		ALL_VERSIONS, STAGE_STARTTLS);
	probe->mode = MODE_EXPLICIT;
	probe->no_sni = true;
	probe->status = ST_REFUSED;
	probe->reason = "clear text came where TLS was expected";
	probe->reply = OCTETS("a2 NO not now\r\n");
	probe->starttls_sent = true;
	probe->injected = OCTETS("* BAD injected\r\n");
	probe->cleartext.refused = true;
	probe->cleartext.refusal = OCTETS("a1 BAD what?");
	sample_add_finding(arena, endpoint, "connect", VERDICT_PASS,
		"a connection", "connected", "can be reached.");
	sample_add_finding(arena, endpoint, "mode", VERDICT_FAIL,
		"TLS from the start",
		"\"* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) "
		"ready.\" in clear text",
		"responds unencrypted instead of starting TLS.");
	sample_add_caused(arena, endpoint, "mode");
}

/* Nothing newer than TLS 1.1. */
static void add_old_tls(struct arena *arena, struct endpoint_report *endpoint,
	enum verdict tls_1_0)
{
	sample_add_completed(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, TLS_1_1);
	sample_add_completed(arena, endpoint, PURPOSE_TLS_VERSION,
		TLS_BIT(TLS_1_0), TLS_1_0);
	sample_add_completed(arena, endpoint, PURPOSE_TLS_VERSION,
		TLS_BIT(TLS_1_1), TLS_1_1);
	sample_add_refused(arena, endpoint, TLS_1_2);
	sample_add_refused(arena, endpoint, TLS_1_3);
	sample_add_finding(arena, endpoint, "connect", VERDICT_PASS,
		"a connection", "connected", "can be reached.");
	sample_add_finding(arena, endpoint, "tls-1.0", tls_1_0, "refused",
		"accepted", "accepts TLS 1.0, which is out of use.");
	sample_add_finding(arena, endpoint, "tls-1.2", VERDICT_FAIL, "accepted",
		"refused: alert 70 (protocol_version)",
		"refuses TLS 1.2, which its settings require.");
}

static void add_incomplete_chain(
	struct arena *arena, struct endpoint_report *endpoint)
{
	struct tls_facts *tls = &endpoint->facts.probes[0]->tls;

	tls->trust = TRUST_INCOMPLETE;
	tls->trust_wanted = tls->chain[0].issuer;
	tls->trust_wanted_sent = tls->trust_wanted_known = true;
	tls->anchor = tls->chain[0].issuer;
	tls->anchor_not_before = tls->chain[0].not_before;
	tls->anchor_not_after = tls->chain[0].not_after;
	tls->trust_detail = "The certificate is NOT trusted. The certificate "
			    "issuer is unknown.";
	tls->chain_count = 1;
	sample_add_finding(arena, endpoint, "certificate-trust", VERDICT_FAIL,
		"a certificate chain that ends at a trust anchor of this "
		"computer",
		"incomplete: an intermediate certificate is missing; issuer: "
		"CN=DigiCert Cloud Services CA-1,O=DigiCert Inc,C=US",
		"shows a certificate whose chain is incomplete.");
}

struct report *sample_failing(struct arena *arena)
{
	struct report *report = sample_new_office365(arena);

	add_old_tls(arena, &report->endpoints[0], VERDICT_FAIL);
	add_wrong_mode(arena, &report->endpoints[1]);
	add_old_tls(arena, &report->endpoints[2], VERDICT_WARNING);
	add_incomplete_chain(arena, &report->endpoints[2]);
	report_conclude(report);
	return report;
}

/* A diagnosis as the matchers write it: `explains` of its endpoints are all
 * findings that are open. */
static struct diagnosis *add_diagnosis(struct arena *arena,
	struct report *report, const struct diagnosis *like,
	const char *const *evidence)
{
	struct diagnosis *diagnosis;
	size_t count = 0;

	report->diagnoses = arena_grow(arena, report->diagnoses,
		report->diagnosis_count, sizeof(*diagnosis));
	diagnosis = &report->diagnoses[report->diagnosis_count++];
	*diagnosis = *like;
	while (evidence[count])
		count++;
	diagnosis->evidence = arena_alloc(arena, count * sizeof(*evidence));
	memcpy(diagnosis->evidence, evidence, count * sizeof(*evidence));
	diagnosis->evidence_count = count;
	while (diagnosis->remedy_count < AUDIENCE_COUNT &&
		diagnosis->remedies[diagnosis->remedy_count].text)
		diagnosis->remedy_count++;
	return diagnosis;
}

/* It explains what did not pass at the endpoint; with `check`, that alone. */
static void explain(struct report *report, size_t endpoint, const char *id,
	const char *check)
{
	struct endpoint_report *at = &report->endpoints[endpoint];

	for (size_t i = 0; i < at->finding_count; i++) {
		struct finding *finding = &at->findings[i];

		if ((finding->status == VERDICT_FAIL ||
			    finding->status == VERDICT_NOT_TESTED) &&
			(!check || strcmp(finding->check, check) == 0))
			finding->diagnosis = id;
	}
}

static const size_t numbers[] = {0, 1, 2};

static const struct diagnosis starttls_wanted = {
	.id = "mode-starttls-wanted",
	.confidence = CONFIDENCE_CERTAIN,
	.summary = "mail.example.org:143 (IMAP) begins in clear text and "
		   "expects STARTTLS, but the settings say SSL/TLS.",
	.user_summary = "One setting of your account does not fit the mail "
			"server: the kind of encryption.",
	.explanation =
		"A mail server begins a connection in one of two ways: "
		"encrypted at once, or in clear text until the program asks "
		"for encryption. Both are safe, but program and server must "
		"do the same.",
	.remedies = {{AUDIENCE_USER,
			     "Open the settings of your mail account. Where it "
			     "says \"Security\" or \"Encryption\" for incoming "
			     "mail, choose STARTTLS. Save, and fetch mail "
			     "again."},
		{AUDIENCE_HELPDESK,
			"Have the encryption of incoming mail set to STARTTLS "
			"in place of SSL/TLS; or the port to 993."},
		{AUDIENCE_ADMIN,
			"Offer port 993 with TLS from the start, which mail "
			"programs try first."}},
	.reference = "RFC 8314 section 3.2",
	.endpoints = numbers,
	.endpoint_count = 1,
};

struct report *sample_wrong_mode(struct arena *arena)
{
	static const struct endpoint imap = {
		SERVICE_IMAP, MODE_IMPLICIT, "mail.example.org", 143};
	static const struct endpoint *const endpoints[] = {&imap};
	static const char *const evidence[] = {
		"where TLS was due, the server said in clear text: \"* OK "
		"[CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.\"",
		"asked again with STARTTLS, the same port encrypts, with TLS "
		"1.3",
		NULL};
	struct report *report =
		sample_new_url(arena, "imaps://mail.example.org:143",
			"IMAP at mail.example.org, port 143");
	struct endpoint_report *endpoint;
	struct probe_facts *probe;

	sample_add_endpoints(arena, report, endpoints, 1);
	endpoint = &report->endpoints[0];
	add_wrong_mode(arena, endpoint);
	probe = sample_add_completed(
		arena, endpoint, PURPOSE_FOLLOW_UP, ALL_VERSIONS, TLS_1_3);
	probe->mode = MODE_EXPLICIT;
	probe->question = QUESTION_OTHER_MODE;
	probe->full = true;
	probe->reason = "no TLS came: does the port want STARTTLS?";
	endpoint->facts.probes[1] = probe;
	endpoint->facts.probe_count = 2;
	add_diagnosis(arena, report, &starttls_wanted, evidence);
	explain(report, 0, starttls_wanted.id, NULL);
	report_conclude(report);
	return report;
}

static const struct diagnosis filtered = {
	.id = "network-mail-ports-filtered",
	.confidence = CONFIDENCE_LIKELY,
	.summary = "The network that this computer is in lets no mail through "
		   "to mail.example.org.",
	.user_summary = "The network that you are in (a hotel's, a guest "
			"Wi-Fi, a company's) seems to block mail programs.",
	.explanation =
		"Many guest and company networks let web pages through, and "
		"drop what else is sent. The mail program then waits until "
		"it gives up.",
	.remedies = {{AUDIENCE_USER,
			     "Try another network: the hot spot of a mobile "
			     "phone, for example. If mail works there, your "
			     "account is in order."},
		{AUDIENCE_HELPDESK,
			"Have the caller try a mobile phone's hot spot. If "
			"that works, the account is in order, and the network "
			"is to blame."},
		{AUDIENCE_NETWORK,
			"Let TCP out to ports 993 and 587 of mail.example.org "
			"(192.0.2.25)."}},
	.confirm = "The same check from another network passes.",
	.reference = "RFC 8314 section 3",
	.endpoints = numbers,
	.endpoint_count = 2,
};

static const struct diagnosis stopped = {
	.id = "server-mail-down",
	.confidence = CONFIDENCE_POSSIBLE,
	.summary = "The mail services of mail.example.org are down, or a "
		   "firewall in front of them drops connections.",
	.user_summary = "The mail server may be out of order.",
	.explanation =
		"A computer whose web server answers while its mail services "
		"are silent may have been set up so, or be in trouble.",
	.remedies = {{AUDIENCE_HELPDESK,
			     "Ask whether others have trouble, too, and look "
			     "for a notice of the provider."},
		{AUDIENCE_ADMIN,
			"See whether the services listen on 993 and 587, and "
			"whether the firewall lets them be reached."}},
	.confirm = "The same check from another network fails as well.",
	.endpoints = numbers,
	.endpoint_count = 2,
};

static void add_silent(struct arena *arena, struct endpoint_report *endpoint)
{
	struct probe_facts *probe = sample_add_probe(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, STAGE_CONNECT);

	sample_add_attempts(arena, probe, endpoint->entry->endpoint.port);
	probe->attempts[1].connected = false;
	probe->attempts[1].status = ST_TIMEOUT;
	probe->attempts[1].sys_errno = ETIMEDOUT;
	probe->attempts[1].ended_us = 5001204;
	probe->attempt = probe->attempt_count;
	probe->duration_us = 5001204;
	probe = sample_add_probe(
		arena, endpoint, PURPOSE_FOLLOW_UP, 0, STAGE_CONNECT);
	probe->question = QUESTION_PORT_443;
	probe->port = 443;
	probe->mode = MODE_CLEARTEXT;
	probe->connect_only = true;
	probe->outcome = OUTCOME_COMPLETED;
	probe->status = ST_OK;
	probe->reason = "does the host answer at all?";
	sample_add_attempts(arena, probe, 443);
	sample_add_finding(arena, endpoint, "connect", VERDICT_FAIL,
		"a connection", "silence until the deadline",
		"does not answer: nothing came back for 5 seconds.");
	sample_add_caused(arena, endpoint, "connect");
}

struct report *sample_filtered(struct arena *arena)
{
	static const struct endpoint imap = {
		SERVICE_IMAP, MODE_IMPLICIT, "mail.example.org", 993};
	static const struct endpoint smtp = {
		SERVICE_SMTP, MODE_EXPLICIT, "mail.example.org", 587};
	static const struct endpoint *const endpoints[] = {
		&imap, &smtp, &sample_office_pop3};
	static const char *const evidence[] = {
		"port 993 of 192.0.2.25: no answer at all within 5 seconds",
		"port 587 of 192.0.2.25: no answer at all within 5 seconds",
		"port 443 of the same computer answered after 25 ms", NULL};
	static const char *const other[] = {
		"port 443 of the same computer answered after 25 ms", NULL};
	struct report *report = sample_new_report(
		arena, "file", "/home/kim/settings/mail.xml", "Example mail");

	sample_add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
	add_silent(arena, &report->endpoints[0]);
	add_silent(arena, &report->endpoints[1]);
	sample_add_good_facts(arena, &report->endpoints[2]);
	sample_add_finding(arena, &report->endpoints[2], "connect",
		VERDICT_PASS, "a connection", "connected", "can be reached.");
	sample_add_finding(arena, &report->endpoints[2], "certificate-expiry",
		VERDICT_WARNING, "valid for another 14 days",
		"valid until 2026-12-01",
		"shows a certificate that expires on 2026-12-01, in 9 days.");
	add_diagnosis(arena, report, &filtered, evidence);
	add_diagnosis(arena, report, &stopped, other);
	explain(report, 0, filtered.id, NULL);
	explain(report, 1, filtered.id, NULL);
	report_conclude(report);
	return report;
}

static const struct diagnosis misspelt = {
	.id = "name-misspelt",
	.confidence = CONFIDENCE_LIKELY,
	.summary = "The server's name outlook.ofice365.com is misspelt: "
		   "outlook.office365.com exists.",
	.user_summary = "The name of the mail server is misspelt in your "
			"settings.",
	.explanation = "Every server has a name, as a telephone has a number. "
		       "One wrong letter, and nobody answers.",
	.remedies = {{AUDIENCE_USER,
			     "Open the settings of your mail account. Put "
			     "outlook.office365.com in the place of "
			     "outlook.ofice365.com, for incoming mail, and "
			     "save."},
		{AUDIENCE_HELPDESK, "Have the incoming server set to "
				    "outlook.office365.com."}},
	.confirm = "mailsonde check imaps://outlook.office365.com passes.",
	.endpoints = numbers,
	.endpoint_count = 1,
};

struct report *sample_misspelt(struct arena *arena)
{
	static const struct endpoint imap = {
		SERVICE_IMAP, MODE_IMPLICIT, "outlook.ofice365.com", 993};
	static const struct endpoint *const endpoints[] = {&imap};
	static const char *const evidence[] = {
		"the name service says that outlook.ofice365.com does not "
		"exist",
		"one letter makes it outlook.office365.com, a name of "
		"Microsoft 365",
		NULL};
	struct report *report =
		sample_new_url(arena, "imaps://outlook.ofice365.com",
			"IMAP at outlook.ofice365.com, port 993");
	struct endpoint_report *endpoint;
	struct probe_facts *probe;

	sample_add_endpoints(arena, report, endpoints, 1);
	endpoint = &report->endpoints[0];
	probe = sample_add_probe(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, STAGE_RESOLVE);
	probe->status = ST_NO_NAME;
	endpoint->facts.name = (struct name_facts){
		.asked = true,
		.answered = true,
		.domain = "ofice365.com",
		.mx = "mx1.ofice365.com",
		.srv_target = ".",
	};
	sample_add_finding(arena, endpoint, "connect", VERDICT_FAIL,
		"a connection", "the name does not exist",
		"cannot be found: the name does not exist.");
	sample_add_caused(arena, endpoint, "connect");
	add_diagnosis(arena, report, &misspelt, evidence);
	explain(report, 0, misspelt.id, NULL);
	report_conclude(report);
	return report;
}

static const struct diagnosis no_resolver = {
	.id = "name-service-silent",
	.confidence = CONFIDENCE_CERTAIN,
	.summary = "The name service of this computer does not answer; "
		   "nothing is known about the mail servers.",
	.user_summary = "This computer cannot find anything on the internet "
			"at the moment.",
	.explanation =
		"Before a program can connect, the computer looks up the "
		"server's address with a name service, which the network "
		"names. Without it web pages fail, too.",
	.remedies = {{AUDIENCE_USER,
			     "See whether a web page opens. If none does, "
			     "turn the network off and on again, and sign in "
			     "to the Wi-Fi if it asks for that."},
		{AUDIENCE_NETWORK,
			"See why 192.0.2.53 and 192.0.2.54 do not answer on "
			"port 53."}},
	.endpoints = numbers,
	.endpoint_count = 3,
};

struct report *sample_resolver(struct arena *arena)
{
	static const char *const evidence[] = {
		"the look-up of outlook.office365.com ended with: Temporary "
		"failure in name resolution",
		NULL};
	struct report *report = sample_unreachable(arena);

	add_diagnosis(arena, report, &no_resolver, evidence);
	for (size_t i = 0; i < report->endpoint_count; i++)
		explain(report, i, no_resolver.id, NULL);
	return report;
}

static const struct diagnosis tls_too_old = {
	.id = "tls-server-too-old",
	.confidence = CONFIDENCE_CERTAIN,
	.summary = "The server offers nothing newer than TLS 1.1, which "
		   "programs of today refuse.",
	.user_summary = "The mail server is too old for your mail program.",
	.explanation = "TLS 1.0 and 1.1 are the encryption of the years "
		       "before 2008. Programs stopped using them in 2020.",
	.remedies = {{AUDIENCE_ADMIN,
		"Turn TLS 1.2 on, on the server or on whatever ends TLS in "
		"front of it."}},
	.reference = "RFC 8996",
	.endpoints = (const size_t[]){0, 2},
	.endpoint_count = 2,
};

struct report *sample_several(struct arena *arena)
{
	static const char *const mode_evidence[] = {
		"where TLS was due, the server said in clear text: \"* OK "
		"[CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.\"",
		NULL};
	static const char *const tls_evidence[] = {
		"outlook.office365.com:995 (POP3) accepts TLS 1.0 and 1.1",
		"outlook.office365.com:995 (POP3) answers TLS 1.2 with alert "
		"70 (protocol_version)",
		"outlook.office365.com:995 (POP3) answers TLS 1.3 with alert "
		"70 (protocol_version)",
		"smtp.office365.com:587 (SMTP) accepts TLS 1.0 and 1.1",
		"smtp.office365.com:587 (SMTP) answers TLS 1.2 with alert 70 "
		"(protocol_version)",
		"smtp.office365.com:587 (SMTP) answers TLS 1.3 with alert 70 "
		"(protocol_version)",
		"both greet as Exchange Server 2010 does", NULL};
	struct report *report = sample_failing(arena);
	struct diagnosis *diagnosis;
	struct greeting *greeting;

	diagnosis =
		add_diagnosis(arena, report, &starttls_wanted, mode_evidence);
	diagnosis->endpoints = &numbers[1];
	diagnosis->confidence = CONFIDENCE_LIKELY;
	diagnosis->summary = "outlook.office365.com:993 (IMAP) expects "
			     "STARTTLS, but the settings say SSL/TLS.";
	explain(report, 1, starttls_wanted.id, NULL);
	add_diagnosis(arena, report, &tls_too_old, tls_evidence);
	explain(report, 0, tls_too_old.id, "tls-1.2");
	explain(report, 2, tls_too_old.id, "tls-1.2");
	greeting = &report->endpoints[2].facts.probes[0]->greeting;
	greeting->time_s = STARTED_S - 7 * 3600;
	report->local.has_ipv6_route = true;
	report->endpoints[2].facts.connected_to = "10.1.2.3";
	report_conclude(report);
	return report;
}
