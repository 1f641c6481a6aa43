/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/checks/check_scene.h"

#include "model/memory.h"
#include "tests/unit/greeting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct octets scene_octets(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

static struct expectation expectation_of_url(void)
{
	const struct tls_expectation old = {
		DEMAND_FORBIDDEN, SEVERITY_WARNING, NULL};
	const struct tls_expectation new = {
		DEMAND_ALLOWED, SEVERITY_ERROR, NULL};

	return (struct expectation){
		.tls = {[TLS_1_0] = old,
			[TLS_1_1] = old,
			[TLS_1_2] = new,
			[TLS_1_3] = new},
		.tls_at_least = TLS_1_2,
	};
}

struct scene *scene_new(enum service service, enum tls_mode mode)
{
	struct scene *scene = memory_calloc(1, sizeof(*scene));

	scene->arena = arena_new();
	scene->context = (struct judge_context){
		.now_s = NOW, .expiry_days = 14, .arena = scene->arena};
	scene->entry.endpoint = (struct endpoint){
		service, mode, "mail.example.com", service_port(service, mode)};
	scene->entry.expectation = expectation_of_url();
	scene->report.entry = &scene->entry;
	scene->report.facts.probes = scene->probes;
	scene->report.facts.versions_asked = TLS_PROBED;
	return scene;
}

void scene_free(struct scene *scene)
{
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		probe_facts_free(scene->probes[i]);
	arena_free(scene->arena);
	free(scene);
}

struct endpoint *scene_endpoint(struct scene *scene)
{
	return &scene->entry.endpoint;
}

struct probe_facts *scene_add_probe(
	struct scene *scene, enum purpose purpose, unsigned offered)
{
	struct endpoint_facts *facts = &scene->report.facts;
	struct probe_facts *probe = probe_facts_new();

	assert_true(facts->probe_count < PROBES);
	probe->purpose = purpose;
	probe->mode = scene->entry.endpoint.mode;
	probe->tls_offered = offered;
	probe->started_us = (int64_t)facts->probe_count;
	facts->probes[facts->probe_count++] = probe;
	return probe;
}

struct attempt *scene_add_attempt(
	struct probe_facts *probe, const char *address, enum status status)
{
	struct attempt *attempt;

	probe->attempts = arena_grow(probe->arena, probe->attempts,
		probe->attempt_count, sizeof(*attempt));
	attempt = &probe->attempts[probe->attempt_count++];
	*attempt = (struct attempt){.tried = true, .status = status};
	snprintf(attempt->address, sizeof(attempt->address), "%s", address);
	attempt->connected = status == ST_OK;
	probe->attempt = probe->attempt_count;
	for (size_t i = 0; i < probe->attempt_count; i++)
		if (probe->attempts[i].connected)
			probe->attempt = i;
	return attempt;
}

void scene_add_alert(struct probe_facts *probe, unsigned code)
{
	probe->tls.alerts = arena_grow(probe->arena, probe->tls.alerts,
		probe->tls.alert_count, sizeof(struct alert));
	probe->tls.alerts[probe->tls.alert_count++] =
		(struct alert){true, true, code};
}

void scene_greet(struct probe_facts *probe, enum service service)
{
	probe->greeting.seen = true;
	probe->greeting.known_service = true;
	probe->greeting.service = service;
	probe->greeting.text = greeting_text(probe->arena, service);
	probe->greeting.code = service == SERVICE_SMTP ? 220 : 0;
}

void scene_offer(struct probe_facts *probe, struct capabilities *caps,
	const char *mechanism)
{
	caps->seen = true;
	caps->imap4rev1 = true;
	caps->mechanisms = arena_grow(probe->arena, caps->mechanisms,
		caps->mechanism_count, sizeof(char *));
	caps->mechanisms[caps->mechanism_count++] = mechanism;
}

