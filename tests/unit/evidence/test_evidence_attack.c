/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Known attacks, by what a server offers. */

#include "tests/unit/unit.h"

#include "evidence/offered/attack.h"
#include "evidence/offered/weakness.h"

#include <string.h>

/* A server that refuses all versions before TLS 1.2, and has these suites in
 * it. */
struct scene {
	struct arena *arena;
	struct offered_facts *offered;
};

static struct scene begin(uint16_t *suites, size_t count)
{
	struct scene scene = {
		.arena = arena_new(), .offered = offered_facts_new()};

	for (int v = TLS_SSL3; v <= TLS_1_3; v++)
		scene.offered->versions[v].state = OFFERED_REFUSED;
	scene.offered->versions[TLS_1_2] =
		(struct offered_version){.state = OFFERED_ACCEPTED,
			.suites = {.numbers = suites,
				.count = count,
				.asked = true,
				.whole = true}};
	scene.offered->ssl2 = OFFERED_REFUSED;
	scene.offered->traits[TRAIT_COMPRESSION] = OFFERED_REFUSED;
	scene.offered->traits[TRAIT_HEARTBEAT] = OFFERED_REFUSED;
	scene.offered->traits[TRAIT_RENEGOTIATION] = OFFERED_ACCEPTED;
	return scene;
}

static void end(struct scene *scene)
{
	offered_facts_free(scene->offered);
	arena_free(scene->arena);
}

/* Fails unless `attack` is so, and all others are closed. */
static void expect(const struct scene *scene, enum attack attack,
	enum attack_state state, const char *why)
{
	for (int i = 0; i < ATTACK_COUNT; i++) {
		const char *told;
		enum attack_state found = attack_judge(
			scene->arena, scene->offered, (enum attack)i, &told);

		if (i != (int)attack && found != ATTACK_CLOSED)
			fail_msg("%s: %d, not closed", attack_table[i].id,
				found);
		if (i != (int)attack)
			continue;
		if (found != state)
			fail_msg("%s: %d", attack_table[i].id, found);
		assert_true(why ? told && strstr(told, why) : !told);
	}
}

static void test_suites(void **state)
{
	static const struct {
		uint16_t suite;
		enum attack attack;
		enum attack_state state;
	} cases[] = {
		{0xc02f, ATTACK_COUNT, ATTACK_CLOSED},
		{0xc006, ATTACK_NULL, ATTACK_OPEN},
		{0xc018, ATTACK_ANONYMOUS, ATTACK_OPEN},
		{0xc011, ATTACK_RC4, ATTACK_OPEN},
		{0xc012, ATTACK_SWEET32, ATTACK_OPEN},
		{0x009c, ATTACK_ROBOT, ATTACK_POSSIBLE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint16_t suites[] = {0xc030, cases[i].suite};
		struct scene scene = begin(suites, 2);

		expect(&scene, cases[i].attack, cases[i].state, "TLS_");
		scene.offered->versions[TLS_1_2].suites.whole = false;
		if (cases[i].state == ATTACK_CLOSED) {
			const char *why;

			assert_int_equal(
				attack_judge(scene.arena, scene.offered,
					ATTACK_RC4, &why),
				ATTACK_NOT_TESTED);
		}
		end(&scene);
	}
}

static void test_others(void **state)
{
	uint16_t suites[] = {0xc030};
	struct scene scene = begin(suites, 1);

	(void)state;
	scene.offered->ssl2 = OFFERED_ACCEPTED;
	expect(&scene, ATTACK_DROWN, ATTACK_OPEN, "SSL 2.0");
	scene.offered->ssl2 = OFFERED_UNKNOWN;
	expect(&scene, ATTACK_DROWN, ATTACK_NOT_TESTED, NULL);
	scene.offered->ssl2 = OFFERED_REFUSED;
	scene.offered->traits[TRAIT_COMPRESSION] = OFFERED_ACCEPTED;
	expect(&scene, ATTACK_CRIME, ATTACK_OPEN, "compression");
	scene.offered->traits[TRAIT_COMPRESSION] = OFFERED_REFUSED;
	scene.offered->traits[TRAIT_HEARTBEAT] = OFFERED_ACCEPTED;
	expect(&scene, ATTACK_HEARTBLEED, ATTACK_POSSIBLE, "heartbeat");
	scene.offered->traits[TRAIT_HEARTBEAT] = OFFERED_REFUSED;
	scene.offered->traits[TRAIT_RENEGOTIATION] = OFFERED_REFUSED;
	expect(&scene, ATTACK_RENEGOTIATION, ATTACK_POSSIBLE, "5746");
	end(&scene);
}

static void test_primes(void **state)
{
	uint16_t suites[] = {0x009e};
	struct scene scene = begin(suites, 1);

	(void)state;
	expect(&scene, ATTACK_LOGJAM, ATTACK_NOT_TESTED, NULL);
	scene.offered->primes[0].bits = 2048;
	scene.offered->prime_count = 1;
	expect(&scene, ATTACK_COUNT, ATTACK_CLOSED, NULL);
	scene.offered->primes[0].bits = 1024;
	expect(&scene, ATTACK_LOGJAM, ATTACK_OPEN, "1024");
	end(&scene);
}

static void test_old_versions(void **state)
{
	uint16_t suites[] = {0xc030}, old[] = {0xc014};
	struct scene scene = begin(suites, 1);
	struct offered_version *v = scene.offered->versions;

	(void)state;
	v[TLS_1_0] = (struct offered_version){.state = OFFERED_ACCEPTED,
		.suites = {.numbers = old, .count = 1, .whole = true}};
	expect(&scene, ATTACK_BEAST, ATTACK_POSSIBLE, "CBC");
	v[TLS_SSL3] = v[TLS_1_0];
	v[TLS_1_0] = (struct offered_version){.state = OFFERED_REFUSED};
	v[TLS_SSL3].suites.numbers = suites;
	expect(&scene, ATTACK_COUNT, ATTACK_CLOSED, NULL);
	end(&scene);
}

static void test_weakness(void **state)
{
	static const struct {
		unsigned suite;
		enum weakness weakness;
		const char *word;
	} rows[] = {
		{0x1301, WEAKNESS_NONE, NULL},
		{0xc02f, WEAKNESS_NONE, NULL},
		{0x009c, WEAKNESS_AGED, "no forward secrecy"},
		{0xc00e, WEAKNESS_AGED, "no forward secrecy"},
		{0x000a, WEAKNESS_BROKEN, "64-bit blocks"},
		{0x0005, WEAKNESS_BROKEN, "RC4"},
		{0x0003, WEAKNESS_BROKEN, "export"},
		{0x0018, WEAKNESS_BROKEN, "no authentication"},
		{0xc010, WEAKNESS_BROKEN, "no encryption"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *word;

		assert_int_equal(
			weakness_of(cipher_suite_find(rows[i].suite), &word),
			rows[i].weakness);
		if (rows[i].word)
			assert_string_equal(word, rows[i].word);
		else
			assert_null(word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suites),
		cmocka_unit_test(test_weakness),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_primes),
		cmocka_unit_test(test_old_versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
