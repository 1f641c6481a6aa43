/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is asked next, from what is known; and what a dropped hello means. */

#include "tests/unit/unit.h"

#include "engine/plan/follow_up.h"
#include "engine/plan/plan.h"
#include "evidence/closed/drop.h"
#include "evidence/version.h"

#include <stdio.h>
#include <string.h>

#define OLD (TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1))
#define ALL TLS_PROBED

/* How a probe of the story ended. */
enum end {
	END_OK,      /* with the best version that it offered */
	END_OK_1_2,  /* with TLS 1.2 */
	END_ALERT,   /* 70 */
	END_DROP,    /* reset right after the hello */
	END_LATER,   /* 421 as greeting */
	END_CLOSED,  /* at the greeting */
	END_SILENT,  /* at the greeting, until the deadline */
	END_REFUSED, /* nothing listens */
	END_NO_STARTTLS,
	END_PLAIN, /* clear text where TLS was due */
};

struct event {
	enum purpose purpose;
	unsigned offered;
	enum end end;
	enum tls_mode mode; /* of a follow-up; 0 is implicit */
};

struct story {
	struct endpoint_facts facts;
	struct probe_facts *probes[PROBES_MAX];
	struct endpoint endpoint;
};

static void add_alert(struct probe_facts *facts, unsigned code)
{
	facts->tls.alerts =
		arena_alloc(facts->arena, sizeof(*facts->tls.alerts));
	facts->tls.alerts[0] =
		(struct alert){.received = true, .fatal = true, .code = code};
	facts->tls.alert_count = 1;
}

static void add_words(struct probe_facts *facts, const char *words)
{
	facts->greeting.seen = true;
	facts->greeting.text = arena_octets(facts->arena, words, strlen(words));
}

static void end_probe(struct probe_facts *facts, enum end end)
{
	facts->stage = STAGE_HANDSHAKE;
	facts->tls.started = true;
	switch (end) {
	case END_OK:
	case END_OK_1_2:
		facts->stage = STAGE_DONE;
		facts->outcome = OUTCOME_COMPLETED;
		facts->tls.completed = facts->tls.confirmed = true;
		facts->tls.server_hello = true;
		for (int v = TLS_1_0; v <= TLS_1_3; v++)
			if (facts->tls_offered & TLS_BIT(v))
				facts->tls.version = (enum tls_version)v;
		if (end == END_OK_1_2)
			facts->tls.version = TLS_1_2;
		add_words(facts, "* OK");
		return;
	case END_ALERT:
		facts->outcome = OUTCOME_REFUSED;
		facts->status = ST_ALERT;
		add_alert(facts, 70);
		return;
	case END_DROP:
		facts->status = ST_RESET;
		return;
	case END_PLAIN:
		facts->status = ST_NOT_TLS;
		facts->unexpected = arena_octets(facts->arena, "* OK", 4);
		return;
	case END_NO_STARTTLS:
		facts->stage = STAGE_STARTTLS;
		facts->status = ST_NOT_OFFERED;
		facts->tls.started = false;
		add_words(facts, "* OK");
		return;
	case END_LATER:
		facts->status = ST_THROTTLED;
		add_words(facts, "* BYE later");
		break;
	case END_CLOSED:
		facts->status = ST_EOF;
		break;
	case END_SILENT:
		facts->status = ST_TIMEOUT;
		break;
	case END_REFUSED:
		facts->status = ST_CONN_REFUSED;
		facts->stage = STAGE_CONNECT;
		facts->tls.started = false;
		return;
	}
	facts->stage = STAGE_GREETING;
	facts->tls.started = false;
}

static void add_event(struct story *story, const struct event *event)
{
	struct probe_facts *facts = probe_facts_new();

	facts->purpose = event->purpose;
	facts->tls_offered = event->offered;
	facts->mode = event->purpose == PURPOSE_FOLLOW_UP
			      ? event->mode
			      : story->endpoint.mode;
	if (event->purpose == PURPOSE_FOLLOW_UP)
		facts->question = event->mode == story->endpoint.mode
					  ? QUESTION_DROPPED_AGAIN
					  : QUESTION_OTHER_MODE;
	facts->started_us = (int64_t)story->facts.probe_count + 1;
	/* To the first of the addresses, if it came about. */
	facts->attempts = arena_alloc(facts->arena, sizeof(struct attempt));
	facts->attempt_count = 1;
	end_probe(facts, event->end);
	story->probes[story->facts.probe_count++] = facts;
	drop_settle(&story->facts);
}

