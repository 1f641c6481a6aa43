/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Scenes of what probes may have seen, and what each check makes of them. */

#include "model/memory.h"
#include "model/table.h"
#include "tests/unit/greeting.h"
#include "tests/unit/unit.h"

#include "checks/judge.h"
#include "checks/name.h"
#include "evidence/drop.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400)
#define NOW (INT64_C(20500) * DAY) /* 2026-02-16 */
#define PROBES 8

static struct octets octets(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

struct scene {
	struct arena *arena;
	struct matrix_entry entry;
	struct endpoint_report report;
	struct probe_facts *probes[PROBES];
	struct judge_context context;
};

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

static struct scene *scene_new(enum service service, enum tls_mode mode)
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

static void scene_free(struct scene *scene)
{
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		probe_facts_free(scene->probes[i]);
	arena_free(scene->arena);
	free(scene);
}

static struct endpoint *endpoint(struct scene *scene)
{
	return &scene->entry.endpoint;
}

static struct probe_facts *add_probe(
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

static struct attempt *add_attempt(
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

static void add_alert(struct probe_facts *probe, unsigned code)
{
	probe->tls.alerts = arena_grow(probe->arena, probe->tls.alerts,
		probe->tls.alert_count, sizeof(struct alert));
	probe->tls.alerts[probe->tls.alert_count++] =
		(struct alert){true, true, code};
}

static void greet(struct probe_facts *probe, enum service service)
{
	probe->greeting.seen = true;
	probe->greeting.known_service = true;
	probe->greeting.service = service;
	probe->greeting.text = greeting_text(probe->arena, service);
	probe->greeting.code = service == SERVICE_SMTP ? 220 : 0;
}

static void offer(struct probe_facts *probe, struct capabilities *caps,
	const char *mechanism)
{
	caps->seen = true;
	caps->mechanisms = arena_grow(probe->arena, caps->mechanisms,
		caps->mechanism_count, sizeof(char *));
	caps->mechanisms[caps->mechanism_count++] = mechanism;
}

static void add_item(struct probe_facts *probe, const char *item)
{
	struct capabilities *caps = &probe->protected;

	caps->items = arena_grow(probe->arena, caps->items, caps->item_count,
		sizeof(struct octets));
	caps->items[caps->item_count++] = octets(item);
}

static void add_certificate(struct probe_facts *probe, const char *name)
{
	struct certificate *leaf;

	probe->tls.chain = arena_grow(probe->arena, probe->tls.chain,
		probe->tls.chain_count, sizeof(*leaf));
	leaf = &probe->tls.chain[probe->tls.chain_count++];
	memset(leaf, 0, sizeof(*leaf));
	leaf->subject = octets("CN=mail.example.com");
	leaf->issuer = octets("CN=Example CA");
	leaf->common_name = octets("mail.example.com");
	leaf->not_before = NOW - 30 * DAY;
	leaf->not_after = NOW + 60 * DAY;
	leaf->names = arena_alloc(probe->arena, sizeof(*leaf->names));
	leaf->names[0] = (struct presented_name){NAME_DNS, octets(name)};
	leaf->name_count = 1;
	probe->tls.trust = TRUST_OK;
}

static void connect_probe(struct probe_facts *probe)
{
	add_attempt(probe, "192.0.2.1", ST_OK);
	probe->stage = STAGE_GREETING;
}

/* Up to the point where our ClientHello is out. */
static void start_tls(struct scene *scene, struct probe_facts *probe)
{
	connect_probe(probe);
	if (probe->mode == MODE_EXPLICIT) {
		greet(probe, endpoint(scene)->service);
		probe->cleartext.seen = true;
		probe->cleartext.starttls = true;
		probe->cleartext.login_disabled = true;
		probe->starttls_sent = true;
		probe->starttls_agreed = true;
	}
	probe->stage = STAGE_HANDSHAKE;
	probe->tls.started = true;
}

static void complete(struct scene *scene, struct probe_facts *probe,
	enum tls_version version)
{
	start_tls(scene, probe);
	probe->tls.server_hello = true;
	probe->tls.completed = true;
	probe->tls.confirmed = true;
	probe->tls.version = version;
	probe->tls.cipher_suite = "TLS_AES_128_GCM_SHA256";
	add_certificate(probe, "mail.example.com");
	greet(probe, endpoint(scene)->service);
	offer(probe, &probe->protected, "PLAIN");
	probe->stage = STAGE_DONE;
	probe->status = ST_OK;
	probe->outcome = OUTCOME_COMPLETED;
}

static void refuse_version(
	struct scene *scene, struct probe_facts *probe, unsigned code)
{
	start_tls(scene, probe);
	add_alert(probe, code);
	probe->status = ST_ALERT;
	probe->outcome = OUTCOME_REFUSED;
}

static struct probe_facts *best(struct scene *scene)
{
	return scene->probes[0];
}

static struct probe_facts *pinned(struct scene *scene, enum tls_version version)
{
	return scene->probes[1 + version - TLS_1_0];
}

/* Without encryption there is STARTTLS and no way to log in. */
static void demands_tls(struct scene *scene)
{
	struct probe_facts *probe = add_probe(scene, PURPOSE_BEST, 0);

	connect_probe(probe);
	greet(probe, endpoint(scene)->service);
	probe->cleartext.seen = true;
	probe->cleartext.starttls = true;
	probe->cleartext.login_disabled = true;
	probe->stage = STAGE_DONE;
	probe->outcome = OUTCOME_COMPLETED;
}

/* Neither the one nor the other. */
static void knows_no_login(struct scene *scene)
{
	demands_tls(scene);
	scene->probes[0]->cleartext.starttls = false;
	scene->probes[0]->cleartext.login_disabled = false;
}

/* A good server: TLS 1.2 and 1.3, and a certificate in order. */
static void healthy(struct scene *scene)
{
	struct probe_facts *probe = add_probe(scene, PURPOSE_BEST, TLS_PROBED);

	if (endpoint(scene)->mode == MODE_CLEARTEXT) {
		connect_probe(probe);
		greet(probe, endpoint(scene)->service);
		offer(probe, &probe->cleartext, "CRAM-MD5");
		probe->cleartext.login_disabled = true;
		probe->tls_offered = 0;
		probe->stage = STAGE_DONE;
		probe->outcome = OUTCOME_COMPLETED;
		return;
	}
	complete(scene, probe, TLS_1_3);
	for (int version = TLS_1_0; version <= TLS_1_3; version++) {
		probe = add_probe(scene, PURPOSE_TLS_VERSION, TLS_BIT(version));
		if (version < TLS_1_2)
			refuse_version(scene, probe, 70);
		else
			complete(scene, probe, (enum tls_version)version);
	}
}

/* Every probe stopped at the same place, for the same reason. */
static void stopped(struct scene *scene, enum stage stage, enum status status)
{
	bool cleartext = endpoint(scene)->mode == MODE_CLEARTEXT;

	for (int version = TLS_1_0 - 1; version <= TLS_1_3; version++) {
		bool is_best = version < TLS_1_0;
		unsigned offered = cleartext ? 0
				   : is_best ? TLS_PROBED
					     : TLS_BIT(version);
		struct probe_facts *probe = add_probe(scene,
			is_best ? PURPOSE_BEST : PURPOSE_TLS_VERSION, offered);

		if (stage == STAGE_CONNECT)
			add_attempt(probe, "192.0.2.1", status);
		if (stage > STAGE_CONNECT)
			connect_probe(probe);
		if (stage > STAGE_GREETING && probe->mode != MODE_IMPLICIT)
			greet(probe, endpoint(scene)->service);
		if (stage == STAGE_STARTTLS) {
			probe->cleartext.seen = true;
			probe->cleartext.starttls = true;
			probe->cleartext.login_disabled = true;
			probe->starttls_sent = true;
		}
		if (stage == STAGE_HANDSHAKE)
			start_tls(scene, probe);
		if (stage > STAGE_HANDSHAKE && !cleartext)
			complete(scene, probe, TLS_1_2);
		probe->outcome = OUTCOME_FAILED;
		probe->stage = stage;
		probe->status = status;
	}
}

static void each_probe(
	struct scene *scene, void (*change)(struct probe_facts *probe))
{
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		change(scene->probes[i]);
}

/* Scenes of the network. */

static void nothing_tried(struct scene *scene)
{
	scene->report.facts.interrupted = true;
}

static void no_name(struct scene *scene)
{
	stopped(scene, STAGE_RESOLVE, ST_NO_NAME);
}

static void no_address(struct scene *scene)
{
	stopped(scene, STAGE_RESOLVE, ST_NO_ADDRESS);
}

static void no_resolver(struct scene *scene)
{
	stopped(scene, STAGE_RESOLVE, ST_NO_RESOLVER);
}

static void resolver_silent(struct scene *scene)
{
	stopped(scene, STAGE_RESOLVE, ST_TIMEOUT);
}

static void no_network(struct scene *scene)
{
	stopped(scene, STAGE_CONNECT, ST_NO_NETWORK);
}

static void conn_refused(struct scene *scene)
{
	stopped(scene, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void conn_timeout(struct scene *scene)
{
	stopped(scene, STAGE_CONNECT, ST_TIMEOUT);
}

static void unreachable(struct scene *scene)
{
	stopped(scene, STAGE_CONNECT, ST_UNREACHABLE);
}

static void cancelled(struct scene *scene)
{
	stopped(scene, STAGE_CONNECT, ST_CANCELLED);
}

static void one_address_dead(struct scene *scene)
{
	healthy(scene);
	add_attempt(best(scene), "2001:db8::1", ST_TIMEOUT);
}

/* Another probe got through to the address that failed here. */
static void one_address_flaky(struct scene *scene)
{
	one_address_dead(scene);
	add_attempt(pinned(scene, TLS_1_2), "2001:db8::1", ST_OK);
}

static void one_address_overtaken(struct scene *scene)
{
	healthy(scene);
	add_attempt(best(scene), "2001:db8::1", ST_TIMEOUT)->overtaken = true;
}

static void one_family_missing(struct scene *scene)
{
	healthy(scene);
	add_attempt(best(scene), "2001:db8::1", ST_NO_NETWORK);
}

/* Scenes of the mode. */

static void say_instead(struct scene *scene, const char *text)
{
	stopped(scene, STAGE_HANDSHAKE, ST_NOT_TLS);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene->probes[i]->unexpected = octets(text);
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
	stopped(scene, STAGE_GREETING, ST_TIMEOUT);
}

static void begins_to_greet(struct scene *scene)
{
	silent(scene);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene->probes[i]->reply = octets("* O");
}

static void follow_up(struct scene *scene, enum tls_mode mode)
{
	struct probe_facts *probe =
		add_probe(scene, PURPOSE_FOLLOW_UP, TLS_PROBED);

	probe->question = QUESTION_OTHER_MODE;
	probe->mode = mode;
	connect_probe(probe);
}

static void tls_found(struct scene *scene)
{
	silent(scene);
	follow_up(scene, MODE_IMPLICIT);
	scene->probes[5]->tls.started = true;
	scene->probes[5]->tls.server_hello = true;
	scene->probes[5]->tls.completed = true;
	scene->probes[5]->tls.version = TLS_1_3;
	add_certificate(scene->probes[5], "mail.example.com");
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
	stopped(scene, STAGE_GREETING, ST_SYNTAX);
	each_probe(scene, set_alert_reply);
}

static void clear_found(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_TIMEOUT);
	follow_up(scene, MODE_EXPLICIT);
	greet(scene->probes[5], SERVICE_IMAP);
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

/* Scenes of the greeting. */

static void greet_as_pop3(struct probe_facts *probe)
{
	greet(probe, SERVICE_POP3);
}

static void wrong_service(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_WRONG_SERVICE);
	each_probe(scene, greet_as_pop3);
}

static void set_noise(struct probe_facts *probe)
{
	probe->reply = octets("\a\a\a");
}

static void garbage(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_SYNTAX);
	each_probe(scene, set_noise);
}

static void set_ssh(struct probe_facts *probe)
{
	probe->reply = octets("SSH-2.0-x");
}

static void ssh_greets(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_SYNTAX);
	each_probe(scene, set_ssh);
}

static void endless_line(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_LINE_TOO_LONG);
}

static void closed(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_EOF);
}

