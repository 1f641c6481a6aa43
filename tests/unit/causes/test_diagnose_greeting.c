/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* First octets: what is diagnosed first, and what must not be. */

#include "tests/unit/causes/diagnose_claims.h"
#include "tests/unit/causes/diagnose_scenes.h"
#include "tests/unit/unit.h"

#include <string.h>

static void scanner(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_THROTTLED);

	each(endpoint, say_greeting,
		"* BYE Cannot connect to IMAP server 192.0.2.1:143");
}

static void scanner_on_implicit(struct run *run)
{
	scene_each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "* OK avast! IMAP Proxy\r\n");
}

static void clear_refusal(struct run *run)
{
	scene_each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "* BYE Too many connections\r\n");
}

/* Exchange's number for it, and the same one inside TLS. */
static void no_certificate(struct run *run)
{
	scene_each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "* BYE Connection is closed. 14\r\n");
}

static void tls_on_explicit(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT);

	set_port(endpoint, 993);
	complete(endpoint, follow_up(endpoint, QUESTION_OTHER_MODE, IMPLICIT),
		TLS_1_3);
}

/* As retrievers without TLS that are set to the port for it. */
static void tls_on_cleartext(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, CLEARTEXT, HOST, STAGE_GREETING, ST_TIMEOUT);

	set_port(endpoint, 993);
	complete(endpoint, follow_up(endpoint, QUESTION_OTHER_MODE, IMPLICIT),
		TLS_1_3);
}

static void tls_on_explicit_no_follow_up(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, EXPLICIT, HOST);

	set_port(endpoint, 993);
	stopped(endpoint, STAGE_GREETING, ST_TIMEOUT);
}

static void swap_in_tls(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	set_port(endpoint, 995);
	healthy(endpoint);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		if (!probe->tls.completed)
			continue;
		greet(endpoint, probe, "+OK POP3 ready");
		probe->stage = STAGE_GREETING;
		probe->status = ST_WRONG_SERVICE;
		if (probe->purpose == PURPOSE_BEST)
			probe->outcome = OUTCOME_FAILED;
	}
}

static void swap_of_two(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, "a.example.com", STAGE_GREETING,
		     ST_WRONG_SERVICE),
		say_greeting, "+OK ready");
	each(bad(run, POP3, EXPLICIT, "b.example.com", STAGE_GREETING,
		     ST_WRONG_SERVICE),
		say_greeting, "* OK ready");
}

static void ftp(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_WRONG_SERVICE),
		say_greeting, "220 ProFTPD Server ready");
}

static void ssh(struct run *run)
{
	scene_each_says(add(run, IMAP, EXPLICIT, HOST), STAGE_GREETING,
		ST_SYNTAX, "SSH-2.0-OpenSSH_9.2");
}

static void text_before(struct run *run)
{
	scene_each_says(add(run, IMAP, EXPLICIT, HOST), STAGE_GREETING,
		ST_SYNTAX, "bash: warning: setlocale\r\n* OK ready");
}

static void error_alone(struct run *run)
{
	scene_each_says(add(run, POP3, IMPLICIT, HOST), STAGE_GREETING,
		ST_SYNTAX, "pop3d: error while loading shared libraries");
}

static void mark_before(struct run *run)
{
	scene_each_says(add(run, SMTP, EXPLICIT, HOST), STAGE_GREETING,
		ST_SYNTAX,
		"\xef\xbb\xbf"
		"220 mail.example.com ESMTP");
}

/* The best connection hears a greeting after a command, the other none; or it
 * does without one. */
static void greets(struct run *run, bool unasked)
{
	struct endpoint_report *endpoint = add(run, IMAP, EXPLICIT, HOST);
	struct probe_facts *best =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);
	struct probe_facts *other =
		add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2));

	complete(endpoint, best, TLS_1_3);
	best->nudged = true;
	connect_probe(other);
	other->stage = STAGE_GREETING;
	other->status = ST_TIMEOUT;
	if (unasked)
		complete(endpoint,
			add_probe(endpoint, PURPOSE_TLS_VERSION,
				TLS_BIT(TLS_1_3)),
			TLS_1_3);
}

static void greets_who_speaks(struct run *run)
{
	greets(run, false);
}

static void greets_late(struct run *run)
{
	greets(run, true);
}

static void web_on_implicit(struct run *run)
{
	scene_each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "HTTP/1.1 400 Bad Request\r\n");
}

