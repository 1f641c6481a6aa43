/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks make of greetings and STARTTLS. */

#include "tests/unit/checks/check_scene.h"
#include "tests/unit/greeting.h"

#include <string.h>

static void greet_as_pop3(struct probe_facts *probe)
{
	scene_greet(probe, SERVICE_POP3);
}

static void wrong_service(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_WRONG_SERVICE);
	scene_each_probe(scene, greet_as_pop3);
}

static void set_noise(struct probe_facts *probe)
{
	probe->reply = scene_octets("\a\a\a");
}

static void garbage(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_SYNTAX);
	scene_each_probe(scene, set_noise);
}

static void set_ssh(struct probe_facts *probe)
{
	probe->reply = scene_octets("SSH-2.0-x");
}

static void ssh_greets(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_SYNTAX);
	scene_each_probe(scene, set_ssh);
}

static void endless_line(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_LINE_TOO_LONG);
}

static void closed(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_EOF);
}

static void set_554(struct probe_facts *probe)
{
	scene_greet(probe, SERVICE_SMTP);
	probe->greeting.text = scene_octets("554 5.7.1 listed");
	probe->greeting.code = 554;
	probe->reply = probe->greeting.text;
}

static void turned_away(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_REFUSED);
	scene_each_probe(scene, set_554);
}

static void set_421(struct probe_facts *probe)
{
	scene_greet(probe, SERVICE_SMTP);
	probe->greeting.text = scene_octets("421 too many connections");
	probe->greeting.code = 421;
	probe->reply = probe->greeting.text;
}

static void throttled(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_THROTTLED);
	scene_each_probe(scene, set_421);
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
	scene_greet(probe, SERVICE_IMAP);
	probe->greeting.text = scene_octets("* BYE too many connections");
}

static void bye(struct scene *scene)
{
	scene_stopped(scene, STAGE_GREETING, ST_THROTTLED);
	scene_each_probe(scene, set_bye);
}

static void throttled_later(struct scene *scene)
{
	scene_healthy(scene);
	make_421(scene_pinned(scene, TLS_1_2));
	make_421(scene_pinned(scene, TLS_1_3));
	scene_best(scene)->tls.version = TLS_1_2;
}

static void refuse_one(struct scene *scene, const char *words)
{
	struct probe_facts *probe;

	scene_healthy(scene);
	probe = scene_pinned(scene, TLS_1_2);
	make_421(probe);
	probe->status = ST_REFUSED;
	probe->reply = probe->greeting.text = scene_octets(words);
}

static void denied_at_times(struct scene *scene)
{
	refuse_one(scene, "554 5.7.1 Access denied");
}

static void limited_at_times(struct scene *scene)
{
	refuse_one(scene, "554 5.7.0 Too many connections from here");
}

static void hurried_at_times(struct scene *scene)
{
	refuse_one(scene, "554 5.7.1 You connect too fast, try again later");
}

static const struct greeting_expectation patterns[] = {
	{"^220 [^ ]+ Microsoft ESMTP"},
	{"^220 mail\\.example\\.com ESMTP$"},
};

static void expect_product(struct scene *scene, size_t first, size_t count)
{
	struct expectation *expectation = &scene->entry.expectation;

	scene_healthy(scene);
	expectation->product = "Exchange Server";
	expectation->greetings = &patterns[first];
	expectation->greeting_count = count;
}

static void right_product(struct scene *scene)
{
	expect_product(scene, 0, 2);
	scene_best(scene)->greeting.text =
		scene_octets("220 mail.example.com ESMTP\r\n");
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
	scene_pinned(scene, TLS_1_2)->greeting.text =
		scene_octets("220 x Microsoft ESMTP MAIL Service");
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
	scene_best(scene)->greeting.text =
		(struct octets){text, sizeof(text) - 1};
}

static void injected(struct scene *scene)
{
	scene_healthy(scene);
	scene_pinned(scene, TLS_1_2)->injected =
		scene_octets("* OK \033evil\r\n");
}

