/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server answers to one thing more in the dialogue, and on
 * its addresses. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/offer.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/offer.h"

#include <string.h>

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

static enum ruling leave_open(const struct rule_view *view, enum offer_id offer,
	const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	enum unasked why =
		facts->unasked ? facts->unasked[offer] : UNASKED_UNREACHED;

	if (!reached_tls(facts) || !facts->unasked)
		return RULING_NOT_TESTED;
	if (why == UNASKED_NO_STEP)
		return RULING_NOT_OWED;
	*ret_observed = why == UNASKED_NONE
				? "no clear answer"
				: arena_printf(arena_of(view), "not tested: %s",
					  unasked_words(why));
	return why == UNASKED_LIBRARY ? RULING_UNOBSERVABLE : RULING_NOT_TESTED;
}

static const struct act_facts *find_act(
	const struct rule_view *view, enum offer_id offer)
{
	const struct probe_facts *probe = offer_probe(view->facts, offer);

	return probe && probe->act.said && probe->outcome == OUTCOME_COMPLETED
		       ? &probe->act
		       : NULL;
}

/* Where only a negative answer is right. */
static enum ruling judge_negative(const struct rule_view *view,
	enum offer_id offer, const char **ret_observed)
{
	const struct act_facts *act = find_act(view, offer);

	if (!act || act->answer == ANSWER_NONE)
		return leave_open(view, offer, ret_observed);
	*ret_observed = say_quote(arena_of(view), act->reply);
	return act->answer == ANSWER_NEGATIVE ? RULING_HOLDS : RULING_BROKEN;
}

static enum ruling judge_starttls_inside(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "STARTTLS refused inside TLS";
	return judge_negative(view, OFFER_ACT_STARTTLS_INSIDE, ret_observed);
}

static enum ruling judge_unknown(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "-ERR to an unknown command";
	return judge_negative(view, OFFER_ACT_UNKNOWN_COMMAND, ret_observed);
}

static enum ruling judge_mail_clear(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused before STARTTLS (530)";
	return judge_negative(view, OFFER_ACT_MAIL_CLEAR, ret_observed);
}

/* Postfix takes MAIL from anybody, and refuses the first recipient: that MAIL
 * was taken breaks nothing yet, and a recipient is never named. */
static enum ruling judge_mail(const struct rule_view *view, enum offer_id offer,
	const char **ret_observed)
{
	enum ruling ruling = judge_negative(view, offer, ret_observed);

	if (ruling != RULING_BROKEN)
		return ruling;
	*ret_observed = arena_printf(arena_of(view),
		"MAIL accepted: %s; whether recipients are refused was not "
		"tested",
		*ret_observed);
	return RULING_INFO;
}

static enum ruling judge_mail_no_login(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused without login (530)";
	return judge_mail(view, OFFER_ACT_MAIL_NO_LOGIN, ret_observed);
}

/* A server that takes MAIL at once has not thrown away what it knew of the
 * client, or needs no EHLO at all, which RFC 5321 section 4.1.1.1 allows. */
static enum ruling judge_resets(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused inside TLS before a new EHLO";
	return judge_mail(view, OFFER_ACT_MAIL_BEFORE_EHLO, ret_observed);
}

/* A server that refuses STARTTLS for what stands behind it is safe, too. */
static const struct probe_facts *find_refusal(
	const struct rule_view *view, enum offer_id offer)
{
	const struct probe_facts *probe = offer_probe(view->facts, offer);

	return probe && probe->starttls_sent && reached_tls(view->facts) &&
			       (probe->status == ST_REFUSED ||
				       probe->status == ST_NOT_TLS ||
				       probe->outcome == OUTCOME_REFUSED)
		       ? probe
		       : NULL;
}