static void noise(struct run *run)
{
	scene_each_says(add(run, IMAP, EXPLICIT, HOST), STAGE_GREETING,
		ST_SYNTAX, "\a\a\a{places}");
}

static void endless(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_GREETING, ST_LINE_TOO_LONG);
}

static void refuses_with(struct run *run, enum service service,
	enum status status, const char *text)
{
	each(bad(run, service, EXPLICIT, HOST, STAGE_GREETING, status),
		say_greeting, text);
}

static void no_reason(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED, "421 mail.example.com closing");
}

/* It gives one, in words that nobody listed. */
static void reason_unknown(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED,
		"421 mail.example.com moved to new.example.com");
}

static void busy(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED, "421 4.7.0 Try again later");
}

static void busy_for_some(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe = endpoint->facts.probes[3];

	probe->greeting = (struct greeting){0};
	probe->tls = (struct tls_facts){.started = true, .version = TLS_NONE};
	probe->stage = STAGE_HANDSHAKE;
	probe->status = ST_RESET;
	probe->outcome = OUTCOME_FAILED;
	probe->tls_offered = TLS_BIT(TLS_1_3);
	endpoint->facts.probes[4]->outcome = OUTCOME_FAILED;
	endpoint->facts.probes[4]->tls = probe->tls;
	endpoint->facts.probes[4]->status = ST_RESET;
	endpoint->facts.probes[4]->stage = STAGE_HANDSHAKE;
}

/* Versions are found out without a greeting: nobody was served. */
static void fault_for_all(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->greeting = (struct greeting){0};
	for (size_t i = 0; i < 2; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		probe->stage = STAGE_GREETING;
		probe->outcome = OUTCOME_FAILED;
		probe->status = ST_THROTTLED;
		probe->greeting = (struct greeting){.seen = true,
			.text = octets("* BYE No space left on device")};
	}
}

static void too_many(struct run *run)
{
	refuses_with(run, IMAP, ST_THROTTLED, "* BYE Too many connections");
	refuses_with(run, IMAP, ST_THROTTLED,
		"* BYE Too many open connections from your IP");
	refuses_with(
		run, POP3, ST_THROTTLED, "-ERR [IN-USE] Too many connections");
}

static void in_maintenance(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED,
		"421 4.3.2 System down for maintenance");
}

static void not_active(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED, "421 4.3.2 Service not active");
}

static void greylist(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED,
		"451 4.7.1 Greylisted, try again in 300 seconds");
}

static void blocked(struct run *run)
{
	refuses_with(run, SMTP, ST_REFUSED,
		"554 5.7.1 Service unavailable; client host [192.0.2.1] "
		"blocked using zen.spamhaus.org");
}

static void no_service(struct run *run)
{
	refuses_with(run, SMTP, ST_REFUSED, "554 No SMTP service here");
}

static void by_country(struct run *run)
{
	refuses_with(run, SMTP, ST_REFUSED,
		"554 Connections from your country are not allowed");
}

static void unlicensed(struct run *run)
{
	refuses_with(run, IMAP, ST_REFUSED, "* BYE License expired");
}

static void blocked_perhaps(struct run *run)
{
	refuses_with(run, SMTP, ST_REFUSED, "554 Not today");
}

static void bye(struct run *run)
{
	refuses_with(run, IMAP, ST_THROTTLED,
		"* BYE [ALERT] Please call the helpdesk");
}

static void silent(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT);
	struct probe_facts *probe =
		follow_up(endpoint, QUESTION_OTHER_MODE, IMPLICIT);

	connect_probe(probe);
	probe->tls.started = true;
	probe->stage = STAGE_HANDSHAKE;
}

static void silent_no_follow_up(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT);
}

static void dripping(struct run *run)
{
	each(bad(run, SMTP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT),
		say_reply, "220 ma");
}

/* The versions can be told all the same. */
static void refused_inside_tls(
	struct run *run, enum service service, const char *words)
{
	struct endpoint_report *endpoint = good(run, service, IMPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		if (!probe->tls.completed)
			continue;
		greet(endpoint, probe, words);
		probe->reply = probe->greeting.text;
		probe->protected = (struct capabilities){0};
		probe->stage = STAGE_GREETING;
		probe->status = ST_REFUSED;
		if (probe->purpose == PURPOSE_BEST)
			probe->outcome = OUTCOME_FAILED;
	}
}

