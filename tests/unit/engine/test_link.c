/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Chains that share hellos find what each would have found alone, by fewer
 * connections. */

#include "tests/unit/unit.h"

#include "engine/ask/link.h"
#include "model/memory.h"
#include "model/tls/cipher_suite.h"

#include <stdlib.h>
#include <string.h>

#define FLIGHTS 4

/* A server of TLS 1.2 with an order of its own. */
struct server {
	const uint16_t *suites;
	bool no_prime;    /* chooses DHE, and breaks off then */
	bool drops;       /* in place of alerts */
	unsigned deaf_at; /* drops that hello, whatever it offers; 0: none */
	size_t at_once;   /* so many hellos */
	bool scouted;     /* asked for all of DHE, and nothing else, first */
	unsigned asked;
	unsigned tempted; /* hellos that offered DHE */
	size_t longest;
};

static bool offers(const struct hello *hello, unsigned number)
{
	for (size_t i = 0; i < hello->suites.count; i++)
		if (hello->suites.numbers[i] == number)
			return true;
	return false;
}

static bool offers_dhe(const struct hello *hello)
{
	for (size_t i = 0; i < hello->suites.count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(hello->suites.numbers[i]);

		if (suite && suite->exchange == KX_DHE)
			return true;
	}
	return false;
}

static enum status serve(struct server *server, const struct hello *hello,
	struct hello_answer *answer)
{
	size_t i = 0;

	*answer = (struct hello_answer){.version = HELLO_TLS_1_2};
	if (hello->suites.count > server->longest)
		server->longest = hello->suites.count;
	server->tempted += offers_dhe(hello);
	if (++server->asked == server->deaf_at)
		return ST_RESET;
	while (server->suites[i] && !offers(hello, server->suites[i]))
		i++;
	answer->suite = server->suites[i];
	answer->result = HELLO_CHOSEN;
	if (answer->suite &&
		!(server->no_prime &&
			cipher_suite_find(answer->suite)->exchange == KX_DHE))
		return ST_OK;
	answer->result = server->drops ? HELLO_NOTHING : HELLO_ALERTED;
	answer->alert = 40;
	return server->drops ? ST_EOF : ST_OK;
}

static const uint16_t few[] = {0xc030, 0xc02f, 0};
static const uint16_t usual[] = {0xc030, 0x009f, 0xcca8, 0xc02f, 0x009e, 0xc028,
	0xc014, 0x0039, 0xc013, 0x009d, 0x009c, 0x0035, 0x002f, 0};
static const uint16_t old[] = {0x009f, 0x0039, 0x0033, 0x0016, 0x0035, 0x002f,
	0x000a, 0x0005, 0x0018, 0x0003, 0};

static bool is_scout(const struct hello_question *question)
{
	return question->strike == ASK_PRIME;
}

static bool is_asked(const struct hello_question *question)
{
	return question->strike == STRIKE_SUITES && question->round == 1 &&
	       question->version == TLS_1_2;
}

/* So many hellos at a time, until all links are over. */
static void ask_links(struct link *links, struct server *server, bool share)
{
	static struct probe_job job;
	enum status status[FLIGHTS];
	struct hello_answer answers[FLIGHTS];
	struct link *flights[FLIGHTS];

	for (;;) {
		size_t count = 0;
		struct link *link;

		link_spare_dhe(links);
		while (count < server->at_once &&
			(link = link_find_waiting(links))) {
			uint16_t room[CHAIN_NUMBERS];
			enum hello_depth depth;
			struct hello hello;

			assert_true(chain_next(&link->chain, &hello, &depth));
			if (share)
				link_join(links, (size_t)(link - links), &hello,
					room);
			status[count] = serve(server, &hello, &answers[count]);
			link->job = &job;
			flights[count++] = link;
		}
		if (!count)
			return;
		for (size_t i = 0; i < count; i++) {
			flights[i]->job = NULL;
			link_heard(links, flights[i], status[i], &answers[i]);
		}
	}
}

