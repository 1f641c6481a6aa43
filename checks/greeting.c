/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is it a server of the right service, and of the right product? */
#include "evidence/greeting.h"
#include "checks/check.h"
#include "checks/say.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"
#include "model/table.h"

#include <regex.h>
#include <string.h>

#define GREETING_OCTETS 512 /* of a greeting, held against a pattern */

/* Whether the greeting follows the pattern; `*ret_usable` says whether the
 * pattern could be read at all. */
static bool greeting_matches(struct octets greeting,
	const struct greeting_expectation *expected, bool *ret_usable)
{
	char text[GREETING_OCTETS + 1];
	size_t length = 0;
	regex_t pattern;
	bool matches;

	while (length < greeting.length && length < GREETING_OCTETS) {
		text[length] = (char)greeting.data[length];
		if (text[length] == '\0')
			text[length] = '?';
		length++;
	}
	while (length > 0 && strchr("\r\n", text[length - 1]))
		length--;
	text[length] = '\0';
	if (regcomp(&pattern, expected->pattern, REG_EXTENDED | REG_NOSUB))
		return false;
	*ret_usable = true;
	matches = regexec(&pattern, text, 0, NULL, 0) == 0;
	regfree(&pattern);
	return matches;
}

enum product { PRODUCT_RIGHT, PRODUCT_OTHER, PRODUCT_UNREADABLE };

static enum product judge_product(
	struct octets greeting, const struct expectation *expectation)
{
	bool usable = expectation->greeting_count == 0;

	for (size_t i = 0; i < expectation->greeting_count; i++)
		if (greeting_matches(
			    greeting, &expectation->greetings[i], &usable))
			return PRODUCT_RIGHT;
	if (!usable)
		return PRODUCT_UNREADABLE;
	return expectation->greeting_count ? PRODUCT_OTHER : PRODUCT_RIGHT;
}

/* The welcome of the product that is expected, or else the first one. */
static const struct probe_facts *find_welcome(
	const struct endpoint_facts *facts,
	const struct expectation *expectation)
{
	const struct probe_facts *first = NULL;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (!witness_is(probe) ||
			!greeting_is_welcome(probe, facts->endpoint.service))
			continue;
		if (judge_product(probe->greeting.text, expectation) ==
			PRODUCT_RIGHT)
			return probe;
		if (!first)
			first = probe;
	}
	return first;
}

static bool conclude_welcome(const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct octets greeting,
	struct finding *finding)
{
	const char *product = expectation->product;
	const char *server =
		say_server(context->arena, facts->endpoint.service);

	finding->observed = say_quote(context->arena, greeting);
	switch (judge_product(greeting, expectation)) {
	case PRODUCT_OTHER:
		finding->explanation =
			"The profile says by which words the product greets, "
			"and this server greets otherwise. Either the host is "
			"not the one that is meant, something on the way "
			"answers in its place (a virus scanner, a proxy), or "
			"the greeting was changed by whoever runs the server.";
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"is another product than the profile says%s%s.",
			product ? ", which is " : "", product ? product : "");
	case PRODUCT_UNREADABLE:
		finding->remedy = "Correct the pattern in the profile.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"greets, but the profile's pattern for the greeting "
			"cannot be read.");
	default:
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"greets as %s does.", product ? product : server);
	}
}

