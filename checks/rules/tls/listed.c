/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules that allow what they list, and nothing else: decided by striking out,
 * where everything that IANA numbers was offered (evidence/offered/). */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/offered/heard.h"
#include "evidence/reached.h"
#include "model/text/builder.h"

#include <string.h>

enum grade {
	GRADE_GOOD,
	GRADE_SUFFICIENT,
	GRADE_PHASE_OUT,
	GRADE_INSUFFICIENT,
	GRADE_COUNT,
};

/* What the server takes, by what the rule says of it. */
struct sorting {
	const struct rule_view *view;
	enum offered_kind kind;
	const char *lists[GRADE_INSUFFICIENT]; /* NULL: none */
	const char *refused;                   /* in place of the lists */
	unsigned least_bits;              /* of a prime without a name; 0: none
					   * will do */
	struct builder said[GRADE_COUNT]; /* no text: nothing was taken */
	unsigned char seen[0x10000 / 8];
};

static void sort_name(struct sorting *sorting, const char *name)
{
	int grade = GRADE_GOOD;

	if (sorting->refused)
		grade = rule_list_has(sorting->refused, name)
				? GRADE_INSUFFICIENT
				: GRADE_GOOD;
	while (!sorting->refused && grade < GRADE_INSUFFICIENT &&
		!rule_list_has(sorting->lists[grade], name))
		grade++;
	sorting->said[grade].arena = sorting->view->arena;
	builder_item(&sorting->said[grade], ", ", name);
}

static void sort_number(
	void *context, enum tls_version version, unsigned number)
{
	struct sorting *sorting = context;
	const char *name = offered_name(sorting->kind, number);
	unsigned char bit = (unsigned char)(1u << number % 8);

	(void)version;
	if (sorting->seen[number / 8] & bit)
		return;
	sorting->seen[number / 8] |= bit;
	sort_name(sorting,
		name ? name
		     : arena_printf(sorting->view->arena, "0x%04x", number));
}

/* RFC 7919 names its primes as TLS 1.3 names its groups. */
static void sort_prime(
	struct sorting *sorting, const struct offered_prime *prime)
{
	static const char rfc[] = "RFC 7919 ";
	const char *name = prime->known;

	if (name && strncmp(name, rfc, strlen(rfc)) == 0)
		sort_name(sorting, name + strlen(rfc));
	else if (!sorting->refused &&
		 (!sorting->least_bits || prime->bits < sorting->least_bits))
		sort_name(sorting, arena_printf(sorting->view->arena,
					   "a Diffie-Hellman group of %u bits",
					   prime->bits));
}

/* Answers whether all primes of DHE before TLS 1.3 are known. */
static bool sort_primes(struct sorting *sorting)
{
	const struct offered_prime *primes;
	size_t count;

	primes = heard_primes(sorting->view->facts, &count);
	for (size_t i = 0; i < count; i++)
		sort_prime(sorting, &primes[i]);
	return sorting->refused || count ||
	       offered_result(sorting->view->facts, OFFER_SUITES_DHE) ==
		       OFFER_REFUSED;
}

static bool is_signed(const struct cipher_suite *suite)
{
	return suite && !(suite->flags & SUITE_ANONYMOUS) &&
	       (suite->exchange == KX_DHE || suite->exchange == KX_ECDHE);
}

/* Before TLS 1.2 nothing else is signed with (RFC 4346 section 7.4.3). */
static bool sort_old_signatures(struct sorting *sorting)
{
	const struct offered_facts *offered = sorting->view->facts->offered;
	bool whole = true, any = false;

	for (int v = TLS_SSL3; v < TLS_1_2; v++) {
		const struct offered_list *list = &offered->versions[v].suites;

		whole &= heard_version(sorting->view->facts,
				 (enum tls_version)v) == OFFERED_REFUSED ||
			 list->whole;
		for (size_t i = 0; i < list->count; i++)
			any |= is_signed(cipher_suite_find(list->numbers[i]));
	}
	if (any)
		sort_name(sorting, "MD5 and SHA-1 before TLS 1.2");
	return whole;
}

/* Answers whether that is all that the server takes. */
static bool sort_all(struct sorting *sorting)
{
	bool whole = offered_each(
		sorting->view->facts, sorting->kind, sort_number, sorting);

	if (!sorting->view->facts->offered)
		return false;
	if (sorting->kind == OFFERED_KIND_GROUPS)
		whole &= sort_primes(sorting);
	if (sorting->kind == OFFERED_KIND_SIGNATURES)
		whole &= sort_old_signatures(sorting);
	return whole;
}

static enum ruling leave(
	const struct sorting *sorting, const char **ret_observed)
{
	const struct rule_view *view = sorting->view;
	const char *gap = offered_gap_of(view->facts, sorting->kind);

	*ret_observed = NULL;
	if (reached_tls(view->facts))
		*ret_observed = gap ? arena_printf(view->arena,
					      "not everything that the server "
					      "accepts is known: %s",
					      gap)
				    : "not everything that the server accepts "
				      "is known";
	return RULING_NOT_TESTED;
}

