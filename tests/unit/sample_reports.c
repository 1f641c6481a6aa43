/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/sample_reports.h"

#include "model/offer.h"
#include "model/table.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OCTETS(literal)                                                        \
	(struct octets)                                                        \
	{                                                                      \
		(const unsigned char *)(literal), sizeof(literal) - 1          \
	}
#define STARTED_S INT64_C(1795342530) /* 2026-11-22T10:15:30Z */
#define DAYS(n) (INT64_C(86400) * (n))
#define ALL_VERSIONS                                                           \
	(TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) | TLS_BIT(TLS_1_2) |              \
		TLS_BIT(TLS_1_3))

static const struct endpoint office_pop3 = {
	SERVICE_POP3, MODE_IMPLICIT, "outlook.office365.com", 995};
static const struct endpoint office_imap = {
	SERVICE_IMAP, MODE_IMPLICIT, "outlook.office365.com", 993};
static const struct endpoint office_smtp = {
	SERVICE_SMTP, MODE_EXPLICIT, "smtp.office365.com", 587};

/* The rows of the table of checks that are needed here. */
static const struct finding rows[] = {
	{
		.check = "connect",
		.severity = SEVERITY_ERROR,
		.explanation = "Without a connection no program can reach the "
			       "mailbox, whatever its other settings are.",
		.remedy = "Compare host and port with what the provider says, "
			  "then ask whoever runs the firewall.",
		.reference = "RFC 9293 section 3.5",
	},
	{
		.check = "mode",
		.severity = SEVERITY_ERROR,
		.explanation = "On this port the server greets in clear text "
			       "and turns to TLS only when asked. A program "
			       "that begins with TLS waits, and fails.",
		.remedy = "Choose STARTTLS in place of SSL/TLS in the mail "
			  "program, or the port for TLS from the start: 993.",
		.reference = "RFC 8314 section 3.2",
	},
	{
		.check = "greeting",
		.severity = SEVERITY_ERROR,
		.explanation = "The first line tells which server answers.",
		.remedy = "Check the host name.",
		.reference = "RFC 9051 section 7.1.5",
	},
	{
		.check = "tls-1.0",
		.severity = SEVERITY_WARNING,
		.explanation = "TLS 1.0 and 1.1 are broken and must not be "
			       "used any more.",
		.remedy = "Turn TLS 1.0 off on the server.",
		.reference = "RFC 8996 section 4",
	},
	{
		.check = "tls-1.1",
		.severity = SEVERITY_WARNING,
		.explanation = "TLS 1.0 and 1.1 are broken and must not be "
			       "used any more.",
		.remedy = "Turn TLS 1.1 off on the server.",
		.reference = "RFC 8996 section 5",
	},
	{
		.check = "tls-1.2",
		.severity = SEVERITY_ERROR,
		.explanation = "Nearly every mail program of today speaks TLS "
			       "1.2, and many speak nothing newer.",
		.remedy = "Turn TLS 1.2 on, on the server or on whatever ends "
			  "TLS in front of it.",
		.reference = "RFC 9325 section 3.1.1",
	},
	{
		.check = "tls-1.3",
		.severity = SEVERITY_INFO,
		.explanation = "TLS 1.3 is the newest version.",
		.remedy = NULL,
		.reference = "RFC 8446",
	},
	{
		.check = "certificate-trust",
		.severity = SEVERITY_ERROR,
		.explanation = "A program shows a warning, or refuses to "
			       "connect.",
		.remedy = "Install the missing intermediate certificate on the "
			  "server.",
		.reference = "RFC 5246 section 7.4.2",
	},
	{
		.check = "certificate-expiry",
		.severity = SEVERITY_ERROR,
		.explanation = "From its last day on every program warns of "
			       "the certificate, or refuses it.",
		.remedy = "Renew the certificate.",
		.reference = "RFC 5280 section 4.1.2.5",
	},
};

static struct report *new_report(struct arena *arena, const char *kind,
	const char *name, const char *title)
{
	struct report *report = arena_alloc(arena, sizeof(*report));
	struct matrix *matrix = arena_alloc(arena, sizeof(*matrix));

	matrix->kind = kind;
	matrix->name = name;
	matrix->title = title;
	report->tool_version = "1.2.3";
	report->started_s = STARTED_S;
	report->started_ms = 7;
	report->duration_us = 412345;
	report->matrices = matrix;
	report->matrix_count = 1;
	report->local.now_s = STARTED_S;
	report->local.has_ipv4_route = true;
	report->local.resolvers = "192.0.2.53, 192.0.2.54";
	return report;
}

