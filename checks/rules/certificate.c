/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on certificates: their chain, keys and dates. */
#include "checks/rules/rule.h"

#include "checks/rules/found.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS 86400

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

/* The chain. */

static enum ruling judge_trusted(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return rule_by_check(
		view, &check_certificate_trust, ret_expected, ret_observed);
}

static bool is_issued_by(
	const struct certificate *one, const struct certificate *issuer)
{
	return one->issuer.length == issuer->subject.length &&
	       memcmp(one->issuer.data, issuer->subject.data,
		       one->issuer.length) == 0;
}

/* The first certificate that is not issued by the next one, from 1; 0 if all
 * of them are. */
static size_t find_break(const struct tls_facts *tls)
{
	for (size_t i = 0; i + 1 < tls->chain_count; i++)
		if (!is_issued_by(&tls->chain[i], &tls->chain[i + 1]))
			return i + 1;
	return 0;
}

/* RFC 8446 section 4.4.2: in TLS 1.3 the order is the server's affair, but for
 * its own certificate, which comes first. */
static enum ruling judge_complete(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	size_t stray;

	*ret_expected =
		"every certificate up to the root (or including it), in order";
	if (!tls)
		return RULING_NOT_TESTED;
	if (tls->trust == TRUST_INCOMPLETE) {
		*ret_observed = "an intermediate certificate is missing";
		return RULING_BROKEN;
	}
	stray = find_break(tls);
	if (stray && tls->version != TLS_1_3) {
		*ret_observed = arena_printf(arena_of(view),
			"certificate %zu is not issued by the next one", stray);
		return RULING_BROKEN;
	}
	if (tls->trust == TRUST_UNKNOWN || tls->trust == TRUST_NO_ANCHORS) {
		*ret_observed = "no trust anchors on this computer to verify "
				"the chain's end";
		return RULING_NOT_TESTED;
	}
	*ret_observed = arena_printf(arena_of(view), "%zu in %s",
		tls->chain_count,
		stray ? "a different order, which TLS 1.3 allows" : "order");
	return RULING_HOLDS;
}

static bool is_issuer_of_any(const struct tls_facts *tls, size_t index)
{
	for (size_t i = 0; i < tls->chain_count; i++)
		if (i != index &&
			is_issued_by(&tls->chain[i], &tls->chain[index]))
			return true;
	return false;
}

static enum ruling judge_tidy(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected = "neither the root nor unrelated certificates";
	if (!tls)
		return RULING_NOT_TESTED;
	for (size_t i = 1; i < tls->chain_count; i++) {
		if (!tls->chain[i].self_issued && is_issuer_of_any(tls, i))
			continue;
		*ret_observed = arena_printf(arena_of(view), "%s sent: %s",
			tls->chain[i].self_issued
				? "the root is"
				: "an unrelated certificate is",
			say_quote(arena_of(view), tls->chain[i].subject));
		return RULING_BROKEN;
	}
	*ret_observed = "none";
	return RULING_HOLDS;
}

static enum ruling judge_authorities(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected =
		"issuers that are allowed to issue, within their path length";
	if (!tls)
		return RULING_NOT_TESTED;
	if (tls->trust == TRUST_BAD &&
		(tls->trust_flaws & (FLAW_NOT_CA | FLAW_CONSTRAINTS))) {
		*ret_observed =
			tls->trust_detail
				? tls->trust_detail
				: "an issuer that is not allowed to issue";
		return RULING_BROKEN;
	}
	for (size_t i = 1; i < tls->chain_count; i++) {
		const struct certificate *issuer = &tls->chain[i];
		bool may = issuer->ca &&
			   (!issuer->key_usage ||
				   (issuer->key_usage & KEY_USAGE_CERT_SIGN));
		/* Certificates below it, the server's own not counted. */
		bool near = issuer->path_length < 0 ||
			    (size_t)issuer->path_length >= i - 1;

		if (may && near)
			continue;
		*ret_observed = arena_printf(arena_of(view), "%s: %s",
			may ? "path length exceeded"
			    : "not a certification authority",
			say_quote(arena_of(view), issuer->subject));
		return RULING_BROKEN;
	}
	*ret_observed = tls->chain_count > 1
				? "all issuers are allowed to issue"
				: "no issuer certificate is sent";
	return RULING_HOLDS;
}

static enum ruling judge_public(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected =
		"a certificate from an authority that this computer trusts";
	if (!tls || tls->trust == TRUST_UNKNOWN ||
		tls->trust == TRUST_NO_ANCHORS)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(arena_of(view), "issuer: %s",
		say_quote(arena_of(view), tls->chain[0].issuer));
	if (tls->trust == TRUST_SELF_SIGNED || tls->trust == TRUST_NO_ISSUER)
		return RULING_BROKEN;
	if (tls->trust == TRUST_OK || tls->trust == TRUST_REVOKED)
		return RULING_HOLDS;
	*ret_observed = arena_printf(arena_of(view),
		"%s; the certificates sent do not lead to an authority",
		*ret_observed);
	return RULING_NOT_TESTED;
}

static enum ruling judge_issuer(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	const char *issuer;

	*ret_expected = rule_value(view, "issuer");
	if (!leaf)
		return RULING_NOT_TESTED;
	issuer = escape_octets(arena_of(view), leaf->issuer);
	*ret_observed = issuer;
	return strcmp(issuer, rule_value(view, "issuer")) == 0 ? RULING_HOLDS
							       : RULING_BROKEN;
}