static void blocked_inside_tls(struct run *run)
{
	refused_inside_tls(run, SMTP, "554 blocked using zen.spamhaus.org");
}

static void closed_inside_tls(struct run *run)
{
	refused_inside_tls(run, IMAP, "* BYE Connection is closed. 14");
}

static void slow(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	for (size_t i = 3; i < 5; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		probe->tls = (struct tls_facts){
			.started = true, .version = TLS_NONE};
		probe->greeting = (struct greeting){0};
		probe->stage = STAGE_HANDSHAKE;
		probe->status = ST_TIMEOUT;
		probe->outcome = OUTCOME_FAILED;
	}
	best(endpoint)->stage_us[STAGE_CONNECT] = 1000;
	best(endpoint)->stage_us[STAGE_GREETING] = 9000000;
	/* What the best connection agreed on is known all the same. */
	best(endpoint)->tls.version = TLS_1_3;
}

static void without_end(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	probe->reply = octets(text);
	probe->heard_us = 100000;
	probe->duration_us = 8000000;
}

static void unended(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT),
		without_end, "* OK IMAP4rev1 ready");
}

static void still_coming(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	without_end(endpoint, probe, text);
	probe->heard_us = 7900000;
}

static void octet_by_octet(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT),
		still_coming, "* OK IMAP4rev1 re");
}

static void close_inside(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)text;
	complete(endpoint, probe, TLS_1_2);
	probe->greeting = (struct greeting){0};
	probe->protected = (struct capabilities){0};
	probe->stage = STAGE_GREETING;
	probe->status = ST_EOF;
	probe->outcome = probe->purpose == PURPOSE_BEST ? OUTCOME_FAILED
							: OUTCOME_COMPLETED;
}

static void backend_down(struct run *run)
{
	each(bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_EOF),
		close_inside, NULL);
}

/* A proxy that ends TLS before a port which expects it once more. */
static void tls_inside_tls(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_EOF);

	each(endpoint, close_inside, NULL);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		endpoint->facts.probes[i]->stage_us[STAGE_HANDSHAKE] = 5000;
		endpoint->facts.probes[i]->duration_us = 4810000;
	}
}

/* Behind a load balancer that announces the client. */
static void answer_proxy(struct run *run, const char *greeting)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_SYNTAX);

	each(endpoint, say_greeting, greeting);
	each(endpoint, say_reply, "PROXY BAD Error in IMAP command");
}

static void answers_proxy(struct run *run)
{
	answer_proxy(run, "* OK Dovecot ready.");
}

/* A helper of the server's is late, but comes. */
static void answers_proxy_late(struct run *run)
{
	answer_proxy(
		run, "* OK Waiting for authentication process to respond..");
}

static void fall_silent(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	close_inside(endpoint, probe, text);
	probe->status = ST_TIMEOUT;
}

static void silent_inside(struct run *run)
{
	each(bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_EOF),
		fall_silent, NULL);
}

static void service_fault(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED,
		"452 4.3.1 Insufficient system resources");
	refuses_with(
		run, SMTP, ST_THROTTLED, "451 4.3.2 Internal server error");
	refuses_with(run, POP3, ST_THROTTLED,
		"-ERR Could not connect to real server");
	refuses_with(run, IMAP, ST_THROTTLED,
		"* BYE Fatal error: unable to open Berkeley db");
}

static void name_refused(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_REFUSED);

	each(endpoint, scene_refuse_list,
		"550 Access denied - Invalid HELO name");
}

/* Inside TLS; those who only try a version do not hear it. */
static void blocked_at_ehlo(struct run *run)
{
	struct endpoint_report *endpoint = good(run, SMTP, EXPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->protected = (struct capabilities){0};
	best(endpoint)->stage = STAGE_CAPABILITIES;
	best(endpoint)->status = ST_REFUSED;
	best(endpoint)->outcome = OUTCOME_FAILED;
	best(endpoint)->protected = (struct capabilities){.refused = true,
		.refusal = octets("550 5.7.1 Client host rejected")};
}

static void name_not_refused(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_REFUSED);

	each(endpoint, scene_refuse_list, "550 5.7.1 Go away");
	each(endpoint, say_reply, "550 5.7.1 Go away");
}

