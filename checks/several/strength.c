/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Are keys and signatures such that current mail programs accept them? Measured
 * is what OpenSSL at its usual level, GnuTLS and NSS refuse. */

#include "checks/several/strength.h"

#include "checks/check.h"
#include "checks/say.h"
#include "checks/several/shown.h"
#include "evidence/chain.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <string.h>

#define RSA_BITS 2048
#define CURVE_BITS 224
#define DH_BITS 1024 /* and below */
#define SUBJECT_COLUMNS 100

static bool is_key_weak(const struct certificate *certificate)
{
	const char *key = certificate->key ? certificate->key : "";
	bool curve = strncmp(key, "EC", 2) == 0 || strncmp(key, "Ed", 2) == 0;

	return certificate->key_bits &&
	       certificate->key_bits < (curve ? CURVE_BITS : RSA_BITS);
}

/* Nobody verifies the signature of a root, unless it is the server's own. */
static bool is_signature_weak(
	const struct certificate *certificate, bool is_leaf)
{
	const char *signature =
		certificate->signature ? certificate->signature : "";

	return (is_leaf || !certificate->self_issued) &&
	       (ascii_find(signature, "SHA1") || ascii_find(signature, "MD5"));
}

static enum weakness weakness_of(
	const struct tls_facts *tls, const struct certificate **ret_certificate)
{
	const struct certificate *leaf = &tls->chain[0];

	for (size_t i = 0; i < tls->chain_count; i++) {
		*ret_certificate = &tls->chain[i];
		if (is_key_weak(&tls->chain[i]))
			return WEAK_KEY;
		if (is_signature_weak(&tls->chain[i], i == 0))
			return WEAK_SIGNATURE;
	}
	*ret_certificate = leaf;
	if (leaf->ca)
		return WEAK_AUTHORITY;
	if (leaf->must_staple && tls->ocsp == OCSP_NONE &&
		!(tls->trust_flaws & FLAW_OCSP))
		return WEAK_STAPLE;
	return WEAK_NOTHING;
}

static bool has_weak_group(const struct probe_facts *probe)
{
	return (probe->tls.completed || probe->by_hello) &&
	       probe->tls.dh_bits && probe->tls.dh_bits <= DH_BITS;
}

enum weakness strength_find(
	const struct endpoint_facts *facts, struct weak_place *ret_place)
{
	*ret_place = (struct weak_place){0};
	for (size_t at = 0; (ret_place->chain = chain_each(facts, &at));) {
		enum weakness weakness =
			weakness_of(ret_place->chain, &ret_place->certificate);

		if (weakness != WEAK_NOTHING)
			return weakness;
	}
	ret_place->probe = witness_first(facts, has_weak_group);
	return ret_place->probe ? WEAK_GROUP : WEAK_NOTHING;
}

static const char *subject_of(
	struct arena *arena, const struct weak_place *place)
{
	return escape_excerpt(
		arena, place->certificate->subject, SUBJECT_COLUMNS);
}

/* What a self-signed certificate says of itself, many programs do not mind. */
static enum verdict verdict_of(const struct certificate *certificate)
{
	return certificate->self_issued ? VERDICT_WARNING : VERDICT_FAIL;
}

static bool conclude_weak(const struct endpoint_facts *facts,
	const struct judge_context *context, enum weakness weakness,
	const struct weak_place *place, struct finding *finding)
{
	const struct certificate *certificate = place->certificate;
	struct judge_context own = *context;
	struct arena *arena = context->arena;

	if (place->chain)
		own.where = shown_where(arena, facts, place->chain);
	switch (weakness) {
	case WEAK_KEY:
		finding->observed = arena_printf(arena, "%s: %s, %u bits",
			subject_of(arena, place),
			certificate->key ? certificate->key : "a key",
			certificate->key_bits);
		return say_verdict(facts, &own, finding, VERDICT_FAIL,
			"{endpoint} uses a certificate with a weak key (%u "
			"bits), which current programs refuse.",
			certificate->key_bits);
	case WEAK_SIGNATURE:
		finding->observed = arena_printf(arena, "%s: signed with %s",
			subject_of(arena, place), certificate->signature);
		return say_verdict(facts, &own, finding,
			verdict_of(certificate),
			certificate->self_issued
				? "{endpoint} uses a self-signed certificate "
				  "signed with %s, which some programs refuse."
				: "{endpoint} uses a certificate signed with "
				  "%s, which current programs refuse.",
			certificate->signature);
	case WEAK_AUTHORITY:
		finding->observed = arena_printf(arena,
			"%s: the certificate of an authority",
			subject_of(arena, place));
		finding->remedy =
			"The server's administrator must install a certificate "
			"that was issued for the server, not the authority's "
			"own.";
		return say_verdict(facts, &own, finding,
			verdict_of(certificate),
			"{endpoint} uses an authority's certificate as its "
			"own, which some programs refuse.");
	case WEAK_STAPLE:
		finding->observed = arena_printf(arena,
			"%s: must staple, and no status response was sent",
			subject_of(arena, place));
		finding->remedy =
			"The server's administrator must turn on OCSP "
			"stapling, or get a certificate that does not require "
			"it.";
		return say_verdict(facts, &own, finding, VERDICT_FAIL,
			"{endpoint} sends no OCSP response, which its "
			"certificate requires.");
	default:
		finding->observed = arena_printf(arena, "%s: DHE, %u bits",
			say_tls(arena, place->probe->tls.version),
			place->probe->tls.dh_bits);
		finding->remedy =
			"The server's administrator must prefer ECDHE, and use "
			"a Diffie-Hellman group of at least 2048 bits.";
		return say_verdict(facts, &own, finding, VERDICT_FAIL,
			"{endpoint} uses a weak Diffie-Hellman group (%u "
			"bits), which current programs refuse.",
			place->probe->tls.dh_bits);
	}
}

static bool judge_strength(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	struct weak_place place;
	enum weakness weakness = strength_find(facts, &place);

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	finding->expected = "RSA keys of at least 2048 bits, signatures with "
			    "SHA-256 or better, Diffie-Hellman groups over "
			    "1024 bits";
	if (weakness != WEAK_NOTHING)
		return conclude_weak(facts, context, weakness, &place, finding);
	if (!chain_judged(facts))
		return say_not_reached(finding);
	finding->observed = "nothing weaker was seen";
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} uses keys and signatures that current programs "
		"accept.");
}

const struct check check_key_strength = {
	.id = "key-strength",
	.severity = SEVERITY_ERROR,
	.title = "Keys and signatures are strong enough for current programs",
	.explanation =
		"Current mail programs refuse keys and signatures that can be "
		"broken, such as RSA keys of 1024 bits, signatures with SHA-1 "
		"and Diffie-Hellman groups of 1024 bits. Some programs still "
		"connect, so the fault does not show everywhere.",
	.remedy = "The server's administrator must get a new certificate with "
		  "an RSA key of at least 2048 bits or a P-256 key, signed "
		  "with SHA-256.",
	.reference = "RFC 9325 section 4.1, section 4.4 and section 4.5; "
		     "RFC 9155",
	.judge = judge_strength,
};