static void set_554(struct probe_facts *probe)
{
	greet(probe, SERVICE_SMTP);
	probe->greeting.text = octets("554 5.7.1 listed");
	probe->greeting.code = 554;
	probe->reply = probe->greeting.text;
}

static void turned_away(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_REFUSED);
	each_probe(scene, set_554);
}

static void set_421(struct probe_facts *probe)
{
	greet(probe, SERVICE_SMTP);
	probe->greeting.text = octets("421 too many connections");
	probe->greeting.code = 421;
	probe->reply = probe->greeting.text;
}

static void throttled(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_THROTTLED);
	each_probe(scene, set_421);
}

static void make_421(struct probe_facts *probe)
{
	probe->stage = STAGE_GREETING;
	probe->status = ST_THROTTLED;
	probe->outcome = OUTCOME_FAILED;
	memset(&probe->tls, 0, sizeof(probe->tls));
	probe->tls.version = TLS_NONE;
	memset(&probe->cleartext, 0, sizeof(probe->cleartext));
	memset(&probe->protected, 0, sizeof(probe->protected));
	probe->starttls_sent = probe->starttls_agreed = false;
	set_421(probe);
}

static void set_bye(struct probe_facts *probe)
{
	greet(probe, SERVICE_IMAP);
	probe->greeting.text = octets("* BYE too many connections");
}

static void bye(struct scene *scene)
{
	stopped(scene, STAGE_GREETING, ST_THROTTLED);
	each_probe(scene, set_bye);
}

static void throttled_later(struct scene *scene)
{
	healthy(scene);
	make_421(pinned(scene, TLS_1_2));
	make_421(pinned(scene, TLS_1_3));
	best(scene)->tls.version = TLS_1_2;
}

static const struct greeting_expectation patterns[] = {
	{"^220 [^ ]+ Microsoft ESMTP"},
	{"^220 mail\\.example\\.com ESMTP$"},
};

static void expect_product(struct scene *scene, size_t first, size_t count)
{
	struct expectation *expectation = &scene->entry.expectation;

	healthy(scene);
	expectation->product = "Exchange Server";
	expectation->greetings = &patterns[first];
	expectation->greeting_count = count;
}

static void right_product(struct scene *scene)
{
	expect_product(scene, 0, 2);
	best(scene)->greeting.text = octets("220 mail.example.com ESMTP\r\n");
}

static void other_product(struct scene *scene)
{
	expect_product(scene, 0, 1);
}

/* The wrong product, and after that a broken dialogue: two things. */
static void other_product_cut(struct scene *scene)
{
	other_product(scene);
	for (size_t i = 0; i < 5; i++) {
		scene->probes[i]->protected.seen = false;
		if (scene->probes[i]->status != ST_OK)
			continue;
		scene->probes[i]->stage = STAGE_CAPABILITIES;
		scene->probes[i]->status = ST_EOF;
		scene->probes[i]->outcome = OUTCOME_FAILED;
	}
}

static void one_right_product(struct scene *scene)
{
	expect_product(scene, 0, 1);
	pinned(scene, TLS_1_2)->greeting.text =
		octets("220 x Microsoft ESMTP MAIL Service");
}

static void bad_pattern(struct scene *scene)
{
	static const struct greeting_expectation bad = {"("};

	expect_product(scene, 0, 1);
	scene->entry.expectation.greetings = &bad;
}

static void nul_in_greeting(struct scene *scene)
{
	static const struct greeting_expectation nul = {"^220 a\\?Microsoft$"};
	static const unsigned char text[] = "220 a\0Microsoft";

	expect_product(scene, 0, 1);
	scene->entry.expectation.greetings = &nul;
	best(scene)->greeting.text = (struct octets){text, sizeof(text) - 1};
}

/* Scenes of STARTTLS. */

static void injected(struct scene *scene)
{
	healthy(scene);
	pinned(scene, TLS_1_2)->injected = octets("* OK \033evil\r\n");
}

static void not_offered(struct scene *scene)
{
	stopped(scene, STAGE_STARTTLS, ST_NOT_OFFERED);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->cleartext.starttls = false;
		scene->probes[i]->starttls_sent = false;
	}
}

/* The best connection asks only for what is offered; the others ask anyway. */
static void not_offered_and_refused(struct scene *scene)
{
	not_offered(scene);
	for (size_t i = 1; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->status = ST_REFUSED;
		scene->probes[i]->starttls_sent = true;
		scene->probes[i]->reply = octets("502 5.5.1 what");
	}
}

static void masked(struct scene *scene)
{
	not_offered(scene);
	best(scene)->cleartext.masked = true;
}

static void set_454(struct probe_facts *probe)
{
	probe->reply = octets("454 4.7.0 TLS not available");
	probe->reply_code = 454;
}

static void starttls_refused(struct scene *scene)
{
	stopped(scene, STAGE_STARTTLS, ST_REFUSED);
	each_probe(scene, set_454);
}

