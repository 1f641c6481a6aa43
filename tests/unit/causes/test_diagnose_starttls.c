/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* STARTTLS and the dialogue: what is diagnosed first, and what must not be. */

#include "tests/unit/causes/diagnose_claims.h"
#include "tests/unit/causes/diagnose_scenes.h"
#include "tests/unit/unit.h"

#include <string.h>

static void clear_and_nothing_else(struct run *run)
{
	struct probe_facts *probe;

	scene_clear_on_implicit(run);
	probe = follow_up(
		&run->report.endpoints[0], QUESTION_OTHER_MODE, EXPLICIT);
	connect_probe(probe);
	greet(&run->report.endpoints[0], probe, NULL);
	probe->cleartext.seen = true;
	probe->status = ST_NOT_OFFERED;
}

static void mask(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	(void)endpoint;
	probe->cleartext.masked = true;
	add_item(probe, &probe->cleartext, text);
}

static void masked(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED);

	each(endpoint, say_greeting, "220 ****************************");
	each(endpoint, mask, "XXXXXXXA");
}

static void starred(struct run *run)
{
	each(bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED),
		say_greeting, "220 ****************************");
}

static void missing(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED);
}

static void missing_with_passwords(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->cleartext.login_disabled = false;
}

static void stripped(struct run *run)
{
	bad(run, SMTP, EXPLICIT, "smtp.office365.com", STAGE_STARTTLS,
		ST_NOT_OFFERED);
}

static void offer_starttls(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	probe->cleartext.starttls = true;
	probe->starttls_sent = true;
	say_reply(endpoint, probe, text);
}

static void unavailable(struct run *run)
{
	each(bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED),
		offer_starttls, "454 4.7.0 TLS not available");
}

static void unavailable_imap(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED),
		offer_starttls, "a2 NO cannot");
}

static void inject(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	(void)endpoint;
	probe->injected = octets(text);
}

static void injected(struct run *run)
{
	each(good(run, IMAP, EXPLICIT, HOST), inject, "a3 OK injected\r\n");
}

/* The refusal was meant for a load balancer's line. */
static void one_behind(struct run *run)
{
	struct endpoint_report *endpoint = good(run, POP3, EXPLICIT, HOST);

	each(endpoint, scene_refuse_list, "-ERR Unknown command.");
	each(endpoint, inject, "TOP\r\nSTLS\r\n.\r\n+OK Begin TLS\r\n");
}

static void set_preauth(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	say_greeting(endpoint, probe, text);
	probe->greeting.preauth = true;
}

static void preauth(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_PREAUTH),
		set_preauth, "* PREAUTH ready");
}

static void answered_in_clear(struct run *run)
{
	scene_each_says(add(run, SMTP, EXPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "500 unrecognized command\r\n");
}

static void silent_after_starttls(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_HANDSHAKE, ST_TIMEOUT);
}

static void list_refused(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED),
		scene_refuse_list, "a1 BAD unknown");
}

static void ftp_without_ehlo(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED);

	each(endpoint, say_greeting, "220 ProFTPD Server (Example)");
	each(endpoint, scene_refuse_list, "500 EHLO not understood");
}

static void filezilla_without_ehlo(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED);

	each(endpoint, say_greeting, "220-FileZilla Server 1.8.1");
	each(endpoint, scene_refuse_list, "500 Wrong command.");
}

static void list_and_starttls_refused(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED);

	each(endpoint, scene_refuse_list, "502 unknown");
	each(endpoint, say_reply, "503 wrong order");
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->starttls_sent = true;
}

static void list_item(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	probe->cleartext.starttls = false;
	add_item(probe, &probe->cleartext, text);
}

static void unlisted(struct run *run)
{
	each(good(run, IMAP, EXPLICIT, HOST), list_item, "IDLE");
}

static void misnamed(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, POP3, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED);

	each(endpoint, list_item, "STARTTLS");
}

static void hangs_at_starttls(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	(void)text;
	probe->cleartext.starttls = true;
	probe->starttls_sent = true;
}

static void unanswered(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_TIMEOUT),
		hangs_at_starttls, NULL);
}

static void says_why(struct run *run)
{
	scene_each_says(add(run, IMAP, EXPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "* BYE [UNAVAILABLE] TLS initialization failed.");
}

static void mixed_codes(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	probe->reply = octets(text);
	probe->detail = "the lines of one reply have the codes 250 and 500";
}

static void mixed(struct run *run)
{
	each(bad(run, SMTP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_SYNTAX),
		mixed_codes, "500-oops");
}

static void cut_off(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_EOF);
}