/* Whether the name of the algorithm has a word of the list. */
static bool is_signed_with(
	struct arena *arena, const char *signature, const char *list)
{
	const char *at = list, *word;

	while ((word = rule_next_word(arena, &at))) {
		const char *found = ascii_find(signature, word);

		/* SHA1, and not SHA1xx of another. */
		if (found && (found[strlen(word)] < '0' ||
				     found[strlen(word)] > '9'))
			return true;
	}
	return false;
}

static enum ruling judge_signatures(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	const char *refused = rule_value(view, "refused");
	size_t untold = 0;

	*ret_expected = arena_printf(
		arena_of(view), "no signature with %s below the root", refused);
	if (!tls)
		return RULING_NOT_TESTED;
	for (size_t i = 0; i < tls->chain_count; i++) {
		const struct certificate *one = &tls->chain[i];

		if (one->self_issued && i > 0)
			continue;
		if (!one->signature) {
			untold = untold ? untold : i + 1;
			continue;
		}
		if (!is_signed_with(arena_of(view), one->signature, refused))
			continue;
		*ret_observed = arena_printf(arena_of(view),
			"certificate %zu is signed with %s", i + 1,
			one->signature);
		return RULING_BROKEN;
	}
	*ret_observed = tls->chain[0].signature;
	if (!untold)
		return RULING_HOLDS;
	*ret_observed = arena_printf(arena_of(view),
		"the signature algorithm of certificate %zu is unknown",
		untold);
	return RULING_NOT_TESTED;
}

/* Keys. */

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
	struct arena *arena = arena_of(view);
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
	*ret_observed = say_key(arena_of(view), leaf);
	if (kind && !key_is(leaf, kind))
		return RULING_BROKEN;
	if (key_is(leaf, "RSA") &&
		(long)leaf->key_bits < rule_number(view, "rsa", 0))
		return RULING_BROKEN;
	if (is_ec(leaf) && (long)leaf->key_bits < rule_number(view, "ec", 0))
		return RULING_BROKEN;
	if (sized && !key_is(leaf, "RSA") && !is_ec(leaf)) {
		*ret_observed = arena_printf(arena_of(view),
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
		arena_of(view), "%s, on an unknown curve", *ret_observed);
	return RULING_NOT_TESTED;
}

static enum ruling judge_key_graded(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	const char *grade = "insufficient";

	*ret_expected = arena_printf(arena_of(view),
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
		*ret_observed =
			arena_printf(arena_of(view), "%s, on an unknown curve",
				say_key(arena_of(view), leaf));
		return RULING_NOT_TESTED;
	}
	*ret_observed = arena_printf(
		arena_of(view), "%s: %s", grade, say_key(arena_of(view), leaf));
	return *grade == 'g'   ? RULING_HOLDS
	       : *grade == 'p' ? RULING_BROKEN
			       : RULING_FAILED;
}

/* Dates. */

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
	*ret_observed = arena_printf(arena_of(view), "valid until %s",
		say_date(arena_of(view), leaf->not_after));
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
	*ret_observed = arena_printf(arena_of(view), "valid from %s",
		say_date(arena_of(view), leaf->not_before));
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
		arena_of(view), "a lifetime of at most %ld days", days);
	*ret_observed = arena_printf(
		arena_of(view), "%" PRId64 " days", lifetime_days(leaf));
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
		find_step(arena_of(view), rule_value(view, "steps"),
			tls->chain[0].not_before),
		ret_expected, ret_observed);
	/* The rules are those of public authorities. */
	if (ruling == RULING_BROKEN && tls->trust != TRUST_OK)
		return RULING_INFO;
	return ruling;
}

#define ROW(check, words, takes, function)                                     \
	{                                                                      \
		.name = check, .title = words, .parameters = takes,            \
		.judge = function                                              \
	}

const struct rule_check rule_checks_certificate[] = {
	ROW("certificate-trusted", "whether the chain is trusted", NULL,
		judge_trusted),
	ROW("certificate-not-expired", "the end of the certificate's validity",
		"days#?", judge_not_expired),
	ROW("certificate-already-valid",
		"the start of the certificate's validity", NULL,
		judge_already_valid),
	ROW("chain-complete", "whether the chain is complete and in order",
		NULL, judge_complete),
	ROW("chain-tidy", "whether the chain contains unnecessary certificates",
		NULL, judge_tidy),
	ROW("chain-authorities", "whether the issuers are allowed to issue",
		NULL, judge_authorities),
	ROW("certificate-key", "the type and size of the key",
		"rsa#? ec#? curves? kind?", judge_key),
	ROW("certificate-key-graded", "the grade of the key",
		"rsa-good# rsa-phase-out# curves-good curves-phase-out?",
		judge_key_graded),
	ROW("certificate-signature", "the signatures of the chain", "refused",
		judge_signatures),
	ROW("certificate-lifetime", "the certificate's lifetime", "days#",
		judge_lifetime),
	ROW("certificate-lifetime-steps",
		"the certificate's lifetime, by its first day", "steps",
		judge_lifetime_steps),
	ROW("certificate-public", "the issuer", NULL, judge_public),
	ROW("certificate-issuer", "the issuer's name", "issuer", judge_issuer),
	{.name = NULL},
};
