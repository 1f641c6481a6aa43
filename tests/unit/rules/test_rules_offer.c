/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server takes of one offer alone; several together are in
 * test_rules_grade.c. */
#include "checks/rules/table.h"
#include "model/memory.h"
#include "tests/unit/unit.h"

#include "model/offer.h"
#include "tests/unit/rules/rule_run.h"

#include <stdlib.h>
#include <string.h>

#define ECDHE "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
#define STATIC "TLS_RSA_WITH_AES_128_CBC_SHA"

/* In order, and asked for nothing yet. */
static struct endpoint_report *fine(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct endpoint_facts *facts = &endpoint->facts;

	facts->unasked =
		arena_alloc(run->arena, OFFER_COUNT * sizeof(*facts->unasked));
	for (size_t i = 0; i < facts->probe_count; i++)
		facts->probes[i]->tls.cipher_suite = ECDHE;
	return endpoint;
}

static struct tls_facts *taken(
	struct endpoint_report *endpoint, const char *offer)
{
	struct probe_facts *probe = add_rule_probe(endpoint, offer);

	complete(endpoint, probe, TLS_1_2);
	probe->tls.cipher_suite = STATIC;
	return &probe->tls;
}

static void declined(
	struct endpoint_report *endpoint, const char *offer, unsigned code)
{
	refuse(endpoint, add_rule_probe(endpoint, offer), code);
}

static void nothing(struct run *run)
{
	fine(run);
}

static void unreached(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static void impossible(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++)
		endpoint->facts.unasked[i] = UNASKED_LIBRARY;
}

static void stopped_early(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++)
		endpoint->facts.unasked[i] = UNASKED_STOPPED;
}

/* The order of cipher suites. */

static void ecdhe_chosen(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	taken(endpoint, "order-rsa-first")->cipher_suite = ECDHE;
	taken(endpoint, "order-reversed")->cipher_suite = ECDHE;
}

static void static_chosen(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	taken(endpoint, "order-rsa-first");
	taken(endpoint, "order-reversed");
}

static void static_though_it_has(struct run *run)
{
	static_chosen(run);
	taken(&run->report.endpoints[0], "suite-c02f");
}

static void static_as_it_has_not(struct run *run)
{
	static_chosen(run);
	declined(&run->report.endpoints[0], "suite-c02f", 40);
}

/* CBC and Diffie-Hellman. */

static void cbc_with(struct run *run)
{
	taken(fine(run), "suites-rsa-cbc-sha1")->encrypt_then_mac = true;
}

static void cbc_without(struct run *run)
{
	taken(fine(run), "suites-rsa-cbc-sha1");
}

static void cbc_cut(struct run *run)
{
	taken(fine(run), "suites-rsa-cbc-sha1")->completed = false;
}

/* By hellos: what they heard of encrypt-then-MAC. */
static void cbc_heard(struct run *run, enum offered_state state)
{
	struct offered_facts *offered =
		arena_alloc(run->arena, sizeof(*offered));

	cbc_cut(run);
	offered->traits[TRAIT_ENCRYPT_THEN_MAC] = state;
	run->report.endpoints[0].facts.offered = offered;
}

static void cbc_heard_with(struct run *run)
{
	cbc_heard(run, OFFERED_ACCEPTED);
}

static void cbc_heard_without(struct run *run)
{
	cbc_heard(run, OFFERED_REFUSED);
}

/* They were answered with another suite. */
static void cbc_heard_nothing(struct run *run)
{
	cbc_heard(run, OFFERED_NOT_ASKED);
}

/* By hellos, until the server had enough of them. */
static void cbc_unheard(struct run *run)
{
	struct offered_facts *offered =
		arena_alloc(run->arena, sizeof(*offered));
	struct offered_version *version = &offered->versions[TLS_1_2];

	impossible(run);
	version->state = OFFERED_ACCEPTED;
	version->suites.asked = true;
	version->suites.gap = "the server asks for fewer connections";
	run->report.endpoints[0].facts.offered = offered;
}

static void no_cbc(struct run *run)
{
	declined(fine(run), "suites-rsa-cbc-sha1", 40);
}