static const struct diagnose_case cases[] = {
	{"web server", web_on_implicit, "service-other", CERTAIN, "mode", NULL,
		"captive-portal"},
	{"scanner", scanner, "antivirus-proxy", LIKELY, "greeting", NULL,
		"server-refuses"},
	{"scanner on an implicit port", scanner_on_implicit, "antivirus-proxy",
		LIKELY, "mode", NULL, "mode-starttls-wanted"},
	{"clear on implicit", scene_clear_on_implicit, "mode-starttls-wanted",
		LIKELY, "mode", NULL, "antivirus-proxy"},
	{"clear, and STARTTLS works", scene_clear_and_starttls,
		"mode-starttls-wanted", CERTAIN, "certificate-name", NULL,
		"service-swapped"},
	{"clear refusal", clear_refusal, "connections-limit", LIKELY, "mode",
		"mode-starttls-wanted", NULL},
	{"no certificate", no_certificate, "tls-server-fault", LIKELY, "mode",
		NULL, "mode-starttls-wanted"},
	{"closed inside TLS", closed_inside_tls, "server-refuses", LIKELY,
		"greeting", NULL, "tls-server-fault"},
	{"a code without a reason", no_reason, "throttled", LIKELY, "greeting",
		NULL, "connections-limit"},
	{"TLS on explicit", tls_on_explicit, "mode-tls-wanted", CERTAIN, "mode",
		NULL, "server-silent"},
	{"TLS on cleartext", tls_on_cleartext, "mode-tls-wanted", CERTAIN,
		"mode", NULL, "encryption-required"},
	{"TLS on explicit, no follow-up", tls_on_explicit_no_follow_up,
		"mode-tls-wanted", LIKELY, "greeting", "server-silent", NULL},
	{"swap inside TLS", swap_in_tls, "service-swapped", CERTAIN, "greeting",
		NULL, "service-other"},
	{"swap of two", swap_of_two, "service-swapped", CERTAIN, "greeting",
		"service-swapped", NULL},
	{"text before the greeting", text_before, "greeting-preceded", CERTAIN,
		"greeting", NULL, "greeting-broken"},
	{"an error message alone", error_alone, "greeting-broken", LIKELY,
		"greeting", NULL, "greeting-preceded"},
	{"a mark before the greeting", mark_before, "greeting-preceded",
		CERTAIN, "greeting", NULL, "service-swapped"},
	{"a greeting for who speaks", greets_who_speaks, "greeting-withheld",
		LIKELY, "greeting-varies", NULL, "answers-differ"},
	{"a late greeting", greets_late, "server-slow", POSSIBLE, NULL, NULL,
		"greeting-withheld"},
	{"FTP", ftp, "service-other", CERTAIN, "greeting", NULL,
		"service-swapped"},
	{"SSH", ssh, "service-other", CERTAIN, "greeting", NULL,
		"greeting-broken"},
	{"noise", noise, "greeting-broken", POSSIBLE, "greeting", NULL,
		"greeting-preceded"},
	{"endless", endless, "greeting-broken", POSSIBLE, "greeting", NULL,
		"dialogue-broken"},
	{"busy", busy, "throttled", LIKELY, "greeting", NULL,
		"connections-limit"},
	{"busy for some", busy_for_some, "throttled", LIKELY, "tls-1.2", NULL,
		"hello-dropped"},
	{"fault for all", fault_for_all, "service-fault", LIKELY, "greeting",
		NULL, "throttled"},
	{"too many", too_many, "connections-limit", LIKELY, "greeting", NULL,
		"throttled"},
	{"maintenance", in_maintenance, "maintenance", LIKELY, "greeting", NULL,
		"server-refuses"},
	{"not active", not_active, "maintenance", POSSIBLE, "greeting",
		"server-refuses", "greylisted"},
	{"greylist", greylist, "greylisted", LIKELY, "greeting", NULL,
		"maintenance"},
	{"blocked", blocked, "address-blocked", LIKELY, "greeting", NULL,
		"server-refuses"},
	{"no such service", no_service, "server-refuses", LIKELY, "greeting",
		NULL, "address-blocked"},
	{"by country", by_country, "address-blocked", LIKELY, "greeting", NULL,
		NULL},
	{"unlicensed", unlicensed, "service-fault", LIKELY, "greeting", NULL,
		NULL},
	{"blocked perhaps", blocked_perhaps, "server-refuses", LIKELY,
		"greeting", "address-blocked", NULL},
	{"bye", bye, "server-refuses", LIKELY, "greeting", NULL,
		"address-blocked"},
	{"silent", silent, "server-silent", LIKELY, "greeting", NULL,
		"server-slow"},
	{"silent in both modes", silent, "server-silent", LIKELY, "greeting",
		NULL, "mode-tls-wanted"},
	{"silent, no follow-up", silent_no_follow_up, "server-silent", POSSIBLE,
		"greeting", "mode-tls-wanted", NULL},
	{"dripping", dripping, "server-slow", LIKELY, "greeting", NULL,
		"server-silent"},
	{"blocked inside TLS", blocked_inside_tls, "address-blocked", LIKELY,
		"greeting", NULL, "unknown"},
	{"slow", slow, "server-slow", POSSIBLE, "tls-1.2", NULL,
		"server-silent"},
	{"no CRLF", unended, "greeting-unended", LIKELY, "greeting", NULL,
		"server-slow"},
	{"octet by octet", octet_by_octet, "server-slow", LIKELY, "greeting",
		NULL, "greeting-unended"},
	{"nobody behind TLS", backend_down, "backend-down", LIKELY, "greeting",
		NULL, "service-fault"},
	{"TLS inside TLS", tls_inside_tls, "backend-down", LIKELY, "greeting",
		NULL, "service-fault"},
	{"answers PROXY", answers_proxy, "reply-broken", LIKELY,
		"capability-starttls", NULL, "service-fault"},
	{"silent behind TLS", silent_inside, "server-silent", POSSIBLE,
		"greeting", NULL, "backend-down"},
	{"insufficient", service_fault, "service-fault", LIKELY, "greeting",
		NULL, "backend-down"},
	{"name refused", name_refused, "client-name-refused", LIKELY,
		"capability-starttls", NULL, "address-blocked"},
	{"blocked at EHLO inside TLS", blocked_at_ehlo, "address-blocked",
		LIKELY, "capability-auth", NULL, "capability-refused"},
	{"refused, and no word of the name", name_not_refused, "server-refuses",
		LIKELY, "capability-starttls", NULL, "client-name-refused"},
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
		cases, COUNT_OF(cases), "antivirus-proxy", "greeting-broken");
}

