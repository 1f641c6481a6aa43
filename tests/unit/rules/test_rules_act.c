/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what is said in the dialogue beside the usual, and on addresses. */
#include "tests/unit/unit.h"

#include "model/offer.h"
#include "tests/unit/rules/rule_run.h"

#include <stdio.h>
#include <string.h>

static struct endpoint_report *fine_in(
	struct run *run, enum service service, enum tls_mode mode)
{
	struct endpoint_report *endpoint = good(run, service, mode, HOST);

	endpoint->facts.unasked = arena_alloc(
		run->arena, OFFER_COUNT * sizeof(*endpoint->facts.unasked));
	return endpoint;
}

static void unreached(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

/* As the probe for an act ends. */
static struct probe_facts *said(
	struct endpoint_report *endpoint, const char *offer)
{
	struct probe_facts *probe = add_rule_probe(endpoint, offer);

	connect_probe(probe);
	probe->starttls_sent = probe->mode == MODE_EXPLICIT;
	probe->act.said = true;
	probe->stage = STAGE_DONE;
	probe->status = ST_OK;
	probe->outcome = OUTCOME_COMPLETED;
	return probe;
}

static void answered(struct endpoint_report *endpoint, const char *offer,
	enum answer answer, const char *reply)
{
	struct probe_facts *probe = said(endpoint, offer);

	probe->act.answer = answer;
	probe->act.reply = octets(reply);
}

static void all_answered(struct run *run, enum answer answer, const char *reply)
{
	static const char *const offers[] = {"act-starttls-inside",
		"act-unknown-command", "act-mail-clear", "act-mail-no-login",
		"act-mail-before-ehlo"};
	struct endpoint_report *endpoint = fine_in(run, SMTP, EXPLICIT);

	for (size_t i = 0; i < COUNT_OF(offers); i++)
		answered(endpoint, offers[i], answer, reply);
}

static void negative(struct run *run)
{
	all_answered(run, ANSWER_NEGATIVE, "530 5.7.0 \033No");
}

static void positive(struct run *run)
{
	all_answered(run, ANSWER_POSITIVE, "250 \033Yes");
}

/* "Later" is no refusal. */
static void later(struct run *run)
{
	struct endpoint_facts *facts;

	all_answered(run, ANSWER_NEGATIVE, "421 4.3.2 later");
	facts = &run->report.endpoints[0].facts;
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		facts->rule_probes[i]->act.code = 421;
}

static void silent(struct run *run)
{
	all_answered(run, ANSWER_NONE, "");
}

static void no_step(struct run *run)
{
	struct endpoint_report *endpoint = fine_in(run, SMTP, IMPLICIT);

	endpoint->facts.unasked[offer_find("act-mail-clear")] = UNASKED_NO_STEP;
}

static void no_time(struct run *run)
{
	struct endpoint_report *endpoint = fine_in(run, SMTP, EXPLICIT);

	endpoint->facts.unasked[offer_find("act-pipelined")] = UNASKED_TIME;
}

static void injected(struct run *run)
{
	answered(fine_in(run, IMAP, EXPLICIT), "act-pipelined", ANSWER_POSITIVE,
		"x1 OK \033NOOP");
}

static void not_injected(struct run *run)
{
	said(fine_in(run, IMAP, EXPLICIT), "act-pipelined");
}

static void stopped_by(struct run *run, enum status status)
{
	struct probe_facts *probe =
		said(fine_in(run, SMTP, EXPLICIT), "act-pipelined");

	probe->act.said = false;
	probe->stage = STAGE_STARTTLS;
	probe->status = status;
	probe->outcome = OUTCOME_FAILED;
	probe->reply = octets("554 synchronization error");
}

static void pair_refused(struct run *run)
{
	stopped_by(run, ST_REFUSED);
}

static void pair_dropped(struct run *run)
{
	stopped_by(run, ST_TIMEOUT);
}

/* Addresses: the best connection knows of two, and used the first. */

#define SECOND "2001:db8::2"

static struct endpoint_report *two(struct run *run, enum status status)
{
	struct endpoint_report *endpoint = fine_in(run, IMAP, IMPLICIT);
	struct attempt *attempt =
		add_attempt(best(endpoint), SECOND, ST_TIMEOUT);

	attempt->tried = status != ST_OK;
	attempt->status = status;
	best(endpoint)->attempt = 0;
	return endpoint;
}

static struct probe_facts *ask_second(
	struct endpoint_report *endpoint, enum status status)
{
	struct probe_facts *probe = add_rule_probe(endpoint, "addresses");

	add_attempt(probe, SECOND, status);
	if (status == ST_OK)
		complete(endpoint, probe, TLS_1_3);
	else
		probe->stage = STAGE_CONNECT;
	probe->status = status;
	return probe;
}

static void one_address(struct run *run)
{
	fine_in(run, IMAP, IMPLICIT);
}

static void second_good(struct run *run)
{
	ask_second(two(run, ST_OK), ST_OK);
}

/* Late at first, there when asked alone. */
static void second_slow(struct run *run)
{
	ask_second(two(run, ST_TIMEOUT), ST_OK);
}

static void second_dead(struct run *run)
{
	ask_second(two(run, ST_OK), ST_TIMEOUT);
}

static void second_not_asked(struct run *run)
{
	struct endpoint_report *endpoint = two(run, ST_OK);

	endpoint->facts.unasked[offer_find("addresses")] = UNASKED_STOPPED;
}

static void no_way(struct run *run)
{
	ask_second(two(run, ST_NO_NETWORK), ST_NO_NETWORK);
	run->report.local.has_ipv6_route = false;
}

static void second_older(struct run *run)
{
	ask_second(two(run, ST_OK), ST_OK)->tls.version = TLS_1_2;
}

static void second_certificate(struct run *run)
{
	struct certificate *leaf =
		&ask_second(two(run, ST_OK), ST_OK)->tls.chain[0];

	snprintf(leaf->sha256, sizeof(leaf->sha256), "other");
}

static void second_without_tls(struct run *run)
{
	struct probe_facts *probe = ask_second(two(run, ST_OK), ST_OK);

	probe->tls = (struct tls_facts){.started = true};
	refuse(&run->report.endpoints[0], probe, 40);
}

/* Sessions: a handshake with tickets, and another with its session. */

static struct tls_facts *shake(
	struct endpoint_report *endpoint, const char *offer)
{
	struct probe_facts *probe = add_rule_probe(endpoint, offer);

	complete(endpoint, probe,
		strcmp(offer, "resume-1.2") == 0 ? TLS_1_2 : TLS_1_3);
	return &probe->tls;
}

static struct tls_facts *first_shake(struct run *run, const char *offer)
{
	struct tls_facts *tls = shake(fine_in(run, IMAP, IMPLICIT), offer);

	tls->tickets = true;
	tls->ticket_lifetime_s = 7 * 86400;
	return tls;
}

static struct tls_facts *second_shake(struct run *run)
{
	struct tls_facts *tls;

	first_shake(run, "resume-1.3");
	tls = shake(&run->report.endpoints[0], "resume-1.3");
	tls->session_offered = tls->resumed = tls->key_share = true;
	return tls;
}

static void week(struct run *run)
{
	second_shake(run);
}

static void longer(struct run *run)
{
	first_shake(run, "resume-1.2")->ticket_lifetime_s++;
}

static void tells_no_life(struct run *run)
{
	first_shake(run, "resume-1.2")->ticket_lifetime_s = 0;
}

static void no_ticket(struct run *run)
{
	shake(fine_in(run, IMAP, IMPLICIT), "resume-1.3");
}

static void early(struct run *run)
{
	first_shake(run, "resume-1.3")->max_early_data = 16384;
}

static void without_share(struct run *run)
{
	second_shake(run)->key_share = false;
}

static void not_resumed(struct run *run)
{
	second_shake(run)->resumed = false;
}

static void no_second(struct run *run)
{
	first_shake(run, "resume-1.3");
}

static void no_tls_1_3(struct run *run)
{
	struct endpoint_report *endpoint = fine_in(run, IMAP, IMPLICIT);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		probe->tls.version = TLS_1_2;
		if (probe->tls_offered != TLS_BIT(TLS_1_3))
			continue;
		probe->tls = (struct tls_facts){.started = true};
		probe->status = ST_TLS_VERSION;
		probe->outcome = OUTCOME_REFUSED;
	}
}