static void stops_answering(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_TIMEOUT);
}

static const struct diagnose_case cases[] = {
	{"clear, and nothing else", clear_and_nothing_else, "starttls-missing",
		LIKELY, "mode", "starttls-stripped", "mode-starttls-wanted"},
	{"masked", masked, "starttls-masked", CERTAIN, "capability-starttls",
		NULL, "starttls-missing"},
	{"starred", starred, "starttls-masked", LIKELY, "capability-starttls",
		NULL, NULL},
	{"missing", missing, "starttls-missing", LIKELY, "capability-starttls",
		"starttls-stripped", "starttls-masked"},
	{"missing, with passwords", missing_with_passwords, "starttls-missing",
		LIKELY, "cleartext-login", NULL, "passwords-in-clear"},
	{"stripped", stripped, "starttls-stripped", LIKELY,
		"capability-starttls", "starttls-missing", NULL},
	{"unavailable", unavailable, "starttls-unavailable", CERTAIN,
		"capability-starttls", NULL, "starttls-stripped"},
	{"unavailable, IMAP", unavailable_imap, "starttls-unavailable", LIKELY,
		"capability-starttls", NULL, "starttls-proxy"},
	{"injected", injected, "starttls-injection", LIKELY,
		"starttls-injection", NULL, "preauth"},
	{"one answer behind", one_behind, "starttls-injection", LIKELY,
		"starttls-injection", NULL, "preauth"},
	{"PREAUTH", preauth, "preauth", CERTAIN, "capability-starttls", NULL,
		"starttls-injection"},
	{"answered in clear", answered_in_clear, "starttls-proxy", LIKELY,
		"tls-best", "tls-server-fault", "starttls-unavailable"},
	{"silent after STARTTLS", silent_after_starttls, "starttls-proxy",
		POSSIBLE, "tls-best", "hello-too-large", NULL},
	{"list refused", list_refused, "capability-refused", LIKELY,
		"capability-starttls", NULL, "starttls-missing"},
	{"FTP without EHLO", ftp_without_ehlo, "service-other", CERTAIN,
		"capability-starttls", NULL, "capability-refused"},
	{"FileZilla without EHLO", filezilla_without_ehlo, "service-other",
		CERTAIN, "capability-starttls", NULL, "capability-refused"},
	{"list and STARTTLS refused", list_and_starttls_refused,
		"capability-refused", LIKELY, "capability-starttls",
		"starttls-masked", "starttls-unavailable"},
	{"not listed", unlisted, "starttls-unlisted", LIKELY,
		"capability-starttls", NULL, "starttls-missing"},
	{"listed as POP3's", misnamed, "starttls-misnamed", LIKELY,
		"capability-starttls", NULL, "starttls-unlisted"},
	{"no answer to STARTTLS", unanswered, "starttls-unanswered", LIKELY,
		"capability-starttls", NULL, "starttls-misnamed"},
	{"says that TLS failed", says_why, "tls-server-fault", LIKELY,
		"tls-best", NULL, "starttls-unanswered"},
	{"mixed codes", mixed, "reply-broken", LIKELY, "capability-starttls",
		NULL, "dialogue-broken"},
	{"cut off, not broken", cut_off, "dialogue-broken", LIKELY,
		"capability-starttls", NULL, "reply-broken"},
	{"stops answering", stops_answering, "dialogue-broken", LIKELY,
		"capability-starttls", NULL, "server-silent"},
	{"cut off", cut_off, "dialogue-broken", LIKELY, "capability-starttls",
		NULL, "capability-refused"},
};

static void test_claims(void **state)
{
	(void)state;
	claims_check(cases, COUNT_OF(cases));
}

static void test_cases(void **state)
{
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_coverage(
		cases, COUNT_OF(cases), "starttls-masked", "dialogue-broken");
}

static const struct words_case words_cases[] = {
	{stops_answering, "greets, and then stops answering"},
	{cut_off, "is closed in the middle of the dialogue"},
	{one_behind, "one command late"},
	{one_behind, "send-proxy in HAProxy"},
	{masked, "a row of X"},
	{masked, "If the provider offers SSL/TLS from the start"},
	{stripped, "publishes this port with STARTTLS"},
	{unavailable, "454 4.7.0 TLS not available"},
};

static void test_said(void **state)
{
	(void)state;
	check_words(words_cases, COUNT_OF(words_cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
