/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server offers. */
#include "checks/rules/rule.h"

#include "checks/rules/dialogue/lists.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/capability.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool list_has(
	const struct capabilities *list, enum service service, const char *name)
{
	if (ascii_compare_n(name, "AUTH=", 5) == 0)
		return capabilities_have(list, name + 5);
	if (!service_row(service)->items_are_words &&
		ascii_compare(name, "AUTH") == 0)
		return list->mechanism_count > 0;
	return capability_has(list, name);
}

/* Those of the names that the lists have, or lack. */
static const char *pick(const struct rule_view *view, const char *names,
	const struct capabilities *const *lists, size_t count, bool present)
{
	struct builder picked = {.arena = view->arena};
	const char *at = names ? names : "", *word;

	while ((word = rule_next_word(view->arena, &at))) {
		bool found = false;

		for (size_t i = 0; i < count && !found; i++)
			found = list_has(
				lists[i], view->facts->endpoint.service, word);
		if (found == present)
			builder_item(&picked, ", ", word);
	}
	return picked.text;
}

/* One of them is there at least: names of which all or any are due, and names
 * of which none may be there. */
static const char *say_expected(
	struct arena *arena, const char *names, bool any, const char *absent)
{
	if (!absent)
		return any ? arena_printf(arena, "any of %s", names) : names;
	if (!names)
		return arena_printf(arena, "none of %s", absent);
	return any ? arena_printf(arena, "any of %s; none of %s", names, absent)
		   : arena_printf(arena, "%s; none of %s", names, absent);
}

static enum ruling judge_capabilities(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *need = rule_value(view, "need");
	const char *names = rule_value(view, "names");
	const struct capabilities *lists[2];
	size_t count = lists_of(view, rule_value(view, "when"), lists);
	const char *lacking = pick(view, names, lists, count, false);
	const char *there = pick(view, names, lists, count, true);
	const char *unwanted =
		pick(view, rule_value(view, "absent"), lists, count, true);
	bool any = need && strcmp(need, "any") == 0;

	*ret_expected = say_expected(
		view->arena, names, any, rule_value(view, "absent"));
	if (!count)
		return lists_leave(view, ret_observed);
	if (unwanted) {
		*ret_observed =
			arena_printf(view->arena, "offered: %s", unwanted);
		return RULING_BROKEN;
	}
	if (lacking && !(any && there)) {
		*ret_observed =
			arena_printf(view->arena, "missing: %s", lacking);
		return RULING_BROKEN;
	}
	*ret_observed = there ? there : "none offered";
	return RULING_HOLDS;
}

static enum ruling judge_size(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long least = rule_number(view, "octets", 0);
	const struct capabilities *list =
		capability_list(view->facts, CAPABILITY_FINAL);

	*ret_expected = least ? arena_printf(view->arena,
					"SIZE of at least %ld octets", least)
			      : "SIZE announced";
	if (!list)
		return lists_leave(view, ret_observed);
	for (size_t i = 0; i < list->item_count; i++) {
		const char *text;
		unsigned long long size;

		if (!capability_is(list->items[i], "SIZE"))
			continue;
		text = arena_printf(view->arena, "%.*s",
			(int)(list->items[i].length - 4),
			(const char *)list->items[i].data + 4);
		size = strtoull(text, NULL, 10);
		*ret_observed = arena_printf(view->arena, "SIZE %s%s",
			size ? "of " : "without a limit",
			size ? arena_printf(view->arena, "%llu octets", size)
			     : "");
		/* RFC 1870 section 4: no number, or 0, sets no limit. */
		return size && size < (unsigned long long)least ? RULING_BROKEN
								: RULING_HOLDS;
	}
	*ret_observed = "SIZE is missing";
	return RULING_BROKEN;
}

static enum ruling judge_implementation(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct capabilities *lists[2];
	size_t count = lists_of(view, "either", lists);

	*ret_expected = "no version in IMPLEMENTATION";
	if (!count)
		return lists_refused(view) ? RULING_NOT_OWED
					   : RULING_NOT_TESTED;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < lists[i]->item_count; k++) {
			struct octets item = lists[i]->items[k];
			const char *text;

			if (!capability_is(item, "IMPLEMENTATION"))
				continue;
			text = say_quote(view->arena, item);
			*ret_observed = text;
			if (strpbrk(text, "0123456789"))
				return RULING_BROKEN;
		}
	if (!*ret_observed)
		*ret_observed = "no IMPLEMENTATION";
	return RULING_HOLDS;
}

const struct rule_check rule_checks_capability[] = {
	{
		.name = "capabilities",
		.title = "the capabilities offered",
		.parameters = "names? need? when? absent?",
		.judge = judge_capabilities,
	},
	{
		.name = "size-announced",
		.title = "the largest message announced by EHLO",
		.parameters = "octets#?",
		.judge = judge_size,
	},
	{
		.name = "implementation-discloses",
		.title = "the version in IMPLEMENTATION",
		.judge = judge_implementation,
	},
	{.name = NULL},
};
