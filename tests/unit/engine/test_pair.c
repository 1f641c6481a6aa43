/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Chains of different lists that share hellos find what each would have found
 * alone, by fewer connections. */

#include "tests/unit/unit.h"

#include "engine/ask/favour.h"
#include "engine/ask/link.h"
#include "model/memory.h"
#include "model/tls/cipher_suite.h"

#include <stdlib.h>
#include <string.h>

#define FLIGHTS 4

/* Lists up to the first 0. */
struct server {
	enum tls_version version;
	const uint16_t *suites;
	const uint16_t *groups;
	const uint16_t *signatures;
	unsigned suite; /* takes it with that group, or not at all; 0: none */
	unsigned with;
	unsigned deaf_at;  /* drops that hello, whatever it offers; 0: none */
	bool client_order; /* of groups and signatures */
	size_t at_once;    /* so many hellos; 0: one */
	unsigned asked;
};

static bool has(struct hello_numbers offered, unsigned number)
{
	for (size_t i = 0; i < offered.count; i++)
		if (offered.numbers[i] == number)
			return true;
	return false;
}

static bool has_own(const uint16_t *own, unsigned number)
{
	while (*own && *own != number)
		own++;
	return *own != 0;
}

static unsigned choose(const struct server *server, const uint16_t *own,
	struct hello_numbers offered)
{
	for (size_t i = 0; server->client_order && i < offered.count; i++)
		if (has_own(own, offered.numbers[i]))
			return offered.numbers[i];
	while (*own && !has(offered, *own))
		own++;
	return *own;
}

static unsigned choose_suite(
	const struct server *server, const struct hello *hello)
{
	const uint16_t *own = server->suites;

	while (*own && (!has(hello->suites, *own) ||
			       (*own == server->suite &&
				       !has(hello->groups, server->with))))
		own++;
	return *own;
}

static enum status serve(struct server *server, const struct hello *hello,
	struct hello_answer *answer)
{
	*answer = (struct hello_answer){
		.version = server->version == TLS_1_3 ? HELLO_TLS_1_3
						      : HELLO_TLS_1_2,
		.result = HELLO_CHOSEN,
		.suite = choose_suite(server, hello),
		.group = choose(server, server->groups, hello->groups),
		.signature =
			choose(server, server->signatures, hello->signatures),
	};
	if (++server->asked == server->deaf_at)
		return ST_RESET;
	/* RFC 8446 section 4.1.4: nobody looks at signatures before. */
	if (server->version == TLS_1_3 && answer->suite && answer->group &&
		answer->group != hello->share) {
		answer->result = HELLO_RETRY;
	} else if (!answer->suite || !answer->group || !answer->signature) {
		answer->result = HELLO_ALERTED;
		answer->alert = 40;
	}
	return ST_OK;
}

/* So many hellos at a time, until all links are over. */
static void ask_links(struct link *links, struct server *server, bool share)
{
	static struct probe_job job;
	const size_t at_once = server->at_once ? server->at_once : 1;
	enum status status[FLIGHTS];
	struct hello_answer answers[FLIGHTS];
	struct link *flights[FLIGHTS];

	for (;;) {
		size_t count = 0;
		struct link *link;

		while (count < at_once && (link = link_find_waiting(links))) {
			uint16_t room[CHAIN_NUMBERS];
			struct favour_room favours;
			enum hello_depth depth;
			struct hello hello;

			assert_true(chain_next(&link->chain, &hello, &depth));
			if (share) {
				link_join(links, (size_t)(link - links), &hello,
					room);
				favour_unknown(links, link, &hello, &favours);
			}
			status[count] = serve(server, &hello, &answers[count]);
			link->job = &job;
			flights[count++] = link;
		}
		if (!count)
			return;
		for (size_t i = 0; i < count; i++) {
			flights[i]->job = NULL;
			link_heard(links, flights[i], status[i],
				status[i] == ST_OK ? &answers[i] : NULL);
			if (share && status[i] == ST_OK)
				favour_heard(links, &answers[i]);
		}
	}
}

static bool is_asked(
	const struct server *server, const struct hello_question *question)
{
	if (question->version != server->version || question->round != 1)
		return false;
	return question->strike == STRIKE_GROUPS ||
	       question->strike == STRIKE_SUITES ||
	       question->strike == STRIKE_SIGNATURES ||
	       question->strike == TRY_SIGNATURES;
}

static void expect_list(
	const char *what, const struct offered_list *list, const uint16_t *own)
{
	size_t count = 0;

	assert_true(list->whole);
	for (; own[count]; count++) {
		bool there = false;

		for (size_t i = 0; i < list->count; i++)
			there |= list->numbers[i] == own[count];
		if (!there)
			fail_msg("%s %04x was not found", what, own[count]);
	}
	assert_int_equal(list->count, count);
}

