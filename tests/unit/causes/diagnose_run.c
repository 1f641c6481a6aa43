/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/memory.h"
#include "tests/unit/unit.h"

#include "checks/judge.h"
#include "evidence/closed/drop.h"
#include "tests/unit/causes/diagnose_run.h"
#include "tests/unit/greeting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDPOINTS 8
#define PROBES 12

struct octets octets(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

struct run *run_new(void)
{
	struct run *run = memory_calloc(1, sizeof(*run));

	run->arena = arena_new();
	run->entries = memory_calloc(ENDPOINTS, sizeof(*run->entries));
	run->report.endpoints =
		memory_calloc(ENDPOINTS, sizeof(*run->report.endpoints));
	run->context = (struct judge_context){
		.now_s = NOW, .expiry_days = 14, .arena = run->arena};
	run->report.started_s = NOW;
	run->report.local = (struct local_facts){.now_s = NOW,
		.has_ipv4_route = true,
		.has_ipv6_route = true,
		.resolvers = "192.0.2.53"};
	return run;
}

void run_free(struct run *run)
{
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		struct endpoint_facts *facts = &run->report.endpoints[i].facts;

		for (size_t j = 0; j < facts->probe_count; j++)
			probe_facts_free(facts->probes[j]);
		for (size_t j = 0; j < facts->rule_probe_count; j++)
			probe_facts_free(facts->rule_probes[j]);
		free(facts->probes);
		free(facts->rule_probes);
		offered_facts_free(facts->offered);
	}
	arena_free(run->arena);
	free(run->report.endpoints);
	free(run->entries);
	free(run);
}

struct endpoint_report *add(struct run *run, enum service service,
	enum tls_mode mode, const char *host)
{
	size_t i = run->report.endpoint_count++;
	struct matrix_entry *entry = &run->entries[i];
	struct endpoint_report *endpoint = &run->report.endpoints[i];
	const struct tls_expectation old = {
		DEMAND_FORBIDDEN, SEVERITY_WARNING, NULL};
	const struct tls_expectation new = {
		DEMAND_ALLOWED, SEVERITY_ERROR, NULL};

	assert_true(i < ENDPOINTS);
	entry->endpoint = (struct endpoint){
		service, mode, host, service_port(service, mode)};
	entry->expectation = (struct expectation){
		.tls = {[TLS_1_0] = old,
			[TLS_1_1] = old,
			[TLS_1_2] = new,
			[TLS_1_3] = new},
		.tls_at_least = TLS_1_2,
	};
	endpoint->entry = entry;
	endpoint->facts.endpoint = entry->endpoint;
	endpoint->facts.probes =
		memory_calloc(PROBES, sizeof(struct probe_facts *));
	endpoint->facts.versions_asked = TLS_PROBED;
	return endpoint;
}

void set_port(struct endpoint_report *endpoint, unsigned port)
{
	endpoint->facts.endpoint.port = port;
	((struct matrix_entry *)(uintptr_t)endpoint->entry)->endpoint.port =
		port;
}

struct expectation *expected(struct endpoint_report *endpoint)
{
	return &((struct matrix_entry *)(uintptr_t)endpoint->entry)
			->expectation;
}

void run_diagnose(struct run *run)
{
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		drop_settle(&run->report.endpoints[i].facts);
		judge_endpoint(&run->report.endpoints[i], &run->context);
	}
	report_conclude(&run->report);
	diagnose(&run->report, run->arena);
}

struct probe_facts *add_probe(struct endpoint_report *endpoint,
	enum purpose purpose, unsigned offered)
{
	struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *probe = probe_facts_new();

	assert_true(facts->probe_count < PROBES);
	probe->purpose = purpose;
	probe->mode = facts->endpoint.mode;
	probe->port = facts->endpoint.port;
	probe->tls_offered = offered;
	probe->started_us = (int64_t)facts->probe_count;
	facts->probes[facts->probe_count++] = probe;
	return probe;
}

