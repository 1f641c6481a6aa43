/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server answers to one thing more in the dialogue, and on
 * its addresses. */
#include "checks/rule.h"

#include "checks/saw.h"
#include "checks/say.h"
#include "model/offer.h"

#include <string.h>

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

static enum ruling leave_open(const struct rule_view *view, const char *offer,
	const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	enum unasked why = facts->unasked ? facts->unasked[offer_find(offer)]
					  : UNASKED_UNREACHED;

	if (!saw_tls(facts) || !facts->unasked)
		return RULING_NOT_TESTED;
	if (why == UNASKED_NO_STEP)
		return RULING_NOT_OWED;
	*ret_observed = why == UNASKED_NONE
				? "asked, and no answer that says either"
				: arena_printf(arena_of(view), "not asked: %s",
					  unasked_words(why));
	return why == UNASKED_LIBRARY ? RULING_UNOBSERVABLE : RULING_NOT_TESTED;
}

static const struct act_facts *find_act(
	const struct rule_view *view, const char *offer)
{
	const struct probe_facts *probe = offer_probe(view->facts, offer);

	return probe && probe->act.said && probe->outcome == OUTCOME_COMPLETED
		       ? &probe->act
		       : NULL;
}

/* Where only a negative answer is right. */
static enum ruling judge_negative(const struct rule_view *view,
	const char *offer, const char **ret_observed)
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
	return judge_negative(view, "act-starttls-inside", ret_observed);
}

static enum ruling judge_unknown(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "-ERR to a command that does not exist";
	return judge_negative(view, "act-unknown-command", ret_observed);
}

static enum ruling judge_mail_clear(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused before STARTTLS (530)";
	return judge_negative(view, "act-mail-clear", ret_observed);
}

static enum ruling judge_mail_no_login(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused without a login (530)";
	return judge_negative(view, "act-mail-no-login", ret_observed);
}

/* A server that takes MAIL at once has not thrown away what it knew of the
 * client, or needs no EHLO at all, which RFC 5321 section 4.1.1.1 allows. */
static enum ruling judge_resets(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum ruling ruling =
		judge_negative(view, "act-mail-before-ehlo", ret_observed);

	*ret_expected = "MAIL refused inside TLS before a new EHLO";
	return ruling;
}

/* A server that refuses STARTTLS for what stands behind it is safe, too. */
static const struct probe_facts *find_refusal(
	const struct rule_view *view, const char *offer)
{
	const struct probe_facts *probe = offer_probe(view->facts, offer);

	return probe && probe->starttls_sent && saw_tls(view->facts) &&
			       (probe->status == ST_REFUSED ||
				       probe->status == ST_NOT_TLS)
		       ? probe
		       : NULL;
}

static enum ruling judge_pipelined(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	static const char offer[] = "act-pipelined";
	const struct act_facts *act = find_act(view, offer);
	const struct probe_facts *refusal = find_refusal(view, offer);

	*ret_expected = "a command in the clear behind STARTTLS is not "
			"answered inside TLS";
	if (!act && refusal) {
		*ret_observed =
			arena_printf(arena_of(view), "no TLS came of it: %s",
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
		return arena_printf(arena_of(view), "%s, and %s elsewhere",
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
	const struct probe_facts *best = best_probe(facts);
	const char *open = NULL;
	bool any = false;

	*ret_expected = "the same at every address of the host";
	if (!best || !best->tls.completed)
		return RULING_NOT_TESTED;
	if (best->attempt_count == 1)
		return RULING_NOT_OWED;
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		const struct probe_facts *probe = facts->rule_probes[i];
		const char *words;

		if (strcmp(probe->offer, "addresses") != 0)
			continue;
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
		return leave_open(view, "addresses", ret_observed);
	*ret_observed =
		open ? arena_printf(arena_of(view), "nothing seen of %s", open)
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
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		const struct probe_facts *probe = facts->rule_probes[i];

		if (strcmp(probe->offer, "addresses") == 0 &&
			strcmp(address_of(probe), address) == 0)
			return probe;
	}
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
	const struct probe_facts *best = best_probe(view->facts);
	struct answering answering = {0};

	if (!best || !saw_connection(view->facts))
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
			"no way from this computer to %s",
			answering.unreachable);
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = "every one answers";
	return RULING_HOLDS;
}

static enum ruling judge_ipv6(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "IPv6 works where the host has it";
	return judge_answering(view, true, ret_observed);
}

static enum ruling judge_dead(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "no address that does not answer";
	return judge_answering(view, false, ret_observed);
}

/* What this version does not do. */

static enum ruling judge_resumption(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	*ret_expected = "what a session ticket allows";
	*ret_observed = "this version takes no session up again";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_renegotiation(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	*ret_expected = "renegotiation that the client asks for is refused";
	*ret_observed = "this version does not ask for renegotiation";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_keys(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	*ret_expected = "another key for each handshake";
	*ret_observed = "this version does not compare the keys of handshakes";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_points(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	*ret_expected = "uncompressed points alone";
	*ret_observed = "the TLS library here does not tell";
	return RULING_UNOBSERVABLE;
}

#define ROW(check, words, asked, function)                                     \
	{                                                                      \
		.name = check, .title = words, .offers = asked,                \
		.judge = function                                              \
	}

const struct rule_check rule_checks_act[] = {
	ROW("starttls-inside-refused", "the answer to STARTTLS inside TLS",
		"act-starttls-inside", judge_starttls_inside),
	ROW("starttls-injection", "what becomes of a command behind STARTTLS",
		"act-pipelined", judge_pipelined),
	ROW("starttls-resets", "whether STARTTLS resets the dialogue",
		"act-mail-before-ehlo", judge_resets),
	ROW("mail-before-tls-refused", "the answer to MAIL before STARTTLS",
		"act-mail-clear", judge_mail_clear),
	ROW("mail-needs-login", "the answer to MAIL without a login",
		"act-mail-no-login", judge_mail_no_login),
	ROW("unknown-command-refused",
		"the answer to a command that does not exist",
		"act-unknown-command", judge_unknown),
	ROW("addresses-alike", "whether all addresses of the host are alike",
		"addresses", judge_addresses),
	ROW("ipv6-works", "whether IPv6 works", "addresses", judge_ipv6),
	ROW("addresses-answer", "whether every address answers", "addresses",
		judge_dead),
	ROW("no-early-data", "early data (0-RTT)", NULL, judge_resumption),
	ROW("resumption-forward-secret", "how sessions are taken up again",
		NULL, judge_resumption),
	{
		.name = "ticket-lifetime",
		.title = "how long tickets last",
		.parameters = "days#",
		.judge = judge_resumption,
	},
	ROW("renegotiation-refused", "renegotiation that the client asks for",
		NULL, judge_renegotiation),
	ROW("keys-fresh", "whether handshakes have keys of their own", NULL,
		judge_keys),
	ROW("point-formats", "the point formats offered", NULL, judge_points),
	{.name = NULL},
};