/* Asks, and compares what was found with what the server has. */
static void expect_found(struct server *server, bool share)
{
	struct link *links = memory_calloc(question_count, sizeof(*links));
	struct offered_facts known = {0}, facts = {0};
	struct arena *arena = arena_new();
	struct chain_manners manners = {.drops = server->drops ? 2 : 0};
	struct offered_list *found = &facts.versions[TLS_1_2].suites;
	size_t count = 0;

	for (size_t i = 0; i < question_count; i++) {
		links[i].wanted =
			(is_asked(&question_table[i]) ||
				(server->scouted &&
					is_scout(&question_table[i]))) &&
			chain_begin(&links[i].chain, &question_table[i], &known,
				arena, NULL, NULL);
		links[i].chain.manners = &manners;
	}
	assert_false(link_lacks_dhe(links, TLS_1_2));
	ask_links(links, server, share);
	if (!server->drops)
		assert_true(link_lacks_dhe(links, TLS_1_2) ==
			    (server->no_prime || server->suites == few));
	for (size_t i = 0; i < question_count; i++) {
		assert_false(link_is_left(&links[i]));
		if (links[i].wanted)
			chain_tell(&links[i].chain, &facts);
	}
	assert_true(found->whole);
	assert_int_equal(facts.hellos, server->asked);
	for (size_t i = 0; server->suites[i]; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(server->suites[i]);
		bool there = false;

		if (server->no_prime && suite->exchange == KX_DHE)
			continue;
		count++;
		for (size_t k = 0; k < found->count; k++)
			there |= found->numbers[k] == server->suites[i];
		if (!there)
			fail_msg("%s was not found", suite->name);
	}
	assert_int_equal(found->count, count);
	arena_free(arena);
	free(links);
}

static void test_share(void **state)
{
	static const uint16_t *const lists[] = {few, usual, old};

	(void)state;
	for (int i = 0; i < 3 * 4 * FLIGHTS; i++) {
		struct server alone = {.suites = lists[i / 4 / FLIGHTS],
			.no_prime = (i & 1) != 0,
			.drops = (i & 2) != 0,
			.at_once = (size_t)(i / 4 % FLIGHTS + 1)};
		struct server together = alone;

		expect_found(&alone, false);
		expect_found(&together, true);
		assert_true(together.asked < alone.asked);
		assert_true(together.longest <= 128);
	}
}

/* Once DHE alone was refused it is in no other hello, and nothing is missed;
 * who has a prime is asked for its suites. */
static void test_scout(void **state)
{
	static const uint16_t *const lists[] = {few, usual, old};

	(void)state;
	for (int i = 0; i < 3 * 2 * 2; i++) {
		struct server server = {.suites = lists[i / 4],
			.no_prime = (i & 1) != 0,
			.drops = (i & 2) != 0,
			.scouted = true,
			.at_once = 1};

		expect_found(&server, true);
		if (server.no_prime || server.suites == few)
			assert_true(server.tempted <= (server.drops ? 2 : 1));
		else
			assert_true(server.tempted > 2);
	}
	for (unsigned at = 1; at <= 12; at++) {
		struct server server = {.suites = usual,
			.deaf_at = at,
			.scouted = true,
			.at_once = at % FLIGHTS + 1};

		expect_found(&server, true);
	}
}

/* A drop that was trusted, of a server that turns out to drop at random, is no
 * refusal of DHE: the lists that left it out are not whole. */
static void test_misled(void **state)
{
	(void)state;
	for (int moody = 0; moody <= 1; moody++) {
		struct link *links =
			memory_calloc(question_count, sizeof(*links));
		struct server server = {.suites = usual,
			.drops = true,
			.no_prime = true,
			.at_once = 1};
		struct offered_facts known = {0}, facts = {0};
		struct chain_manners manners = {.drops = 2};
		struct arena *arena = arena_new();

		for (size_t i = 0; i < question_count; i++) {
			links[i].wanted =
				(is_asked(&question_table[i]) ||
					is_scout(&question_table[i])) &&
				chain_begin(&links[i].chain, &question_table[i],
					&known, arena, NULL, NULL);
			links[i].chain.manners = &manners;
		}
		ask_links(links, &server, true);
		manners.chosen = manners.said + 1;
		manners.moody = moody != 0;
		link_miss_dhe(links);
		for (size_t i = 0; i < question_count; i++)
			if (links[i].wanted)
				chain_tell(&links[i].chain, &facts);
		assert_true(facts.versions[TLS_1_2].suites.whole == !moody);
		arena_free(arena);
		free(links);
	}
}