struct probe_facts *follow_up(struct endpoint_report *endpoint,
	enum question question, enum tls_mode mode)
{
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_FOLLOW_UP, TLS_PROBED);

	probe->question = question;
	probe->mode = mode;
	probe->full = question == QUESTION_OTHER_MODE ||
		      question == QUESTION_OTHER_PORT;
	probe->connect_only = question == QUESTION_PORT_443 ||
			      question == QUESTION_UNUSED_PORT;
	probe->no_sni = question == QUESTION_NO_SNI;
	probe->small_hello = question == QUESTION_SMALL_HELLO;
	probe->stage = STAGE_CONNECT;
	probe->status = ST_TIMEOUT;
	return probe;
}

struct probe_facts *add_rule_probe(
	struct endpoint_report *endpoint, const char *offer)
{
	struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *probe = probe_facts_new();

	if (!facts->rule_probes)
		facts->rule_probes =
			memory_calloc(PROBES, sizeof(struct probe_facts *));
	assert_true(facts->rule_probe_count < PROBES);
	probe->purpose = PURPOSE_RULE;
	probe->offer = offer_find(offer);
	assert_int_not_equal(probe->offer, OFFER_NONE);
	probe->mode = facts->endpoint.mode;
	probe->port = facts->endpoint.port;
	probe->tls_offered = TLS_PROBED;
	probe->started_us = 1000 + (int64_t)facts->rule_probe_count;
	facts->rule_probes[facts->rule_probe_count++] = probe;
	return probe;
}

struct attempt *add_attempt(
	struct probe_facts *probe, const char *address, enum status status)
{
	struct attempt *attempt;

	probe->attempts = arena_grow(probe->arena, probe->attempts,
		probe->attempt_count, sizeof(*attempt));
	attempt = &probe->attempts[probe->attempt_count++];
	*attempt = (struct attempt){.tried = true, .status = status};
	snprintf(attempt->address, sizeof(attempt->address), "%s", address);
	attempt->ipv6 = strchr(address, ':') != NULL;
	attempt->connected = status == ST_OK;
	probe->attempt = probe->attempt_count;
	for (size_t i = 0; i < probe->attempt_count; i++)
		if (probe->attempts[i].connected)
			probe->attempt = i;
	return attempt;
}

/* Hosts that are not the same have addresses that are not the same. */
static const char *address_of(const struct probe_facts *probe, const char *host)
{
	unsigned sum = 0;

	while (host && *host)
		sum = (sum * 31 + (unsigned char)*host++) % 200;
	return arena_printf(probe->arena, "192.0.2.%u", sum + 1);
}

void connect_probe(struct probe_facts *probe)
{
	if (!probe->attempt_count)
		add_attempt(probe, "192.0.2.1", ST_OK);
	probe->stage = STAGE_GREETING;
}

static void connect_to(
	struct endpoint_report *endpoint, struct probe_facts *probe)
{
	if (!probe->attempt_count)
		add_attempt(probe,
			address_of(probe, endpoint->facts.endpoint.host),
			ST_OK);
	probe->stage = STAGE_GREETING;
}

void greet(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	struct greeting *greeting = &probe->greeting;
	enum service service = endpoint->facts.endpoint.service;

	greeting->seen = true;
	greeting->text =
		text ? octets(text) : greeting_text(probe->arena, service);
	greeting->known_service = service_of_greeting(
		greeting->text, service, &greeting->service);
}

void start_tls(struct endpoint_report *endpoint, struct probe_facts *probe)
{
	connect_to(endpoint, probe);
	if (probe->mode == MODE_EXPLICIT) {
		greet(endpoint, probe, NULL);
		probe->cleartext.seen = probe->cleartext.imap4rev1 = true;
		probe->cleartext.starttls = true;
		probe->cleartext.login_disabled = true;
		probe->starttls_sent = true;
		probe->starttls_agreed = true;
	}
	probe->stage = STAGE_HANDSHAKE;
	probe->tls.started = true;
}