static enum ruling judge_pipelined(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const enum offer_id offer = OFFER_ACT_PIPELINED;
	const struct act_facts *act = find_act(view, offer);
	const struct probe_facts *refusal = find_refusal(view, offer);

	*ret_expected = "an unencrypted command after STARTTLS is not answered "
			"inside TLS";
	if (!act && refusal) {
		*ret_observed =
			arena_printf(arena_of(view), "TLS did not start: %s",
				say_stop(arena_of(view), refusal));
		return RULING_HOLDS;
	}
	if (!act)
		return leave_open(view, offer, ret_observed);
	if (act->answer == ANSWER_NONE) {
		*ret_observed = "not answered";
		return RULING_HOLDS;
	}
	*ret_observed = arena_printf(arena_of(view), "answered inside TLS: %s",
		say_quote(arena_of(view), act->reply));
	return RULING_BROKEN;
}

/* Addresses. */

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
		return say_stop(arena_of(view), probe);
	if (best->tls.version != probe->tls.version)
		return arena_printf(arena_of(view),
			"%s, and %s at other addresses",
			say_tls(arena_of(view), probe->tls.version),
			say_tls(arena_of(view), best->tls.version));
	if (best->tls.chain_count && probe->tls.chain_count &&
		strcmp(best->tls.chain[0].sha256, probe->tls.chain[0].sha256) !=
			0)
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
	for (size_t at = 0;
		(probe = offer_next(facts, OFFER_ADDRESSES, &at));) {
		const char *words;

		any = true;
		if (!probe->tls.completed && tells_nothing(probe)) {
			open = say_list(
				arena_of(view), open, address_of(probe));
			continue;
		}
		words = difference(view, best, probe);
		if (!words)
			continue;
		*ret_observed = arena_printf(
			arena_of(view), "%s: %s", address_of(probe), words);
		return RULING_BROKEN;
	}
	if (!any)
		return leave_open(view, OFFER_ADDRESSES, ret_observed);
	*ret_observed =
		open ? arena_printf(arena_of(view), "no result from %s", open)
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

static const struct probe_facts *find_address(
	const struct endpoint_facts *facts, const char *address)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = offer_next(facts, OFFER_ADDRESSES, &at));)
		if (strcmp(address_of(probe), address) == 0)
			return probe;
	return NULL;
}

/* The probe of an address tells more than an attempt that another overtook. */
static void add_address(const struct rule_view *view,
	const struct attempt *attempt, struct answering *answering)
{
	const struct probe_facts *probe =
		find_address(view->facts, attempt->address);
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
	*list = say_list(arena_of(view), *list, attempt->address);
}

