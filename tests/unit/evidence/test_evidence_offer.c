/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the server took what rules have asked. */
#include "tests/unit/unit.h"

#include "evidence/offered/offer.h"
#include "evidence/tls/alert.h"
#include "tests/unit/evidence/evidence_run.h"

#include <stdlib.h>

#define OFFER OFFER_SUITES_RSA
#define ID "suites-rsa"

static struct probe_facts *asked(struct endpoint_report *endpoint)
{
	return add_rule_probe(endpoint, ID);
}

static void drop(struct endpoint_report *endpoint, struct probe_facts *probe)
{
	start_tls(endpoint, probe);
	probe->status = ST_RESET;
}

static void fine(struct endpoint_report *endpoint)
{
	healthy(endpoint);
}

static void accepted(struct endpoint_report *endpoint)
{
	healthy(endpoint);
	complete(endpoint, asked(endpoint), TLS_1_2);
}

static void refused(struct endpoint_report *endpoint)
{
	healthy(endpoint);
	refuse(endpoint, asked(endpoint), 40);
}

static void another_offer(struct endpoint_report *endpoint)
{
	healthy(endpoint);
	complete(endpoint, add_rule_probe(endpoint, "suites-3des"), TLS_1_2);
}

static void lost(struct endpoint_report *endpoint)
{
	healthy(endpoint);
	asked(endpoint)->status = ST_TIMEOUT;
}

static void lost_then_refused(struct endpoint_report *endpoint)
{
	lost(endpoint);
	refuse(endpoint, asked(endpoint), 40);
}

static void refused_then_accepted(struct endpoint_report *endpoint)
{
	refused(endpoint);
	complete(endpoint, asked(endpoint), TLS_1_2);
}

static void dropped_once(struct endpoint_report *endpoint)
{
	healthy(endpoint);
	drop(endpoint, asked(endpoint));
}

/* Twice, and then the server took something else. */
static void dropped(struct endpoint_report *endpoint)
{
	dropped_once(endpoint);
	drop(endpoint, asked(endpoint));
	complete(endpoint, add_rule_probe(endpoint, "control"), TLS_1_2);
}

static void dropped_to_the_end(struct endpoint_report *endpoint)
{
	dropped_once(endpoint);
	drop(endpoint, asked(endpoint));
	drop(endpoint, add_rule_probe(endpoint, "control"));
}

/* It took the suite, and then wanted a certificate of ours. */
static void wants_certificate(struct endpoint_report *endpoint)
{
	struct probe_facts *probe;

	healthy(endpoint);
	probe = asked(endpoint);
	refuse(endpoint, probe, 40);
	probe->tls.server_hello = true;
	probe->tls.version = TLS_1_2;
	probe->tls.wants_certificate = true;
}

/* After its ServerHello an alert is about something else than the offer. */
static void breaks_off_later(struct endpoint_report *endpoint)
{
	wants_certificate(endpoint);
	endpoint->facts.rule_probes[0]->tls.wants_certificate = false;
}

/* It answered with a version that was not offered: a refusal. */
static void other_version(struct endpoint_report *endpoint)
{
	struct probe_facts *probe;

	healthy(endpoint);
	probe = asked(endpoint);
	start_tls(endpoint, probe);
	probe->tls_offered = TLS_BIT(TLS_1_2);
	probe->tls.server_hello = true;
	probe->tls.version = TLS_1_0;
	probe->status = ST_TLS_VERSION;
	probe->outcome = OUTCOME_REFUSED;
}

/* Refused with the usual suites: that says nothing of others. */
static void versions_refused_by(struct endpoint_report *endpoint, unsigned code)
{
	complete(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED),
		TLS_1_3);
	for (int v = TLS_1_0; v <= TLS_1_2; v++)
		refuse(endpoint,
			add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(v)),
			code);
}

static void no_suite(struct endpoint_report *endpoint)
{
	versions_refused_by(endpoint, 40);
}

static void no_version(struct endpoint_report *endpoint)
{
	versions_refused_by(endpoint, 70);
}

