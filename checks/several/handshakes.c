/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the same offer of encryption taken on every connection? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/tls/differ.h"
#include "evidence/version.h"

/* There are programs with nothing newer than TLS 1.2; hardly one offers another
 * version alone. */
static bool conclude_alone(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct differ_tally *tally,
	struct finding *finding)
{
	return say_verdict(facts, context, finding,
		tally->alone == TLS_BIT(TLS_1_2) ? VERDICT_FAIL
						 : VERDICT_WARNING,
		"{endpoint} refuses %s on some connections and accepts it on "
		"others: %zu of %zu.",
		say_versions(context->arena, tally->alone), tally->worse,
		tally->connections);
}

static bool conclude_refused(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct differ_tally *tally,
	struct finding *finding)
{
	finding->observed = arena_printf(context->arena,
		"%zu of %zu connections: %s", tally->worse, tally->connections,
		say_stop(context->arena, tally->first));
	if (tally->alone)
		return conclude_alone(facts, context, tally, finding);
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} refuses TLS on some connections and accepts the "
		"same offer on others: %zu of %zu.",
		tally->worse, tally->connections);
}

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
	if (made == TLS_NONE)
		return conclude_refused(facts, context, &tally, finding);
	finding->observed = arena_printf(context->arena,
		"%zu of %zu connections: nothing newer than %s", tally.worse,
		tally.connections, say_tls(context->arena, made));
	return say_verdict(facts, context, finding,
		made < TLS_1_2 ? VERDICT_FAIL : VERDICT_WARNING,
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
		"differently. Whether a program is served, and how well it is "
		"protected, then depends on the moment.",
	.remedy = "The server's administrator must compare the TLS settings "
		  "and the TLS software of the computers behind the load "
		  "balancer.",
	.reference = "RFC 8446 section 4.1.3",
	.judge = judge_handshakes,
};
