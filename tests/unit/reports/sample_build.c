/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/reports/sample_build.h"

#include "model/offer.h"
#include "model/table.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const struct endpoint sample_office_pop3 = {
	SERVICE_POP3, MODE_IMPLICIT, "outlook.office365.com", 995};
const struct endpoint sample_office_imap = {
	SERVICE_IMAP, MODE_IMPLICIT, "outlook.office365.com", 993};
const struct endpoint sample_office_smtp = {
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

struct report *sample_new_report(struct arena *arena, const char *kind,
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

void sample_add_endpoints(struct arena *arena, struct report *report,
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

struct finding *sample_add_finding(struct arena *arena,
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

struct probe_facts *sample_add_probe(struct arena *arena,
	struct endpoint_report *endpoint, enum purpose purpose,
	unsigned versions, enum stage stage)
{
	static const int64_t until[STAGE_COUNT] = {
		[STAGE_RESOLVE] = 1204,
		[STAGE_CONNECT] = 26410,
		[STAGE_GREETING] = 51870,
		[STAGE_CAPABILITIES] = 78011,
		[STAGE_STARTTLS] = 104500,
		[STAGE_HANDSHAKE] = 130777,
		[STAGE_QUIT] = 153001,
		[STAGE_DONE] = 153204,
	};
	struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *probe = arena_alloc(arena, sizeof(*probe));

	facts->probes = arena_grow(arena, facts->probes, facts->probe_count,
		sizeof(*facts->probes));
	facts->probes[facts->probe_count++] = probe;
	probe->heard_us = -1;
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
		probe->stage_us[s] = s < (int)stage && until[s] ? until[s] : -1;
	return probe;
}

void sample_add_attempts(
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

void sample_add_tls(struct arena *arena, struct probe_facts *probe,
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

struct probe_facts *sample_add_completed(struct arena *arena,
	struct endpoint_report *endpoint, enum purpose purpose,
	unsigned versions, enum tls_version version)
{
	struct probe_facts *probe = sample_add_probe(
		arena, endpoint, purpose, versions, STAGE_DONE);
	enum service service = endpoint->entry->endpoint.service;

	probe->outcome = OUTCOME_COMPLETED;
	probe->status = ST_OK;
	sample_add_attempts(arena, probe, endpoint->entry->endpoint.port);
	add_greeting(probe, service);
	add_capabilities(arena, probe, service);
	sample_add_tls(arena, probe, version);
	probe->peer_close = CLOSE_NOTIFY;
	return probe;
}

struct probe_facts *sample_add_rule_probe(struct arena *arena,
	struct endpoint_report *endpoint, const char *offer,
	enum tls_version version)
{
	struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *probe = sample_add_completed(
		arena, endpoint, PURPOSE_RULE, TLS_BIT(version), version);

	facts->probe_count--;
	facts->rule_probes = arena_grow(arena, facts->rule_probes,
		facts->rule_probe_count, sizeof(*facts->rule_probes));
	facts->rule_probes[facts->rule_probe_count++] = probe;
	probe->offer = offer_find(offer);
	probe->started_us = 250000 + (int64_t)facts->rule_probe_count * 50000;
	return probe;
}

struct probe_facts *sample_add_refused(struct arena *arena,
	struct endpoint_report *endpoint, enum tls_version version)
{
	struct probe_facts *probe = sample_add_probe(arena, endpoint,
		PURPOSE_TLS_VERSION, TLS_BIT(version), STAGE_HANDSHAKE);

	probe->outcome = OUTCOME_REFUSED;
	probe->status = ST_ALERT;
	sample_add_attempts(arena, probe, endpoint->entry->endpoint.port);
	probe->tls.started = true;
	probe->tls.alerts = arena_alloc(arena, sizeof(struct alert));
	*probe->tls.alerts = (struct alert){true, true, 70};
	probe->tls.alert_count = 1;
	probe->tls.library_error = -12;
	probe->tls.library_name = "GNUTLS_E_FATAL_ALERT_RECEIVED";
	return probe;
}

void sample_add_good_facts(
	struct arena *arena, struct endpoint_report *endpoint)
{
	sample_add_completed(
		arena, endpoint, PURPOSE_BEST, ALL_VERSIONS, TLS_1_3);
	sample_add_refused(arena, endpoint, TLS_1_0);
	sample_add_refused(arena, endpoint, TLS_1_1);
	sample_add_completed(arena, endpoint, PURPOSE_TLS_VERSION,
		TLS_BIT(TLS_1_2), TLS_1_2);
	sample_add_completed(arena, endpoint, PURPOSE_TLS_VERSION,
		TLS_BIT(TLS_1_3), TLS_1_3);
}

struct report *sample_new_office365(struct arena *arena)
{
	static const struct endpoint *const endpoints[] = {
		&sample_office_pop3, &sample_office_imap, &sample_office_smtp};
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
	struct report *report = sample_new_report(arena, "profile", "office365",
		"Microsoft 365 (Exchange Online), worldwide");
	struct matrix *matrix = (struct matrix *)report->matrices;
	struct expectation *expectation;

	matrix->sources = sources;
	matrix->source_count = COUNT_OF(sources);
	sample_add_endpoints(arena, report, endpoints, COUNT_OF(endpoints));
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

struct report *sample_new_url(
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
	struct report *report = sample_new_report(arena, "url", url, title);
	struct matrix *matrix = (struct matrix *)report->matrices;

	matrix->sources = sources;
	matrix->source_count = COUNT_OF(sources);
	return report;
}

void sample_add_caused(struct arena *arena, struct endpoint_report *endpoint,
	const char *cause)
{
	static const char *const checks[] = {"greeting", "tls-1.0", "tls-1.1",
		"tls-1.2", "tls-1.3", "certificate-trust",
		"certificate-expiry"};

	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		struct finding *finding = sample_add_finding(arena, endpoint,
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
