/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "tests/unit/rules/rule_run.h"

#include <string.h>

/* Endpoints of each service, in order and not to be reached. */

static void pop3(struct run *run)
{
	good(run, POP3, EXPLICIT, HOST);
}

static void imap(struct run *run)
{
	good(run, IMAP, EXPLICIT, HOST);
}

static void smtp(struct run *run)
{
	good(run, SMTP, EXPLICIT, HOST);
}

static void unreached(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static void unreached_imap(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static struct endpoint_report *first(struct run *run)
{
	return &run->report.endpoints[0];
}

static void each_inside(struct run *run, const char *item)
{
	struct endpoint_facts *facts = &first(run)->facts;

	for (size_t i = 0; i < facts->probe_count; i++) {
		struct probe_facts *probe = facts->probes[i];

		if (probe->tls.completed)
			add_item(probe, &probe->protected, item);
	}
}

static void each_offer(struct run *run, const char *mechanism)
{
	struct endpoint_facts *facts = &first(run)->facts;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->tls.completed)
			offer(facts->probes[i], &facts->probes[i]->protected,
				mechanism);
}

/* Greetings. */

/* In words that no grammar has: a server that puts off is not judged. */
static void greets_busy(struct run *run)
{
	struct endpoint_facts *facts;

	smtp(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		facts->probes[i]->greeting.text = octets("421 busy");
		facts->probes[i]->greeting.known_service = false;
		facts->probes[i]->stage = STAGE_GREETING;
		facts->probes[i]->status = ST_THROTTLED;
	}
}

static void greets_wrong(struct run *run)
{
	struct endpoint_facts *facts;

	smtp(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		facts->probes[i]->greeting.text = octets("+OK ready");
		facts->probes[i]->greeting.service = POP3;
	}
}

static void greets_220(struct run *run, const char *text)
{
	struct endpoint_facts *facts;

	smtp(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		struct greeting *greeting = &facts->probes[i]->greeting;

		greeting->text = octets(text);
		greeting->seen = true;
		greeting->known_service = true;
		greeting->service = SMTP;
		greeting->code = 220;
	}
}

static void greets_plainly(struct run *run)
{
	greets_220(run, "220 mail.example.com ESMTP");
}

static void greets_with_version(struct run *run)
{
	greets_220(run, "220 mail.example.com ESMTP Foo 4.92.3");
}

static void greets_with_address(struct run *run)
{
	greets_220(run, "220 [10.1.2.3] ESMTP");
}

static void greets_with_public_address(struct run *run)
{
	greets_220(run, "220 [8.1.2] ESMTP");
}

/* RFC 5321 section 4.1.3: not a version of four parts. */
static void greets_with_literal(struct run *run)
{
	greets_220(run, "220 [192.0.2.1] ESMTP");
}

static void greets_with_four_parts(struct run *run)
{
	greets_220(run, "220 mail.example.com ESMTP Foo 2.3.19.1");
}

static void greets_locally(struct run *run)
{
	greets_220(run, "220 mx1.corp.local ESMTP");
}

static void ehlo_refused(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_REFUSED);
}

static void broken_syntax(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_SYNTAX);
}

static void long_line(struct run *run)
{
	static char line[600];

	memset(line, 'x', sizeof(line) - 1);
	smtp(run);
	each_inside(run, line);
}

/* 510 octets and CRLF, the code being of the line. */
static void full_greeting(struct run *run)
{
	static char line[511];

	memset(line, 'x', sizeof(line) - 1);
	memcpy(line, "220 ", 4);
	greets_220(run, line);
}

static void set_times(struct run *run, int64_t connect_us, int64_t greeting_us)
{
	struct endpoint_facts *facts;

	smtp(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		facts->probes[i]->stage_us[STAGE_CONNECT] = connect_us;
		facts->probes[i]->stage_us[STAGE_GREETING] = greeting_us;
	}
}

static void quick(struct run *run)
{
	set_times(run, 1000, 21000);
}