static void story_init(struct story *story, enum tls_mode mode)
{
	memset(story, 0, sizeof(*story));
	story->endpoint.mode = story->facts.endpoint.mode = mode;
	story->facts.probes = story->probes;
	story->facts.versions_asked = ALL;
}

static void story_clear(struct story *story)
{
	for (size_t i = 0; i < story->facts.probe_count; i++)
		probe_facts_free(story->probes[i]);
}

static struct plan_state plan_of(const struct story *story,
	const struct probe_flight *flights, size_t flight_count)
{
	return (struct plan_state){
		.facts = &story->facts,
		.flights = flights,
		.flight_count = flight_count,
		.versions = ALL,
		.used = (unsigned)(story->facts.probe_count + flight_count),
		.left_us = 9000000,
		.timeout_us = 10000000,
	};
}

static enum plan_action next(const struct story *story,
	const struct probe_flight *flights, size_t flight_count,
	struct probe_order *ret_order, int64_t *ret_wake_us)
{
	struct plan_state state = plan_of(story, flights, flight_count);

	return plan_next(&state, ret_order, ret_wake_us);
}

/* In explicit mode. */
static size_t first_orders(unsigned versions, bool by_hello,
	struct probe_order orders[ENDPOINT_CONNECTIONS])
{
	const struct endpoint_facts facts = {
		.endpoint = {.mode = MODE_EXPLICIT},
		.versions_asked = versions};
	const struct plan_state plan = {
		.facts = &facts, .versions = versions, .by_hello = by_hello};

	return plan_first(&plan, orders);
}

static void test_best_only(void **state)
{
	struct probe_order orders[ENDPOINT_CONNECTIONS];
	const struct endpoint_facts facts = {
		.endpoint = {.mode = MODE_IMPLICIT}};
	const struct plan_state plan = {.facts = &facts, .versions = ALL};

	(void)state;
	assert_int_equal(plan_first(&plan, orders), 1);
	assert_int_equal(orders[0].purpose, PURPOSE_BEST);
	assert_int_equal(orders[0].versions, ALL);
}