static void agrees(struct run *run)
{
	answered(fine_in(run, IMAP, IMPLICIT), "renegotiation", ANSWER_POSITIVE,
		"");
}

static void declines(struct run *run)
{
	answered(fine_in(run, IMAP, IMPLICIT), "renegotiation", ANSWER_NEGATIVE,
		"");
}

static void declines_nothing(struct run *run)
{
	answered(
		fine_in(run, IMAP, IMPLICIT), "renegotiation", ANSWER_NONE, "");
}

/* The ordinary handshakes with TLS 1.3 have these keys. */
static void keys(
	struct run *run, unsigned dh_bits, const char *first, const char *other)
{
	struct endpoint_report *endpoint = fine_in(run, IMAP, IMPLICIT);
	struct tls_facts *tls = &best(endpoint)->tls;

	snprintf(tls->server_key, sizeof(tls->server_key), "%s", first);
	tls->dh_bits = dh_bits;
	tls = shake(endpoint, "keys-again");
	snprintf(tls->server_key, sizeof(tls->server_key), "%s", other);
	tls->dh_bits = dh_bits;
}

static void other_keys(struct run *run)
{
	keys(run, 0, "00", "01");
}

static void same_keys(struct run *run)
{
	keys(run, 0, "00", "00");
}

static void same_finite_keys(struct run *run)
{
	keys(run, 2048, "00", "00");
}