static void starttls_throttled(struct scene *scene)
{
	stopped(scene, STAGE_STARTTLS, ST_THROTTLED);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->cleartext.starttls = false;
		scene->probes[i]->cleartext.seen = false;
		scene->probes[i]->reply = octets("421 4.7.0 busy");
	}
}

static void capabilities_cut(struct scene *scene)
{
	stopped(scene, STAGE_CAPABILITIES, ST_EOF);
}

static void capabilities_endless(struct scene *scene)
{
	stopped(scene, STAGE_CAPABILITIES, ST_REPLY_TOO_LONG);
}

static void capabilities_refused(struct scene *scene)
{
	stopped(scene, STAGE_CAPABILITIES, ST_REFUSED);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->cleartext.refused = true;
		scene->probes[i]->cleartext.refusal = octets("502 no EHLO");
	}
}

static void offered_inside(struct scene *scene)
{
	healthy(scene);
	best(scene)->protected.starttls = true;
}

static void agreed_unoffered(struct scene *scene)
{
	healthy(scene);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene->probes[i]->cleartext.starttls = false;
}

static void offered_sometimes(struct scene *scene)
{
	healthy(scene);
	best(scene)->cleartext.starttls = false;
}

static void preauth(struct scene *scene)
{
	stopped(scene, STAGE_STARTTLS, ST_PREAUTH);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		struct probe_facts *probe = scene->probes[i];

		probe->greeting.preauth = true;
		probe->greeting.text = octets("* PREAUTH welcome");
		probe->starttls_sent = false;
		probe->cleartext.login_disabled = false;
	}
}

/* Scenes of the handshake. */

static void handshake_alert(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_ALERT);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		add_alert(scene->probes[i], 112);
}

static void handshake_eof(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_EOF);
}

static void handshake_reset(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_RESET);
}

static void handshake_silent(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_TIMEOUT);
}

static void handshake_cancelled(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_CANCELLED);
}

static void client_certificate_12(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_ALERT);
	best(scene)->tls.server_hello = true;
	best(scene)->tls.version = TLS_1_2;
	best(scene)->tls.wants_certificate = true;
	add_alert(best(scene), 40);
}

static void client_certificate_13(struct scene *scene)
{
	healthy(scene);
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
		add_alert(probe, 116);
	}
}

/* TLS 1.3 negotiated, and closed before anything came inside it. */
static void unconfirmed_13(struct scene *scene)
{
	stopped(scene, STAGE_HANDSHAKE, ST_EOF);
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

	probe = add_probe(scene, PURPOSE_BEST, TLS_PROBED);
	complete(scene, probe, TLS_1_0);
	for (int version = TLS_1_0; version <= TLS_1_3; version++) {
		probe = add_probe(scene, PURPOSE_TLS_VERSION, TLS_BIT(version));
		if (version == TLS_1_0)
			complete(scene, probe, TLS_1_0);
		else
			refuse_version(scene, probe, 70);
	}
}

static void best_breaks(struct scene *scene)
{
	healthy(scene);
	memset(&best(scene)->tls, 0, sizeof(best(scene)->tls));
	best(scene)->tls.version = TLS_NONE;
	best(scene)->tls.started = true;
	best(scene)->stage = STAGE_HANDSHAKE;
	best(scene)->status = ST_RESET;
	best(scene)->outcome = OUTCOME_FAILED;
}

static void only_old_asked(struct scene *scene)
{
	struct probe_facts *probe;

	scene->report.facts.versions_asked = TLS_BIT(TLS_1_0);
	probe = add_probe(scene, PURPOSE_BEST, TLS_BIT(TLS_1_0));
	complete(scene, probe, TLS_1_0);
}

static void only_old_reset(struct scene *scene)
{
	struct probe_facts *probe;

	scene->report.facts.versions_asked = TLS_BIT(TLS_1_0);
	probe = add_probe(scene, PURPOSE_BEST, TLS_BIT(TLS_1_0));
	start_tls(scene, probe);
	probe->status = ST_RESET;
}

static void set_demand(struct scene *scene, enum tls_version version,
	enum demand demand, enum severity severity, const char *note)
{
	healthy(scene);
	scene->entry.expectation.tls[version] =
		(struct tls_expectation){demand, severity, note};
}

static void require_10(struct scene *scene)
{
	set_demand(scene, TLS_1_0, DEMAND_REQUIRED, SEVERITY_ERROR, NULL);
}

static void require_12(struct scene *scene)
{
	set_demand(scene, TLS_1_2, DEMAND_REQUIRED, SEVERITY_ERROR, NULL);
}

static void forbid_12(struct scene *scene)
{
	set_demand(scene, TLS_1_2, DEMAND_FORBIDDEN, SEVERITY_ERROR, NULL);
}

static void note_13(struct scene *scene)
{
	set_demand(
		scene, TLS_1_3, DEMAND_ALLOWED, SEVERITY_INFO, "undocumented");
}

static void demand_nothing(struct scene *scene)
{
	set_demand(scene, TLS_1_0, DEMAND_NONE, SEVERITY_INFO, NULL);
}

static void refused_by_reset(struct scene *scene)
{
	healthy(scene);
	for (int version = TLS_1_0; version <= TLS_1_1; version++) {
		struct probe_facts *probe =
			pinned(scene, (enum tls_version)version);

		probe->tls.alert_count = 0;
		probe->status = version == TLS_1_0 ? ST_RESET : ST_EOF;
		probe->outcome = OUTCOME_FAILED;
	}
	drop_settle(&scene->report.facts);
}

static void version_silent(struct scene *scene)
{
	healthy(scene);
	pinned(scene, TLS_1_0)->tls.alert_count = 0;
	pinned(scene, TLS_1_0)->status = ST_TIMEOUT;
	pinned(scene, TLS_1_0)->outcome = OUTCOME_FAILED;
}

/* Scenes of capabilities. */

static const struct mechanism_expectation oauth[] = {
	{"XOAUTH2", DEMAND_REQUIRED, SEVERITY_ERROR},
	{"LOGIN", DEMAND_FORBIDDEN, SEVERITY_WARNING},
};
static const struct mechanism_expectation user[] = {
	{"USER", DEMAND_REQUIRED, SEVERITY_ERROR},
};

static void expect_oauth(struct scene *scene)
{
	healthy(scene);
	scene->entry.expectation.mechanisms = oauth;
	scene->entry.expectation.mechanism_count = 2;
}

static void oauth_only(struct scene *scene)
{
	expect_oauth(scene);
	offer(best(scene), &best(scene)->protected, "XOAUTH2");
	best(scene)->protected.login_disabled = true;
}

static void oauth_and_login(struct scene *scene)
{
	expect_oauth(scene);
	offer(best(scene), &best(scene)->protected, "XOAUTH2");
}

static void expect_user(struct scene *scene)
{
	healthy(scene);
	scene->entry.expectation.mechanisms = user;
	scene->entry.expectation.mechanism_count = 1;
}

static void has_user(struct scene *scene)
{
	expect_user(scene);
	best(scene)->protected.user = true;
}

static void no_way_in(struct scene *scene)
{
	healthy(scene);
	best(scene)->protected.mechanism_count = 0;
	best(scene)->protected.login_disabled = true;
}

static void no_way_in_25(struct scene *scene)
{
	no_way_in(scene);
	endpoint(scene)->port = 25;
}

static void list_refused_inside(struct scene *scene)
{
	healthy(scene);
	for (size_t i = 0; i < 5; i++) {
		scene->probes[i]->protected.seen = false;
		scene->probes[i]->protected.refused = true;
		scene->probes[i]->protected.refusal = octets("-ERR what?");
	}
}

static void user_list_refused(struct scene *scene)
{
	list_refused_inside(scene);
	scene->entry.expectation.mechanisms = user;
	scene->entry.expectation.mechanism_count = 1;
}

static void list_cut_inside(struct scene *scene)
{
	healthy(scene);
	for (size_t i = 0; i < 5; i++) {
		scene->probes[i]->protected.seen = false;
		if (scene->probes[i]->status == ST_OK) {
			scene->probes[i]->stage = STAGE_CAPABILITIES;
			scene->probes[i]->status = ST_EOF;
			scene->probes[i]->outcome = OUTCOME_FAILED;
		}
	}
}

static const struct capability_expectation claims[] = {
	{"SIZE", DEMAND_REQUIRED, SEVERITY_ERROR},
	{"CHUNKING", DEMAND_REQUIRED, SEVERITY_WARNING},
	{"X-EXPS", DEMAND_FORBIDDEN, SEVERITY_ERROR},
};

