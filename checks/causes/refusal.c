/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server turns us away, now or for good, and says so in words. */

#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/product.h"
#include "checks/say.h"
#include "evidence/drop.h"
#include "evidence/witness.h"

#include <string.h>

/* The words that tell, the particular before the general. Codes are those of
 * RFC 5321 and RFC 3463, in brackets those of RFC 5530 and RFC 2449. */
static const struct kind {
	const struct cause *cause;
	enum confidence confidence;
	const char *words;
} kinds[] = {
	{&cause_greylisted, CONFIDENCE_LIKELY,
		"greylist|graylist|grey list|gray list"},
	{&cause_address_blocked, CONFIDENCE_LIKELY,
		"spamhaus|spamcop|barracuda|sorbs|dnsbl|blocklist|block list|"
		"blacklist|black list|blocked using|listed at|listed by|"
		"is listed|bad reputation|poor reputation|banned"},
	{&cause_connections_limit, CONFIDENCE_LIKELY,
		"too many connections|too many simultaneous|too many "
		"concurrent|"
		"maximum number of connections|connection limit|"
		"connections limit|concurrent connection|thread limit|"
		"connections exceeded|too many sessions|[limit]|[in-use]|"
		"[inuse]|too many"},
	{&cause_maintenance, CONFIDENCE_LIKELY,
		"maintenance|shutting down|shutdown|restarting|going down|"
		"being updated"},
	{&cause_throttled, CONFIDENCE_LIKELY,
		"throttled|rate limit|backoff|too frequent|slow down|"
		"too fast|[login-delay]"},
	{&cause_maintenance, CONFIDENCE_POSSIBLE,
		"4.3.2|service not available|service unavailable|"
		"server unavailable|[unavailable]|not active|"
		"temporarily unavailable"},
	{&cause_greylisted, CONFIDENCE_POSSIBLE, "450 4.2.0|451 4.7.1"},
	{&cause_address_blocked, CONFIDENCE_POSSIBLE,
		"5.7.1|blocked|denied|not allowed|rejected|not permitted|"
		"no access|unauthorized"},
};

/* What the server said as it turned a probe away. */
static struct octets refusal_of(
	const struct view *view, const struct probe_facts *probe)
{
	bool early = probe->stage == STAGE_GREETING ||
		     probe->stage == STAGE_CAPABILITIES ||
		     probe->stage == STAGE_DONE;

	if (view->endpoint->mode == MODE_IMPLICIT && probe->unexpected.length &&
		!probe->tls.server_hello)
		return probe->unexpected;
	if ((probe->status == ST_REFUSED || probe->status == ST_THROTTLED) &&
		(early || probe->status == ST_THROTTLED))
		return probe->reply.length ? probe->reply
					   : probe->greeting.text;
	return (struct octets){0};
}

static const struct kind *kind_of(struct octets words)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (wording_have(words, kinds[i].words))
			return &kinds[i];
	return NULL;
}

static void tell_kind(struct theory *theory)
{
	static const struct {
		const struct cause *cause;
		const char *summary, *user;
	} words[] = {
		{&cause_greylisted,
			"{places} puts unknown senders off for some minutes "
			"(greylisting), as servers do among themselves.",
			"{Server} asks to come back in some minutes, as it "
			"does with everybody it does not know yet."},
		{&cause_address_blocked,
			"{places} turns this network's Internet address away: "
			"it stands on a block list, or the server takes no "
			"connections from here.",
			"{Server} does not accept connections from the network "
			"that you are in. It does not know who you are yet, so "
			"your account is not the reason."},
		{&cause_connections_limit,
			"{places} has too many connections open already, from "
			"this network or this account.",
			"Too many programs or devices are connected to "
			"{server} at the same time."},
		{&cause_maintenance,
			"{places} is out of service for the moment, and says "
			"so.",
			"{Server} is out of service for the moment."},
		{&cause_throttled,
			"{places} has no time for further connections just "
			"now, and asks to come back later.",
			"{Server} is busy and asks to try again later."},
		{&cause_server_refuses,
			"{places} answers only to say that it will not serve "
			"this computer now.",
			"{Server} answers, but turns the connection away."},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].cause == theory->cause)
			theory_tell(theory, words[i].summary, words[i].user);
}

static void add_words(struct work *work, struct theory *theory,
	const struct view *view, struct octets words)
{
	theory_add_evidence(work, theory, "%s says %s", view_place(work, view),
		say_quote(work->arena, words));
	if (wording_have(words, "[ALERT]"))
		theory_add_evidence(work, theory,
			"the server marks this as a message for the user "
			"([ALERT]): show it word for word");
}

static bool is_scanner(enum service service, struct octets words)
{
	const struct product *product = product_of_greeting(service, words);

	return product && product->kind == PRODUCT_OF_SCANNER;
}