void take_or_leave(struct endpoint_report *endpoint, enum tls_version version)
{
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(version));

	if (version < TLS_1_2)
		complete(endpoint, probe, version);
	else
		refuse(endpoint, probe, 70);
}

void offer(struct probe_facts *probe, struct capabilities *caps,
	const char *mechanism)
{
	caps->seen = true;
	caps->imap4rev1 = true;
	caps->mechanisms = arena_grow(probe->arena, caps->mechanisms,
		caps->mechanism_count, sizeof(char *));
	caps->mechanisms[caps->mechanism_count++] = mechanism;
}

void add_item(
	struct probe_facts *probe, struct capabilities *caps, const char *item)
{
	caps->items = arena_grow(probe->arena, caps->items, caps->item_count,
		sizeof(struct octets));
	caps->items[caps->item_count++] = octets(item);
}

static struct certificate *add_certificate(
	struct probe_facts *probe, const char *subject, const char *issuer)
{
	struct certificate *certificate;

	probe->tls.chain = arena_grow(probe->arena, probe->tls.chain,
		probe->tls.chain_count, sizeof(*certificate));
	certificate = &probe->tls.chain[probe->tls.chain_count++];
	memset(certificate, 0, sizeof(*certificate));
	certificate->subject = octets(subject);
	certificate->issuer = octets(issuer);
	certificate->not_before = NOW - 30 * DAY;
	certificate->not_after = NOW + 60 * DAY;
	certificate->key = "RSA";
	certificate->key_bits = 2048;
	certificate->signature = "RSA-SHA256";
	return certificate;
}

struct certificate *add_issuer(
	struct probe_facts *probe, const char *subject, const char *issuer)
{
	struct certificate *certificate =
		add_certificate(probe, subject, issuer);

	certificate->not_before = NOW - 400 * DAY;
	certificate->not_after = NOW + 1000 * DAY;
	certificate->self_issued = strcmp(subject, issuer) == 0;
	return certificate;
}

void complete(struct endpoint_report *endpoint, struct probe_facts *probe,
	enum tls_version version)
{
	const char *host = endpoint->facts.endpoint.host;
	struct certificate *leaf;

	start_tls(endpoint, probe);
	probe->tls.server_hello = true;
	probe->tls.completed = true;
	probe->tls.confirmed = true;
	probe->tls.version = version;
	leaf = add_certificate(probe, "CN=server", "CN=Example CA");
	leaf->common_name = octets("server");
	leaf->names = arena_alloc(probe->arena, sizeof(*leaf->names));
	leaf->names[0] = (struct presented_name){
		host[strspn(host, "0123456789.")] ? NAME_DNS : NAME_IP,
		octets(host)};
	leaf->name_count = 1;
	snprintf(leaf->sha256, sizeof(leaf->sha256), "%s", host);
	probe->tls.trust = TRUST_OK;
	greet(endpoint, probe, NULL);
	offer(probe, &probe->protected, "PLAIN");
	probe->stage = STAGE_DONE;
	probe->status = ST_OK;
	probe->outcome = OUTCOME_COMPLETED;
}

void add_alert(struct probe_facts *probe, unsigned code)
{
	probe->tls.alerts = arena_grow(probe->arena, probe->tls.alerts,
		probe->tls.alert_count, sizeof(struct alert));
	probe->tls.alerts[probe->tls.alert_count++] =
		(struct alert){true, true, code};
}

void refuse(struct endpoint_report *endpoint, struct probe_facts *probe,
	unsigned code)
{
	start_tls(endpoint, probe);
	add_alert(probe, code);
	probe->status = ST_ALERT;
	probe->outcome = OUTCOME_REFUSED;
}

