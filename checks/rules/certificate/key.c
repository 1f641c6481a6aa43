/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the key of a certificate, and on its dates. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "model/text/ascii.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS 86400

static bool key_is(const struct certificate *leaf, const char *kind)
{
	return leaf->key && ascii_compare_n(leaf->key, kind, strlen(kind)) == 0;
}

static const char *say_key(struct arena *arena, const struct certificate *leaf)
{
	return arena_printf(arena, "%s, %u bits%s%s",
		leaf->key ? leaf->key : "a key of unknown type", leaf->key_bits,
		leaf->curve ? ", " : "", leaf->curve ? leaf->curve : "");
}

static const char *say_wanted_key(const struct rule_view *view)
{
	struct arena *arena = view->arena;
	const char *words = NULL;

	if (rule_value(view, "kind"))
		words = say_list(arena, words, rule_value(view, "kind"));
	if (rule_value(view, "rsa"))
		words = say_list(arena, words,
			arena_printf(arena, "RSA of at least %s bits",
				rule_value(view, "rsa")));
	if (rule_value(view, "ec"))
		words = say_list(arena, words,
			arena_printf(arena, "EC of at least %s bits",
				rule_value(view, "ec")));
	if (rule_value(view, "curves"))
		words = say_list(arena, words,
			arena_printf(arena, "EC on one of %s",
				rule_value(view, "curves")));
	return words ? words : "any key";
}

static bool is_ec(const struct certificate *leaf)
{
	return key_is(leaf, "EC") || key_is(leaf, "EdDSA");
}

/* What nothing is known of is not good for that. */
static enum ruling judge_key(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	const char *curves = rule_value(view, "curves");
	const char *kind = rule_value(view, "kind");
	bool sized = rule_value(view, "rsa") || rule_value(view, "ec");

	*ret_expected = say_wanted_key(view);
	if (!leaf || !leaf->key)
		return RULING_NOT_TESTED;
	*ret_observed = say_key(view->arena, leaf);
	if (kind && !key_is(leaf, kind))
		return RULING_BROKEN;
	if (key_is(leaf, "RSA") &&
		(long)leaf->key_bits < rule_number(view, "rsa", 0))
		return RULING_BROKEN;
	if (is_ec(leaf) && (long)leaf->key_bits < rule_number(view, "ec", 0))
		return RULING_BROKEN;
	if (sized && !key_is(leaf, "RSA") && !is_ec(leaf)) {
		*ret_observed = arena_printf(view->arena,
			"%s: no size is defined for this key type",
			*ret_observed);
		return RULING_NOT_TESTED;
	}
	if (!curves || !key_is(leaf, "EC/ECDSA"))
		return RULING_HOLDS;
	if (leaf->curve)
		return rule_list_has(curves, leaf->curve) ? RULING_HOLDS
							  : RULING_BROKEN;
	*ret_observed = arena_printf(
		view->arena, "%s, on an unknown curve", *ret_observed);
	return RULING_NOT_TESTED;
}

static enum ruling judge_key_graded(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	const char *grade = "insufficient";

	*ret_expected = arena_printf(view->arena,
		"RSA of %ld bits or more, or a curve of %s",
		rule_number(view, "rsa-good", 0),
		rule_value(view, "curves-good"));
	if (!leaf || !leaf->key)
		return RULING_NOT_TESTED;
	if (key_is(leaf, "RSA")) {
		if ((long)leaf->key_bits >= rule_number(view, "rsa-good", 0))
			grade = "good";
		else if ((long)leaf->key_bits >=
			 rule_number(view, "rsa-phase-out", 0))
			grade = "phase out";
	} else if (key_is(leaf, "EdDSA")) {
		grade = "good";
	} else if (leaf->curve) {
		if (rule_list_has(rule_value(view, "curves-good"), leaf->curve))
			grade = "good";
		else if (rule_list_has(rule_value(view, "curves-phase-out"),
				 leaf->curve))
			grade = "phase out";
	} else if (key_is(leaf, "EC")) {
		*ret_observed = arena_printf(view->arena,
			"%s, on an unknown curve", say_key(view->arena, leaf));
		return RULING_NOT_TESTED;
	}
	*ret_observed = arena_printf(
		view->arena, "%s: %s", grade, say_key(view->arena, leaf));
	return *grade == 'g'   ? RULING_HOLDS
	       : *grade == 'p' ? RULING_BROKEN
			       : RULING_FAILED;
}

static enum ruling judge_not_expired(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	long days = rule_number(view, "days", 0);
	int64_t left;

	*ret_expected = "not expired";
	if (!leaf)
		return RULING_NOT_TESTED;
	left = leaf->not_after - view->context->now_s;
	if (!certificate_has_dates(leaf)) {
		*ret_observed = "dates that cannot be read";
		return RULING_BROKEN;
	}
	*ret_observed = arena_printf(view->arena, "valid until %s",
		say_date(view->arena, leaf->not_after));
	if (left < 0)
		return RULING_BROKEN;
	return left < days * DAY_SECONDS ? RULING_INFO : RULING_HOLDS;
}

