/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules that hellos made by hand decide. */
#include "tests/unit/unit.h"

#include "tests/unit/rules/rule_run.h"

#include <string.h>

static uint16_t suites[] = {0xc02f, 0x009e};
static uint16_t weak_suites[] = {0xc02f, 0x000a};
static uint16_t no_dhe[] = {0xc02f};
static uint16_t suites_1_3[] = {0x1301};
static uint16_t curves[] = {0x0017};
static uint16_t old_curves[] = {0x0017, 0x0010};
static uint16_t groups_1_3[] = {0x0017, 0x001d};
static uint16_t signatures[] = {0x0804};
static uint16_t old_signatures[] = {0x0804, 0x0203};

static void list(struct offered_list *list, uint16_t *numbers, size_t count)
{
	*list = (struct offered_list){.numbers = numbers,
		.count = count,
		.asked = true,
		.whole = true};
}
#define LIST(of, numbers) list(of, numbers, COUNT_OF(numbers))

/* Everything was asked of a server of today. */
static struct offered_facts *heard(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct offered_facts *offered =
		arena_alloc(run->arena, sizeof(*offered));

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		offered->versions[v].state =
			v < TLS_1_2 ? OFFERED_REFUSED : OFFERED_ACCEPTED;
	LIST(&offered->versions[TLS_1_2].suites, no_dhe);
	LIST(&offered->versions[TLS_1_2].groups, curves);
	LIST(&offered->versions[TLS_1_2].signatures, signatures);
	LIST(&offered->versions[TLS_1_3].suites, suites_1_3);
	LIST(&offered->versions[TLS_1_3].groups, groups_1_3);
	for (int i = 0; i < TRAIT_COUNT; i++)
		offered->traits[i] = OFFERED_REFUSED;
	offered->ssl2 = OFFERED_REFUSED;
	endpoint->facts.offered = offered;
	return offered;
}

static void modern(struct run *run)
{
	heard(run);
}

static void unheard(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
}