void scene_add_certificate(struct probe_facts *probe, const char *name)
{
	struct certificate *leaf;

	probe->tls.chain = arena_grow(probe->arena, probe->tls.chain,
		probe->tls.chain_count, sizeof(*leaf));
	leaf = &probe->tls.chain[probe->tls.chain_count++];
	memset(leaf, 0, sizeof(*leaf));
	leaf->subject = scene_octets("CN=mail.example.com");
	leaf->issuer = scene_octets("CN=Example CA");
	leaf->common_name = scene_octets("mail.example.com");
	leaf->not_before = NOW - 30 * DAY;
	leaf->not_after = NOW + 60 * DAY;
	leaf->names = arena_alloc(probe->arena, sizeof(*leaf->names));
	leaf->names[0] = (struct presented_name){NAME_DNS, scene_octets(name)};
	leaf->name_count = 1;
	probe->tls.trust = TRUST_OK;
}

void scene_connect_probe(struct probe_facts *probe)
{
	scene_add_attempt(probe, "192.0.2.1", ST_OK);
	probe->stage = STAGE_GREETING;
}

void scene_start_tls(struct scene *scene, struct probe_facts *probe)
{
	scene_connect_probe(probe);
	if (probe->mode == MODE_EXPLICIT) {
		scene_greet(probe, scene_endpoint(scene)->service);
		probe->cleartext.seen = probe->cleartext.imap4rev1 = true;
		probe->cleartext.starttls = true;
		probe->cleartext.login_disabled = true;
		probe->starttls_sent = true;
		probe->starttls_agreed = true;
	}
	probe->stage = STAGE_HANDSHAKE;
	probe->tls.started = true;
}

void scene_complete(struct scene *scene, struct probe_facts *probe,
	enum tls_version version)
{
	scene_start_tls(scene, probe);
	probe->tls.server_hello = true;
	probe->tls.completed = true;
	probe->tls.confirmed = true;
	probe->tls.version = version;
	probe->tls.cipher_suite = "TLS_AES_128_GCM_SHA256";
	scene_add_certificate(probe, "mail.example.com");
	scene_greet(probe, scene_endpoint(scene)->service);
	scene_offer(probe, &probe->protected, "PLAIN");
	probe->stage = STAGE_DONE;
	probe->status = ST_OK;
	probe->outcome = OUTCOME_COMPLETED;
}

void scene_refuse_version(
	struct scene *scene, struct probe_facts *probe, unsigned code)
{
	scene_start_tls(scene, probe);
	scene_add_alert(probe, code);
	probe->status = ST_ALERT;
	probe->outcome = OUTCOME_REFUSED;
}

struct probe_facts *scene_best(struct scene *scene)
{
	return scene->probes[0];
}

struct probe_facts *scene_pinned(struct scene *scene, enum tls_version version)
{
	return scene->probes[1 + version - TLS_1_0];
}

void scene_healthy(struct scene *scene)
{
	struct probe_facts *probe =
		scene_add_probe(scene, PURPOSE_BEST, TLS_PROBED);

	if (scene_endpoint(scene)->mode == MODE_CLEARTEXT) {
		scene_connect_probe(probe);
		scene_greet(probe, scene_endpoint(scene)->service);
		scene_offer(probe, &probe->cleartext, "CRAM-MD5");
		probe->cleartext.login_disabled = true;
		probe->tls_offered = 0;
		probe->stage = STAGE_DONE;
		probe->outcome = OUTCOME_COMPLETED;
		return;
	}
	scene_complete(scene, probe, TLS_1_3);
	for (int version = TLS_1_0; version <= TLS_1_3; version++) {
		probe = scene_add_probe(
			scene, PURPOSE_TLS_VERSION, TLS_BIT(version));
		if (version < TLS_1_2)
			scene_refuse_version(scene, probe, 70);
		else
			scene_complete(scene, probe, (enum tls_version)version);
	}
}

