/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/compare.h"

#include "checks/compare_parts.h"
#include "evidence/capability.h"
#include "evidence/chain.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/table.h"
#include "model/text/escape.h"
#include "model/text/sorted.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_COLUMNS 120

/* Findings. */

static int rank_of(enum verdict verdict)
{
	static const int ranks[] = {
		[VERDICT_PASS] = 0,
		[VERDICT_INFO] = 0,
		[VERDICT_WARNING] = 1,
		[VERDICT_NOT_TESTED] = 0,
		[VERDICT_FAIL] = 2,
	};

	static_assert(COUNT_OF(ranks) == VERDICT_COUNT, "a verdict's rank");
	return ranks[verdict];
}

/* A suppressed finding counts as one that passes. */
static enum verdict verdict_of(const struct finding *finding)
{
	return finding->suppressed ? VERDICT_PASS : finding->status;
}

static enum change_kind kind_of(enum verdict before, enum verdict after)
{
	if (before == VERDICT_NOT_TESTED)
		return after == VERDICT_FAIL ? CHANGE_WORSE : CHANGE_FOUND;
	if (after == VERDICT_NOT_TESTED)
		return CHANGE_LOST;
	return rank_of(after) > rank_of(before) ? CHANGE_WORSE : CHANGE_BETTER;
}

static int by_check(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int order = strcmp(a->check, b->check);

	if (order || !a->policy || !b->policy)
		return order ? order : !b->policy - !a->policy;
	return strcmp(a->policy, b->policy);
}

static struct sorted findings_of(
	struct arena *arena, const struct endpoint_report *endpoint)
{
	return sorted_of(arena, endpoint->findings, endpoint->finding_count,
		sizeof(*endpoint->findings), by_check);
}

static const char *say_finding(
	struct arena *arena, const struct finding *finding)
{
	return arena_printf(arena, "%s%s%s", verdict_name(verdict_of(finding)),
		finding->observed && *finding->observed ? ": " : "",
		finding->observed ? finding->observed : "");
}

static void add_finding(struct comparer *c, enum change_kind kind,
	const struct finding *before, const struct finding *after)
{
	const struct finding *one = after ? after : before;

	comparer_add(c,
		(struct change){
			.kind = kind,
			.subject = SUBJECT_FINDING,
			.name = one->check,
			.policy = one->policy,
			.before = before ? say_finding(c->arena, before) : NULL,
			.after = after ? say_finding(c->arena, after) : NULL,
			.summary = after ? after->summary : NULL,
			.remedy = after ? after->remedy : NULL,
		});
}

static void compare_findings(struct comparer *c,
	const struct endpoint_report *before,
	const struct endpoint_report *after)
{
	struct sorted old = findings_of(c->arena, before);
	struct sorted new = findings_of(c->arena, after);

	for (size_t i = 0; i < after->finding_count; i++) {
		const struct finding *now = &after->findings[i];
		const struct finding *then = sorted_find(&old, now);

		if (!then) {
			/* One that nobody judged by before, and fails. */
			add_finding(c,
				verdict_of(now) == VERDICT_FAIL
					? CHANGE_WORSE
					: CHANGE_APPEARED,
				NULL, now);
			continue;
		}
		if (verdict_of(then) == verdict_of(now) ||
			(verdict_of(then) != VERDICT_NOT_TESTED &&
				verdict_of(now) != VERDICT_NOT_TESTED &&
				rank_of(verdict_of(then)) ==
					rank_of(verdict_of(now))))
			continue;
		add_finding(c, kind_of(verdict_of(then), verdict_of(now)), then,
			now);
	}
	for (size_t i = 0; i < before->finding_count; i++)
		if (!sorted_find(&new, &before->findings[i]))
			add_finding(
				c, CHANGE_VANISHED, &before->findings[i], NULL);
}

/* Facts. */

static void compare_certificates(struct comparer *c,
	const struct endpoint_facts *before, const struct endpoint_facts *after)
{
	const struct tls_facts *then = chain_judged(before);
	const struct tls_facts *now = chain_judged(after);

	if (!then || !now || chain_is_same(then, now))
		return;
	comparer_add(c,
		(struct change){
			.kind = CHANGE_OTHER,
			.subject = SUBJECT_CERTIFICATE,
			.name = "",
			.before =
				comparer_certificate(c->arena, &then->chain[0]),
			.after = comparer_certificate(c->arena, &now->chain[0]),
		});
}

static const char *say_version(enum version_result result)
{
	return result == VERSION_ACCEPTED  ? "accepted"
	       : result == VERSION_REFUSED ? "refused"
					   : "not tested";
}

static void compare_versions(struct comparer *c,
	const struct endpoint_facts *before, const struct endpoint_facts *after)
{
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		enum version_result then =
			version_told(before, (enum tls_version)v, NULL);
		enum version_result now =
			version_told(after, (enum tls_version)v, NULL);

		if (strcmp(say_version(then), say_version(now)) != 0)
			comparer_add(c, (struct change){
						.kind = CHANGE_OTHER,
						.subject = SUBJECT_TLS,
						.name = tls_version_name(
							(enum tls_version)v),
						.before = say_version(then),
						.after = say_version(now),
					});
	}
}

