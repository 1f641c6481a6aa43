/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a certificate says of itself, and on what is stapled to it. */
#include "checks/rules/rule.h"

#include "checks/certificate/certificate.h"
#include "checks/say.h"
#include "evidence/chain.h"

#include <string.h>

#define SERIAL_OCTETS 20 /* RFC 5280 section 4.1.2.2 */

static enum ruling judge_purpose(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected = "serverAuth among the extended key usages";
	if (!tls)
		return RULING_NOT_TESTED;
	if (tls->chain[0].has_purposes) {
		*ret_observed = tls->chain[0].for_servers ? "serverAuth"
							  : "other purposes";
		return tls->chain[0].for_servers ? RULING_HOLDS : RULING_BROKEN;
	}
	*ret_observed = "no extended key usage";
	return chain_is_public(tls) ? RULING_BROKEN : RULING_INFO;
}

static enum ruling judge_usage(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);

	*ret_expected = "digitalSignature among the key usages";
	if (!leaf)
		return RULING_NOT_TESTED;
	if (!leaf->key_usage) {
		*ret_observed = "no key usage";
		return RULING_INFO;
	}
	*ret_observed = leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE
				? "digitalSignature"
				: "no digitalSignature";
	return leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE ? RULING_HOLDS
							     : RULING_BROKEN;
}

static enum ruling judge_x509_version(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);

	*ret_expected = "X.509 version 3";
	if (!leaf || !leaf->version)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(view->arena, "version %u", leaf->version);
	return leaf->version == 3 ? RULING_HOLDS : RULING_BROKEN;
}

static enum ruling judge_serial(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	size_t digits;

	*ret_expected = "a positive serial number of at most 20 octets";
	if (!leaf || !*leaf->serial)
		return RULING_NOT_TESTED;
	*ret_observed = leaf->serial;
	digits = strlen(leaf->serial);
	if (leaf->serial[0] == '-' || strspn(leaf->serial, "0") == digits ||
		digits > 2 * SERIAL_OCTETS)
		return RULING_BROKEN;
	return RULING_HOLDS;
}

static enum ruling judge_scts(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected = "signed certificate timestamps in the certificate";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = tls->chain[0].has_scts ? "embedded" : "none embedded";
	if (tls->chain[0].has_scts)
		return RULING_HOLDS;
	return chain_is_public(tls) ? RULING_BROKEN : RULING_INFO;
}

static const char *say_staple(const struct tls_facts *tls)
{
	switch (tls->ocsp) {
	case OCSP_GOOD:
		return "the stapled response says good";
	case OCSP_REVOKED:
		return "the stapled response says revoked";
	case OCSP_UNKNOWN:
		return "the stapled response says unknown";
	case OCSP_INVALID:
		return "the stapled response is not valid";
	case OCSP_UNVERIFIED:
		return "the stapled response cannot be verified, because the "
		       "chain does not lead to a trust anchor";
	case OCSP_NONE:
		break;
	}
	return "no response is stapled";
}

/* What the issuer said when it was asked. */
static enum ruling judge_answer(const struct rule_view *view,
	const struct revocation_facts *answer, const char **ret_observed)
{
	const bool by_list = answer->by && strcmp(answer->by, "CRL") == 0;

	switch (answer->status) {
	case REVOCATION_GOOD:
		*ret_observed = by_list ? "the issuer's CRL does not list it"
					: "the OCSP responder says good";
		return RULING_HOLDS;
	case REVOCATION_REVOKED:
		*ret_observed = by_list ? "the issuer's CRL lists it"
					: "the OCSP responder says revoked";
		return RULING_BROKEN;
	case REVOCATION_UNKNOWN:
		*ret_observed = "the OCSP responder does not know it";
		return RULING_NOT_TESTED;
	case REVOCATION_UNNAMED:
		*ret_observed =
			"no response is stapled, and the certificate "
			"names no OCSP responder and no CRL that can be "
			"fetched over HTTP";
		return RULING_INFO;
	default:
		*ret_observed = arena_printf(view->arena,
			"no valid answer was received: %s", answer->detail);
		return RULING_NOT_TESTED;
	}
}