static enum ruling judge_already_valid(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);

	*ret_expected = "validity has started";
	if (!leaf)
		return RULING_NOT_TESTED;
	if (!certificate_has_dates(leaf)) {
		*ret_observed = "dates that cannot be read";
		return RULING_BROKEN;
	}
	*ret_observed = arena_printf(view->arena, "valid from %s",
		say_date(view->arena, leaf->not_before));
	return leaf->not_before > view->context->now_s ? RULING_BROKEN
						       : RULING_HOLDS;
}

/* RFC 5280 section 4.1.2.5: both ends count. A day has 86,400 seconds, and a
 * part of one counts as a whole (CA/B BR section 6.3.2). */
static int64_t lifetime_days(const struct certificate *leaf)
{
	int64_t seconds = leaf->not_after - leaf->not_before + 1;

	return (seconds + DAY_SECONDS - 1) / DAY_SECONDS;
}

static enum ruling hold_lifetime(const struct rule_view *view,
	const struct certificate *leaf, long days, const char **ret_expected,
	const char **ret_observed)
{
	*ret_expected = arena_printf(
		view->arena, "a lifetime of at most %ld days", days);
	if (!certificate_has_dates(leaf)) {
		*ret_observed = "dates that cannot be read";
		return RULING_NOT_TESTED;
	}
	*ret_observed = arena_printf(
		view->arena, "%" PRId64 " days", lifetime_days(leaf));
	return lifetime_days(leaf) > days ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_lifetime(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);

	*ret_expected = "a limited lifetime";
	if (!leaf)
		return RULING_NOT_TESTED;
	return hold_lifetime(view, leaf, rule_number(view, "days", 0),
		ret_expected, ret_observed);
}

/* steps = days *( " " days "@" date ): the last whose date is not after the
 * certificate's first day counts. */
static long find_step(struct arena *arena, const char *steps, int64_t begin)
{
	const char *at = steps, *word;
	const char *day = say_date(arena, begin);
	long days = 0;

	while ((word = rule_next_word(arena, &at))) {
		const char *from = strchr(word, '@');

		if (!from || strcmp(day, from + 1) >= 0)
			days = strtol(word, NULL, 10);
	}
	return days;
}

static enum ruling judge_lifetime_steps(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	enum ruling ruling;

	*ret_expected = "a limited lifetime";
	if (!tls)
		return RULING_NOT_TESTED;
	ruling = hold_lifetime(view, &tls->chain[0],
		find_step(view->arena, rule_value(view, "steps"),
			tls->chain[0].not_before),
		ret_expected, ret_observed);
	/* The rules are those of public authorities. */
	if (ruling == RULING_BROKEN && !chain_is_public(tls))
		return RULING_INFO;
	return ruling;
}

static const char *say_key_flaw(unsigned flaws)
{
	if (flaws & KEY_FLAW_ROCA)
		return "an RSA key of a faulty generator (ROCA, "
		       "CVE-2017-15361)";
	if (flaws & KEY_FLAW_SMALL_FACTOR)
		return "an RSA key with a small prime factor";
	if (flaws & KEY_FLAW_CLOSE_PRIMES)
		return "an RSA key whose primes are too close to each other "
		       "(CVE-2022-26320)";
	return "an RSA key that shares a prime with another key in this run";
}

/* Debian's keys of 2008 are known by lists, which no system has any more. */
static enum ruling judge_key_secret(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);

	*ret_expected = "a key without known weaknesses";
	if (!leaf || !leaf->key_examined)
		return RULING_NOT_TESTED;
	if (leaf->key_flaws) {
		*ret_observed = say_key_flaw(leaf->key_flaws);
		return RULING_BROKEN;
	}
	*ret_observed =
		leaf->key && strcmp(leaf->key, "RSA") == 0
			? "none found: ROCA, small factors, close primes, "
			  "primes shared with other keys in this run (not "
			  "compared with Debian's list of 2008)"
			: "not an RSA key; the known weaknesses concern RSA";
	return RULING_HOLDS;
}

const struct rule_check rule_checks_key[] = {
	{
		.name = "certificate-not-expired",
		.title = "the end of the certificate's validity",
		.parameters = "days#?",
		.judge = judge_not_expired,
	},
	{
		.name = "certificate-already-valid",
		.title = "the start of the certificate's validity",
		.judge = judge_already_valid,
	},
	{
		.name = "certificate-key",
		.title = "the type and size of the key",
		.parameters = "rsa#? ec#? curves? kind?",
		.judge = judge_key,
	},
	{
		.name = "certificate-key-graded",
		.title = "the grade of the key",
		.parameters = "rsa-good# rsa-phase-out# curves-good "
			      "curves-phase-out?",
		.judge = judge_key_graded,
	},
	{
		.name = "certificate-lifetime",
		.title = "the certificate's lifetime",
		.parameters = "days#",
		.judge = judge_lifetime,
	},
	{
		.name = "certificate-lifetime-steps",
		.title = "the certificate's lifetime, by its first day",
		.parameters = "steps",
		.judge = judge_lifetime_steps,
	},
	{
		.name = "certificate-key-secret",
		.title = "known weaknesses of the key",
		.judge = judge_key_secret,
	},
	{.name = NULL},
};
