/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which greeting counts, and who speaks there. */
#include "tests/unit/unit.h"

#include "evidence/greeting.h"
#include "evidence/speaker.h"
#include "evidence/tls/alert.h"
#include "tests/unit/evidence/evidence_run.h"

#include <string.h>

static struct probe_facts *greeted(struct endpoint_report *endpoint,
	enum purpose purpose, const char *text)
{
	struct probe_facts *probe = add_probe(endpoint, purpose, TLS_PROBED);

	connect_probe(probe);
	greet(endpoint, probe, text);
	probe->stage = STAGE_DONE;
	return probe;
}

static void silent(struct endpoint_report *endpoint)
{
	connect_probe(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED));
}

static struct probe_facts *put_off(
	struct endpoint_report *endpoint, enum purpose purpose)
{
	struct probe_facts *probe =
		greeted(endpoint, purpose, "421 4.3.2 too busy");

	probe->stage = STAGE_GREETING;
	probe->status = ST_THROTTLED;
	return probe;
}

static void busy(struct endpoint_report *endpoint)
{
	put_off(endpoint, PURPOSE_BEST);
}

static void busy_once(struct endpoint_report *endpoint)
{
	put_off(endpoint, PURPOSE_BEST);
	greeted(endpoint, PURPOSE_TLS_VERSION, "220 mail ESMTP");
}

static void best_later(struct endpoint_report *endpoint)
{
	greeted(endpoint, PURPOSE_TLS_VERSION, "220 one ESMTP");
	greeted(endpoint, PURPOSE_BEST, "220 other ESMTP");
}

static void other_service(struct endpoint_report *endpoint)
{
	greeted(endpoint, PURPOSE_BEST, "* OK IMAP");
}

static void elsewhere(struct endpoint_report *endpoint)
{
	struct probe_facts *probe;

	silent(endpoint);
	probe = follow_up(endpoint, QUESTION_OTHER_PORT, EXPLICIT);
	greet(endpoint, probe, NULL);
	probe->stage = STAGE_DONE;
	probe->greeting.time_s = NOW;
}

static const struct evidence_case welcomes[] = {
	{"none", silent, SMTP, EXPLICIT, NOBODY},
	{"later", busy, SMTP, EXPLICIT, NOBODY},
	{"later, and a welcome", busy_once, SMTP, EXPLICIT, 1},
	{"the best connection's", best_later, SMTP, EXPLICIT, 1},
	{"of another service", other_service, SMTP, EXPLICIT, NOBODY},
	{"of another port", elsewhere, SMTP, EXPLICIT, NOBODY},
};

static int ask_welcome(const struct endpoint_facts *facts)
{
	return evidence_index(facts, greeting_welcome(facts));
}

static const struct evidence_case heard[] = {
	{"none", silent, SMTP, EXPLICIT, NOBODY},
	{"later", busy, SMTP, EXPLICIT, 0},
	{"later, and a welcome", busy_once, SMTP, EXPLICIT, 1},
	{"of another service", other_service, SMTP, EXPLICIT, 0},
	{"of another port", elsewhere, SMTP, EXPLICIT, NOBODY},
};

static int ask_heard(const struct endpoint_facts *facts)
{
	return evidence_index(facts, greeting_heard(facts));
}

static void the_greeting(void **state)
{
	(void)state;
	evidence_check(welcomes, COUNT_OF(welcomes), ask_welcome);
	evidence_check(heard, COUNT_OF(heard), ask_heard);
}

static const struct evidence_case of_service[] = {
	{"none", silent, SMTP, EXPLICIT, false},
	{"later", busy, SMTP, EXPLICIT, true},
	{"of another service", other_service, SMTP, EXPLICIT, false},
	{"of another port", elsewhere, SMTP, EXPLICIT, false},
};

static int ask_service(const struct endpoint_facts *facts)
{
	return greeting_is_of_service(facts);
}

static void the_service(void **state)
{
	(void)state;
	evidence_check(of_service, COUNT_OF(of_service), ask_service);
}

static void told_time(struct endpoint_report *endpoint)
{
	silent(endpoint);
	greeted(endpoint, PURPOSE_TLS_VERSION, NULL)->greeting.time_s = 7;
}

