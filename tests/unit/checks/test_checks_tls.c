/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks make of handshakes and versions. */

#include "evidence/closed/drop.h"
#include "tests/unit/checks/check_scene.h"

#include <stdio.h>
#include <string.h>

static void handshake_alert(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_ALERT);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene_add_alert(scene->probes[i], 112);
}

static void handshake_eof(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_EOF);
}

static void handshake_reset(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_RESET);
}

static void handshake_silent(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_TIMEOUT);
}

static void handshake_cancelled(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_CANCELLED);
}

static void client_certificate_12(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_ALERT);
	scene_best(scene)->tls.server_hello = true;
	scene_best(scene)->tls.version = TLS_1_2;
	scene_best(scene)->tls.wants_certificate = true;
	scene_add_alert(scene_best(scene), 40);
}

static void client_certificate_13(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < 5; i++) {
		struct probe_facts *probe = scene->probes[i];

		if (probe->status == ST_ALERT)
			continue;
		probe->tls.wants_certificate = true;
		probe->tls.confirmed = false;
		probe->stage = STAGE_GREETING;
		probe->status = ST_ALERT;
		probe->outcome = OUTCOME_FAILED;
		memset(&probe->greeting, 0, sizeof(probe->greeting));
		memset(&probe->protected, 0, sizeof(probe->protected));
		scene_add_alert(probe, 116);
	}
}

/* The usual offer is refused; a hello made by hand was taken. */
static void hear_10(struct scene *scene)
{
	static uint16_t null_suite = 0x0002;
	struct offered_facts *offered;

	offered = arena_alloc(scene->arena, sizeof(*offered));
	*offered = (struct offered_facts){0};
	offered->versions[TLS_1_0].state = OFFERED_ACCEPTED;
	offered->versions[TLS_1_0].suites.numbers = &null_suite;
	offered->versions[TLS_1_0].suites.count = 1;
	scene->report.facts.offered = offered;
}

static void heard_10(struct scene *scene)
{
	scene_healthy(scene);
	hear_10(scene);
}

static void heard_and_required_10(struct scene *scene)
{
	scene_require_10(scene);
	hear_10(scene);
}

/* TLS 1.3 negotiated, and closed before anything came inside it. */
static void unconfirmed_13(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_EOF);
	for (size_t i = 0; i < 5; i++) {
		struct probe_facts *probe = scene->probes[i];

		probe->tls.server_hello = true;
		probe->tls.completed = true;
		probe->tls.version = TLS_1_3;
		probe->stage = STAGE_GREETING;
	}
}

static void old_server(struct scene *scene)
{
	struct probe_facts *probe;

	probe = scene_add_probe(scene, PURPOSE_BEST, TLS_PROBED);
	scene_complete(scene, probe, TLS_1_0);
	for (int version = TLS_1_0; version <= TLS_1_3; version++) {
		probe = scene_add_probe(
			scene, PURPOSE_TLS_VERSION, TLS_BIT(version));
		if (version == TLS_1_0)
			scene_complete(scene, probe, TLS_1_0);
		else
			scene_refuse_version(scene, probe, 70);
	}
}

static void only_old_asked(struct scene *scene)
{
	struct probe_facts *probe;

	scene->report.facts.versions_asked = TLS_BIT(TLS_1_0);
	probe = scene_add_probe(scene, PURPOSE_BEST, TLS_BIT(TLS_1_0));
	scene_complete(scene, probe, TLS_1_0);
}

static void only_old_reset(struct scene *scene)
{
	struct probe_facts *probe;

	scene->report.facts.versions_asked = TLS_BIT(TLS_1_0);
	probe = scene_add_probe(scene, PURPOSE_BEST, TLS_BIT(TLS_1_0));
	scene_start_tls(scene, probe);
	probe->status = ST_RESET;
}

static void require_12(struct scene *scene)
{
	scene_set_demand(scene, TLS_1_2, DEMAND_REQUIRED, SEVERITY_ERROR, NULL);
}

static void forbid_12(struct scene *scene)
{
	scene_set_demand(
		scene, TLS_1_2, DEMAND_FORBIDDEN, SEVERITY_ERROR, NULL);
}

static void note_13(struct scene *scene)
{
	scene_set_demand(
		scene, TLS_1_3, DEMAND_ALLOWED, SEVERITY_INFO, "undocumented");
}

static void demand_nothing(struct scene *scene)
{
	scene_set_demand(scene, TLS_1_0, DEMAND_NONE, SEVERITY_INFO, NULL);
}

static void refused_by_reset(struct scene *scene)
{
	scene_healthy(scene);
	for (int version = TLS_1_0; version <= TLS_1_1; version++) {
		struct probe_facts *probe =
			scene_pinned(scene, (enum tls_version)version);

		probe->tls.alert_count = 0;
		probe->status = version == TLS_1_0 ? ST_RESET : ST_EOF;
		probe->outcome = OUTCOME_FAILED;
	}
	drop_settle(&scene->report.facts);
}

