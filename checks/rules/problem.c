/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/problem.h"

#include "checks/rules/parameter.h"
#include "checks/rules/table.h"
#include "evidence/offered/offered.h"

#include <string.h>

/* parameters = *( name ["#" / "%"] ["?"] ) with blanks between */
struct wanted {
	struct octets name;
	bool number;
	bool names;
	bool optional;
};

static bool next_wanted(const char **at, struct wanted *ret_wanted)
{
	struct octets word = rule_next_octets(at);
	struct wanted wanted = {.name = word};

	if (!word.length)
		return false;
	if (word.data[wanted.name.length - 1] == '?') {
		wanted.optional = true;
		wanted.name.length--;
	}
	if (word.data[wanted.name.length - 1] == '#') {
		wanted.number = true;
		wanted.name.length--;
	}
	if (word.data[wanted.name.length - 1] == '%') {
		wanted.names = true;
		wanted.name.length--;
	}
	*ret_wanted = wanted;
	return true;
}

static bool is_number(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length < 10 &&
	       strspn(text, "0123456789") == length;
}

/* The first word that names neither a cipher suite nor a group nor a
 * signature; of length 0 if there is none. */
static struct octets find_nameless(const char *list)
{
	const char *at = list;
	struct octets word;

	while ((word = rule_next_octets(&at)).length)
		if (!offered_knows(word))
			return word;
	return word;
}

static const struct rule_parameter *find_parameter(
	const struct rule *rule, struct octets name)
{
	for (size_t i = 0; i < rule->parameter_count; i++)
		if (rule_word_is(name, rule->parameters[i].name))
			return &rule->parameters[i];
	return NULL;
}

static const char *problem_of_wanted(struct arena *arena,
	const struct rule *rule, const struct rule_check *check)
{
	const char *at = check->parameters ? check->parameters : "";
	struct wanted wanted;
	struct octets word;

	while (next_wanted(&at, &wanted)) {
		const struct rule_parameter *given =
			find_parameter(rule, wanted.name);

		if (!given && !wanted.optional)
			return arena_printf(arena,
				"the check %s requires the parameter %.*s",
				check->name, (int)wanted.name.length,
				(const char *)wanted.name.data);
		if (given && wanted.number && !is_number(given->value))
			return arena_printf(arena,
				"the parameter %s of the check %s must be a "
				"whole number",
				given->name, check->name);
		word = given && wanted.names ? find_nameless(given->value)
					     : (struct octets){0};
		if (word.length)
			return arena_printf(arena,
				"there is no suite, group or signature named "
				"%.*s",
				(int)word.length, (const char *)word.data);
	}
	return NULL;
}

static bool takes_parameter(const struct rule_check *check, const char *name)
{
	const char *at = check->parameters ? check->parameters : "";
	struct wanted wanted;

	while (next_wanted(&at, &wanted))
		if (rule_word_is(wanted.name, name))
			return true;
	return false;
}

static const char *problem_of_given(struct arena *arena,
	const struct rule *rule, const struct rule_check *check)
{
	for (size_t i = 0; i < rule->parameter_count; i++) {
		const char *name = rule->parameters[i].name;

		if (!takes_parameter(check, name))
			return arena_printf(arena,
				"the check %s has no parameter %s", check->name,
				name);
	}
	return NULL;
}

static bool is_offer(struct octets word)
{
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++)
		if (rule_word_is(word, offer_table[i].id))
			return true;
	return false;
}

static const char *problem_of_list(
	struct arena *arena, const struct rule *rule, const char *parameter)
{
	const char *at = rule_parameter(rule, parameter);

	for (at = at ? at : ""; *at;) {
		struct octets word = rule_next_octets(&at);

		if (word.length && !is_offer(word))
			return arena_printf(arena,
				"there is no offer named %.*s",
				(int)word.length, (const char *)word.data);
	}
	return NULL;
}

static const char *problem_of_offers(
	struct arena *arena, const struct rule *rule)
{
	const char *problem = problem_of_list(arena, rule, "offers");

	return problem ? problem : problem_of_list(arena, rule, "has");
}

const char *rule_check_problem(struct arena *arena, const struct rule *rule)
{
	const struct rule_check *check;
	const char *problem;

	if (!rule->check)
		return NULL;
	check = rule_check_find(rule->check);
	if (!check)
		return arena_printf(arena,
			"this version has no check %s; give the reason in "
			"not-observed",
			rule->check);
	problem = problem_of_wanted(arena, rule, check);
	if (!problem)
		problem = problem_of_given(arena, rule, check);
	return problem ? problem : problem_of_offers(arena, rule);
}