/* Gives the report these endpoints, with the demands of a profile. */
static void add_endpoints(struct arena *arena, struct report *report,
	const struct endpoint *const *endpoints, size_t count)
{
	struct matrix *matrix = (struct matrix *)report->matrices;

	matrix->entries = arena_alloc(arena, count * sizeof(*matrix->entries));
	matrix->entry_count = count;
	report->endpoints =
		arena_alloc(arena, count * sizeof(*report->endpoints));
	report->endpoint_count = count;
	for (size_t i = 0; i < count; i++) {
		struct matrix_entry *entry = &matrix->entries[i];
		struct endpoint_report *endpoint = &report->endpoints[i];

		entry->endpoint = *endpoints[i];
		entry->expectation.tls_at_least = TLS_1_2;
		entry->expectation.tls[TLS_1_0] = (struct tls_expectation){
			DEMAND_FORBIDDEN, SEVERITY_ERROR, NULL};
		entry->expectation.tls[TLS_1_2] = (struct tls_expectation){
			DEMAND_REQUIRED, SEVERITY_ERROR, NULL};
		entry->expectation.tls[TLS_1_3] = (struct tls_expectation){
			DEMAND_ALLOWED, SEVERITY_INFO, "undocumented"};
		endpoint->entry = entry;
		endpoint->facts.endpoint = *endpoints[i];
		if (endpoints[i]->mode != MODE_CLEARTEXT)
			endpoint->facts.versions_asked = ALL_VERSIONS;
	}
}

static struct finding *add_finding(struct arena *arena,
	struct endpoint_report *endpoint, const char *check,
	enum verdict status, const char *expected, const char *observed,
	const char *words)
{
	const struct endpoint *names = &endpoint->entry->endpoint;
	struct finding *finding;

	endpoint->findings = arena_grow(arena, endpoint->findings,
		endpoint->finding_count, sizeof(*finding));
	finding = &endpoint->findings[endpoint->finding_count++];
	memset(finding, 0, sizeof(*finding));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (strcmp(rows[i].check, check) == 0)
			*finding = rows[i];
	finding->status = status;
	finding->expected = expected;
	finding->observed = observed;
	finding->summary = arena_printf(arena,
		strchr(names->host, ':') ? "[%s]:%u (%s) %s" : "%s:%u (%s) %s",
		names->host, names->port, service_label(names->service), words);
	if (status == VERDICT_PASS || status == VERDICT_INFO)
		finding->remedy = NULL;
	return finding;
}

static struct probe_facts *add_probe(struct arena *arena,
	struct endpoint_report *endpoint, enum purpose purpose,
	unsigned versions, enum stage stage)
{
	static const int64_t until[] = {
		1204, 26410, 51870, 78011, 104500, 130777, 153001, 153204};
	struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *probe = arena_alloc(arena, sizeof(*probe));

	facts->probes = arena_grow(arena, facts->probes, facts->probe_count,
		sizeof(*facts->probes));
	facts->probes[facts->probe_count++] = probe;
	probe->arena = arena;
	probe->purpose = purpose;
	probe->mode = endpoint->entry->endpoint.mode;
	probe->tls_offered = versions;
	probe->stage = stage;
	probe->outcome = OUTCOME_FAILED;
	probe->status = ST_TIMEOUT;
	probe->started_us = purpose == PURPOSE_BEST ? 310 : 450;
	probe->duration_us = until[stage];
	probe->tls.version = TLS_NONE;
	for (int s = 0; s < STAGE_COUNT; s++)
		probe->stage_us[s] = s < (int)stage ? until[s] : -1;
	return probe;
}

static void add_attempts(
	struct arena *arena, struct probe_facts *probe, unsigned port)
{
	struct attempt *attempts = arena_alloc(arena, 3 * sizeof(*attempts));

	probe->attempts = attempts;
	probe->attempt_count = 3;
	probe->attempt = 1;
	for (size_t i = 0; i < 3; i++) {
		snprintf(attempts[i].address, sizeof(attempts[i].address), "%s",
			i == 0   ? "2603:1026:c0b:10::2"
			: i == 1 ? "40.99.201.2"
				 : "40.99.202.34");
		attempts[i].port = port;
		attempts[i].ipv6 = i == 0;
		attempts[i].tried = i < 2;
		attempts[i].started_us = i == 0 ? 1204 : 1690;
		attempts[i].ended_us = i == 0 ? 1680 : 26410;
	}
	attempts[0].status = ST_NO_NETWORK;
	attempts[0].sys_errno = ENETUNREACH;
	attempts[1].connected = true;
}

