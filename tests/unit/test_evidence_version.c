/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the server takes a TLS version, here 1.2. */
#include "tests/unit/unit.h"

#include "evidence/version.h"
#include "tests/unit/evidence_run.h"

static struct probe_facts *alone(struct endpoint_report *endpoint)
{
	return add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2));
}

static struct probe_facts *all(struct endpoint_report *endpoint)
{
	return add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);
}

static void not_asked(struct endpoint_report *endpoint)
{
	endpoint->facts.versions_asked = 0;
}

static void owed(struct endpoint_report *endpoint)
{
	(void)endpoint;
}

static void taken(struct endpoint_report *endpoint)
{
	complete(endpoint, alone(endpoint), TLS_1_2);
}

static void chosen(struct endpoint_report *endpoint)
{
	complete(endpoint, all(endpoint), TLS_1_2);
	alone(endpoint)->status = ST_TIMEOUT;
}

/* Another was chosen: nothing is known of this one. */
static void another_chosen(struct endpoint_report *endpoint)
{
	complete(endpoint, all(endpoint), TLS_1_3);
}

static void answered(struct endpoint_report *endpoint, unsigned code)
{
	refuse(endpoint, alone(endpoint), code);
}

static void protocol_version(struct endpoint_report *endpoint)
{
	answered(endpoint, 70);
}

static void unrecognized_name(struct endpoint_report *endpoint)
{
	answered(endpoint, 112);
}

static void refused_among_all(struct endpoint_report *endpoint)
{
	refuse(endpoint, all(endpoint), 70);
}

static void refused_then_taken(struct endpoint_report *endpoint)
{
	protocol_version(endpoint);
	complete(endpoint, follow_up(endpoint, QUESTION_CONTROL, IMPLICIT),
		TLS_1_2);
}

static void taken_elsewhere(struct endpoint_report *endpoint)
{
	complete(endpoint, follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT),
		TLS_1_2);
}

static void dropped(struct endpoint_report *endpoint)
{
	struct probe_facts *probe = alone(endpoint);

	start_tls(endpoint, probe);
	probe->status = ST_RESET;
}

static void dropped_beside(struct endpoint_report *endpoint)
{
	dropped(endpoint);
	another_chosen(endpoint);
}

static void throttled(struct endpoint_report *endpoint)
{
	another_chosen(endpoint);
	connect_probe(alone(endpoint));
	endpoint->facts.probes[1]->status = ST_THROTTLED;
}

/* After its own ServerHello an alert is about something else. */
static void alert_behind(struct endpoint_report *endpoint)
{
	struct probe_facts *probe = alone(endpoint);

	refuse(endpoint, probe, 40);
	probe->tls.server_hello = true;
	probe->tls.version = TLS_1_2;
}

/* TLS 1.3 tells only inside it whether the client was taken. */
static void unconfirmed(struct endpoint_report *endpoint)
{
	struct probe_facts *probe = alone(endpoint);

	complete(endpoint, probe, TLS_1_3);
	probe->tls_offered = TLS_BIT(TLS_1_3);
	probe->tls.confirmed = false;
	probe->outcome = OUTCOME_FAILED;
}

static const struct evidence_case of_1_2[] = {
	{"not asked", not_asked, IMAP, IMPLICIT, VERSION_NOT_ASKED},
	{"owed", owed, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"taken", taken, IMAP, IMPLICIT, VERSION_ACCEPTED},
	{"chosen", chosen, IMAP, IMPLICIT, VERSION_ACCEPTED},
	{"another chosen", another_chosen, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"alert 70", protocol_version, IMAP, IMPLICIT, VERSION_REFUSED},
	{"alert 112", unrecognized_name, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"with others", refused_among_all, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"at last", refused_then_taken, IMAP, IMPLICIT, VERSION_ACCEPTED},
	{"elsewhere", taken_elsewhere, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"dropped", dropped, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"dropped alone", dropped_beside, IMAP, IMPLICIT, VERSION_REFUSED},
	{"throttled", throttled, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"alert behind", alert_behind, IMAP, IMPLICIT, VERSION_UNKNOWN},
};

static int ask_1_2(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;
	enum version_result result = version_result(facts, TLS_1_2, &probe);
	unsigned bit = TLS_BIT(TLS_1_2);

	assert_int_equal(version_with(facts, bit, result), bit);
	assert_int_equal(version_accepted(facts) & bit,
		result == VERSION_ACCEPTED ? bit : 0);
	assert_int_equal(version_refuses_all(facts, bit, NULL),
		result == VERSION_REFUSED);
	if (result == VERSION_ACCEPTED || result == VERSION_REFUSED)
		assert_true(probe->tls_offered & bit);
	return (int)result;
}

static void the_result(void **state)
{
	(void)state;
	evidence_check(of_1_2, COUNT_OF(of_1_2), ask_1_2);
}

static int ask_1_3(const struct endpoint_facts *facts)
{
	return (int)version_result(facts, TLS_1_3, NULL);
}

static const struct evidence_case of_1_3[] = {
	{"unconfirmed", unconfirmed, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"chosen", another_chosen, IMAP, IMPLICIT, VERSION_ACCEPTED},
};

static void confirmation(void **state)
{
	(void)state;
	evidence_check(of_1_3, COUNT_OF(of_1_3), ask_1_3);
}

static int ask_completed(const struct endpoint_facts *facts)
{
	size_t at = 0;

	return evidence_index(
		facts, version_completed(facts, TLS_BIT(TLS_1_2), &at));
}

static const struct evidence_case completions[] = {
	{"nothing", owed, IMAP, IMPLICIT, NOBODY},
	{"another", another_chosen, IMAP, IMPLICIT, NOBODY},
	{"elsewhere", taken_elsewhere, IMAP, IMPLICIT, NOBODY},
	{"refused", protocol_version, IMAP, IMPLICIT, NOBODY},
	{"again", refused_then_taken, IMAP, IMPLICIT, 1},
	{"chosen", chosen, IMAP, IMPLICIT, 0},
};

static void completed(void **state)
{
	(void)state;
	evidence_check(completions, COUNT_OF(completions), ask_completed);
}

static void empty_set(void **state)
{
	const struct endpoint_facts facts = {0};

	(void)state;
	assert_false(version_refuses_all(&facts, 0, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_result),
		cmocka_unit_test(confirmation),
		cmocka_unit_test(completed),
		cmocka_unit_test(empty_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