/* The best connection asks only for what is offered; the others ask anyway. */
static void not_offered_and_refused(struct scene *scene)
{
	scene_not_offered(scene);
	for (size_t i = 1; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->status = ST_REFUSED;
		scene->probes[i]->starttls_sent = true;
		scene->probes[i]->reply = scene_octets("502 5.5.1 what");
	}
}

static void masked(struct scene *scene)
{
	scene_not_offered(scene);
	scene_best(scene)->cleartext.masked = true;
}

static void set_454(struct probe_facts *probe)
{
	probe->reply = scene_octets("454 4.7.0 TLS not available");
	probe->reply_code = 454;
}

static void starttls_refused(struct scene *scene)
{
	scene_stopped(scene, STAGE_STARTTLS, ST_REFUSED);
	scene_each_probe(scene, set_454);
}

static void starttls_throttled(struct scene *scene)
{
	scene_stopped(scene, STAGE_STARTTLS, ST_THROTTLED);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->cleartext.starttls = false;
		scene->probes[i]->cleartext.seen = false;
		scene->probes[i]->reply = scene_octets("421 4.7.0 busy");
	}
}

static void capabilities_cut(struct scene *scene)
{
	scene_stopped(scene, STAGE_CAPABILITIES, ST_EOF);
}

static void capabilities_endless(struct scene *scene)
{
	scene_stopped(scene, STAGE_CAPABILITIES, ST_REPLY_TOO_LONG);
}

static void capabilities_refused(struct scene *scene)
{
	scene_stopped(scene, STAGE_CAPABILITIES, ST_REFUSED);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		scene->probes[i]->cleartext.refused = true;
		scene->probes[i]->cleartext.refusal =
			scene_octets("502 no EHLO");
	}
}

static void offered_inside(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->protected.starttls = true;
}

static void agreed_unoffered(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++)
		scene->probes[i]->cleartext.starttls = false;
}

static void offered_sometimes(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->cleartext.starttls = false;
}

static void preauth(struct scene *scene)
{
	scene_stopped(scene, STAGE_STARTTLS, ST_PREAUTH);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		struct probe_facts *probe = scene->probes[i];

		probe->greeting.preauth = true;
		probe->greeting.text = scene_octets("* PREAUTH welcome");
		probe->starttls_sent = false;
		probe->cleartext.login_disabled = false;
	}
}

/* One row a line. */
/* clang-format off */
/* Asked for TLS with a command in the same segment. */
static struct probe_facts *ask_pipelined(struct scene *scene)
{
	struct probe_facts *probe;

	scene_healthy(scene);
	probe = scene_add_probe(scene, PURPOSE_FOLLOW_UP, TLS_PROBED);
	probe->question = QUESTION_INJECTION;
	scene_start_tls(scene, probe);
	return probe;
}

static void not_taken(struct scene *scene)
{
	struct probe_facts *probe = ask_pipelined(scene);

	scene_complete(scene, probe, TLS_1_3);
	probe->act.said = true;
}

static void not_taken_but_closed(struct scene *scene)
{
	ask_pipelined(scene)->status = ST_EOF;
}

static void not_heard(struct scene *scene)
{
	ask_pipelined(scene)->status = ST_TIMEOUT;
}

static void taken(struct scene *scene)
{
	not_taken(scene);
	scene->probes[5]->act.answer = ANSWER_POSITIVE;
	scene->probes[5]->act.reply = scene_octets("x1 OK done");
}