static struct octets *add_items(
	struct arena *arena, const char *const *words, size_t count)
{
	struct octets *items = arena_alloc(arena, count * sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = arena_octets(arena, words[i], strlen(words[i]));
	return items;
}

static void add_capabilities(
	struct arena *arena, struct probe_facts *probe, enum service service)
{
	static const char *const words[] = {"IMAP4", "IMAP4rev1",
		"AUTH=XOAUTH2", "LOGINDISABLED", "SASL-IR", "UIDPLUS", "MOVE",
		"ID", "UNSELECT", "CHILDREN", "IDLE", "NAMESPACE", "LITERAL+"};
	static const char *const lines[] = {
		"TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER"};
	static const char *const before[] = {
		"FR0P281CA0097.outlook.office365.com Hello [192.0.2.7]",
		"SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES",
		"STARTTLS", "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8"};
	static const char *const inside[] = {
		"FR0P281CA0097.outlook.office365.com Hello [192.0.2.7]",
		"SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES",
		"AUTH LOGIN XOAUTH2", "8BITMIME", "BINARYMIME", "CHUNKING",
		"SMTPUTF8"};
	static const char *mechanism[] = {"XOAUTH2"};
	struct capabilities *caps = &probe->protected;

	caps->seen = true;
	caps->mechanisms = mechanism;
	caps->mechanism_count = 1;
	if (service == SERVICE_IMAP) {
		caps->items = add_items(arena, words, COUNT_OF(words));
		caps->item_count = COUNT_OF(words);
		caps->imap4rev1 = caps->login_disabled = true;
	} else if (service == SERVICE_POP3) {
		caps->items = add_items(arena, lines, COUNT_OF(lines));
		caps->item_count = COUNT_OF(lines);
		caps->user = true;
	} else {
		caps->items = add_items(arena, inside, COUNT_OF(inside));
		caps->item_count = COUNT_OF(inside);
		probe->cleartext.seen = probe->cleartext.starttls = true;
		probe->cleartext.items =
			add_items(arena, before, COUNT_OF(before));
		probe->cleartext.item_count = COUNT_OF(before);
		probe->starttls_sent = probe->starttls_agreed = true;
	}
}

static void add_greeting(struct probe_facts *probe, enum service service)
{
	struct greeting *greeting = &probe->greeting;

	greeting->seen = greeting->known_service = true;
	greeting->service = service;
	switch (service) {
	case SERVICE_IMAP:
		greeting->text = OCTETS(
			"* OK The Microsoft Exchange IMAP4 service is ready. "
			"[TQBSADIAUAAyADYANABDAEEAMAAwADIAOQA=]");
		break;
	case SERVICE_POP3:
		greeting->text =
			OCTETS("+OK The Microsoft Exchange POP3 "
			       "service is ready. "
			       "[TQBSADIAUAAyADYANABDAEEAMAAwADIAOQA=]");
		break;
	default:
		greeting->code = 220;
		greeting->text = OCTETS(
			"220 FR0P281CA0097.outlook.office365.com Microsoft "
			"ESMTP MAIL Service ready at Sun, 22 Nov 2026 10:15:30 "
			"+0000 [08DE2A6028D26C22]");
		break;
	}
}

static void add_chain(struct arena *arena, struct tls_facts *tls,
	const char *common_name, const char *const *names, size_t name_count)
{
	struct certificate *chain = arena_alloc(arena, 2 * sizeof(*chain));
	struct presented_name *presented =
		arena_alloc(arena, name_count * sizeof(*presented));
	const char *subject = arena_printf(arena,
		"CN=%s,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US",
		common_name);

	for (size_t i = 0; i < name_count; i++)
		presented[i].value =
			arena_octets(arena, names[i], strlen(names[i]));
	tls->chain = chain;
	tls->chain_count = 2;
	tls->trust = TRUST_OK;
	tls->ocsp = OCSP_GOOD;
	tls->ocsp_next_update = STARTED_S + DAYS(5);
	chain[0].subject = arena_octets(arena, subject, strlen(subject));
	chain[0].issuer = OCTETS("CN=DigiCert Cloud Services CA-1,O=DigiCert "
				 "Inc,C=US");
	chain[0].common_name =
		arena_octets(arena, common_name, strlen(common_name));
	chain[0].names = presented;
	chain[0].name_count = name_count;
	chain[0].not_before = STARTED_S - DAYS(100);
	chain[0].not_after = STARTED_S + DAYS(98);
	chain[0].key = "RSA";
	chain[0].key_bits = 2048;
	chain[0].signature = "RSA-SHA256";
	chain[0].names_issuer_url = true;
	memset(chain[0].sha256, 'a', 64);
	chain[1] = chain[0];
	chain[1].subject = chain[0].issuer;
	chain[1].issuer = OCTETS("CN=DigiCert Global Root CA,OU=www.digicert."
				 "com,O=DigiCert Inc,C=US");
	chain[1].common_name = OCTETS("DigiCert Cloud Services CA-1");
	chain[1].name_count = 0;
	chain[1].not_after = STARTED_S + DAYS(1340);
	memset(chain[1].sha256, 'b', 64);
}

static void add_tls(struct arena *arena, struct probe_facts *probe,
	enum tls_version version)
{
	static const char *const names[] = {"outlook.com", "*.office365.com",
		"*.outlook.com", "outlook.office.com"};
	struct tls_facts *tls = &probe->tls;