static struct comparer_words items_of(
	struct arena *arena, const struct capabilities *list)
{
	struct comparer_words all = {
		arena_alloc(arena, (list->item_count + 1) * sizeof(char *)), 0};

	for (size_t i = 0; i < list->item_count; i++)
		all.words[all.count++] =
			escape_excerpt(arena, list->items[i], TEXT_COLUMNS);
	return all;
}

static void compare_lists(struct comparer *c,
	const struct endpoint_facts *before, const struct endpoint_facts *after)
{
	const struct capabilities *then =
		capability_list(before, CAPABILITY_FINAL);
	const struct capabilities *now =
		capability_list(after, CAPABILITY_FINAL);
	struct comparer_words old, new;

	if (!then || !now)
		return;
	old = items_of(c->arena, then);
	new = items_of(c->arena, now);
	comparer_words(c, SUBJECT_CAPABILITY, &old, &new);
	old = (struct comparer_words){then->mechanisms, then->mechanism_count};
	new = (struct comparer_words){now->mechanisms, now->mechanism_count};
	comparer_words(c, SUBJECT_MECHANISM, &old, &new);
}

static struct comparer_words addresses_of(
	struct arena *arena, const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);
	struct comparer_words all = {NULL, 0};

	if (!best)
		return all;
	all.words =
		arena_alloc(arena, (best->attempt_count + 1) * sizeof(char *));
	for (size_t i = 0; i < best->attempt_count; i++)
		all.words[all.count++] = best->attempts[i].address;
	return all;
}

static void compare_addresses(struct comparer *c,
	const struct endpoint_facts *before, const struct endpoint_facts *after)
{
	struct comparer_words old = addresses_of(c->arena, before);
	struct comparer_words new = addresses_of(c->arena, after);

	if (old.count && new.count)
		comparer_words(c, SUBJECT_ADDRESS, &old, &new);
}

/* Endpoints. */

static int by_endpoint(const void *left, const void *right)
{
	const struct endpoint_report *one = left, *other = right;

	return endpoint_compare(&one->facts.endpoint, &other->facts.endpoint);
}

static struct sorted endpoints_of(
	struct arena *arena, const struct report *report)
{
	return sorted_of(arena, report->endpoints, report->endpoint_count,
		sizeof(*report->endpoints), by_endpoint);
}

/* One that is new and fails is worse than none: where it counts for nothing,
 * a baseline of other endpoints would let anything pass. */
static void add_endpoint(
	struct comparer *c, const struct endpoint_report *endpoint)
{
	comparer_add(c, (struct change){
				.kind = endpoint->verdict == VERDICT_FAIL
						? CHANGE_WORSE
						: CHANGE_APPEARED,
				.subject = SUBJECT_ENDPOINT,
				.name = "",
				.after = verdict_name(endpoint->verdict),
			});
}

static void compare_endpoints(struct comparer *c,
	const struct endpoint_report *before,
	const struct endpoint_report *after)
{
	compare_findings(c, before, after);
	compare_certificates(c, &before->facts, &after->facts);
	compare_versions(c, &before->facts, &after->facts);
	compare_offered(c, &before->facts, &after->facts);
	compare_lists(c, &before->facts, &after->facts);
	compare_addresses(c, &before->facts, &after->facts);
}

static int by_kind(const void *left, const void *right)
{
	const struct change *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (!a->policy != !b->policy)
		return a->policy ? 1 : -1;
	return strcmp(a->name, b->name);
}

void compare_reports(struct arena *arena, const struct report *before,
	const struct report *after, struct comparison *ret_comparison)
{
	struct comparer c = {.arena = arena, .comparison = ret_comparison};
	struct sorted old = endpoints_of(arena, before);
	struct sorted new = endpoints_of(arena, after);

	*ret_comparison = (struct comparison){.before = before, .after = after};
	for (size_t i = 0; i < after->endpoint_count; i++) {
		const struct endpoint_report *now = &after->endpoints[i];
		const struct endpoint_report *then = sorted_find(&old, now);
		size_t first = ret_comparison->change_count;

		c.endpoint = &now->facts.endpoint;
		if (then)
			compare_endpoints(&c, then, now);
		else
			add_endpoint(&c, now);
		if (ret_comparison->change_count > first)
			qsort(ret_comparison->changes + first,
				ret_comparison->change_count - first,
				sizeof(struct change), by_kind);
	}
	for (size_t i = 0; i < before->endpoint_count; i++) {
		const struct endpoint_report *then = &before->endpoints[i];

		c.endpoint = &then->facts.endpoint;
		if (!sorted_find(&new, then))
			comparer_add(&c,
				(struct change){.kind = CHANGE_VANISHED,
					.subject = SUBJECT_ENDPOINT,
					.name = "",
					.before = verdict_name(then->verdict)});
	}
}
