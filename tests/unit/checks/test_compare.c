/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What differs between two reports. */
#include "tests/unit/unit.h"

#include "checks/compare.h"
#include "checks/judge.h"
#include "evidence/chain.h"
#include "evidence/closed/drop.h"
#include "tests/unit/causes/diagnose_run.h"

#include <string.h>

static void judge(struct run *run)
{
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		drop_settle(&run->report.endpoints[i].facts);
		judge_endpoint(&run->report.endpoints[i], &run->context);
	}
	report_conclude(&run->report);
}

static void same(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
}

static void two(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
	good(run, POP3, IMPLICIT, HOST);
}

static void two_one_closed(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
	bad(run, POP3, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void closed(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
}

static void old_version(struct run *run)
{
	struct endpoint_facts *facts = &good(run, IMAP, IMPLICIT, HOST)->facts;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->tls_offered == TLS_BIT(TLS_1_0)) {
			facts->probes[i]->tls.alert_count = 0;
			complete(&run->report.endpoints[0], facts->probes[i],
				TLS_1_0);
		}
}

/* A server with so many suites of TLS 1.2; all of them, if `whole`. */
static void offer_suites(struct run *run, size_t count, bool whole)
{
	static uint16_t suites[] = {0xc02f, 0x000a};
	struct offered_facts *offered = offered_facts_new();

	good(run, IMAP, IMPLICIT, HOST)->facts.offered = offered;
	for (int v = TLS_SSL3; v <= TLS_1_3; v++)
		offered->versions[v].state = OFFERED_REFUSED;
	offered->versions[TLS_1_2] = (struct offered_version){
		.state = OFFERED_ACCEPTED,
		.suites = {suites, count, .asked = true, .whole = whole}};
}

static void one_suite(struct run *run)
{
	offer_suites(run, 1, true);
}

static void two_suites(struct run *run)
{
	offer_suites(run, 2, true);
}

/* Of TLS 1.2, in this order, which is the server's own unless `order` says
 * otherwise. */
static void order_suites(struct run *run, enum offered_order order,
	bool chacha_first, uint16_t first, uint16_t second)
{
	struct offered_version *version;
	uint16_t *suites = arena_alloc(run->arena, 2 * sizeof(*suites));

	offer_suites(run, 2, true);
	version = &run->report.endpoints[0].facts.offered->versions[TLS_1_2];
	suites[0] = first;
	suites[1] = second;
	version->suites.numbers = suites;
	version->order = order;
	version->chacha_first = chacha_first;
}

static void weak_last(struct run *run)
{
	order_suites(run, ORDER_SERVER, false, 0xc02f, 0x000a);
}

static void weak_first(struct run *run)
{
	order_suites(run, ORDER_SERVER, false, 0x000a, 0xc02f);
}

static void client_orders(struct run *run)
{
	order_suites(run, ORDER_CLIENT, false, 0x000a, 0xc02f);
}

static void chacha_exception(struct run *run)
{
	order_suites(run, ORDER_SERVER, true, 0xc02f, 0x000a);
}

static void order_unknown(struct run *run)
{
	order_suites(run, ORDER_UNKNOWN, false, 0x000a, 0xc02f);
}

static void other_suite(struct run *run)
{
	order_suites(run, ORDER_SERVER, false, 0xc030, 0xc02f);
}

/* With what hellos show of a server. */
static struct offered_facts *show(struct run *run, bool new)
{
	struct offered_facts *offered;
	struct certificate *leaf = arena_alloc(run->arena, sizeof(*leaf));

	offer_suites(run, 2, true);
	offered = run->report.endpoints[0].facts.offered;
	memcpy(leaf->sha256, new ? "new" : "old", 4);
	offered->shown[SHOWN_ECDSA] = offered->shown[SHOWN_NO_NAME] = leaf;
	offered->traits[TRAIT_COMPRESSION] =
		new ? OFFERED_ACCEPTED : OFFERED_REFUSED;
	offered->traits[TRAIT_HEARTBEAT] =
		new ? OFFERED_UNKNOWN : OFFERED_REFUSED;
	offered->ssl2 = new ? OFFERED_ACCEPTED : OFFERED_REFUSED;
	offered->prime_count = 1;
	offered->primes[0].bits = new ? 1024 : 2048;
	return offered;
}

static void shown_before(struct run *run)
{
	show(run, false);
}

static void shown_now(struct run *run)
{
	show(run, true);
}

/* The one that all others were shown before, too. */
static void shown_leaf(struct run *run)
{
	struct certificate *leaf = arena_alloc(run->arena, sizeof(*leaf));
	struct offered_facts *offered = show(run, true);

	memcpy(leaf->sha256,
		chain_leaf(&run->report.endpoints[0].facts)->sha256,
		sizeof(leaf->sha256));
	offered->shown[SHOWN_ECDSA] = offered->shown[SHOWN_NO_NAME] = leaf;
}

static void some_suites(struct run *run)
{
	offer_suites(run, 1, false);
}

static void more_suites(struct run *run)
{
	offer_suites(run, 2, false);
}

static void renewed(struct run *run)
{
	struct endpoint_facts *facts = &good(run, IMAP, IMPLICIT, HOST)->facts;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->tls.chain_count)
			memcpy(facts->probes[i]->tls.chain[0].sha256, "other",
				sizeof("other"));
}

