/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which probes speak for the endpoint, and how far they came. */
#include "tests/unit/unit.h"

#include "evidence/reached.h"
#include "evidence/witness.h"
#include "tests/unit/evidence/evidence_run.h"

static struct probe_facts *stop(
	struct probe_facts *probe, enum stage stage, enum status status)
{
	connect_probe(probe);
	probe->stage = stage;
	probe->status = status;
	return probe;
}

static void nothing(struct endpoint_report *endpoint)
{
	(void)endpoint;
}

static void versions_alone(struct endpoint_report *endpoint)
{
	stop(add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2)),
		STAGE_GREETING, ST_TIMEOUT);
	complete(endpoint,
		add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_3)),
		TLS_1_3);
}

static void best_again(struct endpoint_report *endpoint)
{
	stop(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), STAGE_GREETING,
		ST_THROTTLED);
	stop(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), STAGE_HANDSHAKE,
		ST_TIMEOUT);
	stop(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), STAGE_GREETING,
		ST_TIMEOUT);
}

static void best_at_last(struct endpoint_report *endpoint)
{
	best_again(endpoint);
	complete(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED),
		TLS_1_3);
}

/* A follow-up that went well, and asked something else. */
static void followed(struct endpoint_report *endpoint, enum question question)
{
	stop(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), STAGE_HANDSHAKE,
		ST_TIMEOUT);
	complete(endpoint,
		follow_up(endpoint, question, endpoint->facts.endpoint.mode),
		TLS_1_2);
}

static void other_port(struct endpoint_report *endpoint)
{
	followed(endpoint, QUESTION_OTHER_PORT);
}

static void without_name(struct endpoint_report *endpoint)
{
	followed(endpoint, QUESTION_NO_SNI);
}

static void one_address(struct endpoint_report *endpoint)
{
	followed(endpoint, QUESTION_ADDRESS);
}

static void one_connection(struct endpoint_report *endpoint)
{
	one_address(endpoint);
	endpoint->facts.probes[1]->connect_only = true;
}

static void control(struct endpoint_report *endpoint)
{
	followed(endpoint, QUESTION_CONTROL);
}

static void dropped_again(struct endpoint_report *endpoint)
{
	followed(endpoint, QUESTION_DROPPED_AGAIN);
}

static void wants_certificate(struct endpoint_report *endpoint)
{
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);

	complete(endpoint, probe, TLS_1_3);
	add_alert(probe, 116);
	probe->status = ST_ALERT;
}

static void port_443(struct endpoint_report *endpoint)
{
	struct probe_facts *probe;

	stop(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), STAGE_CONNECT,
		ST_TIMEOUT)
		->attempt = 1;
	probe = follow_up(endpoint, QUESTION_PORT_443, CLEARTEXT);
	probe->outcome = OUTCOME_COMPLETED;
}

static const struct evidence_case bests[] = {
	{"none", nothing, IMAP, IMPLICIT, NOBODY},
	{"versions alone", versions_alone, IMAP, IMPLICIT, NOBODY},
	{"the one that came furthest", best_again, IMAP, IMPLICIT, 1},
	{"the one that completed", best_at_last, IMAP, IMPLICIT, 3},
	{"no follow-up", control, IMAP, IMPLICIT, 0},
};

static int ask_best(const struct endpoint_facts *facts)
{
	return evidence_index(facts, witness_best(facts));
}

static void the_best(void **state)
{
	(void)state;
	evidence_check(bests, COUNT_OF(bests), ask_best);
}

static const struct evidence_case furthests[] = {
	{"none", nothing, IMAP, IMPLICIT, NOBODY},
	{"the first version", versions_alone, IMAP, IMPLICIT, 0},
	{"the best", best_again, IMAP, IMPLICIT, 1},
};

static int ask_furthest(const struct endpoint_facts *facts)
{
	return evidence_index(facts, witness_furthest(facts));
}

static void the_furthest(void **state)
{
	(void)state;
	evidence_check(furthests, COUNT_OF(furthests), ask_furthest);
}

static bool completed(const struct probe_facts *probe)
{
	return probe->tls.completed;
}

static int ask_completed(const struct endpoint_facts *facts)
{
	return evidence_index(facts, witness_first(facts, completed));
}

static const struct evidence_case completions[] = {
	{"none", nothing, IMAP, IMPLICIT, NOBODY},
	{"a version alone", versions_alone, IMAP, IMPLICIT, 1},
	{"another port", other_port, IMAP, IMPLICIT, NOBODY},
	{"another hello", without_name, IMAP, IMPLICIT, NOBODY},
	{"another address", one_address, IMAP, IMPLICIT, 1},
	{"another address, TCP alone", one_connection, IMAP, IMPLICIT, NOBODY},
	{"the same once more", control, IMAP, IMPLICIT, 1},
	{"what was dropped once more", dropped_again, IMAP, IMPLICIT, 1},
};