static struct tls_facts *dhe(struct run *run, unsigned bits)
{
	struct tls_facts *tls = taken(fine(run), "suites-dhe");

	tls->dh_bits = bits;
	return tls;
}

static void dhe_2048(struct run *run)
{
	dhe(run, 2048);
}

static void dhe_1024(struct run *run)
{
	dhe(run, 1024);
}

static void dhe_untold(struct run *run)
{
	dhe(run, 0);
}

static void ffdhe(struct run *run)
{
	dhe(run, 2048)->group = "FFDHE2048";
}

static void no_dhe(struct run *run)
{
	declined(fine(run), "suites-dhe", 40);
}

static void hybrid(struct run *run)
{
	best(fine(run))->tls.group = "X25519-MLKEM768";
}

/* Signatures. */

static void sha512(struct run *run)
{
	taken(fine(run), "signature-sha512")->signature = "RSA-PSS-RSAE-SHA512";
}

static void sha256(struct run *run)
{
	taken(fine(run), "signature-sha512")->signature = "RSA-SHA256";
}

static void no_sha512(struct run *run)
{
	declined(fine(run), "signature-sha512", 40);
}

/* Names and protocols. */

static void sni_other(struct run *run)
{
	struct tls_facts *tls = taken(fine(run), "sni-none");

	tls->chain[0].subject = octets("CN=\033other");
	memset(tls->chain[0].sha256, 'f', 64);
}

/* One for all, and no word about the name. */
static void sni_ignored(struct run *run)
{
	struct endpoint_report *endpoint = fine(run);

	taken(endpoint, "sni-none")->chain = best(endpoint)->tls.chain;
}

static void sni_acknowledged(struct run *run)
{
	struct offered_facts *offered =
		arena_alloc(run->arena, sizeof(*offered));

	sni_ignored(run);
	offered->traits[TRAIT_SERVER_NAME] = OFFERED_ACCEPTED;
	run->report.endpoints[0].facts.offered = offered;
}

static void sni_wrong(struct run *run)
{
	best(fine(run))->tls.chain[0].names[0].value = octets("example.org");
}

static void sni_wrong_alone(struct run *run)
{
	sni_wrong(run);
	taken(&run->report.endpoints[0], "sni-none")->chain =
		best(&run->report.endpoints[0])->tls.chain;
}

static void sni_wrong_with_name(struct run *run)
{
	struct tls_facts *with, *without = taken(fine(run), "sni-none");

	with = &best(&run->report.endpoints[0])->tls;
	with->chain = arena_alloc(run->arena, sizeof(*with->chain));
	*with->chain = *without->chain;
	with->chain_count = 1;
	memset(with->chain[0].sha256, 'e', 64);
	with->chain[0].name_count = 0;
}

static void name_112(struct run *run)
{
	declined(fine(run), "sni-unknown", 112);
}

static void name_40(struct run *run)
{
	declined(fine(run), "sni-unknown", 40);
}

static void name_taken(struct run *run)
{
	taken(fine(run), "sni-unknown");
}

static void alpn_120(struct run *run)
{
	declined(fine(run), "alpn-foreign", 120);
}

static void alpn_ignored(struct run *run)
{
	taken(fine(run), "alpn-foreign");
}

static void alpn_h2(struct run *run)
{
	taken(fine(run), "alpn-foreign")->alpn = octets("h2");
}

#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}
#define ORDER                                                                  \
	{                                                                      \
		{"offers", "order-rsa-first"},                                 \
		{                                                              \
			"suites", "TLS_ECDHE_ TLS_DHE_"                        \
		}                                                              \
	}
#define ORDER_HAS                                                              \
	{                                                                      \
		{"offers", "order-rsa-first"}, {"suites", "TLS_ECDHE_"},       \
		{                                                              \
			"has", "suite-c02f"                                    \
		}                                                              \
	}
#define CBC                                                                    \
	{                                                                      \
		{                                                              \
			"offers", "suites-rsa-cbc-sha1"                        \
		}                                                              \
	}
