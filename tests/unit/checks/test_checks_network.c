/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks make of networks and modes. */

#include "tests/unit/checks/check_scene.h"

static void nothing_tried(struct scene *scene)
{
	scene->report.facts.interrupted = true;
}

static void no_name(struct scene *scene)
{
	scene_stopped(scene, STAGE_RESOLVE, ST_NO_NAME);
}

static void no_address(struct scene *scene)
{
	scene_stopped(scene, STAGE_RESOLVE, ST_NO_ADDRESS);
}

static void no_resolver(struct scene *scene)
{
	scene_stopped(scene, STAGE_RESOLVE, ST_NO_RESOLVER);
}

static void resolver_silent(struct scene *scene)
{
	scene_stopped(scene, STAGE_RESOLVE, ST_TIMEOUT);
}

static void no_network(struct scene *scene)
{
	scene_stopped(scene, STAGE_CONNECT, ST_NO_NETWORK);
}

static void not_public(struct scene *scene)
{
	scene_stopped(scene, STAGE_CONNECT, ST_NOT_PUBLIC);
}

static void conn_refused(struct scene *scene)
{
	scene_stopped(scene, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void conn_timeout(struct scene *scene)
{
	scene_stopped(scene, STAGE_CONNECT, ST_TIMEOUT);
}

static void unreachable(struct scene *scene)
{
	scene_stopped(scene, STAGE_CONNECT, ST_UNREACHABLE);
}

static void cancelled(struct scene *scene)
{
	scene_stopped(scene, STAGE_CONNECT, ST_CANCELLED);
}

static void one_address_dead(struct scene *scene)
{
	scene_healthy(scene);
	scene_add_attempt(scene_best(scene), "2001:db8::1", ST_TIMEOUT);
}

/* Another probe got through to the address that failed here. */
static void one_address_flaky(struct scene *scene)
{
	one_address_dead(scene);
	scene_add_attempt(scene_pinned(scene, TLS_1_2), "2001:db8::1", ST_OK);
}

static void one_address_overtaken(struct scene *scene)
{
	scene_healthy(scene);
	scene_add_attempt(scene_best(scene), "2001:db8::1", ST_TIMEOUT)
		->overtaken = true;
}

/* That address, asked for itself. */
static struct probe_facts *ask_address(struct scene *scene, const char *address)
{
	struct probe_facts *probe =
		scene_add_probe(scene, PURPOSE_FOLLOW_UP, TLS_PROBED);

	probe->question = QUESTION_ADDRESS;
	probe->full = true;
	scene_add_attempt(scene_best(scene), address, ST_OK)->tried = false;
	scene_best(scene)->attempts[1].connected = false;
	scene_best(scene)->attempt = 0;
	scene_complete(scene, probe, TLS_1_3);
	probe->attempt_count = 0;
	scene_add_attempt(probe, address, ST_OK);
	return probe;
}

static void address_alike(struct scene *scene)
{
	scene_healthy(scene);
	ask_address(scene, "192.0.2.77");
}

static void address_breaks(struct scene *scene)
{
	struct probe_facts *probe;

	scene_healthy(scene);
	probe = ask_address(scene, "192.0.2.77");
	probe->outcome = OUTCOME_FAILED;
	probe->stage = STAGE_GREETING;
	probe->status = ST_EOF;
}

static void address_throttles(struct scene *scene)
{
	address_breaks(scene);
	scene->probes[5]->status = ST_THROTTLED;
}

static void address_older(struct scene *scene)
{
	scene_healthy(scene);
	ask_address(scene, "192.0.2.77")->tls.version = TLS_1_2;
}

/* TLS 1.2 was dropped at first, and is offered again once that is over. */
static struct probe_facts *drop_once(struct scene *scene, int64_t started_us)
{
	struct probe_facts *drop, *again;

	scene_healthy(scene);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene->probes[i]->duration_us = 100;
	drop = scene_add_probe(scene, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2));
	scene_start_tls(scene, drop);
	drop->status = ST_RESET;
	drop->started_us = started_us;
	drop->duration_us = 100;
	again = scene_add_probe(scene, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2));
	scene_complete(scene, again, TLS_1_2);
	again->started_us = 10000;
	again->duration_us = 100;
	return again;
}

