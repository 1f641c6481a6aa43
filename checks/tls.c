/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The TLS handshake: does it come about, and is the best version good
 * enough? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/tls/alert.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/table.h"

static bool is_injected(const struct probe_facts *probe)
{
	return probe->injected.length > 0;
}

/* Whoever breaks off for it takes no command either. */
static bool broke_off(const struct probe_facts *probe)
{
	return probe->starttls_sent && !probe->tls.completed &&
	       (probe->status == ST_REFUSED || probe->status == ST_EOF ||
		       probe->status == ST_RESET || probe->status == ST_ALERT ||
		       probe->status == ST_NOT_TLS || probe->status == ST_TLS);
}

/* The other direction: a command of ours in the segment of STARTTLS. */
static bool judge_taken(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe =
		witness_follow_up(facts, QUESTION_INJECTION, NULL);
	const char *starttls = say_starttls(facts->endpoint.service);

	if (probe && probe->act.answer != ANSWER_NONE) {
		finding->observed = arena_printf(context->arena,
			"a command sent before TLS was answered inside it: %s",
			say_quote(context->arena, probe->act.reply));
		finding->explanation =
			"The server executes inside TLS what arrived "
			"unencrypted together with the request for TLS. An "
			"attacker can insert commands there that the server "
			"takes for the user's (CVE-2011-0411).";
		finding->remedy =
			"The server's administrator must update the server "
			"software, or make it discard what it has read when "
			"TLS starts.";
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} executes commands that were sent "
			"unencrypted together with %s.",
			starttls);
	}
	if (!probe || !(probe->act.said || broke_off(probe))) {
		finding->observed = "nothing; whether the server takes a "
				    "command sent before TLS was not tested";
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} switches from %s to TLS with nothing in "
			"between; only the server's replies were tested.",
			starttls);
	}
	finding->observed =
		"nothing in between; a command sent before TLS is not taken";
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} switches from %s to TLS with nothing in between.",
		starttls);
}

static bool judge_injection(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const char *starttls = say_starttls(facts->endpoint.service);
	const struct probe_facts *probe = witness_first(facts, is_injected);

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode != MODE_EXPLICIT)
		return false;
	finding->expected = arena_printf(context->arena,
		"nothing between the reply to %s and TLS", starttls);
	if (probe) {
		finding->observed = say_quote(context->arena, probe->injected);
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} sends unencrypted data after its reply to "
			"%s, where only TLS may follow.",
			starttls);
	}
	if (!reached_tls(facts))
		return say_not_reached(finding);
	finding->observed = "nothing";
	return judge_taken(facts, context, finding);
}

/* What alerts mean in a handshake, for people. */
static const struct alert_meaning {
	unsigned code;
	const char *explanation;
	const char *remedy;
} alert_meanings[] = {
	{
		.code = 40, /* handshake_failure */
		.explanation =
			"The server found no cipher, key exchange or signature "
			"algorithm that both sides support. Its certificate or "
			"its cipher list may be missing.",
		.remedy =
			"The server's administrator must check its certificate "
			"and its cipher list; the server's log has details.",
	},
	{
		.code = 70, /* protocol_version */
		.explanation =
			"The server accepts none of the offered TLS versions.",
		.remedy = "Check which TLS versions were offered. If TLS 1.2 "
			  "and 1.3 were offered, the server's administrator "
			  "must enable one of them.",
	},
	{
		.code = 80, /* internal_error */
		.explanation =
			"The server reports an internal error. The usual "
			"reason is a certificate or key that it cannot read.",
		.remedy = "The server's administrator must check its log and "
			  "its certificate.",
	},
	{
		.code = 112, /* unrecognized_name */
		.explanation = "The server does not recognise the requested "
			       "host name and has no certificate for it.",
		.remedy =
			"Compare the host name with the provider's "
			"documentation. If it is correct, the server's "
			"administrator must configure this name on the server.",
	},
};

