/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "checks/judge.h"
#include "checks/rules/parameter.h"
#include "checks/rules/problem.h"
#include "checks/rules/table.h"
#include "evidence/closed/drop.h"
#include "tests/unit/rules/rule_basis.h"
#include "tests/unit/rules/rule_run.h"

#include <stdio.h>
#include <string.h>

static const char *const ruling_names[] = {
	[RULING_NOT_OWED] = "not owed",
	[RULING_HOLDS] = "holds",
	[RULING_BROKEN] = "broken",
	[RULING_FAILED] = "failed",
	[RULING_INFO] = "info",
	[RULING_NOT_TESTED] = "not tested",
	[RULING_UNOBSERVABLE] = "unobservable",
};

struct tls_facts *shown(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct tls_facts *tls = &best(endpoint)->tls;
	struct certificate *issuer =
		add_issuer(best(endpoint), "CN=Example CA", "CN=Example Root");

	issuer->ca = true;
	issuer->path_length = 0;
	issuer->key_usage = KEY_USAGE_CERT_SIGN;
	issuer->version = 3;
	tls->chain[0].version = 3;
	tls->chain[0].path_length = -1;
	tls->chain[0].has_purposes = true;
	tls->chain[0].for_servers = true;
	tls->chain[0].key_usage = KEY_USAGE_DIGITAL_SIGNATURE;
	tls->chain[0].has_scts = true;
	snprintf(tls->chain[0].serial, sizeof(tls->chain[0].serial), "00FA12");
	return tls;
}

static size_t count_parameters(const struct rule_case *row)
{
	size_t count = 0;

	while (count < COUNT_OF(row->parameters) && row->parameters[count].name)
		count++;
	return count;
}

static bool tells(const char *observed, const char *wanted)
{
	if (!observed || !wanted)
		return observed == wanted;
	return strstr(observed, wanted) != NULL;
}

static bool check_case(
	const struct rule_books *books, const struct rule_case *row)
{
	struct run *run = run_new();
	struct rule rule = {
		.id = "TEST-001",
		.level = "MUST",
		.title = "It holds",
		.check = row->check,
		.parameters = row->parameters,
		.parameter_count = count_parameters(row),
	};
	const struct rule_check *check = rule_check_find(row->check);
	const char *expected = NULL, *observed = NULL;
	struct rule_view view = {.report = &run->report,
		.rule = &rule,
		.context = &run->context,
		.arena = run->arena};
	const char *problem = rule_check_problem(run->arena, &rule);
	struct neighbours neighbours;
	enum ruling ruling;
	bool good;

	if (problem)
		fail_msg("%s: %s", row->name, problem);
	row->build(run);
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		drop_settle(&run->report.endpoints[i].facts);
		judge_endpoint(&run->report.endpoints[i], &run->context);
	}
	run->context.entry = run->report.endpoints[0].entry;
	view.endpoint = &run->report.endpoints[0];
	view.facts = &run->report.endpoints[0].facts;
	neighbours = neighbour_index(run->arena, &run->report);
	view.neighbours = &neighbours;
	ruling = check->judge(&view, &expected, &observed);
	good = ruling == row->ruling &&
	       (ruling == RULING_NOT_OWED || tells(observed, row->observed));
	/* Only what was not reached may leave it open. */
	if (!observed && ruling != RULING_NOT_TESTED &&
		ruling != RULING_NOT_OWED)
		good = false;
	if (!good)
		print_error("%s: %s (%s), in place of %s (%s)\n", row->name,
			ruling_names[ruling], observed ? observed : "-",
			ruling_names[row->ruling],
			row->observed ? row->observed : "-");
	good = !rule_books_judge(books, row->name, run) && good;
	run_free(run);
	return good;
}

void check_rules(const struct rule_case *cases, size_t count)
{
	struct rule_books books;
	size_t bad = 0;

	rule_books_open(&books);
	for (size_t i = 0; i < count; i++)
		bad += !check_case(&books, &cases[i]);
	rule_books_close(&books);
	assert_int_equal(bad, 0);
}

static bool has_case(const struct rule_case *cases, size_t count,
	const char *check, unsigned rulings)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(cases[i].check, check) == 0 &&
			(rulings & (1u << cases[i].ruling)))
			return true;
	return false;
}

void check_rule_coverage(const struct rule_case *cases, size_t count,
	const struct rule_check *table, const char *exempt)
{
	static const struct {
		const char *words;
		unsigned rulings;
	} kinds[] = {
		{"holds", 1u << RULING_HOLDS},
		{"is broken", 1u << RULING_BROKEN | 1u << RULING_FAILED |
				      1u << RULING_INFO},
		{"cannot be tested",
			1u << RULING_NOT_TESTED | 1u << RULING_UNOBSERVABLE},
	};
	size_t bad = 0;

	for (; table->name; table++)
		for (size_t k = 0; k < COUNT_OF(kinds); k++) {
			if (has_case(cases, count, table->name,
				    kinds[k].rulings) ||
				rule_list_has(exempt, table->name))
				continue;
			print_error("%s: no case where it %s\n", table->name,
				kinds[k].words);
			bad++;
		}
	assert_int_equal(bad, 0);
}
