/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Questions put to a server of this test's own, which answers as its row
 * says. */

#include "tests/unit/unit.h"

#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"
#include "probes/chain.h"

#include <string.h>

#define MOST 24

/* A server: what it takes, the most wanted first; lists end with 0. */
struct server {
	const char *name;
	unsigned oldest, newest; /* versions on the wire */
	uint16_t suites[MOST];
	uint16_t groups[MOST];
	uint16_t signatures[MOST];
	bool client_order;
	bool drops;           /* closes where others send an alert */
	bool cuts;            /* an answer of TLS 1.2 or older in the middle */
	unsigned drops_after; /* hellos, whatever they offer; 0: never */
	unsigned throttles_after;
	bool chooses_what_it_likes;
	bool fallback_signal;
	unsigned fallback_alert; /* 0: the right one */
	bool intolerant;         /* of versions that it does not know */
	bool asks_certificate;   /* of the client */
	bool fears_grease;
	bool retries;  /* whatever key share comes */
	bool no_prime; /* chooses DHE, and then breaks off */
	bool needs_name;
	bool forgets_version;   /* chooses what is too new, and breaks off */
	bool hates_name;        /* whoever says a server name */
	bool knows_alpn;        /* and none of what we say */
	bool lets_chacha_first; /* for clients that like it best */
	const char *alpn;       /* the protocol that it names, offered or not */
	bool truncates;         /* HMACs, of suites that have one */
	bool hates_staples;     /* whoever asks for one */
	bool manners;           /* are learned, and hellos saved */
	bool named_primes;      /* DHE is for hellos that name groups for it */
	struct chain_choice choices[TLS_VERSION_COUNT]; /* heard before */
	unsigned served;
};

static bool offered(struct hello_numbers list, unsigned number)
{
	for (size_t i = 0; i < list.count; i++)
		if (list.numbers[i] == number)
			return true;
	return false;
}

/* The first of the server's that the client has, in whose order it is. */
static unsigned choose(const struct server *server, const uint16_t *own,
	struct hello_numbers list)
{
	unsigned best = 0;
	size_t rank = SIZE_MAX;

	for (size_t i = 0; own[i]; i++) {
		if (!offered(list, own[i]))
			continue;
		if (!server->client_order)
			return own[i];
		for (size_t k = 0; k < rank && k < list.count; k++)
			if (list.numbers[k] == own[i]) {
				best = own[i];
				rank = k;
			}
	}
	return best;
}

/* Suites that the version has. */
static unsigned choose_suite(const struct server *server,
	const struct hello *hello, enum tls_version version)
{
	uint16_t usable[MOST] = {0};
	size_t count = 0;

	for (size_t i = 0; server->suites[i]; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(server->suites[i]);
		bool is_new = suite->version == TLS_1_3;

		if (server->named_primes && suite->exchange == KX_DHE &&
			!offered(hello->groups, 0x0100))
			continue;
		if ((suite->version <= version || server->forgets_version) &&
			is_new == (version == TLS_1_3))
			usable[count++] = server->suites[i];
	}
	if (server->lets_chacha_first && hello->suites.count &&
		strstr(cipher_suite_name(hello->suites.numbers[0]), "CHACHA"))
		for (size_t i = 0; i < count; i++)
			if (usable[i] == hello->suites.numbers[0])
				return usable[i];
	return choose(server, usable, hello->suites);
}

static enum status refuse(const struct server *server, unsigned alert,
	struct hello_answer *answer)
{
	if (server->drops)
		return ST_EOF;
	answer->result = HELLO_ALERTED;
	answer->alerted = answer->alert_fatal = true;
	answer->alert = alert;
	return ST_OK;
}

/* The distinguished name "CN=ca". */
static const struct octets authority = {
	(const unsigned char *)"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x03"
			       "\x0c\x02"
			       "ca",
	15};

static enum status serve(struct server *server, const struct hello *hello,
	struct hello_answer *answer)
{
	bool is_new = offered(hello->versions, HELLO_TLS_1_3) &&
		      server->newest == HELLO_TLS_1_3;
	unsigned version = is_new ? HELLO_TLS_1_3 : hello->version;
	const struct cipher_suite *suite;
	const uint16_t share = (uint16_t)hello->share;

	*answer = (struct hello_answer){0};
	server->served++;
	if (server->throttles_after && server->served > server->throttles_after)
		return ST_THROTTLED;
	if (server->drops_after && server->served > server->drops_after)
		return ST_EOF;
	if (server->fears_grease && offered(hello->suites, 0x2a2a))
		return ST_EOF;
	if (server->intolerant && version > HELLO_TLS_1_3)
		return ST_EOF;
	if (server->needs_name && !hello->server_name)
		return refuse(server, 112, answer);
	if (server->hates_name && (hello->extensions & HELLO_SERVER_NAME))
		return refuse(server, 112, answer);
	if (server->hates_staples && (hello->extensions & HELLO_STATUS_REQUEST))
		return refuse(server, 40, answer);
	if (server->knows_alpn && (hello->extensions & HELLO_ALPN))
		return refuse(server, 120, answer);
	if (version < server->oldest ||
		(hello->versions.count && !offered(hello->versions, version)))
		return refuse(server, 70, answer);
	if (version > server->newest || (!is_new && version > HELLO_TLS_1_2))
		version = server->newest < HELLO_TLS_1_2 ? server->newest
							 : HELLO_TLS_1_2;
	if (server->fallback_signal && offered(hello->suites, 0x5600) &&
		version < server->newest)
		return refuse(server,
			server->fallback_alert ? server->fallback_alert : 86,
			answer);
	answer->suite =
		choose_suite(server, hello, TLS_SSL3 + (version - HELLO_SSL_3));
	if (server->chooses_what_it_likes)
		answer->suite = 0x0005;
	suite = cipher_suite_find(answer->suite);
	if (suite &&
		(unsigned)suite->version > TLS_SSL3 + (version - HELLO_SSL_3))
		return refuse(server, 80, answer);
	if (server->no_prime && suite && suite->exchange == KX_DHE)
		return refuse(server, 80, answer);
	answer->group = choose(server, server->groups, hello->groups);
	answer->signature =
		choose(server, server->signatures, hello->signatures);
	if (!answer->suite ||
		(suite && !answer->group &&
			(suite->exchange == KX_ECDHE ||
				suite->exchange == KX_1_3)) ||
		(version == HELLO_TLS_1_2 && suite &&
			suite->signer != SIGNER_NONE && !answer->signature))
		return refuse(server, 40, answer);
	if (is_new && hello->signatures.count && !answer->signature)
		return refuse(server, 40, answer);
	if (server->cuts && !is_new) {
		answer->begun = true;
		return ST_EOF;
	}
	answer->result = HELLO_CHOSEN;
	if (is_new && server->retries) {
		answer->result = HELLO_RETRY;
		answer->group = share == 0x001d ? 0x0017 : 0x001d;
	} else if (is_new && !choose(server, server->groups,
				     (struct hello_numbers){&share, 1}))
		answer->result = HELLO_RETRY;
	else if (is_new)
		answer->group = share;
	answer->version = version;
	answer->extensions = hello->extensions & HELLO_RENEGOTIATION_INFO;
	if (server->truncates && suite && !(suite->flags & SUITE_AEAD))
		answer->extensions |= hello->extensions & HELLO_TRUNCATED_HMAC;
	if (server->alpn && (hello->extensions & HELLO_ALPN)) {
		answer->extensions |= HELLO_ALPN;
		answer->alpn =
			(struct octets){(const unsigned char *)server->alpn,
				strlen(server->alpn)};
	}
	if (server->asks_certificate && !is_new) {
		answer->wants_certificate = true;
		answer->authority_count = 1;
		answer->authorities[0] = authority;
	}
	return ST_OK;
}