static void slow(struct run *run)
{
	set_times(run, 1000, 5002000);
}

/* Capabilities. */

static void two_of_three(struct run *run)
{
	smtp(run);
	each_inside(run, "PIPELINING");
	each_inside(run, "8bitmime");
}

static void all_three(struct run *run)
{
	two_of_three(run);
	each_inside(run, "DSN");
}

static void etrn(struct run *run)
{
	all_three(run);
	each_inside(run, "ETRN");
}

static void size_of(struct run *run, const char *item)
{
	smtp(run);
	each_inside(run, item);
}

static void size_small(struct run *run)
{
	size_of(run, "SIZE 1000");
}

static void size_large(struct run *run)
{
	size_of(run, "SIZE 157286400");
}

static void size_unlimited(struct run *run)
{
	size_of(run, "SIZE");
}

static void names_version(struct run *run)
{
	pop3(run);
	each_inside(run, "IMPLEMENTATION Foo 1.2");
}

static void names_no_version(struct run *run)
{
	pop3(run);
	each_inside(run, "IMPLEMENTATION Foo");
}

static void ntlm(struct run *run)
{
	imap(run);
	each_offer(run, "NTLM");
}

static void oauth(struct run *run)
{
	imap(run);
	each_offer(run, "XOAUTH2");
}

static void only_login(struct run *run)
{
	struct endpoint_facts *facts;

	imap(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->tls.completed)
			facts->probes[i]->protected.mechanisms[0] = "LOGIN";
}

static struct act_facts *asked_in_clear(struct run *run)
{
	struct endpoint_report *endpoint = good(run, SMTP, EXPLICIT, HOST);
	struct probe_facts *probe = add_rule_probe(endpoint, "act-mail-clear");

	probe->outcome = OUTCOME_COMPLETED;
	probe->act.said = true;
	return &probe->act;
}

static void mail_in_clear(struct run *run)
{
	*asked_in_clear(run) =
		(struct act_facts){.said = true, .answer = ANSWER_POSITIVE};
}

static void no_mail_in_clear(struct run *run)
{
	asked_in_clear(run)->answer = ANSWER_NEGATIVE;
}

/* Nobody can log in there, and nothing is protected either. */
static void no_starttls(struct run *run)
{
	struct endpoint_facts *facts;

	imap(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		facts->probes[i]->cleartext.starttls = false;
		facts->probes[i]->starttls_agreed = false;
	}
}

static void exim(struct run *run)
{
	smtp(run);
	best(first(run))->greeting.text =
		octets("mx.example.com ESMTP Exim 4.96 ready");
}

static void busy(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_GREETING, ST_THROTTLED);
	best(first(run))->greeting.seen = true;
	best(first(run))->greeting.code = 421;
	best(first(run))->greeting.text = octets("421 4.3.2 busy");
}

static void clear_login(struct run *run)
{
	struct endpoint_facts *facts;

	imap(run);
	facts = &first(run)->facts;
	for (size_t i = 0; i < facts->probe_count; i++)
		facts->probes[i]->cleartext.login_disabled = false;
}

#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}
#define LINES                                                                  \
	{                                                                      \
		{                                                              \
			"octets", "512"                                        \
		}                                                              \
	}
#define SECONDS                                                                \
	{                                                                      \
		{                                                              \
			"seconds", "5"                                         \
		}                                                              \
	}
#define THREE                                                                  \
	{                                                                      \
		{"names", "PIPELINING 8BITMIME DSN"},                          \
		{                                                              \
			"absent", "ETRN"                                       \
		}                                                              \
	}
#define ANY                                                                    \
	{                                                                      \
		{"names", "PIPELINING DSN"},                                   \
		{                                                              \
			"need", "any"                                          \
		}                                                              \
	}
#define SIZE                                                                   \
	{                                                                      \
		{                                                              \
			"octets", "150000000"                                  \
		}                                                              \
	}