static void test_first(void **state)
{
	struct probe_order orders[ENDPOINT_CONNECTIONS];
	const struct endpoint_facts facts = {
		.endpoint = {.mode = MODE_CLEARTEXT}};
	const struct plan_state plan = {.facts = &facts, .versions = ALL};

	(void)state;
	assert_int_equal(first_orders(ALL, false, orders), 5);
	assert_int_equal(orders[0].purpose, PURPOSE_BEST);
	assert_int_equal(orders[0].versions, ALL);
	for (int i = 1; i < 5; i++) {
		assert_int_equal(orders[i].purpose, PURPOSE_TLS_VERSION);
		assert_int_equal(orders[i].mode, MODE_EXPLICIT);
		assert_false(orders[i].by_hello);
	}
	assert_int_equal(first_orders(ALL, true, orders), 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(orders[i].by_hello,
			orders[i].versions == TLS_BIT(TLS_1_2) ||
				orders[i].versions == TLS_BIT(TLS_1_3));
	assert_int_equal(first_orders(TLS_BIT(TLS_1_2), true, orders), 2);
	assert_int_equal(orders[0].purpose, PURPOSE_BEST);
	assert_int_equal(plan_first(&plan, orders), 1);
	assert_int_equal(orders[0].versions, 0);
}

#define BEST(how)                                                              \
	{                                                                      \
		PURPOSE_BEST, ALL, how, 0                                      \
	}
#define V(version, how)                                                        \
	{                                                                      \
		PURPOSE_TLS_VERSION, TLS_BIT(version), how, 0                  \
	}
#define AGAIN(set, how)                                                        \
	{                                                                      \
		PURPOSE_FOLLOW_UP, set, how, 0                                 \
	}
#define GOOD BEST(END_OK), V(TLS_1_2, END_OK)
#define SCHANNEL_ALONE                                                         \
	V(TLS_1_2, END_OK), V(TLS_1_3, END_ALERT), V(TLS_1_1, END_DROP),       \
		V(TLS_1_0, END_DROP)
#define SCHANNEL BEST(END_OK_1_2), SCHANNEL_ALONE

static const struct {
	const char *name;
	struct event events[ENDPOINT_CONNECTIONS + 2];
	size_t count;
	enum plan_action action;
	enum purpose purpose;
	unsigned versions;
	/* accepted, refused, unknown for 1.0, 1.1, 1.2, 1.3 */
	const char *results;
} cases[] = {
	{"all well",
		{GOOD, V(TLS_1_3, END_OK), V(TLS_1_1, END_ALERT),
			V(TLS_1_0, END_ALERT)},
		5, PLAN_END, 0, 0, "rraa"},
	{"two dropped", {SCHANNEL}, 5, PLAN_ORDER, PURPOSE_FOLLOW_UP, OLD,
		"rrar"},
	{"dropped again", {SCHANNEL, AGAIN(OLD, END_DROP)}, 6, PLAN_ORDER,
		PURPOSE_FOLLOW_UP, TLS_BIT(TLS_1_2), "rrar"},
	{"and a good one works",
		{SCHANNEL, AGAIN(OLD, END_DROP),
			AGAIN(TLS_BIT(TLS_1_2), END_OK)},
		7, PLAN_END, 0, 0, "rrar"},
	{"and a good one is dropped, too",
		{SCHANNEL, AGAIN(OLD, END_DROP),
			AGAIN(TLS_BIT(TLS_1_2), END_DROP)},
		7, PLAN_ORDER, PURPOSE_FOLLOW_UP, OLD, "uuar"},
	{"which is dropped for the third time",
		{SCHANNEL, AGAIN(OLD, END_DROP),
			AGAIN(TLS_BIT(TLS_1_2), END_DROP),
			AGAIN(OLD, END_DROP)},
		8, PLAN_ORDER, PURPOSE_FOLLOW_UP, TLS_BIT(TLS_1_2), "uuar"},
	{"before a good one works",
		{SCHANNEL, AGAIN(OLD, END_DROP),
			AGAIN(TLS_BIT(TLS_1_2), END_DROP), AGAIN(OLD, END_DROP),
			AGAIN(TLS_BIT(TLS_1_2), END_OK)},
		9, PLAN_END, 0, 0, "rrar"},
	{"an alert to both is one to each", {SCHANNEL, AGAIN(OLD, END_ALERT)},
		6, PLAN_END, 0, 0, "rrar"},
	{"a version that works is dropped at first",
		{BEST(END_OK), V(TLS_1_2, END_DROP), V(TLS_1_3, END_OK),
			V(TLS_1_1, END_ALERT), V(TLS_1_0, END_ALERT)},
		5, PLAN_ORDER, PURPOSE_FOLLOW_UP, TLS_BIT(TLS_1_2), "rrra"},
	{"the best is dropped at random",
		{BEST(END_CLOSED), V(TLS_1_2, END_OK), V(TLS_1_3, END_OK),
			V(TLS_1_1, END_ALERT), V(TLS_1_0, END_ALERT),
			BEST(END_CLOSED), BEST(END_CLOSED), BEST(END_CLOSED)},
		8, PLAN_ORDER, PURPOSE_BEST, ALL, "rraa"},
	{"it was the crowd", {SCHANNEL, AGAIN(OLD, END_OK)}, 6, PLAN_ORDER,
		PURPOSE_FOLLOW_UP, TLS_BIT(TLS_1_0), "uaar"},
	{"nobody gets through",
		{BEST(END_DROP), V(TLS_1_2, END_DROP), V(TLS_1_3, END_DROP),
			V(TLS_1_1, END_DROP), V(TLS_1_0, END_DROP)},
		5, PLAN_ORDER, PURPOSE_BEST, ALL, "uuuu"},
	{"nor does the second time",
		{BEST(END_DROP), V(TLS_1_2, END_DROP), V(TLS_1_3, END_DROP),
			V(TLS_1_1, END_DROP), V(TLS_1_0, END_DROP),
			BEST(END_DROP)},
		6, PLAN_END, 0, 0, "uuuu"},
	{"one was put off",
		{GOOD, V(TLS_1_3, END_OK), V(TLS_1_1, END_ALERT),
			V(TLS_1_0, END_LATER)},
		5, PLAN_ORDER, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_0), "uraa"},
	{"the best was put off first",
		{BEST(END_LATER), V(TLS_1_2, END_LATER), V(TLS_1_3, END_OK),
			V(TLS_1_1, END_ALERT), V(TLS_1_0, END_LATER)},
		5, PLAN_ORDER, PURPOSE_BEST, ALL, "urua"},
	{"eight are enough",
		{BEST(END_LATER), V(TLS_1_2, END_LATER), V(TLS_1_3, END_LATER),
			V(TLS_1_1, END_LATER), V(TLS_1_0, END_LATER),
			BEST(END_LATER), BEST(END_LATER), BEST(END_LATER)},
		8, PLAN_END, 0, 0, "uuuu"},
	{"nothing listens",
		{BEST(END_REFUSED), V(TLS_1_2, END_REFUSED),
			V(TLS_1_3, END_REFUSED), V(TLS_1_1, END_REFUSED),
			V(TLS_1_0, END_REFUSED)},
		5, PLAN_END, 0, 0, "uuuu"},
	{"clear text",
		{BEST(END_PLAIN), V(TLS_1_2, END_PLAIN), V(TLS_1_3, END_PLAIN),
			V(TLS_1_1, END_PLAIN), V(TLS_1_0, END_PLAIN)},
		5, PLAN_END, 0, 0, "uuuu"},
};

