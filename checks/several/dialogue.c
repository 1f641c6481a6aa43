/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the server answer what it is asked after its greeting, and as its
 * protocol demands? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/capability.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"

/* What was received, or not received in time or not to its end, once the
 * dialogue had begun. A server that asks for patience has said nothing wrong,
 * nor has one that hangs up before it was asked anything. */
static bool went_wrong(const struct probe_facts *probe)
{
	if (probe->stage != STAGE_CAPABILITIES &&
		probe->stage != STAGE_STARTTLS)
		return false;
	switch (probe->status) {
	case ST_TIMEOUT:
	case ST_EOF:
	case ST_RESET:
	case ST_SYNTAX:
	case ST_LINE_TOO_LONG:
	case ST_REPLY_TOO_LONG:
	case ST_PROBE_TOO_LONG:
		return true;
	default:
		return false;
	}
}

static const struct capabilities *refused_at(
	const struct endpoint_facts *facts, enum capability_place place)
{
	const struct capabilities *refusal = capability_refusal(facts, place);

	if (capability_list(facts, place) || !refusal ||
		!refusal->refusal.length || *refusal->refusal.data == '4')
		return NULL;
	return refusal;
}

/* Of the list, that every server of the service must give, before TLS and
 * inside it: a reply of 4yz puts it off, and is no refusal. */
static const struct capabilities *refused_list(
	const struct endpoint_facts *facts)
{
	const struct capabilities *refusal;

	if (facts->endpoint.service == SERVICE_POP3)
		return NULL;
	refusal = refused_at(facts, CAPABILITY_FINAL);
	return refusal ? refusal : refused_at(facts, CAPABILITY_BEFORE);
}

static bool conclude_refused(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct capabilities *refused,
	struct finding *finding)
{
	finding->expected = "the list of what the server supports";
	finding->observed = say_quote(context->arena, refused->refusal);
	finding->explanation =
		"Mail programs ask a server for the list of what it supports, "
		"and most cannot go on without it. This server refuses the "
		"question.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} refuses to list what it supports: %s.",
		finding->observed);
}

static bool conclude_dismissed(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	finding->expected = "an answer to the first command";
	finding->observed = say_quote(context->arena, probe->reply);
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} greets, and then refuses to serve this client.");
}

/* Nothing is told of a dialogue that went well: the other checks do. */
static bool judge_dialogue(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = witness_best(facts);
	const struct capabilities *refused = refused_list(facts);

	(void)check;
	(void)expectation;
	if (!probe)
		return false;
	if (greeting_is_taken_back(probe))
		return conclude_dismissed(facts, context, probe, finding);
	if (!went_wrong(probe))
		return refused &&
		       (probe->status == ST_OK ||
			       probe->status == ST_REFUSED) &&
		       conclude_refused(facts, context, refused, finding);
	finding->expected = "a reply to every command, in time";
	finding->observed = say_stop(context->arena, probe);
	if (probe->status == ST_TIMEOUT)
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} greets, and then stops answering.");
	if (probe->status == ST_EOF || probe->status == ST_RESET)
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			probe->reply.length
				? "{endpoint} breaks off in the middle of an "
				  "answer."
				: "{endpoint} greets, and then hangs up "
				  "instead of answering.");
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} gives an answer that breaks its protocol: %s.",
		status_words(probe->status));
}

const struct check check_dialogue = {
	.id = "dialogue",
	.severity = SEVERITY_ERROR,
	.title = "The server answers every command as its protocol requires",
	.explanation = "After its greeting, a server must answer each command "
		       "in time and in the form that its protocol describes. "
		       "Mail programs wait for the answer, or give up.",
	.remedy = "Check from another network. If the result is the same, the "
		  "server's administrator must check the server and what is in "
		  "front of it.",
	.reference = "RFC 9051 section 2.2; RFC 1939 section 3; RFC 5321 "
		     "section 4.2",
	.judge = judge_dialogue,
};