void healthy(struct endpoint_report *endpoint)
{
	bool clear = endpoint->facts.endpoint.mode == MODE_CLEARTEXT;
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, clear ? 0 : TLS_PROBED);

	if (clear) {
		connect_to(endpoint, probe);
		greet(endpoint, probe, NULL);
		offer(probe, &probe->cleartext, "CRAM-MD5");
		probe->cleartext.login_disabled = true;
		probe->stage = STAGE_DONE;
		probe->outcome = OUTCOME_COMPLETED;
		return;
	}
	complete(endpoint, probe, TLS_1_3);
	for (int version = TLS_1_0; version <= TLS_1_3; version++) {
		probe = add_probe(
			endpoint, PURPOSE_TLS_VERSION, TLS_BIT(version));
		if (version < TLS_1_2)
			refuse(endpoint, probe, 70);
		else
			complete(endpoint, probe, (enum tls_version)version);
	}
}

static void stop_probe(struct endpoint_report *endpoint,
	struct probe_facts *probe, enum stage stage, enum status status)
{
	if (stage == STAGE_CONNECT)
		add_attempt(probe,
			address_of(probe, endpoint->facts.endpoint.host),
			status);
	if (stage > STAGE_CONNECT)
		connect_to(endpoint, probe);
	if (stage > STAGE_GREETING && probe->mode != MODE_IMPLICIT)
		greet(endpoint, probe, NULL);
	if (stage == STAGE_STARTTLS) {
		probe->cleartext.seen = probe->cleartext.imap4rev1 = true;
		probe->cleartext.login_disabled = true;
		probe->starttls_sent = probe->purpose != PURPOSE_BEST;
	}
	if (stage == STAGE_HANDSHAKE)
		start_tls(endpoint, probe);
	probe->outcome = OUTCOME_FAILED;
	probe->stage = stage;
	probe->status = status;
}

void stopped(
	struct endpoint_report *endpoint, enum stage stage, enum status status)
{
	bool clear = endpoint->facts.endpoint.mode == MODE_CLEARTEXT;

	stop_probe(endpoint,
		add_probe(endpoint, PURPOSE_BEST, clear ? 0 : TLS_PROBED),
		stage, status);
	for (int version = TLS_1_0; !clear && version <= TLS_1_3; version++)
		stop_probe(endpoint,
			add_probe(endpoint, PURPOSE_TLS_VERSION,
				TLS_BIT(version)),
			stage, status);
}

struct endpoint_report *good(struct run *run, enum service service,
	enum tls_mode mode, const char *host)
{
	struct endpoint_report *endpoint = add(run, service, mode, host);

	healthy(endpoint);
	return endpoint;
}

struct endpoint_report *bad(struct run *run, enum service service,
	enum tls_mode mode, const char *host, enum stage stage,
	enum status status)
{
	struct endpoint_report *endpoint = add(run, service, mode, host);

	stopped(endpoint, stage, status);
	return endpoint;
}

struct probe_facts *best(struct endpoint_report *endpoint)
{
	return endpoint->facts.probes[0];
}

void each(struct endpoint_report *endpoint,
	void (*change)(struct endpoint_report *endpoint,
		struct probe_facts *probe, const char *text),
	const char *text)
{
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		change(endpoint, endpoint->facts.probes[i], text);
}

void say_greeting(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	greet(endpoint, probe, text);
	if (probe->stage == STAGE_GREETING)
		probe->reply = octets(text);
}

void say_reply(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	(void)endpoint;
	probe->reply = octets(text);
	if (text[0] >= '2' && text[0] <= '5')
		probe->reply_code = (unsigned)strtoul(text, NULL, 10);
}

void say_unexpected(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	(void)endpoint;
	probe->unexpected = octets(text);
}

void each_leaf(struct endpoint_report *endpoint,
	void (*change)(struct probe_facts *probe, struct certificate *leaf))
{
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		if (endpoint->facts.probes[i]->tls.chain_count)
			change(endpoint->facts.probes[i],
				endpoint->facts.probes[i]->tls.chain);
}

