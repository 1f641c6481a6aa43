/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the same offer of encryption taken on every connection? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/tls/differ.h"
#include "evidence/version.h"

/* Nothing is told where each offer is answered alike. */
static bool judge_handshakes(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	struct differ_tally tally = differ_count(facts);
	enum tls_version made;

	(void)check;
	(void)expectation;
	if (!tally.first)
		return false;
	finding->expected = "the same answer to the same ClientHello";
	made = version_made(tally.first);
	if (made == TLS_NONE) {
		finding->observed = arena_printf(context->arena,
			"%zu of %zu connections: %s", tally.worse,
			tally.connections,
			say_stop(context->arena, tally.first));
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} refuses TLS on some connections and "
			"accepts the same offer on others: %zu of %zu.",
			tally.worse, tally.connections);
	}
	finding->observed = arena_printf(context->arena,
		"%zu of %zu connections: nothing newer than %s", tally.worse,
		tally.connections, say_tls(context->arena, made));
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} chooses an older TLS version on some connections "
		"than on others: %zu of %zu.",
		tally.worse, tally.connections);
}

const struct check check_tls_differs = {
	.id = "tls-varies",
	.severity = SEVERITY_ERROR,
	.title = "The server answers every TLS handshake alike",
	.explanation =
		"Some connections get TLS as it should be, and others, which "
		"offer the same, are refused or get an older version. Several "
		"computers probably share the name and are configured "
		"differently, so that mail works at one moment and fails at "
		"the next.",
	.remedy = "The server's administrator must compare the TLS settings "
		  "and the TLS software of the computers behind the load "
		  "balancer.",
	.reference = "RFC 8446 section 4.1.3",
	.judge = judge_handshakes,
};