static char result_letter(const struct story *story, enum tls_version version)
{
	switch (version_result(&story->facts, version, NULL)) {
	case VERSION_ACCEPTED:
		return 'a';
	case VERSION_REFUSED:
		return 'r';
	case VERSION_UNKNOWN:
		return 'u';
	default:
		return '-';
	}
}

static void check_case(size_t i)
{
	struct story story;
	struct probe_order order = {0};
	int64_t wake_us;
	enum plan_action action;

	story_init(&story, MODE_IMPLICIT);
	for (size_t k = 0; k < cases[i].count; k++)
		add_event(&story, &cases[i].events[k]);
	action = next(&story, NULL, 0, &order, &wake_us);
	if (action != cases[i].action ||
		(action == PLAN_ORDER &&
			(order.purpose != cases[i].purpose ||
				order.versions != cases[i].versions)))
		fail_msg("%s: action %d, purpose %s, versions %x",
			cases[i].name, (int)action, purpose_name(order.purpose),
			order.versions);
	for (int v = 0; v < 4; v++)
		if (result_letter(&story, (enum tls_version)(TLS_1_0 + v)) !=
			cases[i].results[v])
			fail_msg("%s: TLS 1.%d is '%c'", cases[i].name, v,
				result_letter(&story,
					(enum tls_version)(TLS_1_0 + v)));
	story_clear(&story);
}

static void test_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_case(i);
}

#define FLIGHT(why, what, set)                                                 \
	{                                                                      \
		.purpose = why, .question = what, .versions = set              \
	}
#define BEST_FLIES FLIGHT(PURPOSE_BEST, QUESTION_NONE, ALL)
#define AGAIN_FLIES FLIGHT(PURPOSE_FOLLOW_UP, QUESTION_DROPPED_AGAIN, OLD)

/* While others are under way. */
static const struct {
	const char *name;
	struct event events[5];
	size_t count;
	struct probe_order flights[4];
	size_t flight_count;
	enum question question; /* QUESTION_NONE: waits */
	unsigned versions;
} beside[] = {
	{"old ones dropped, the best under way", {SCHANNEL_ALONE}, 4,
		{BEST_FLIES}, 1, QUESTION_DROPPED_AGAIN, OLD},
	{"and asked again", {SCHANNEL_ALONE}, 4, {BEST_FLIES, AGAIN_FLIES}, 2,
		QUESTION_CONTROL, TLS_BIT(TLS_1_2)},
	{"and the control, too", {SCHANNEL_ALONE}, 4,
		{BEST_FLIES, AGAIN_FLIES,
			FLIGHT(PURPOSE_FOLLOW_UP, QUESTION_CONTROL,
				TLS_BIT(TLS_1_2))},
		3, QUESTION_NONE, 0},
	{"a version is under way", {SCHANNEL_ALONE}, 3,
		{BEST_FLIES, FLIGHT(PURPOSE_TLS_VERSION, QUESTION_NONE,
				     TLS_BIT(TLS_1_0))},
		2, QUESTION_NONE, 0},
	{"what works is dropped, too",
		{V(TLS_1_2, END_OK), V(TLS_1_3, END_ALERT),
			V(TLS_1_1, END_DROP), V(TLS_1_0, END_ALERT),
			V(TLS_1_2, END_DROP)},
		5, {BEST_FLIES}, 1, QUESTION_NONE, 0},
};

static void test_beside(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		struct probe_flight flights[4];
		struct probe_order order = {0};
		struct story story;
		int64_t wake_us;
		enum plan_action action;

		story_init(&story, MODE_IMPLICIT);
		for (size_t k = 0; k < beside[i].count; k++)
			add_event(&story, &beside[i].events[k]);
		for (size_t k = 0; k < beside[i].flight_count; k++)
			flights[k] = (struct probe_flight){
				.order = &beside[i].flights[k],
				.stage = STAGE_CONNECT};
		action = next(&story, flights, beside[i].flight_count, &order,
			&wake_us);
		if (action != (beside[i].question ? PLAN_ORDER : PLAN_WAIT) ||
			order.question != beside[i].question ||
			order.versions != beside[i].versions || order.delay_us)
			fail_msg("%s: action %d, question %d, versions %x",
				beside[i].name, (int)action,
				(int)order.question, order.versions);
		story_clear(&story);
	}
}

