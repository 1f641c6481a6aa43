/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the addresses of a host. */
#include "checks/rules/rule.h"

#include "checks/rules/unasked.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/chain.h"
#include "evidence/offered/offer.h"
#include "evidence/pick.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

#include <string.h>

static const char *address_of(const struct probe_facts *probe)
{
	return probe->attempt < probe->attempt_count
		       ? probe->attempts[probe->attempt].address
	       : probe->attempt_count ? probe->attempts[0].address
				      : "an address";
}

/* Whether something here, or of the moment, kept it from telling. */
static bool tells_nothing(const struct probe_facts *probe)
{
	return probe->stage <= STAGE_CONNECT || probe->status == ST_CANCELLED ||
	       probe->status == ST_LOCAL || probe->status == ST_THROTTLED ||
	       probe->status == ST_NO_NETWORK;
}

/* How the address differs from the one of the best connection; NULL if it does
 * not. */
static const char *difference(const struct rule_view *view,
	const struct probe_facts *best, const struct probe_facts *probe)
{
	if (!probe->tls.completed)
		return say_stop(view->arena, probe);
	if (best->tls.version != probe->tls.version)
		return arena_printf(view->arena,
			"%s, and %s at other addresses",
			say_tls(view->arena, probe->tls.version),
			say_tls(view->arena, best->tls.version));
	if (best->tls.chain_count && probe->tls.chain_count &&
		!chain_is_same(&best->tls, &probe->tls))
		return "another certificate";
	return NULL;
}

static enum ruling judge_addresses(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	const struct probe_facts *best = witness_best(facts), *probe;
	const char *open = NULL;
	bool any = false;

	*ret_expected = "the same at every address of the host";
	if (!best || !best->tls.completed)
		return RULING_NOT_TESTED;
	if (best->attempt_count == 1)
		return RULING_NOT_OWED;
	basis_add_probe(facts, best);
	for (size_t at = 0;
		(probe = offer_next(facts, OFFER_ADDRESSES, &at));) {
		const char *words;

		any = true;
		if (!probe->tls.completed && tells_nothing(probe)) {
			open = say_list(view->arena, open, address_of(probe));
			continue;
		}
		words = difference(view, best, probe);
		if (!words)
			continue;
		*ret_observed = arena_printf(
			view->arena, "%s: %s", address_of(probe), words);
		return RULING_BROKEN;
	}
	if (!any)
		return unasked_leave(view, OFFER_ADDRESSES, ret_observed);
	*ret_observed =
		open ? arena_printf(view->arena, "no result from %s", open)
		     : "the same";
	return open ? RULING_NOT_TESTED : RULING_HOLDS;
}

/* The addresses of the host, by what is known of them; NULL if there are none
 * such. */
struct answering {
	size_t count;
	const char *dead;
	const char *untried;
	const char *unreachable; /* no way there from this computer */
};

static bool asked_address(const struct probe_facts *probe, const void *address)
{
	return probe->offer == OFFER_ADDRESSES &&
	       strcmp(address_of(probe), address) == 0;
}

/* The probe of an address tells more than an attempt that another overtook. */
static void add_address(const struct rule_view *view,
	const struct attempt *attempt, struct answering *answering)
{
	const struct probe_facts *probe = pick_first(
		view->facts, PICK_FOR_RULES, asked_address, attempt->address);
	enum status status = probe ? probe->status : attempt->status;
	const char **list = &answering->dead;

	answering->count++;
	if (attempt->connected || (probe && probe->stage > STAGE_CONNECT))
		return;
	if (status == ST_NO_NETWORK)
		list = &answering->unreachable;
	else if (status == ST_CANCELLED || status == ST_LOCAL ||
		 (!probe && (attempt->overtaken || !attempt->tried)))
		list = &answering->untried;
	*list = say_list(view->arena, *list, attempt->address);
}

static enum ruling judge_answering(
	const struct rule_view *view, bool ipv6_only, const char **ret_observed)
{
	const struct probe_facts *best = witness_best(view->facts);
	struct answering answering = {0};

	if (!best || !reached_connection(view->facts))
		return RULING_NOT_TESTED;
	/* Of the addresses, those tell that tried them all. */
	basis_rewind(view->facts, 0);
	basis_add_probe(view->facts, best);
	for (size_t i = 0; i < best->attempt_count; i++)
		if (!ipv6_only || best->attempts[i].ipv6)
			add_address(view, &best->attempts[i], &answering);
	if (!answering.count)
		return RULING_NOT_OWED;
	if (answering.dead) {
		*ret_observed = arena_printf(
			view->arena, "no connection: %s", answering.dead);
		return RULING_BROKEN;
	}
	if (answering.untried) {
		*ret_observed = arena_printf(
			view->arena, "not tried: %s", answering.untried);
		return RULING_NOT_TESTED;
	}
	if (answering.unreachable) {
		*ret_observed = arena_printf(view->arena,
			"no route from this computer to %s",
			answering.unreachable);
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = "every address responds";
	return RULING_HOLDS;
}

static enum ruling judge_ipv6(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "IPv6 works if the host has it";
	return judge_answering(view, true, ret_observed);
}

static enum ruling judge_dead(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "every address responds";
	return judge_answering(view, false, ret_observed);
}

const struct rule_check rule_checks_address[] = {
	{
		.name = "addresses-alike",
		.title = "whether all addresses of the host are alike",
		.offers = RULE_OFFERS(OFFER_ADDRESSES),
		.judge = judge_addresses,
	},
	{
		.name = "ipv6-works",
		.title = "whether IPv6 works",
		.offers = RULE_OFFERS(OFFER_ADDRESSES),
		.judge = judge_ipv6,
	},
	{
		.name = "addresses-answer",
		.title = "whether every address responds",
		.offers = RULE_OFFERS(OFFER_ADDRESSES),
		.judge = judge_dead,
	},
	{.name = NULL},
};