static const struct words_case words_cases[] = {
	{scene_clear_on_implicit, "to STARTTLS. Save"},
	{scene_clear_and_starttls, "the same port started encryption"},
	{scene_clear_and_starttls, "to STARTTLS. Save and try again"},
	{tls_on_explicit, "to SSL/TLS. Save and try again"},
	{tls_on_cleartext, "The settings ask for no encryption"},
	{tls_on_explicit, "Set the port to 993 and"},
	{swap_in_tls, "port 995 is a usual port for POP3"},
	{swap_in_tls, "inside TLS, mail.example.com"},
	{swap_of_two, "enter the server name b.example.com"},
	{no_service, "says that it offers no such service"},
	{error_alone, "a message of the system's loader"},
	{error_alone, "does not start properly"},
	{noise, "\\x07\\x07"},
	{bye, "[ALERT]): show it to the caller word for word"},
	{slow, "one step took 9.0 seconds"},
	{dripping, "\"220 ma\""},
	{no_certificate, "no certificate is assigned to this service"},
	{no_reason, "for a reason that mailsonde does not recognise"},
	{reason_unknown, "for a reason that mailsonde does not recognise"},
	{name_not_refused, "greets, and then refuses to continue"},
	{tls_inside_tls, "without a greeting after 4.8 seconds"},
	{answers_proxy, "answers a PROXY line"},
	{answers_proxy_late, "answers a PROXY line"},
	{silent, "TLS from the start, the same port is as silent"},
	{silent, "accepts the connection and then sends nothing"},
	{silent_inside, "completes the TLS handshake and then sends nothing"},
};

static void test_said(void **state)
{
	(void)state;
	check_words(words_cases, COUNT_OF(words_cases));
}

/* What to set instead is known as such, too; where nobody knows, it is not. */
static void test_advised(void **state)
{
	struct run *run = run_new();
	const struct endpoint *advised;

	(void)state;
	tls_on_explicit(run);
	run_diagnose(run);
	advised = run->report.diagnoses[0].advised;
	assert_non_null(advised);
	assert_int_equal(advised->mode, MODE_IMPLICIT);
	assert_int_equal(advised->port, 993);
	assert_string_equal(
		advised->host, run->report.endpoints[0].entry->endpoint.host);
	run_free(run);
	run = run_new();
	ssh(run);
	run_diagnose(run);
	assert_null(run->report.diagnoses[0].advised);
	run_free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_said),
		cmocka_unit_test(test_advised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