	tls->started = tls->completed = tls->confirmed = true;
	tls->server_hello = true;
	tls->version = version;
	tls->cipher_suite = version == TLS_1_3
				    ? "TLS_AES_256_GCM_SHA384"
				    : "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
	tls->group = "SECP384R1";
	tls->signature = "RSA-PSS-RSAE-SHA256";
	tls->extended_master_secret = tls->renegotiation_info = true;
	add_chain(arena, tls, "outlook.com", names, COUNT_OF(names));
}

/* The probe completed, with `version`. */
static struct probe_facts *add_completed(struct arena *arena,
	struct endpoint_report *endpoint, enum purpose purpose,
	unsigned versions, enum tls_version version)
{
	struct probe_facts *probe =
		add_probe(arena, endpoint, purpose, versions, STAGE_DONE);
	enum service service = endpoint->entry->endpoint.service;

	probe->outcome = OUTCOME_COMPLETED;
	probe->status = ST_OK;
	add_attempts(arena, probe, endpoint->entry->endpoint.port);
	add_greeting(probe, service);
	add_capabilities(arena, probe, service);
	add_tls(arena, probe, version);
	probe->peer_close = CLOSE_NOTIFY;
	return probe;
}

/* One that was made for a rule; it stands apart. */
static struct probe_facts *add_rule_probe(struct arena *arena,
	struct endpoint_report *endpoint, const char *offer,
	enum tls_version version)
{
	struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *probe = add_completed(
		arena, endpoint, PURPOSE_RULE, TLS_BIT(version), version);

	facts->probe_count--;
	facts->rule_probes = arena_grow(arena, facts->rule_probes,
		facts->rule_probe_count, sizeof(*facts->rule_probes));
	facts->rule_probes[facts->rule_probe_count++] = probe;
	probe->offer = offer_find(offer);
	probe->started_us = 250000 + (int64_t)facts->rule_probe_count * 50000;
	return probe;
}

static struct probe_facts *add_refused(struct arena *arena,
	struct endpoint_report *endpoint, enum tls_version version)
{
	struct probe_facts *probe = add_probe(arena, endpoint,
		PURPOSE_TLS_VERSION, TLS_BIT(version), STAGE_HANDSHAKE);

	probe->outcome = OUTCOME_REFUSED;
	probe->status = ST_ALERT;
	add_attempts(arena, probe, endpoint->entry->endpoint.port);
	probe->tls.started = true;
	probe->tls.alerts = arena_alloc(arena, sizeof(struct alert));
	*probe->tls.alerts = (struct alert){true, true, 70};
	probe->tls.alert_count = 1;
	probe->tls.library_error = -12;
	probe->tls.library_name = "GNUTLS_E_FATAL_ALERT_RECEIVED";
	return probe;
}

/* An endpoint of Microsoft's that is in order. */
static void add_good_facts(
	struct arena *arena, struct endpoint_report *endpoint)
{
	add_completed(arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, TLS_1_3);
	add_refused(arena, endpoint, TLS_1_0);
	add_refused(arena, endpoint, TLS_1_1);
	add_completed(arena, endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2),
		TLS_1_2);
	add_completed(arena, endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_3),
		TLS_1_3);
}