/* A hello is enough, unless the best connection failed, another certificate
 * was shown, or the answer makes no sense. */
static const struct {
	const char *name;
	enum end best;
	enum status hello; /* ST_OK: taken */
	const char *shown; /* by the hello; "a" by the best connection */
	const char *again; /* the handshake that was made as well; or NULL */
	enum plan_action action;
} hellos[] = {
	{"taken", END_OK, ST_OK, "a", NULL, PLAN_END},
	{"without a certificate", END_OK, ST_OK, "", NULL, PLAN_END},
	{"another certificate", END_OK, ST_OK, "b", NULL, PLAN_ORDER},
	{"and its handshake", END_OK, ST_OK, "b", "b", PLAN_END},
	{"and it showed the other", END_OK, ST_OK, "b", "a", PLAN_ORDER},
	{"no sense", END_OK, ST_TLS, "", NULL, PLAN_ORDER},
	{"the best failed, each time", END_ALERT, ST_OK, "", NULL, PLAN_ORDER},
};

static void show(struct probe_facts *facts, const char *certificate, bool whole)
{
	if (!*certificate)
		return;
	facts->tls.chain = arena_alloc(facts->arena, sizeof(*facts->tls.chain));
	memset(facts->tls.chain, 0, sizeof(*facts->tls.chain));
	strcpy(facts->tls.chain[0].sha256, certificate);
	if (whole)
		facts->tls.chain[0].subject =
			arena_octets(facts->arena, "CN=a", 4);
	facts->tls.chain_count = 1;
}

static void test_by_hello(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hellos) / sizeof(*hellos); i++) {
		const struct event best = BEST(hellos[i].best),
				   hello = V(TLS_1_2, END_OK);
		struct probe_order order = {0};
		struct story story;
		int64_t wake_us;
		enum plan_action action;

		story_init(&story, MODE_IMPLICIT);
		add_event(&story, &best);
		show(story.probes[0], "a", true);
		add_event(&story, &hello);
		story.probes[1]->by_hello = true;
		story.probes[1]->status = hellos[i].hello;
		show(story.probes[1], hellos[i].shown, false);
		if (hellos[i].again) {
			add_event(&story, &hello);
			show(story.probes[2], hellos[i].again, true);
		}
		for (int k = 0; hellos[i].best == END_ALERT && k < 3; k++)
			add_event(&story, &best);
		action = next(&story, NULL, 0, &order, &wake_us);
		if (action != hellos[i].action ||
			(action == PLAN_ORDER &&
				(order.by_hello ||
					order.purpose != PURPOSE_TLS_VERSION ||
					order.versions != TLS_BIT(TLS_1_2))))
			fail_msg("%s: action %d", hellos[i].name, (int)action);
		story_clear(&story);
	}
}

/* The same is offered again where the server contradicts itself, up to four
 * times, and once where it may have been told to take nothing older. */
static const struct {
	const char *name;
	struct event events[6];
	size_t count;
	unsigned versions; /* 0: nothing more is asked */
} doubts[] = {
	{"all alone, not together", {BEST(END_ALERT), V(TLS_1_2, END_OK)}, 2,
		ALL},
	{"never together",
		{BEST(END_ALERT), BEST(END_ALERT), BEST(END_ALERT),
			BEST(END_ALERT), V(TLS_1_2, END_OK)},
		5, 0},
	{"1.2 not, and 1.3 is taken",
		{BEST(END_OK), V(TLS_1_2, END_ALERT), V(TLS_1_3, END_OK)}, 3,
		TLS_BIT(TLS_1_2)},
	{"1.2 never, and 1.3 is taken",
		{BEST(END_OK), V(TLS_1_2, END_ALERT), V(TLS_1_2, END_ALERT),
			V(TLS_1_3, END_OK)},
		4, 0},
	{"1.2 at times, and 1.3 is taken",
		{BEST(END_OK), V(TLS_1_2, END_OK), V(TLS_1_2, END_ALERT),
			V(TLS_1_3, END_OK)},
		4, 0},
	{"1.1, and not 1.0",
		{BEST(END_OK), V(TLS_1_2, END_OK), V(TLS_1_1, END_OK),
			V(TLS_1_0, END_ALERT)},
		4, TLS_BIT(TLS_1_1)},
	{"both old ones",
		{BEST(END_OK), V(TLS_1_2, END_OK), V(TLS_1_1, END_OK),
			V(TLS_1_0, END_OK)},
		4, 0},
	{"neither",
		{BEST(END_OK), V(TLS_1_2, END_OK), V(TLS_1_1, END_ALERT),
			V(TLS_1_0, END_ALERT)},
		4, 0},
};