static struct chain chains[100];

/* Asks until all of them are over. */
static void ask_chains(struct server *server)
{
	for (size_t i = 0; i < question_count; i++) {
		struct hello_answer answer;
		struct hello hello;
		enum hello_depth depth;

		while (chains[i].question &&
			chain_next(&chains[i], &hello, &depth)) {
			enum status status = serve(server, &hello, &answer);

			chain_heard(&chains[i], status, &answer);
			assert_true(chains[i].hellos < CHAIN_NUMBERS);
		}
	}
}

static bool any_doubts(void)
{
	for (size_t i = 0; i < question_count; i++)
		if (chains[i].question && chain_doubts(&chains[i]))
			return true;
	return false;
}

/* All questions about these, round by round. */
static struct offered_facts ask_topics(
	struct arena *arena, struct server *server, unsigned topics)
{
	struct offered_facts facts = {0};
	struct chain_manners manners = {0};

	assert_true(question_count <= sizeof(chains) / sizeof(chains[0]));
	for (unsigned round = 1; round <= HELLO_ROUNDS; round++) {
		struct offered_facts known = facts;

		for (size_t i = 0; i < question_count; i++) {
			if (question_table[i].round != round ||
				!(question_table[i].topic & topics) ||
				!chain_begin(&chains[i], &question_table[i],
					&known, arena, "mail.example.com",
					"imap"))
				chains[i] = (struct chain){0};
			else if (server->manners)
				chains[i].manners = &manners;
			if (chains[i].question)
				chain_know(&chains[i], server->choices);
		}
		do
			ask_chains(server);
		while (any_doubts());
		for (size_t i = 0; i < question_count; i++)
			if (chains[i].question)
				chain_tell(&chains[i], &facts);
		chain_settle(&facts);
	}
	return facts;
}

static struct offered_facts ask(struct arena *arena, struct server *server)
{
	return ask_topics(arena, server, TOPIC_ALL);
}

static void assert_list(const char *name, const struct offered_list *list,
	const uint16_t *want, bool whole)
{
	size_t count = 0;

	while (want[count])
		count++;
	if (list->count != count || list->whole != whole)
		fail_msg("%s: %zu of %zu, whole %d, gap %s", name, list->count,
			count, list->whole, list->gap ? list->gap : "none");
	for (size_t i = 0; i < count; i++) {
		bool there = false;

		for (size_t k = 0; k < list->count; k++)
			there |= list->numbers[k] == want[i];
		if (!there)
			fail_msg("%s: %04x is missing", name, want[i]);
	}
	assert_true(whole == !list->gap || !list->asked);
}

#define MODERN                                                                 \
	.oldest = HELLO_TLS_1_2, .newest = HELLO_TLS_1_3,                      \
	.suites = {0x1302, 0x1301, 0xc030, 0xc02f, 0x009e, 0x009c},            \
	.groups = {0x001d, 0x0017, 0x11ec}, .signatures = {0x0804, 0x0401}

static const uint16_t modern_1_3[] = {0x1301, 0x1302, 0};
static const uint16_t modern_1_2[] = {0xc02f, 0xc030, 0x009e, 0x009c, 0};
static const uint16_t modern_groups[] = {0x001d, 0x0017, 0};
static const uint16_t nothing[] = {0};

static void test_modern(void **state)
{
	struct server server = {MODERN, .fallback_signal = true};
	struct arena *arena = arena_new();
	const struct offered_facts facts = ask(arena, &server);
	const struct offered_version *v = facts.versions;
	static const uint16_t groups_1_3[] = {0x11ec, 0x001d, 0x0017, 0};
	static const uint16_t signatures[] = {0x0804, 0x0401, 0};
	static const uint16_t signatures_1_3[] = {0x0804, 0};

	(void)state;
	assert_int_equal(v[TLS_SSL3].state, OFFERED_REFUSED);
	assert_int_equal(v[TLS_1_0].state, OFFERED_REFUSED);
	assert_int_equal(v[TLS_1_1].state, OFFERED_REFUSED);
	assert_int_equal(v[TLS_1_2].state, OFFERED_ACCEPTED);
	assert_int_equal(v[TLS_1_3].state, OFFERED_ACCEPTED);
	assert_list("1.2", &v[TLS_1_2].suites, modern_1_2, true);
	assert_list("1.3", &v[TLS_1_3].suites, modern_1_3, true);
	assert_list("groups 1.2", &v[TLS_1_2].groups, modern_groups, true);
	assert_list("groups 1.3", &v[TLS_1_3].groups, groups_1_3, true);
	assert_int_equal(v[TLS_1_3].groups.numbers[0], 0x0017);
	assert_int_equal(v[TLS_1_3].groups.numbers[1], 0x001d);
	assert_list("signatures", &v[TLS_1_2].signatures, signatures, true);
	assert_list(
		"signatures 1.3", &v[TLS_1_3].signatures, signatures_1_3, true);
	assert_int_equal(facts.ssl2, OFFERED_REFUSED);
	assert_int_equal(facts.traits[TRAIT_SENTINEL], OFFERED_REFUSED);
	assert_int_equal(v[TLS_1_2].order, ORDER_SERVER);
	assert_int_equal(v[TLS_1_2].suites.numbers[0], 0xc030);
	assert_int_equal(v[TLS_1_2].suites.numbers[3], 0x009c);
	assert_int_equal(v[TLS_1_3].order, ORDER_SERVER);
	assert_int_equal(v[TLS_1_3].suites.numbers[0], 0x1302);
	assert_int_equal(facts.traits[TRAIT_FALLBACK], OFFERED_ACCEPTED);
	assert_int_equal(facts.traits[TRAIT_RENEGOTIATION], OFFERED_ACCEPTED);
	assert_int_equal(facts.traits[TRAIT_HEARTBEAT], OFFERED_REFUSED);
	assert_int_equal(facts.traits[TRAIT_UNKNOWN_VERSION], OFFERED_ACCEPTED);
	assert_int_equal(facts.unheard, 0);
	assert_int_equal(facts.hellos, server.served);
	arena_free(arena);
}