/* One that is dropped by chance is asked again. */
static void test_deaf(void **state)
{
	(void)state;
	for (unsigned at = 1; at <= 12; at++) {
		struct server server = {.suites = usual,
			.deaf_at = at,
			.at_once = at % FLIGHTS + 1};

		expect_found(&server, true);
	}
}

/* Suites without forward secrecy have no say in it; but who has no others may
 * have DHE. */
static void test_early(void **state)
{
	static const uint16_t no_ephemeral[] = {0x009d, 0x0035, 0};
	static const uint16_t *const lists[] = {few, no_ephemeral, usual};

	(void)state;
	for (int k = 0; k < 3; k++) {
		struct link *links =
			memory_calloc(question_count, sizeof(*links));
		struct offered_facts known = {0};
		struct arena *arena = arena_new();
		struct server server = {.suites = lists[k], .at_once = 1};

		for (size_t i = 0; i < question_count; i++)
			links[i].wanted =
				is_asked(&question_table[i]) &&
				strcmp(question_table[i].id,
					"suites-1.2-static") != 0 &&
				chain_begin(&links[i].chain, &question_table[i],
					&known, arena, NULL, NULL);
		ask_links(links, &server, true);
		for (size_t i = 0; i < question_count; i++)
			if (strcmp(question_table[i].id, "suites-1.2-static") ==
				0)
				links[i].wanted = chain_begin(&links[i].chain,
					&question_table[i], &known, arena, NULL,
					NULL);
		assert_true(link_find_waiting(links) != NULL);
		assert_true(link_lacks_dhe(links, TLS_1_2) == (k == 0));
		arena_free(arena);
		free(links);
	}
}

/* The longest goes first, and what has no hurry last. */
static void test_waiting(void **state)
{
	struct link *links = memory_calloc(question_count, sizeof(*links));
	struct offered_facts known = {0};
	struct arena *arena = arena_new();
	static struct probe_job job;
	const struct link *link;
	bool fills = false;
	unsigned length = 100;

	(void)state;
	for (size_t i = 0; i < question_count; i++)
		links[i].wanted = chain_begin(&links[i].chain,
			&question_table[i], &known, arena, NULL, NULL);
	while ((link = link_find_waiting(links))) {
		const struct hello_question *question = link->chain.question;
		unsigned its = question->length ? question->length : 1;

		assert_true(!fills || question->fills_gaps);
		fills = question->fills_gaps && !question->length;
		assert_true(fills || its <= length);
		length = its;
		links[link - links].job = &job;
	}
	assert_true(fills);
	arena_free(arena);
	free(links);
}

/* What is held is waited for, rather than passed over for what is short. */
static void test_held(void **state)
{
	struct link *links = memory_calloc(question_count, sizeof(*links));
	const struct offered_facts known = {0};
	struct arena *arena = arena_new();
	struct link *longest;

	(void)state;
	for (size_t i = 0; i < question_count; i++)
		links[i].wanted =
			is_asked(&question_table[i]) &&
			chain_begin(&links[i].chain, &question_table[i], &known,
				arena, NULL, NULL);
	longest = link_find_waiting(links);
	assert_non_null(longest);
	longest->held = true;
	assert_null(link_find_waiting(links));
	assert_true(link_is_left(longest));
	longest->held = false;
	assert_ptr_equal(link_find_waiting(links), longest);
	arena_free(arena);
	free(links);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_share),
		cmocka_unit_test(test_scout),
		cmocka_unit_test(test_misled),
		cmocka_unit_test(test_deaf),
		cmocka_unit_test(test_early),
		cmocka_unit_test(test_waiting),
		cmocka_unit_test(test_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