void scene_stopped(struct scene *scene, enum stage stage, enum status status)
{
	bool cleartext = scene_endpoint(scene)->mode == MODE_CLEARTEXT;

	for (int version = TLS_1_0 - 1; version <= TLS_1_3; version++) {
		bool is_best = version < TLS_1_0;
		unsigned offered = cleartext ? 0
				   : is_best ? TLS_PROBED
					     : TLS_BIT(version);
		struct probe_facts *probe = scene_add_probe(scene,
			is_best ? PURPOSE_BEST : PURPOSE_TLS_VERSION, offered);

		if (stage == STAGE_CONNECT)
			scene_add_attempt(probe, "192.0.2.1", status);
		if (stage > STAGE_CONNECT)
			scene_connect_probe(probe);
		if (stage > STAGE_GREETING && probe->mode != MODE_IMPLICIT)
			scene_greet(probe, scene_endpoint(scene)->service);
		if (stage == STAGE_STARTTLS) {
			probe->cleartext.seen = probe->cleartext.imap4rev1 =
				true;
			probe->cleartext.starttls = true;
			probe->cleartext.login_disabled = true;
			probe->starttls_sent = true;
		}
		if (stage == STAGE_HANDSHAKE)
			scene_start_tls(scene, probe);
		if (stage > STAGE_HANDSHAKE && !cleartext)
			scene_complete(scene, probe, TLS_1_2);
		probe->outcome = OUTCOME_FAILED;
		probe->stage = stage;
		probe->status = status;
	}
}

void scene_each_probe(
	struct scene *scene, void (*change)(struct probe_facts *probe))
{
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		change(scene->probes[i]);
}

void scene_not_offered(struct scene *scene)
{
	scene_stopped(scene, STAGE_STARTTLS, ST_NOT_OFFERED);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->cleartext.starttls = false;
		scene->probes[i]->starttls_sent = false;
	}
}

void scene_best_breaks(struct scene *scene)
{
	scene_healthy(scene);
	memset(&scene_best(scene)->tls, 0, sizeof(scene_best(scene)->tls));
	scene_best(scene)->tls.version = TLS_NONE;
	scene_best(scene)->tls.started = true;
	scene_best(scene)->stage = STAGE_HANDSHAKE;
	scene_best(scene)->status = ST_RESET;
	scene_best(scene)->outcome = OUTCOME_FAILED;
}

void scene_set_demand(struct scene *scene, enum tls_version version,
	enum demand demand, enum severity severity, const char *note)
{
	scene_healthy(scene);
	scene->entry.expectation.tls[version] =
		(struct tls_expectation){demand, severity, note};
}

void scene_require_10(struct scene *scene)
{
	scene_set_demand(scene, TLS_1_0, DEMAND_REQUIRED, SEVERITY_ERROR, NULL);
}

const struct finding *scene_find(
	const struct endpoint_report *report, const char *check)
{
	for (size_t i = 0; i < report->finding_count; i++)
		if (strcmp(report->findings[i].check, check) == 0)
			return &report->findings[i];
	return NULL;
}

void scene_judge(struct scene *scene)
{
	scene->report.facts.endpoint = scene->entry.endpoint;
	judge_endpoint(&scene->report, &scene->context);
}

static bool holds(const char *text, const char *words)
{
	return !words || (text && strstr(text, words));
}

static bool row_holds(
	const struct scene_row *row, const struct finding *finding)
{
	if (row->status == NOT_OWED || !finding)
		return row->status == NOT_OWED && !finding;
	if (!row->cause != !finding->cause ||
		(row->cause && strcmp(row->cause, finding->cause) != 0))
		return false;
	return row->status == finding->status &&
	       holds(finding->observed, row->observed) &&
	       holds(finding->summary, row->summary);
}

void scene_check_rows(const struct scene_row *rows, size_t count)
{
	size_t failed = 0;

	for (size_t i = 0; i < count; i++) {
		struct scene *scene = scene_new(rows[i].service, rows[i].mode);
		const struct finding *finding;

		rows[i].arrange(scene);
		scene_judge(scene);
		finding = scene_find(&scene->report, rows[i].check);
		if (!row_holds(&rows[i], finding)) {
			print_error("row %zu, %s: %s, cause %s\n"
				    "  observed: %s\n  summary: %s\n",
				i, rows[i].check,
				finding ? verdict_name(finding->status)
					: "not owed",
				finding && finding->cause ? finding->cause
							  : "none",
				finding ? finding->observed : "",
				finding ? finding->summary : "");
			failed++;
		}
		scene_free(scene);
	}
	assert_int_equal(failed, 0);
}