/* What hellos of one version alone were answered is not asked for again. */
static void test_choices(void **state)
{
	struct server server = {MODERN};
	struct server known = {
		MODERN, .choices = {[TLS_1_2] = {0xc030, 0x0018, 0x0804},
				[TLS_1_3] = {0x1302, 0x0018, 0}}};
	static const uint16_t groups[] = {0x0018, 0x0017, 0};
	static const uint16_t groups_1_3[] = {0x0018, 0x0017, 0x11ec, 0};
	static const uint16_t signatures[] = {0x0804, 0x0401, 0};
	static const uint16_t signatures_1_3[] = {0x0804, 0};
	const unsigned topics = TOPIC_GROUPS | TOPIC_SIGNATURES;
	struct arena *arena = arena_new();
	struct offered_facts facts;
	unsigned hellos;

	(void)state;
	server.groups[0] = known.groups[0] = 0x0018;
	hellos = ask_topics(arena, &server, topics).hellos;
	facts = ask_topics(arena, &known, topics);
	assert_list("1.2", &facts.versions[TLS_1_2].groups, groups, true);
	assert_list("1.3", &facts.versions[TLS_1_3].groups, groups_1_3, true);
	assert_list("signatures", &facts.versions[TLS_1_2].signatures,
		signatures, true);
	assert_list("signatures 1.3", &facts.versions[TLS_1_3].signatures,
		signatures_1_3, true);
	/* A group and a signature of 1.2, a group, a key share and the
	 * question whether any RSA signature is taken in 1.3 */
	assert_int_equal(facts.hellos, hellos - 5);
	arena_free(arena);
}

/* Courier has one alert for everything. */
static void test_fallback_alert(void **state)
{
	struct server server = {
		MODERN, .fallback_signal = true, .fallback_alert = 40};
	struct arena *arena = arena_new();
	struct offered_facts facts = ask(arena, &server);

	(void)state;
	assert_int_equal(facts.traits[TRAIT_FALLBACK], OFFERED_ACCEPTED);
	server.served = 0;
	server.fallback_signal = false;
	facts = ask(arena, &server);
	assert_int_equal(facts.traits[TRAIT_FALLBACK], OFFERED_REFUSED);
	arena_free(arena);
}

/* GnuTLS without parameters of its own (RFC 7919 section 4). */
static void test_named_primes(void **state)
{
	static const uint16_t ranks[] = {0xc030, 0x009e, 0xc02f, 0x009c};
	struct server server = {.oldest = HELLO_TLS_1_2,
		.newest = HELLO_TLS_1_2,
		.suites = {0xc030, 0x009e, 0xc02f, 0x009c},
		.groups = {0x0017},
		.signatures = {0x0401},
		.named_primes = true};
	struct arena *arena = arena_new();
	struct offered_facts facts = ask(arena, &server);
	const struct offered_list *suites = &facts.versions[TLS_1_2].suites;

	(void)state;
	assert_list("1.2", suites, modern_1_2, true);
	assert_int_equal(facts.versions[TLS_1_2].order, ORDER_SERVER);
	assert_memory_equal(suites->numbers, ranks, sizeof(ranks));
	server.drops = true;
	facts = ask(arena, &server);
	assert_list("drops", suites, modern_1_2, true);
	arena_free(arena);
}

/* A question is answered even where nobody asked the others. */
static void test_one_topic(void **state)
{
	struct server server = {MODERN};
	struct arena *arena = arena_new();
	struct offered_facts facts = ask_topics(arena, &server, TOPIC_GROUPS);

	(void)state;
	assert_list(
		"1.2", &facts.versions[TLS_1_2].groups, modern_groups, true);
	assert_false(facts.versions[TLS_1_2].suites.asked);
	facts = ask_topics(arena, &server, TOPIC_TOLERANCE);
	assert_int_equal(facts.traits[TRAIT_LONG_HELLO], OFFERED_ACCEPTED);
	facts = ask_topics(arena, &server, TOPIC_DOWNGRADE);
	assert_int_equal(facts.hellos, 0);
	assert_int_equal(facts.traits[TRAIT_FALLBACK], OFFERED_NOT_ASKED);
	arena_free(arena);
}