static void version_silent(struct scene *scene)
{
	scene_healthy(scene);
	scene_pinned(scene, TLS_1_0)->tls.alert_count = 0;
	scene_pinned(scene, TLS_1_0)->status = ST_TIMEOUT;
	scene_pinned(scene, TLS_1_0)->outcome = OUTCOME_FAILED;
}

static struct probe_facts *second_best(struct scene *scene)
{
	return scene_add_probe(scene, PURPOSE_BEST, TLS_PROBED);
}

static void older_at_times(struct scene *scene)
{
	scene_healthy(scene);
	scene_complete(scene, second_best(scene), TLS_1_1);
}

static void old_enough_at_times(struct scene *scene)
{
	scene_healthy(scene);
	scene_complete(scene, second_best(scene), TLS_1_2);
}

static void refused_at_times(struct scene *scene)
{
	scene_healthy(scene);
	scene_refuse_version(scene, second_best(scene), 80);
}

static void old_at_times(struct scene *scene)
{
	scene_healthy(scene);
	scene_complete(scene,
		scene_add_probe(scene, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_1)),
		TLS_1_1);
}

static void new_at_times(struct scene *scene)
{
	old_at_times(scene);
	scene_refuse_version(scene,
		scene_add_probe(scene, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2)),
		70);
}

static void old_and_best_at_times(struct scene *scene)
{
	old_at_times(scene);
	scene_refuse_version(scene, second_best(scene), 80);
}

static void refused_elsewhere(struct scene *scene)
{
	struct probe_facts *probe;

	scene_healthy(scene);
	probe = second_best(scene);
	scene_refuse_version(scene, probe, 80);
	snprintf(probe->attempts[probe->attempt].address,
		sizeof(probe->attempts[probe->attempt].address), "%s",
		"192.0.2.99");
}