static void one_key(struct run *run)
{
	keys(run, 0, "00", "");
}

static void points(struct run *run, unsigned formats)
{
	struct endpoint_report *endpoint = fine_in(run, IMAP, IMPLICIT);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->tls.point_formats = formats;
}

static void no_list(struct run *run)
{
	points(run, 0);
}

static void all_formats(struct run *run)
{
	points(run, 7);
}

static void only_compressed(struct run *run)
{
	points(run, 2);
}

#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}
/* Each of these holds where the server says no. */
#define NEGATIVE(check)                                                        \
	{check, check, NONE, negative, RULING_HOLDS, "\"530 5.7.0 \\x1bNo\""}, \
		{check, check, NONE, positive, RULING_BROKEN,                  \
			"\"250 \\x1bYes\""},                                   \
		{check, check, NONE, silent, RULING_NOT_TESTED,                \
			"no clear answer"},                                    \
	{                                                                      \
		check, check, NONE, unreached, RULING_NOT_TESTED, NULL         \
	}

/* MAIL that is taken may still be refused with its recipient. */
#define LATER(check)                                                           \
	{check, check, NONE, negative, RULING_HOLDS, "\"530 5.7.0 \\x1bNo\""}, \
		{check, check, NONE, positive, RULING_INFO, "was not tested"}, \
		{check, check, NONE, silent, RULING_NOT_TESTED,                \
			"no clear answer"},                                    \
	{                                                                      \
		check, check, NONE, unreached, RULING_NOT_TESTED, NULL         \
	}

