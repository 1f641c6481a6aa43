/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/exception.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"

#include <string.h>

bool rule_speaks_of(const struct rule *rule, const struct endpoint *endpoint)
{
	return (rule->services & (1u << endpoint->service)) &&
	       (rule->modes & (1u << endpoint->mode)) &&
	       (!rule->host || rule_host_is(endpoint->host, rule->host)) &&
	       (!rule->port || rule->port == endpoint->port);
}

static bool exception_matches(const struct exception *exception,
	const struct rule *rule, const struct endpoint *endpoint)
{
	return (strcmp(exception->rule, "*") == 0 ||
		       strcmp(exception->rule, rule->id) == 0) &&
	       (!exception->service ||
		       strcmp(exception->service,
			       service_name(endpoint->service)) == 0) &&
	       (!exception->host ||
		       rule_host_is(endpoint->host, exception->host)) &&
	       (!exception->port || exception->port == endpoint->port);
}

static bool is_over(
	const struct exception *exception, const struct judge_context *context)
{
	/* Both are YYYY-MM-DD. */
	return exception->until &&
	       strcmp(say_date(context->arena, context->now_s),
		       exception->until) > 0;
}

static void add_words(struct arena *arena, const char **text, const char *words)
{
	*text = *text && **text ? arena_printf(arena, "%s %s", *text, words)
				: words;
}

static const char *say_level(struct arena *arena,
	const struct exception *exception, const char *level)
{
	if (exception->until)
		return arena_printf(arena,
			"An exception makes this rule %s instead of %s until "
			"%s (reason: %s).",
			exception->level, level, exception->until,
			exception->reason);
	return arena_printf(arena,
		"An exception makes this rule %s instead of %s (reason: %s).",
		exception->level, level, exception->reason);
}

/* The last one that matches counts; one that is over is told. */
void rule_except(const struct policy *policy, const struct endpoint *endpoint,
	const struct judge_context *context, struct finding *finding)
{
	struct arena *arena = context->arena;

	for (size_t i = 0; i < policy->exception_count; i++) {
		const struct exception *exception = &policy->exceptions[i];

		if (!exception_matches(exception, finding->rule, endpoint))
			continue;
		if (is_over(exception, context)) {
			add_words(arena, &finding->explanation,
				arena_printf(arena,
					"An exception from this rule ended on "
					"%s (reason: %s).",
					exception->until, exception->reason));
			continue;
		}
		if (!exception->level) {
			finding->suppressed =
				exception->until
					? arena_printf(arena, "%s (until %s)",
						  exception->reason,
						  exception->until)
					: exception->reason;
			continue;
		}
		add_words(arena, &finding->explanation,
			say_level(arena, exception, finding->level));
		finding->level = exception->level;
	}
}