static const struct evidence_case results[] = {
	{"nothing", fine, IMAP, IMPLICIT, OFFER_NOT_ASKED},
	{"accepted", accepted, IMAP, IMPLICIT, OFFER_ACCEPTED},
	{"refused", refused, IMAP, IMPLICIT, OFFER_REFUSED},
	{"another", another_offer, IMAP, IMPLICIT, OFFER_NOT_ASKED},
	{"lost", lost, IMAP, IMPLICIT, OFFER_UNKNOWN},
	{"lost, and refused", lost_then_refused, IMAP, IMPLICIT, OFFER_REFUSED},
	{"accepted at last", refused_then_accepted, IMAP, IMPLICIT,
		OFFER_ACCEPTED},
	{"dropped once", dropped_once, IMAP, IMPLICIT, OFFER_UNKNOWN},
	{"dropped twice", dropped, IMAP, IMPLICIT, OFFER_REFUSED},
	{"a certificate wanted", wants_certificate, IMAP, IMPLICIT,
		OFFER_ACCEPTED},
	{"broken off behind", breaks_off_later, IMAP, IMPLICIT, OFFER_UNKNOWN},
	{"another version", other_version, IMAP, IMPLICIT, OFFER_REFUSED},
	{"usual suites refused", no_suite, IMAP, IMPLICIT, OFFER_NOT_ASKED},
	{"its versions off", no_version, IMAP, IMPLICIT, OFFER_REFUSED},
	{"dropped as all else", dropped_to_the_end, IMAP, IMPLICIT,
		OFFER_UNKNOWN},
};

static int ask_result(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;
	enum offer_result result = offer_result(facts, OFFER, &probe);

	/* Who says so asked it, or was told that its version is off. */
	if (result == OFFER_ACCEPTED || result == OFFER_REFUSED) {
		assert_non_null(probe);
		assert_true(probe->offer == OFFER ||
			    alert_fatal(probe)->code == 70);
	}
	if (result == OFFER_NOT_ASKED)
		assert_null(probe);
	return (int)result;
}

static void the_result(void **state)
{
	(void)state;
	evidence_check(results, COUNT_OF(results), ask_result);
}

static int ask_count(const struct endpoint_facts *facts)
{
	int count = 0;

	for (size_t at = 0; offer_next(facts, OFFER, &at);)
		count++;
	return count;
}

static const struct evidence_case counts[] = {
	{"nothing", fine, IMAP, IMPLICIT, 0},
	{"another", another_offer, IMAP, IMPLICIT, 0},
	{"one", accepted, IMAP, IMPLICIT, 1},
	{"beside another", dropped, IMAP, IMPLICIT, 2},
};

static void the_probes(void **state)
{
	(void)state;
	evidence_check(counts, COUNT_OF(counts), ask_count);
}

static void not_made(void **state)
{
	enum unasked unasked[OFFER_COUNT] = {[OFFER] = UNASKED_LIBRARY};
	const struct endpoint_facts facts = {.unasked = unasked};
	const struct endpoint_facts no_rules = {0};

	(void)state;
	assert_int_equal(offer_unasked(&facts, OFFER), UNASKED_LIBRARY);
	assert_int_equal(
		offer_unasked(&facts, OFFER_SUITES_3DES), UNASKED_NONE);
	assert_int_equal(offer_unasked(&no_rules, OFFER), UNASKED_NONE);
	assert_int_equal(offer_result(&facts, OFFER, NULL), OFFER_IMPOSSIBLE);
	assert_int_equal(offer_result(&no_rules, OFFER, NULL), OFFER_NOT_ASKED);
}

static void rows(void **state)
{
	(void)state;
	assert_int_equal(offer_find("suites-of-gold"), OFFER_NONE);
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++) {
		assert_non_null(offer_table[i].title);
		assert_int_equal(offer_find(offer_table[i].id), i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_result),
		cmocka_unit_test(the_probes),
		cmocka_unit_test(not_made),
		cmocka_unit_test(rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