static void more_to_log_in_with(struct run *run)
{
	struct probe_facts *probe = best(good(run, IMAP, IMPLICIT, HOST));

	offer(probe, &probe->protected, "XOAUTH2");
	add_item(probe, &probe->protected, "IDLE");
}

static void elsewhere(struct run *run)
{
	struct probe_facts *probe = best(good(run, IMAP, IMPLICIT, HOST));

	memcpy(probe->attempts[0].address, "192.0.2.250",
		sizeof("192.0.2.250"));
}

static void hear_group(struct run *run, unsigned count)
{
	static uint16_t groups[] = {0x001d, 0x11ec};
	struct offered_facts *offered = offered_facts_new();

	for (int v = TLS_SSL3; v <= TLS_1_2; v++)
		offered->versions[v].state = OFFERED_REFUSED;
	offered->versions[TLS_1_3].groups = (struct offered_list){
		.numbers = groups, .count = count, .whole = true};
	offered->clients[CLIENT_JAVA_8].state =
		count == 1 ? OFFERED_ACCEPTED : OFFERED_REFUSED;
	offered->clients[CLIENT_JAVA_8].version = TLS_1_2;
	good(run, IMAP, IMPLICIT, HOST)->facts.offered = offered;
}

static void one_group(struct run *run)
{
	hear_group(run, 1);
}

static void two_groups(struct run *run)
{
	hear_group(run, 2);
}

