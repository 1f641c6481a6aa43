/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is it a server of the right service, and of the right product? */
#include "evidence/greeting.h"
#include "checks/check.h"
#include "checks/say.h"
#include "evidence/pick.h"
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

struct welcome {
	enum service service;
	const struct expectation *expectation;
};

static bool welcomes_as_expected(
	const struct probe_facts *probe, const void *wanted)
{
	const struct welcome *welcome = wanted;

	return greeting_is_welcome(probe, welcome->service) &&
	       judge_product(probe->greeting.text, welcome->expectation) ==
		       PRODUCT_RIGHT;
}

/* The welcome of the product that is expected, or else the first one. */
static const struct probe_facts *find_welcome(
	const struct endpoint_facts *facts,
	const struct expectation *expectation)
{
	const struct welcome welcome = {facts->endpoint.service, expectation};
	const struct probe_facts *probe = pick_first(
		facts, PICK_WITNESSES, welcomes_as_expected, &welcome);

	return probe ? probe : greeting_welcome(facts);
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
			"The profile describes the product's greeting, and "
			"this server's greeting differs. Either this is not "
			"the intended host, a virus scanner or proxy answers "
			"instead of the server, or the administrator has "
			"changed the greeting.";
		if (!product)
			return say_verdict(facts, context, finding,
				VERDICT_FAIL,
				"{endpoint} is not the product in the "
				"profile.");
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} is not %s, the product in the profile.",
			product);
	case PRODUCT_UNREADABLE:
		finding->remedy = "Correct the pattern in the profile.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} sends a greeting, but the profile's "
			"pattern for it is invalid.");
	default:
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} sends the greeting of %s.",
			product ? product : server);
	}
}

/* Ways in which a greeting goes wrong, the most telling first. */
static const struct unwelcome {
	enum status status;
	enum verdict verdict;
	const char *sentence; /* see say_sentence() */
	const char *remedy;   /* NULL: the row's */
} unwelcomes[] = {
	{
		.status = ST_WRONG_SERVICE,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} is a server for another protocol.",
	},
	{
		.status = ST_SYNTAX,
		.verdict = VERDICT_FAIL,
		.sentence =
			"{endpoint} does not send a mail server's greeting.",
	},
	{
		.status = ST_LINE_TOO_LONG,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} sends a greeting that does not end.",
	},
	{
		.status = ST_REPLY_TOO_LONG,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} sends a greeting that does not end.",
	},
	{
		.status = ST_PROBE_TOO_LONG,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} sends a greeting that does not end.",
	},
	{
		.status = ST_REFUSED,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} refuses this computer in its greeting.",
		.remedy = "Read the server's message. Often this network's "
			  "address is on a spam blocklist: try from another "
			  "network. Otherwise ask the server's administrator "
			  "for the reason.",
	},
	{
		.status = ST_THROTTLED,
		.verdict = VERDICT_NOT_TESTED,
		.sentence = "{endpoint} asks clients to try again later, so "
			    "its greeting was not checked.",
		.remedy = "Close other mail programs in this network, wait, "
			  "and run the check again. If the result is the same, "
			  "the server's administrator must check the server's "
			  "load and limits.",
	},
	{
		.status = ST_TIMEOUT,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} accepts the connection, but does not "
			    "respond.",
		.remedy = "Try again later: the server may be overloaded. A "
			  "port that waits for TLS is also silent: try SSL/TLS "
			  "instead of STARTTLS. If it still does not respond, "
			  "the server's administrator must check it.",
	},
	{
		.status = ST_EOF,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} accepts the connection and closes it "
			    "without a greeting.",
		.remedy = "Try again after some minutes and from another "
			  "network: servers do this to addresses that they "
			  "block or that connect too often. If it still fails, "
			  "the server's administrator must check the server.",
	},
	{
		.status = ST_RESET,
		.verdict = VERDICT_FAIL,
		.sentence = "{endpoint} accepts the connection and resets it "
			    "without a greeting.",
		.remedy = "Try again after some minutes and from another "
			  "network: servers and firewalls do this to addresses "
			  "that they block or that connect too often. If it "
			  "still fails, the server's administrator must check "
			  "the server.",
	},
};

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
	const char *server =
		say_server(context->arena, facts->endpoint.service);

	finding->observed = status_words(row->status);
	if (row->remedy)
		finding->remedy = row->remedy;
	if (words.length > 0)
		finding->observed = arena_printf(context->arena, "%s: %s",
			finding->observed, say_quote(context->arena, words));
	if ((row->status == ST_SYNTAX || row->status == ST_WRONG_SERVICE) &&
		speaker != SPEAKER_NONE && speaker != SPEAKER_OTHER)
		return say_verdict(facts, context, finding, row->verdict,
			"{endpoint} is not %s: it sends %s.", server,
			say_speaker(context->arena, words,
				facts->endpoint.service));
	if (row->status == ST_TIMEOUT && words.length > 0)
		return say_verdict(facts, context, finding, row->verdict,
			"{endpoint} does not complete its greeting in time.");
	return say_sentence(
		facts, context, finding, row->verdict, row->sentence);
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
		probe = witness_stopped(
			facts, STAGE_GREETING, unwelcomes[i].status);
		if (probe)
			return conclude_unwelcome(
				facts, context, &unwelcomes[i], probe, finding);
	}
	return say_not_reached(finding);
}

const struct check check_greeting = {
	.id = "greeting",
	.severity = SEVERITY_ERROR,
	.title = "The expected service and product answers",
	.explanation = "A mail server sends the first line, the greeting, "
		       "which shows its protocol and often its product. "
		       "Another protocol or product means that the connection "
		       "does not reach the server in the settings.",
	.remedy =
		"Compare host and port with the provider's documentation: "
		"settings of two services are easily swapped. If they are "
		"correct, ask the server's administrator, and look for a virus "
		"scanner or proxy between this computer and the server.",
	.reference = "RFC 1939 section 4; RFC 9051 section 7.1; RFC "
		     "5321 section 3.1",
	.judge = judge_greeting,
};