static const struct alert_meaning client_certificate = {
	.explanation = "The server requested a client certificate, received "
		       "none, and ended the handshake. Mail programs have no "
		       "client certificate unless the organisation issues one.",
	.remedy = "If a client certificate is intended, ask the server's "
		  "administrator for one. Otherwise the administrator must "
		  "stop requiring it.",
};

static void explain_alert(
	const struct probe_facts *probe, struct finding *finding)
{
	const struct alert *alert = alert_fatal(probe);
	const struct alert_meaning *meaning = NULL;

	if (probe->status != ST_ALERT || !alert)
		return;
	for (size_t i = 0; i < COUNT_OF(alert_meanings); i++)
		if (alert_meanings[i].code == alert->code)
			meaning = &alert_meanings[i];
	if (alert_demands_certificate(probe))
		meaning = &client_certificate;
	if (!meaning)
		return;
	finding->explanation = meaning->explanation;
	finding->remedy = meaning->remedy;
}

/* How the handshake broke off. */
static const char *broken_words(struct arena *arena,
	const struct probe_facts *probe, enum service service)
{
	switch (probe->status) {
	case ST_ALERT:
		return arena_printf(arena,
			"the server ended the handshake with %s",
			say_stop(arena, probe));
	case ST_EOF:
		return "the server closed the connection during the handshake";
	case ST_RESET:
		return "the server reset the connection during the handshake";
	case ST_TIMEOUT:
		return "the server stopped responding during the handshake";
	case ST_NOT_TLS:
		return arena_printf(arena, "%s instead of TLS: %s",
			say_speaker(arena, probe->unexpected, service),
			say_quote(arena, probe->unexpected));
	case ST_TLS_VERSION:
		return arena_printf(arena,
			"the server answered with %s, which was not offered",
			say_tls(arena, probe->tls.version));
	case ST_TLS:
		if (probe->detail)
			return arena_printf(arena, "%s: %s",
				status_words(ST_TLS), probe->detail);
		return status_words(ST_TLS);
	default:
		return say_stop(arena, probe);
	}
}

/* A version that was accepted alone, though the best connection failed. */
static enum tls_version accepted_alone(const struct endpoint_facts *facts)
{
	for (int version = TLS_1_3; version >= TLS_1_0; version--)
		if (version_result(facts, (enum tls_version)version, NULL) ==
			VERSION_ACCEPTED)
			return (enum tls_version)version;
	return TLS_NONE;
}

static bool conclude_broken(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	enum tls_version alone = accepted_alone(facts);
	const char *words =
		broken_words(context->arena, probe, facts->endpoint.service);

	explain_alert(probe, finding);
	finding->observed = words;
	if (alert_demands_certificate(probe))
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} requires a client certificate: %s.", words);
	if (alone == TLS_NONE)
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} does not complete the TLS handshake: %s.",
			words);
	finding->observed = arena_printf(context->arena,
		"%s; with %s alone the handshake completes", words,
		say_tls(context->arena, alone));
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} does not complete the TLS handshake if several "
		"versions are offered at once (%s), but works with %s alone.",
		words, say_tls(context->arena, alone));
}

/* Whether the peer broke the handshake off; other ends are ours, or say
 * nothing. */
static bool peer_broke_off(const struct probe_facts *probe)
{
	switch (probe->status) {
	case ST_ALERT:
	case ST_EOF:
	case ST_RESET:
	case ST_TIMEOUT:
	case ST_NOT_TLS:
	case ST_TLS_VERSION:
	case ST_TLS:
	case ST_LINE_TOO_LONG:
	case ST_REPLY_TOO_LONG:
	case ST_PROBE_TOO_LONG:
		return true;
	default:
		return false;
	}
}

static bool judge_incomplete(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	bool no_tls_port = facts->endpoint.mode == MODE_IMPLICIT &&
			   !reached_tls_record(facts) &&
			   probe->unexpected.length > 0;

	if (!probe->tls.started || no_tls_port)
		return say_not_reached(finding);
	if (peer_broke_off(probe))
		return conclude_broken(facts, context, probe, finding);
	finding->observed = say_stop(context->arena, probe);
	finding->remedy = "Run the check again later.";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} was not tested with all TLS versions: %s.",
		finding->observed);
}

