/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the same service greet on every connection? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/greeting.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"
#include "model/text/later.h"

/* Words that no server of this service begins with. A refusal fits any. */
static bool is_strange(const struct probe_facts *probe, enum service service)
{
	const struct greeting *greeting = &probe->greeting;

	if (!greeting->seen || speaker_of(greeting->text) == SPEAKER_REFUSAL ||
		probe->status == ST_THROTTLED)
		return false;
	return !greeting->known_service || greeting->service != service;
}

/* Turned away for good. Words about connections mean the number of our own,
 * whatever the code. */
static bool is_denied(const struct probe_facts *probe)
{
	return probe->stage == STAGE_GREETING && probe->status == ST_REFUSED &&
	       !later_is_asked(probe->reply) &&
	       !ascii_contains(probe->reply, "connection");
}

static size_t count_denied(const struct endpoint_facts *facts, size_t *ret_all,
	const struct probe_facts **ret_first)
{
	const struct probe_facts *probe, *first = NULL;
	size_t count = 0, all = 0;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		all += probe->greeting.seen;
		if (!is_denied(probe))
			continue;
		count++;
		first = first ? first : probe;
	}
	*ret_all = all;
	*ret_first = first;
	return count;
}

static bool conclude_denied(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *denied;
	size_t all, count = count_denied(facts, &all, &denied);

	if (!count)
		return false;
	finding->expected = "a welcome on every connection";
	finding->observed =
		arena_printf(context->arena, "%zu of %zu greetings: %s", count,
			all, say_quote(context->arena, denied->reply));
	finding->explanation =
		"Some connections are served, and others are refused for good "
		"in the greeting. Several servers probably share this place, "
		"and one of them is configured differently: mail works at one "
		"moment and fails at the next.";
	finding->remedy =
		"The server's administrator must compare the rules by which "
		"the servers behind the load balancer accept clients.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} welcomes some connections and refuses others: %zu "
		"of %zu.",
		count, all);
}

static bool conclude_waits(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->expected = "a greeting as soon as the connection is open";
	finding->observed = "a greeting only after a command";
	finding->explanation =
		"A mail server speaks first, and mail programs wait for that. "
		"This one greets only after the client has sent something, so "
		"that both wait for each other.";
	finding->remedy =
		"The server's administrator must find out what holds the "
		"greeting back: the service, or a proxy that waits for the "
		"client's first words to recognise the protocol.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} greets only those who speak first, which mail "
		"programs do not do.");
}

/* Nothing is told where all greet alike: the check "greeting" does. */
static bool judge_greetings(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe, *strange = NULL;
	size_t count = 0, all = 0;

	(void)check;
	(void)expectation;
	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		all += probe->greeting.seen;
		if (!is_strange(probe, facts->endpoint.service))
			continue;
		count++;
		strange = strange ? strange : probe;
	}
	if (greeting_awaits_client(facts))
		return conclude_waits(facts, context, finding);
	if (!greeting_welcome(facts))
		return false;
	if (!count)
		return conclude_denied(facts, context, finding);
	finding->expected = "the same service on every connection";
	finding->observed =
		arena_printf(context->arena, "%zu of %zu greetings: %s", count,
			all, say_quote(context->arena, strange->greeting.text));
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} greets as another service on some connections: %zu "
		"of %zu.",
		count, all);
}

const struct check check_greeting_differs = {
	.id = "greeting-varies",
	.severity = SEVERITY_ERROR,
	.title = "The server greets every connection alike",
	.explanation =
		"Some connections are welcomed, and others are refused or "
		"reach another service. Several computers or ports probably "
		"share this place, and one of them is configured differently: "
		"mail works at one moment and fails at the next. A server that "
		"greets only those who speak first serves no mail program.",
	.remedy = "The server's administrator must check the load balancer and "
		  "compare the servers behind it: one of them leads to another "
		  "service, or accepts fewer clients.",
	.reference = "RFC 1939 section 4; RFC 9051 section 7.1; RFC 5321 "
		     "section 3.1",
	.judge = judge_greetings,
};
