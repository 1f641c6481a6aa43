/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What rules conclude from several offers of which some were refused, and
 * some could not be made: not having looked is never a pass. */

#include "tests/unit/unit.h"

#include "model/offer.h"
#include "tests/unit/rules/rule_run.h"

static struct endpoint_report *fine(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	endpoint->facts.unasked = arena_alloc(
		run->arena, OFFER_COUNT * sizeof(*endpoint->facts.unasked));
	return endpoint;
}

static void answer(struct endpoint_report *endpoint, const char *offer,
	enum outcome outcome)
{
	struct probe_facts *probe = add_rule_probe(endpoint, offer);

	probe->outcome = outcome;
	probe->tls.version = TLS_1_2;
	probe->tls.cipher_suite = "TLS_RSA_WITH_AES_128_CBC_SHA";
	probe->tls.signature = "RSA-SHA1";
}

static void cannot(struct endpoint_report *endpoint, const char *offer)
{
	endpoint->facts.unasked[offer_find(offer)] = UNASKED_LIBRARY;
}

static void both_refused(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	answer(endpoint, "signature-sha1", OUTCOME_REFUSED);
	answer(endpoint, "signature-sha224", OUTCOME_REFUSED);
}

static void sha1_accepted(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	answer(endpoint, "signature-sha1", OUTCOME_COMPLETED);
	answer(endpoint, "signature-sha224", OUTCOME_REFUSED);
}

static void sha224_accepted(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	answer(endpoint, "signature-sha1", OUTCOME_REFUSED);
	answer(endpoint, "signature-sha224", OUTCOME_COMPLETED);
}

static void sha1_open(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	answer(endpoint, "signature-sha1", OUTCOME_FAILED);
	answer(endpoint, "signature-sha224", OUTCOME_REFUSED);
}

static void sha1_impossible(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	cannot(endpoint, "signature-sha1");
	answer(endpoint, "signature-sha224", OUTCOME_REFUSED);
}

/* As above, but what could be offered is taken. */
static void half_accepted(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	cannot(endpoint, "signature-sha1");
	answer(endpoint, "signature-sha224", OUTCOME_COMPLETED);
}

static void unasked(struct run *run)
{
	fine(run);
}

static void unreached(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

#define OFFERS "signature-sha1 signature-sha224"
#define BOTH                                                                   \
	{                                                                      \
		{                                                              \
			"offers", OFFERS                                       \
		}                                                              \
	}
#define ANY                                                                    \
	{                                                                      \
		{"offers", OFFERS},                                            \
		{                                                              \
			"need", "any"                                          \
		}                                                              \
	}
#define GRADED                                                                 \
	{                                                                      \
		{"offers", OFFERS},                                            \
		{                                                              \
			"phase-out", "signature-sha224"                        \
		}                                                              \
	}

static const struct rule_case cases[] = {
	{"none is graded", "offers-graded", GRADED, both_refused, RULING_HOLDS,
		"all refused"},
	{"insufficient", "offers-graded", GRADED, sha1_accepted, RULING_FAILED,
		"insufficient: handshake signatures with SHA-1"},
	{"to be phased out", "offers-graded", GRADED, sha224_accepted,
		RULING_BROKEN, "phase out: handshake signatures with SHA-224"},
	{"the worst is open", "offers-graded", GRADED, sha1_open,
		RULING_NOT_TESTED, "SHA-1"},
	{"the worst cannot be offered", "offers-graded", GRADED,
		sha1_impossible, RULING_UNOBSERVABLE, "SHA-1"},
	{"no grade asked for", "offers-graded", GRADED, unasked,
		RULING_NOT_TESTED, "no clear answer"},
	{"no grade reached", "offers-graded", GRADED, unreached,
		RULING_NOT_TESTED, NULL},

	{"refused", "offers-refused", BOTH, both_refused, RULING_HOLDS,
		"refused: handshake signatures with SHA-1"},
	{"one not refused", "offers-refused", BOTH, sha1_accepted,
		RULING_BROKEN, "accepted: handshake signatures with SHA-1"},
	{"one open", "offers-refused", BOTH, sha1_open, RULING_NOT_TESTED,
		"SHA-1"},
	{"one that cannot be offered is not refused", "offers-refused", BOTH,
		sha1_impossible, RULING_UNOBSERVABLE, "SHA-1"},
	{"none asked", "offers-refused", BOTH, unasked, RULING_NOT_TESTED,
		"no clear answer"},
	{"none reached", "offers-refused", BOTH, unreached, RULING_NOT_TESTED,
		NULL},

	{"one of them", "offers-accepted", ANY, sha224_accepted, RULING_HOLDS,
		"SHA-224"},
	{"one of them, whatever cannot be offered", "offers-accepted", ANY,
		half_accepted, RULING_HOLDS, "SHA-224"},
	{"not all that can be offered are all", "offers-accepted", BOTH,
		half_accepted, RULING_UNOBSERVABLE, "SHA-1"},
	{"the other could be taken", "offers-accepted", ANY, sha1_impossible,
		RULING_UNOBSERVABLE, "SHA-1"},
	{"not all", "offers-accepted", BOTH, sha1_accepted, RULING_BROKEN,
		"SHA-224"},
	{"neither", "offers-accepted", ANY, both_refused, RULING_BROKEN,
		"refused"},
	{"neither reached", "offers-accepted", BOTH, unreached,
		RULING_NOT_TESTED, NULL},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