/* All that is wrong is told, not only the first thing. */
static size_t complaints;

static void complain(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static void complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprint_error(format, arguments);
	va_end(arguments);
	print_error("\n");
	complaints++;
}

static const struct finding *find_finding(
	const struct endpoint_report *endpoint, const char *check)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (strcmp(endpoint->findings[i].check, check) == 0)
			return &endpoint->findings[i];
	return NULL;
}

static bool is_clean(const char *text)
{
	return text && *text && !strchr(text, '{') && !strchr(text, '}') &&
	       !strstr(text, "(null)") && !strstr(text, "  ");
}

/* What every diagnosis must have, whatever it is. */
static void assert_whole(
	const char *name, const struct report *report, size_t at)
{
	const struct diagnosis *diagnosis = &report->diagnoses[at];

	if (!is_clean(diagnosis->summary) ||
		!is_clean(diagnosis->user_summary) ||
		!is_clean(diagnosis->explanation))
		complain("%s: %s: %s | %s", name, diagnosis->id,
			diagnosis->summary, diagnosis->user_summary);
	if (!diagnosis->endpoint_count || !diagnosis->remedy_count)
		complain("%s: %s is about nothing, or helps nobody", name,
			diagnosis->id);
	for (size_t i = 0; i < diagnosis->remedy_count; i++)
		if (!is_clean(diagnosis->remedies[i].text))
			complain("%s: %s: remedy %s", name, diagnosis->id,
				diagnosis->remedies[i].text);
	if (diagnosis->remedies[0].audience != cause_find(diagnosis->id)->first)
		complain("%s: %s does not tell first who can act", name,
			diagnosis->id);
	if ((diagnosis->confirm == NULL) !=
		(diagnosis->confidence == CONFIDENCE_CERTAIN))
		complain("%s: %s must say what would make sure, unless it is",
			name, diagnosis->id);
	for (size_t i = 0; i < at; i++)
		if (strcmp(report->diagnoses[i].id, diagnosis->id) == 0 &&
			strcmp(report->diagnoses[i].summary,
				diagnosis->summary) == 0)
			complain("%s: %s is told twice", name, diagnosis->id);
}

/* Everything that failed has its diagnosis, and nothing that passed. */
static void assert_explained(const char *name, const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		for (size_t j = 0; j < endpoint->finding_count; j++) {
			const struct finding *finding = &endpoint->findings[j];

			if (finding->status == VERDICT_FAIL &&
				!finding->diagnosis)
				complain("%s: %s fails without a diagnosis",
					name, finding->check);
			if ((finding->status == VERDICT_PASS ||
				    finding->status == VERDICT_INFO) &&
				finding->diagnosis)
				complain("%s: %s passes and has a diagnosis",
					name, finding->check);
		}
	}
}

static void print_diagnoses(const struct report *report)
{
	if (!getenv("DIAGNOSES"))
		return;
	for (size_t i = 0; i < report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &report->diagnoses[i];

		printf("%s (%s)\n  %s\n  %s\n", diagnosis->id,
			confidence_name(diagnosis->confidence),
			diagnosis->summary, diagnosis->user_summary);
		for (size_t j = 0; j < diagnosis->evidence_count; j++)
			printf("    - %s\n", diagnosis->evidence[j]);
		for (size_t j = 0; j < diagnosis->remedy_count; j++)
			printf("    > %s: %s\n",
				audience_name(diagnosis->remedies[j].audience),
				diagnosis->remedies[j].text);
	}
}

