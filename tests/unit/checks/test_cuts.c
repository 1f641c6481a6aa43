/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Dialogues that break off: behind each octet, in each stage, and with the
 * protocol's words for "not now". Whatever every policy says of the whole
 * dialogues, of those that were cut it says the same, or that it was not
 * tested. */
#include "tests/unit/unit.h"

#include "checks/judge.h"
#include "checks/rules/judge.h"
#include "evidence/closed/drop.h"
#include "model/memory.h"
#include "tests/unit/checks/cut_peer.h"
#include "tests/unit/rules/rule_basis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct kind {
	enum service service;
	enum tls_mode mode;
} kinds[] = {{IMAP, IMPLICIT}, {IMAP, EXPLICIT}, {POP3, IMPLICIT},
	{POP3, EXPLICIT}, {SMTP, IMPLICIT}, {SMTP, EXPLICIT}};

struct world {
	struct rule_books books;
	struct run *donor; /* of certificates */
	const struct kind *kind;
	struct run *whole; /* and judged */
	size_t octets;     /* of the best connection */
	size_t bad;
};

/* Where each probe is cut, by its number, and what hellos lost. */
typedef struct cut_place place_function(
	const struct world *world, size_t number, unsigned seed);

static bool applies(const struct kind *kind, const struct offer *offer)
{
	return !offer->by_hand && !offer->each_address &&
	       (!offer->services ||
		       (offer->services & (1u << kind->service))) &&
	       (!offer->modes || (offer->modes & (1u << kind->mode)));
}

static struct probe_facts *begin(struct endpoint_report *endpoint,
	enum purpose purpose, unsigned offered, enum offer_id offer)
{
	struct probe_facts *probe = probe_facts_new();

	probe->purpose = purpose;
	probe->mode = endpoint->facts.endpoint.mode;
	probe->port = endpoint->facts.endpoint.port;
	probe->tls_offered = offered;
	probe->offer = offer;
	connect_probe(probe);
	return probe;
}

#define LIST(array)                                                            \
	(struct offered_list)                                                  \
	{                                                                      \
		.asked = true, .whole = true, .numbers = array,                \
		.count = COUNT_OF(array)                                       \
	}

/* What hellos found: TLS 1.2 and 1.3, and nothing that is bad. */
static struct offered_facts *find_offered(void)
{
	static uint16_t old[] = {0xc02f, 0xc030}, modern[] = {0x1301};
	static uint16_t groups[] = {0x001d, 0x0017};
	static uint16_t signatures[] = {0x0804, 0x0401};
	static const enum offered_trait taken[] = {TRAIT_RENEGOTIATION,
		TRAIT_MASTER_SECRET, TRAIT_TICKET, TRAIT_SERVER_NAME,
		TRAIT_UNKNOWN_VERSION, TRAIT_UNKNOWN_EXTENSION,
		TRAIT_LONG_HELLO, TRAIT_NO_NAME, TRAIT_SENTINEL,
		TRAIT_ALPN_HTTP};
	struct offered_facts *offered = offered_facts_new();

	offered->ssl2 = OFFERED_REFUSED;
	for (int v = TLS_SSL3; v < TLS_1_2; v++)
		offered->versions[v] =
			(struct offered_version){.state = OFFERED_REFUSED,
				.suites = {.asked = true, .whole = true}};
	for (int v = TLS_1_2; v <= TLS_1_3; v++)
		offered->versions[v] = (struct offered_version){
			.state = OFFERED_ACCEPTED,
			.suites = v == TLS_1_2 ? LIST(old) : LIST(modern),
			.groups = LIST(groups),
			.signatures = LIST(signatures)};
	for (int t = 0; t < TRAIT_COUNT; t++)
		offered->traits[t] = OFFERED_REFUSED;
	for (size_t i = 0; i < COUNT_OF(taken); i++)
		offered->traits[taken[i]] = OFFERED_ACCEPTED;
	offered->traits[TRAIT_FALLBACK] = OFFERED_NOT_ASKED;
	return offered;
}

static void cut_list(struct offered_list *list, bool drop)
{
	list->whole = false;
	list->count = drop ? 0 : list->count / 2;
}

/* Hellos that were cut know less. */
static void cut_offered(struct offered_facts *offered, unsigned seed)
{
	for (int v = TLS_SSL3; v < TLS_VERSION_COUNT; v++) {
		struct offered_version *version = &offered->versions[v];

		if (seed >> v & 1)
			continue;
		cut_list(&version->suites, false);
		cut_list(&version->groups, seed & 2);
		cut_list(&version->signatures, seed & 4);
		if (!version->suites.count)
			version->state = OFFERED_UNKNOWN;
	}
	for (int t = 0; t < TRAIT_COUNT; t++)
		if (seed >> (t % 8 + 3) & 1)
			offered->traits[t] = OFFERED_UNKNOWN;
	if (seed & 1)
		offered->ssl2 = OFFERED_UNKNOWN;
}