#define OLD                                                                    \
	{                                                                      \
		{                                                              \
			"mechanisms", "CRAM-MD5 NTLM"                          \
		}                                                              \
	}
#define OAUTH                                                                  \
	{                                                                      \
		{                                                              \
			"mechanisms", "XOAUTH2"                                \
		}                                                              \
	}
#define SCRAM                                                                  \
	{                                                                      \
		{"mechanisms", "SCRAM-SHA-256 PLAIN"},                         \
		{                                                              \
			"need", "any"                                          \
		}                                                              \
	}
#define PRODUCT                                                                \
	{                                                                      \
		{                                                              \
			"product", "Exchange Online"                           \
		}                                                              \
	}

static void exchange(struct run *run)
{
	greets_220(run,
		"220 FR4P281CA0037.outlook.office365.com Microsoft ESMTP MAIL "
		"Service ready at Mon, 16 Feb 2026 10:00:00 +0000");
}

static const struct rule_case cases[] = {
	{"greeting", "greeting-syntax", NONE, greets_plainly, RULING_HOLDS,
		"220"},
	{"another greeting", "greeting-syntax", NONE, greets_wrong,
		RULING_BROKEN, "+OK"},
	{"busy", "greeting-syntax", NONE, greets_busy, RULING_NOT_TESTED,
		"421"},
	{"no greeting", "greeting-syntax", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"discreet", "greeting-discloses", NONE, greets_plainly, RULING_HOLDS,
		"mail.example.com"},
	{"not an address", "greeting-discloses", NONE,
		greets_with_public_address, RULING_BROKEN, "a version"},
	{"a literal", "greeting-discloses", NONE, greets_with_literal,
		RULING_HOLDS, "192.0.2.1"},
	{"four parts", "greeting-discloses", NONE, greets_with_four_parts,
		RULING_BROKEN, "a version"},
	{"version told", "greeting-discloses", NONE, greets_with_version,
		RULING_BROKEN, "a version"},
	{"address told", "greeting-discloses", NONE, greets_with_address,
		RULING_BROKEN, "private network"},
	{"internal name", "greeting-discloses", NONE, greets_locally,
		RULING_BROKEN, "internal network"},
	{"nothing told", "greeting-discloses", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"EHLO", "ehlo-answered", NONE, smtp, RULING_HOLDS, "250"},
	{"EHLO refused", "ehlo-answered", NONE, ehlo_refused, RULING_BROKEN,
		""},
	{"EHLO unreached", "ehlo-answered", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"syntax", "reply-syntax", NONE, smtp, RULING_HOLDS, "well-formed"},
	{"bad syntax", "reply-syntax", NONE, broken_syntax, RULING_BROKEN, ""},
	{"syntax unreached", "reply-syntax", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"short lines", "line-length", LINES, smtp, RULING_HOLDS, "octets"},
	{"a full greeting", "line-length", LINES, full_greeting, RULING_HOLDS,
		"512"},
	{"a long line", "line-length", LINES, long_line, RULING_BROKEN, "605"},
	{"lines unreached", "line-length", LINES, unreached, RULING_NOT_TESTED,
		NULL},
	{"quick", "greeting-time", SECONDS, quick, RULING_HOLDS, "20 ms"},
	{"slow", "greeting-time", SECONDS, slow, RULING_BROKEN, "5001 ms"},
	{"time unreached", "greeting-time", SECONDS, unreached,
		RULING_NOT_TESTED, NULL},
	{"product", "greeting-product", PRODUCT, exchange, RULING_HOLDS,
		"Exchange Online"},
	{"another product", "greeting-product", PRODUCT, greets_plainly,
		RULING_BROKEN, "unknown product"},
	{"product unreached", "greeting-product", PRODUCT, unreached,
		RULING_NOT_TESTED, NULL},
	{"all of three", "capabilities", THREE, all_three, RULING_HOLDS,
		"PIPELINING, 8BITMIME, DSN"},
	{"two of three", "capabilities", THREE, two_of_three, RULING_BROKEN,
		"missing: DSN"},
	{"one too many", "capabilities", THREE, etrn, RULING_BROKEN,
		"offered: ETRN"},
	{"any of two", "capabilities", ANY, two_of_three, RULING_HOLDS,
		"PIPELINING"},
	{"none of two", "capabilities", ANY, smtp, RULING_BROKEN, "missing"},
	{"list unreached", "capabilities", ANY, unreached, RULING_NOT_TESTED,
		NULL},
	{"large", "size-announced", SIZE, size_large, RULING_HOLDS,
		"157286400"},
	{"unlimited", "size-announced", SIZE, size_unlimited, RULING_HOLDS,
		"without a limit"},
	{"small", "size-announced", SIZE, size_small, RULING_BROKEN, "1000"},
	{"no size", "size-announced", SIZE, smtp, RULING_BROKEN, "missing"},
	{"size unreached", "size-announced", SIZE, unreached, RULING_NOT_TESTED,
		NULL},
	{"no version", "implementation-discloses", NONE, names_no_version,
		RULING_HOLDS, "Foo"},
	{"a version", "implementation-discloses", NONE, names_version,
		RULING_BROKEN, "1.2"},
	{"implementation unreached", "implementation-discloses", NONE,
		unreached, RULING_NOT_TESTED, NULL},
	{"no old mechanism", "mechanisms-refused", OLD, imap, RULING_HOLDS,
		"none"},
	{"an old mechanism", "mechanisms-refused", OLD, ntlm, RULING_BROKEN,
		"NTLM"},
	{"mechanisms unreached", "mechanisms-refused", OLD, unreached_imap,
		RULING_NOT_TESTED, NULL},
	{"OAuth", "mechanisms-offered", OAUTH, oauth, RULING_HOLDS, "XOAUTH2"},
	{"any", "mechanisms-offered", SCRAM, imap, RULING_HOLDS, "PLAIN"},
	{"no OAuth", "mechanisms-offered", OAUTH, imap, RULING_BROKEN,
		"not offered: XOAUTH2"},
	{"OAuth unreached", "mechanisms-offered", OAUTH, unreached_imap,
		RULING_NOT_TESTED, NULL},
	{"better than LOGIN", "login-last-resort", NONE, imap, RULING_HOLDS,
		"PLAIN"},
	{"LOGIN alone", "login-last-resort", NONE, only_login, RULING_BROKEN,
		"only LOGIN"},
	{"login unreached", "login-last-resort", NONE, unreached_imap,
		RULING_NOT_TESTED, NULL},
	{"no password in clear", "cleartext-login-refused", NONE, imap,
		RULING_HOLDS, "none"},
	{"a password in clear", "cleartext-login-refused", NONE, clear_login,
		RULING_BROKEN, "LOGIN"},
	{"nothing before TLS", "upgrade-required", NONE, imap, RULING_HOLDS,
		"none"},
	{"no mail before TLS", "upgrade-required", NONE, no_mail_in_clear,
		RULING_HOLDS, "none"},
	{"mail before TLS", "upgrade-required", NONE, mail_in_clear,
		RULING_BROKEN, "MAIL is accepted"},
	{"mail not asked", "upgrade-required", NONE, smtp, RULING_NOT_TESTED,
		""},
	{"no STARTTLS", "upgrade-required", NONE, no_starttls, RULING_BROKEN,
		"STARTTLS is not offered"},
	{"two numbers", "greeting-discloses", NONE, exim, RULING_BROKEN,
		"a version"},
	{"a busy server's code", "greeting-discloses", NONE, busy,
		RULING_NOT_TESTED, NULL},
	{"clear unreached", "cleartext-login-refused", NONE, unreached_imap,
		RULING_NOT_TESTED, "no response"},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_greeting, "");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_reply, "");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_capability, "");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_login, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
