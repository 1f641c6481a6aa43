/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "checks/rules/judge.h"
#include "checks/rules/parameter.h"
#include "checks/rules/table.h"
#include "evidence/basis.h"
#include "evidence/offered/offered.h"
#include "evidence/witness.h"
#include "settings/library/policy.h"
#include "tests/unit/rules/rule_basis.h"

#include <stdlib.h>
#include <string.h>

void rule_books_open(struct rule_books *books)
{
	const char **names;

	*books = (struct rule_books){.arena = arena_new()};
	names = policy_names(books->arena);
	while (names[books->count])
		books->count++;
	books->policies = arena_alloc(
		books->arena, books->count * sizeof(*books->policies));
	for (size_t i = 0; i < books->count; i++) {
		struct policy *policy =
			arena_alloc(books->arena, sizeof(*policy));
		struct problem error = {0};

		if (!policy_find(books->arena, names[i], policy, &error))
			fail_msg("%s: %s", names[i], error.text);
		books->policies[i] = (struct report_policy){.policy = policy};
	}
}

void rule_books_close(struct rule_books *books)
{
	arena_free(books->arena);
}

/* The offers and topics that a rule asks about. */
struct asked {
	unsigned char offers[OFFER_COUNT];
	unsigned topics;
	unsigned versions; /* of its parameters and offers */
	bool by_offers;    /* it rests on offers of its own */
};

static void add_offer(struct asked *asked, enum offer_id offer)
{
	asked->offers[offer] = 1;
	asked->by_offers = true;
	asked->topics |= offered_topics(offer);
	asked->versions |= offer_table[offer].versions;
}

static void add_versions(struct asked *asked, const char *list)
{
	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (rule_list_has(list, tls_version_name((enum tls_version)v)))
			asked->versions |= TLS_BIT(v);
}

static struct asked asked_by(const struct rule *rule)
{
	const struct rule_check *check = rule_check_find(rule->check);
	struct asked asked = {.topics = check->topics};

	for (const enum offer_id *offer = check->offers;
		offer && *offer != OFFER_NONE; offer++)
		add_offer(&asked, *offer);
	for (size_t i = 0; i < rule->parameter_count; i++) {
		const char *name = rule->parameters[i].name;
		const char *at = rule->parameters[i].value;
		enum offer_id offer;

		if (strstr(name, "version"))
			add_versions(&asked, at);
		if (strcmp(name, "offers") != 0 && strcmp(name, "has") != 0)
			continue;
		while ((offer = rule_next_offer(&at)))
			add_offer(&asked, offer);
	}
	return asked;
}

/* Who did not offer the thing cannot tell of it. That a version is not spoken
 * at all tells of everything in it. */
static bool probe_fits(
	const struct asked *asked, const struct probe_facts *probe)
{
	if (probe->offer != OFFER_NONE)
		return asked->offers[probe->offer];
	if (asked->versions && probe->tls_offered)
		return (probe->tls_offered & asked->versions) != 0;
	return true;
}

static bool list_is_asked(
	const struct offered_version *version, const char *kind)
{
	if (strncmp(kind, "groups", 6) == 0)
		return version->groups.asked;
	if (strncmp(kind, "signatures", 10) == 0)
		return version->signatures.asked;
	return version->state == OFFERED_ACCEPTED ||
	       version->state == OFFERED_REFUSED;
}

/* Whether such hellos were made, and found something out. */
static bool hello_was_made(
	const struct offered_facts *offered, const char *name)
{
	const char *dash = strrchr(name, '-');
	enum offered_trait trait = offered_trait_find(name, strlen(name));

	if (!offered)
		return false;
	if (trait < TRAIT_COUNT)
		return offered->traits[trait] == OFFERED_ACCEPTED ||
		       offered->traits[trait] == OFFERED_REFUSED;
	if (strcmp(name, "ssl2") == 0)
		return offered->ssl2 != OFFERED_NOT_ASKED;
	if (strcmp(name, "primes") == 0)
		return offered->prime_count > 0;
	for (int v = 0; dash && v < TLS_VERSION_COUNT; v++)
		if (strcmp(dash + 1, tls_version_name((enum tls_version)v)) ==
			0)
			return list_is_asked(&offered->versions[v], name);
	return false;
}

static bool hello_fits(const struct asked *asked, const char *name)
{
	enum offered_trait trait = offered_trait_find(name, strlen(name));

	if (trait < TRAIT_COUNT)
		return asked->topics & (TOPIC_EXTENSIONS | TOPIC_TOLERANCE |
					       TOPIC_DOWNGRADE | TOPIC_SUITES);
	if (strncmp(name, "groups", 6) == 0 || strcmp(name, "primes") == 0)
		return asked->topics & TOPIC_GROUPS;
	if (strncmp(name, "signatures", 10) == 0)
		return asked->topics & TOPIC_SIGNATURES;
	return true;
}

/* Each item as basis_text() writes it. */
static bool item_fits(const struct report *report,
	const struct endpoint_facts *own, const struct rule *rule,
	const char *item)
{
	struct asked asked = asked_by(rule);
	const struct endpoint_facts *facts = own;
	const struct probe_facts *probe;
	char *end;
	unsigned long number;

	if (strncmp(item, "hello:", 6) == 0)
		return hello_was_made(own->offered, item + 6) &&
		       hello_fits(&asked, item + 6);
	if (strncmp(item, "probe:", 6) != 0)
		return strncmp(item, "check:", 6) == 0 ||
		       strncmp(item, "rule:", 5) == 0 ||
		       strcmp(item, "settings") == 0 ||
		       strcmp(item, "program") == 0;
	number = strtoul(item + 6, &end, 10);
	if (*end == '.') {
		facts = &report->endpoints[number - 1].facts;
		number = strtoul(end + 1, &end, 10);
	}
	probe = basis_probe(facts, number);
	return !*end && probe && probe_fits(&asked, probe);
}

static const char *find_fault(struct arena *arena, const struct report *report,
	const struct endpoint_facts *own, const struct finding *finding)
{
	const char *at = finding->basis, *word;

	if (!at)
		return "nothing";
	while ((word = rule_next_word(arena, &at)))
		if (!item_fits(report, own, finding->rule, word))
			return word;
	return NULL;
}

static size_t count_faults(const char *name, struct run *run)
{
	size_t bad = 0;

	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		struct endpoint_report *endpoint = &run->report.endpoints[i];

		for (size_t k = 0; k < endpoint->finding_count; k++) {
			const struct finding *finding = &endpoint->findings[k];
			const char *fault;

			if (!finding->policy || !finding->rule->check ||
				finding->status == VERDICT_NOT_TESTED)
				continue;
			fault = find_fault(run->arena, &run->report,
				&endpoint->facts, finding);
			if (!fault)
				continue;
			print_error("%s: %s %s (%s, %s) rests on %s\n", name,
				finding->policy, finding->check,
				finding->rule->check,
				verdict_name(finding->status), fault);
			bad++;
		}
	}
	return bad;
}

size_t rule_books_judge(
	const struct rule_books *books, const char *name, struct run *run)
{
	size_t bad;

	run->report.policies = books->policies;
	run->report.policy_count = books->count;
	rules_judge(&run->report, &run->context);
	bad = count_faults(name, run);
	run->report.policies = NULL;
	run->report.policy_count = 0;
	return bad;
}
