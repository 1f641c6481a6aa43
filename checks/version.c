/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is each TLS version accepted or refused, as the settings say? */

#include "evidence/version.h"
#include "checks/check.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/tls/cipher_suite.h"

/* The face of a refusal. */
static const char *refusal_words(
	struct arena *arena, const struct probe_facts *probe)
{
	if (!probe)
		return "refused";
	switch (probe->status) {
	case ST_EOF:
		return "refused: connection closed right after the ClientHello";
	case ST_RESET:
		return "refused: connection reset right after the ClientHello";
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
			"The server's administrator should disable %s. First "
			"make sure that no program in use needs it.",
			version);
		return say_verdict(facts, context, finding,
			say_broken(expected->severity),
			"{endpoint} accepts %s, which it should refuse.",
			version);
	}
	if (expected->demand != DEMAND_REQUIRED && expected->note)
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} accepts %s (%s).", version, expected->note);
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} accepts %s.", version);
}

static bool conclude_refused(const struct endpoint_facts *facts,
	const struct judge_context *context,
	const struct tls_expectation *expected, const char *version,
	struct finding *finding)
{
	if (expected->demand == DEMAND_REQUIRED) {
		finding->remedy = arena_printf(context->arena,
			"If programs in use need %s, the server's "
			"administrator must enable it. Otherwise the settings "
			"that require it are out of date: use newer ones.",
			version);
		return say_verdict(facts, context, finding,
			say_broken(expected->severity),
			"{endpoint} refuses %s, which the settings require.",
			version);
	}
	if (expected->demand != DEMAND_FORBIDDEN && expected->note)
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} refuses %s (%s).", version, expected->note);
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} refuses %s.", version);
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
		"The server neither accepted nor refused this version.";
	finding->remedy =
		"Run the check again later, when the server is less busy or no "
		"longer limits this computer's connections.";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} gave no clear answer about %s: %s.", version,
		finding->observed);
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

/* Settings that require the version are for programs with the usual suites. */
static enum version_result told(const struct endpoint_facts *facts,
	const struct tls_expectation *expected, enum tls_version version,
	const struct probe_facts **ret_probe)
{
	return expected->demand == DEMAND_REQUIRED
		       ? version_result(facts, version, ret_probe)
		       : version_told(facts, version, ret_probe);
}

static const char *accepted_words(struct arena *arena,
	const struct endpoint_facts *facts, enum tls_version version,
	const struct probe_facts *probe)
{
	const struct offered_list *suites;

	if (version_result(facts, version, NULL) == VERSION_ACCEPTED)
		return probe && probe->tls.cipher_suite
			       ? arena_printf(arena, "accepted: %s",
					 probe->tls.cipher_suite)
			       : "accepted";
	suites = &facts->offered->versions[version].suites;
	return arena_printf(arena,
		"accepted, though not with the usual offer (%s): %s",
		probe ? say_stop(arena, probe) : "not made",
		suites->count ? cipher_suite_name(suites->numbers[0])
			      : "a suite without a name");
}

static bool judge_tls_version(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = NULL;
	const struct tls_expectation *expected;
	enum tls_version version = check->version;
	const char *label;

	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	expected = &expectation->tls[version];
	label = say_tls(context->arena, version);
	finding->expected = expected_version(context->arena, expected, label);
	if (expected->demand != DEMAND_NONE)
		finding->severity = expected->severity;
	switch (told(facts, expected, version, &probe)) {
	case VERSION_ACCEPTED:
		finding->observed =
			accepted_words(context->arena, facts, version, probe);
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

const struct check check_tls_1_0 = {
	.id = "tls-1.0",
	.version = TLS_1_0,
	.severity = SEVERITY_WARNING,
	.title = "TLS 1.0 is accepted or refused as expected",
	.explanation = "TLS 1.0 dates from 1999, is deprecated (RFC 8996) and "
		       "relies on broken algorithms. Only very old programs "
		       "and devices still need it.",
	.remedy = "The server's administrator should disable TLS 1.0.",
	.reference = "RFC 8996 section 4",
	.judge = judge_tls_version,
};

const struct check check_tls_1_1 = {
	.id = "tls-1.1",
	.version = TLS_1_1,
	.severity = SEVERITY_WARNING,
	.title = "TLS 1.1 is accepted or refused as expected",
	.explanation =
		"TLS 1.1 dates from 2006, is deprecated (RFC 8996) and relies "
		"on broken algorithms. Hardly any program needs it.",
	.remedy = "The server's administrator should disable TLS 1.1.",
	.reference = "RFC 8996 section 5",
	.judge = judge_tls_version,
};

const struct check check_tls_1_2 = {
	.id = "tls-1.2",
	.version = TLS_1_2,
	.severity = SEVERITY_ERROR,
	.title = "TLS 1.2 is accepted or refused as expected",
	.explanation = "Nearly all programs in use support TLS 1.2, and it is "
		       "secure if configured well.",
	.remedy = "The server's administrator must enable TLS 1.2.",
	.reference = "RFC 9325 section 3.1.1",
	.judge = judge_tls_version,
};

const struct check check_tls_1_3 = {
	.id = "tls-1.3",
	.version = TLS_1_3,
	.severity = SEVERITY_ERROR,
	.title = "TLS 1.3 is accepted or refused as expected",
	.explanation = "TLS 1.3 is the newest version: it is faster, and weak "
		       "algorithms have been removed. Programs that do not "
		       "support it use TLS 1.2.",
	.remedy = "The server's administrator should enable TLS 1.3.",
	.reference = "RFC 9325 section 3.1.1",
	.judge = judge_tls_version,
};
