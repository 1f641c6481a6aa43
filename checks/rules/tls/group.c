/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the groups of the key exchange. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/tally.h"
#include "evidence/basis.h"
#include "evidence/offered/heard.h"
#include "evidence/offered/offer.h"
#include "evidence/tls/handshake.h"
#include "model/text/ascii.h"

#include <string.h>

/* The smallest Diffie-Hellman group that any connection had; 0 if none had
 * one. */
static unsigned least_dh_bits(
	const struct rule_view *view, const struct probe_facts *asked)
{
	unsigned least = asked ? asked->tls.dh_bits : 0;
	unsigned seen = handshake_least_dh_bits(view->facts);
	const struct offered_prime *primes;
	size_t count;

	primes = heard_primes(view->facts, &count);
	for (size_t i = 0; i < count; i++)
		if (!least || primes[i].bits < least)
			least = primes[i].bits;
	return seen && (!least || seen < least) ? seen : least;
}

static enum ruling judge_dh_bits(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long wanted = rule_number(view, "bits", 2048);
	const char *offers = rule_value(view, "offers");
	struct tally others = tally_take(view, offers ? offers : "");
	const struct probe_facts *probe;
	enum offer_result result =
		offer_result(view->facts, OFFER_SUITES_DHE, &probe);
	unsigned least =
		least_dh_bits(view, result == OFFER_ACCEPTED ? probe : NULL);

	*ret_expected = arena_printf(view->arena,
		"Diffie-Hellman groups of at least %ld bits%s", wanted,
		offers ? ", and only the listed groups" : "");
	if ((least && (long)least < wanted) || others.accepted.text) {
		*ret_observed =
			others.accepted.text
				? arena_printf(view->arena, "accepted: %s",
					  others.accepted.text)
				: arena_printf(view->arena, "%u bits", least);
		return RULING_BROKEN;
	}
	if (!least && result != OFFER_REFUSED)
		return tally_leave_offer(view, OFFER_SUITES_DHE, ret_observed);
	if (others.open.text || others.impossible.text)
		return tally_leave(view, &others, ret_observed);
	*ret_observed = least ? arena_printf(view->arena, "%u bits", least)
			      : "DHE is not accepted";
	return RULING_HOLDS;
}

static enum ruling leave_own_group(const struct rule_view *view,
	const struct probe_facts *probe, const char **ret_observed)
{
	*ret_observed = arena_printf(view->arena,
		"the server's own group of %u bits, which the TLS library "
		"cannot compare",
		probe->tls.dh_bits);
	return RULING_UNOBSERVABLE;
}

/* The first prime that is not one of RFC 7919, in words; NULL if there is
 * none. */
static const char *find_own_prime(const struct rule_view *view)
{
	const struct offered_prime *primes;
	size_t count;

	primes = heard_primes(view->facts, &count);
	for (size_t i = 0; i < count; i++) {
		const struct offered_prime *prime = &primes[i];

		if (!prime->known)
			return arena_printf(view->arena,
				"a group of %u bits that is not published",
				prime->bits);
		if (!strstr(prime->known, "ffdhe"))
			return prime->known;
	}
	return NULL;
}

static enum ruling judge_dh_group(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct offered_facts *offered = view->facts->offered;
	const struct probe_facts *probe;
	enum offer_result result =
		offer_result(view->facts, OFFER_SUITES_DHE, &probe);
	bool shown = offered && offered->prime_count;

	*ret_expected = "a group of RFC 7919";
	if (result == OFFER_REFUSED) {
		*ret_observed = "DHE is not accepted";
		return RULING_HOLDS;
	}
	*ret_observed = find_own_prime(view);
	if (*ret_observed)
		return RULING_BROKEN;
	if (probe && probe->tls.group &&
		ascii_compare_n(probe->tls.group, "ffdhe", 5) == 0)
		shown = true;
	else if (probe && probe->tls.dh_bits && !shown)
		return leave_own_group(view, probe, ret_observed);
	if (result != OFFER_ACCEPTED || !shown)
		return tally_leave_offer(view, OFFER_SUITES_DHE, ret_observed);
	*ret_observed = probe && probe->tls.group ? probe->tls.group
						  : "a group of RFC 7919";
	return RULING_HOLDS;
}

static bool has_hybrid_group(const struct probe_facts *probe)
{
	return probe->tls.group && strstr(probe->tls.group, "MLKEM");
}

static enum ruling judge_hybrid(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe =
		basis_first(view->facts, has_hybrid_group);

	*ret_expected = "a hybrid group with ML-KEM";
	if (probe) {
		*ret_observed = probe->tls.group;
		return RULING_HOLDS;
	}
	switch (offer_result(view->facts, OFFER_GROUP_HYBRID, NULL)) {
	case OFFER_ACCEPTED:
		*ret_observed = offered_taken(
			view->arena, view->facts, OFFER_GROUP_HYBRID);
		return RULING_HOLDS;
	case OFFER_REFUSED:
		*ret_observed = "no hybrid group is accepted";
		return RULING_BROKEN;
	default:
		return tally_leave_offer(
			view, OFFER_GROUP_HYBRID, ret_observed);
	}
}

const struct rule_check rule_checks_group[] = {
	{
		.name = "dh-bits",
		.title = "the size of Diffie-Hellman groups",
		.parameters = "bits# offers?",
		.offers = RULE_OFFERS(OFFER_SUITES_DHE),
		.topics = TOPIC_GROUPS,
		.handshakes = true,
		.judge = judge_dh_bits,
	},
	{
		.name = "dh-named-group",
		.title = "whether Diffie-Hellman groups are those of RFC 7919",
		.offers = RULE_OFFERS(OFFER_SUITES_DHE),
		.topics = TOPIC_GROUPS,
		.handshakes = true,
		.judge = judge_dh_group,
	},
	{
		.name = "hybrid-group",
		.title = "key agreement with ML-KEM",
		.offers = RULE_OFFERS(OFFER_GROUP_HYBRID),
		.judge = judge_hybrid,
	},
	{.name = NULL},
};
