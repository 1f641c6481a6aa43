/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/greeting/refusal.h"

#include "checks/causes/greeting/heard.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/closed/drop.h"
#include "evidence/greeting.h"
#include "evidence/pick.h"
#include "evidence/witness.h"
#include "model/text/plural.h"

/* The words that tell, the particular before the general. Codes are those of
 * RFC 5321 and RFC 3463, in brackets those of RFC 5530 and RFC 2449. */
static const struct {
	enum refusal_kind kind;
	enum confidence confidence;
	const char *words;
} kinds[] = {
	/* Exchange's numbers differ between IMAP4 and POP3. */
	{REFUSAL_NO_CERTIFICATE, CONFIDENCE_LIKELY,
		"* BYE connection is closed. 14|-ERR connection is closed. 13"},
	{REFUSAL_LIMIT, CONFIDENCE_LIKELY,
		"* BYE connection is closed. 10|-ERR BYE connection refused"},
	{REFUSAL_MAINTENANCE, CONFIDENCE_LIKELY,
		"* BYE connection is closed. 12|-ERR connection is closed. 11"},
	{REFUSAL_NO_SERVICE, CONFIDENCE_LIKELY,
		"no smtp service|no such service here|service not offered"},
	{REFUSAL_GREYLIST, CONFIDENCE_LIKELY,
		"greylist|graylist|grey list|gray list"},
	{REFUSAL_LIMIT, CONFIDENCE_LIKELY,
		"too many connections|too many open connections|"
		"too many simultaneous|too many concurrent|"
		"maximum number of connections|connection limit|"
		"connections limit|concurrent connection|thread limit|"
		"connections exceeded|too many sessions|[limit]|[in-use]|"
		"[inuse]"},
	{REFUSAL_BLOCK, CONFIDENCE_LIKELY,
		"spamhaus|spamcop|barracuda|sorbs|dnsbl|blocklist|block list|"
		"blacklist|black list|blocked using|listed at|listed by|"
		"is listed|bad reputation|poor reputation|banned|reputation|"
		"client host rejected|your ip|your address|dynamic ip|reverse "
		"dns|"
		"rdns|ptr record|your country|your location|your network|"
		"your region"},
	{REFUSAL_FAULT, CONFIDENCE_LIKELY,
		"internal error|internal server error|fatal error|"
		"internal login failure|out of memory|fork "
		"failed|insufficient system "
		"resources|insufficient system storage|resource temporarily|"
		"temporary authentication failure|auth process|authentication "
		"process|can't create|"
		"no space left|disk full|database|backend|back-end|"
		"[serverbug]|cannot connect to|could not connect|unable to "
		"connect|"
		"unable to open|connection to server failed|license|licence"},
	{REFUSAL_LIMIT, CONFIDENCE_LIKELY, "too many"},
	{REFUSAL_MAINTENANCE, CONFIDENCE_LIKELY,
		"maintenance|shutting down|shutdown|restarting|going down|"
		"being updated"},
	{REFUSAL_BUSY, CONFIDENCE_LIKELY,
		"throttled|rate limit|backoff|too frequent|slow down|"
		"too fast|[login-delay]|overload|busy|load average|load is|"
		"prevention active|try again later|try later|try again in"},
	{REFUSAL_MAINTENANCE, CONFIDENCE_POSSIBLE,
		"4.3.2|service not available|service unavailable|"
		"server unavailable|[unavailable]|not active|"
		"temporarily unavailable"},
	{REFUSAL_GREYLIST, CONFIDENCE_POSSIBLE, "450 4.2.0|451 4.7.1"},
};

/* Whether the list was refused, inside TLS, for a reason that the words name.
 */
static bool denies_list(const struct probe_facts *probe)
{
	if (!probe->protected.refused)
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (wording_have(probe->protected.refusal, kinds[i].words))
			return true;
	return false;
}

/* What the server said as it turned a probe away. */
static struct octets words_of(
	const struct view *view, const struct probe_facts *probe)
{
	bool early = probe->stage == STAGE_GREETING ||
		     probe->stage == STAGE_CAPABILITIES ||
		     probe->stage == STAGE_DONE;

	/* Dovecot says so, and nothing else until that process is there. */
	if (probe->outcome != OUTCOME_COMPLETED && probe->status != ST_SYNTAX &&
		wording_have(probe->greeting.text,
			"waiting for authentication process"))
		return probe->greeting.text;
	if (denies_list(probe))
		return probe->protected.refusal;
	/* To EHLO, that is no word on the client. */
	if (probe->stage == STAGE_CAPABILITIES && probe->reply_code == 530)
		return (struct octets){0};
	if (view->endpoint->mode == MODE_IMPLICIT &&
		service_is_refusal(probe->unexpected) &&
		!probe->tls.server_hello)
		return probe->unexpected;
	if ((probe->status == ST_REFUSED || probe->status == ST_THROTTLED) &&
		(early || probe->status == ST_THROTTLED))
		return probe->reply.length ? probe->reply
					   : probe->greeting.text;
	return (struct octets){0};
}