/* Ways in which a greeting goes wrong, the most telling first. */
static const struct unwelcome {
	enum status status;
	enum verdict verdict;
	const char *words;  /* behind the endpoint's label */
	const char *remedy; /* NULL: the row's */
} unwelcomes[] = {
	{
		.status = ST_WRONG_SERVICE,
		.verdict = VERDICT_FAIL,
		.words = "is a server of another protocol.",
	},
	{
		.status = ST_SYNTAX,
		.verdict = VERDICT_FAIL,
		.words = "does not greet as a mail server does.",
	},
	{
		.status = ST_LINE_TOO_LONG,
		.verdict = VERDICT_FAIL,
		.words = "sends a greeting that does not end.",
	},
	{
		.status = ST_REPLY_TOO_LONG,
		.verdict = VERDICT_FAIL,
		.words = "sends a greeting that does not end.",
	},
	{
		.status = ST_PROBE_TOO_LONG,
		.verdict = VERDICT_FAIL,
		.words = "sends a greeting that does not end.",
	},
	{
		.status = ST_REFUSED,
		.verdict = VERDICT_FAIL,
		.words = "turns this computer away in its greeting.",
		.remedy =
			"Read the server's own words. Often the address of "
			"this network stands on a list of senders of junk "
			"mail: try from another network, and with port 587 in "
			"place of 25. Otherwise whoever runs the server must "
			"say why.",
	},
	{
		.status = ST_THROTTLED,
		.verdict = VERDICT_NOT_TESTED,
		.words = "asks to come back later, so its greeting was not "
			 "judged.",
		.remedy =
			"Wait and check again, with other mail programs of "
			"this network closed. If it stays so, whoever runs the "
			"server must look at its load and its limits.",
	},
	{
		.status = ST_TIMEOUT,
		.verdict = VERDICT_FAIL,
		.words = "accepts the connection, but says nothing.",
		.remedy =
			"Try again later: an overloaded server may be slow. A "
			"port that waits for TLS is silent too: try SSL/TLS in "
			"place of STARTTLS. If it stays silent, whoever runs "
			"the server must look at it.",
	},
	{
		.status = ST_EOF,
		.verdict = VERDICT_FAIL,
		.words = "accepts the connection and closes it before any "
			 "greeting.",
		.remedy =
			"Try again after some minutes and from another "
			"network: servers do so with addresses that they block "
			"or that connect too often. If it stays so, whoever "
			"runs the server must look at it.",
	},
	{
		.status = ST_RESET,
		.verdict = VERDICT_FAIL,
		.words = "accepts the connection and resets it before any "
			 "greeting.",
		.remedy = "Try again after some minutes and from another "
			  "network: servers and firewalls do so with addresses "
			  "that they block or that connect too often. If it "
			  "stays so, whoever runs the server must look at it.",
	},
};

static const struct probe_facts *stopped_at_greeting(
	const struct endpoint_facts *facts, enum status status)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (witness_is(facts->probes[i]) &&
			facts->probes[i]->stage == STAGE_GREETING &&
			facts->probes[i]->status == status)
			return facts->probes[i];
	return NULL;
}

static struct octets words_of_greeting(const struct probe_facts *probe)
{
	if (probe->greeting.text.length > 0)
		return probe->greeting.text;
	return probe->reply;
}

static bool conclude_unwelcome(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct unwelcome *row,
	const struct probe_facts *probe, struct finding *finding)
{
	struct octets words = words_of_greeting(probe);
	enum speaker speaker = speaker_of(words);
	const char *label = service_label(facts->endpoint.service);

	finding->observed = status_words(row->status);
	if (row->remedy)
		finding->remedy = row->remedy;
	if (words.length > 0)
		finding->observed = arena_printf(context->arena, "%s: %s",
			finding->observed, say_quote(context->arena, words));
	if ((row->status == ST_SYNTAX || row->status == ST_WRONG_SERVICE) &&
		speaker != SPEAKER_NONE && speaker != SPEAKER_OTHER)
		return say_verdict(facts, context, finding, row->verdict,
			"is no %s server: it answers with %s.", label,
			say_speaker(context->arena, words,
				facts->endpoint.service));
	if (row->status == ST_TIMEOUT && words.length > 0)
		return say_verdict(facts, context, finding, row->verdict,
			"begins to greet, but does not come to an end in "
			"time.");
	return say_verdict(
		facts, context, finding, row->verdict, "%s", row->words);
}

static bool judge_greeting(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = find_welcome(facts, expectation);

	(void)check;
	finding->expected = arena_printf(context->arena, "the greeting of %s",
		expectation->product
			? expectation->product
			: say_server(context->arena, facts->endpoint.service));
	if (probe)
		return conclude_welcome(facts, expectation, context,
			probe->greeting.text, finding);
	/* That the port expects TLS at once is for mode to tell. */
	if (facts->endpoint.mode != MODE_IMPLICIT && greeting_was_tls(facts))
		return say_not_reached(finding);
	for (size_t i = 0; i < COUNT_OF(unwelcomes); i++) {
		probe = stopped_at_greeting(facts, unwelcomes[i].status);
		if (probe)
			return conclude_unwelcome(
				facts, context, &unwelcomes[i], probe, finding);
	}
	return say_not_reached(finding);
}

const struct check check_greeting = {
	.id = "greeting",
	.severity = SEVERITY_ERROR,
	.title = "The server of the right service and product greets",
	.explanation = "A mail server speaks first, and its first line tells "
		       "its protocol and often its product. Another protocol "
		       "or another product means that the connection does "
		       "not end where the settings say.",
	.remedy = "Compare host and port with what the provider "
		  "publishes: the settings of two services are easily "
		  "swapped. If they are right, ask whoever runs the "
		  "server, and look for a virus scanner or a proxy on "
		  "the way.",
	.reference = "RFC 1939 section 4; RFC 9051 section 7.1; RFC "
		     "5321 section 3.1",
	.judge = judge_greeting,
};
