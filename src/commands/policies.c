/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/builder.h"
#include "src/commands/commands.h"

#include "checks/rules/rule.h"
#include "reports/text/page.h"
#include "reports/words.h"
#include "settings/library/policy.h"
#include "src/output/terminal.h"
#include "src/policies.h"

#include <string.h>
#include <sysexits.h>

#define TEXT_COLUMNS 100
#define NAME_COLUMNS 22
#define LABEL_COLUMNS 14

static size_t count_decided(const struct policy *policy)
{
	size_t count = 0;

	for (size_t i = 0; i < policy->rule_count; i++)
		count += policy->rules[i].check != NULL;
	return count;
}

static void list_policy(const struct page *page, const char *name)
{
	struct problem error = {0};
	struct policy policy;
	const char *title;

	if (!policy_find(page->arena, name, &policy, &error)) {
		page_field(page, 0, NAME_COLUMNS, PAINT_STRONG, name,
			problem_say(page->arena, &error));
		return;
	}
	if (policy.edition)
		title = arena_printf(
			page->arena, "%s (%s)", policy.title, policy.edition);
	else
		title = policy.title;
	page_field(page, 0, NAME_COLUMNS, PAINT_STRONG, name,
		arena_printf(page->arena,
			"%s; this version tests %zu of %zu rules", title,
			count_decided(&policy), policy.rule_count));
}

static int list_policies(const struct page *page)
{
	const char **names = policy_names(page->arena);

	for (; *names; names++)
		list_policy(page, *names);
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_NONE,
		"mailsonde policies NAME shows the rules of a policy; "
		"mailsonde check TARGET --policy NAME judges by it.");
	return terminal_finish();
}

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text && *text)
		page_field(page, 2, LABEL_COLUMNS, PAINT_FAINT, label, text);
}

static const char *how_decided(const struct page *page, const struct rule *rule)
{
	struct builder words = {.arena = page->arena};

	builder_add(&words, rule->check);
	for (size_t i = 0; i < rule->parameter_count; i++)
		builder_printf(&words, "%s%s=%s", i ? ", " : "; ",
			rule->parameters[i].name, rule->parameters[i].value);
	return builder_text(&words);
}

/* NULL where it is for any host and port. */
static const char *only_for(const struct page *page, const struct rule *rule)
{
	if (!rule->port)
		return rule->host;
	return rule->host ? arena_printf(page->arena, "%s, port %u", rule->host,
				    rule->port)
			  : arena_printf(page->arena, "port %u", rule->port);
}

static void show_rule(const struct page *page, const struct rule *rule)
{
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG,
		arena_printf(page->arena, "%s  %s", rule->id, rule->title));
	put_field(page, "Level", rule->level);
	put_field(page, "Reference", words_rule_reference(page->arena, rule));
	put_field(page, "Severity", rating_name(rule->rating));
	put_field(page, "Only for", only_for(page, rule));
	if (rule->check)
		put_field(page, "Tested by", how_decided(page, rule));
	else
		put_field(page, "Not tested", rule->reason);
}

static void show_exception(
	const struct page *page, const struct exception *exception)
{
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG,
		arena_printf(
			page->arena, "Exception from %s", exception->rule));
	put_field(page, "Level",
		exception->level ? exception->level : "does not count");
	put_field(page, "Only for", exception->host);
	put_field(page, "Until", exception->until);
	put_field(page, "Reason", exception->reason);
}

static void show_policy(const struct page *page, const struct policy *policy)
{
	page_wrap(page, 0, 0, PAINT_STRONG,
		arena_printf(
			page->arena, "%s  %s", policy->name, policy->title));
	page_newline(page);
	put_field(page, "Publisher", policy->publisher);
	put_field(page, "Edition", policy->edition);
	put_field(page, "URL", policy->url);
	put_field(page, "Looked up", policy->looked_up);
	put_field(page, "From", policy->place);
	put_field(page, "SHA-256", policy->digest);
	put_field(page, "Note", policy->note);
	for (size_t i = 0; i < policy->exception_count; i++)
		show_exception(page, &policy->exceptions[i]);
	for (size_t i = 0; i < policy->rule_count; i++)
		show_rule(page, &policy->rules[i]);
}

static bool wants_xml(const struct options *options)
{
	return options->output_count &&
	       options->outputs[0].format == FORMAT_XML;
}

/* As it stands, to be edited and kept as one's own. */
static int write_file(const struct options *options, struct arena *arena)
{
	const char *file = options->outputs[0].file;
	struct problem error = {0};
	struct octets xml;

	if (!policy_file(arena, options->operands[0], &xml, &error))
		return complain_about_problem(options, &error);
	if (output_write(file, xml.data, xml.length))
		return EX_OK;
	complain_aloud(options, "%s: the policy could not be written",
		file ? file : "standard output");
	return EX_IOERR;
}

int command_policies(const struct options *options, struct arena *arena)
{
	unsigned columns = output_columns();
	struct page page = {
		.stream = stdout,
		.columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns,
		.utf8 = output_is_utf8(),
		.arena = arena,
	};
	struct policy policy;
	int status;

	if (!options->operand_count)
		return list_policies(&page);
	status = policies_read(options, arena, options->operands[0], &policy);
	if (status != EX_OK)
		return status;
	if (wants_xml(options))
		return write_file(options, arena);
	show_policy(&page, &policy);
	return terminal_finish();
}