static void test_doubts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(doubts) / sizeof(*doubts); i++) {
		struct probe_order order = {0};
		struct story story;
		int64_t wake_us;
		enum plan_action action;

		story_init(&story, MODE_IMPLICIT);
		for (size_t k = 0; k < doubts[i].count; k++)
			add_event(&story, &doubts[i].events[k]);
		action = next(&story, NULL, 0, &order, &wake_us);
		if (action != (doubts[i].versions ? PLAN_ORDER : PLAN_END) ||
			order.versions != doubts[i].versions)
			fail_msg("%s: action %d, versions %x", doubts[i].name,
				(int)action, order.versions);
		story_clear(&story);
	}
}

/* A bad certificate is looked at twice more, if the user allows it, and one
 * that nobody could judge is none. */
static void test_bad_certificate(void **state)
{
	static const struct {
		enum trust trust;
		unsigned times; /* that it was shown */
		bool follow_up;
		enum plan_action action;
	} rows[] = {
		{TRUST_SELF_SIGNED, 1, true, PLAN_ORDER},
		{TRUST_SELF_SIGNED, 1, false, PLAN_END},
		{TRUST_SELF_SIGNED, 3, true, PLAN_END},
		{TRUST_NO_ANCHORS, 1, true, PLAN_END},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct event best = BEST(END_OK);
		struct probe_order order = {0};
		struct story story;
		struct plan_state plan;
		int64_t wake_us;

		story_init(&story, MODE_IMPLICIT);
		for (unsigned k = 0; k < rows[i].times; k++) {
			add_event(&story, &best);
			show(story.probes[k], "a", true);
			story.probes[k]->tls.trust = rows[i].trust;
		}
		plan = plan_of(&story, NULL, 0);
		plan.follow_up = rows[i].follow_up;
		if (plan_next(&plan, &order, &wake_us) != rows[i].action)
			fail_msg("row %zu", i);
		story_clear(&story);
	}
}

/* What a hello was refused is offered again by a hello. */
static void test_doubted_hello(void **state)
{
	const struct event best = BEST(END_OK), refused = V(TLS_1_2, END_ALERT);

	(void)state;
	for (int by_hello = 0; by_hello < 2; by_hello++) {
		struct probe_order order = {0};
		struct story story;
		int64_t wake_us;

		story_init(&story, MODE_IMPLICIT);
		add_event(&story, &best);
		add_event(&story, &refused);
		story.probes[1]->by_hello = by_hello;
		assert_int_equal(
			next(&story, NULL, 0, &order, &wake_us), PLAN_ORDER);
		assert_int_equal(order.versions, TLS_BIT(TLS_1_2));
		assert_int_equal(order.by_hello, by_hello);
		story_clear(&story);
	}
}

/* A silent explicit port is asked for TLS at once; when TLS answers, what is
 * still waiting is called off. */
static void test_silence(void **state)
{
	struct probe_order first[ENDPOINT_CONNECTIONS], order = {0};
	struct probe_flight flights[5];
	struct event answer = {PURPOSE_FOLLOW_UP, ALL, END_OK, MODE_IMPLICIT};
	struct story story;
	int64_t wake_us;

	(void)state;
	first_orders(ALL, false, first);
	for (int i = 0; i < 5; i++)
		flights[i] = (struct probe_flight){
			.order = &first[i], .stage = STAGE_GREETING};
	story_init(&story, MODE_EXPLICIT);
	assert_int_equal(next(&story, flights, 5, &order, &wake_us), PLAN_WAIT);
	assert_true(wake_us > 0 && wake_us <= 5000000);
	for (int i = 0; i < 5; i++)
		flights[i].age_us = wake_us;
	assert_int_equal(
		next(&story, flights, 5, &order, &wake_us), PLAN_ORDER);
	assert_int_equal(order.purpose, PURPOSE_FOLLOW_UP);
	assert_int_equal(order.mode, MODE_IMPLICIT);
	assert_non_null(order.reason);
	add_event(&story, &answer);
	assert_int_equal(
		next(&story, flights, 5, &order, &wake_us), PLAN_CANCEL);
	assert_int_equal(next(&story, flights, 0, &order, &wake_us), PLAN_END);
	/* TLS in the other mode says nothing of the versions in this one. */
	assert_int_equal(result_letter(&story, TLS_1_3), 'u');
	story_clear(&story);
}