/* Whatever the server's order is, and few hellos where it is the usual. */
static void test_order(void **state)
{
	static const uint16_t orders[][5] = {
		{0x009c, 0xc02f, 0x002f, 0xc030, 0},
		{0xc030, 0xc02f, 0x009c, 0x002f, 0},
		{0x002f, 0x009c, 0xc02f, 0xc030, 0},
		{0xc02f, 0x002f, 0, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		struct server server = {MODERN};
		struct arena *arena = arena_new();
		struct offered_facts facts;
		const struct offered_version *v = &facts.versions[TLS_1_2];

		memset(server.suites, 0, sizeof(server.suites));
		memcpy(server.suites, orders[i], sizeof(orders[i]));
		facts = ask_topics(arena, &server, TOPIC_SUITES | TOPIC_ORDER);
		assert_int_equal(v->order, ORDER_SERVER);
		for (size_t k = 0; orders[i][k]; k++)
			assert_int_equal(v->suites.numbers[k], orders[i][k]);
		assert_false(v->unsorted);
		chain_finish(&facts);
		assert_int_equal(v->order, ORDER_SERVER);
		facts.versions[TLS_1_2].unsorted = true;
		chain_finish(&facts);
		assert_int_equal(v->order, ORDER_UNKNOWN);
		server.client_order = true;
		facts = ask_topics(arena, &server, TOPIC_SUITES | TOPIC_ORDER);
		assert_int_equal(v->order, ORDER_CLIENT);
		facts.versions[TLS_1_2].unsorted = true;
		chain_finish(&facts);
		assert_int_equal(v->order, ORDER_CLIENT);
		arena_free(arena);
	}
}

static const struct hello_question *find_question(const char *id)
{
	for (size_t i = 0; i < question_count; i++)
		if (strcmp(question_table[i].id, id) == 0)
			return &question_table[i];
	fail_msg("no question %s", id);
	return NULL;
}

/* Whose order counts by what Java 8 and OpenSSL 1.0.2 get: nothing is asked
 * then, unless that does not tell. */
static void test_order_of_clients(void **state)
{
	static const struct {
		unsigned java, openssl, group; /* of OpenSSL */
		uint16_t suites[2];
		enum offered_order order;
	} rows[] = {
		{0xc014, 0xc030, 0x0017, {0xc030, 0xc014}, ORDER_CLIENT},
		{0xc030, 0xc030, 0x0017, {0xc030, 0xc014}, ORDER_SERVER},
		{0xc014, 0xc014, 0x0017, {0xc030, 0xc014}, ORDER_SERVER},
		/* With other curves; of ECDSA, DHE, and different keys */
		{0xc014, 0xc030, 0x0018, {0xc030, 0xc014}, ORDER_UNKNOWN},
		{0xc00a, 0xc02c, 0x0017, {0xc02c, 0xc00a}, ORDER_UNKNOWN},
		{0x0039, 0x009f, 0x0017, {0x009f, 0x0039}, ORDER_UNKNOWN},
		{0x0035, 0xc030, 0x0017, {0xc030, 0x0035}, ORDER_UNKNOWN},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct offered_facts known = {0};
		struct chain chain;
		uint16_t suites[2];

		memcpy(suites, rows[i].suites, sizeof(suites));
		known.versions[TLS_1_2] =
			(struct offered_version){.state = OFFERED_ACCEPTED,
				.suites = {.numbers = suites,
					.count = 2,
					.asked = true,
					.whole = true}};
		known.clients[CLIENT_JAVA_8] =
			(struct offered_client){.state = OFFERED_ACCEPTED,
				.version = TLS_1_2,
				.suite = rows[i].java,
				.group = 0x0017};
		known.clients[CLIENT_OPENSSL_1_0_2] =
			(struct offered_client){.state = OFFERED_ACCEPTED,
				.version = TLS_1_2,
				.suite = rows[i].openssl,
				.group = rows[i].group};
		assert_true(chain_begin(&chain, find_question("order-1.2"),
			&known, arena, NULL, NULL));
		assert_true(chain_is_over(&chain) ==
			    (rows[i].order != ORDER_UNKNOWN));
		chain_tell(&chain, &known);
		assert_int_equal(known.versions[TLS_1_2].order, rows[i].order);
	}
	arena_free(arena);
}

/* To refuse the name is to say nothing of versions and suites. */
static void test_hates_name(void **state)
{
	struct arena *arena = arena_new();
	struct server server = {MODERN};
	struct offered_facts facts;

	(void)state;
	server.hates_name = true;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	for (int v = TLS_1_0; v < TLS_VERSION_COUNT; v++) {
		assert_int_equal(facts.versions[v].state, OFFERED_UNKNOWN);
		assert_false(facts.versions[v].suites.whole);
	}
	arena_free(arena);
}

/* What else the hello asked is asked again without ALPN. */
static void test_needs_name(void **state)
{
	struct server server = {MODERN, .needs_name = true};
	struct server kind = {MODERN};
	struct arena *arena = arena_new();
	struct offered_facts facts = ask(arena, &server);

	(void)state;
	assert_int_equal(facts.traits[TRAIT_NO_NAME], OFFERED_REFUSED);
	assert_int_equal(facts.traits[TRAIT_LONG_HELLO], OFFERED_ACCEPTED);
	assert_int_equal(facts.traits[TRAIT_FRAGMENTS], OFFERED_ACCEPTED);
	facts = ask(arena, &kind);
	assert_int_equal(facts.traits[TRAIT_NO_NAME], OFFERED_ACCEPTED);
	arena_free(arena);
}

static void test_knows_alpn(void **state)
{
	struct arena *arena = arena_new();
	struct server server = {MODERN};
	struct offered_facts facts;

	(void)state;
	server.knows_alpn = true;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	assert_int_equal(facts.traits[TRAIT_ALPN], OFFERED_REFUSED);
	assert_int_equal(facts.traits[TRAIT_ALPN_HTTP], OFFERED_REFUSED);
	assert_int_equal(facts.traits[TRAIT_RENEGOTIATION], OFFERED_ACCEPTED);
	assert_int_equal(facts.traits[TRAIT_COMPRESSION], OFFERED_REFUSED);
	arena_free(arena);
}

/* Botan's example server names its own protocol, whatever is offered. */
static void test_other_alpn(void **state)
{
	static const char *const names[] = {"imap", "echo/0.1", "ima", ""};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct server server = {MODERN, .alpn = names[i]};
		struct offered_facts facts =
			ask_topics(arena, &server, TOPIC_ALL);

		assert_int_equal(facts.traits[TRAIT_ALPN],
			i ? OFFERED_REFUSED : OFFERED_ACCEPTED);
	}
	arena_free(arena);
}

/* One that refuses who asks for a staple still shows what else it answers. */
static void test_hates_staples(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (int drops = 0; drops <= 1; drops++) {
		struct server server = {
			MODERN, .hates_staples = true, .drops = drops != 0};
		struct offered_facts facts = ask(arena, &server);

		assert_int_equal(
			facts.traits[TRAIT_RENEGOTIATION], OFFERED_ACCEPTED);
		assert_int_equal(facts.traits[TRAIT_STAPLE], OFFERED_REFUSED);
		assert_int_equal(
			facts.traits[TRAIT_HEARTBEAT], OFFERED_REFUSED);
	}
	arena_free(arena);
}

/* One hello asks for what needs a suite with an HMAC, too, if there is one; and
 * none is needed where there is none. */
static void test_extensions_at_once(void **state)
{
	struct server server = {MODERN, .truncates = true};
	struct arena *arena = arena_new();
	struct offered_facts facts;
	unsigned hellos;

	(void)state;
	facts = ask_topics(arena, &server, TOPIC_SUITES);
	hellos = facts.hellos;
	facts = ask_topics(arena, &server, TOPIC_SUITES | TOPIC_EXTENSIONS);
	assert_int_equal(facts.hellos, hellos + 1);
	assert_int_equal(facts.traits[TRAIT_TRUNCATED_HMAC], OFFERED_REFUSED);
	server.suites[5] = 0xc027;
	facts = ask_topics(arena, &server, TOPIC_SUITES | TOPIC_EXTENSIONS);
	assert_int_equal(facts.hellos, hellos + 1);
	assert_int_equal(facts.traits[TRAIT_TRUNCATED_HMAC], OFFERED_ACCEPTED);
	assert_int_equal(facts.traits[TRAIT_ENCRYPT_THEN_MAC], OFFERED_REFUSED);
	arena_free(arena);
}

/* Encrypt-then-MAC is of CBC suites alone: without one nobody refused it. */
static void test_without_cbc(void **state)
{
	struct arena *arena = arena_new();
	struct server server = {MODERN};
	struct offered_facts facts;

	(void)state;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	assert_int_equal(
		facts.traits[TRAIT_ENCRYPT_THEN_MAC], OFFERED_NOT_ASKED);
	server.suites[0] = 0xc027;
	server.suites[1] = 0;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	assert_int_equal(facts.traits[TRAIT_ENCRYPT_THEN_MAC], OFFERED_REFUSED);
	arena_free(arena);
}