/* Probes as a run makes them. */
static struct run *make(const struct world *world, place_function *place_of,
	unsigned seed, size_t *ret_octets)
{
	struct run *run = run_new();
	const struct kind *kind = world->kind;
	struct endpoint_report *endpoint =
		add(run, kind->service, kind->mode, HOST);
	struct endpoint_facts *facts = &endpoint->facts;
	const struct cut_server server = {kind->service,
		&best(&world->donor->report.endpoints[0])->tls,
		&world->donor->report.endpoints[0].facts};
	size_t number = 0;
	struct cut_place place;

	facts->rule_probes =
		memory_calloc(OFFER_COUNT, sizeof(*facts->rule_probes));
	facts->unasked = memory_calloc(OFFER_COUNT, sizeof(*facts->unasked));
	facts->probes[facts->probe_count++] =
		begin(endpoint, PURPOSE_BEST, TLS_PROBED, OFFER_NONE);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		facts->probes[facts->probe_count++] = begin(
			endpoint, PURPOSE_TLS_VERSION, TLS_BIT(v), OFFER_NONE);
	for (int i = 1; i < OFFER_COUNT; i++)
		if (applies(kind, &offer_table[i]))
			facts->rule_probes[facts->rule_probe_count++] =
				begin(endpoint, PURPOSE_RULE,
					offer_table[i].versions
						? offer_table[i].versions
						: TLS_PROBED,
					(enum offer_id)i);
	for (size_t i = 0; i < facts->probe_count; i++) {
		size_t octets;

		place = place_of(world, number++, seed);
		octets = cut_peer_speak(facts->probes[i], &server, &place);
		if (i == 0 && ret_octets)
			*ret_octets = octets;
	}
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		place = place_of(world, number++, seed);
		cut_peer_speak(facts->rule_probes[i], &server, &place);
	}
	facts->offered = find_offered();
	if (place_of(world, number, seed).cut)
		cut_offered(facts->offered, seed >> 4);
	drop_settle(facts);
	judge_endpoint(endpoint, &run->context);
	run->report.policies = world->books.policies;
	run->report.policy_count = world->books.count;
	rules_judge(&run->report, &run->context);
	return run;
}

static void end(struct run *run)
{
	free(run->report.endpoints[0].facts.unasked);
	run_free(run);
}

static const struct finding *find(
	const struct run *run, const struct finding *wanted)
{
	const struct endpoint_report *endpoint = &run->report.endpoints[0];

	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];

		if (finding->policy &&
			strcmp(finding->policy, wanted->policy) == 0 &&
			strcmp(finding->check, wanted->check) == 0)
			return finding;
	}
	return NULL;
}

/* Verdicts may only move to not-tested. */
static void compare(
	struct world *world, const struct run *cut, const char *words)
{
	const struct endpoint_report *endpoint = &cut->report.endpoints[0];

	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];
		const struct finding *usual;

		if (!finding->policy || finding->status == VERDICT_NOT_TESTED)
			continue;
		usual = find(world->whole, finding);
		if (usual && usual->status == finding->status)
			continue;
		world->bad++;
		print_error("%s %s, %s: %s %s is %s (%s), and whole: %s\n",
			service_name(world->kind->service),
			mode_name(world->kind->mode), words, finding->policy,
			finding->check, verdict_name(finding->status),
			finding->observed,
			usual ? verdict_name(usual->status) : "not owed");
	}
}

static void run_cut(struct world *world, place_function *place_of,
	unsigned seed, const char *words)
{
	struct run *run = make(world, place_of, seed, NULL);

	compare(world, run, words);
	end(run);
}

static struct cut_place nowhere(
	const struct world *world, size_t number, unsigned seed)
{
	(void)world;
	(void)number;
	(void)seed;
	return (struct cut_place){.cut = false};
}

static const enum status endings[] = {
	ST_EOF, ST_RESET, ST_TIMEOUT, ST_CANCELLED};

/* Every connection behind the same octet, which is the seed. */
static struct cut_place everywhere(
	const struct world *world, size_t number, unsigned seed)
{
	(void)world;
	(void)number;
	return (struct cut_place){
		.cut = true, .octets = seed / 4, .status = endings[seed % 4]};
}

/* The same with the server's words for "not now". */
static struct cut_place busy(
	const struct world *world, size_t number, unsigned seed)
{
	(void)number;
	return (struct cut_place){.cut = true,
		.octets = seed,
		.status = ST_EOF,
		.last_words = cut_peer_busy(world->kind->service)};
}

/* Numbers that are the same each time. */
static unsigned scatter(unsigned seed, size_t number)
{
	unsigned value = seed * 2654435761u + (unsigned)number * 40503u;

	value ^= value >> 15;
	value *= 2246822519u;
	return value ^ value >> 13;
}

/* Each connection anywhere, in any way, or not at all. A drop right behind a
 * hello is a refusal by contract (evidence/closed/drop.h), and comes no more
 * here. */
static struct cut_place anywhere(
	const struct world *world, size_t number, unsigned seed)
{
	unsigned value = scatter(seed, number);
	bool told = value >> 8 & 1;
	bool later = number > 0;

	return (struct cut_place){.cut = value % 3 != 0,
		.octets = (value >> 10) % (world->octets + 1),
		.status = endings[later ? 2 + (value >> 4) % 2
					: (value >> 4) % 4],
		.hello = value >> 9 & 1,
		.last_words =
			told ? cut_peer_busy(world->kind->service) : NULL};
}

static void test_each(struct world *world)
{
	char words[80];

	world->whole = make(world, nowhere, 0, &world->octets);
	for (unsigned at = 0; at <= world->octets; at++) {
		snprintf(words, sizeof(words), "all busy behind %u", at);
		run_cut(world, busy, at, words);
		snprintf(words, sizeof(words), "all %s behind %u",
			status_name(endings[at % 4]), at);
		run_cut(world, everywhere, at, words);
	}
	for (unsigned seed = 1; seed <= 200; seed++) {
		snprintf(words, sizeof(words), "seed %u", seed);
		run_cut(world, anywhere, seed, words);
	}
	end(world->whole);
}

static void test_cuts(void **state)
{
	struct world world = {0};

	(void)state;
	rule_books_open(&world.books);
	world.donor = run_new();
	good(world.donor, IMAP, IMPLICIT, HOST)->facts.offered = find_offered();
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		world.kind = &kinds[i];
		test_each(&world);
	}
	run_free(world.donor);
	rule_books_close(&world.books);
	assert_int_equal(world.bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cuts)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