static void dropped_alone(struct scene *scene)
{
	drop_once(scene, 5000);
}

static void dropped_beside(struct scene *scene)
{
	drop_once(scene, 50);
}

static void dropped_for_good(struct scene *scene)
{
	struct probe_facts *again = drop_once(scene, 5000);

	again->tls.completed = again->tls.server_hello = false;
	again->outcome = OUTCOME_FAILED;
	again->status = ST_RESET;
}

static void one_family_missing(struct scene *scene)
{
	scene_healthy(scene);
	scene_add_attempt(scene_best(scene), "2001:db8::1", ST_NO_NETWORK);
}

static void say_instead(struct scene *scene, const char *text)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_NOT_TLS);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene->probes[i]->unexpected = scene_octets(text);
}

static void clear_imap(struct scene *scene)
{
	say_instead(scene, "* OK ready\r\n");
}

static void clear_smtp(struct scene *scene)
{
	say_instead(scene, "220 mail.example.com ESMTP\r\n");
}

static void clear_http(struct scene *scene)
{
	say_instead(scene, "HTTP/1.1 400 Bad Request\r\n");
}

static void clear_ssh(struct scene *scene)
{
	say_instead(scene, "SSH-2.0-OpenSSH_9.2\r\n");
}

static void clear_noise(struct scene *scene)
{
	say_instead(scene, "\033[2Jxyzzy");
}

static void silent(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_TIMEOUT);
}

static void begins_to_greet(struct scene *scene)
{
	silent(scene);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene->probes[i]->reply = scene_octets("* O");
}

static void follow_up(struct scene *scene, enum tls_mode mode)
{
	struct probe_facts *probe =
		scene_add_probe(scene, PURPOSE_FOLLOW_UP, TLS_PROBED);

	probe->question = QUESTION_OTHER_MODE;
	probe->mode = mode;
	scene_connect_probe(probe);
}

static void tls_found(struct scene *scene)
{
	silent(scene);
	follow_up(scene, MODE_IMPLICIT);
	scene->probes[5]->tls.started = true;
	scene->probes[5]->tls.server_hello = true;
	scene->probes[5]->tls.completed = true;
	scene->probes[5]->tls.version = TLS_1_3;
	scene_add_certificate(scene->probes[5], "mail.example.com");
}

static void tls_not_found(struct scene *scene)
{
	silent(scene);
	follow_up(scene, MODE_IMPLICIT);
	scene->probes[5]->tls.started = true;
	scene->probes[5]->status = ST_TIMEOUT;
}

static void set_alert_reply(struct probe_facts *probe)
{
	static const unsigned char record[] = {0x15, 3, 1, 0, 2, 2, 70};

	probe->reply = (struct octets){record, sizeof(record)};
}

static void alert_greets(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_SYNTAX);
	scene_each_probe(scene, set_alert_reply);
}

static void clear_found(struct scene *scene)
{
	scene_stopped(scene, STAGE_HANDSHAKE, ST_TIMEOUT);
	follow_up(scene, MODE_EXPLICIT);
	scene_greet(scene->probes[5], SERVICE_IMAP);
}

/* What was found at another port says nothing of this one. */
static void at_another_port(struct scene *scene)
{
	scene->probes[5]->question = QUESTION_OTHER_PORT;
	scene->probes[5]->port = 1;
}

static void tls_elsewhere(struct scene *scene)
{
	tls_found(scene);
	at_another_port(scene);
}

static void clear_elsewhere(struct scene *scene)
{
	clear_found(scene);
	at_another_port(scene);
}

