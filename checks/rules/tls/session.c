/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on sessions taken up again, and on other handshakes. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/versions.h"
#include "checks/rules/unasked.h"
#include "evidence/offered/offer.h"
#include "evidence/tls/handshake.h"
#include "evidence/version.h"

static bool takes_no_tls_1_3(const struct rule_view *view)
{
	return versions_are_off(view, TLS_BIT(TLS_1_3));
}

static enum ruling judge_early_data(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct handshake_tickets tickets = {0};

	*ret_expected = "tickets without early data";
	if (takes_no_tls_1_3(view))
		return RULING_NOT_OWED;
	handshake_add_tickets(view->facts, OFFER_RESUME_1_3, &tickets);
	if (!tickets.told)
		return unasked_leave(view, OFFER_RESUME_1_3, ret_observed);
	if (tickets.max_early_data) {
		*ret_observed = arena_printf(view->arena,
			"a ticket allows %u bytes of early data",
			tickets.max_early_data);
		return RULING_BROKEN;
	}
	*ret_observed = tickets.issued ? "tickets allow no early data"
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

static enum ruling judge_lifetime(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const long days = rule_number(view, "days", 7);
	struct handshake_tickets tickets = {0};

	handshake_add_tickets(view->facts, OFFER_RESUME_1_2, &tickets);
	handshake_add_tickets(view->facts, OFFER_RESUME_1_3, &tickets);
	*ret_expected = arena_printf(view->arena, "at most %ld days", days);
	if (!tickets.told)
		return unasked_leave(view, OFFER_RESUME_1_3, ret_observed);
	if (tickets.lifetime_s)
		*ret_observed = arena_printf(
			view->arena, "%u seconds", tickets.lifetime_s);
	else
		*ret_observed =
			tickets.issued
				? "the ticket does not specify a lifetime"
				: "no ticket was issued";
	return tickets.lifetime_s > days * 86400L ? RULING_BROKEN
						  : RULING_HOLDS;
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

/* RFC 9325 section 7.4: of elliptic curves, a server that checks what it
 * receives may use a key again; whether it does cannot be seen. */
static enum ruling judge_keys(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct handshake_keys keys = handshake_compare_keys(view->facts);

	*ret_expected = "a new key for each handshake";
	if (!keys.compared)
		return unasked_leave(view, OFFER_KEYS_AGAIN, ret_observed);
	*ret_observed = "each handshake used a new key";
	if (!keys.same)
		return RULING_HOLDS;
	*ret_observed = keys.finite ? "two handshakes used the same key"
				    : "two handshakes used the same key of an "
				      "elliptic curve";
	return keys.finite ? RULING_BROKEN : RULING_INFO;
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
