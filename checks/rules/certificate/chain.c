/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the chain of certificates. */
#include "checks/rules/rule.h"

#include "checks/causes/certificate/interceptor.h"
#include "checks/rules/found.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/version.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <string.h>

/* The versions in which the order counts. */
#define ORDERED (TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) | TLS_BIT(TLS_1_2))

/* What is wrong with how a trusted chain is sent leaves it trusted; that of an
 * interceptor is not the server's. */
static enum ruling judge_trusted(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	const struct interceptor *interceptor =
		tls ? interceptor_of(tls) : NULL;
	enum ruling ruling = rule_by_check(
		view, &check_certificate_trust, ret_expected, ret_observed);

	if (ruling == RULING_BROKEN &&
		!rule_check_fails(view, &check_certificate_trust) &&
		!(interceptor && interceptor->distinct))
		return RULING_HOLDS;
	return ruling;
}

/* RFC 5280 section 6.1: dates are part of validation, and RFC 9525 has the
 * name beside it. A certificate that expires soon is valid. */
static enum ruling judge_valid(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	static const struct check *const checks[] = {&check_certificate_trust,
		&check_certificate_expiry, &check_certificate_name};
	enum ruling rulings[3];
	const char *observed[3] = {NULL}, *expected;

	for (int i = 0; i < 3; i++)
		rulings[i] =
			rule_by_check(view, checks[i], &expected, &observed[i]);
	*ret_expected = "a certificate of a trusted authority, in date, for "
			"this host";
	for (int i = 0; i < 3; i++)
		if (rule_check_fails(view, checks[i])) {
			*ret_observed = observed[i];
			return RULING_BROKEN;
		}
	for (int i = 0; i < 3; i++)
		if (rulings[i] == RULING_NOT_TESTED ||
			rulings[i] == RULING_NOT_OWED) {
			*ret_observed = observed[i];
			return rulings[i];
		}
	*ret_observed = observed[0];
	return RULING_HOLDS;
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
 * its own certificate, which comes first. Of what was sent in any version, the
 * first that is not as it should be; else the one to judge. The versions in
 * which something was sent go to `*ret_seen`. */
static const struct tls_facts *find_faulty(
	const struct rule_view *view, int *ret_version, unsigned *ret_seen)
{
	const struct tls_facts *tls, *judged = chain_judged(view->facts);
	const struct probe_facts *probe;

	*ret_seen = 0;
	for (size_t at = 0;
		(tls = chain_next_sent(view->facts, &at, &probe));) {
		*ret_version = probe->tls.version;
		if (tls->trust == TRUST_INCOMPLETE ||
			(*ret_version != TLS_1_3 && find_break(tls)))
			return tls;
		*ret_seen |= *ret_version >= 0 ? TLS_BIT(*ret_version) : 0;
	}
	*ret_version = judged ? judged->version : TLS_NONE;
	return judged;
}

/* A list that is out of order, and was seen in TLS 1.3 alone. */
static enum ruling judge_stray(const struct rule_view *view,
	const struct tls_facts *tls, unsigned seen, const char **ret_observed)
{
	unsigned unseen = ORDERED & ~seen & view->facts->versions_asked &
			  ~version_with(view->facts, ORDERED, VERSION_REFUSED);

	*ret_observed = arena_printf(view->arena,
		"%zu in a different order, which TLS 1.3 allows%s",
		tls->chain_count,
		unseen ? "; what is sent in older versions was not seen" : "");
	return unseen ? RULING_NOT_TESTED : RULING_HOLDS;
}

static enum ruling judge_complete(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned seen;
	int version;
	const struct tls_facts *tls = find_faulty(view, &version, &seen);

	*ret_expected =
		"every certificate up to the root (or including it), in order";
	if (!tls)
		return RULING_NOT_TESTED;
	if (tls->trust == TRUST_INCOMPLETE) {
		*ret_observed = "an intermediate certificate is missing";
		return RULING_BROKEN;
	}
	if (version != TLS_1_3 && find_break(tls)) {
		*ret_observed = arena_printf(view->arena,
			"certificate %zu is not issued by the next one (%s)",
			find_break(tls),
			say_tls(view->arena, (enum tls_version)version));
		return RULING_BROKEN;
	}
	if (tls->trust == TRUST_UNKNOWN || tls->trust == TRUST_NO_ANCHORS) {
		*ret_observed = "no trust anchors on this computer to verify "
				"the chain's end";
		return RULING_NOT_TESTED;
	}
	if (find_break(tls))
		return judge_stray(view, tls, seen, ret_observed);
	*ret_observed =
		arena_printf(view->arena, "%zu in order", tls->chain_count);
	return RULING_HOLDS;
}

/* The certificate among those sent that issued this one; 0 if there is none, or
 * it is its own issuer. */
static size_t find_issuer(const struct tls_facts *tls, size_t index)
{
	if (tls->chain[index].self_issued)
		return 0;
	for (size_t i = 1; i < tls->chain_count; i++)
		if (i != index &&
			is_issued_by(&tls->chain[index], &tls->chain[i]))
			return i;
	return 0;
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
		*ret_observed = arena_printf(view->arena, "%s sent: %s",
			tls->chain[i].self_issued
				? "the root is"
				: "an unrelated certificate is",
			say_quote(view->arena, tls->chain[i].subject));
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
	/* What else is sent issues nothing here: see judge_tidy(). */
	for (size_t below = 0, i = 0;
		below < tls->chain_count && (i = find_issuer(tls, i)) != 0;
		below++) {
		const struct certificate *issuer = &tls->chain[i];
		bool may = issuer->ca &&
			   (!issuer->key_usage ||
				   (issuer->key_usage & KEY_USAGE_CERT_SIGN));
		/* Certificates below it, the server's own not counted. */
		bool near = issuer->path_length < 0 ||
			    (size_t)issuer->path_length >= below;

		if (may && near)
			continue;
		*ret_observed = arena_printf(view->arena, "%s: %s",
			may ? "path length exceeded"
			    : "not a certification authority",
			say_quote(view->arena, issuer->subject));
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
	*ret_observed = arena_printf(view->arena, "issuer: %s",
		say_quote(view->arena, tls->chain[0].issuer));
	if (tls->trust == TRUST_SELF_SIGNED)
		return RULING_BROKEN;
	if (tls->trust_own_anchors) {
		*ret_observed = arena_printf(view->arena,
			"%s; the trust anchors come from a file, which does "
			"not show whether an authority is public",
			*ret_observed);
		return RULING_NOT_TESTED;
	}
	if (tls->trust == TRUST_NO_ISSUER)
		return RULING_BROKEN;
	if (tls->trust == TRUST_OK || tls->trust == TRUST_REVOKED)
		return RULING_HOLDS;
	*ret_observed = arena_printf(view->arena,
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
	issuer = escape_name(view->arena, leaf->issuer, SIZE_MAX);
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
		view->arena, "no signature with %s below the root", refused);
	if (!tls)
		return RULING_NOT_TESTED;
	for (size_t i = 0, below = 0; below < tls->chain_count && (i || !below);
		below++, i = find_issuer(tls, i)) {
		const struct certificate *one = &tls->chain[i];

		if (one->self_issued && i > 0)
			continue;
		if (!one->signature) {
			untold = untold ? untold : i + 1;
			continue;
		}
		if (!is_signed_with(view->arena, one->signature, refused))
			continue;
		*ret_observed = arena_printf(view->arena,
			"certificate %zu is signed with %s", i + 1,
			one->signature);
		return RULING_BROKEN;
	}
	*ret_observed = tls->chain[0].signature;
	if (!untold)
		return RULING_HOLDS;
	*ret_observed = arena_printf(view->arena,
		"the signature algorithm of certificate %zu is unknown",
		untold);
	return RULING_NOT_TESTED;
}

const struct rule_check rule_checks_chain[] = {
	{
		.name = "certificate-trusted",
		.title = "whether the chain is trusted",
		.judge = judge_trusted,
	},
	{
		.name = "certificate-valid",
		.title = "whether the certificate is trusted, in date and for "
			 "the host",
		.judge = judge_valid,
	},
	{
		.name = "chain-complete",
		.title = "whether the chain is complete and in order",
		.judge = judge_complete,
	},
	{
		.name = "chain-tidy",
		.title = "whether the chain contains unnecessary certificates",
		.judge = judge_tidy,
	},
	{
		.name = "chain-authorities",
		.title = "whether the issuers are allowed to issue",
		.judge = judge_authorities,
	},
	{
		.name = "certificate-signature",
		.title = "the signatures of the chain",
		.parameters = "refused",
		.judge = judge_signatures,
	},
	{
		.name = "certificate-public",
		.title = "the issuer",
		.judge = judge_public,
	},
	{
		.name = "certificate-issuer",
		.title = "the issuer's name",
		.parameters = "issuer",
		.judge = judge_issuer,
	},
	{.name = NULL},
};
