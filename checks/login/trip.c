/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does mail go out and come in? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/login/login.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "model/text/escape.h"

#include <inttypes.h>

static bool not_sent(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct trip_facts *trip,
	struct finding *finding)
{
	finding->observed = "nothing was sent";
	if (trip) {
		finding->observed = arena_printf(
			context->arena, "nothing was sent: %s", trip->why_not);
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} was not given a message to send: %s.",
			trip->why_not);
	}
	finding->cause = "login-smtp";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} was not given a message to send, because no "
		"login succeeded.");
}

static bool not_accepted(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	const struct trip_facts *trip = &probe->trip;

	if (trip->answer == ANSWER_NONE) {
		finding->observed = say_stop(context->arena, probe);
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} did not confirm the message: %s.",
			finding->observed);
	}
	finding->observed = escape_excerpt(context->arena, trip->reply, 200);
	if (trip->code / 100 == 4) {
		finding->remedy = "Wait, then run the check again.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} put the message off: %s.",
			finding->observed);
	}
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} does not accept the message: %s.",
		finding->observed);
}

static void add_leg(
	struct builder *text, const char *name, const struct arrival_facts *leg)
{
	if (leg->waited && leg->cut)
		builder_item_printf(text, ", ", "%s not tested", name);
	if (leg->arrived)
		builder_item_printf(text, ", ", "%s %" PRId64 " ms", name,
			leg->after_us / 1000);
}

static const char *leg_words(struct arena *arena, const struct trip_facts *trip)
{
	struct builder text = {.arena = arena};

	builder_printf(&text, "sent in %" PRId64 " ms", trip->send_us / 1000);
	add_leg(&text, "IMAP", &trip->imap);
	add_leg(&text, "POP3", &trip->pop3);
	return builder_text(&text);
}

static bool is_missing(const struct arrival_facts *leg)
{
	return leg->waited && !leg->arrived;
}

static bool not_arrived(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct trip_facts *trip,
	struct finding *finding)
{
	finding->observed = "accepted, and not seen in the mailbox";
	if (trip->imap.cut || trip->pop3.cut ||
		(!trip->imap.waited && !trip->pop3.waited))
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} accepted the message, but the mailbox "
			"could not be watched until it arrived.");
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} accepted the message, but it did not arrive in the "
		"mailbox within the time limit.");
}

/* What is worth a look though the message arrived; NULL if nothing is. */
static const char *find_blemish(
	struct arena *arena, const struct trip_facts *trip)
{
	if (trip->from.length)
		return arena_printf(arena,
			"{endpoint} sent a message, which arrived, but a "
			"server changed its From to %s.",
			escape_excerpt(arena, trip->from, 200));
	if (ascii_equals(trip->dmarc, "fail"))
		return "{endpoint} sent a message, which arrived, but the "
		       "receiving server reports that DMARC failed.";
	if (ascii_equals(trip->spf, "fail") ||
		ascii_equals(trip->spf, "softfail"))
		return "{endpoint} sent a message, which arrived, but the "
		       "receiving server reports that SPF failed.";
	if (is_missing(&trip->pop3) && !trip->pop3.cut)
		return "{endpoint} sent a message, which arrived over IMAP, "
		       "but was not among the newest messages over POP3.";
	if (!trip->deleted)
		return "{endpoint} sent a message, which arrived, but could "
		       "not be deleted again.";
	return NULL;
}

static bool conclude_arrived(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct trip_facts *trip,
	struct finding *finding)
{
	const char *blemish = find_blemish(context->arena, trip);

	finding->observed = leg_words(context->arena, trip);
	if (blemish)
		return say_sentence(
			facts, context, finding, VERDICT_WARNING, blemish);
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} sent a message, which arrived: %s.",
		finding->observed);
}

static bool judge_round_trip(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = login_trip(facts);
	const struct trip_facts *trip = probe ? &probe->trip : NULL;

	(void)check;
	(void)expectation;
	if (!facts->trip_wanted)
		return false;
	finding->expected = "a message arrives";
	if (!trip || trip->why_not)
		return not_sent(facts, context, trip, finding);
	if (trip->answer != ANSWER_POSITIVE)
		return not_accepted(facts, context, probe, finding);
	if (trip->imap.arrived || trip->pop3.arrived)
		return conclude_arrived(facts, context, trip, finding);
	if (!trip->imap.waited && !trip->pop3.waited && trip->to) {
		finding->observed = leg_words(context->arena, trip);
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} accepted a message to %s. Whether it "
			"arrived there was not tested.",
			trip->to);
	}
	return not_arrived(facts, context, trip, finding);
}

const struct check check_round_trip = {
	.id = "round-trip",
	.severity = SEVERITY_ERROR,
	.title = "A message that is sent arrives",
	.explanation =
		"After the login, a small message was sent to the account, "
		"waited for in its mailbox, and deleted again. Filters may "
		"have moved it to another folder.",
	.remedy = "Look for the message in the junk folder, and ask the "
		  "server's administrator what became of it; its Message-ID "
		  "is in the report.",
	.reference = "RFC 6409; RFC 9051 section 6.4; RFC 8601",
	.judge = judge_round_trip,
};
