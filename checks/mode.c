/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the port speak TLS from the first octet, or a greeting in clear text,
 * as its settings say? */
#include "checks/check.h"
#include "checks/say.h"
#include "evidence/greeting.h"
#include "evidence/reached.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"

static const char *advise_starttls(
	const struct judge_context *context, const struct endpoint *endpoint)
{
	unsigned port = service_port(endpoint->service, MODE_IMPLICIT);

	if (endpoint->port == port)
		return arena_printf(context->arena,
			"Port %u is the usual one for TLS from the first "
			"octet, so whoever runs the server must turn TLS on "
			"there. Until then, choose STARTTLS in the mail "
			"program, or the other port: %u with STARTTLS.",
			port, service_port(endpoint->service, MODE_EXPLICIT));
	if (!port)
		return "In the mail program choose STARTTLS in place of "
		       "SSL/TLS for this port.";
	return arena_printf(context->arena,
		"In the mail program choose STARTTLS in place of SSL/TLS for "
		"this port, or keep SSL/TLS and take the other port: %u.",
		port);
}

/* Something came where the TLS handshake was due. */
static bool conclude_unexpected(const struct endpoint_facts *facts,
	const struct judge_context *context, struct octets unexpected,
	struct finding *finding)
{
	enum service service = facts->endpoint.service;
	const char *who = say_speaker(context->arena, unexpected, service);
	const char *label = service_label(service);

	finding->observed = arena_printf(context->arena, "%s: %s", who,
		say_quote(context->arena, unexpected));
	if (service_greets(service, unexpected)) {
		finding->remedy = advise_starttls(context, &facts->endpoint);
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"answers in clear text where TLS was expected.");
	}
	finding->remedy =
		"Compare host and port with what the provider publishes: the "
		"settings of two services are easily swapped.";
	if (speaker_of(unexpected) == SPEAKER_MAIL) {
		finding->remedy = arena_printf(context->arena, "%s %s",
			finding->remedy,
			"If the port is meant, choose STARTTLS in place of "
			"SSL/TLS there.");
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"answers in clear text where TLS was expected, and as "
			"another service than %s: with %s.",
			label, who);
	}
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"is no %s server with TLS: %s came where TLS was expected.",
		label, who);
}

static bool has_greeted(const struct probe_facts *probe)
{
	return probe->mode != MODE_IMPLICIT && probe->greeting.seen;
}

static bool sent_no_tls(const struct probe_facts *probe)
{
	return probe->unexpected.length > 0;
}

static bool judge_implicit(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *clear = witness_first(facts, sent_no_tls);

	finding->expected = "TLS from the first octet";
	if (reached_tls_record(facts)) {
		finding->observed = "TLS from the first octet";
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"speaks TLS from the first octet.");
	}
	if (clear)
		return conclude_unexpected(
			facts, context, clear->unexpected, finding);
	clear = witness_follow_up(facts, QUESTION_OTHER_MODE, has_greeted);
	if (clear)
		return conclude_unexpected(
			facts, context, clear->greeting.text, finding);
	/* What broke the handshake off is for tls-best to tell. */
	if (reached_connection(facts))
		finding->cause = "tls-best";
	return say_not_reached(finding);
}

static bool conclude_tls_at_once(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->observed = "the port expects TLS at once";
	finding->remedy = arena_printf(context->arena,
		"In the mail program choose SSL/TLS in place of STARTTLS for "
		"this port, or keep STARTTLS and take the other port: %u.",
		service_port(facts->endpoint.service, MODE_EXPLICIT));
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"expects TLS at once, where a greeting in clear text was "
		"expected: choose SSL/TLS.");
}

static const char *say_tls_ports(
	struct arena *arena, const struct endpoint_facts *facts)
{
	enum service service = facts->endpoint.service;
	unsigned port = service_port(service, MODE_IMPLICIT);

	if (!port)
		return arena_printf(arena,
			"Use TLS: STARTTLS on port %u, where the provider "
			"offers it.",
			service_port(service, MODE_EXPLICIT));
	return arena_printf(arena,
		"Use TLS: port %u with SSL/TLS, or STARTTLS on port %u, where "
		"the provider offers it.",
		port, service_port(service, MODE_EXPLICIT));
}

static bool conclude_cleartext(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->severity = SEVERITY_WARNING;
	finding->observed = "a greeting in clear text, and no TLS after it";
	finding->explanation =
		"The settings ask for no encryption at all: passwords and "
		"mail can be read and changed by anybody on the way.";
	finding->remedy = say_tls_ports(context->arena, facts);
	finding->reference = "RFC 8314 section 3 and section 4.1";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"is used with no encryption at all.");
}

static bool judge_mode(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_IMPLICIT)
		return judge_implicit(facts, context, finding);
	finding->expected = "a greeting in clear text";
	if (greeting_is_of_service(facts)) {
		if (facts->endpoint.mode == MODE_CLEARTEXT)
			return conclude_cleartext(facts, context, finding);
		finding->observed = "a greeting in clear text";
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"greets in clear text, as a port for %s does.",
			say_starttls(facts->endpoint.service));
	}
	if (greeting_was_tls(facts))
		return conclude_tls_at_once(facts, context, finding);
	/* Silence, or something else: for the greeting to tell. */
	if (reached_connection(facts))
		finding->cause = "greeting";
	return say_not_reached(finding);
}

const struct check check_mode = {
	.id = "mode",
	.severity = SEVERITY_ERROR,
	.title = "The port begins the connection in the expected mode",
	.explanation = "A port speaks TLS from the first octet (programs "
		       "call it SSL/TLS), or greets in clear text and turns "
		       "to TLS when asked (STARTTLS, for POP3 also called "
		       "STLS). With the other mode chosen, a program only "
		       "sees a failed or silent connection.",
	.remedy = "In the mail program choose the other of SSL/TLS and "
		  "STARTTLS, or the other port.",
	.reference = "RFC 8314 section 3",
	.judge = judge_mode,
};