static void add_good_findings(
	struct arena *arena, struct endpoint_report *endpoint)
{
	add_finding(arena, endpoint, "connect", VERDICT_PASS, "a connection",
		"connected to 40.99.201.2", "can be reached.");
	add_finding(arena, endpoint, "greeting", VERDICT_PASS,
		"a greeting of Exchange Online", "the greeting",
		"greets as Exchange Online does.");
	add_finding(arena, endpoint, "tls-1.0", VERDICT_PASS, "refused",
		"refused: alert 70 (protocol_version)", "refuses TLS 1.0.");
	add_finding(arena, endpoint, "tls-1.1", VERDICT_PASS, "refused",
		"refused: alert 70 (protocol_version)", "refuses TLS 1.1.");
	add_finding(arena, endpoint, "tls-1.2", VERDICT_PASS, "accepted",
		"accepted", "accepts TLS 1.2.");
	add_finding(arena, endpoint, "tls-1.3", VERDICT_INFO,
		"accepted or refused", "accepted",
		"accepts TLS 1.3, of which its settings say nothing.");
	add_finding(arena, endpoint, "certificate-expiry", VERDICT_PASS,
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

static struct report *new_office365(struct arena *arena)
{
	static const struct endpoint *const endpoints[] = {
		&office_pop3, &office_imap, &office_smtp};
	static const struct source sources[] = {
		{"POP3 and IMAP4 in Exchange Online (Microsoft Learn)",
			"https://learn.microsoft.com/exchange/"
			"clients-and-mobile-in-exchange-online/pop3-and-imap4",
			"2026-11-22", "confirmed", "Hosts, ports and modes."},
		{"A client author's probe of 2026-08-25", NULL, "2026-11-20",
			"reported", NULL},
		{"No statement was found", NULL, "2026-11-22", "uncertain",
			"Whether TLS 1.3 is accepted."},
	};
	static const struct mechanism_expectation mechanisms[] = {
		{"XOAUTH2", DEMAND_REQUIRED, SEVERITY_ERROR},
		{"PLAIN", DEMAND_FORBIDDEN, SEVERITY_WARNING}};
	static const struct capability_expectation capabilities[] = {
		{"IDLE", DEMAND_ALLOWED, SEVERITY_INFO}};
	static const struct greeting_expectation greetings[] = {
		{"^\\* OK The Microsoft Exchange IMAP4 service is ready\\."}};
	struct report *report = new_report(arena, "profile", "office365",
		"Microsoft 365 (Exchange Online), worldwide");
	struct matrix *matrix = (struct matrix *)report->matrices;
	struct expectation *expectation;

	matrix->sources = sources;
	matrix->source_count = COUNT_OF(sources);
	add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
	expectation = &matrix->entries[1].expectation;
	expectation->product = "Exchange Online";
	expectation->mechanisms = mechanisms;
	expectation->mechanism_count = COUNT_OF(mechanisms);
	expectation->capabilities = capabilities;
	expectation->capability_count = COUNT_OF(capabilities);
	expectation->greetings = greetings;
	expectation->greeting_count = COUNT_OF(greetings);
	return report;
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
	struct report *report = new_office365(arena);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		add_good_facts(arena, &report->endpoints[i]);
		add_good_findings(arena, &report->endpoints[i]);
	}
	add_transcript(arena, report->endpoints[1].facts.probes[0]);
	report_conclude(report);
	return report;
}

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
	struct finding *finding = add_finding(arena, endpoint, rule->id, status,
		rule->title, observed,
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
		add_rule_probe(arena, endpoint, "suites-rsa", TLS_1_2);

	probe->tls.cipher_suite = "TLS_RSA_WITH_AES_256_GCM_SHA384";
	probe->tls.group = NULL;
	probe->tls.point_formats = 1;
	probe->tls.encrypt_then_mac = true;
	probe = add_rule_probe(arena, endpoint, "suites-dhe", TLS_1_2);
	probe->tls.dh_bits = 1024;
	probe = add_rule_probe(arena, endpoint, "resume-1.3", TLS_1_3);
	probe->tls.tickets = true;
	probe->tls.ticket_lifetime_s = 7200;
	probe->tls.max_early_data = 16384;
	probe = add_rule_probe(arena, endpoint, "resume-1.3", TLS_1_3);
	probe->tls.session_offered = probe->tls.resumed = true;
	probe->tls.key_share = true;
	snprintf(probe->tls.server_key, sizeof(probe->tls.server_key), "%064d",
		7);
	probe = add_rule_probe(arena, endpoint, "renegotiation", TLS_1_2);
	probe->act.said = true;
	probe->act.answer = ANSWER_NEGATIVE;
	probe = add_rule_probe(arena, endpoint, "act-starttls-inside", TLS_1_3);
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

static struct report *new_url(
	struct arena *arena, const char *url, const char *title)
{
	static const struct source sources[] = {
		{"RFC 8314: Cleartext Considered Obsolete",
			"https://www.rfc-editor.org/rfc/rfc8314", "2026-11-22",
			"confirmed", "TLS 1.2 or newer for mail programs"},
		{"RFC 8996: Deprecating TLS 1.0 and TLS 1.1",
			"https://www.rfc-editor.org/rfc/rfc8996", "2026-11-22",
			"confirmed", "no TLS 1.0 and no TLS 1.1"},
	};
	struct report *report = new_report(arena, "url", url, title);
	struct matrix *matrix = (struct matrix *)report->matrices;

	matrix->sources = sources;
	matrix->source_count = COUNT_OF(sources);
	return report;
}

struct report *sample_url(struct arena *arena)
{
	static const struct endpoint imap = {
		SERVICE_IMAP, MODE_IMPLICIT, "2001:db8::25", 993};
	static const struct endpoint *const endpoints[] = {&imap};
	struct report *report = new_url(arena, "imaps://[2001:db8::25]",
		"IMAP at [2001:db8::25], port 993");
	struct endpoint_report *endpoint;
	struct certificate *leaf;

	add_endpoints(arena, report, endpoints, 1);
	endpoint = &report->endpoints[0];
	add_good_facts(arena, endpoint);
	leaf = endpoint->facts.probes[0]->tls.chain;
	leaf->not_after = STARTED_S + DAYS(9);
	endpoint->facts.probes[1]->outcome = OUTCOME_COMPLETED;
	endpoint->facts.probes[1]->status = ST_OK;
	endpoint->facts.probes[1]->stage = STAGE_DONE;
	add_tls(arena, endpoint->facts.probes[1], TLS_1_0);
	endpoint->facts.probes[1]->tls.extended_master_secret = false;
	add_finding(arena, endpoint, "connect", VERDICT_PASS, "a connection",
		"connected", "can be reached.");
	add_finding(arena, endpoint, "tls-1.0", VERDICT_WARNING, "refused",
		"accepted", "accepts TLS 1.0, which is out of use.");
	add_finding(arena, endpoint, "tls-1.2", VERDICT_PASS, "accepted",
		"accepted", "accepts TLS 1.2.");
	add_finding(arena, endpoint, "certificate-expiry", VERDICT_WARNING,
		"valid for another 14 days", "valid until 2026-12-01",
		"shows a certificate that expires on 2026-12-01, in 9 days.");
	report_conclude(report);
	return report;
}

static void add_caused(struct arena *arena, struct endpoint_report *endpoint,
	const char *cause)
{
	static const char *const checks[] = {"greeting", "tls-1.0", "tls-1.1",
		"tls-1.2", "tls-1.3", "certificate-trust",
		"certificate-expiry"};

	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		struct finding *finding = add_finding(arena, endpoint,
			checks[i], VERDICT_NOT_TESTED, "", "not reached",
			arena_printf(arena, "was not tested for \"%s\".",
				checks[i]));

		finding->cause = cause;
		finding->remedy = arena_printf(arena,
			"Fix the problem reported by \"%s\" first, then run "
			"the check again.",
			cause);
	}
}

static void add_wrong_mode(
	struct arena *arena, struct endpoint_report *endpoint)
{
	struct probe_facts *probe = add_probe(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, STAGE_HANDSHAKE);

