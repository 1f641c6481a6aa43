/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on how replies are written. */
#include "checks/rules/rule.h"

#include "checks/rules/dialogue/lists.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/capability.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"

#include <string.h>

static enum ruling judge_ehlo(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe =
		witness_stopped(view->facts, STAGE_CAPABILITIES, ST_REFUSED);

	*ret_expected = "EHLO answered with 250";
	if (capability_list(view->facts, CAPABILITY_FINAL) ||
		capability_list(view->facts, CAPABILITY_BEFORE)) {
		*ret_observed = "answered with 250";
		return RULING_HOLDS;
	}
	if (probe) {
		basis_add_probe(view->facts, probe);
		*ret_observed = say_stop(view->arena, probe);
		return RULING_BROKEN;
	}
	return RULING_NOT_TESTED;
}

static bool is_unreadable(const struct probe_facts *probe)
{
	return probe->status == ST_SYNTAX;
}

static enum ruling judge_syntax(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe =
		basis_first(view->facts, is_unreadable);

	*ret_expected = "replies as the protocol defines them";
	if (probe) {
		*ret_observed = say_stop(view->arena, probe);
		return RULING_BROKEN;
	}
	if (!capability_list(view->facts, CAPABILITY_FINAL) &&
		!capability_list(view->facts, CAPABILITY_BEFORE) &&
		!lists_refused(view))
		return RULING_NOT_TESTED;
	*ret_observed = "all replies are well-formed";
	return RULING_HOLDS;
}

/* The longest line of the octets, without its end. */
static size_t longest_line(struct octets text, size_t longest)
{
	size_t length = 0;

	for (size_t i = 0; i <= text.length; i++) {
		if (i < text.length && text.data[i] != '\n') {
			length++;
			continue;
		}
		if (length > longest)
			longest = length;
		length = 0;
	}
	return longest;
}

static size_t longest_item(const struct capabilities *list, size_t longest)
{
	for (size_t i = 0; list && i < list->item_count; i++)
		longest = longest_line(list->items[i], longest);
	return longest;
}

static enum ruling judge_line_length(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long most = rule_number(view, "octets", 512);
	const struct probe_facts *probe = greeting_heard(view->facts);
	size_t longest;

	*ret_expected =
		arena_printf(view->arena, "lines of at most %ld octets", most);
	if (!probe)
		return RULING_NOT_TESTED;
	longest = longest_item(
		capability_list(view->facts, CAPABILITY_BEFORE), 0);
	longest = longest_item(
		capability_list(view->facts, CAPABILITY_FINAL), longest);
	/* The code and what is behind it were cut from those of EHLO. */
	if (longest &&
		service_row(view->facts->endpoint.service)->greets_as_ftp)
		longest += strlen("250-");
	longest = longest_line(probe->greeting.text, longest);
	longest += strlen("\r\n");
	*ret_observed = arena_printf(
		view->arena, "the longest has %zu octets", longest);
	return longest > (size_t)most ? RULING_BROKEN : RULING_HOLDS;
}

const struct rule_check rule_checks_reply[] = {
	{
		.name = "ehlo-answered",
		.title = "the reply to EHLO",
		.judge = judge_ehlo,
	},
	{
		.name = "reply-syntax",
		.title = "whether replies are well-formed",
		.judge = judge_syntax,
	},
	{
		.name = "line-length",
		.title = "the longest line of greeting and capabilities",
		.parameters = "octets#",
		.judge = judge_line_length,
	},
	{.name = NULL},
};