static const struct rule_case cases[] = {
	NEGATIVE("starttls-inside-refused"),
	NEGATIVE("unknown-command-refused"),
	NEGATIVE("mail-before-tls-refused"),
	LATER("mail-needs-login"),
	LATER("starttls-resets"),
	{"later", "mail-before-tls-refused", NONE, later, RULING_NOT_TESTED,
		"no clear answer"},
	{"no such step", "mail-before-tls-refused", NONE, no_step,
		RULING_NOT_OWED, NULL},
	{"not injected", "starttls-injection", NONE, not_injected, RULING_HOLDS,
		"not answered"},
	{"injected", "starttls-injection", NONE, injected, RULING_BROKEN,
		"answered inside TLS: \"x1 OK \\x1bNOOP\""},
	{"pair refused", "starttls-injection", NONE, pair_refused, RULING_HOLDS,
		"TLS did not start"},
	{"pair dropped", "starttls-injection", NONE, pair_dropped,
		RULING_NOT_TESTED, "no clear answer"},
	{"pair not asked", "starttls-injection", NONE, no_time,
		RULING_NOT_TESTED, "not tested"},
	{"pair unreached", "starttls-injection", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"one address", "addresses-alike", NONE, one_address, RULING_NOT_OWED,
		NULL},
	{"alike", "addresses-alike", NONE, second_good, RULING_HOLDS, "same"},
	{"older", "addresses-alike", NONE, second_older, RULING_BROKEN,
		SECOND ": TLS 1.2, and TLS 1.3 at other addresses"},
	{"another certificate", "addresses-alike", NONE, second_certificate,
		RULING_BROKEN, SECOND ": another certificate"},
	{"no TLS there", "addresses-alike", NONE, second_without_tls,
		RULING_BROKEN, SECOND ": "},
	{"dead, so not known", "addresses-alike", NONE, second_dead,
		RULING_NOT_TESTED, "no result from " SECOND},
	{"no way, so not known", "addresses-alike", NONE, no_way,
		RULING_NOT_TESTED, "no result from " SECOND},
	{"addresses not asked", "addresses-alike", NONE, second_not_asked,
		RULING_NOT_TESTED, "not tested"},
	{"addresses unreached", "addresses-alike", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"no IPv6", "ipv6-works", NONE, one_address, RULING_NOT_OWED, NULL},
	{"IPv6", "ipv6-works", NONE, second_good, RULING_HOLDS, "responds"},
	{"IPv6 dead", "ipv6-works", NONE, second_dead, RULING_BROKEN,
		"no connection: " SECOND},
	{"IPv6 not tried", "ipv6-works", NONE, second_not_asked,
		RULING_NOT_TESTED, "not tried: " SECOND},
	{"no way to IPv6", "ipv6-works", NONE, no_way, RULING_UNOBSERVABLE,
		"no route from this computer to " SECOND},
	{"IPv6 unreached", "ipv6-works", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"all answer", "addresses-answer", NONE, second_good, RULING_HOLDS,
		"responds"},
	{"slow", "addresses-answer", NONE, second_slow, RULING_HOLDS,
		"responds"},
	{"dead", "addresses-answer", NONE, second_dead, RULING_BROKEN,
		"no connection: " SECOND},
	{"not tried", "addresses-answer", NONE, second_not_asked,
		RULING_NOT_TESTED, "not tried: " SECOND},
	{"unreached", "addresses-answer", NONE, unreached, RULING_NOT_TESTED,
		NULL},

	{"a week", "ticket-lifetime", {{"days", "7"}}, week, RULING_HOLDS,
		"604800 seconds"},
	{"longer", "ticket-lifetime", {{"days", "7"}}, longer, RULING_BROKEN,
		"604801 seconds"},
	{"tells no life", "ticket-lifetime", {{"days", "7"}}, tells_no_life,
		RULING_HOLDS, "does not specify"},
	{"no ticket", "ticket-lifetime", {{"days", "7"}}, no_ticket,
		RULING_HOLDS, "no ticket"},
	{"tickets unreached", "ticket-lifetime", {{"days", "7"}}, unreached,
		RULING_NOT_TESTED, NULL},
	{"no early data", "no-early-data", NONE, week, RULING_HOLDS,
		"no early data"},
	{"no ticket, no early data", "no-early-data", NONE, no_ticket,
		RULING_HOLDS, "no ticket"},
	{"early data", "no-early-data", NONE, early, RULING_BROKEN,
		"16384 bytes"},
	{"no early data before TLS 1.3", "no-early-data", NONE, no_tls_1_3,
		RULING_NOT_OWED, NULL},
	{"early data unreached", "no-early-data", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"resumed with a share", "resumption-forward-secret", NONE, week,
		RULING_HOLDS, "with a key exchange"},
	{"resumed without one", "resumption-forward-secret", NONE,
		without_share, RULING_BROKEN, "without a key exchange"},
	{"not resumed", "resumption-forward-secret", NONE, not_resumed,
		RULING_HOLDS, "not resumed"},
	{"nothing to resume", "resumption-forward-secret", NONE, no_ticket,
		RULING_HOLDS, "not resumed"},
	{"no second handshake", "resumption-forward-secret", NONE, no_second,
		RULING_NOT_TESTED, "no clear answer"},
	{"resumption before TLS 1.3", "resumption-forward-secret", NONE,
		no_tls_1_3, RULING_NOT_OWED, NULL},
	{"resumption unreached", "resumption-forward-secret", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"declines", "renegotiation-refused", NONE, declines, RULING_HOLDS,
		"refused"},
	{"agrees", "renegotiation-refused", NONE, agrees, RULING_BROKEN,
		"accepted"},
	{"says nothing", "renegotiation-refused", NONE, declines_nothing,
		RULING_NOT_TESTED, "no clear answer"},
	{"renegotiation unreached", "renegotiation-refused", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"other keys", "keys-fresh", NONE, other_keys, RULING_HOLDS,
		"used a new key"},
	{"same keys", "keys-fresh", NONE, same_keys, RULING_INFO,
		"an elliptic curve"},
	{"same finite keys", "keys-fresh", NONE, same_finite_keys,
		RULING_BROKEN, "the same"},
	{"one key", "keys-fresh", NONE, one_key, RULING_NOT_TESTED,
		"no clear answer"},
	{"keys unreached", "keys-fresh", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"no list of points", "point-formats", NONE, no_list, RULING_HOLDS,
		"no list"},
	{"all formats", "point-formats", NONE, all_formats, RULING_HOLDS,
		"uncompressed"},
	{"only compressed", "point-formats", NONE, only_compressed,
		RULING_BROKEN, "without uncompressed"},
	{"points unreached", "point-formats", NONE, unreached,
		RULING_NOT_TESTED, NULL},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_act, "");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_address, "");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_session, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
