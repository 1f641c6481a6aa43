/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/basis.h"

#include "evidence/witness.h"
#include "model/text/builder.h"

#include <stddef.h>
#include <string.h>

static bool same_text(const char *one, const char *other)
{
	return one == other || (one && other && strcmp(one, other) == 0);
}

static bool is_same(const struct basis_item *one, const struct basis_item *two)
{
	return one->probe == two->probe && same_text(one->kind, two->kind) &&
	       same_text(one->name, two->name);
}

static void add(const struct endpoint_facts *facts, struct basis_item item)
{
	struct basis *basis = facts->basis;

	if (!basis || basis->count == BASIS_ITEMS)
		return;
	item.facts = facts;
	for (size_t i = 0; i < basis->count; i++)
		if (is_same(&basis->items[i], &item))
			return;
	basis->items[basis->count++] = item;
}

void basis_add_probe(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	if (probe)
		add(facts, (struct basis_item){.probe = probe});
}

void basis_add_each(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe))
{
	const struct probe_facts *probe;

	if (!facts->basis)
		return;
	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (holds(probe))
			basis_add_probe(facts, probe);
}

const struct probe_facts *basis_first(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe))
{
	const struct probe_facts *probe = witness_first(facts, holds);

	basis_add_probe(facts, probe);
	return probe;
}

void basis_add_hello(const struct endpoint_facts *facts, const char *offered)
{
	basis_add(facts, "hello", offered);
}

void basis_add(
	const struct endpoint_facts *facts, const char *kind, const char *name)
{
	add(facts, (struct basis_item){.kind = kind, .name = name});
}

size_t basis_mark(const struct endpoint_facts *facts)
{
	return facts->basis ? facts->basis->count : 0;
}

void basis_rewind(const struct endpoint_facts *facts, size_t mark)
{
	if (facts->basis)
		facts->basis->count = mark;
}

/* From 1; 0 if the endpoint has no such probe. */
static size_t number_of(const struct basis_item *item)
{
	const struct endpoint_facts *facts = item->facts;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i] == item->probe)
			return i + 1;
	for (size_t i = 0; i < facts->login_count; i++)
		if (facts->logins[i] == item->probe)
			return facts->probe_count + i + 1;
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		if (facts->rule_probes[i] == item->probe)
			return facts->probe_count + facts->login_count + i + 1;
	return 0;
}

const struct probe_facts *basis_probe(
	const struct endpoint_facts *facts, size_t number)
{
	if (!number--)
		return NULL;
	if (number < facts->probe_count)
		return facts->probes[number];
	number -= facts->probe_count;
	if (number < facts->login_count)
		return facts->logins[number];
	number -= facts->login_count;
	return number < facts->rule_probe_count ? facts->rule_probes[number]
						: NULL;
}

/* Facts that another endpoint's finding rests on are those of the report. */
static size_t endpoint_number(
	const struct report *report, const struct endpoint_facts *facts)
{
	const struct endpoint_report *endpoint =
		(const struct endpoint_report *)((const char *)facts -
						 offsetof(
							 struct endpoint_report,
							 facts));

	return (size_t)(endpoint - report->endpoints) + 1;
}

const char *basis_text(struct arena *arena, const struct basis *basis,
	const struct report *report, const struct endpoint_facts *own)
{
	struct builder text = {.arena = arena};

	if (!basis->count)
		return NULL;
	for (size_t i = 0; i < basis->count; i++) {
		const struct basis_item *item = &basis->items[i];
		const char *blank = i ? " " : "";

		if (!item->probe)
			builder_printf(&text, "%s%s%s%s", blank, item->kind,
				item->name ? ":" : "",
				item->name ? item->name : "");
		else if (item->facts == own)
			builder_printf(
				&text, "%sprobe:%zu", blank, number_of(item));
		else
			builder_printf(&text, "%sprobe:%zu.%zu", blank,
				endpoint_number(report, item->facts),
				number_of(item));
	}
	return builder_text(&text);
}