static const struct evidence_case times[] = {
	{"none", silent, SMTP, EXPLICIT, 0},
	{"told", told_time, SMTP, EXPLICIT, 7},
	{"of another port", elsewhere, SMTP, EXPLICIT, 0},
};

static int ask_time(const struct endpoint_facts *facts)
{
	return (int)greeting_time_s(facts);
}

static void the_time(void **state)
{
	(void)state;
	evidence_check(times, COUNT_OF(times), ask_time);
}

static void tls_at_once(struct endpoint_report *endpoint)
{
	silent(endpoint);
	endpoint->facts.probes[0]->reply = octets("\x15\x03\x01");
}

static void tls_in_the_other_mode(struct endpoint_report *endpoint)
{
	silent(endpoint);
	follow_up(endpoint, QUESTION_OTHER_MODE, IMPLICIT)->tls.server_hello =
		true;
}

/* What another port does says nothing of this one. */
static void tls_at_another_port(struct endpoint_report *endpoint)
{
	silent(endpoint);
	follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT)->tls.server_hello =
		true;
}

static const struct evidence_case tls_instead[] = {
	{"silent", silent, SMTP, EXPLICIT, false},
	{"at once", tls_at_once, SMTP, EXPLICIT, true},
	{"in the other mode", tls_in_the_other_mode, SMTP, EXPLICIT, true},
	{"at another port", tls_at_another_port, SMTP, EXPLICIT, false},
};

static int ask_tls(const struct endpoint_facts *facts)
{
	return greeting_was_tls(facts);
}

static void tls_in_its_place(void **state)
{
	(void)state;
	evidence_check(tls_instead, COUNT_OF(tls_instead), ask_tls);
}

static void speakers(void **state)
{
	static const struct {
		const char *text;
		enum speaker speaker;
	} rows[] = {
		{"", SPEAKER_NONE},
		{"+OK", SPEAKER_MAIL},
		{"-ERR in use", SPEAKER_REFUSAL},
		{"421 busy", SPEAKER_REFUSAL},
		{"* BYE", SPEAKER_REFUSAL},
		{"* OK", SPEAKER_MAIL},
		{"*OK", SPEAKER_OTHER},
		{"220 mail", SPEAKER_MAIL},
		{"220-mail", SPEAKER_MAIL},
		{"220", SPEAKER_MAIL},
		{"2200", SPEAKER_OTHER},
		{"HTTP/1.1 400", SPEAKER_HTTP},
		{"<!DOCTYPE html>", SPEAKER_HTTP},
		{"SSH-2.0", SPEAKER_SSH},
		{"\x80\x2b\x04\x01\x01", SPEAKER_SSL2},
		{"\x80\x2b\x01\x01\x01", SPEAKER_OTHER},
		{"\x15\x03\x01", SPEAKER_TLS},
		{"\x15\x02\x01", SPEAKER_OTHER},
		{"hello", SPEAKER_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (speaker_of(octets(rows[i].text)) != rows[i].speaker)
			fail_msg("%s", rows[i].text);
}

static void alerts(void **state)
{
	static const struct {
		unsigned code;
		bool asked; /* CertificateRequest */
		enum status status;
		bool demands;
	} rows[] = {
		{116, false, ST_ALERT, true},
		{116, false, ST_EOF, false},
		{40, true, ST_ALERT, true},
		{49, true, ST_ALERT, true},
		{40, false, ST_ALERT, false},
		{70, true, ST_ALERT, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct alert list[] = {{true, true, rows[i].code},
			{true, false, 90}, {false, true, 42}};
		const struct probe_facts probe = {.status = rows[i].status,
			.tls = {.alerts = list,
				.alert_count = COUNT_OF(list),
				.wants_certificate = rows[i].asked}};

		assert_ptr_equal(alert_fatal(&probe), &list[0]);
		if (alert_demands_certificate(&probe) != rows[i].demands)
			fail_msg("%u", rows[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_greeting),
		cmocka_unit_test(the_service),
		cmocka_unit_test(the_time),
		cmocka_unit_test(tls_in_its_place),
		cmocka_unit_test(speakers),
		cmocka_unit_test(alerts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