/* One row a line. */
/* clang-format off */
static const struct scene_row rows[] = {
	/* connect */
	{IMAP, IMPLICIT, scene_healthy, "connect", PASS, NULL, "192.0.2.1: connected", "mail.example.com:993 (IMAP) can be reached"},
	{IMAP, IMPLICIT, nothing_tried, "connect", NOT_TESTED, NULL, "interrupted first", NULL},
	{IMAP, IMPLICIT, no_name, "connect", FAIL, NULL, "does not exist", "mail.example.com:993 (IMAP)"},
	{IMAP, IMPLICIT, no_address, "connect", FAIL, NULL, "no address", NULL},
	{IMAP, IMPLICIT, conn_refused, "connect", FAIL, NULL, "192.0.2.1: connection refused", "no service listens"},
	{SMTP, EXPLICIT, conn_timeout, "connect", FAIL, NULL, "no response", "does not respond"},
	{POP3, IMPLICIT, unreachable, "connect", FAIL, NULL, "unreachable", NULL},
	{IMAP, IMPLICIT, no_resolver, "connect", NOT_TESTED, NULL, "resolver", NULL},
	{IMAP, IMPLICIT, resolver_silent, "connect", NOT_TESTED, NULL, "resolver did not respond", NULL},
	{IMAP, IMPLICIT, no_network, "connect", NOT_TESTED, NULL, "no network route", NULL},
	{IMAP, IMPLICIT, not_public, "connect", NOT_TESTED, NULL, "not a public one", "not contacted"},
	{IMAP, IMPLICIT, cancelled, "connect", NOT_TESTED, NULL, "ended this attempt", NULL},
	{IMAP, IMPLICIT, one_address_dead, "connect", WARNING, NULL, "2001:db8::1: no response", "1 of 2 addresses of mail.example.com does not respond"},
	{IMAP, IMPLICIT, one_address_flaky, "connect", PASS, NULL, "2001:db8::1: connected", NULL},
	{IMAP, IMPLICIT, one_address_overtaken, "connect", PASS, NULL, "2001:db8::1: not needed", NULL},
	{IMAP, IMPLICIT, one_family_missing, "connect", PASS, NULL, "no network route", NULL},
	/* connection-drops */
	{IMAP, IMPLICIT, scene_healthy, "connection-drops", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, dropped_alone, "connection-drops", WARNING, NULL, "1 of 7 connections", "drops some connections: 1 of 7"},
	{IMAP, IMPLICIT, dropped_beside, "connection-drops", INFO, NULL, "1 of 7 connections", NULL},
	{IMAP, IMPLICIT, dropped_for_good, "connection-drops", NOT_OWED, NULL, NULL, NULL},
	/* addresses */
	{IMAP, IMPLICIT, scene_healthy, "addresses", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, one_address_dead, "addresses", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, address_alike, "addresses", PASS, NULL, "192.0.2.77: TLS 1.3", NULL},
	{IMAP, IMPLICIT, address_breaks, "addresses", FAIL, NULL, "192.0.2.77: ", "1 of 2 that were tested fails"},
	{IMAP, IMPLICIT, address_throttles, "addresses", INFO, NULL, "192.0.2.77: ", "at 1 of its 2 addresses"},
	{IMAP, IMPLICIT, address_older, "addresses", WARNING, NULL, "192.0.2.77: TLS 1.2", "different TLS versions"},
	/* mode */
	{IMAP, IMPLICIT, conn_refused, "mode", NOT_TESTED, "connect", "connection was refused", NULL},
	/* greeting */
	{IMAP, IMPLICIT, conn_refused, "greeting", NOT_TESTED, "connect", "connection was refused", NULL},
	/* tls-best */
	{IMAP, IMPLICIT, conn_refused, "tls-best", NOT_TESTED, "connect", "connection was refused", NULL},
	/* tls-1.0 */
	{IMAP, IMPLICIT, conn_refused, "tls-1.0", NOT_TESTED, "connect", "connection was refused", NULL},
	/* capability-auth */
	{IMAP, IMPLICIT, conn_refused, "capability-auth", NOT_TESTED, "connect", "refused", NULL},
	/* capability-starttls */
	{IMAP, EXPLICIT, conn_refused, "capability-starttls", NOT_TESTED, "connect", "refused", NULL},
	/* starttls-injection */
	{IMAP, EXPLICIT, conn_refused, "starttls-injection", NOT_TESTED, "connect", "refused", NULL},
	/* cleartext-login */
	{IMAP, EXPLICIT, conn_refused, "cleartext-login", NOT_TESTED, "connect", "refused", NULL},
	/* certificate-trust */
	{IMAP, IMPLICIT, conn_refused, "certificate-trust", NOT_TESTED, "connect", "refused", NULL},
	/* certificate-name */
	{IMAP, IMPLICIT, conn_refused, "certificate-name", NOT_TESTED, "connect", "refused", NULL},
	/* certificate-expiry */
	{IMAP, IMPLICIT, conn_refused, "certificate-expiry", NOT_TESTED, "connect", "refused", NULL},
	/* tls-1.2 */
	{IMAP, IMPLICIT, no_resolver, "tls-1.2", NOT_TESTED, "connect", "resolver", NULL},
	{IMAP, IMPLICIT, nothing_tried, "tls-1.2", NOT_TESTED, NULL, "interrupted first", NULL},
	/* certificate-name */
	{IMAP, IMPLICIT, nothing_tried, "certificate-name", NOT_TESTED, NULL, "interrupted first", NULL},
	/* mode */
	{IMAP, IMPLICIT, scene_healthy, "mode", PASS, NULL, "TLS from the start", NULL},
	{IMAP, IMPLICIT, clear_imap, "mode", FAIL, NULL, "an IMAP greeting without TLS: \"* OK ready\"", "mail.example.com:993 (IMAP) responds unencrypted instead of starting TLS."},
	{IMAP, IMPLICIT, clear_smtp, "mode", FAIL, NULL, "SMTP", "another service than IMAP"},
	{IMAP, IMPLICIT, clear_http, "mode", FAIL, NULL, "web server", NULL},
	{IMAP, IMPLICIT, clear_ssh, "mode", FAIL, NULL, "SSH", NULL},
	{IMAP, IMPLICIT, clear_noise, "mode", FAIL, NULL, "neither TLS nor a mail greeting: \"\\x1b[2Jxyzzy\"", NULL},
	{IMAP, IMPLICIT, clear_found, "mode", FAIL, NULL, "IMAP greeting", NULL},
	/* greeting */
	{IMAP, IMPLICIT, clear_imap, "greeting", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	/* tls-best */
	{IMAP, IMPLICIT, clear_imap, "tls-best", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	/* tls-1.2 */
	{IMAP, IMPLICIT, clear_imap, "tls-1.2", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	/* certificate-trust */
	{IMAP, IMPLICIT, clear_imap, "certificate-trust", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	/* mode */
	{IMAP, EXPLICIT, scene_healthy, "mode", PASS, NULL, "unencrypted", NULL},
	{IMAP, IMPLICIT, clear_elsewhere, "mode", NOT_TESTED, "tls-best", NULL, NULL},
	{IMAP, EXPLICIT, tls_elsewhere, "mode", NOT_TESTED, "greeting", NULL, NULL},
	{IMAP, EXPLICIT, tls_found, "mode", FAIL, NULL, "expects TLS from the start", "choose SSL/TLS"},
	{IMAP, EXPLICIT, alert_greets, "mode", FAIL, NULL, "expects TLS from the start", NULL},
	/* greeting */
	{IMAP, EXPLICIT, tls_found, "greeting", NOT_TESTED, "mode", "no response", NULL},
	{IMAP, EXPLICIT, alert_greets, "greeting", NOT_TESTED, "mode", "violates the protocol", NULL},
	/* tls-1.3 */
	{IMAP, EXPLICIT, tls_found, "tls-1.3", NOT_TESTED, "mode", "no response", NULL},
	/* starttls-injection */
	{IMAP, EXPLICIT, tls_found, "starttls-injection", NOT_TESTED, "mode", "no response", NULL},
	/* certificate-name */
	{IMAP, EXPLICIT, tls_found, "certificate-name", NOT_TESTED, "mode", "no response", NULL},
	/* mode */
	{IMAP, EXPLICIT, tls_not_found, "mode", NOT_TESTED, "greeting", "no response", NULL},
	{IMAP, CLEARTEXT, scene_healthy, "mode", WARNING, NULL, "no TLS", "without encryption"},
	{IMAP, CLEARTEXT, conn_refused, "mode", NOT_TESTED, "connect", "refused", NULL},
	/* greeting */
	{IMAP, EXPLICIT, silent, "greeting", FAIL, NULL, "no response", "does not respond"},
	{IMAP, EXPLICIT, begins_to_greet, "greeting", FAIL, NULL, "* O", "does not complete its greeting"},
	/* tls-best */
	{SMTP, EXPLICIT, clear_noise, "tls-best", FAIL, NULL, "instead of TLS: ", NULL},
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