static void suppose_scanner(
	struct work *work, const struct view *view, struct octets words)
{
	const struct product *product =
		product_of_greeting(view->endpoint->service, words);
	struct theory *theory = theory_suppose(work, view,
		&cause_antivirus_proxy, CONFIDENCE_LIKELY, OF_ALL, product->id);

	theory_tell(theory,
		arena_printf(work->arena,
			"Not the mail server but %s answers, a program on this "
			"computer that reads mail on its way.",
			product->name),
		arena_printf(work->arena,
			"A virus scanner on this computer (%s) stands between "
			"your mail program and {server}, and keeps mail from "
			"coming through.",
			product->name));
	theory_add_evidence(work, theory, "%s answers %s",
		view_place(work, view), say_quote(work->arena, words));
}

/* A version can be tested though the server then says no. */
static bool anybody_completed(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (witness_is(view->facts->probes[i]) &&
			view->facts->probes[i]->status == ST_OK &&
			view->facts->probes[i]->outcome == OUTCOME_COMPLETED)
			return true;
	return false;
}

/* The cause and how sure it is, by the words and else by the code. */
static struct kind judge_words(struct octets words)
{
	const struct kind *kind = kind_of(words);

	if (kind)
		return *kind;
	if (words.length && *words.data == '4')
		return (struct kind){&cause_throttled, CONFIDENCE_LIKELY, NULL};
	if (wording_have(words, "554 |550 |571 |[SYS/PERM]"))
		return (struct kind){
			&cause_address_blocked, CONFIDENCE_POSSIBLE, NULL};
	if (wording_have(words, "[SYS/TEMP]"))
		return (struct kind){&cause_throttled, CONFIDENCE_LIKELY, NULL};
	return (struct kind){&cause_server_refuses, CONFIDENCE_LIKELY, NULL};
}

static bool in_clear_at_implicit(
	const struct view *view, const struct probe_facts *probe)
{
	return view->endpoint->mode == MODE_IMPLICIT &&
	       probe->unexpected.length > 0;
}

static void suppose_refusal(struct work *work, const struct view *view,
	const struct probe_facts *probe, struct octets words)
{
	struct kind kind = judge_words(words);
	struct theory *theory;

	theory = theory_suppose(work, view, kind.cause, kind.confidence, OF_ALL,
		view->endpoint->host);
	tell_kind(theory);
	add_words(work, theory, view, words);
	if (in_clear_at_implicit(view, probe))
		match_mode_beside(work, view, theory);
	else if (kind.confidence == CONFIDENCE_POSSIBLE)
		theory_beside(work, view, theory, &cause_server_refuses,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

void match_scanner(struct work *work, const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		struct octets words = probe->greeting.text.length
					      ? probe->greeting.text
					      : probe->unexpected;

		if (witness_is(probe) &&
			is_scanner(view->endpoint->service, words)) {
			suppose_scanner(work, view, words);
			return;
		}
	}
}

void match_refusal(struct work *work, const struct view *view)
{
	if (anybody_completed(view))
		return;
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		struct octets words = refusal_of(view, probe);

		if (!witness_is(probe) || !words.length)
			continue;
		suppose_refusal(work, view, probe, words);
		return;
	}
}

static size_t count_drops(const struct view *view, size_t *ret_all)
{
	size_t drops = 0;

	*ret_all = 0;
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		*ret_all += witness_is(probe);
		drops +=
			witness_is(probe) &&
			(probe->status == ST_EOF || probe->status == ST_RESET ||
				probe->status == ST_CONN_REFUSED);
	}
	return drops;
}

/* Some probes came through and others did not. */
void match_throttle(struct work *work, const struct view *view)
{
	unsigned open = open_checks(view) & ~open_failures(view);
	const struct probe_facts *probe = NULL;
	struct theory *theory;
	struct kind kind = {&cause_throttled, CONFIDENCE_LIKELY, NULL};
	struct octets words = {0};
	size_t drops, all;

	if (!open)
		return;
	for (size_t i = 0; i < view->facts->probe_count && !probe; i++)
		if (view->facts->probes[i]->status == ST_THROTTLED)
			probe = view->facts->probes[i];
	drops = count_drops(view, &all);
	if (!probe && (!drop_at_random(view->facts) || !drops))
		return;
	if (probe) {
		words = refusal_of(view, probe);
		kind = judge_words(words);
	}
	theory = theory_suppose(work, view, kind.cause, kind.confidence, open,
		view->endpoint->host);
	tell_kind(theory);
	if (words.length)
		add_words(work, theory, view, words);
	if (drops)
		theory_add_evidence(work, theory,
			"%s: %zu of %zu connections were dropped, and others "
			"were served",
			view_place(work, view), drops, all);
}