	add_attempts(arena, probe, 993);
	probe->status = ST_NOT_TLS;
	probe->unexpected = OCTETS("* OK [CAPABILITY IMAP4rev1 STARTTLS] "
				   "Dovecot (Debian) ready.\r\n");
	probe->tls.started = true;
	probe->tls.library_error = -15;
	probe->tls.library_name = "GNUTLS_E_UNEXPECTED_PACKET";
	probe = add_probe(arena, endpoint, PURPOSE_FOLLOW_UP, ALL_VERSIONS,
		STAGE_STARTTLS);
	probe->mode = MODE_EXPLICIT;
	probe->no_sni = true;
	probe->status = ST_REFUSED;
	probe->reason = "clear text came where TLS was expected";
	probe->reply = OCTETS("a2 NO not now\r\n");
	probe->starttls_sent = true;
	probe->injected = OCTETS("* BAD injected\r\n");
	probe->cleartext.refused = true;
	probe->cleartext.refusal = OCTETS("a1 BAD what?");
	add_finding(arena, endpoint, "connect", VERDICT_PASS, "a connection",
		"connected", "can be reached.");
	add_finding(arena, endpoint, "mode", VERDICT_FAIL, "TLS from the start",
		"\"* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) "
		"ready.\" in clear text",
		"responds unencrypted instead of starting TLS.");
	add_caused(arena, endpoint, "mode");
}

/* Nothing newer than TLS 1.1. */
static void add_old_tls(struct arena *arena, struct endpoint_report *endpoint,
	enum verdict tls_1_0)
{
	add_completed(arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, TLS_1_1);
	add_completed(arena, endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_0),
		TLS_1_0);
	add_completed(arena, endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_1),
		TLS_1_1);
	add_refused(arena, endpoint, TLS_1_2);
	add_refused(arena, endpoint, TLS_1_3);
	add_finding(arena, endpoint, "connect", VERDICT_PASS, "a connection",
		"connected", "can be reached.");
	add_finding(arena, endpoint, "tls-1.0", tls_1_0, "refused", "accepted",
		"accepts TLS 1.0, which is out of use.");
	add_finding(arena, endpoint, "tls-1.2", VERDICT_FAIL, "accepted",
		"refused: alert 70 (protocol_version)",
		"refuses TLS 1.2, which its settings require.");
}

static void add_incomplete_chain(
	struct arena *arena, struct endpoint_report *endpoint)
{
	struct tls_facts *tls = &endpoint->facts.probes[0]->tls;

	tls->trust = TRUST_INCOMPLETE;
	tls->trust_detail = "The certificate is NOT trusted. The certificate "
			    "issuer is unknown.";
	tls->chain_count = 1;
	add_finding(arena, endpoint, "certificate-trust", VERDICT_FAIL,
		"a certificate chain that ends at a trust anchor of this "
		"computer",
		"incomplete: an intermediate certificate is missing; issuer: "
		"CN=DigiCert Cloud Services CA-1,O=DigiCert Inc,C=US",
		"shows a certificate whose chain is incomplete.");
}

