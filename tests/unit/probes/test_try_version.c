/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the answer to the hello of one version means. */

#include "tests/unit/unit.h"

#include "evidence/closed/drop.h"
#include "evidence/version.h"
#include "probes/try_version.h"

#include <string.h>

static const struct {
	const char *name;
	enum tls_version asked;
	enum status ended; /* the connection */
	struct hello_answer answer;
	enum outcome outcome;
	enum status status;
	bool server_hello;
	int alert; /* -1: none */
	enum version_result result;
} rows[] = {
	{"chosen", TLS_1_2, ST_OK,
		{.result = HELLO_CHOSEN,
			.version = HELLO_TLS_1_2,
			.suite = 0xc02f},
		OUTCOME_COMPLETED, ST_OK, true, -1, VERSION_ACCEPTED},
	{"the rest of the flight never came", TLS_1_2, ST_EOF,
		{.result = HELLO_CHOSEN,
			.version = HELLO_TLS_1_2,
			.suite = 0xc02f},
		OUTCOME_COMPLETED, ST_OK, true, -1, VERSION_ACCEPTED},
	{"retry", TLS_1_3, ST_OK,
		{.result = HELLO_RETRY,
			.version = HELLO_TLS_1_3,
			.suite = 0x1301,
			.group = 0x001d},
		OUTCOME_COMPLETED, ST_OK, true, -1, VERSION_ACCEPTED},
	{"an older version", TLS_1_3, ST_OK,
		{.result = HELLO_CHOSEN, .version = HELLO_TLS_1_2},
		OUTCOME_REFUSED, ST_TLS_VERSION, true, -1, VERSION_REFUSED},
	{"a version of no sense", TLS_1_2, ST_OK,
		{.result = HELLO_CHOSEN, .version = 0x7f1c}, OUTCOME_REFUSED,
		ST_TLS_VERSION, true, -1, VERSION_REFUSED},
	{"alert", TLS_1_3, ST_OK,
		{.result = HELLO_ALERTED,
			.alerted = true,
			.alert_fatal = true,
			.alert = 70},
		OUTCOME_REFUSED, ST_ALERT, false, 70, VERSION_REFUSED},
	{"close_notify", TLS_1_3, ST_EOF, {.alerted = true}, OUTCOME_REFUSED,
		ST_ALERT, false, 0, VERSION_REFUSED},
	{"a warning before the choice", TLS_1_2, ST_OK,
		{.result = HELLO_CHOSEN,
			.version = HELLO_TLS_1_2,
			.alerted = true,
			.alert = 112},
		OUTCOME_COMPLETED, ST_OK, true, 112, VERSION_ACCEPTED},
	{"closed", TLS_1_3, ST_EOF, {0}, OUTCOME_FAILED, ST_EOF, false, -1,
		VERSION_UNKNOWN},
	{"silence", TLS_1_3, ST_TIMEOUT, {0}, OUTCOME_FAILED, ST_TIMEOUT, false,
		-1, VERSION_UNKNOWN},
	{"records of no sense", TLS_1_3, ST_OK, {.result = HELLO_MALFORMED},
		OUTCOME_FAILED, ST_TLS, false, -1, VERSION_UNKNOWN},
};

static void check_row(size_t i)
{
	struct probe_facts *facts = probe_facts_new(), *probes[1] = {facts};
	struct endpoint_facts endpoint = {
		.probes = probes,
		.probe_count = 1,
		.versions_asked = TLS_PROBED,
	};

	facts->purpose = PURPOSE_TLS_VERSION;
	facts->tls_offered = TLS_BIT(rows[i].asked);
	facts->by_hello = true;
	facts->tls.started = true;
	facts->stage = STAGE_HANDSHAKE;
	facts->status = rows[i].ended;
	try_version_keep(&rows[i].answer, facts);
	drop_settle(&endpoint);
	if (facts->outcome != rows[i].outcome ||
		facts->status != rows[i].status ||
		facts->tls.server_hello != rows[i].server_hello ||
		facts->tls.completed)
		fail_msg("%s: %s, %s", rows[i].name,
			outcome_name(facts->outcome),
			status_name(facts->status));
	assert_int_equal(facts->tls.alert_count, rows[i].alert >= 0);
	if (rows[i].alert >= 0)
		assert_int_equal(facts->tls.alerts[0].code, rows[i].alert);
	if (version_result(&endpoint, rows[i].asked, NULL) != rows[i].result)
		fail_msg("%s: result %d", rows[i].name,
			(int)version_result(&endpoint, rows[i].asked, NULL));
	probe_facts_free(facts);
}

static void test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_row(i);
}

static void test_details(void **state)
{
	static const unsigned char prime[] = {0, 0x40, 0, 0, 1};
	struct probe_facts *facts = probe_facts_new();
	struct hello_answer answer = {.result = HELLO_CHOSEN,
		.version = HELLO_TLS_1_2,
		.suite = 0x0033,
		.prime = {prime, sizeof(prime)},
		.wants_certificate = true};

	(void)state;
	facts->tls_offered = TLS_BIT(TLS_1_2);
	try_version_keep(&answer, facts);
	assert_string_equal(
		facts->tls.cipher_suite, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
	assert_int_equal(facts->tls.dh_bits, 31);
	assert_true(facts->tls.wants_certificate);
	probe_facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_details),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