/* Only a suite that has an HMAC lets one be truncated. */
static void test_truncated_hmac(void **state)
{
	struct arena *arena = arena_new();
	struct server server = {MODERN};
	struct offered_facts facts;

	(void)state;
	server.truncates = true;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	assert_int_equal(facts.traits[TRAIT_TRUNCATED_HMAC], OFFERED_REFUSED);
	assert_int_equal(facts.traits[TRAIT_ALPN_HTTP], OFFERED_ACCEPTED);
	server.suites[1] = 0xc027;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	assert_int_equal(facts.traits[TRAIT_TRUNCATED_HMAC], OFFERED_ACCEPTED);
	server.truncates = false;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	assert_int_equal(facts.traits[TRAIT_TRUNCATED_HMAC], OFFERED_REFUSED);
	server.hates_name = true;
	facts = ask_topics(arena, &server, TOPIC_ALL);
	assert_int_not_equal(
		facts.traits[TRAIT_TRUNCATED_HMAC], OFFERED_ACCEPTED);
	assert_int_equal(facts.traits[TRAIT_ALPN_HTTP], OFFERED_NOT_ASKED);
	arena_free(arena);
}

static void test_retries(void **state)
{
	struct server server = {MODERN, .retries = true};
	struct arena *arena = arena_new();
	struct offered_facts facts =
		ask_topics(arena, &server, TOPIC_SIGNATURES);

	(void)state;
	assert_int_equal(facts.versions[TLS_1_3].signatures.count, 0);
	assert_false(facts.versions[TLS_1_3].signatures.whole);
	assert_non_null(facts.versions[TLS_1_3].signatures.gap);
	arena_free(arena);
}

/* Who says ServerHello to every signature has not chosen one; keys of four
 * kinds some server has. */
static void test_signs_late(void **state)
{
	static const uint16_t four[] = {0x0804, 0x0403, 0x0807, 0x0808};
	struct server server = {MODERN};
	struct arena *arena = arena_new();
	struct offered_facts facts;

	(void)state;
	memcpy(server.signatures, four, sizeof(four));
	facts = ask_topics(arena, &server, TOPIC_SIGNATURES);
	assert_int_equal(facts.versions[TLS_1_3].signatures.count, 4);
	assert_true(facts.versions[TLS_1_3].signatures.whole);
	server.signatures[4] = 0x0503;
	facts = ask_topics(arena, &server, TOPIC_SIGNATURES);
	assert_int_equal(facts.versions[TLS_1_3].signatures.count, 0);
	assert_false(facts.versions[TLS_1_3].signatures.whole);
	assert_non_null(facts.versions[TLS_1_3].signatures.gap);
	arena_free(arena);
}

/* Nothing is hidden by suites of DHE that a server cannot do. */
static void test_no_prime(void **state)
{
	static const uint16_t order[] = {0xc030, 0x009e, 0xc02f, 0x009c, 0};
	static const uint16_t want[] = {0xc030, 0xc02f, 0x009c, 0};
	struct arena *arena = arena_new();

	(void)state;
	for (int drops = 0; drops <= 1; drops++) {
		struct server server = {
			MODERN, .no_prime = true, .drops = drops != 0};
		struct offered_facts facts;

		memset(server.suites, 0, sizeof(server.suites));
		memcpy(server.suites, order, sizeof(order));
		facts = ask_topics(arena, &server, TOPIC_SUITES);
		assert_list("1.2", &facts.versions[TLS_1_2].suites, want, true);
	}
	arena_free(arena);
}

/* Whether what is refused once is asked again, in another way. */
static bool asks_again(const char *id, bool has_prime)
{
	static const struct hello_answer refusal = {.result = HELLO_ALERTED,
		.alerted = true,
		.alert_fatal = true,
		.alert = 40};
	const struct offered_facts facts = {0};
	struct arena *arena = arena_new();
	struct chain chain = {0};
	enum hello_depth depth;
	struct hello hello;
	bool again;

	assert_true(chain_begin(&chain, find_question(id), &facts, arena,
		"mail.example.com", "imap"));
	if (has_prime)
		chain_trust_prime(&chain);
	assert_true(chain_next(&chain, &hello, &depth));
	chain_heard(&chain, ST_OK, &refusal);
	again = chain_next(&chain, &hello, &depth);
	arena_free(arena);
	return again;
}

/* Who has a prime refuses DHE itself; but that of export needs another. */
static void test_prime(void **state)
{
	(void)state;
	assert_true(asks_again("suites-1.2-aead-256", false));
	assert_false(asks_again("suites-1.2-aead-256", true));
	assert_false(asks_again("suites-1.2-static", false));
	assert_true(asks_again("suites-1.2-unusual", true));
	assert_true(asks_again("suites-1.0", true));
}

/* wolfSSL chooses AEAD suites in TLS 1.1, too, and then breaks off: they must
 * not hide that it speaks that version. */
static void test_new_suites(void **state)
{
	struct server server = {.oldest = HELLO_TLS_1_0,
		.newest = HELLO_TLS_1_2,
		.suites = {0xc027, 0xc013, 0xc02f, 0},
		.groups = {0x0017},
		.signatures = {0x0401}};
	struct arena *arena = arena_new();
	struct offered_facts facts;

	(void)state;
	facts = ask_topics(arena, &server, TOPIC_SUITES);
	assert_int_equal(facts.versions[TLS_1_0].suites.count, 1);
	server.forgets_version = true;
	facts = ask_topics(arena, &server, TOPIC_SUITES);
	assert_int_equal(facts.versions[TLS_1_0].state, OFFERED_ACCEPTED);
	assert_int_equal(facts.versions[TLS_1_0].suites.count, 1);
	assert_int_equal(facts.versions[TLS_1_1].suites.count, 1);
	assert_int_equal(facts.versions[TLS_1_2].suites.count, 3);
	arena_free(arena);
}

/* What is asked for by its number is told by its name. */
static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < question_count; i++) {
		const struct hello_question *question = &question_table[i];
		bool is_group = question->strike == STRIKE_GROUPS;

		for (size_t k = 0; question->numbers && question->numbers[k];
			k++)
			if (!(is_group ? numbers_group_name(
						 question->numbers[k])
				       : numbers_signature_name(
						 question->numbers[k])))
				fail_msg("%s: 0x%04x has no name", question->id,
					question->numbers[k]);
	}
}

/* Some servers keep to their order, but let a client have ChaCha20 that likes
 * it best. Their order is what others get. */
