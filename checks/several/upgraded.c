/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the list inside TLS go back on what was listed before it? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/capability.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <string.h>

#define ITEM_COLUMNS 40

static const struct octets *find_item(
	const struct capabilities *list, const char *name)
{
	for (size_t i = 0; i < list->item_count; i++)
		if (capability_is(list->items[i], name))
			return &list->items[i];
	return NULL;
}

/* The first mechanism that is listed before TLS and not inside, or NULL. */
static const char *find_gone(
	const struct capabilities *before, const struct capabilities *inside)
{
	for (size_t i = 0; i < before->mechanism_count; i++)
		if (!capabilities_have(inside, before->mechanisms[i]))
			return before->mechanisms[i];
	return NULL;
}

static bool sizes_differ(const struct octets *one, const struct octets *other)
{
	return one && other &&
	       (one->length != other->length ||
		       ascii_compare_n((const char *)one->data,
			       (const char *)other->data, one->length) != 0);
}

static bool conclude_sizes(const struct endpoint_facts *facts,
	const struct judge_context *context, struct octets before,
	struct octets inside, struct finding *finding)
{
	finding->observed =
		arena_printf(context->arena, "%s before TLS, %s inside",
			escape_excerpt(context->arena, before, ITEM_COLUMNS),
			escape_excerpt(context->arena, inside, ITEM_COLUMNS));
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} announces another limit for the size of messages "
		"inside TLS: %s.",
		finding->observed);
}

static bool conclude_gone(const struct endpoint_facts *facts,
	const struct judge_context *context, const char *mechanism,
	struct finding *finding)
{
	struct octets octets = {
		(const unsigned char *)mechanism, strlen(mechanism)};

	finding->observed =
		arena_printf(context->arena, "%s before TLS, not inside",
			escape_excerpt(context->arena, octets, ITEM_COLUMNS));
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} lists a login method before TLS that it does not "
		"list inside: %s.",
		finding->observed);
}

/* Nothing is told where TLS only adds. */
static bool judge_upgraded(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct capabilities *before =
		capability_list(facts, CAPABILITY_BEFORE);
	const struct capabilities *inside =
		capability_list(facts, CAPABILITY_FINAL);
	const struct octets *size, *size_inside;
	const char *gone;

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode != MODE_EXPLICIT || !before || !inside ||
		!before->seen || !inside->seen)
		return false;
	finding->expected = "inside TLS what was listed before it, or more";
	gone = find_gone(before, inside);
	if (gone)
		return conclude_gone(facts, context, gone, finding);
	size = find_item(before, "SIZE");
	size_inside = find_item(inside, "SIZE");
	if (sizes_differ(size, size_inside))
		return conclude_sizes(
			facts, context, *size, *size_inside, finding);
	return false;
}

const struct check check_capability_upgraded = {
	.id = "capability-upgraded",
	.severity = SEVERITY_WARNING,
	.title = "Capabilities listed before TLS are still listed inside it",
	.explanation =
		"A program must forget the list that it got before TLS, and "
		"not all do: they choose a login method or judge a message's "
		"size by a list that no longer holds. Different lists can also "
		"mean that two servers share the dialogue, such as a proxy and "
		"the server behind it.",
	.remedy = "The server's administrator should list the same login "
		  "methods and sizes inside TLS as before it, or list login "
		  "methods only inside it.",
	.reference = "RFC 3207 section 4.2; RFC 1870 section 3; RFC 2595 "
		     "section 4",
	.judge = judge_upgraded,
};
