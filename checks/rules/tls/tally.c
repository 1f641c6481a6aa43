/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/tls/tally.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/offered/offer.h"
#include "evidence/offered/offered.h"
#include "evidence/reached.h"

#include <string.h>

const char *tally_say_taken(const struct rule_view *view, enum offer_id offer,
	const struct probe_facts *probe)
{
	const char *title = offer_table[offer].title;
	bool group = strncmp(offer_table[offer].id, "group", 5) == 0;
	const char *taken = offered_taken(view->arena, view->facts, offer);

	if (!taken && probe)
		taken = group ? probe->tls.group : probe->tls.cipher_suite;
	return taken ? arena_printf(view->arena, "%s (%s)", title, taken)
		     : title;
}

void tally_say(
	const struct rule_view *view, struct builder *list, const char *words)
{
	list->arena = view->arena;
	builder_item(list, ", ", words);
}

void tally_add(
	const struct rule_view *view, enum offer_id offer, struct tally *tally)
{
	const struct probe_facts *probe;

	switch (offer_result(view->facts, offer, &probe)) {
	case OFFER_ACCEPTED:
		tally->asked++;
		tally_say(view, &tally->accepted,
			tally_say_taken(view, offer, probe));
		break;
	case OFFER_REFUSED:
		tally->asked++;
		tally_say(view, &tally->refused, offer_table[offer].title);
		break;
	case OFFER_IMPOSSIBLE:
		tally_say(view, &tally->impossible, offer_table[offer].title);
		break;
	case OFFER_UNKNOWN:
	case OFFER_NOT_ASKED:
		if (!tally->why)
			tally->why = offer_unasked(view->facts, offer);
		if (!tally->gap)
			tally->gap = offered_gap(view->facts, offer);
		tally_say(view, &tally->open, offer_table[offer].title);
		break;
	}
}

struct tally tally_take(const struct rule_view *view, const char *list)
{
	struct tally tally = {0};
	const char *at = list;
	enum offer_id offer;

	while ((offer = rule_next_offer(&at)))
		tally_add(view, offer, &tally);
	return tally;
}

enum ruling tally_leave(const struct rule_view *view, const struct tally *tally,
	const char **ret_observed)
{
	const char *open;

	if (!tally->open.text && tally->impossible.text) {
		*ret_observed = arena_printf(view->arena,
			"the TLS library cannot offer %s",
			tally->impossible.text);
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = NULL;
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	open = tally->open.text ? tally->open.text : "what the rule asks for";
	if (tally->gap)
		*ret_observed = arena_printf(view->arena,
			"no clear answer about %s: %s", open, tally->gap);
	else if (tally->why)
		*ret_observed = arena_printf(view->arena,
			"no clear answer about %s; not tested: %s", open,
			unasked_words(tally->why));
	else
		*ret_observed = arena_printf(
			view->arena, "no clear answer about %s", open);
	return RULING_NOT_TESTED;
}

enum ruling tally_leave_offer(const struct rule_view *view, enum offer_id offer,
	const char **ret_observed)
{
	struct tally tally = {0};

	tally_add(view, offer, &tally);
	if (!tally.open.text && !tally.impossible.text)
		tally_say(view, &tally.open, offer_table[offer].title);
	return tally_leave(view, &tally, ret_observed);
}