static void test_chacha(void **state)
{
	static const uint16_t orders[][5] = {
		{0xc02f, 0xc030, 0xcca8, 0},
		{0xc030, 0xcca8, 0xc02f, 0x009c, 0},
		{0xc02f, 0xcca8, 0xc030, 0x009c, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		for (int lets = 0; lets <= 1; lets++) {
			struct server server = {
				MODERN, .lets_chacha_first = lets};
			struct arena *arena = arena_new();
			struct offered_facts facts;
			const struct offered_version *v =
				&facts.versions[TLS_1_2];

			memset(server.suites, 0, sizeof(server.suites));
			memcpy(server.suites, orders[i], sizeof(orders[i]));
			facts = ask_topics(
				arena, &server, TOPIC_SUITES | TOPIC_ORDER);
			assert_int_equal(v->order, ORDER_SERVER);
			assert_int_equal(v->chacha_first, lets);
			assert_false(v->unsorted);
			for (size_t k = 0; orders[i][k]; k++)
				assert_int_equal(
					v->suites.numbers[k], orders[i][k]);
			server.client_order = true;
			facts = ask_topics(
				arena, &server, TOPIC_SUITES | TOPIC_ORDER);
			assert_int_equal(v->order, ORDER_CLIENT);
			assert_false(v->chacha_first);
			arena_free(arena);
		}
}

static void test_grease(void **state)
{
	struct server server = {MODERN, .fears_grease = true};
	struct arena *arena = arena_new();
	struct offered_facts facts = ask(arena, &server);

	(void)state;
	assert_int_equal(
		facts.traits[TRAIT_UNKNOWN_EXTENSION], OFFERED_REFUSED);
	server.fears_grease = false;
	facts = ask(arena, &server);
	assert_int_equal(
		facts.traits[TRAIT_UNKNOWN_EXTENSION], OFFERED_ACCEPTED);
	arena_free(arena);
}

static void test_authorities(void **state)
{
	struct server server = {MODERN, .asks_certificate = true};
	struct arena *arena = arena_new();
	struct offered_facts facts = ask(arena, &server);

	(void)state;
	assert_true(facts.wants_certificate);
	assert_int_equal(facts.authority_count, 1);
	assert_int_equal(facts.authorities[0].length, 5);
	assert_memory_equal(facts.authorities[0].data, "CN=ca", 5);
	server.asks_certificate = false;
	facts = ask(arena, &server);
	assert_false(facts.wants_certificate);
	arena_free(arena);
}

/* What each mail program would get, and who would get nothing. */
/* Programs of TLS 1.3 bring a key share: what a server chooses that takes it
 * is not what one would choose that asks for another. */
static void test_client_shares(void **state)
{
	struct server server = {MODERN};
	struct arena *arena = arena_new();
	struct offered_facts facts;

	(void)state;
	server.groups[0] = 0x0018;
	server.groups[1] = 0x001d;
	facts = ask_topics(arena, &server, TOPIC_CLIENTS);
	assert_int_equal(facts.clients[CLIENT_OPENSSL_3].group, 0x001d);
	assert_int_equal(facts.clients[CLIENT_JAVA_8].group, 0x0018);
	server.groups[1] = 0;
	facts = ask_topics(arena, &server, TOPIC_CLIENTS);
	assert_int_equal(facts.clients[CLIENT_OPENSSL_3].group, 0x0018);
	arena_free(arena);
}

static void test_clients(void **state)
{
	struct server server = {MODERN};
	struct arena *arena = arena_new();

	(void)state;
	for (int drops = 0; drops <= 1; drops++) {
		struct offered_facts facts;
		const struct offered_client *c = facts.clients;

		server.drops = drops != 0;
		facts = ask(arena, &server);
		assert_int_equal(c[CLIENT_OUTLOOK_11].state, OFFERED_ACCEPTED);
		assert_int_equal(c[CLIENT_OUTLOOK_11].version, TLS_1_3);
		assert_int_equal(c[CLIENT_OUTLOOK_11].suite, 0x1302);
		assert_int_equal(c[CLIENT_OUTLOOK_11].group, 0x001d);
		assert_int_equal(c[CLIENT_JAVA_8].version, TLS_1_2);
		assert_int_equal(c[CLIENT_JAVA_8].suite, 0xc030);
		assert_int_equal(c[CLIENT_JAVA_8].group, 0x0017);
		assert_int_equal(c[CLIENT_OUTLOOK_7].state, OFFERED_REFUSED);
		assert_int_equal(
			c[CLIENT_OPENSSL_0_9_8].state, OFFERED_REFUSED);
	}
	server.drops_after = 1;
	assert_int_equal(ask(arena, &server).clients[CLIENT_JAVA_8].state,
		OFFERED_UNKNOWN);
	arena_free(arena);
}

/* A server that wants another key for TLS 1.3 gets it, if there is one. */
static void test_shares(void **state)
{
	struct server server = {MODERN};
	struct arena *arena = arena_new();
	static const uint16_t signatures[] = {0x0804, 0};
	static const uint16_t none[] = {0};
	struct offered_facts facts;

	(void)state;
	server.groups[0] = 0x0018;
	facts = ask(arena, &server);
	assert_list(
		"P-384", &facts.versions[TLS_1_3].signatures, signatures, true);
	server.groups[0] = 0x11ec;
	server.groups[1] = server.groups[2] = 0;
	facts = ask(arena, &server);
	assert_list("hybrid", &facts.versions[TLS_1_3].signatures, none, false);
	arena_free(arena);
}

/* Who closes where others send alerts says the same. */
/* A version that is refused is no lack of a prime: one hello is enough. */
static void test_no_version(void **state)
{
	struct server server = {.oldest = HELLO_TLS_1_3,
		.newest = HELLO_TLS_1_3,
		.suites = {0x1301},
		.groups = {0x001d},
		.signatures = {0x0804}};
	struct arena *arena = arena_new();
	struct offered_facts facts = ask_topics(arena, &server, TOPIC_SUITES);

	(void)state;
	assert_int_equal(facts.versions[TLS_1_0].state, OFFERED_REFUSED);
	assert_in_range(facts.hellos, 9, 13);
	arena_free(arena);
}

/* Who speaks TLS 1.3 alone is asked for what it tolerates in it. */
static void test_tolerance_1_3(void **state)
{
	struct server server = {.oldest = HELLO_TLS_1_3,
		.newest = HELLO_TLS_1_3,
		.suites = {0x1301},
		.groups = {0x0100},
		.signatures = {0x0804}};
	struct arena *arena = arena_new();
	struct offered_facts facts =
		ask_topics(arena, &server, TOPIC_SUITES | TOPIC_TOLERANCE);

	(void)state;
	for (int i = TRAIT_UNKNOWN_VERSION; i <= TRAIT_STRANGE_NAME; i++)
		assert_int_equal(facts.traits[i], OFFERED_ACCEPTED);
	assert_int_equal(facts.traits[TRAIT_FALLBACK], OFFERED_NOT_ASKED);
	server.fears_grease = true;
	facts = ask_topics(arena, &server, TOPIC_SUITES | TOPIC_TOLERANCE);
	assert_int_equal(
		facts.traits[TRAIT_UNKNOWN_EXTENSION], OFFERED_REFUSED);
	assert_int_equal(facts.traits[TRAIT_UNKNOWN_VERSION], OFFERED_ACCEPTED);
	arena_free(arena);
}

static void test_drops(void **state)
{
	struct server server = {MODERN, .drops = true, .client_order = true};
	struct arena *arena = arena_new();
	const struct offered_facts facts = ask(arena, &server);
	const struct offered_version *v = facts.versions;

	(void)state;
	assert_int_equal(v[TLS_1_0].state, OFFERED_REFUSED);
	assert_list("1.0", &v[TLS_1_0].suites, nothing, true);
	assert_list("1.2", &v[TLS_1_2].groups, modern_groups, true);
	assert_list("1.3", &v[TLS_1_3].suites, modern_1_3, true);
	assert_true(facts.unheard > 0);
	assert_int_equal(v[TLS_1_2].order, ORDER_CLIENT);
	assert_int_equal(v[TLS_1_3].order, ORDER_CLIENT);
	arena_free(arena);
}

/* Whenever a server stops answering, that makes no list of signature algorithms
 * whole. */
static void test_drops_from_then_on(void **state)
{
	struct server server = {MODERN};
	struct arena *arena = arena_new();

	(void)state;
	server.signatures[2] = 0x0805;
	for (unsigned after = 1; after < 100; after++)
		for (int manners = 0; manners <= 1; manners++) {
			struct offered_facts facts;
			const struct offered_list *list;

			server.served = 0;
			server.drops_after = after;
			server.manners = manners != 0;
			facts = ask(arena, &server);
			list = &facts.versions[TLS_1_3].signatures;
			if (list->whole && list->count && list->count != 2)
				fail_msg("%zu are all, after %u hellos",
					list->count, after);
		}
	arena_free(arena);
}

/* What begins to answer does not refuse, whatever else it refuses. */
static void test_cuts(void **state)
{
	(void)state;
	for (int drops = 0; drops <= 1; drops++) {
		struct server server = {MODERN, .cuts = true,
			.drops = drops != 0, .manners = true};
		struct arena *arena = arena_new();
		struct offered_facts found = ask(arena, &server);

		assert_int_equal(
			found.versions[TLS_1_2].state, OFFERED_UNKNOWN);
		assert_int_equal(
			found.versions[TLS_1_3].state, OFFERED_ACCEPTED);
		arena_free(arena);
	}
}

/* Who drops whatever is offered refuses nothing. */
static void test_drops_everything(void **state)
{
	struct server server = {MODERN, .drops_after = 1};
	struct arena *arena = arena_new();
	const struct offered_facts facts = ask(arena, &server);

	(void)state;
	for (int v = TLS_SSL3; v < TLS_VERSION_COUNT; v++) {
		const struct offered_version *version = &facts.versions[v];

		assert_false(version->suites.whole && version->suites.count);
	}
	assert_int_equal(facts.versions[TLS_1_3].state, OFFERED_UNKNOWN);
	arena_free(arena);
}

static void test_throttled(void **state)
{
	struct server server = {MODERN, .throttles_after = 8};
	struct arena *arena = arena_new();
	const struct offered_facts facts = ask(arena, &server);
	const struct offered_version *v = facts.versions;

	(void)state;
	assert_int_equal(v[TLS_1_0].state, OFFERED_REFUSED);
	assert_int_equal(v[TLS_1_3].state, OFFERED_UNKNOWN);
	assert_false(v[TLS_1_3].suites.whole);
	assert_string_equal(
		v[TLS_1_3].suites.gap, "the server asks for fewer connections");
	arena_free(arena);
}

/* A choice of what was not offered is no list. */
static void test_stubborn(void **state)
{
	struct server server = {MODERN, .chooses_what_it_likes = true};
	struct arena *arena = arena_new();
	const struct offered_facts facts = ask(arena, &server);

	(void)state;
	assert_false(facts.versions[TLS_1_3].suites.whole);
	assert_string_equal(facts.versions[TLS_1_3].suites.gap,
		"the server chose what was not offered");
	arena_free(arena);
}

/* An old server: one version, whatever newer one is offered. */
static void test_old(void **state)
{
	struct server server = {.oldest = HELLO_TLS_1_0,
		.newest = HELLO_TLS_1_0,
		.suites = {0x0005, 0x000a, 0x002f},
		.groups = {0x0017},
		.signatures = {0x0201},
		.intolerant = true};
	static const uint16_t want[] = {0x0005, 0x000a, 0x002f, 0};
	struct arena *arena = arena_new();
	const struct offered_facts facts = ask(arena, &server);
	const struct offered_version *v = facts.versions;

	(void)state;
	assert_int_equal(v[TLS_SSL3].state, OFFERED_REFUSED);
	assert_int_equal(v[TLS_1_0].state, OFFERED_ACCEPTED);
	assert_int_equal(v[TLS_1_1].state, OFFERED_REFUSED);
	assert_int_equal(v[TLS_1_2].state, OFFERED_REFUSED);
	assert_list("1.0", &v[TLS_1_0].suites, want, true);
	assert_int_equal(v[TLS_1_0].suites.numbers[0], 0x0005);
	assert_int_equal(facts.traits[TRAIT_FALLBACK], OFFERED_NOT_ASKED);
	assert_int_equal(facts.traits[TRAIT_UNKNOWN_VERSION], OFFERED_REFUSED);
	arena_free(arena);
}

/* One that drops where others send an alert is known as well by fewer hellos;
 * one that drops whatever comes after a while is not taken for that. */
static void test_manners(void **state)
{
	struct server slow = {MODERN, .drops = true};
	struct server quick = {MODERN, .drops = true, .manners = true};
	struct arena *arena = arena_new();
	struct offered_facts slowly = ask(arena, &slow);
	struct offered_facts quickly = ask(arena, &quick);

	(void)state;
	assert_list(
		"suites", &quickly.versions[TLS_1_2].suites, modern_1_2, true);
	assert_list("groups", &quickly.versions[TLS_1_2].groups, modern_groups,
		true);
	assert_int_equal(quickly.versions[TLS_1_0].state, OFFERED_REFUSED);
	assert_memory_equal(
		quickly.traits, slowly.traits, sizeof(slowly.traits));
	assert_true(quickly.hellos < slowly.hellos * 4 / 5);
	for (unsigned after = 12; after < 80; after += 4) {
		struct server limited = {MODERN, .drops = true, .manners = true,
			.drops_after = after};
		struct offered_facts facts = ask(arena, &limited);

		for (int v = TLS_SSL3; v <= TLS_1_3; v++)
			if (facts.versions[v].state == OFFERED_ACCEPTED &&
				facts.versions[v].suites.whole)
				assert_int_equal(facts.versions[v].suites.count,
					v == TLS_1_3 ? 2 : 4);
		if (facts.versions[TLS_1_3].state == OFFERED_REFUSED)
			fail_msg("TLS 1.3 is refused after %u", after);
	}
	arena_free(arena);
}

static const struct hello_question *suites_question(void)
{
	for (size_t i = 0; i < question_count; i++)
		if (question_table[i].strike == STRIKE_SUITES &&
			question_table[i].version == TLS_1_3)
			return &question_table[i];
	fail_msg("no question");
	return NULL;
}

/* A server that has had enough drops a hello that was said before one that it
 * still answered, if that came sooner: only what is said after the drop was
 * heard tells that it answers. */
static void test_overtaken(void **state)
{
	static const struct hello_answer hung_up = {.result = HELLO_NOTHING};
	struct chain_manners manners = {.drops = 2};
	struct arena *arena = arena_new();
	const struct offered_facts facts = {0};
	enum hello_depth depth;
	struct hello hello;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		chains[i] = (struct chain){0};
		assert_true(chain_begin(&chains[i], suites_question(), &facts,
			arena, "mail.example.com", "imap"));
		chains[i].manners = &manners;
		assert_true(chain_next(&chains[i], &hello, &depth));
	}
	manners.chosen = chains[1].said;
	chain_heard(&chains[0], ST_EOF, &hung_up);
	assert_true(chains[0].trusting);
	assert_true(chain_doubts(&chains[0]));

	assert_true(chain_next(&chains[1], &hello, &depth));
	chain_heard(&chains[1], ST_EOF, &hung_up);
	assert_true(chain_next(&chains[0], &hello, &depth));
	manners.chosen = chains[0].said;
	assert_false(chain_doubts(&chains[1]));
	arena_free(arena);
}

/* Who drops alike is only asked for what it took, to see that it still
 * answers; who does not, for what it dropped. */
static void test_last_drop(void **state)
{
	struct server server = {MODERN, .drops = true};
	const struct offered_facts facts = {0};
	struct arena *arena = arena_new();

	(void)state;
	for (int moody = 0; moody <= 1; moody++) {
		struct chain_manners manners = {.drops = 2};
		struct hello_answer answer;
		enum hello_depth depth;
		struct hello hello;

		chains[0] = (struct chain){0};
		assert_true(chain_begin(&chains[0], suites_question(), &facts,
			arena, "mail.example.com", "imap"));
		chains[0].manners = &manners;
		while (chain_next(&chains[0], &hello, &depth)) {
			enum status status = serve(&server, &hello, &answer);

			chain_heard(&chains[0], status, &answer);
		}
		assert_int_equal(chains[0].found_count, 2);
		manners.moody = moody != 0;
		assert_true(chain_doubts(&chains[0]));
		assert_true(chain_next(&chains[0], &hello, &depth));
		assert_true(
			(hello.suites.count == 1 &&
				hello.suites.numbers[0] == 0x1302) == !moody);
	}
	arena_free(arena);
}

/* The signal of a fallback is understood by who refuses it, by an alert or by
 * hanging up; and who drops old hellos alike has not told. */
static void test_fallback(void **state)
{
	struct server alerts = {MODERN, .fallback_signal = true};
	struct server drops = {MODERN, .fallback_signal = true, .drops = true};
	struct server ignores = {MODERN, .drops = true};
	struct arena *arena = arena_new();

	(void)state;
	assert_int_equal(
		ask(arena, &alerts).traits[TRAIT_FALLBACK], OFFERED_ACCEPTED);
	assert_int_equal(
		ask(arena, &drops).traits[TRAIT_FALLBACK], OFFERED_ACCEPTED);
	drops.manners = true;
	assert_int_equal(
		ask(arena, &drops).traits[TRAIT_FALLBACK], OFFERED_ACCEPTED);
	assert_int_equal(
		ask(arena, &ignores).traits[TRAIT_FALLBACK], OFFERED_REFUSED);
	for (unsigned after = 20; after < 120; after += 5) {
		struct server limited = {MODERN, .drops_after = after};

		if (ask(arena, &limited).traits[TRAIT_FALLBACK] ==
			OFFERED_ACCEPTED)
			fail_msg("understood after %u hellos", after);
	}
	arena_free(arena);
}

/* Nothing answers: nothing is known, and it ends. */
static void test_silence(void **state)
{
	struct arena *arena = arena_new();
	struct offered_facts facts = {0};
	static struct chain chain;
	struct hello hello;
	enum hello_depth depth;

	(void)state;
	assert_true(chain_begin(&chain, &question_table[0], &facts, arena,
		"mail.example.com", "imap"));
	while (chain_next(&chain, &hello, &depth))
		chain_heard(&chain, ST_TIMEOUT, NULL);
	chain_tell(&chain, &facts);
	assert_int_equal(facts.hellos, 2);
	assert_int_equal(facts.versions[TLS_SSL3].state, OFFERED_UNKNOWN);
	assert_string_equal(
		facts.versions[TLS_SSL3].suites.gap, "no answer came");
	chain_settle(&facts);
	assert_int_equal(facts.versions[TLS_SSL3].state, OFFERED_UNKNOWN);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_modern),
		cmocka_unit_test(test_named_primes),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_fallback_alert),
		cmocka_unit_test(test_one_topic),
		cmocka_unit_test(test_no_prime),
		cmocka_unit_test(test_prime),
		cmocka_unit_test(test_no_version),
		cmocka_unit_test(test_tolerance_1_3),
		cmocka_unit_test(test_hates_name),
		cmocka_unit_test(test_needs_name),
		cmocka_unit_test(test_knows_alpn),
		cmocka_unit_test(test_other_alpn),
		cmocka_unit_test(test_hates_staples),
		cmocka_unit_test(test_extensions_at_once),
		cmocka_unit_test(test_without_cbc),
		cmocka_unit_test(test_truncated_hmac),
		cmocka_unit_test(test_retries),
		cmocka_unit_test(test_signs_late),
		cmocka_unit_test(test_manners),
		cmocka_unit_test(test_overtaken),
		cmocka_unit_test(test_last_drop),
		cmocka_unit_test(test_fallback),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_new_suites),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_chacha),
		cmocka_unit_test(test_order_of_clients),
		cmocka_unit_test(test_grease),
		cmocka_unit_test(test_client_shares),
		cmocka_unit_test(test_clients),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_authorities),
		cmocka_unit_test(test_drops),
		cmocka_unit_test(test_drops_from_then_on),
		cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_drops_everything),
		cmocka_unit_test(test_throttled),
		cmocka_unit_test(test_stubborn),
		cmocka_unit_test(test_old),
		cmocka_unit_test(test_silence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