struct report *sample_failing(struct arena *arena)
{
	struct report *report = new_office365(arena);

	add_old_tls(arena, &report->endpoints[0], VERDICT_FAIL);
	add_wrong_mode(arena, &report->endpoints[1]);
	add_old_tls(arena, &report->endpoints[2], VERDICT_WARNING);
	add_incomplete_chain(arena, &report->endpoints[2]);
	report_conclude(report);
	return report;
}

struct report *sample_unreachable(struct arena *arena)
{
	struct report *report = new_office365(arena);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];
		struct probe_facts *probe = add_probe(arena, endpoint,
			PURPOSE_BEST, ALL_VERSIONS, STAGE_RESOLVE);

		probe->status = ST_NO_RESOLVER;
		probe->detail = "Temporary failure in name resolution";
		add_finding(arena, endpoint, "connect", VERDICT_NOT_TESTED,
			"a connection",
			"this machine's DNS resolver does not respond",
			"was not asked: the name service of this machine does "
			"not answer.");
		add_caused(arena, endpoint, "connect");
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
	static const struct endpoint *const endpoints[] = {&smtp, &office_pop3};
	static const char *const checks[] = {"tls-1.0", "tls-1.1", "tls-1.2"};
	struct report *report =
		new_report(arena, "file", "mail.xml", "Our submission server");
	struct endpoint_report *endpoint;

	add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
	add_target(arena, report);
	add_good_facts(arena, &report->endpoints[1]);
	add_good_findings(arena, &report->endpoints[1]);
	endpoint = &report->endpoints[0];
	add_completed(arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, TLS_1_3);
	add_finding(arena, endpoint, "connect", VERDICT_PASS, "a connection",
		"connected", "can be reached.");
	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		struct probe_facts *probe =
			add_probe(arena, endpoint, PURPOSE_TLS_VERSION,
				TLS_BIT(TLS_1_0 + i), STAGE_GREETING);
		struct finding *finding = add_finding(arena, endpoint,
			checks[i], VERDICT_NOT_TESTED, "accepted",
			"the server asked to come back later: \"421 4.3.2 Too "
			"many connections from 192.0.2.7\"",
			arena_printf(arena,
				"could not be asked about TLS 1.%zu: the "
				"server asked to come back later.",
				i));

		add_attempts(arena, probe, 587);
		probe->status = ST_THROTTLED;
		probe->reply = OCTETS("421 4.3.2 Too many connections from "
				      "192.0.2.7\r\n");
		probe->reply_code = 421;
		probe->peer_close = CLOSE_FIN;
		finding->remedy = "Check again in some minutes, with "
				  "--per-host 1.";
	}
	add_finding(arena, endpoint, "tls-1.3", VERDICT_PASS, "accepted",
		"accepted", "accepts TLS 1.3.");
	report_conclude(report);
	return report;
}

struct report *sample_interrupted(struct arena *arena)
{
	struct report *report = new_office365(arena);

	report->interrupted = true;
	add_good_facts(arena, &report->endpoints[0]);
	add_good_findings(arena, &report->endpoints[0]);
	for (size_t i = 1; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];
		struct probe_facts *probe = add_probe(arena, endpoint,
			PURPOSE_BEST, ALL_VERSIONS, STAGE_CONNECT);

		endpoint->facts.interrupted = true;
		probe->status = ST_CANCELLED;
		add_finding(arena, endpoint, "connect", VERDICT_NOT_TESTED,
			"a connection", "interrupted", "was not reached.");
		add_caused(arena, endpoint, "connect");
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
	struct report *report = new_report(arena, "file",
		"b\303\266se\033[2J\377.xml", "Bücher & Söhne <Test>");
	struct endpoint_report *endpoint;
	struct probe_facts *probe;

	add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
	endpoint = &report->endpoints[0];
	probe = add_completed(
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
	probe->protected.items[0] = OCTETS("X\033c");
	probe = add_rule_probe(arena, endpoint, "act-starttls-inside", TLS_1_2);
	probe->act.said = true;
	probe->act.answer = ANSWER_POSITIVE;
	probe->act.reply = OCTETS("a1 OK \033[2J <b>]]>\0\377");
	add_finding(arena, endpoint, "greeting", VERDICT_FAIL,
		"an IMAP greeting",
		"\"* OK \\x1b[2J\\x1b]0;owned\\x07 <script>alert(1)</script> "
		"]]> &amp; \\x00NUL gr\\xfcn grün\"",
		"greets with octets that no server sends.");
	endpoint = &report->endpoints[1];
	probe = add_probe(arena, endpoint, PURPOSE_BEST, 0, STAGE_GREETING);
	add_attempts(arena, probe, 110);
	probe->attempts[1].connected = false;
	probe->attempts[1].overtaken = true;
	probe->attempt = probe->attempt_count;
	probe->status = ST_LINE_TOO_LONG;
	probe->sys_errno = 9999;
	probe->peer_close = CLOSE_RESET;
	add_finding(arena, endpoint, "connect", VERDICT_PASS, "a connection",
		"connected", "can be reached.");
	report_conclude(report);
	return report;
}

struct report *sample_empty(struct arena *arena)
{
	struct report *report = new_report(arena, "file", "empty.xml", NULL);

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
	struct report *report = new_url(arena, "imaps://mail.example.org:143",
		"IMAP at mail.example.org, port 143");
	struct endpoint_report *endpoint;
	struct probe_facts *probe;

