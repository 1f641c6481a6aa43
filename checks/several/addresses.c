/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Do all addresses of the host do what the best connection found? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/address.h"
#include "model/text/builder.h"
#include "model/text/plural.h"

#include <string.h>

#define ADDRESSES_SHOWN 16

/* How many addresses there are of each kind. */
struct roll {
	size_t good;
	size_t bad;     /* the dialogue broke off there */
	size_t dead;    /* see the check "connect" */
	size_t unasked; /* or put off */
	enum tls_version least, most;
	const char *list;
};

static bool tells_nothing(const struct probe_facts *probe)
{
	return probe->status == ST_THROTTLED || probe->status == ST_CANCELLED ||
	       probe->status == ST_LOCAL;
}

static const char *count_in(struct arena *arena, struct roll *roll,
	const struct attempt *attempt, const struct probe_facts *probe)
{
	if (!probe && address_failed(attempt)) {
		roll->dead++;
		return "no connection";
	}
	if (!probe || tells_nothing(probe)) {
		roll->unasked++;
		return probe ? say_stop(arena, probe) : "not tested";
	}
	if (probe->outcome != OUTCOME_COMPLETED) {
		roll->bad++;
		return say_stop(arena, probe);
	}
	roll->good++;
	if (!probe->tls.completed)
		return "works";
	if (roll->least == TLS_NONE || probe->tls.version < roll->least)
		roll->least = probe->tls.version;
	if (probe->tls.version > roll->most)
		roll->most = probe->tls.version;
	return say_tls(arena, probe->tls.version);
}

static struct roll call(struct arena *arena, const struct endpoint_facts *facts,
	const struct address_list *all)
{
	struct roll roll = {.least = TLS_NONE, .most = TLS_NONE};
	struct builder list = {.arena = arena};

	for (size_t i = 0; i < all->count; i++) {
		const struct attempt *attempt = all->attempts[i];
		const char *words = count_in(arena, &roll, attempt,
			address_dialogue(facts, attempt->address));

		if (i < ADDRESSES_SHOWN)
			builder_item_printf(
				&list, ", ", "%s: %s", attempt->address, words);
	}
	roll.list = list.text;
	return roll;
}

static bool conclude_bad(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct roll *roll,
	struct finding *finding)
{
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		plural_form(roll->bad,
			"{endpoint} works only at some of its addresses: %zu "
			"of %zu that were tested fails.",
			"{endpoint} works only at some of its addresses: %zu "
			"of %zu that were tested fail."),
		roll->bad, roll->bad + roll->good);
}

static bool judge_addresses(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	struct address_list all = address_all(context->arena, facts);
	struct roll roll = call(context->arena, facts, &all);

	(void)check;
	(void)expectation;
	/* What all of them do is told by the other checks. */
	if (roll.good + roll.bad + roll.unasked < 2 || !roll.good)
		return false;
	finding->expected = "the same at every address of the host";
	finding->observed = roll.list;
	if (roll.bad)
		return conclude_bad(facts, context, &roll, finding);
	if (roll.least != roll.most)
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} chooses different TLS versions at its "
			"addresses: %s.",
			roll.list);
	if (roll.unasked)
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} was tested at %zu of its %zu addresses.",
			roll.good, all.count);
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} behaves alike at all of its addresses that can be "
		"reached (%zu).",
		roll.good);
}

const struct check check_addresses = {
	.id = "addresses",
	.severity = SEVERITY_ERROR,
	.title = "The server behaves the same at every address of the host",
	.explanation = "A host name with several addresses usually stands for "
		       "several computers. Mail programs use any of them, so a "
		       "fault in one of them comes and goes.",
	.remedy = "Tell the server's administrator how each address behaves. "
		  "The failing computer must be repaired, or its address "
		  "removed from DNS.",
	.reference = "RFC 8305 section 3",
	.judge = judge_addresses,
};
