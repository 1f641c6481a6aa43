/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on which cipher suite is chosen, and how. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/tally.h"
#include "checks/rules/tls/versions.h"
#include "checks/say.h"
#include "evidence/offered/heard.h"
#include "evidence/offered/offer.h"
#include "evidence/version.h"

#include <string.h>

/* Whether the name begins with one of the words. */
static bool begins_with_any(
	struct arena *arena, const char *name, const char *list)
{
	const char *at = list, *word;

	while ((word = rule_next_word(arena, &at)))
		if (strncmp(name, word, strlen(word)) == 0)
			return true;
	return false;
}

/* The offers are one alone here: its order is the question. */
static enum ruling judge_preferred(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum offer_id offer = rule_offer_value(view, "offers");
	enum offer_id has = rule_offer_value(view, "has");
	const char *suites = rule_value(view, "suites");
	const struct probe_facts *probe;
	enum offer_result result = offer_result(view->facts, offer, &probe);

	*ret_expected =
		arena_printf(view->arena, "%s... chosen in any order", suites);
	if (versions_are_off(view, offer_table[offer].versions))
		return RULING_NOT_OWED;
	if (result == OFFER_ACCEPTED && probe->tls.cipher_suite) {
		*ret_observed = arena_printf(
			view->arena, "%s chosen", probe->tls.cipher_suite);
		if (begins_with_any(
			    view->arena, probe->tls.cipher_suite, suites))
			return RULING_HOLDS;
		/* One that it does not have cannot be preferred. */
		switch (has ? offer_result(view->facts, has, NULL)
			    : OFFER_ACCEPTED) {
		case OFFER_ACCEPTED:
			return RULING_BROKEN;
		case OFFER_REFUSED:
			return RULING_INFO;
		default:
			return tally_leave_offer(view, has, ret_observed);
		}
	}
	return tally_leave_offer(view, offer, ret_observed);
}

static enum ruling judge_order(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const enum offer_id offer = OFFER_ORDER_REVERSED;
	size_t at = 0;
	const struct probe_facts *usual =
		version_completed(view->facts, TLS_BIT(TLS_1_2), &at);
	const struct probe_facts *probe;
	enum offer_result result = offer_result(view->facts, offer, &probe);

	*ret_expected = "the same cipher suite for any offered order";
	if (versions_are_off(view, offer_table[offer].versions))
		return RULING_NOT_OWED;
	if (result != OFFER_ACCEPTED || !probe->tls.cipher_suite || !usual ||
		!usual->tls.cipher_suite)
		return tally_leave_offer(view, offer, ret_observed);
	*ret_observed =
		arena_printf(view->arena, "%s, and with the order reversed %s",
			usual->tls.cipher_suite, probe->tls.cipher_suite);
	return strcmp(usual->tls.cipher_suite, probe->tls.cipher_suite) == 0
		       ? RULING_HOLDS
		       : RULING_BROKEN;
}

/* CBC is taken, and no handshake of ours got through with it: hellos heard
 * whether it is granted, if it was a CBC suite that they were answered with. */
static void hear_encrypt_then_mac(const struct rule_view *view,
	const char *pending, struct tally *tally, struct builder *without)
{
	switch (heard_trait(view->facts, TRAIT_ENCRYPT_THEN_MAC)) {
	case OFFERED_ACCEPTED:
		break;
	case OFFERED_REFUSED:
		builder_item(without, ", ", pending);
		break;
	default:
		tally_say(view, &tally->open, pending);
		break;
	}
}

static enum ruling judge_encrypt_then_mac(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *offers = rule_value(view, "offers");
	struct builder without = {.arena = view->arena};
	struct builder pending = {.arena = view->arena};
	const char *at = offers;
	enum offer_id offer;
	struct tally tally = tally_take(view, offers);

	*ret_expected = "CBC only together with encrypt-then-MAC";
	while ((offer = rule_next_offer(&at))) {
		const struct probe_facts *probe;

		if (offer_result(view->facts, offer, &probe) != OFFER_ACCEPTED)
			continue;
		/* The library tells it once the handshake is over. */
		if (!probe || !probe->tls.completed)
			builder_item(&pending, ", ",
				tally_say_taken(view, offer, probe));
		else if (!probe->tls.encrypt_then_mac)
			builder_item(&without, ", ",
				tally_say_taken(view, offer, probe));
	}
	if (pending.text)
		hear_encrypt_then_mac(view, pending.text, &tally, &without);
	if (without.text) {
		*ret_observed = arena_printf(
			view->arena, "without it: %s", without.text);
		return RULING_BROKEN;
	}
	if (tally.open.text || tally.impossible.text || !tally.asked)
		return tally_leave(view, &tally, ret_observed);
	*ret_observed = tally.accepted.text ? "always with encrypt-then-MAC"
					    : "no CBC suite is accepted";
	return RULING_HOLDS;
}

const struct rule_check rule_checks_suite[] = {
	{
		.name = "suite-preferred",
		.title = "the cipher suite chosen from several",
		.parameters = "offers suites has?",
		.handshakes = true,
		.judge = judge_preferred,
	},
	{
		.name = "server-order",
		.title = "whether the server enforces its order of suites",
		.offers = RULE_OFFERS(OFFER_ORDER_REVERSED),
		.handshakes = true,
		.judge = judge_order,
	},
	{
		.name = "encrypt-then-mac",
		.title = "encrypt-then-MAC with CBC suites (RFC 7366)",
		.parameters = "offers",
		.handshakes = true,
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_encrypt_then_mac,
	},
	{.name = NULL},
};