/* Asks, and compares what was found with what the server has. */
static void expect_found(struct server *server, bool share)
{
	struct link *links = memory_calloc(question_count, sizeof(*links));
	struct offered_facts known = {0}, facts = {0};
	struct arena *arena = arena_new();
	struct chain_manners manners = {0};
	const struct offered_version *found = &facts.versions[server->version];

	for (size_t i = 0; i < question_count; i++) {
		links[i].wanted =
			is_asked(server, &question_table[i]) &&
			chain_begin(&links[i].chain, &question_table[i], &known,
				arena, NULL, NULL);
		links[i].chain.manners = &manners;
	}
	ask_links(links, server, share);
	for (size_t i = 0; i < question_count; i++) {
		assert_false(link_is_left(&links[i]));
		if (links[i].wanted)
			chain_tell(&links[i].chain, &facts);
	}
	assert_int_equal(facts.hellos, server->asked);
	expect_list("group", &found->groups, server->groups);
	expect_list("suite", &found->suites, server->suites);
	expect_list("signature", &found->signatures, server->signatures);
	arena_free(arena);
	free(links);
}

static const uint16_t suites_1_3[] = {0x1301, 0x1302, 0x1303, 0};
static const uint16_t suites_1_2[] = {
	0xc02f, 0xc030, 0xc027, 0xc028, 0xc013, 0xc014, 0};
static const uint16_t groups_1_3[] = {
	0x001d, 0x0017, 0x001e, 0x0019, 0x0018, 0x0100, 0x0101, 0x0102, 0};
static const uint16_t groups_1_2[] = {0x001d, 0x0017, 0x001e, 0x0018, 0};
static const uint16_t signatures_1_2[] = {
	0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0};
static const uint16_t signatures_1_3[] = {0x0804, 0x0805, 0x0806, 0};
static const uint16_t few[] = {0x0017, 0};
static const uint16_t old[] = {0x0401, 0};

static const struct server servers[] = {
	{TLS_1_3, suites_1_3, groups_1_3, signatures_1_3, 0, 0, 0, false, 0, 0},
	{TLS_1_2, suites_1_2, groups_1_2, signatures_1_2, 0, 0, 0, false, 0, 0},
};

static void test_fewer(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct server alone = servers[i];
		struct server together = servers[i];

		expect_found(&alone, false);
		expect_found(&together, true);
		assert_true(together.asked + 6 <= alone.asked);
	}
}

/* What is refused to a pair may be taken of one. */
static void test_tied(void **state)
{
	(void)state;
	for (size_t i = 0; suites_1_3[i]; i++)
		for (size_t k = 0; groups_1_3[k]; k++) {
			struct server server = servers[0];

			server.suite = suites_1_3[i];
			server.with = groups_1_3[k];
			expect_found(&server, true);
		}
}

/* A list of one is found as soon as any. */
static void test_few(void **state)
{
	struct server of_1_3 = servers[0], of_1_2 = servers[1];
	struct server signs = servers[1];

	(void)state;
	of_1_3.groups = of_1_2.groups = few;
	signs.signatures = old;
	expect_found(&of_1_3, true);
	expect_found(&of_1_2, true);
	expect_found(&signs, true);
}

/* One that is dropped by chance is asked again. */
static void test_deaf(void **state)
{
	(void)state;
	for (unsigned at = 1; at <= 24; at++) {
		struct server server = servers[at % 2];

		server.deaf_at = (at + 1) / 2;
		expect_found(&server, true);
	}
}

/* Of a server that goes by the client's order hellos about suites tell of its
 * groups and signatures, too, whichever of them are under way at once. */
static void test_favoured(void **state)
{
	(void)state;
	for (size_t at_once = 1; at_once <= FLIGHTS; at_once++) {
		struct server own = servers[1], clients = servers[1];

		own.at_once = clients.at_once = at_once;
		clients.client_order = true;
		expect_found(&own, true);
		expect_found(&clients, true);
		assert_true(clients.asked < own.asked);
		for (unsigned deaf_at = 1; deaf_at < 24; deaf_at++) {
			clients.asked = 0;
			clients.deaf_at = deaf_at;
			expect_found(&clients, true);
		}
	}
}

/* A list of which other hellos found all while its own was lost is whole: one
 * that offers nothing would be answered with what was not offered. */
static void test_emptied(void **state)
{
	static const unsigned groups[] = {0x001e, 0x001d};
	static struct probe_job job;

	(void)state;
	for (int lost = 0; lost <= 1; lost++) {
		struct link *links =
			memory_calloc(question_count, sizeof(*links));
		const struct offered_facts known = {0};
		struct arena *arena = arena_new();
		struct link *link = links;
		enum hello_depth depth;
		struct hello hello;

		while (strcmp(question_table[link - links].id,
			       "groups-1.2-x") != 0)
			link++;
		link->wanted =
			chain_begin(&link->chain, &question_table[link - links],
				&known, arena, NULL, NULL);
		assert_true(chain_next(&link->chain, &hello, &depth));
		link->job = &job;
		for (size_t i = 0; i < 2; i++) {
			const struct hello_answer answer = {
				.version = HELLO_TLS_1_2,
				.result = HELLO_CHOSEN,
				.group = groups[i]};

			favour_heard(links, &answer);
		}
		assert_true(link_is_left(link));
		link->job = NULL;
		if (lost)
			link_lose(links, link);
		else
			link_heard(links, link, ST_TIMEOUT, NULL);
		assert_false(link_is_left(link));
		assert_true(link->chain.whole);
		assert_int_equal(link->chain.found_count, 2);
		arena_free(arena);
		free(links);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fewer),
		cmocka_unit_test(test_tied),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_deaf),
		cmocka_unit_test(test_favoured),
		cmocka_unit_test(test_emptied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