/* A slow SMTP server minds who talks before it greets: of 10 seconds it has 6
 * and more. */
static void test_slow_greeter(void **state)
{
	struct probe_order first[ENDPOINT_CONNECTIONS], order = {0};
	struct probe_flight flight;
	struct story story;
	int64_t wake_us;

	(void)state;
	first_orders(ALL, false, first);
	story_init(&story, MODE_EXPLICIT);
	story.facts.endpoint.service = SERVICE_SMTP;
	flight = (struct probe_flight){
		.order = &first[0], .stage = STAGE_GREETING, .age_us = 6000000};
	next(&story, &flight, 1, &order, &wake_us);
	assert_int_not_equal(order.question, QUESTION_OTHER_MODE);
	flight.age_us = 7000000;
	assert_int_equal(
		next(&story, &flight, 1, &order, &wake_us), PLAN_ORDER);
	assert_int_equal(order.question, QUESTION_OTHER_MODE);
	story_clear(&story);
}

/* What a failure makes us ask further: the questions and ports, in order. */
static const char *follow_ups(struct story *story, size_t addresses,
	const struct probe_flight *flights, size_t flight_count)
{
	static char text[512];
	static struct probe_order given[PROBES_MAX];
	const struct probe_order *orders[PROBES_MAX];
	size_t count = 0;
	int64_t wake_us = INT64_MAX;
	struct plan_state state = {
		.facts = &story->facts,
		.flights = flights,
		.flight_count = flight_count,
		.orders = orders,
		.versions = ALL,
		.used = (unsigned)(story->facts.probe_count + flight_count),
		.follow_up = true,
		.addresses = addresses,
		.left_us = 9000000,
		.follow_left_us = 19000000,
		.timeout_us = 10000000,
	};

	*text = '\0';
	while (count < PROBES_MAX &&
		(follow_up_next(&state, &given[count], &wake_us) ||
			follow_up_address(&state, &given[count]))) {
		const struct probe_order *order = &given[count];
		size_t used = strlen(text);

		snprintf(text + used, sizeof(text) - used, "%s%s",
			*text ? " " : "", question_name(order->question));
		used = strlen(text);
		if (order->port)
			snprintf(text + used, sizeof(text) - used, ":%u",
				order->port);
		if (order->only_address)
			snprintf(text + used, sizeof(text) - used, "#%zu",
				order->only_address);
		orders[count++] = order;
		state.order_count = count;
		if (order_is_elsewhere(order))
			state.followed++;
		else
			state.used++;
	}
	return text;
}

#define ALL_END(how)                                                           \
	BEST(how), V(TLS_1_2, how), V(TLS_1_3, how), V(TLS_1_1, how),          \
		V(TLS_1_0, how)

static const struct {
	const char *name;
	enum tls_mode mode;
	unsigned port;
	struct event events[5];
	size_t addresses;
	const char *want;
} follow_cases[] = {
	{"all well", MODE_IMPLICIT, 993, {ALL_END(END_OK)}, 1, ""},
	{"all well, two addresses", MODE_IMPLICIT, 993, {ALL_END(END_OK)}, 2,
		"address#2"},
	{"throttled", MODE_IMPLICIT, 993, {ALL_END(END_LATER)}, 2, ""},
	{"nothing listens", MODE_IMPLICIT, 993, {ALL_END(END_REFUSED)}, 2,
		"port-443:443 other-port:143"},
	{"nothing listens at another port", MODE_EXPLICIT, 10143,
		{ALL_END(END_REFUSED)}, 1,
		"port-443:443 other-port:993 other-port:143"},
	{"clear text", MODE_IMPLICIT, 993, {ALL_END(END_PLAIN)}, 1,
		"other-mode"},
	{"dropped", MODE_IMPLICIT, 993, {ALL_END(END_DROP)}, 1,
		"small-hello no-sni"},
	{"dropped by one of several", MODE_IMPLICIT, 993, {ALL_END(END_DROP)},
		3, "small-hello no-sni address#2 address#3"},
	{"STARTTLS is missing", MODE_EXPLICIT, 143, {ALL_END(END_NO_STARTTLS)},
		1, "other-port:993"},
};

