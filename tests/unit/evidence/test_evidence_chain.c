/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which certificates are judged. */
#include "tests/unit/unit.h"

#include "evidence/chain.h"
#include "tests/unit/evidence/evidence_run.h"

#include <string.h>

static struct probe_facts *made(
	struct endpoint_report *endpoint, enum purpose purpose)
{
	struct probe_facts *probe = add_probe(endpoint, purpose,
		purpose == PURPOSE_BEST ? TLS_PROBED : TLS_BIT(TLS_1_2));

	complete(endpoint, probe, TLS_1_2);
	return probe;
}

static struct probe_facts *fingerprint(struct endpoint_report *endpoint)
{
	struct probe_facts *probe = made(endpoint, PURPOSE_TLS_VERSION);

	probe->tls.chain[0].subject = (struct octets){0};
	probe->tls.trust = TRUST_UNKNOWN;
	return probe;
}

static void fail_best(struct endpoint_report *endpoint)
{
	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), 40);
}

static void none(struct endpoint_report *endpoint)
{
	fail_best(endpoint);
}

static void best_has_one(struct endpoint_report *endpoint)
{
	made(endpoint, PURPOSE_TLS_VERSION);
	made(endpoint, PURPOSE_BEST)->tls.trust = TRUST_UNKNOWN;
}

static void fingerprints(struct endpoint_report *endpoint)
{
	fail_best(endpoint);
	fingerprint(endpoint);
}

static void first_is_unjudged(struct endpoint_report *endpoint)
{
	fail_best(endpoint);
	fingerprint(endpoint);
	made(endpoint, PURPOSE_TLS_VERSION)->tls.trust = TRUST_UNKNOWN;
	made(endpoint, PURPOSE_TLS_VERSION)->tls.trust = TRUST_SELF_SIGNED;
	made(endpoint, PURPOSE_TLS_VERSION);
}

static void all_unjudged(struct endpoint_report *endpoint)
{
	fail_best(endpoint);
	made(endpoint, PURPOSE_TLS_VERSION)->tls.trust = TRUST_UNKNOWN;
	made(endpoint, PURPOSE_TLS_VERSION)->tls.trust = TRUST_UNKNOWN;
}

/* The certificate of another port is not this one's. */
static void of_another_port(struct endpoint_report *endpoint)
{
	fail_best(endpoint);
	complete(endpoint, follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT),
		TLS_1_2);
}

static const struct evidence_case chains[] = {
	{"none", none, IMAP, IMPLICIT, NOBODY},
	{"the best connection's", best_has_one, IMAP, IMPLICIT, 1},
	{"a fingerprint alone", fingerprints, IMAP, IMPLICIT, NOBODY},
	{"one that was judged", first_is_unjudged, IMAP, IMPLICIT, 3},
	{"none was judged", all_unjudged, IMAP, IMPLICIT, 1},
	{"another port's", of_another_port, IMAP, IMPLICIT, NOBODY},
};

static int ask_chain(const struct endpoint_facts *facts)
{
	const struct tls_facts *tls = chain_judged(facts);

	assert_ptr_equal(chain_leaf(facts), tls ? tls->chain : NULL);
	for (size_t i = 0; i < facts->probe_count; i++)
		if (tls == &facts->probes[i]->tls)
			return (int)i;
	return NOBODY;
}

static void the_chain(void **state)
{
	(void)state;
	evidence_check(chains, COUNT_OF(chains), ask_chain);
}

/* What chain_each() finds beside the one that is judged. */
static int count_others(const struct endpoint_facts *facts)
{
	const struct tls_facts *tls;
	int count = -1;

	for (size_t at = 0; (tls = chain_each(facts, &at)); count++)
		assert_int_equal(tls == chain_judged(facts), count < 0);
	return count;
}

static void two_alike(struct endpoint_report *endpoint)
{
	made(endpoint, PURPOSE_BEST);
	made(endpoint, PURPOSE_TLS_VERSION);
	fingerprint(endpoint);
}

static void another(struct endpoint_report *endpoint)
{
	made(endpoint, PURPOSE_TLS_VERSION)->tls.chain[0].sha256[0] = 'x';
	made(endpoint, PURPOSE_BEST);
	made(endpoint, PURPOSE_TLS_VERSION)->tls.chain[0].sha256[0] = 'x';
}

/* The same certificate, but the intermediate is missing. */
static void another_chain(struct endpoint_report *endpoint)
{
	made(endpoint, PURPOSE_BEST);
	made(endpoint, PURPOSE_TLS_VERSION)->tls.trust = TRUST_INCOMPLETE;
}

static const struct evidence_case others[] = {
	{"none at all", none, IMAP, IMPLICIT, -1},
	{"the same twice", two_alike, IMAP, IMPLICIT, 0},
	{"another, twice", another, IMAP, IMPLICIT, 1},
	{"another chain", another_chain, IMAP, IMPLICIT, 1},
};