static enum ruling conclude(
	struct sorting *sorting, bool graded, const char **ret_observed)
{
	static const char *const words[] = {
		"good", "sufficient", "phase out", "insufficient"};
	bool whole = sort_all(sorting);
	int worst = GRADE_INSUFFICIENT;

	while (worst > GRADE_GOOD && !sorting->said[worst].text)
		worst--;
	/* What is not known yet may be worse, but for the worst. */
	if (!whole && worst < GRADE_INSUFFICIENT)
		return leave(sorting, ret_observed);
	if (!sorting->said[worst].text)
		*ret_observed = "nothing of the kind is accepted";
	else if (graded)
		*ret_observed = arena_printf(sorting->view->arena, "%s: %s",
			words[worst], sorting->said[worst].text);
	else
		*ret_observed = arena_printf(sorting->view->arena,
			"accepted: %s", sorting->said[worst].text);
	if (worst == GRADE_INSUFFICIENT)
		return graded ? RULING_FAILED : RULING_BROKEN;
	return worst == GRADE_PHASE_OUT ? RULING_BROKEN : RULING_HOLDS;
}

static const char *list_of(const struct rule_view *view, const char *name)
{
	const char *list = rule_value(view, name);

	return list ? list : "";
}

static enum ruling judge_listed(const struct rule_view *view,
	enum offered_kind kind, const char **ret_expected,
	const char **ret_observed)
{
	struct sorting sorting = {.view = view,
		.kind = kind,
		.least_bits = (unsigned)rule_number(view, "dh-bits", 0),
		.lists = {list_of(view, "allowed"), "", ""}};

	*ret_expected = "only what the rule lists";
	return conclude(&sorting, false, ret_observed);
}

static enum ruling judge_graded(const struct rule_view *view,
	enum offered_kind kind, const char **ret_expected,
	const char **ret_observed)
{
	struct sorting sorting = {.view = view,
		.kind = kind,
		.lists = {list_of(view, "good"), list_of(view, "sufficient"),
			list_of(view, "phase-out")}};

	*ret_expected =
		"nothing accepted that is graded phase-out or insufficient";
	return conclude(&sorting, true, ret_observed);
}

static enum ruling judge_groups_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct sorting sorting = {.view = view,
		.kind = OFFERED_KIND_GROUPS,
		.refused = list_of(view, "refused")};

	*ret_expected = "nothing of what the rule lists";
	return conclude(&sorting, false, ret_observed);
}

#define JUDGES(name, which)                                                    \
	static enum ruling judge_##name##_listed(const struct rule_view *view, \
		const char **ret_expected, const char **ret_observed)          \
	{                                                                      \
		return judge_listed(view, which, ret_expected, ret_observed);  \
	}                                                                      \
	static enum ruling judge_##name##_graded(const struct rule_view *view, \
		const char **ret_expected, const char **ret_observed)          \
	{                                                                      \
		return judge_graded(view, which, ret_expected, ret_observed);  \
	}
JUDGES(suites, OFFERED_KIND_SUITES)
JUDGES(groups, OFFERED_KIND_GROUPS)
JUDGES(signatures, OFFERED_KIND_SIGNATURES)
#undef JUDGES

const struct rule_check rule_checks_listed[] = {
	{
		.name = "suites-listed",
		.title = "all cipher suites that the server accepts",
		.parameters = "allowed%",
		.topics = TOPIC_SUITES,
		.judge = judge_suites_listed,
	},
	{
		.name = "suites-graded",
		.title = "the weakest cipher suite that the server accepts",
		.parameters = "good%? sufficient%? phase-out%?",
		.topics = TOPIC_SUITES,
		.judge = judge_suites_graded,
	},
	{
		.name = "groups-refused",
		.title = "whether the server refuses the groups",
		.parameters = "refused%",
		.topics = TOPIC_SUITES | TOPIC_GROUPS,
		.judge = judge_groups_refused,
	},
	{
		.name = "groups-listed",
		.title = "all groups that the server accepts",
		.parameters = "allowed% dh-bits#?",
		.topics = TOPIC_SUITES | TOPIC_GROUPS,
		.judge = judge_groups_listed,
	},
	{
		.name = "groups-graded",
		.title = "the weakest group that the server accepts",
		.parameters = "good%? sufficient%? phase-out%?",
		.topics = TOPIC_SUITES | TOPIC_GROUPS,
		.judge = judge_groups_graded,
	},
	{
		.name = "signatures-listed",
		.title = "all handshake signatures of TLS 1.2",
		.parameters = "allowed%",
		.topics = TOPIC_SUITES | TOPIC_SIGNATURES,
		.judge = judge_signatures_listed,
	},
	{
		.name = "signatures-graded",
		.title = "the weakest handshake signature of TLS 1.2",
		.parameters = "good%? sufficient%? phase-out%?",
		.topics = TOPIC_SUITES | TOPIC_SIGNATURES,
		.judge = judge_signatures_graded,
	},
	{.name = NULL},
};