static void test_follow_ups(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(follow_cases) / sizeof(*follow_cases);
		i++) {
		struct story story;
		const char *got;

		story_init(&story, follow_cases[i].mode);
		story.facts.endpoint.service = SERVICE_IMAP;
		story.facts.endpoint.port = follow_cases[i].port;
		for (size_t k = 0; k < 5; k++)
			add_event(&story, &follow_cases[i].events[k]);
		got = follow_ups(&story, follow_cases[i].addresses, NULL, 0);
		if (strcmp(got, follow_cases[i].want) != 0)
			fail_msg("%s: '%s', not '%s'", follow_cases[i].name,
				got, follow_cases[i].want);
		story_clear(&story);
	}
}

/* That no version is taken is not known before each has had its time. */
static void test_other_hello(void **state)
{
	struct probe_order first[ENDPOINT_CONNECTIONS];
	struct probe_flight flight = {
		.order = &first[1], .stage = STAGE_HANDSHAKE};
	struct event refused = {PURPOSE_BEST, ALL, END_ALERT, MODE_IMPLICIT};
	struct story story;

	(void)state;
	first_orders(ALL, false, first);
	story_init(&story, MODE_IMPLICIT);
	add_event(&story, &refused);
	assert_string_equal(follow_ups(&story, 1, &flight, 1), "");
	flight.age_us = 6000000;
	assert_string_equal(
		follow_ups(&story, 1, &flight, 1), "small-hello no-sni");
	story_clear(&story);
}

/* Beside what everybody is asked, once the best connection was greeted. */
static void test_injection(void **state)
{
	static const enum stage asked[] = {
		STAGE_CAPABILITIES, STAGE_STARTTLS, STAGE_HANDSHAKE};
	static const enum stage not_asked[] = {
		STAGE_CONNECT, STAGE_GREETING, STAGE_QUIT};
	struct probe_order first[ENDPOINT_CONNECTIONS];
	struct probe_flight flight = {.order = &first[0]};
	struct event busy = {
		PURPOSE_TLS_VERSION, ALL, END_LATER, MODE_EXPLICIT};
	struct story story;

	(void)state;
	first_orders(ALL, false, first);
	story_init(&story, MODE_EXPLICIT);
	for (int i = 0; i < 3; i++) {
		flight.stage = not_asked[i];
		assert_string_equal(follow_ups(&story, 1, &flight, 1), "");
	}
	for (int i = 0; i < 3; i++) {
		flight.stage = asked[i];
		assert_string_equal(
			follow_ups(&story, 1, &flight, 1), "injection");
	}
	add_event(&story, &busy);
	assert_string_equal(follow_ups(&story, 1, &flight, 1), "");
	flight.order = &first[1];
	story_clear(&story);
	story_init(&story, MODE_EXPLICIT);
	assert_string_equal(follow_ups(&story, 1, &flight, 1), "");
	story_clear(&story);
}

/* A port that is filtered: the others are asked while it is waited for. */
static void test_filtered(void **state)
{
	struct probe_order first[ENDPOINT_CONNECTIONS];
	struct probe_flight flights[5];
	struct endpoint endpoint = {
		.mode = MODE_IMPLICIT, .service = SERVICE_SMTP, .port = 465};
	struct story story;

	(void)state;
	first_orders(ALL, false, first);
	for (int i = 0; i < 5; i++)
		flights[i] = (struct probe_flight){
			.order = &first[i], .stage = STAGE_CONNECT};
	story_init(&story, MODE_IMPLICIT);
	story.facts.endpoint = endpoint;
	assert_string_equal(follow_ups(&story, 1, flights, 5), "");
	for (int i = 0; i < 5; i++)
		flights[i].age_us = 2000000;
	assert_string_equal(follow_ups(&story, 1, flights, 5),
		"port-443:443 other-port:587 other-port:25");
	flights[3].stage = STAGE_HANDSHAKE;
	assert_string_equal(follow_ups(&story, 1, flights, 5), "");
	story_clear(&story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_best_only),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_beside),
		cmocka_unit_test(test_by_hello),
		cmocka_unit_test(test_doubts),
		cmocka_unit_test(test_bad_certificate),
		cmocka_unit_test(test_doubted_hello),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_slow_greeter),
		cmocka_unit_test(test_follow_ups),
		cmocka_unit_test(test_other_hello),
		cmocka_unit_test(test_injection),
		cmocka_unit_test(test_filtered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
