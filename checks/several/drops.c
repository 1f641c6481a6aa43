/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the server serve every connection, or only some? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/closed/lapse.h"
#include "model/text/plural.h"

/* Nothing is told where none is dropped, or all are. */
static bool judge_drops(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	struct lapse_tally tally = lapse_count(facts);

	(void)check;
	(void)expectation;
	if (!tally.lapses || !tally.served)
		return false;
	finding->expected = "every connection is served";
	finding->observed = arena_printf(context->arena,
		plural_form(tally.lapses,
			"%zu of %zu connections was closed without a word",
			"%zu of %zu connections were closed without a word"),
		tally.lapses, tally.connections);
	if (!tally.alone) {
		finding->explanation =
			"Connections were closed only while others of this "
			"check were open: the server may limit their number, "
			"which is not a fault.";
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} closes connections while others from here "
			"are open: %zu of %zu.",
			tally.lapses, tally.connections);
	}
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} drops some connections: %zu of %zu.", tally.lapses,
		tally.connections);
}

const struct check check_connection_drops = {
	.id = "connection-drops",
	.severity = SEVERITY_WARNING,
	.title = "The server serves every connection",
	.explanation = "The server closes some connections without a word and "
		       "serves others, although no other connection from here "
		       "was open. Mail works at one moment and fails at the "
		       "next.",
	.remedy = "The server's administrator must check the load balancer and "
		  "the servers behind it: one of them may be down or "
		  "overloaded.",
	.reference = "RFC 9293 section 3.6",
	.judge = judge_drops,
};
