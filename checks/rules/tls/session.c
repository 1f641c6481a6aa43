/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on sessions taken up again, and on other handshakes. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/versions.h"
#include "checks/rules/unasked.h"
#include "evidence/basis.h"
#include "evidence/offered/offer.h"
#include "evidence/version.h"
#include "evidence/witness.h"

#include <string.h>

static bool takes_no_tls_1_3(const struct rule_view *view)
{
	return versions_are_off(view, TLS_BIT(TLS_1_3));
}

static enum ruling judge_early_data(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	const struct tls_facts *first = NULL;
	const struct probe_facts *probe;

	*ret_expected = "tickets without early data";
	if (takes_no_tls_1_3(view))
		return RULING_NOT_OWED;
	for (size_t at = 0;
		(probe = offer_next(facts, OFFER_RESUME_1_3, &at));) {
		if (!probe->tls.completed)
			continue;
		first = &probe->tls;
		if (!first->max_early_data)
			continue;
		*ret_observed = arena_printf(view->arena,
			"a ticket allows %u bytes of early data",
			first->max_early_data);
		return RULING_BROKEN;
	}
	if (!first)
		return unasked_leave(view, OFFER_RESUME_1_3, ret_observed);
	*ret_observed = first->tickets || first->session_offered
				? "tickets allow no early data"
				: "no ticket was issued";
	return RULING_HOLDS;
}

static enum ruling judge_resumption(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe =
		offer_probe(view->facts, OFFER_RESUME_1_3);

	*ret_expected = "a key exchange in session resumption";
	if (takes_no_tls_1_3(view))
		return RULING_NOT_OWED;
	if (!probe || !probe->tls.completed ||
		(probe->tls.tickets && !probe->tls.session_offered))
		return unasked_leave(view, OFFER_RESUME_1_3, ret_observed);
	if (!probe->tls.resumed) {
		*ret_observed = "sessions are not resumed";
		return RULING_HOLDS;
	}
	*ret_observed = probe->tls.key_share ? "resumed with a key exchange"
					     : "resumed without a key exchange";
	return probe->tls.key_share ? RULING_HOLDS : RULING_BROKEN;
}

/* Keeps the longest life of the tickets that came for this offer. Answers
 * whether a handshake told. */
static bool find_lifetime(const struct endpoint_facts *facts,
	enum offer_id offer, bool *ret_ticket, unsigned *ret_seconds)
{
	const struct probe_facts *probe;
	bool told = false;

	for (size_t at = 0; (probe = offer_next(facts, offer, &at));) {
		if (!probe->tls.completed)
			continue;
		told = true;
		if (probe->tls.tickets)
			*ret_ticket = true;
		if (probe->tls.ticket_lifetime_s > *ret_seconds)
			*ret_seconds = probe->tls.ticket_lifetime_s;
	}
	return told;
}

static enum ruling judge_lifetime(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const long days = rule_number(view, "days", 7);
	unsigned seconds = 0;
	bool ticket = false;
	bool told =
		find_lifetime(view->facts, OFFER_RESUME_1_2, &ticket, &seconds);

	if (find_lifetime(view->facts, OFFER_RESUME_1_3, &ticket, &seconds))
		told = true;
	*ret_expected = arena_printf(view->arena, "at most %ld days", days);
	if (!told)
		return unasked_leave(view, OFFER_RESUME_1_3, ret_observed);
	if (seconds)
		*ret_observed =
			arena_printf(view->arena, "%u seconds", seconds);
	else
		*ret_observed =
			ticket ? "the ticket does not specify a lifetime"
			       : "no ticket was issued";
	return seconds > days * 86400L ? RULING_BROKEN : RULING_HOLDS;
}

/* How the server answered renegotiation; ANSWER_NONE if it was not asked. */
static enum answer find_answer(const struct rule_view *view)
{
	const struct probe_facts *probe =
		offer_probe(view->facts, OFFER_RENEGOTIATION);

	return probe && probe->act.said && probe->outcome == OUTCOME_COMPLETED
		       ? probe->act.answer
		       : ANSWER_NONE;
}