static const struct compare_case {
	const char *name;
	void (*before)(struct run *run);
	void (*after)(struct run *run);
	enum change_kind kind; /* of some change; CHANGE_COUNT: of none */
	enum change_subject subject;
	const char *word; /* its name */
	bool worse;       /* whether anything is */
} cases[] = {
	{"same", same, same, CHANGE_COUNT, SUBJECT_FINDING, "", false},
	{"closed", same, closed, CHANGE_WORSE, SUBJECT_FINDING, "connect",
		true},
	{"closed, others", same, closed, CHANGE_LOST, SUBJECT_FINDING,
		"certificate-name", true},
	{"opened", closed, same, CHANGE_BETTER, SUBJECT_FINDING, "connect",
		false},
	{"opened, others", closed, same, CHANGE_FOUND, SUBJECT_FINDING,
		"certificate-name", false},
	{"old version", same, old_version, CHANGE_WORSE, SUBJECT_FINDING,
		"tls-1.0", true},
	{"old version's fact", same, old_version, CHANGE_OTHER, SUBJECT_TLS,
		"1.0", true},
	{"version off", old_version, same, CHANGE_BETTER, SUBJECT_FINDING,
		"tls-1.0", false},
	{"suite", one_suite, two_suites, CHANGE_APPEARED, SUBJECT_CIPHER_SUITE,
		"TLS_RSA_WITH_3DES_EDE_CBC_SHA (TLS 1.2)", false},
	{"suites not all heard", two_suites, some_suites, CHANGE_COUNT,
		SUBJECT_COUNT, "", false},
	{"suite off", two_suites, one_suite, CHANGE_VANISHED,
		SUBJECT_CIPHER_SUITE, "TLS_RSA_WITH_3DES_EDE_CBC_SHA (TLS 1.2)",
		false},
	{"a suite, where not all are heard now", one_suite, more_suites,
		CHANGE_APPEARED, SUBJECT_CIPHER_SUITE,
		"TLS_RSA_WITH_3DES_EDE_CBC_SHA (TLS 1.2)", false},
	{"order", weak_last, weak_first, CHANGE_OTHER, SUBJECT_ORDER, "TLS 1.2",
		false},
	{"whose order", weak_last, client_orders, CHANGE_OTHER, SUBJECT_ORDER,
		"TLS 1.2", false},
	{"an exception", weak_last, chacha_exception, CHANGE_OTHER,
		SUBJECT_ORDER, "TLS 1.2", false},
	{"an order that is not known", weak_last, order_unknown, CHANGE_COUNT,
		SUBJECT_COUNT, "", false},
	{"another suite in the order", weak_last, other_suite, CHANGE_APPEARED,
		SUBJECT_CIPHER_SUITE,
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (TLS 1.2)", false},
	{"an extension", shown_before, shown_now, CHANGE_OTHER,
		SUBJECT_EXTENSION, "compression", false},
	{"SSL 2.0", shown_before, shown_now, CHANGE_OTHER, SUBJECT_TLS, "SSL2",
		false},
	{"a prime", shown_before, shown_now, CHANGE_APPEARED, SUBJECT_PRIME,
		"1024 bits, not a published one", false},
	{"a certificate for some", shown_before, shown_now, CHANGE_OTHER,
		SUBJECT_CERTIFICATE, "clients that want ECDSA", false},
	{"the usual certificate for some", shown_before, shown_leaf,
		CHANGE_OTHER, SUBJECT_CERTIFICATE, "clients that want ECDSA",
		false},
	{"group", one_group, two_groups, CHANGE_APPEARED, SUBJECT_GROUP,
		"X25519MLKEM768 (TLS 1.3)", false},
	{"client", one_group, two_groups, CHANGE_OTHER, SUBJECT_CLIENT,
		"Java 8 (Jakarta Mail)", false},
	{"renewed", same, renewed, CHANGE_OTHER, SUBJECT_CERTIFICATE, "",
		false},
	{"capability", same, more_to_log_in_with, CHANGE_APPEARED,
		SUBJECT_CAPABILITY, "IDLE", false},
	{"mechanism", more_to_log_in_with, same, CHANGE_VANISHED,
		SUBJECT_MECHANISM, "XOAUTH2", false},
	{"address", same, elsewhere, CHANGE_APPEARED, SUBJECT_ADDRESS,
		"192.0.2.250", false},
	{"endpoint", same, two, CHANGE_APPEARED, SUBJECT_ENDPOINT, "", false},
	{"endpoint that fails", same, two_one_closed, CHANGE_WORSE,
		SUBJECT_ENDPOINT, "", true},
	{"no endpoint", two, same, CHANGE_VANISHED, SUBJECT_ENDPOINT, "",
		false},
};

static bool has_change(
	const struct comparison *comparison, const struct compare_case *row)
{
	for (size_t i = 0; i < comparison->change_count; i++) {
		const struct change *change = &comparison->changes[i];

		if (change->kind == row->kind &&
			change->subject == row->subject &&
			strcmp(change->name, row->word) == 0)
			return true;
	}
	return false;
}

static void check_case(const struct compare_case *row)
{
	struct run *before = run_new(), *after = run_new();
	struct comparison comparison;

	row->before(before);
	row->after(after);
	judge(before);
	judge(after);
	compare_reports(
		after->arena, &before->report, &after->report, &comparison);
	if (row->kind == CHANGE_COUNT && comparison.change_count)
		fail_msg("%s: %s", row->name, comparison.changes[0].name);
	if (row->kind != CHANGE_COUNT && !has_change(&comparison, row))
		fail_msg("%s: no such change", row->name);
	if ((comparison.counts[CHANGE_WORSE] > 0) != row->worse)
		fail_msg("%s: %zu worse", row->name,
			comparison.counts[CHANGE_WORSE]);
	run_free(before);
	run_free(after);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check_case(&cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
