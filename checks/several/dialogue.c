/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the server answer what it is asked after its greeting, and as its
 * protocol demands? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/witness.h"

/* What was received, or not received in time, once the dialogue had begun. A
 * server that hangs up or asks for patience has said nothing wrong. */
static bool went_wrong(const struct probe_facts *probe)
{
	if (probe->stage != STAGE_CAPABILITIES &&
		probe->stage != STAGE_STARTTLS)
		return false;
	switch (probe->status) {
	case ST_TIMEOUT:
	case ST_SYNTAX:
	case ST_LINE_TOO_LONG:
	case ST_REPLY_TOO_LONG:
	case ST_PROBE_TOO_LONG:
		return true;
	default:
		return false;
	}
}

/* Nothing is told of a dialogue that went well: the other checks do. */
static bool judge_dialogue(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = witness_best(facts);

	(void)check;
	(void)expectation;
	if (!probe || !went_wrong(probe))
		return false;
	finding->expected = "a reply to every command, in time";
	finding->observed = say_stop(context->arena, probe);
	if (probe->status == ST_TIMEOUT)
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} greets, and then stops answering.");
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} gives an answer that breaks its protocol: %s.",
		status_words(probe->status));
}

const struct check check_dialogue = {
	.id = "dialogue",
	.severity = SEVERITY_ERROR,
	.title = "The server answers every command as its protocol demands",
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