static void expect_capabilities(struct scene *scene)
{
	healthy(scene);
	scene->entry.expectation.capabilities = claims;
	scene->entry.expectation.capability_count = 3;
	add_item(best(scene), "size 157286400");
}

static void all_capabilities(struct scene *scene)
{
	expect_capabilities(scene);
	add_item(best(scene), "CHUNKING");
	add_item(best(scene), "X-EXPSY");
}

static void unwanted_capability(struct scene *scene)
{
	all_capabilities(scene);
	add_item(best(scene), "X-EXPS GSSAPI");
}

static void cleartext_capabilities(struct scene *scene)
{
	expect_capabilities(scene);
	best(scene)->cleartext.items = best(scene)->protected.items;
	best(scene)->cleartext.item_count = 1;
}

static void login_before_tls(struct scene *scene)
{
	healthy(scene);
	pinned(scene, TLS_1_2)->cleartext.login_disabled = false;
}

static void plain_before_tls(struct scene *scene)
{
	healthy(scene);
	offer(best(scene), &best(scene)->cleartext, "PLAIN");
}

static void cram_before_tls(struct scene *scene)
{
	healthy(scene);
	offer(best(scene), &best(scene)->cleartext, "CRAM-MD5");
}

static void user_before_tls(struct scene *scene)
{
	healthy(scene);
	best(scene)->cleartext.user = true;
}

static void user_without_stls(struct scene *scene)
{
	not_offered(scene);
	best(scene)->cleartext.user = true;
}

static void announced_login(struct scene *scene)
{
	healthy(scene);
	for (size_t i = 0; i < 5; i++)
		scene->probes[i]->cleartext.seen = false;
	best(scene)->cleartext.announced = true;
	best(scene)->cleartext.login_disabled = false;
}

/* Scenes of the certificate. */

static void set_trust(struct scene *scene, enum trust trust)
{
	healthy(scene);
	best(scene)->tls.trust = trust;
	best(scene)->tls.trust_detail = "the signature is too weak";
}

static void no_anchors(struct scene *scene)
{
	set_trust(scene, TRUST_NO_ANCHORS);
}

static void self_signed(struct scene *scene)
{
	set_trust(scene, TRUST_SELF_SIGNED);
}

static void no_issuer(struct scene *scene)
{
	set_trust(scene, TRUST_NO_ISSUER);
}

static void incomplete(struct scene *scene)
{
	set_trust(scene, TRUST_INCOMPLETE);
}

static void revoked(struct scene *scene)
{
	set_trust(scene, TRUST_REVOKED);
}

static void bad_chain(struct scene *scene)
{
	set_trust(scene, TRUST_BAD);
}

static void not_judged(struct scene *scene)
{
	set_trust(scene, TRUST_UNKNOWN);
}

static void stale_issuer(struct scene *scene)
{
	healthy(scene);
	best(scene)->tls.trust_dates_bad = true;
	add_certificate(best(scene), "ca");
	best(scene)->tls.chain[1].subject = octets("CN=Old CA");
	best(scene)->tls.chain[1].not_after = NOW - DAY;
}

static void chain_of_pinned(struct scene *scene)
{
	best_breaks(scene);
}

static void wrong_name(struct scene *scene)
{
	healthy(scene);
	best(scene)->tls.chain[0].names[0].value = octets("www.example.org");
	best(scene)->tls.chain[0].common_name = octets("www.example.org");
}

static void name_in_cn(struct scene *scene)
{
	healthy(scene);
	best(scene)->tls.chain[0].name_count = 0;
}

static void evil_name(struct scene *scene)
{
	static const unsigned char name[] = "mail.example.com\0.evil.example";

	healthy(scene);
	best(scene)->tls.chain[0].names[0].value =
		(struct octets){name, sizeof(name) - 1};
	best(scene)->tls.chain[0].common_name = octets("evil");
}

static void ends_in(struct scene *scene, int64_t seconds)
{
	healthy(scene);
	best(scene)->tls.chain[0].not_after = NOW + seconds;
}

static void expired(struct scene *scene)
{
	ends_in(scene, -3 * DAY);
	best(scene)->tls.trust_dates_bad = true;
}

static void expires_now(struct scene *scene)
{
	ends_in(scene, 0);
}

static void expires_soon(struct scene *scene)
{
	ends_in(scene, 14 * DAY - 1);
}

static void expires_in_14_days(struct scene *scene)
{
	ends_in(scene, 14 * DAY);
}

static void not_yet_valid(struct scene *scene)
{
	healthy(scene);
	best(scene)->tls.chain[0].not_before = NOW + DAY;
}

#define NOT_OWED VERDICT_COUNT

/* What one check makes of one scene. */
struct row {
	enum service service;
	enum tls_mode mode;
	void (*arrange)(struct scene *scene);
	const char *check;
	enum verdict status;
	const char *cause;    /* NULL: none */
	const char *observed; /* words that must stand in it */
	const char *summary;  /* NULL, or words that must stand in it */
};

#define POP3 SERVICE_POP3
#define IMAP SERVICE_IMAP
#define SMTP SERVICE_SMTP
#define IMPLICIT MODE_IMPLICIT
#define EXPLICIT MODE_EXPLICIT
#define CLEARTEXT MODE_CLEARTEXT
#define PASS VERDICT_PASS
#define FAIL VERDICT_FAIL
#define WARNING VERDICT_WARNING
#define INFO VERDICT_INFO
#define NOT_TESTED VERDICT_NOT_TESTED