/* One row a line. */
/* clang-format off */
static const struct scene_row rows[] = {
	/* tls-varies */
	{IMAP, IMPLICIT, scene_healthy, "tls-varies", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, older_at_times, "tls-varies", FAIL, NULL, "1 of 2 connections: nothing newer than TLS 1.1", "an older TLS version"},
	{IMAP, IMPLICIT, old_enough_at_times, "tls-varies", WARNING, NULL, "1 of 2 connections: nothing newer than TLS 1.2", "an older TLS version"},
	{IMAP, IMPLICIT, refused_at_times, "tls-varies", FAIL, NULL, "1 of 2 connections: alert 80", "refuses TLS on some connections"},
	{IMAP, IMPLICIT, old_at_times, "tls-varies", WARNING, NULL, "1 of 2 connections: alert 70", "refuses TLS 1.1 on some connections"},
	{IMAP, IMPLICIT, new_at_times, "tls-varies", FAIL, NULL, "1 of 2 connections: alert 70", "refuses TLS 1.2 on some connections"},
	{IMAP, IMPLICIT, old_and_best_at_times, "tls-varies", FAIL, NULL, "1 of 2 connections: alert 80", "refuses TLS on some connections"},
	{IMAP, IMPLICIT, refused_elsewhere, "tls-varies", NOT_OWED, NULL, NULL, NULL},
	/* mode */
	{IMAP, IMPLICIT, handshake_alert, "mode", PASS, NULL, "TLS from the start", NULL},
	{IMAP, IMPLICIT, handshake_reset, "mode", NOT_TESTED, "tls-best", "reset", NULL},
	{IMAP, IMPLICIT, only_old_reset, "mode", NOT_TESTED, NULL, "reset", NULL},
	/* tls-1.0 */
	{IMAP, IMPLICIT, only_old_reset, "tls-1.0", NOT_TESTED, "mode", "reset", NULL},
	/* greeting */
	{IMAP, IMPLICIT, handshake_eof, "greeting", NOT_TESTED, "tls-best", "closed", NULL},
	/* capability-starttls */
	{POP3, EXPLICIT, handshake_eof, "capability-starttls", PASS, NULL, "not checked inside", "STLS"},
	/* starttls-injection */
	{IMAP, EXPLICIT, handshake_eof, "starttls-injection", NOT_TESTED, "tls-best", "closed", NULL},
	/* tls-best */
	{IMAP, CLEARTEXT, scene_healthy, "tls-best", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, scene_healthy, "tls-best", PASS, NULL, "TLS 1.3, TLS_AES", NULL},
	{IMAP, IMPLICIT, old_server, "tls-best", FAIL, NULL, "TLS 1.0", "no TLS version better than TLS 1.0"},
	{IMAP, IMPLICIT, only_old_asked, "tls-best", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, handshake_alert, "tls-best", FAIL, NULL, "alert 112 (unrecognized_name)", NULL},
	{IMAP, IMPLICIT, handshake_eof, "tls-best", FAIL, NULL, "closed the connection during the handshake", NULL},
	{IMAP, IMPLICIT, handshake_reset, "tls-best", FAIL, NULL, "reset the connection", NULL},
	{IMAP, EXPLICIT, handshake_silent, "tls-best", FAIL, NULL, "stopped responding", NULL},
	{IMAP, IMPLICIT, handshake_cancelled, "tls-best", NOT_TESTED, NULL, "ended this attempt", NULL},
	{IMAP, IMPLICIT, scene_best_breaks, "tls-best", FAIL, NULL, "with TLS 1.3 alone the handshake completes", NULL},
	{IMAP, IMPLICIT, client_certificate_12, "tls-best", FAIL, NULL, "alert 40", "requires a client certificate"},
	{IMAP, IMPLICIT, client_certificate_13, "tls-best", FAIL, NULL, "alert 116 (certificate_required)", "requires a client certificate"},
	/* greeting */
	{IMAP, IMPLICIT, client_certificate_13, "greeting", NOT_TESTED, "tls-best", "alert 116", NULL},
	/* tls-best */
	{IMAP, IMPLICIT, unconfirmed_13, "tls-best", NOT_TESTED, "greeting", "no data arrived inside", NULL},
	/* greeting */
	{IMAP, IMPLICIT, unconfirmed_13, "greeting", FAIL, NULL, "closed", NULL},
	/* capability-auth */
	{IMAP, IMPLICIT, unconfirmed_13, "capability-auth", NOT_TESTED, "greeting", "closed", NULL},
	/* tls-1.2 */
	{IMAP, IMPLICIT, handshake_eof, "tls-1.2", NOT_TESTED, "tls-best", "closed", NULL},
	/* certificate-expiry */
	{IMAP, IMPLICIT, handshake_eof, "certificate-expiry", NOT_TESTED, "tls-best", "closed", NULL},
	/* tls-1.2 */
	{IMAP, CLEARTEXT, scene_healthy, "tls-1.2", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, only_old_asked, "tls-1.2", NOT_OWED, NULL, NULL, NULL},
	/* tls-1.0 */
	{IMAP, IMPLICIT, only_old_asked, "tls-1.0", WARNING, NULL, "accepted: TLS_AES", "accepts TLS 1.0"},
	{IMAP, IMPLICIT, scene_healthy, "tls-1.0", PASS, NULL, "refused: alert 70 (protocol_version)", NULL},
	{IMAP, IMPLICIT, heard_10, "tls-1.0", WARNING, NULL, "not with the usual offer (alert 70 (protocol_version)): TLS_RSA_WITH_NULL_SHA", "accepts TLS 1.0"},
	{IMAP, IMPLICIT, heard_and_required_10, "tls-1.0", FAIL, NULL, "alert 70", "refuses TLS 1.0"},
	/* tls-1.2 */
	{IMAP, IMPLICIT, scene_healthy, "tls-1.2", PASS, NULL, "accepted", NULL},
	/* tls-1.0 */
	{IMAP, IMPLICIT, scene_require_10, "tls-1.0", FAIL, NULL, "alert 70", "refuses TLS 1.0"},
	/* tls-1.2 */
	{IMAP, IMPLICIT, require_12, "tls-1.2", PASS, NULL, "accepted", NULL},
	{IMAP, IMPLICIT, forbid_12, "tls-1.2", FAIL, NULL, "accepted", NULL},
	/* tls-1.3 */
	{IMAP, IMPLICIT, note_13, "tls-1.3", INFO, NULL, "accepted", "undocumented"},
	/* tls-1.0 */
	{IMAP, IMPLICIT, demand_nothing, "tls-1.0", PASS, NULL, "refused", NULL},
	{IMAP, IMPLICIT, old_server, "tls-1.0", WARNING, NULL, "accepted", NULL},
	/* tls-1.3 */
	{IMAP, IMPLICIT, old_server, "tls-1.3", PASS, NULL, "refused: alert 70", NULL},
	/* tls-1.0 */
	{IMAP, IMPLICIT, refused_by_reset, "tls-1.0", PASS, NULL, "reset right after the ClientHello", NULL},
	/* tls-1.1 */
	{IMAP, IMPLICIT, refused_by_reset, "tls-1.1", PASS, NULL, "closed right after the ClientHello", NULL},
	/* tls-1.0 */
	{IMAP, IMPLICIT, version_silent, "tls-1.0", NOT_TESTED, NULL, "no response", "no clear answer about TLS 1.0"},
};
/* clang-format on */

static void test_rows(void **state)
{
	(void)state;
	scene_check_rows(rows, COUNT_OF(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