/* By the words, and else by the code. */
static void judge_words(struct refusal *refusal)
{
	struct octets words = refusal->words;

	refusal->confidence = CONFIDENCE_LIKELY;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!wording_have(words, kinds[i].words) ||
			(kinds[i].kind == REFUSAL_NO_CERTIFICATE &&
				refusal->probe->tls.completed))
			continue;
		refusal->kind = kinds[i].kind;
		refusal->confidence = kinds[i].confidence;
		return;
	}
	refusal->kind = REFUSAL_OTHER;
	if (!(words.length && *words.data == '4') &&
		!wording_have(words, "[SYS/TEMP]"))
		return;
	refusal->kind = REFUSAL_BUSY;
	refusal->by_code = true;
}

/* A version can be tested though the server then says no, or is not heard. */
static bool was_served(const struct probe_facts *probe)
{
	return probe->status == ST_OK && probe->outcome == OUTCOME_COMPLETED &&
	       probe->greeting.seen;
}

/* Who asks nothing behind the greeting does not hear that. */
static bool was_dismissed(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	return best && (greeting_is_taken_back(best) || denies_list(best));
}

struct refusal refusal_of_all(const struct view *view)
{
	struct refusal refusal = {.kind = REFUSAL_NONE};
	const struct probe_facts *probe;
	size_t at = 0;

	if ((witness_first(view->facts, was_served) && !was_dismissed(view)) ||
		!(open_checks(view) & OF_ALL))
		return refusal;
	while ((probe = witness_next(view->facts, &at)) != NULL) {
		refusal.words = words_of(view, probe);
		if (!refusal.words.length)
			continue;
		refusal.probe = probe;
		judge_words(&refusal);
		break;
	}
	return refusal;
}

static bool was_dropped(const struct probe_facts *probe)
{
	return probe->status == ST_EOF || probe->status == ST_RESET ||
	       probe->status == ST_CONN_REFUSED;
}

static bool was_throttled(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->status == ST_THROTTLED;
}

struct refusal refusal_of_some(const struct view *view)
{
	struct refusal refusal = {.kind = REFUSAL_NONE};

	if (open_checks(view) == open_failures(view))
		return refusal;
	refusal.probe = pick_first(view->facts, PICK_ALL, was_throttled, NULL);
	if (refusal.probe) {
		refusal.words = words_of(view, refusal.probe);
		judge_words(&refusal);
	} else if (drop_at_random(view->facts) &&
		   witness_first(view->facts, was_dropped)) {
		refusal.kind = REFUSAL_BUSY;
		refusal.confidence = CONFIDENCE_LIKELY;
	}
	return refusal;
}

static void add_drops(
	struct work *work, struct theory *theory, const struct view *view)
{
	const struct probe_facts *probe;
	size_t drops = 0, all = 0, at = 0;

	while ((probe = witness_next(view->facts, &at)) != NULL) {
		all++;
		drops += was_dropped(probe);
	}
	if (drops && drops < all)
		theory_add_evidence(work, theory,
			plural_form(drops,
				"%s: %zu of %zu connections was dropped while "
				"others were served",
				"%s: %zu of %zu connections were dropped while "
				"others were served"),
			view_place(work, view), drops, all);
}

void refusal_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct refusal *refusal)
{
	enum service service = view->endpoint->service;

	if (refusal->words.length)
		theory_add_evidence(work, theory, "%s says %s",
			view_place(work, view),
			say_quote(work->arena, refusal->words));
	if (refusal->words.length &&
		!service_turns_away(service, refusal->words))
		theory_add_evidence(work, theory,
			"these words are not %s, and a refusal does not tell "
			"which service it comes from",
			service_label(service));
	if (wording_have(refusal->words, "[ALERT]"))
		theory_add_evidence(work, theory,
			"the server marks this as a message for the user "
			"([ALERT]): show it to the caller word for word");
	if (witness_first(view->facts, was_served))
		add_drops(work, theory, view);
}