/* TLS 1.3 is complete for the server only when the client's last message
 * arrived, and shows that only by answering (RFC 8446 section 4.4.4). */
static bool unconfirmed(const struct probe_facts *probe)
{
	return probe->tls.version == TLS_1_3 && !probe->tls.confirmed &&
	       probe->status != ST_OK;
}

static bool judge_completed(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	enum tls_version at_least, struct finding *finding)
{
	const char *version = say_tls(context->arena, probe->tls.version);

	if (probe->status == ST_ALERT && !probe->tls.confirmed)
		return conclude_broken(facts, context, probe, finding);
	if (unconfirmed(probe)) {
		finding->observed = arena_printf(context->arena,
			"%s, but no data arrived inside it: %s", version,
			say_stop(context->arena, probe));
		if (facts->endpoint.mode == MODE_IMPLICIT)
			finding->cause = "greeting";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} may not have completed the TLS handshake: "
			"no data arrived inside TLS.");
	}
	finding->observed = version;
	if (probe->tls.cipher_suite)
		finding->observed = arena_printf(context->arena, "%s, %s",
			version, probe->tls.cipher_suite);
	if (probe->tls.version >= at_least)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} uses %s.", version);
	finding->explanation =
		"The best TLS version that the server supports is outdated. "
		"Current mail programs refuse to use it.";
	finding->remedy = arena_printf(context->arena,
		"The server's administrator must enable %s or newer, and "
		"update the server software if it does not support that.",
		say_tls(context->arena, at_least));
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} supports no TLS version better than %s.", version);
}

static bool judge_tls_best(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = witness_best(facts);
	enum tls_version at_least = expectation->tls_at_least;

	(void)check;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	if (at_least == TLS_NONE)
		at_least = TLS_1_2;
	/* A run for old versions alone (--tls) owes no best connection. */
	if (probe && probe->tls_offered && !(probe->tls_offered >> at_least))
		return false;
	finding->expected = arena_printf(context->arena,
		at_least == TLS_1_3 ? "%s" : "%s or newer",
		say_tls(context->arena, at_least));
	if (!probe)
		return say_not_reached(finding);
	if (probe->tls.completed)
		return judge_completed(
			facts, context, probe, at_least, finding);
	return judge_incomplete(facts, context, probe, finding);
}

const struct check check_starttls_injection = {
	.id = "starttls-injection",
	.severity = SEVERITY_ERROR,
	.title = "Nothing is sent between STARTTLS and the TLS handshake",
	.explanation = "An attacker could have inserted unencrypted data that "
		       "arrives after the server's reply to STARTTLS. A "
		       "program that treats this data as part of the encrypted "
		       "dialogue can be deceived. Faulty servers also do this "
		       "on their own, so it is not necessarily an attack.",
	.remedy = "Check from another network. If the result is the same, the "
		  "server's administrator must update the server software; if "
		  "not, a device in between modifies the connection: do not "
		  "send passwords from this network.",
	.reference = "RFC 2595 section 4; RFC 9051 section 6.2.1; RFC "
		     "3207 section 4.2",
	.judge = judge_injection,
};

const struct check check_tls_best = {
	.id = "tls-best",
	.severity = SEVERITY_ERROR,
	.title = "The TLS handshake succeeds with an acceptable version",
	.explanation =
		"If all TLS versions are offered, as current mail programs do, "
		"the server must choose an acceptable one and complete the "
		"handshake. Otherwise no program can log in safely.",
	.remedy = "Try from another network to rule out a firewall or virus "
		  "scanner in between. If it still fails, the server's "
		  "administrator must check the server's TLS configuration and "
		  "log.",
	.reference = "RFC 9325 section 3.1.1; RFC 8314 section 4.1; "
		     "RFC 8997 section 3",
	.judge = judge_tls_best,
};