static void witnesses(void **state)
{
	(void)state;
	evidence_check(completions, COUNT_OF(completions), ask_completed);
}

static int ask_tls(const struct endpoint_facts *facts)
{
	return reached_tls(facts);
}

static const struct evidence_case reached[] = {
	{"none", nothing, IMAP, IMPLICIT, false},
	{"one version", versions_alone, IMAP, IMPLICIT, true},
	{"another port", other_port, IMAP, IMPLICIT, false},
	{"the control", control, IMAP, IMPLICIT, true},
	{"refused behind it", wants_certificate, IMAP, IMPLICIT, false},
};

static void tls_is_reached(void **state)
{
	(void)state;
	evidence_check(reached, COUNT_OF(reached), ask_tls);
}

static int ask_connection(const struct endpoint_facts *facts)
{
	return reached_connection(facts);
}

static const struct evidence_case connected[] = {
	{"none", nothing, IMAP, IMPLICIT, false},
	{"silent", best_again, IMAP, IMPLICIT, true},
	{"another port alone", port_443, IMAP, IMPLICIT, false},
};

static void connection_is_reached(void **state)
{
	(void)state;
	evidence_check(connected, COUNT_OF(connected), ask_connection);
}

/* Waits of 1, 3 and 2 seconds; a stage that was not reached is no wait. */
static void waited(struct endpoint_report *endpoint)
{
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);

	probe->stage_us[STAGE_CONNECT] = 1000000;
	probe->stage_us[STAGE_GREETING] = 4000000;
	probe->stage_us[STAGE_CAPABILITIES] = 6000000;
}

static void waited_elsewhere(struct endpoint_report *endpoint)
{
	waited(endpoint);
	follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT)
		->stage_us[STAGE_CONNECT] = 9000000;
}

static const struct evidence_case waits[] = {
	{"none", nothing, IMAP, IMPLICIT, 0},
	{"never left", best_again, IMAP, IMPLICIT, 0},
	{"the greeting", waited, IMAP, IMPLICIT, 3000000},
	{"another port", waited_elsewhere, IMAP, IMPLICIT, 3000000},
};

static int ask_longest(const struct endpoint_facts *facts)
{
	return (int)reached_longest_us(facts);
}

static void longest_wait(void **state)
{
	(void)state;
	evidence_check(waits, COUNT_OF(waits), ask_longest);
}

static void made_at(struct endpoint_report *endpoint, int64_t started_us,
	int64_t duration_us)
{
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);

	probe->started_us = started_us;
	probe->duration_us = duration_us;
}

static void side_by_side(struct endpoint_report *endpoint)
{
	made_at(endpoint, 500, 300);
	made_at(endpoint, 200, 900);
	made_at(endpoint, 600, 100);
}

static const struct evidence_case durations[] = {
	{"none", nothing, IMAP, IMPLICIT, 0},
	{"side by side", side_by_side, IMAP, IMPLICIT, 900},
};

static int ask_duration(const struct endpoint_facts *facts)
{
	return (int)reached_duration_us(facts);
}

static void duration(void **state)
{
	(void)state;
	evidence_check(durations, COUNT_OF(durations), ask_duration);
}

static int ask_443(const struct endpoint_facts *facts)
{
	return evidence_index(
		facts, witness_follow_up(facts, QUESTION_PORT_443, reached_by));
}

static const struct evidence_case asked[] = {
	{"none", nothing, IMAP, IMPLICIT, NOBODY},
	{"another question", other_port, IMAP, IMPLICIT, NOBODY},
	{"asked", port_443, IMAP, IMPLICIT, 1},
};

static void questions(void **state)
{
	(void)state;
	evidence_check(asked, COUNT_OF(asked), ask_443);
}

static int ask_stopped(const struct endpoint_facts *facts)
{
	return evidence_index(
		facts, witness_stopped(facts, STAGE_HANDSHAKE, ST_TIMEOUT));
}

static const struct evidence_case stops[] = {
	{"none", nothing, IMAP, IMPLICIT, NOBODY},
	{"elsewhere", versions_alone, IMAP, IMPLICIT, NOBODY},
	{"there", best_again, IMAP, IMPLICIT, 1},
};

static void stopped_there(void **state)
{
	(void)state;
	evidence_check(stops, COUNT_OF(stops), ask_stopped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_best),
		cmocka_unit_test(the_furthest),
		cmocka_unit_test(witnesses),
		cmocka_unit_test(tls_is_reached),
		cmocka_unit_test(connection_is_reached),
		cmocka_unit_test(longest_wait),
		cmocka_unit_test(duration),
		cmocka_unit_test(questions),
		cmocka_unit_test(stopped_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