/* One row a line. */
/* clang-format off */
static const struct row rows[] = {
	/* connect */
	{IMAP, IMPLICIT, healthy, "connect", PASS, NULL, "192.0.2.1: connected", "mail.example.com:993 (IMAP) can be reached"},
	{IMAP, IMPLICIT, nothing_tried, "connect", NOT_TESTED, NULL, "interrupted first", NULL},
	{IMAP, IMPLICIT, no_name, "connect", FAIL, NULL, "does not exist", "mail.example.com:993 (IMAP)"},
	{IMAP, IMPLICIT, no_address, "connect", FAIL, NULL, "no address", NULL},
	{IMAP, IMPLICIT, conn_refused, "connect", FAIL, NULL, "192.0.2.1: connection refused", "no service listens"},
	{SMTP, EXPLICIT, conn_timeout, "connect", FAIL, NULL, "no response", "does not respond"},
	{POP3, IMPLICIT, unreachable, "connect", FAIL, NULL, "unreachable", NULL},
	{IMAP, IMPLICIT, no_resolver, "connect", NOT_TESTED, NULL, "resolver", NULL},
	{IMAP, IMPLICIT, resolver_silent, "connect", NOT_TESTED, NULL, "resolver did not respond", NULL},
	{IMAP, IMPLICIT, no_network, "connect", NOT_TESTED, NULL, "no network route", NULL},
	{IMAP, IMPLICIT, cancelled, "connect", NOT_TESTED, NULL, "cancelled", NULL},
	{IMAP, IMPLICIT, one_address_dead, "connect", WARNING, NULL, "2001:db8::1: no response", "1 of 2 addresses of mail.example.com does not respond"},
	{IMAP, IMPLICIT, one_address_flaky, "connect", PASS, NULL, "2001:db8::1: connected", NULL},
	{IMAP, IMPLICIT, one_address_overtaken, "connect", PASS, NULL, "2001:db8::1: not needed", NULL},
	{IMAP, IMPLICIT, one_family_missing, "connect", PASS, NULL, "no network route", NULL},
	/* One cause fails, what follows is not tested. */
	{IMAP, IMPLICIT, conn_refused, "mode", NOT_TESTED, "connect", "connection was refused", NULL},
	{IMAP, IMPLICIT, conn_refused, "greeting", NOT_TESTED, "connect", "connection was refused", NULL},
	{IMAP, IMPLICIT, conn_refused, "tls-best", NOT_TESTED, "connect", "connection was refused", NULL},
	{IMAP, IMPLICIT, conn_refused, "tls-1.0", NOT_TESTED, "connect", "connection was refused", NULL},
	{IMAP, IMPLICIT, conn_refused, "capability-auth", NOT_TESTED, "connect", "refused", NULL},
	{IMAP, EXPLICIT, conn_refused, "capability-starttls", NOT_TESTED, "connect", "refused", NULL},
	{IMAP, EXPLICIT, conn_refused, "starttls-injection", NOT_TESTED, "connect", "refused", NULL},
	{IMAP, EXPLICIT, conn_refused, "cleartext-login", NOT_TESTED, "connect", "refused", NULL},
	{IMAP, IMPLICIT, conn_refused, "certificate-trust", NOT_TESTED, "connect", "refused", NULL},
	{IMAP, IMPLICIT, conn_refused, "certificate-name", NOT_TESTED, "connect", "refused", NULL},
	{IMAP, IMPLICIT, conn_refused, "certificate-expiry", NOT_TESTED, "connect", "refused", NULL},
	{IMAP, IMPLICIT, no_resolver, "tls-1.2", NOT_TESTED, "connect", "resolver", NULL},
	{IMAP, IMPLICIT, nothing_tried, "tls-1.2", NOT_TESTED, NULL, "interrupted first", NULL},
	{IMAP, IMPLICIT, nothing_tried, "certificate-name", NOT_TESTED, NULL, "interrupted first", NULL},
	/* mode */
	{IMAP, IMPLICIT, healthy, "mode", PASS, NULL, "TLS from the start", NULL},
	{IMAP, IMPLICIT, handshake_alert, "mode", PASS, NULL, "TLS from the start", NULL},
	{IMAP, IMPLICIT, clear_imap, "mode", FAIL, NULL, "an IMAP greeting without TLS: \"* OK ready\"", "mail.example.com:993 (IMAP) responds unencrypted instead of starting TLS."},
	{IMAP, IMPLICIT, clear_smtp, "mode", FAIL, NULL, "SMTP", "another service than IMAP"},
	{IMAP, IMPLICIT, clear_http, "mode", FAIL, NULL, "web server", NULL},
	{IMAP, IMPLICIT, clear_ssh, "mode", FAIL, NULL, "SSH", NULL},
	{IMAP, IMPLICIT, clear_noise, "mode", FAIL, NULL, "neither TLS nor a mail greeting: \"\\x1b[2Jxyzzy\"", NULL},
	{IMAP, IMPLICIT, clear_found, "mode", FAIL, NULL, "IMAP greeting", NULL},
	{IMAP, IMPLICIT, handshake_reset, "mode", NOT_TESTED, "tls-best", "reset", NULL},
	{IMAP, IMPLICIT, clear_imap, "greeting", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	{IMAP, IMPLICIT, clear_imap, "tls-best", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	{IMAP, IMPLICIT, clear_imap, "tls-1.2", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	{IMAP, IMPLICIT, clear_imap, "certificate-trust", NOT_TESTED, "mode", "did not respond with TLS", NULL},
	{IMAP, EXPLICIT, healthy, "mode", PASS, NULL, "unencrypted", NULL},
	{SMTP, EXPLICIT, starttls_refused, "mode", PASS, NULL, "unencrypted", NULL},
	{SMTP, EXPLICIT, throttled, "mode", PASS, NULL, "unencrypted", NULL},
	{IMAP, IMPLICIT, clear_elsewhere, "mode", NOT_TESTED, "tls-best", NULL, NULL},
	{IMAP, EXPLICIT, tls_elsewhere, "mode", NOT_TESTED, "greeting", NULL, NULL},
	{IMAP, EXPLICIT, tls_found, "mode", FAIL, NULL, "expects TLS from the start", "choose SSL/TLS"},
	{IMAP, EXPLICIT, alert_greets, "mode", FAIL, NULL, "expects TLS from the start", NULL},
	{IMAP, EXPLICIT, tls_found, "greeting", NOT_TESTED, "mode", "no response", NULL},
	{IMAP, EXPLICIT, alert_greets, "greeting", NOT_TESTED, "mode", "violates the protocol", NULL},
	{IMAP, EXPLICIT, tls_found, "tls-1.3", NOT_TESTED, "mode", "no response", NULL},
	{IMAP, EXPLICIT, tls_found, "starttls-injection", NOT_TESTED, "mode", "no response", NULL},
	{IMAP, EXPLICIT, tls_found, "certificate-name", NOT_TESTED, "mode", "no response", NULL},
	{IMAP, IMPLICIT, only_old_reset, "mode", NOT_TESTED, NULL, "reset", NULL},
	{IMAP, IMPLICIT, only_old_reset, "tls-1.0", NOT_TESTED, "mode", "reset", NULL},
	{IMAP, EXPLICIT, tls_not_found, "mode", NOT_TESTED, "greeting", "no response", NULL},
	{IMAP, EXPLICIT, wrong_service, "mode", NOT_TESTED, "greeting", "another protocol", NULL},
	{IMAP, CLEARTEXT, healthy, "mode", WARNING, NULL, "no TLS", "without encryption"},
	{IMAP, CLEARTEXT, conn_refused, "mode", NOT_TESTED, "connect", "refused", NULL},
	/* greeting */
	{SMTP, IMPLICIT, healthy, "greeting", PASS, NULL, "220 mail.example.com", "sends the greeting of an SMTP server"},
	{POP3, IMPLICIT, healthy, "greeting", PASS, NULL, "+OK", "sends the greeting of a POP3 server"},
	{SMTP, IMPLICIT, right_product, "greeting", PASS, NULL, "220", "Exchange Server"},
	{SMTP, IMPLICIT, other_product, "greeting", FAIL, NULL, "220 mail.example.com ESMTP", "the product in the profile"},
	{SMTP, IMPLICIT, other_product, "capability-auth", PASS, NULL, "PLAIN", NULL},
	{SMTP, IMPLICIT, other_product_cut, "greeting", FAIL, NULL, "220", "the product in the profile"},
	{SMTP, IMPLICIT, other_product_cut, "capability-auth", NOT_TESTED, NULL, "closed the connection", NULL},
	{SMTP, IMPLICIT, one_right_product, "greeting", PASS, NULL, "Microsoft", NULL},
	{SMTP, IMPLICIT, bad_pattern, "greeting", NOT_TESTED, NULL, "220", "is invalid"},
	{SMTP, IMPLICIT, nul_in_greeting, "greeting", PASS, NULL, "220 a\\x00Microsoft", NULL},
	{IMAP, EXPLICIT, wrong_service, "greeting", FAIL, NULL, "+OK ready", "a POP3 greeting without TLS"},
	{IMAP, EXPLICIT, garbage, "greeting", FAIL, NULL, "\\x07", NULL},
	{IMAP, EXPLICIT, ssh_greets, "greeting", FAIL, NULL, "SSH-2.0", "SSH server"},
	{IMAP, EXPLICIT, endless_line, "greeting", FAIL, NULL, "overlong", NULL},
	{IMAP, EXPLICIT, silent, "greeting", FAIL, NULL, "no response", "does not respond"},
	{IMAP, EXPLICIT, begins_to_greet, "greeting", FAIL, NULL, "* O", "does not complete its greeting"},
	{IMAP, EXPLICIT, closed, "greeting", FAIL, NULL, "closed", NULL},
	{SMTP, EXPLICIT, turned_away, "greeting", FAIL, NULL, "554 5.7.1 listed", NULL},
	{SMTP, EXPLICIT, throttled, "greeting", NOT_TESTED, NULL, "421 too many connections", NULL},
	{IMAP, EXPLICIT, bye, "greeting", NOT_TESTED, NULL, "* BYE too many connections", NULL},
	{IMAP, EXPLICIT, bye, "mode", PASS, NULL, "unencrypted", NULL},
	{SMTP, EXPLICIT, throttled, "tls-1.2", NOT_TESTED, "greeting", "421 too many connections", NULL},
	{SMTP, EXPLICIT, throttled, "capability-starttls", NOT_TESTED, "greeting", "421 too many", NULL},
	{SMTP, EXPLICIT, throttled_later, "greeting", PASS, NULL, "220", NULL},
	{SMTP, EXPLICIT, closed, "tls-1.2", NOT_TESTED, "greeting", "closed", NULL},
	{IMAP, EXPLICIT, wrong_service, "tls-best", NOT_TESTED, "greeting", "another protocol", NULL},
	{IMAP, IMPLICIT, handshake_eof, "greeting", NOT_TESTED, "tls-best", "closed", NULL},
	{IMAP, EXPLICIT, preauth, "greeting", PASS, NULL, "PREAUTH", NULL},
	/* capability-starttls */
	{IMAP, IMPLICIT, healthy, "capability-starttls", NOT_OWED, NULL, NULL, NULL},
	{IMAP, EXPLICIT, healthy, "capability-starttls", PASS, NULL, "advertised before TLS, no longer advertised inside", NULL},
	{POP3, EXPLICIT, handshake_eof, "capability-starttls", PASS, NULL, "not checked inside", "STLS"},
	{SMTP, EXPLICIT, not_offered, "capability-starttls", FAIL, NULL, "not advertised", "does not advertise STARTTLS"},
	{SMTP, EXPLICIT, not_offered_and_refused, "capability-starttls", FAIL, NULL, "not advertised", "does not advertise STARTTLS"},
	{SMTP, EXPLICIT, masked, "capability-starttls", FAIL, NULL, "overwritten", NULL},
	{SMTP, EXPLICIT, starttls_refused, "capability-starttls", FAIL, NULL, "454 4.7.0 TLS not available", NULL},
	{SMTP, EXPLICIT, starttls_throttled, "capability-starttls", NOT_TESTED, NULL, "421 4.7.0 busy", NULL},
	{SMTP, EXPLICIT, capabilities_cut, "capability-starttls", NOT_TESTED, NULL, "closed the connection", NULL},
	{SMTP, EXPLICIT, capabilities_endless, "capability-starttls", FAIL, NULL, "overlong", NULL},
	{SMTP, EXPLICIT, capabilities_refused, "capability-starttls", FAIL, NULL, "502 no EHLO", NULL},
	{SMTP, EXPLICIT, offered_inside, "capability-starttls", WARNING, NULL, "again inside TLS", NULL},
	{SMTP, EXPLICIT, agreed_unoffered, "capability-starttls", WARNING, NULL, "not advertised, but accepted", NULL},
	{SMTP, EXPLICIT, offered_sometimes, "capability-starttls", WARNING, NULL, "only on some connections", NULL},
	{IMAP, EXPLICIT, preauth, "capability-starttls", FAIL, NULL, "already logged in", "encryption impossible"},
	{SMTP, EXPLICIT, not_offered, "tls-best", NOT_TESTED, "capability-starttls", "does not offer", NULL},
	{SMTP, EXPLICIT, starttls_refused, "tls-1.2", NOT_TESTED, "capability-starttls", "454", NULL},
	{SMTP, EXPLICIT, starttls_refused, "capability-auth", NOT_TESTED, "capability-starttls", "454", NULL},
	{SMTP, EXPLICIT, capabilities_cut, "certificate-name", NOT_TESTED, "capability-starttls", "closed", NULL},
	{IMAP, EXPLICIT, preauth, "cleartext-login", NOT_TESTED, "capability-starttls", "already authenticated", NULL},
	/* starttls-injection */
	{IMAP, IMPLICIT, healthy, "starttls-injection", NOT_OWED, NULL, NULL, NULL},
	{IMAP, EXPLICIT, healthy, "starttls-injection", PASS, NULL, "nothing", NULL},
	{IMAP, EXPLICIT, injected, "starttls-injection", FAIL, NULL, "* OK \\x1bevil", NULL},
	{SMTP, EXPLICIT, starttls_refused, "starttls-injection", NOT_TESTED, "capability-starttls", "454", NULL},
	{IMAP, EXPLICIT, handshake_eof, "starttls-injection", NOT_TESTED, "tls-best", "closed", NULL},
	/* tls-best */
	{IMAP, CLEARTEXT, healthy, "tls-best", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, healthy, "tls-best", PASS, NULL, "TLS 1.3, TLS_AES", NULL},
	{IMAP, IMPLICIT, old_server, "tls-best", FAIL, NULL, "TLS 1.0", "no TLS version better than TLS 1.0"},
	{IMAP, IMPLICIT, only_old_asked, "tls-best", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, handshake_alert, "tls-best", FAIL, NULL, "alert 112 (unrecognized_name)", NULL},
	{IMAP, IMPLICIT, handshake_eof, "tls-best", FAIL, NULL, "closed the connection during the handshake", NULL},
	{IMAP, IMPLICIT, handshake_reset, "tls-best", FAIL, NULL, "reset the connection", NULL},
	{IMAP, EXPLICIT, handshake_silent, "tls-best", FAIL, NULL, "stopped responding", NULL},
	{SMTP, EXPLICIT, clear_noise, "tls-best", FAIL, NULL, "instead of TLS: ", NULL},
	{IMAP, IMPLICIT, handshake_cancelled, "tls-best", NOT_TESTED, NULL, "cancelled", NULL},
	{IMAP, IMPLICIT, best_breaks, "tls-best", FAIL, NULL, "with TLS 1.3 alone the handshake completes", NULL},
	{IMAP, IMPLICIT, client_certificate_12, "tls-best", FAIL, NULL, "alert 40", "requires a client certificate"},
	{IMAP, IMPLICIT, client_certificate_13, "tls-best", FAIL, NULL, "alert 116 (certificate_required)", "requires a client certificate"},
	{IMAP, IMPLICIT, client_certificate_13, "greeting", NOT_TESTED, "tls-best", "alert 116", NULL},
	{IMAP, IMPLICIT, unconfirmed_13, "tls-best", NOT_TESTED, "greeting", "no data arrived inside", NULL},
	{IMAP, IMPLICIT, unconfirmed_13, "greeting", FAIL, NULL, "closed", NULL},
	{IMAP, IMPLICIT, unconfirmed_13, "capability-auth", NOT_TESTED, "greeting", "closed", NULL},
	{IMAP, IMPLICIT, handshake_eof, "tls-1.2", NOT_TESTED, "tls-best", "closed", NULL},
	{IMAP, IMPLICIT, handshake_eof, "certificate-expiry", NOT_TESTED, "tls-best", "closed", NULL},
	/* tls-1.0 to tls-1.3 */
	{IMAP, CLEARTEXT, healthy, "tls-1.2", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, only_old_asked, "tls-1.2", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, only_old_asked, "tls-1.0", WARNING, NULL, "accepted: TLS_AES", "accepts TLS 1.0"},
	{IMAP, IMPLICIT, healthy, "tls-1.0", PASS, NULL, "refused: alert 70 (protocol_version)", NULL},
	{IMAP, IMPLICIT, healthy, "tls-1.2", PASS, NULL, "accepted", NULL},
	{IMAP, IMPLICIT, require_10, "tls-1.0", FAIL, NULL, "alert 70", "refuses TLS 1.0"},
	{IMAP, IMPLICIT, require_12, "tls-1.2", PASS, NULL, "accepted", NULL},
	{IMAP, IMPLICIT, forbid_12, "tls-1.2", FAIL, NULL, "accepted", NULL},
	{IMAP, IMPLICIT, note_13, "tls-1.3", INFO, NULL, "accepted", "undocumented"},
	{IMAP, IMPLICIT, demand_nothing, "tls-1.0", PASS, NULL, "refused", NULL},
	{IMAP, IMPLICIT, old_server, "tls-1.0", WARNING, NULL, "accepted", NULL},
	{IMAP, IMPLICIT, old_server, "tls-1.3", PASS, NULL, "refused: alert 70", NULL},
	{IMAP, IMPLICIT, refused_by_reset, "tls-1.0", PASS, NULL, "reset right after the ClientHello", NULL},
	{IMAP, IMPLICIT, refused_by_reset, "tls-1.1", PASS, NULL, "closed right after the ClientHello", NULL},
	{IMAP, IMPLICIT, version_silent, "tls-1.0", NOT_TESTED, NULL, "no response", "no clear answer about TLS 1.0"},
	{SMTP, EXPLICIT, throttled_later, "tls-1.3", NOT_TESTED, NULL, "421 too many connections", NULL},
	{SMTP, EXPLICIT, throttled_later, "tls-1.0", PASS, NULL, "alert 70", NULL},
	/* capability-auth */
	{IMAP, IMPLICIT, healthy, "capability-auth", PASS, NULL, "PLAIN, the LOGIN command", NULL},
	{IMAP, IMPLICIT, oauth_only, "capability-auth", PASS, NULL, "PLAIN, XOAUTH2, LOGIN command disabled", NULL},
	{IMAP, IMPLICIT, oauth_and_login, "capability-auth", WARNING, NULL, "unwanted: LOGIN", "should not offer LOGIN"},
	{IMAP, IMPLICIT, expect_oauth, "capability-auth", FAIL, NULL, "missing: XOAUTH2; unwanted: LOGIN", "does not offer XOAUTH2"},
	{POP3, IMPLICIT, has_user, "capability-auth", PASS, NULL, "USER, PLAIN", NULL},
	{POP3, IMPLICIT, expect_user, "capability-auth", FAIL, NULL, "missing: USER", NULL},
	{POP3, IMPLICIT, list_refused_inside, "capability-auth", INFO, NULL, "-ERR what?", NULL},
	{POP3, IMPLICIT, user_list_refused, "capability-auth", NOT_TESTED, NULL, "-ERR what?", NULL},
	{IMAP, IMPLICIT, no_way_in, "capability-auth", WARNING, NULL, "LOGIN command disabled", "no login method"},
	{SMTP, EXPLICIT, no_way_in, "capability-auth", WARNING, NULL, "none", NULL},
	{SMTP, EXPLICIT, no_way_in_25, "capability-auth", INFO, NULL, "none", NULL},
	{IMAP, IMPLICIT, list_cut_inside, "capability-auth", NOT_TESTED, NULL, "closed the connection", NULL},
	{IMAP, CLEARTEXT, healthy, "capability-auth", PASS, NULL, "CRAM-MD5", NULL},
	{IMAP, CLEARTEXT, demands_tls, "capability-auth", FAIL, NULL, NULL, "no login without encryption"},
	{SMTP, CLEARTEXT, demands_tls, "capability-auth", FAIL, NULL, NULL, "no login without encryption"},
	{POP3, CLEARTEXT, demands_tls, "capability-auth", FAIL, NULL, NULL, "no login without encryption"},
	{SMTP, CLEARTEXT, knows_no_login, "capability-auth", WARNING, NULL, NULL, "no login method"},
	/* capability-list */
	{SMTP, EXPLICIT, healthy, "capability-list", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, all_capabilities, "capability-list", PASS, NULL, "size 157286400, CHUNKING", NULL},
	{SMTP, EXPLICIT, expect_capabilities, "capability-list", WARNING, NULL, "missing: CHUNKING", NULL},
	{SMTP, EXPLICIT, unwanted_capability, "capability-list", FAIL, NULL, "unwanted: X-EXPS", NULL},
	{SMTP, CLEARTEXT, cleartext_capabilities, "capability-list", WARNING, NULL, "missing: CHUNKING", NULL},
	/* cleartext-login */
	{IMAP, IMPLICIT, healthy, "cleartext-login", NOT_OWED, NULL, NULL, NULL},
	{IMAP, EXPLICIT, healthy, "cleartext-login", PASS, NULL, "none offered", NULL},
	{IMAP, EXPLICIT, login_before_tls, "cleartext-login", FAIL, NULL, "LOGIN command (no LOGINDISABLED)", NULL},
	{IMAP, EXPLICIT, plain_before_tls, "cleartext-login", FAIL, NULL, "AUTH=PLAIN", NULL},
	{IMAP, EXPLICIT, announced_login, "cleartext-login", FAIL, NULL, "LOGIN command", NULL},
	{SMTP, EXPLICIT, plain_before_tls, "cleartext-login", FAIL, NULL, "AUTH PLAIN", NULL},
	{SMTP, EXPLICIT, cram_before_tls, "cleartext-login", PASS, NULL, "none", NULL},
	{POP3, EXPLICIT, user_before_tls, "cleartext-login", FAIL, NULL, "USER", NULL},
	{POP3, EXPLICIT, plain_before_tls, "cleartext-login", FAIL, NULL, "SASL PLAIN", NULL},
	{POP3, EXPLICIT, user_without_stls, "cleartext-login", FAIL, NULL, "USER; STLS is not offered", NULL},
	{POP3, CLEARTEXT, user_before_tls, "cleartext-login", WARNING, NULL, "USER", NULL},
	{SMTP, EXPLICIT, capabilities_refused, "cleartext-login", NOT_TESTED, NULL, "502 no EHLO", NULL},
	/* certificate-trust */
	{IMAP, CLEARTEXT, healthy, "certificate-trust", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, healthy, "certificate-trust", PASS, NULL, "Example CA", NULL},
	{IMAP, IMPLICIT, no_anchors, "certificate-trust", NOT_TESTED, NULL, "no trust anchors on this computer", NULL},
	{IMAP, IMPLICIT, self_signed, "certificate-trust", FAIL, NULL, "self-signed", NULL},
	{IMAP, IMPLICIT, no_issuer, "certificate-trust", FAIL, NULL, "unknown issuer; issuer: CN=Example CA", NULL},
	{IMAP, IMPLICIT, incomplete, "certificate-trust", FAIL, NULL, "incomplete", NULL},
	{IMAP, IMPLICIT, revoked, "certificate-trust", FAIL, NULL, "revoked", NULL},
	{IMAP, IMPLICIT, bad_chain, "certificate-trust", FAIL, NULL, "signature is too weak", NULL},
	{IMAP, IMPLICIT, not_judged, "certificate-trust", NOT_TESTED, NULL, "too weak", NULL},
	{IMAP, IMPLICIT, stale_issuer, "certificate-trust", FAIL, NULL, "CN=Old CA", NULL},
	{IMAP, IMPLICIT, expired, "certificate-trust", PASS, NULL, "trusted", NULL},
	{IMAP, IMPLICIT, chain_of_pinned, "certificate-trust", PASS, NULL, "trusted", NULL},
	/* certificate-name */
	{IMAP, IMPLICIT, healthy, "certificate-name", PASS, NULL, "mail.example.com", NULL},
	{IMAP, IMPLICIT, wrong_name, "certificate-name", FAIL, NULL, "www.example.org", "for other names: www.example.org"},
	{IMAP, IMPLICIT, name_in_cn, "certificate-name", FAIL, NULL, "only the common name", "only in the common name"},
	{IMAP, IMPLICIT, evil_name, "certificate-name", FAIL, NULL, "mail.example.com\\x00.evil.example", NULL},
	/* certificate-expiry */
	{IMAP, IMPLICIT, healthy, "certificate-expiry", PASS, NULL, "valid until 2026-04-17, 60 days left", NULL},
	{IMAP, IMPLICIT, expired, "certificate-expiry", FAIL, NULL, "expired on 2026-02-13, 3 days ago", "clock says 2026-02-16"},
	{IMAP, IMPLICIT, not_yet_valid, "certificate-expiry", FAIL, NULL, "valid from 2026-02-17", "clock says"},
	{IMAP, IMPLICIT, expires_now, "certificate-expiry", WARNING, NULL, "0 days left", NULL},
	{IMAP, IMPLICIT, expires_soon, "certificate-expiry", WARNING, NULL, "13 days left", NULL},
	{IMAP, IMPLICIT, expires_in_14_days, "certificate-expiry", PASS, NULL, "14 days left", NULL},
	{IMAP, IMPLICIT, stale_issuer, "certificate-expiry", PASS, NULL, "CN=Old CA is not currently valid", NULL},
};
/* clang-format on */

static const struct finding *find(
	const struct endpoint_report *report, const char *check)
{
	for (size_t i = 0; i < report->finding_count; i++)
		if (strcmp(report->findings[i].check, check) == 0)
			return &report->findings[i];
	return NULL;
}

static void judge(struct scene *scene)
{
	scene->report.facts.endpoint = scene->entry.endpoint;
	judge_endpoint(&scene->report, &scene->context);
}

static bool holds(const char *text, const char *words)
{
	return !words || (text && strstr(text, words));
}

static bool row_holds(const struct row *row, const struct finding *finding)
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

static void test_rows(void **state)
{
	size_t failed = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scene *scene = scene_new(rows[i].service, rows[i].mode);
		const struct finding *finding;

		rows[i].arrange(scene);
		judge(scene);
		finding = find(&scene->report, rows[i].check);
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

/* What holds of every finding, whatever was seen. */
static void assert_whole(
	const struct endpoint_report *report, const struct finding *finding)
{
	const struct finding *cause =
		finding->cause ? find(report, finding->cause) : NULL;

	assert_non_null(finding->expected);
	assert_non_null(finding->observed);
	assert_non_null(finding->explanation);
	assert_non_null(finding->reference);
	assert_non_null(finding->summary);
	assert_non_null(strstr(finding->summary, "mail.example.com"));
	assert_int_equal(finding->status == VERDICT_PASS ||
				 finding->status == VERDICT_INFO,
		!finding->remedy);
	if (!finding->cause)
		return;
	assert_int_equal(finding->status, VERDICT_NOT_TESTED);
	assert_non_null(cause);
	assert_ptr_not_equal(cause, finding);
	assert_true(cause->status == VERDICT_FAIL ||
		    cause->status == VERDICT_NOT_TESTED);
	assert_null(cause->cause);
}

/* Which stage must be reached before a check can pass. */
static enum stage stage_needed(const char *check, enum tls_mode mode)
{
	if (strcmp(check, "connect") == 0)
		return STAGE_GREETING;
	if (strcmp(check, "mode") == 0 || strcmp(check, "greeting") == 0)
		return mode == MODE_IMPLICIT ? STAGE_QUIT : STAGE_CAPABILITIES;
	if (strcmp(check, "capability-starttls") == 0 ||
		strcmp(check, "cleartext-login") == 0)
		return STAGE_STARTTLS;
	return STAGE_QUIT;
}

static void assert_stopped(
	enum service service, enum tls_mode mode, int stage, int status)
{
	struct scene *scene = scene_new(service, mode);
	size_t passed = 0;

	stopped(scene, (enum stage)stage, (enum status)status);
	judge(scene);
	for (size_t i = 0; i < scene->report.finding_count; i++) {
		const struct finding *finding = &scene->report.findings[i];

		assert_whole(&scene->report, finding);
		if (stage <= STAGE_CONNECT && i > 0)
			assert_string_equal(finding->cause ? finding->cause
							   : finding->check,
				"connect");
		if (finding->status != VERDICT_PASS)
			continue;
		passed++;
		if (stage < (int)stage_needed(finding->check, mode))
			fail_msg("%s passes at %s with %s", finding->check,
				stage_name((enum stage)stage),
				status_name((enum status)status));
	}
	if (mode != MODE_CLEARTEXT)
		assert_true(passed < scene->report.finding_count);
	scene_free(scene);
}

/* Wherever every probe stops, and for whatever reason, nothing beyond passes.
 */
static void test_every_stop(void **state)
{
	(void)state;
	for (int service = 0; service < SERVICE_COUNT; service++)
		for (int mode = 0; mode < MODE_COUNT; mode++)
			for (int stage = 0; stage < STAGE_QUIT; stage++)
				for (int status = 1; status < ST_COUNT;
					status++)
					assert_stopped((enum service)service,
						(enum tls_mode)mode, stage,
						status);
}

static void test_healthy(void **state)
{
	(void)state;
	for (int service = 0; service < SERVICE_COUNT; service++)
		for (int mode = 0; mode < MODE_CLEARTEXT; mode++) {
			struct scene *scene = scene_new(
				(enum service)service, (enum tls_mode)mode);

			healthy(scene);
			judge(scene);
			assert_true(scene->report.finding_count > 10);
			for (size_t i = 0; i < scene->report.finding_count;
				i++) {
				assert_whole(&scene->report,
					&scene->report.findings[i]);
				assert_int_equal(
					scene->report.findings[i].status,
					VERDICT_PASS);
			}
			scene_free(scene);
		}
}

/* The severity is the settings' own. */
static void test_severity(void **state)
{
	struct scene *scene = scene_new(IMAP, IMPLICIT);

	(void)state;
	require_10(scene);
	judge(scene);
	assert_int_equal(
		find(&scene->report, "tls-1.0")->severity, SEVERITY_ERROR);
	assert_int_equal(
		find(&scene->report, "tls-1.1")->severity, SEVERITY_WARNING);
	scene_free(scene);
}

static void test_table(void **state)
{
	(void)state;
	assert_ptr_equal(check_find("settings-mode"), check_table[0]);
	assert_null(check_find("tls-1"));
	for (size_t i = 0; i < check_count; i++) {
		assert_ptr_equal(
			check_find(check_table[i]->id), check_table[i]);
		assert_non_null(check_table[i]->title);
		assert_non_null(check_table[i]->explanation);
		assert_non_null(check_table[i]->remedy);
		assert_non_null(check_table[i]->reference);
		assert_non_null(check_table[i]->judge);
	}
}

struct name_row {
	const char *host;
	enum name_type type;
	const char *presented;
	bool matches;
};

static const struct name_row name_rows[] = {
	{"mail.example.com", NAME_DNS, "mail.example.com", true},
	{"mail.example.com", NAME_DNS, "MAIL.Example.COM", true},
	{"mail.example.com.", NAME_DNS, "mail.example.com", true},
	{"mail.example.com", NAME_DNS, "mail.example.com.", false},
	{"mail.example.com", NAME_DNS, "example.com", false},
	{"mail.example.com", NAME_DNS, "xmail.example.com", false},
	{"mail.example.com", NAME_DNS, "mail.example.co", false},
	{"mail.example.com", NAME_DNS, "", false},
	{"mail.example.com", NAME_OTHER, "mail.example.com", false},
	{"mail.example.com", NAME_IP, "mail.example.com", false},
	/* wildcards */
	{"mail.example.com", NAME_DNS, "*.example.com", true},
	{"mail.example.com", NAME_DNS, "*.EXAMPLE.com", true},
	{"mail.example.com.", NAME_DNS, "*.example.com", true},
	{"a.mail.example.com", NAME_DNS, "*.example.com", false},
	{"example.com", NAME_DNS, "*.example.com", false},
	{".example.com", NAME_DNS, "*.example.com", false},
	{"example.com", NAME_DNS, "*.com", false},
	{"example.com", NAME_DNS, "*.com.", false},
	{"localhost", NAME_DNS, "*", false},
	{"mail.example.com", NAME_DNS, "*", false},
	{"mail.example.com", NAME_DNS, "*.", false},
	{"mail.example.com", NAME_DNS, "m*.example.com", false},
	{"mail.example.com", NAME_DNS, "*l.example.com", false},
	{"mail.example.com", NAME_DNS, "mail.*.com", false},
	{"a.mail.example.com", NAME_DNS, "*.*.example.com", false},
	/* A-labels */
	{"xn--bcher-kva.example.com", NAME_DNS, "XN--bcher-kva.example.com",
		true},
	{"xn--bcher-kva.example.com", NAME_DNS, "*.example.com", true},
	{"mail.xn--bcher-kva.example", NAME_DNS, "*.xn--bcher-kva.example",
		true},
	{"xn--bcher-kva.example.com", NAME_DNS, "xn--*.example.com", false},
	/* addresses */
	{"192.0.2.1", NAME_IP, "192.0.2.1", true},
	{"192.0.2.1", NAME_IP, "192.0.2.2", false},
	{"192.0.2.1", NAME_DNS, "192.0.2.1", false},
	{"192.0.2.1", NAME_DNS, "*.0.2.1", false},
	{"2001:db8::1", NAME_IP, "2001:DB8:0:0:0:0:0:1", true},
	{"[2001:db8::1]", NAME_IP, "2001:db8::1", true},
	{"2001:db8::1", NAME_IP, "2001:db8::2", false},
	{"::ffff:192.0.2.1", NAME_IP, "192.0.2.1", false},
	{"192.0.2.1", NAME_IP, "", false},
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(name_rows); i++) {
		struct presented_name name = {
			name_rows[i].type, octets(name_rows[i].presented)};

		if (name_matches(name_rows[i].host, &name) !=
			name_rows[i].matches)
			fail_msg("%s against %s", name_rows[i].host,
				name_rows[i].presented);
	}
}

static void test_label_of_address(void **state)
{
	struct scene *scene = scene_new(IMAP, IMPLICIT);

	(void)state;
	endpoint(scene)->host = "2001:db8::1";
	healthy(scene);
	judge(scene);
	assert_string_equal(find(&scene->report, "connect")->summary,
		"[2001:db8::1]:993 (IMAP) can be reached.");
	scene_free(scene);
}

static void test_conclude(void **state)
{
	struct finding good[] = {{.status = VERDICT_PASS},
		{.status = VERDICT_WARNING}, {.status = VERDICT_INFO}};
	struct finding unknown[] = {
		{.status = VERDICT_NOT_TESTED}, {.status = VERDICT_PASS}};
	struct finding bad[] = {
		{.status = VERDICT_NOT_TESTED}, {.status = VERDICT_FAIL}};
	struct endpoint_report endpoints[] = {
		{.findings = good, .finding_count = 3},
		{.findings = unknown, .finding_count = 2},
		{.findings = bad, .finding_count = 2},
		{.findings = NULL},
	};
	struct report report = {.endpoints = endpoints, .endpoint_count = 4};

	(void)state;
	report_conclude(&report);
	assert_int_equal(endpoints[0].verdict, VERDICT_PASS);
	assert_int_equal(endpoints[1].verdict, VERDICT_NOT_TESTED);
	assert_int_equal(endpoints[2].verdict, VERDICT_FAIL);
	assert_int_equal(endpoints[3].verdict, VERDICT_NOT_TESTED);
	assert_int_equal(report.verdict, VERDICT_FAIL);
	assert_int_equal(report.counts[VERDICT_PASS], 2);
	assert_int_equal(report.counts[VERDICT_FAIL], 1);
	assert_int_equal(report.counts[VERDICT_NOT_TESTED], 2);
	report.endpoint_count = 2;
	report_conclude(&report);
	assert_int_equal(report.verdict, VERDICT_NOT_TESTED);
	assert_int_equal(report.counts[VERDICT_FAIL], 0);
	report.endpoint_count = 1;
	report_conclude(&report);
	assert_int_equal(report.verdict, VERDICT_PASS);
	report.endpoint_count = 0;
	report_conclude(&report);
	assert_int_equal(report.verdict, VERDICT_NOT_TESTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_every_stop),
		cmocka_unit_test(test_healthy),
		cmocka_unit_test(test_severity),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_label_of_address),
		cmocka_unit_test(test_conclude),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