	add_endpoints(arena, report, endpoints, 1);
	endpoint = &report->endpoints[0];
	add_wrong_mode(arena, endpoint);
	probe = add_completed(
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
	struct probe_facts *probe = add_probe(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, STAGE_CONNECT);

	add_attempts(arena, probe, endpoint->entry->endpoint.port);
	probe->attempts[1].connected = false;
	probe->attempts[1].status = ST_TIMEOUT;
	probe->attempts[1].sys_errno = ETIMEDOUT;
	probe->attempts[1].ended_us = 5001204;
	probe->attempt = probe->attempt_count;
	probe->duration_us = 5001204;
	probe = add_probe(arena, endpoint, PURPOSE_FOLLOW_UP, 0, STAGE_CONNECT);
	probe->question = QUESTION_PORT_443;
	probe->port = 443;
	probe->mode = MODE_CLEARTEXT;
	probe->connect_only = true;
	probe->outcome = OUTCOME_COMPLETED;
	probe->status = ST_OK;
	probe->reason = "does the host answer at all?";
	add_attempts(arena, probe, 443);
	add_finding(arena, endpoint, "connect", VERDICT_FAIL, "a connection",
		"silence until the deadline",
		"does not answer: nothing came back for 5 seconds.");
	add_caused(arena, endpoint, "connect");
}

struct report *sample_filtered(struct arena *arena)
{
	static const struct endpoint imap = {
		SERVICE_IMAP, MODE_IMPLICIT, "mail.example.org", 993};
	static const struct endpoint smtp = {
		SERVICE_SMTP, MODE_EXPLICIT, "mail.example.org", 587};
	static const struct endpoint *const endpoints[] = {
		&imap, &smtp, &office_pop3};
	static const char *const evidence[] = {
		"port 993 of 192.0.2.25: no answer at all within 5 seconds",
		"port 587 of 192.0.2.25: no answer at all within 5 seconds",
		"port 443 of the same computer answered after 25 ms", NULL};
	static const char *const other[] = {
		"port 443 of the same computer answered after 25 ms", NULL};
	struct report *report = new_report(
		arena, "file", "/home/kim/settings/mail.xml", "Example mail");

	add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
	add_silent(arena, &report->endpoints[0]);
	add_silent(arena, &report->endpoints[1]);
	add_good_facts(arena, &report->endpoints[2]);
	add_finding(arena, &report->endpoints[2], "connect", VERDICT_PASS,
		"a connection", "connected", "can be reached.");
	add_finding(arena, &report->endpoints[2], "certificate-expiry",
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
	struct report *report = new_url(arena, "imaps://outlook.ofice365.com",
		"IMAP at outlook.ofice365.com, port 993");
	struct endpoint_report *endpoint;
	struct probe_facts *probe;

	add_endpoints(arena, report, endpoints, 1);
	endpoint = &report->endpoints[0];
	probe = add_probe(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, STAGE_RESOLVE);
	probe->status = ST_NO_NAME;
	endpoint->facts.name = (struct name_facts){
		.asked = true,
		.answered = true,
		.domain = "ofice365.com",
		.mx = "mx1.ofice365.com",
		.srv_target = ".",
	};
	add_finding(arena, endpoint, "connect", VERDICT_FAIL, "a connection",
		"the name does not exist",
		"cannot be found: the name does not exist.");
	add_caused(arena, endpoint, "connect");
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

struct report *sample_many(struct arena *arena, size_t count)
{
	const struct endpoint **endpoints =
		arena_alloc(arena, count * sizeof(*endpoints));
	struct report *report = new_report(arena, "file", "many.xml", NULL);

	for (size_t i = 0; i < count; i++)
		endpoints[i] = i % 3 == 0   ? &office_pop3
			       : i % 3 == 1 ? &office_imap
					    : &office_smtp;
	add_endpoints(arena, report, endpoints, count);
	for (size_t i = 0; i < count; i++) {
		add_good_facts(arena, &report->endpoints[i]);
		add_good_findings(arena, &report->endpoints[i]);
	}
	report_conclude(report);
	return report;
}