static void check_first(
	const struct diagnose_case *row, const struct report *report)
{
	const struct diagnosis *first = &report->diagnoses[0];

	if (strcmp(first->id, row->first) != 0 ||
		first->confidence != row->confidence)
		complain("%s: %s (%s) in place of %s (%s)", row->name,
			first->id, confidence_name(first->confidence),
			row->first, confidence_name(row->confidence));
	if (!first->evidence_count)
		complain("%s: %s without evidence", row->name, first->id);
	if (row->explains) {
		const struct finding *finding = find_finding(
			&report->endpoints[first->endpoints[0]], row->explains);

		if (!finding || !finding->diagnosis ||
			strcmp(finding->diagnosis, row->first) != 0)
			complain("%s: %s is explained by %s", row->name,
				row->explains,
				finding && finding->diagnosis
					? finding->diagnosis
					: "nothing");
	}
	if (row->also && (report->diagnosis_count < 2 ||
				 strcmp(report->diagnoses[1].id, row->also)))
		complain("%s: %s does not come second, but %s", row->name,
			row->also,
			report->diagnosis_count < 2 ? "nothing"
						    : report->diagnoses[1].id);
}

static void check_case(const struct diagnose_case *row)
{
	struct run *run = run_new();
	const struct report *report = &run->report;

	row->build(run);
	run_diagnose(run);
	if (getenv("DIAGNOSES"))
		printf("\n== %s\n", row->name);
	print_diagnoses(report);
	if (!row->first && report->diagnosis_count)
		complain("%s: %s in place of nothing", row->name,
			report->diagnoses[0].id);
	if (row->first && !report->diagnosis_count)
		complain("%s: nothing in place of %s", row->name, row->first);
	for (size_t i = 0; i < report->diagnosis_count; i++) {
		assert_whole(row->name, report, i);
		if (row->never &&
			strcmp(report->diagnoses[i].id, row->never) == 0)
			complain("%s: %s must not come", row->name, row->never);
	}
	assert_explained(row->name, report);
	if (row->first && report->diagnosis_count)
		check_first(row, report);
	run_free(run);
}

void check_cases(const struct diagnose_case *cases, size_t count)
{
	size_t before = complaints;

	for (size_t i = 0; i < count; i++)
		check_case(&cases[i]);
	assert_int_equal(complaints - before, 0);
}

static bool says(const struct diagnosis *diagnosis, const char *words)
{
	if (strstr(diagnosis->summary, words) ||
		strstr(diagnosis->user_summary, words))
		return true;
	for (size_t i = 0; i < diagnosis->evidence_count; i++)
		if (strstr(diagnosis->evidence[i], words))
			return true;
	for (size_t i = 0; i < diagnosis->remedy_count; i++)
		if (strstr(diagnosis->remedies[i].text, words))
			return true;
	return false;
}

void check_words(const struct words_case *cases, size_t count)
{
	size_t before = complaints;

	for (size_t i = 0; i < count; i++) {
		struct run *run = run_new();

		cases[i].build(run);
		run_diagnose(run);
		if (!run->report.diagnosis_count)
			complain("nothing in place of: %s", cases[i].words);
		else if (!says(run->report.diagnoses, cases[i].words))
			complain("%s does not say: %s",
				run->report.diagnoses[0].id, cases[i].words);
		run_free(run);
	}
	assert_int_equal(complaints - before, 0);
}

void check_coverage(const struct diagnose_case *cases, size_t count,
	const char *from, const char *to)
{
	bool within = false;

	for (size_t i = 0; i < cause_count; i++) {
		const char *id = cause_table[i]->id;
		bool first = false, never = false;

		within = within || strcmp(id, from) == 0;
		if (!within)
			continue;

		for (size_t j = 0; j < count; j++) {
			if (cases[j].first && strcmp(cases[j].first, id) == 0)
				first = true;
			if (cases[j].never && strcmp(cases[j].never, id) == 0)
				never = true;
		}
		if (!first || !never)
			fail_msg("%s: no case %s", id,
				first ? "in which it must not come"
				      : "in which it comes first");
		if (strcmp(id, to) == 0)
			break;
	}
}
