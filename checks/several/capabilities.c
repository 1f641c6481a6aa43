/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the server offer the same ways to log in on every connection? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/capability.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <string.h>

#define WORD_COLUMNS 40

/* Those that bind a login to its channel come and go with the TLS version. */
static bool is_bound(const char *mechanism)
{
	size_t length = strlen(mechanism);

	return length > 5 && strcmp(mechanism + length - 5, "-PLUS") == 0;
}

static bool includes(
	const struct capabilities *one, const struct capabilities *other)
{
	for (size_t i = 0; i < one->mechanism_count; i++)
		if (!is_bound(one->mechanisms[i]) &&
			!capabilities_have(other, one->mechanisms[i]))
			return false;
	return true;
}

static bool offers_alike(enum service service, const struct capabilities *one,
	const struct capabilities *other)
{
	return includes(one, other) && includes(other, one) &&
	       capability_takes_password(service, one) ==
		       capability_takes_password(service, other);
}

static const char *list_ways(struct arena *arena, enum service service,
	const struct capabilities *caps)
{
	const char *list = NULL;

	if (capability_takes_password(service, caps))
		list = arena_printf(arena, "the %s command",
			service_row(service)->password_command);
	for (size_t i = 0; i < caps->mechanism_count; i++) {
		const char *word = caps->mechanisms[i];

		list = say_list(arena, list,
			escape_excerpt(arena,
				(struct octets){(const unsigned char *)word,
					strlen(word)},
				WORD_COLUMNS));
	}
	return list ? list : "no login method";
}

/* The first list that offers something else than the first of all. */
static const struct capabilities *find_other(
	const struct endpoint_facts *facts, const struct capabilities **ret_one)
{
	enum service service = facts->endpoint.service;
	const struct capabilities *one = NULL, *list, *found = NULL;

	for (size_t at = 0;
		(list = capability_next(facts, CAPABILITY_FINAL, &at));) {
		if (!list->seen)
			continue;
		if (!one)
			one = list;
		else if (!offers_alike(service, one, list) &&
			 (!found || !capability_has_any_login(service, list)))
			found = list;
	}
	*ret_one = one;
	return found;
}

/* Nothing is told of lists that are alike. */
static bool judge_capabilities(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	enum service service = facts->endpoint.service;
	const struct capabilities *one, *other = find_other(facts, &one);
	const char *list;

	(void)check;
	(void)expectation;
	if (!other)
		return false;
	list = arena_printf(context->arena, "%s; %s",
		list_ways(context->arena, service, one),
		list_ways(context->arena, service, other));
	finding->expected = "the same login methods on every connection";
	finding->observed = list;
	if (!capability_has_any_login(service, one) ||
		!capability_has_any_login(service, other))
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} offers a login method only on some "
			"connections.");
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} offers different login methods on different "
		"connections: %s.",
		list);
}

const struct check check_capability_differs = {
	.id = "capability-varies",
	.severity = SEVERITY_ERROR,
	.title = "The server offers the same login methods on every connection",
	.explanation =
		"The server's list of login methods changes from one "
		"connection to the next. Several computers probably share the "
		"name and are configured differently, so that a login works "
		"at one moment and fails at the next.",
	.remedy = "The server's administrator should make sure that all "
		  "computers of this name are configured identically.",
	.reference = "RFC 5034 section 3; RFC 9051 section 6.1.1; RFC 4954 "
		     "section 3",
	.judge = judge_capabilities,
};