static void unreached(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static struct offered_version *old(struct run *run)
{
	return &heard(run)->versions[TLS_1_2];
}

static void weak_suite(struct run *run)
{
	LIST(&old(run)->suites, weak_suites);
}

static void suites_with_gap(struct run *run)
{
	old(run)->suites.whole = false;
}

static void traits_with_gap(struct run *run)
{
	struct offered_facts *offered = heard(run);

	offered->versions[TLS_1_2].suites.whole = false;
	offered->versions[TLS_1_2].suites.gap = "the time was too short";
	memset(offered->traits, 0, sizeof(offered->traits));
}

static void weak_suite_with_gap(struct run *run)
{
	weak_suite(run);
	run->report.endpoints[0].facts.offered->versions[TLS_1_2].suites.whole =
		false;
}

static void old_curve(struct run *run)
{
	LIST(&old(run)->groups, old_curves);
}

static void groups_with_gap(struct run *run)
{
	heard(run)->versions[TLS_1_3].groups.whole = false;
}

static void groups_cut_short(struct run *run)
{
	groups_with_gap(run);
	run->report.endpoints[0].facts.offered->versions[TLS_1_3].groups.gap =
		"the time was too short";
}

static void with_prime(struct run *run, unsigned bits, const char *known)
{
	struct offered_facts *offered = heard(run);

	LIST(&offered->versions[TLS_1_2].suites, suites);
	offered->primes[0] =
		(struct offered_prime){.bits = bits, .known = known};
	offered->prime_count = bits != 0;
}

static void own_prime(struct run *run)
{
	with_prime(run, 2048, NULL);
}

static void named_prime(struct run *run)
{
	with_prime(run, 3072, "RFC 7919 ffdhe3072");
}

static void unseen_prime(struct run *run)
{
	with_prime(run, 0, NULL);
}

static void old_signature(struct run *run)
{
	LIST(&old(run)->signatures, old_signatures);
}

static void signatures_with_gap(struct run *run)
{
	old(run)->signatures.whole = false;
}

/* Their signatures are of MD5 and SHA-1, whatever anybody offers. */
static void old_version(struct run *run)
{
	struct offered_version *version = &heard(run)->versions[TLS_1_1];

	version->state = OFFERED_ACCEPTED;
	LIST(&version->suites, suites);
}

static void all_traits(struct run *run)
{
	struct offered_facts *offered = heard(run);

	offered->versions[TLS_1_1].state = OFFERED_ACCEPTED;
	LIST(&offered->versions[TLS_1_1].suites, no_dhe);
	for (int i = 0; i < TRAIT_COUNT; i++)
		offered->traits[i] = OFFERED_ACCEPTED;
	offered->ssl2 = OFFERED_ACCEPTED;
}

static void no_trait(struct run *run)
{
	all_traits(run);
	for (int i = 0; i < TRAIT_COUNT; i++)
		run->report.endpoints[0].facts.offered->traits[i] =
			OFFERED_REFUSED;
}

static void only_1_3(struct run *run)
{
	struct offered_facts *offered = heard(run);
	struct endpoint_facts *facts = &run->report.endpoints[0].facts;

	offered->versions[TLS_1_2] =
		(struct offered_version){.state = OFFERED_REFUSED};
	while (facts->probe_count > 1)
		probe_facts_free(facts->probes[--facts->probe_count]);
	memset(offered->traits, 0, sizeof(offered->traits));
}

#define SUITES                                                                 \
	{                                                                      \
		{                                                              \
			"allowed", "TLS_AES_128_GCM_SHA256 "                   \
				   "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"     \
		}                                                              \
	}
#define SUITE_GRADES                                                           \
	{                                                                      \
		{"good", "TLS_AES_128_GCM_SHA256"},                            \
			{"sufficient",                                         \
				"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},      \
		{                                                              \
			"phase-out", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"     \
		}                                                              \
	}
#define GROUPS                                                                 \
	{                                                                      \
		{"allowed", "secp256r1 x25519 ffdhe3072"},                     \
		{                                                              \
			"dh-bits", "3000"                                      \
		}                                                              \
	}
#define GROUP_GRADES                                                           \
	{                                                                      \
		{"good", "secp256r1 x25519"},                                  \
		{                                                              \
			"phase-out", "ffdhe3072"                               \
		}                                                              \
	}
#define SMALL                                                                  \
	{                                                                      \
		{                                                              \
			"refused", "secp160r1 secp192r1"                       \
		}                                                              \
	}
#define SIGNATURES                                                             \
	{                                                                      \
		{                                                              \
			"allowed", "rsa_pss_rsae_sha256"                       \
		}                                                              \
	}
#define SIGNATURE_GRADES                                                       \
	{                                                                      \
		{                                                              \
			"good", "rsa_pss_rsae_sha256"                          \
		}                                                              \
	}
#define HEARTBEAT                                                              \
	{                                                                      \
		{                                                              \
			"trait", "heartbeat"                                   \
		}                                                              \
	}
#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}

/* What leaves a closed list open, of each check. */
#define OPEN(check, parameters, gap)                                           \
	{check ": unheard", check, parameters, unheard, RULING_NOT_TESTED,     \
		"not everything"},                                             \
		{check ": with a gap", check, parameters, gap,                 \
			RULING_NOT_TESTED, "not everything"},                  \
	{                                                                      \
		check ": unreached", check, parameters, unreached,             \
			RULING_NOT_TESTED, NULL                                \
	}

static const struct rule_case cases[] = {
	{"listed", "suites-listed", SUITES, modern, RULING_HOLDS,
		"TLS_AES_128_GCM_SHA256"},
	{"3DES", "suites-listed", SUITES, weak_suite, RULING_BROKEN,
		"accepted: TLS_RSA_WITH_3DES_EDE_CBC_SHA"},
	{"3DES, and perhaps more", "suites-listed", SUITES, weak_suite_with_gap,
		RULING_BROKEN, "3DES"},
	OPEN("suites-listed", SUITES, suites_with_gap),
	{"sufficient", "suites-graded", SUITE_GRADES, modern, RULING_HOLDS,
		"sufficient: TLS_ECDHE"},
	{"phase out", "suites-graded", SUITE_GRADES, own_prime, RULING_BROKEN,
		"phase out: TLS_DHE"},
	{"insufficient", "suites-graded", SUITE_GRADES, weak_suite,
		RULING_FAILED, "insufficient: TLS_RSA_WITH_3DES"},
	OPEN("suites-graded", SUITE_GRADES, suites_with_gap),
	{"groups", "groups-listed", GROUPS, modern, RULING_HOLDS, "secp256r1"},
	{"secp160r1", "groups-listed", GROUPS, old_curve, RULING_BROKEN,
		"accepted: secp160r1"},
	{"own prime", "groups-listed", GROUPS, own_prime, RULING_BROKEN,
		"2048 bits"},
	{"named prime", "groups-listed", GROUPS, named_prime, RULING_HOLDS,
		"ffdhe3072"},
	{"prime not seen", "groups-listed", GROUPS, unseen_prime,
		RULING_NOT_TESTED, "not everything"},
	OPEN("groups-listed", GROUPS, groups_with_gap),
	{"good groups", "groups-graded", GROUP_GRADES, modern, RULING_HOLDS,
		"good"},
	{"named prime graded", "groups-graded", GROUP_GRADES, named_prime,
		RULING_BROKEN, "phase out: ffdhe3072"},
	{"own prime graded", "groups-graded", GROUP_GRADES, own_prime,
		RULING_FAILED, "insufficient: a Diffie-Hellman group"},
	OPEN("groups-graded", GROUP_GRADES, groups_with_gap),
	{"no small group", "groups-refused", SMALL, own_prime, RULING_HOLDS,
		"secp256r1"},
	{"small group", "groups-refused", SMALL, old_curve, RULING_BROKEN,
		"secp160r1"},
	OPEN("groups-refused", SMALL, groups_with_gap),
	{"signed", "signatures-listed", SIGNATURES, modern, RULING_HOLDS,
		"rsa_pss"},
	{"signed with SHA-1", "signatures-listed", SIGNATURES, old_signature,
		RULING_BROKEN, "ecdsa_sha1"},
	{"signed before TLS 1.2", "signatures-listed", SIGNATURES, old_version,
		RULING_BROKEN, "MD5 and SHA-1"},
	OPEN("signatures-listed", SIGNATURES, signatures_with_gap),
	{"well signed", "signatures-graded", SIGNATURE_GRADES, modern,
		RULING_HOLDS, "good"},
	{"badly signed", "signatures-graded", SIGNATURE_GRADES, old_signature,
		RULING_FAILED, "insufficient: ecdsa_sha1"},
	OPEN("signatures-graded", SIGNATURE_GRADES, signatures_with_gap),
	{"heartbeat", "extension-refused", HEARTBEAT, all_traits, RULING_BROKEN,
		"accepted"},
	{"no heartbeat", "extension-refused", HEARTBEAT, no_trait, RULING_HOLDS,
		"not accepted"},
	{"no heartbeat in 1.3", "extension-refused", HEARTBEAT, only_1_3,
		RULING_HOLDS, "TLS 1.3 alone"},
	{"groups, and why", "groups-listed", GROUPS, groups_cut_short,
		RULING_NOT_TESTED, "known: the time was too short"},
	{"heartbeat unheard", "extension-refused", HEARTBEAT, unheard,
		RULING_NOT_TESTED, "no clear answer"},
	{"tolerant", "future-version-tolerated", NONE, all_traits, RULING_HOLDS,
		"tolerated"},
	{"intolerant", "future-version-tolerated", NONE, no_trait,
		RULING_BROKEN, "refused"},
	{"tolerance unheard", "future-version-tolerated", NONE, unheard,
		RULING_NOT_TESTED, "no clear answer"},
	{"tolerance, and why not", "future-version-tolerated", NONE,
		traits_with_gap, RULING_NOT_TESTED,
		"no clear answer: the time was too short"},
	{"fallback refused", "fallback-signal", NONE, all_traits, RULING_HOLDS,
		"a ClientHello with TLS_FALLBACK_SCSV is refused"},
	{"fallback ignored", "fallback-signal", NONE, no_trait, RULING_BROKEN,
		"continued"},
	{"nothing to fall back to", "fallback-signal", NONE, modern,
		RULING_NOT_OWED, NULL},
	{"fallback unheard", "fallback-signal", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"marked", "downgrade-marked", NONE, all_traits, RULING_HOLDS,
		"marked"},
	{"not marked", "downgrade-marked", NONE, no_trait, RULING_BROKEN,
		"not marked"},
	{"nothing to mark", "downgrade-marked", NONE, only_1_3, RULING_NOT_OWED,
		NULL},
	{"marks unheard", "downgrade-marked", NONE, unheard, RULING_NOT_TESTED,
		"no clear answer"},
	{"SSL 2", "ssl2-refused", NONE, all_traits, RULING_BROKEN, "SSL 2.0"},
	{"no SSL 2", "ssl2-refused", NONE, modern, RULING_HOLDS, "refused"},
	{"SSL 2 unheard", "ssl2-refused", NONE, unheard, RULING_NOT_TESTED,
		"no clear answer"},
	{"attacks", "attacks-impossible", NONE, all_traits, RULING_UNOBSERVABLE,
		"Heartbleed, DROWN, Ticketbleed, CCS injection"},
	{"no attack", "attacks-impossible", NONE, only_1_3, RULING_HOLDS,
		"nothing that"},
	{"compression", "no-compression", NONE, all_traits, RULING_BROKEN,
		"DEFLATE is accepted"},
	{"no compression", "no-compression", NONE, no_trait, RULING_HOLDS,
		"offered, and not accepted"},
	{"no compression in 1.3", "no-compression", NONE, only_1_3,
		RULING_HOLDS, "TLS 1.3"},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_listed, "");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_trait,
		"attacks-impossible");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