static const struct scene_row rows[] = {
	/* mode */
	{SMTP, EXPLICIT, starttls_refused, "mode", PASS, NULL, "unencrypted", NULL},
	{SMTP, EXPLICIT, throttled, "mode", PASS, NULL, "unencrypted", NULL},
	{IMAP, EXPLICIT, wrong_service, "mode", NOT_TESTED, "greeting", "another protocol", NULL},
	/* greeting */
	{SMTP, IMPLICIT, scene_healthy, "greeting", PASS, NULL, "220 mail.example.com", "sends the greeting of an SMTP server"},
	{POP3, IMPLICIT, scene_healthy, "greeting", PASS, NULL, "+OK", "sends the greeting of a POP3 server"},
	{SMTP, IMPLICIT, right_product, "greeting", PASS, NULL, "220", "Exchange Server"},
	{SMTP, IMPLICIT, other_product, "greeting", FAIL, NULL, "220 mail.example.com ESMTP", "the product in the profile"},
	/* greeting-varies */
	{SMTP, EXPLICIT, scene_healthy, "greeting-varies", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, denied_at_times, "greeting-varies", FAIL, NULL, "554 5.7.1 Access denied", "refuses others"},
	{SMTP, EXPLICIT, limited_at_times, "greeting-varies", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, hurried_at_times, "greeting-varies", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, throttled_later, "greeting-varies", NOT_OWED, NULL, NULL, NULL},
	/* capability-auth */
	{SMTP, IMPLICIT, other_product, "capability-auth", PASS, NULL, "PLAIN", NULL},
	/* greeting */
	{SMTP, IMPLICIT, other_product_cut, "greeting", FAIL, NULL, "220", "the product in the profile"},
	/* capability-auth */
	{SMTP, IMPLICIT, other_product_cut, "capability-auth", NOT_TESTED, NULL, "closed the connection", NULL},
	/* greeting */
	{SMTP, IMPLICIT, one_right_product, "greeting", PASS, NULL, "Microsoft", NULL},
	{SMTP, IMPLICIT, bad_pattern, "greeting", NOT_TESTED, NULL, "220", "is invalid"},
	{SMTP, IMPLICIT, nul_in_greeting, "greeting", PASS, NULL, "220 a\\x00Microsoft", NULL},
	{IMAP, EXPLICIT, wrong_service, "greeting", FAIL, NULL, "+OK ready", "a POP3 greeting without TLS"},
	{IMAP, EXPLICIT, garbage, "greeting", FAIL, NULL, "\\x07", NULL},
	{IMAP, EXPLICIT, ssh_greets, "greeting", FAIL, NULL, "SSH-2.0", "SSH server"},
	{IMAP, EXPLICIT, endless_line, "greeting", FAIL, NULL, "overlong", NULL},
	{IMAP, EXPLICIT, closed, "greeting", FAIL, NULL, "closed", NULL},
	{SMTP, EXPLICIT, turned_away, "greeting", FAIL, NULL, "554 5.7.1 listed", NULL},
	{SMTP, EXPLICIT, throttled, "greeting", NOT_TESTED, NULL, "421 too many connections", NULL},
	{IMAP, EXPLICIT, bye, "greeting", NOT_TESTED, NULL, "* BYE too many connections", NULL},
	/* mode */
	{IMAP, EXPLICIT, bye, "mode", PASS, NULL, "unencrypted", NULL},
	/* tls-1.2 */
	{SMTP, EXPLICIT, throttled, "tls-1.2", NOT_TESTED, "greeting", "421 too many connections", NULL},
	/* capability-starttls */
	{SMTP, EXPLICIT, throttled, "capability-starttls", NOT_TESTED, "greeting", "421 too many", NULL},
	/* greeting */
	{SMTP, EXPLICIT, throttled_later, "greeting", PASS, NULL, "220", NULL},
	/* tls-1.2 */
	{SMTP, EXPLICIT, closed, "tls-1.2", NOT_TESTED, "greeting", "closed", NULL},
	/* tls-best */
	{IMAP, EXPLICIT, wrong_service, "tls-best", NOT_TESTED, "greeting", "another protocol", NULL},
	/* greeting */
	{IMAP, EXPLICIT, preauth, "greeting", PASS, NULL, "PREAUTH", NULL},
	/* capability-starttls */
	{IMAP, IMPLICIT, scene_healthy, "capability-starttls", NOT_OWED, NULL, NULL, NULL},
	{IMAP, EXPLICIT, scene_healthy, "capability-starttls", PASS, NULL, "advertised before TLS, no longer advertised inside", NULL},
	{SMTP, EXPLICIT, scene_not_offered, "capability-starttls", FAIL, NULL, "not advertised", "does not advertise STARTTLS"},
	{SMTP, EXPLICIT, not_offered_and_refused, "capability-starttls", FAIL, NULL, "not advertised", "does not advertise STARTTLS"},
	{SMTP, EXPLICIT, masked, "capability-starttls", FAIL, NULL, "overwritten", NULL},
	{SMTP, EXPLICIT, starttls_refused, "capability-starttls", FAIL, NULL, "454 4.7.0 TLS not available", NULL},
	{SMTP, EXPLICIT, starttls_throttled, "capability-starttls", NOT_TESTED, NULL, "421 4.7.0 busy", NULL},
	{SMTP, EXPLICIT, capabilities_cut, "capability-starttls", NOT_TESTED, NULL, "closed the connection", NULL},
	{SMTP, EXPLICIT, capabilities_endless, "capability-starttls", FAIL, NULL, "overlong", NULL},
	{SMTP, EXPLICIT, capabilities_refused, "capability-starttls", FAIL, NULL, "502 no EHLO", NULL},
	{SMTP, EXPLICIT, offered_inside, "capability-starttls", WARNING, NULL, "again inside TLS", NULL},
	{SMTP, EXPLICIT, agreed_unoffered, "capability-starttls", FAIL, NULL, "not advertised, but accepted", NULL},
	{SMTP, EXPLICIT, offered_sometimes, "capability-starttls", FAIL, NULL, "only on some connections", NULL},
	{IMAP, EXPLICIT, preauth, "capability-starttls", FAIL, NULL, "already logged in", "encryption impossible"},
	/* tls-best */
	{SMTP, EXPLICIT, scene_not_offered, "tls-best", NOT_TESTED, "capability-starttls", "does not offer", NULL},
	/* tls-1.2 */
	{SMTP, EXPLICIT, starttls_refused, "tls-1.2", NOT_TESTED, "capability-starttls", "454", NULL},
	/* capability-auth */
	{SMTP, EXPLICIT, starttls_refused, "capability-auth", NOT_TESTED, "capability-starttls", "454", NULL},
	/* certificate-name */
	{SMTP, EXPLICIT, capabilities_cut, "certificate-name", NOT_TESTED, "capability-starttls", "closed", NULL},
	/* cleartext-login */
	{IMAP, EXPLICIT, preauth, "cleartext-login", NOT_TESTED, "capability-starttls", "already authenticated", NULL},
	/* starttls-injection */
	{IMAP, IMPLICIT, scene_healthy, "starttls-injection", NOT_OWED, NULL, NULL, NULL},
	{IMAP, EXPLICIT, scene_healthy, "starttls-injection", INFO, NULL, "was not tested", NULL},
	{IMAP, EXPLICIT, not_taken, "starttls-injection", PASS, NULL, "is not taken", NULL},
	{IMAP, EXPLICIT, not_taken_but_closed, "starttls-injection", PASS, NULL, "is not taken", NULL},
	{IMAP, EXPLICIT, not_heard, "starttls-injection", INFO, NULL, "was not tested", NULL},
	{IMAP, EXPLICIT, taken, "starttls-injection", FAIL, NULL, "x1 OK", "executes commands"},
	{IMAP, EXPLICIT, injected, "starttls-injection", FAIL, NULL, "* OK \\x1bevil", NULL},
	{SMTP, EXPLICIT, starttls_refused, "starttls-injection", NOT_TESTED, "capability-starttls", "454", NULL},
	/* tls-1.3 */
	{SMTP, EXPLICIT, throttled_later, "tls-1.3", NOT_TESTED, NULL, "421 too many connections", NULL},
	/* tls-1.0 */
	{SMTP, EXPLICIT, throttled_later, "tls-1.0", PASS, NULL, "alert 70", NULL},
	/* cleartext-login */
	{SMTP, EXPLICIT, capabilities_refused, "cleartext-login", NOT_TESTED, NULL, "502 no EHLO", NULL},
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
