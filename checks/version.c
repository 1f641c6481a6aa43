/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is each TLS version accepted or refused, as the settings say? */

#include "evidence/version.h"
#include "checks/judges.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

#include <string.h>

/* The face of a refusal. */
static const char *refusal_words(
	struct arena *arena, const struct probe_facts *probe)
{
	if (!probe)
		return "refused";
	switch (probe->status) {
	case ST_EOF:
		return "refused: closed right after the hello";
	case ST_RESET:
		return "refused: reset right after the hello";
	case ST_TLS_VERSION:
		return arena_printf(arena, "refused: answered with %s",
			say_tls(arena, probe->tls.version));
	default:
		return arena_printf(
			arena, "refused: %s", say_stop(arena, probe));
	}
}

static bool conclude_accepted(const struct endpoint_facts *facts,
	const struct judge_context *context,
	const struct tls_expectation *expected, const char *version,
	struct finding *finding)
{
	if (expected->demand == DEMAND_FORBIDDEN) {
		finding->remedy = arena_printf(context->arena,
			"Whoever runs the server should turn %s off. See first "
			"that no program in use needs it.",
			version);
		return say_verdict(facts, context, finding,
			say_broken(expected->severity),
			"accepts %s, which it should refuse.", version);
	}
	if (expected->demand != DEMAND_REQUIRED && expected->note)
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"accepts %s (%s).", version, expected->note);
	return say_verdict(
		facts, context, finding, VERDICT_PASS, "accepts %s.", version);
}

static bool conclude_refused(const struct endpoint_facts *facts,
	const struct judge_context *context,
	const struct tls_expectation *expected, const char *version,
	struct finding *finding)
{
	if (expected->demand == DEMAND_REQUIRED) {
		finding->remedy = arena_printf(context->arena,
			"If programs in use need %s, whoever runs the server "
			"must turn it on. Otherwise the settings that call for "
			"it are out of date: take newer ones.",
			version);
		return say_verdict(facts, context, finding,
			say_broken(expected->severity),
			"refuses %s, which the settings call for.", version);
	}
	if (expected->demand != DEMAND_FORBIDDEN && expected->note)
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"refuses %s (%s).", version, expected->note);
	return say_verdict(
		facts, context, finding, VERDICT_PASS, "refuses %s.", version);
}

/* Asked, and no answer that says either. */
static bool conclude_unknown(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	const char *version, struct finding *finding)
{
	const struct probe_facts *most = witness_furthest(facts);
	bool own_reason =
		probe &&
		(reached_tls(facts) || (probe->status == ST_THROTTLED && most &&
					       most->status != ST_THROTTLED));

	if (!own_reason)
		return say_not_reached(finding);
	finding->observed = say_stop(context->arena, probe);
	finding->explanation =
		"The server gave no answer that tells whether it takes this "
		"version: neither a connection nor a refusal.";
	finding->remedy =
		"Check again later, when the server is less busy or has "
		"forgotten the connections of this run.";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"gave no answer about %s: %s.", version, finding->observed);
}

static const char *expected_version(struct arena *arena,
	const struct tls_expectation *expected, const char *version)
{
	switch (expected->demand) {
	case DEMAND_REQUIRED:
		return arena_printf(arena, "%s accepted", version);
	case DEMAND_FORBIDDEN:
		return arena_printf(arena, "%s refused", version);
	default:
		if (expected->note)
			return arena_printf(arena, "%s accepted or refused: %s",
				version, expected->note);
		return arena_printf(arena, "%s accepted or refused", version);
	}
}

bool judge_tls_version(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = NULL;
	const struct tls_expectation *expected;
	enum tls_version version;
	const char *label;

	if (facts->endpoint.mode == MODE_CLEARTEXT ||
		!tls_version_from_name(check->id + strlen("tls-"), &version))
		return false;
	expected = &expectation->tls[version];
	label = say_tls(context->arena, version);
	finding->expected = expected_version(context->arena, expected, label);
	if (expected->demand != DEMAND_NONE)
		finding->severity = expected->severity;
	switch (version_result(facts, version, &probe)) {
	case VERSION_ACCEPTED:
		finding->observed = "accepted";
		if (probe && probe->tls.cipher_suite)
			finding->observed = arena_printf(context->arena,
				"accepted: %s", probe->tls.cipher_suite);
		return conclude_accepted(
			facts, context, expected, label, finding);
	case VERSION_REFUSED:
		finding->observed = refusal_words(context->arena, probe);
		return conclude_refused(
			facts, context, expected, label, finding);
	case VERSION_UNKNOWN:
		return conclude_unknown(facts, context, probe, label, finding);
	default:
		return false;
	}
}