static enum ruling judge_renegotiation(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum answer answer = find_answer(view);

	*ret_expected = "client-initiated renegotiation is refused";
	if (versions_are_off(view, TLS_BIT(TLS_1_2)))
		return RULING_NOT_OWED;
	if (answer == ANSWER_NONE)
		return unasked_leave(view, OFFER_RENEGOTIATION, ret_observed);
	*ret_observed = answer == ANSWER_NEGATIVE ? "refused" : "accepted";
	return answer == ANSWER_NEGATIVE ? RULING_HOLDS : RULING_BROKEN;
}

/* Counts the keys of the same version that witnesses were shown, and answers
 * whether one of them is this probe's. */
static bool same_key(const struct endpoint_facts *facts,
	const struct probe_facts *own, size_t *ret_compared)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		if (probe == own || !probe->tls.server_key[0] ||
			probe->tls.version != own->tls.version)
			continue;
		(*ret_compared)++;
		basis_add_probe(facts, own);
		basis_add_probe(facts, probe);
		if (strcmp(probe->tls.server_key, own->tls.server_key) == 0)
			return true;
	}
	return false;
}

static enum ruling judge_keys(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	const struct probe_facts *again = offer_probe(facts, OFFER_KEYS_AGAIN);
	const struct probe_facts *probe;
	size_t compared = 0;
	bool same = false;

	*ret_expected = "a new key for each handshake";
	if (again && again->tls.server_key[0])
		same = same_key(facts, again, &compared);
	for (size_t at = 0; !same && (probe = witness_next(facts, &at));)
		if (probe->tls.server_key[0])
			same = same_key(facts, probe, &compared);
	if (!compared)
		return unasked_leave(view, OFFER_KEYS_AGAIN, ret_observed);
	*ret_observed = same ? "two handshakes used the same key"
			     : "each handshake used a new key";
	return same ? RULING_BROKEN : RULING_HOLDS;
}

/* TLS 1.3 has no such list; and no list at all says "uncompressed" (RFC 8422
 * section 5.1.2). */
static enum ruling judge_points(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	const struct probe_facts *probe;
	bool seen = false;

	*ret_expected = "a list with uncompressed points, or no list";
	for (size_t at = 0;
		(probe = version_completed(facts, RULE_TO_1_2, &at));) {
		const struct tls_facts *tls = &probe->tls;

		seen = true;
		if (tls->point_formats && !(tls->point_formats & 1)) {
			*ret_observed = "a list without uncompressed points";
			return RULING_BROKEN;
		}
		*ret_observed = tls->point_formats
					? "uncompressed points are listed"
					: "no list";
	}
	if (seen)
		return RULING_HOLDS;
	return version_accepted(facts) ? RULING_NOT_OWED : RULING_NOT_TESTED;
}

const struct rule_check rule_checks_session[] = {
	{
		.name = "no-early-data",
		.title = "early data (0-RTT)",
		.offers = RULE_OFFERS(OFFER_RESUME_1_3),
		.judge = judge_early_data,
	},
	{
		.name = "resumption-forward-secret",
		.title = "how sessions are resumed",
		.offers = RULE_OFFERS(OFFER_RESUME_1_3),
		.judge = judge_resumption,
	},
	{
		.name = "ticket-lifetime",
		.title = "how long tickets last",
		.parameters = "days#",
		.offers = RULE_OFFERS(OFFER_RESUME_1_2, OFFER_RESUME_1_3),
		.judge = judge_lifetime,
	},
	{
		.name = "renegotiation-refused",
		.title = "client-initiated renegotiation",
		.offers = RULE_OFFERS(OFFER_RENEGOTIATION),
		.judge = judge_renegotiation,
	},
	{
		.name = "keys-fresh",
		.title = "whether every handshake uses a new key",
		.offers = RULE_OFFERS(OFFER_KEYS_AGAIN),
		.judge = judge_keys,
	},
	{
		.name = "point-formats",
		.title = "the point formats offered",
		.judge = judge_points,
	},
	{.name = NULL},
};