static void each_chain(void **state)
{
	(void)state;
	evidence_check(others, COUNT_OF(others), count_others);
}

/* Of a chain that is kept already no more than its fingerprint stays. */
static void kept_once(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	(void)state;
	another(endpoint);
	made(endpoint, PURPOSE_TLS_VERSION);
	endpoint->facts.probes[1]->tls.chain_arena = arena_new();
	endpoint->facts.probes[3]->tls.chain_arena = arena_new();
	chain_keep_once(&endpoint->facts);
	assert_true(chain_is_whole(&endpoint->facts.probes[0]->tls));
	assert_true(chain_is_whole(&endpoint->facts.probes[1]->tls));
	assert_false(chain_is_whole(&endpoint->facts.probes[2]->tls));
	assert_false(chain_is_whole(&endpoint->facts.probes[3]->tls));
	assert_true(chain_is_same(&endpoint->facts.probes[1]->tls,
		&endpoint->facts.probes[3]->tls));
	assert_int_equal(count_others(&endpoint->facts), 1);
	assert_non_null(endpoint->facts.probes[1]->tls.chain_arena);
	assert_null(endpoint->facts.probes[3]->tls.chain_arena);
	run_free(run);
}

/* The same certificates in another order are not kept elsewhere. */
static void kept_order(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	const struct probe_facts *probe;
	size_t at = 0;

	(void)state;
	made(endpoint, PURPOSE_BEST);
	add_issuer(made(endpoint, PURPOSE_TLS_VERSION), "CN=A", "CN=B");
	made(endpoint, PURPOSE_TLS_VERSION);
	chain_keep_once(&endpoint->facts);
	assert_int_equal(endpoint->facts.probes[1]->tls.chain_count, 2);
	assert_ptr_equal(chain_next_sent(&endpoint->facts, &at, &probe),
		&endpoint->facts.probes[0]->tls);
	assert_ptr_equal(chain_next_sent(&endpoint->facts, &at, &probe),
		&endpoint->facts.probes[1]->tls);
	assert_ptr_equal(chain_next_sent(&endpoint->facts, &at, &probe),
		&endpoint->facts.probes[0]->tls);
	assert_ptr_equal(probe, endpoint->facts.probes[2]);
	assert_null(chain_next_sent(&endpoint->facts, &at, &probe));
	run_free(run);
}

static void same_chain(void **state)
{
	struct certificate one = {.sha256 = "11"}, other = {.sha256 = "11"};
	struct certificate foreign = {.sha256 = "22"};
	const struct tls_facts a = {.chain = &one, .chain_count = 1};
	const struct tls_facts b = {.chain = &other, .chain_count = 1};
	const struct tls_facts c = {.chain = &foreign, .chain_count = 1};
	const struct tls_facts empty = {0};

	(void)state;
	assert_true(chain_is_same(&a, &b));
	assert_false(chain_is_same(&a, &c));
	assert_false(chain_is_same(&a, &empty));
	assert_false(chain_is_same(&empty, &empty));
}

/* Two computers of one name, of which the second shows another certificate. */
static void shown_where(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	const struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *one, *again, *other, *port;

	(void)state;
	one = add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);
	add_attempt(one, "192.0.2.1", ST_OK);
	complete(endpoint, one, TLS_1_3);
	again = add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2));
	add_attempt(again, "192.0.2.1", ST_OK);
	complete(endpoint, again, TLS_1_2);
	other = follow_up(endpoint, QUESTION_ADDRESS, IMPLICIT);
	add_attempt(other, "192.0.2.2", ST_OK);
	complete(endpoint, other, TLS_1_1);
	strcpy(other->tls.chain[0].sha256, "another");
	port = follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT);
	add_attempt(port, "192.0.2.3", ST_OK);
	complete(endpoint, port, TLS_1_0);

	assert_true(chain_shown_at(facts, &one->tls, "192.0.2.1"));
	assert_false(chain_shown_at(facts, &one->tls, "192.0.2.2"));
	assert_true(chain_shown_at(facts, &other->tls, "192.0.2.2"));
	/* Another port is another endpoint. */
	assert_false(chain_shown_at(facts, &one->tls, "192.0.2.3"));
	assert_int_equal(chain_versions(facts, &one->tls),
		TLS_BIT(TLS_1_3) | TLS_BIT(TLS_1_2));
	assert_int_equal(chain_versions(facts, &other->tls), TLS_BIT(TLS_1_1));
	run_free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_chain),
		cmocka_unit_test(each_chain),
		cmocka_unit_test(kept_once),
		cmocka_unit_test(kept_order),
		cmocka_unit_test(same_chain),
		cmocka_unit_test(shown_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