static enum ruling judge_answering(
	const struct rule_view *view, bool ipv6_only, const char **ret_observed)
{
	const struct probe_facts *best = witness_best(view->facts);
	struct answering answering = {0};

	if (!best || !reached_connection(view->facts))
		return RULING_NOT_TESTED;
	for (size_t i = 0; i < best->attempt_count; i++)
		if (!ipv6_only || best->attempts[i].ipv6)
			add_address(view, &best->attempts[i], &answering);
	if (!answering.count)
		return RULING_NOT_OWED;
	if (answering.dead) {
		*ret_observed = arena_printf(
			arena_of(view), "no connection: %s", answering.dead);
		return RULING_BROKEN;
	}
	if (answering.untried) {
		*ret_observed = arena_printf(
			arena_of(view), "not tried: %s", answering.untried);
		return RULING_NOT_TESTED;
	}
	if (answering.unreachable) {
		*ret_observed = arena_printf(arena_of(view),
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

/* Sessions taken up again, and other handshakes. */

static bool takes_no_tls_1_3(const struct rule_view *view)
{
	return version_result(view->facts, TLS_1_3, NULL) == VERSION_REFUSED;
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
		*ret_observed = arena_printf(arena_of(view),
			"a ticket allows %u bytes of early data",
			first->max_early_data);
		return RULING_BROKEN;
	}
	if (!first)
		return leave_open(view, OFFER_RESUME_1_3, ret_observed);
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
		return leave_open(view, OFFER_RESUME_1_3, ret_observed);
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
	*ret_expected = arena_printf(arena_of(view), "at most %ld days", days);
	if (!told)
		return leave_open(view, OFFER_RESUME_1_3, ret_observed);
	if (seconds)
		*ret_observed =
			arena_printf(arena_of(view), "%u seconds", seconds);
	else
		*ret_observed =
			ticket ? "the ticket does not specify a lifetime"
			       : "no ticket was issued";
	return seconds > days * 86400L ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_renegotiation(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct act_facts *act = find_act(view, OFFER_RENEGOTIATION);

	*ret_expected = "client-initiated renegotiation is refused";
	if (version_result(view->facts, TLS_1_2, NULL) == VERSION_REFUSED)
		return RULING_NOT_OWED;
	if (!act || act->answer == ANSWER_NONE)
		return leave_open(view, OFFER_RENEGOTIATION, ret_observed);
	*ret_observed = act->answer == ANSWER_NEGATIVE ? "refused" : "accepted";
	return act->answer == ANSWER_NEGATIVE ? RULING_HOLDS : RULING_BROKEN;
}

/* Counts the keys that were seen, and answers whether one came twice. */
static bool same_key(const struct probe_facts *const *probes, size_t count,
	const struct probe_facts *other, size_t *ret_compared)
{
	for (size_t i = 0; i < count; i++) {
		if (probes[i] == other || !probes[i]->tls.server_key[0] ||
			probes[i]->tls.version != other->tls.version)
			continue;
		(*ret_compared)++;
		if (strcmp(probes[i]->tls.server_key, other->tls.server_key) ==
			0)
			return true;
	}
	return false;
}

static enum ruling judge_keys(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	const struct probe_facts *const *ordinary =
		(const struct probe_facts *const *)facts->probes;
	const struct probe_facts *again = offer_probe(facts, OFFER_KEYS_AGAIN);
	size_t compared = 0;
	bool same = false;

	*ret_expected = "a new key for each handshake";
	if (again && again->tls.server_key[0])
		same = same_key(ordinary, facts->probe_count, again, &compared);
	for (size_t i = 0; !same && i < facts->probe_count; i++)
		if (ordinary[i]->tls.server_key[0])
			same = same_key(ordinary, facts->probe_count,
				ordinary[i], &compared);
	if (!compared)
		return leave_open(view, OFFER_KEYS_AGAIN, ret_observed);
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

const struct rule_check rule_checks_act[] = {
	{
		.name = "starttls-inside-refused",
		.title = "the answer to STARTTLS inside TLS",
		.offers = RULE_OFFERS(OFFER_ACT_STARTTLS_INSIDE),
		.judge = judge_starttls_inside,
	},
	{
		.name = "starttls-injection",
		.title = "how a command after STARTTLS is handled",
		.offers = RULE_OFFERS(OFFER_ACT_PIPELINED),
		.judge = judge_pipelined,
	},
	{
		.name = "starttls-resets",
		.title = "whether STARTTLS resets the dialogue",
		.offers = RULE_OFFERS(OFFER_ACT_MAIL_BEFORE_EHLO),
		.judge = judge_resets,
	},
	{
		.name = "mail-before-tls-refused",
		.title = "the answer to MAIL before STARTTLS",
		.offers = RULE_OFFERS(OFFER_ACT_MAIL_CLEAR),
		.judge = judge_mail_clear,
	},
	{
		.name = "mail-needs-login",
		.title = "the answer to MAIL without login",
		.offers = RULE_OFFERS(OFFER_ACT_MAIL_NO_LOGIN),
		.judge = judge_mail_no_login,
	},
	{
		.name = "unknown-command-refused",
		.title = "the answer to an unknown command",
		.offers = RULE_OFFERS(OFFER_ACT_UNKNOWN_COMMAND),
		.judge = judge_unknown,
	},
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