#define BITS                                                                   \
	{                                                                      \
		{                                                              \
			"bits", "2048"                                         \
		}                                                              \
	}
#define SHA512                                                                 \
	{                                                                      \
		{"offers", "signature-sha512"},                                \
		{                                                              \
			"words", "SHA512"                                      \
		}                                                              \
	}
/* What is said of each offer that was not made. */
#define NOT_MADE(check, parameters)                                            \
	{check " not asked", check, parameters, stopped_early,                 \
		RULING_NOT_TESTED, "not tested: "},                            \
		{check " impossible", check, parameters, impossible,           \
			RULING_UNOBSERVABLE, "TLS library"},                   \
	{                                                                      \
		check " unreached", check, parameters, unreached,              \
			RULING_NOT_TESTED, NULL                                \
	}

static const struct rule_case cases[] = {
	{"ECDHE first", "suite-preferred", ORDER, ecdhe_chosen, RULING_HOLDS,
		ECDHE},
	{"static RSA first", "suite-preferred", ORDER, static_chosen,
		RULING_BROKEN, STATIC},
	{"though it has it", "suite-preferred", ORDER_HAS, static_though_it_has,
		RULING_BROKEN, STATIC},
	{"as it has it not", "suite-preferred", ORDER_HAS, static_as_it_has_not,
		RULING_INFO, STATIC},
	{"perhaps it has it", "suite-preferred", ORDER_HAS, static_chosen,
		RULING_NOT_TESTED, "no clear answer"},
	NOT_MADE("suite-preferred", ORDER),
	{"its own order", "server-order", NONE, ecdhe_chosen, RULING_HOLDS,
		ECDHE},
	{"our order", "server-order", NONE, static_chosen, RULING_BROKEN,
		STATIC},
	NOT_MADE("server-order", NONE),
	{"with it", "encrypt-then-mac", CBC, cbc_with, RULING_HOLDS, "always"},
	{"without it", "encrypt-then-mac", CBC, cbc_without, RULING_BROKEN,
		STATIC},
	{"CBC, cut short", "encrypt-then-mac", CBC, cbc_cut, RULING_NOT_TESTED,
		"no clear answer"},
	{"CBC, heard with it", "encrypt-then-mac", CBC, cbc_heard_with,
		RULING_HOLDS, "always"},
	{"CBC, heard without", "encrypt-then-mac", CBC, cbc_heard_without,
		RULING_BROKEN, "without it: static RSA"},
	{"CBC, heard nothing", "encrypt-then-mac", CBC, cbc_heard_nothing,
		RULING_NOT_TESTED, "no clear answer about static RSA"},
	{"CBC, unheard", "encrypt-then-mac", CBC, cbc_unheard,
		RULING_NOT_TESTED, ": the server asks for fewer connections"},
	{"grade, unheard", "offers-graded", CBC, cbc_unheard, RULING_NOT_TESTED,
		": the server asks for fewer connections"},
	{"no CBC", "encrypt-then-mac", CBC, no_cbc, RULING_HOLDS, "no CBC"},
	{"no CBC asked", "encrypt-then-mac", CBC, nothing, RULING_NOT_TESTED,
		"no clear answer"},
	{"no CBC asked any more", "encrypt-then-mac", CBC, stopped_early,
		RULING_NOT_TESTED, "not tested: "},
	{"no CBC possible", "encrypt-then-mac", CBC, impossible,
		RULING_UNOBSERVABLE, "TLS library"},
	{"no CBC reached", "encrypt-then-mac", CBC, unreached,
		RULING_NOT_TESTED, NULL},
	{"2048 bits", "dh-bits", BITS, dhe_2048, RULING_HOLDS, "2048 bits"},
	{"1024 bits", "dh-bits", BITS, dhe_1024, RULING_BROKEN, "1024 bits"},
	{"no DHE", "dh-bits", BITS, no_dhe, RULING_HOLDS, "not accepted"},
	{"bits not told", "dh-bits", BITS, dhe_untold, RULING_NOT_TESTED,
		"no clear answer"},
	NOT_MADE("dh-bits", BITS),
	{"named", "dh-named-group", NONE, ffdhe, RULING_HOLDS, "FFDHE2048"},
	{"its own", "dh-named-group", NONE, dhe_2048, RULING_UNOBSERVABLE,
		"2048 bits"},
	{"no group", "dh-named-group", NONE, no_dhe, RULING_HOLDS,
		"not accepted"},
	NOT_MADE("dh-named-group", NONE),
	{"hybrid", "hybrid-group", NONE, hybrid, RULING_HOLDS, "MLKEM768"},
	{"not hybrid", "hybrid-group", NONE, nothing, RULING_NOT_TESTED,
		"ML-KEM"},
	{"SHA-512", "signature-follows-offer", SHA512, sha512, RULING_HOLDS,
		"SHA512"},
	{"SHA-256", "signature-follows-offer", SHA512, sha256, RULING_BROKEN,
		"RSA-SHA256"},
	{"no SHA-512", "signature-follows-offer", SHA512, no_sha512,
		RULING_HOLDS, "refused"},
	NOT_MADE("signature-follows-offer", SHA512),
	{"name ignored", "sni-handled", NONE, sni_ignored, RULING_NOT_TESTED,
		"nothing shows whether it selects by name"},
	{"name acknowledged", "sni-handled", NONE, sni_acknowledged,
		RULING_HOLDS, "with the name"},
	{"name", "sni-handled", NONE, sni_other, RULING_HOLDS,
		"without it the certificate of \"CN=\\x1bother\""},
	{"wrong name", "sni-handled", NONE, sni_wrong, RULING_NOT_TESTED,
		"no certificate for this host was seen"},
	{"wrong name alone", "sni-handled", NONE, sni_wrong_alone,
		RULING_NOT_TESTED, "no certificate for this host was seen"},
	{"wrong name with the name", "sni-handled", NONE, sni_wrong_with_name,
		RULING_BROKEN, "with the name"},
	{"name unreached", "sni-handled", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"alert 112", "sni-unknown-refused", NONE, name_112, RULING_HOLDS,
		"112"},
	{"alert 40", "sni-unknown-refused", NONE, name_40, RULING_INFO, "40"},
	{"any name", "sni-unknown-refused", NONE, name_taken, RULING_BROKEN,
		"accepted"},
	NOT_MADE("sni-unknown-refused", NONE),
	{"alert 120", "alpn-handled", NONE, alpn_120, RULING_HOLDS, "120"},
	{"ALPN ignored", "alpn-handled", NONE, alpn_ignored, RULING_BROKEN,
		"ignored"},
	{"h2", "alpn-handled", NONE, alpn_h2, RULING_BROKEN, "h2"},
	NOT_MADE("alpn-handled", NONE),
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

/* The library has no hybrid group to be refused. */
static void test_coverage(void **state)
{
	(void)state;
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_suite,
		"hybrid-group dh-named-group");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_group,
		"hybrid-group dh-named-group");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_hello,
		"hybrid-group dh-named-group");
}

/* What a rule rests on beside its offers is asked, too. */
static void test_has(void **state)
{
	const struct rule_parameter parameters[] = ORDER_HAS;
	struct rule rule = {.id = "TEST-001",
		.level = "MUST",
		.title = "It holds",
		.check = "suite-preferred",
		.parameters = parameters,
		.parameter_count = COUNT_OF(parameters)};
	struct policy policy = {
		.name = "test", .rules = &rule, .rule_count = 1};
	const struct policy *policies[] = {&policy};
	struct rule_wishes *wishes = memory_calloc(1, sizeof(*wishes));

	(void)state;
	rules_wish(policies, 1, wishes);
	assert_int_equal(
		wishes->offers[OFFER_ORDER_RSA_FIRST], RULE_WISH_HANDSHAKE);
	assert_int_equal(wishes->offers[OFFER_SUITE_C02F], RULE_WISH_ANSWER);
	assert_int_equal(wishes->offers[OFFER_SUITES_RSA], RULE_WISH_NONE);
	assert_int_equal(wishes->topics, TOPIC_SUITES);
	free(wishes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
