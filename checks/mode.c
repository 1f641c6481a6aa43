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

/* What is set already, or fails, is not advised. */
static const char *advise_starttls(
	const struct judge_context *context, const struct endpoint_facts *facts)
{
	const struct endpoint *endpoint = &facts->endpoint;
	unsigned port = service_port(endpoint->service, MODE_IMPLICIT);

	if (endpoint->port == port)
		return arena_printf(context->arena,
			"Port %u is the usual port for implicit TLS, so the "
			"server's administrator must enable TLS on it. Until "
			"then, choose STARTTLS in the mail program.",
			port);
	if (!port ||
		reached_way_of(facts, port, MODE_IMPLICIT) != REACHED_WAY_WORKS)
		return "In the mail program, choose STARTTLS instead of "
		       "SSL/TLS for this port.";
	return arena_printf(context->arena,
		"In the mail program, choose STARTTLS instead of SSL/TLS for "
		"this port, or keep SSL/TLS and use port %u, which works.",
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
		finding->remedy = advise_starttls(context, facts);
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} responds unencrypted instead of starting "
			"TLS.");
	}
	finding->remedy =
		"Compare host and port with the provider's documentation: "
		"settings of two services are easily swapped.";
	if (speaker_of(unexpected) == SPEAKER_MAIL) {
		finding->remedy =
			arena_printf(context->arena, "%s %s", finding->remedy,
				"If the port is correct, choose STARTTLS "
				"instead of SSL/TLS.");
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} responds unencrypted instead of starting "
			"TLS, and as another service than %s: it sends %s.",
			label, who);
	}
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} does not start TLS for %s: it sends %s.", label,
		who);
}

static bool has_greeted(const struct probe_facts *probe)
{
	return probe->mode != MODE_IMPLICIT && probe->greeting.seen &&
	       speaker_of(probe->greeting.text) != SPEAKER_TLS;
}

static bool sent_no_tls(const struct probe_facts *probe)
{
	return probe->unexpected.length > 0;
}

static bool judge_implicit(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *clear = witness_first(facts, sent_no_tls);

	finding->expected = "TLS from the start";
	if (reached_tls_record(facts)) {
		finding->observed = "TLS from the start";
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} uses TLS from the start.");
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
	finding->observed = "the port expects TLS from the start";
	finding->remedy =
		facts->endpoint.mode == MODE_CLEARTEXT
			? "In the mail program, choose SSL/TLS for this port."
			: "In the mail program, choose SSL/TLS instead of "
			  "STARTTLS for this port.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} expects TLS from the start: choose SSL/TLS.");
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
		"Use TLS: port %u with SSL/TLS, or port %u with STARTTLS, if "
		"the provider offers it.",
		port, service_port(service, MODE_EXPLICIT));
}

static bool conclude_cleartext(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->severity = SEVERITY_WARNING;
	finding->observed = "an unencrypted greeting, and no TLS after it";
	finding->explanation = "The settings use no encryption: passwords and "
			       "mail can be intercepted and modified.";
	finding->remedy = say_tls_ports(context->arena, facts);
	finding->reference = "RFC 8314 section 3 and section 4.1";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} is used without encryption.");
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
	finding->expected = "an unencrypted greeting";
	if (greeting_is_of_service(facts)) {
		if (facts->endpoint.mode == MODE_CLEARTEXT)
			return conclude_cleartext(facts, context, finding);
		finding->observed = "an unencrypted greeting";
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} starts unencrypted, as a port for %s does.",
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
	.title = "The port uses the expected TLS mode",
	.explanation =
		"A port either uses TLS from the start (programs call it "
		"SSL/TLS), or starts unencrypted and switches to TLS on "
		"request (STARTTLS, in POP3 also called STLS). If the mail "
		"program uses the other mode, its connection fails or hangs.",
	.remedy = "In the mail program, switch between SSL/TLS and STARTTLS, "
		  "or change the port.",
	.reference = "RFC 8314 section 3",
	.judge = judge_mode,
};