static enum ruling judge_leaf(const struct rule_view *view,
	const struct tls_facts *tls, const char **ret_observed)
{
	*ret_observed = say_staple(tls);
	if (tls->ocsp == OCSP_REVOKED)
		return RULING_BROKEN;
	if (tls->ocsp == OCSP_GOOD)
		return RULING_HOLDS;
	if (tls->revocation.status != REVOCATION_UNASKED)
		return judge_answer(view, &tls->revocation, ret_observed);
	if (tls->trust == TRUST_REVOKED) {
		*ret_observed = "revoked";
		return RULING_BROKEN;
	}
	*ret_observed = arena_printf(view->arena,
		"%s; OCSP responders and CRLs are queried only on request",
		*ret_observed);
	return RULING_UNOBSERVABLE;
}

/* A certificate is good only if every one above it is, up to the anchor (RFC
 * 5280 section 6.1.3). What decides about one of them, if it is worse than what
 * is known of those below; NULL otherwise. */
static const struct issuer_revocation *find_worst_issuer(
	const struct tls_facts *tls, bool leaf_holds)
{
	const struct issuer_revocation *revoked = chain_revoked_issuer(tls);

	for (size_t i = 0;
		!revoked && leaf_holds && i < tls->issuer_revocation_count;
		i++) {
		const struct issuer_revocation *issuer =
			&tls->issuer_revocations[i];

		if (issuer->said.status != REVOCATION_GOOD &&
			issuer->said.status != REVOCATION_UNNAMED)
			return issuer;
	}
	return revoked;
}

static enum ruling judge_not_revoked(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	const struct issuer_revocation *issuer;
	enum ruling ruling;

	*ret_expected = "not revoked";
	if (!tls)
		return RULING_NOT_TESTED;
	ruling = judge_leaf(view, tls, ret_observed);
	issuer = find_worst_issuer(tls, ruling == RULING_HOLDS);
	if (!issuer || ruling == RULING_BROKEN)
		return ruling;
	ruling = judge_answer(view, &issuer->said, ret_observed);
	*ret_observed = arena_printf(view->arena, "issuer \"%s\": %s",
		certificate_dn(view->arena, issuer->subject), *ret_observed);
	return ruling;
}

static enum ruling rule_staple(const struct tls_facts *tls)
{
	if (tls->ocsp == OCSP_UNVERIFIED)
		return RULING_NOT_TESTED;
	return tls->ocsp == OCSP_NONE || tls->ocsp == OCSP_INVALID
		       ? RULING_BROKEN
		       : RULING_HOLDS;
}

static enum ruling judge_must_staple(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected = "a stapled response if the certificate requires one";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = "the certificate does not require it";
	if (!tls->chain[0].must_staple)
		return RULING_HOLDS;
	*ret_observed = say_staple(tls);
	return rule_staple(tls);
}

static enum ruling judge_stapling(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected =
		"a stapled response if the certificate names a responder";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = "the certificate names no responder";
	if (!tls->chain[0].names_responder && tls->ocsp == OCSP_NONE)
		return RULING_HOLDS;
	*ret_observed = say_staple(tls);
	return rule_staple(tls);
}

const struct rule_check rule_checks_extension[] = {
	{
		.name = "certificate-purpose",
		.title = "the extended key usage",
		.judge = judge_purpose,
	},
	{
		.name = "certificate-usage",
		.title = "the key usage",
		.judge = judge_usage,
	},
	{
		.name = "certificate-version",
		.title = "the version of X.509",
		.judge = judge_x509_version,
	},
	{
		.name = "certificate-serial",
		.title = "the serial number",
		.judge = judge_serial,
	},
	{
		.name = "certificate-scts",
		.title = "Certificate Transparency",
		.judge = judge_scts,
	},
	{
		.name = "certificate-not-revoked",
		.title = "revocation",
		.judge = judge_not_revoked,
	},
	{
		.name = "must-staple",
		.title = "stapling for a certificate that requires it",
		.judge = judge_must_staple,
	},
	{
		.name = "stapling",
		.title = "OCSP stapling",
		.judge = judge_stapling,
	},
	{.name = NULL},
};
