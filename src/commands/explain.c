/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/table.h"
#include "model/text/ascii.h"
#include "src/commands/commands.h"
#include "src/output/terminal.h"

#include "checks/causes/advice.h"
#include "checks/causes/cause.h"
#include "checks/causes/name/spelling.h"
#include "checks/check.h"
#include "checks/rules/rule.h"
#include "model/text/escape.h"
#include "reports/text/page.h"
#include "reports/words.h"
#include "settings/library/policy.h"

#include <string.h>
#include <sysexits.h>

#define TEXT_COLUMNS 100
#define LABEL_COLUMNS 14 /* "For the user" and two blanks */
#define NEAR 2           /* letters that may be wrong in an id */

static struct page stdout_page(struct arena *arena)
{
	unsigned columns = output_columns();

	return (struct page){
		.stream = stdout,
		.columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns,
		.utf8 = output_is_utf8(),
		.arena = arena,
	};
}

/* How wide the ids are, but no more than leaves room for their titles. */
static size_t id_columns(const struct page *page)
{
	size_t widest = 0;

	for (size_t i = 0; i < check_count + cause_count; i++) {
		const char *id = i < check_count
					 ? check_table[i]->id
					 : cause_table[i - check_count]->id;

		if (strlen(id) > widest)
			widest = strlen(id);
	}
	return widest + 2 < page->columns / 2 ? widest + 2 : page->columns / 2;
}

static void list_all(const struct page *page)
{
	size_t width = id_columns(page);

	page_wrap(page, 0, 0, PAINT_STRONG, "Checks: what must be correct");
	page_newline(page);
	for (size_t i = 0; i < check_count; i++)
		page_field(page, 2, width, PAINT_NONE, check_table[i]->id,
			check_table[i]->title);
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG, "Diagnoses: why something fails");
	page_newline(page);
	for (size_t i = 0; i < cause_count; i++)
		page_field(page, 2, width, PAINT_NONE, cause_table[i]->id,
			cause_table[i]->title);
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_NONE,
		"mailsonde explain ID explains one of these, or a policy rule "
		"(mailsonde policies NAME lists the rules).");
}

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text)
		page_field(page, 0, LABEL_COLUMNS, PAINT_STRONG, label, text);
}

static void put_head(const struct page *page, const char *id, const char *title,
	const char *explanation)
{
	page_wrap(page, 0, 0, PAINT_STRONG,
		arena_printf(page->arena, "%s: %s", id, title));
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_NONE, explanation);
	page_newline(page);
}

static void explain_check(const struct page *page, const struct check *check)
{
	put_head(page, check->id, check->title, check->explanation);
	put_field(page, "What to do", check->remedy);
	put_field(page, "Severity", severity_name(check->severity));
	put_field(page, "Reference", check->reference);
}

/* Line by line as it stands: it is there to be compared. */
static void put_example(const struct page *page, const char *example)
{
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG, "Example of what the wire shows");
	page_newline(page);
	while (*example) {
		size_t length = strcspn(example, "\n");

		page_blanks(page, 4);
		page_put(page, PAINT_NONE,
			arena_printf(
				page->arena, "%.*s", (int)length, example));
		page_newline(page);
		example += length;
		example += *example == '\n';
	}
}

static void put_remedy(const struct page *page, const struct cause *cause,
	enum audience audience)
{
	put_field(page, words_audience_label(audience),
		advice_in_general(page->arena, cause->remedies[audience]));
}

static void explain_diagnosis(
	const struct page *page, const struct cause *cause)
{
	put_head(page, cause->id, cause->title, cause->explanation);
	put_remedy(page, cause, cause->first);
	for (int i = 0; i < AUDIENCE_COUNT; i++)
		if ((enum audience)i != cause->first)
			put_remedy(page, cause, (enum audience)i);
	put_field(page, "To be sure", cause->confirm);
	put_field(page, "Reference", cause->reference);
	if (cause->example)
		put_example(page, cause->example);
}

/* The id that `word` was meant to be, or NULL. */
static const char *nearest_id(const char *word)
{
	const char *nearest = NULL;
	unsigned least = NEAR + 1;

	for (size_t i = 0; i < check_count + cause_count; i++) {
		const char *id = i < check_count
					 ? check_table[i]->id
					 : cause_table[i - check_count]->id;
		unsigned distance = spelling_distance(id, word, NEAR);

		if (distance < least && distance < strlen(word)) {
			nearest = id;
			least = distance;
		}
	}
	return nearest;
}

static int refuse(
	const struct options *options, struct arena *arena, const char *word)
{
	const char *shown = escape_excerpt(arena,
		(struct octets){(const unsigned char *)word, strlen(word)}, 60);
	const char *nearest = nearest_id(word);

	if (nearest)
		complain_aloud(options,
			"'%s' is not the id of a check, rule or diagnosis; did "
			"you mean %s? mailsonde explain lists the ids",
			shown, nearest);
	else
		complain_aloud(options,
			"'%s' is not the id of a check, rule or "
			"diagnosis; mailsonde explain lists the ids",
			shown);
	return EX_USAGE;
}

/* What a rule says wherever it stands; the words of the first. */
static void put_rule(const struct page *page, const struct policy *policy,
	const struct rule *rule, bool first)
{
	const struct rule_check *check =
		rule->check ? rule_check_find(rule->check) : NULL;

	if (first)
		put_head(page, rule->id, rule->title,
			rule->explanation ? rule->explanation : rule->title);
	if (first)
		put_field(page, "What to do", rule->fix);
	page_newline(page);
	put_field(page, "Policy",
		arena_printf(
			page->arena, "%s: %s", policy->name, policy->title));
	put_field(page, "Level", rule->level);
	put_field(page, "Severity", rating_name(rule->rating));
	put_field(page, "Reference", words_rule_reference(page->arena, rule));
	if (check)
		put_field(page, "Tested", check->title);
	else
		put_field(page, "Not tested",
			rule->reason ? rule->reason : rule->check);
}

/* Answers whether any policy has the rule. */
static bool explain_rule(const struct page *page, const char *id)
{
	const char **names = policy_names(page->arena);
	bool found = false;

	for (; *names; names++) {
		struct problem error;
		struct policy policy;

		if (!policy_find(page->arena, *names, &policy, &error))
			continue;
		for (size_t i = 0; i < policy.rule_count; i++) {
			const struct rule *rule = &policy.rules[i];

			if (ascii_compare(rule->id, id) != 0)
				continue;
			put_rule(page, &policy, rule, !found);
			found = true;
		}
	}
	return found;
}

int command_explain(const struct options *options, struct arena *arena)
{
	struct page page = stdout_page(arena);
	const char *id = options->operand_count ? options->operands[0] : NULL;
	const struct check *check = id ? check_find(id) : NULL;
	const struct cause *cause = id ? cause_find(id) : NULL;

	if (!id)
		list_all(&page);
	else if (!check && !cause)
		return explain_rule(&page, id) ? terminal_finish()
					       : refuse(options, arena, id);
	/* A check and the cause of its failure may bear the same name. */
	if (check)
		explain_check(&page, check);
	if (check && cause)
		page_newline(&page);
	if (cause)
		explain_diagnosis(&page, cause);
	return terminal_finish();
}
