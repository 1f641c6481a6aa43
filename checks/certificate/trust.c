/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the server's certificate trusted? */

#include "checks/causes/certificate/interceptor.h"
#include "checks/certificate/certificate.h"
#include "checks/certificate/order.h"
#include "checks/say.h"
#include "checks/several/shown.h"
#include "evidence/chain.h"
#include "model/table.h"

/* Ways in which a chain is not to be trusted. */
static const struct distrust {
	enum trust trust;
	const char *observed;
	const char *sentence; /* see say_sentence() */
	const char *explanation;
	const char *remedy;
} distrusts[] = {
	{
		.trust = TRUST_SELF_SIGNED,
		.observed = "self-signed",
		.sentence = "{endpoint} uses a self-signed certificate.",
		.explanation =
			"No certification authority has confirmed this "
			"certificate, so it does not prove the server's "
			"identity: an attacker could present a similar one.",
		.remedy = "The server's administrator must install a "
			  "certificate from a public certification authority, "
			  "or from the organisation's own authority if its "
			  "root is installed on every computer.",
	},
	{
		.trust = TRUST_NO_ISSUER,
		.observed = "unknown issuer",
		.sentence = "{endpoint} uses a certificate whose issuer this "
			    "computer does not trust.",
		.explanation = "The certificate chain ends at an authority "
			       "that this computer does not trust: a private "
			       "authority, one that is too new or too old, or "
			       "a program that intercepts TLS, such as a virus "
			       "scanner or a company gateway.",
		.remedy = "Look at the issuer's name. If it is the "
			  "organisation's own authority, install its root "
			  "certificate on this computer. If "
			  "it names a virus scanner or a gateway, its "
			  "administrator must exempt mail or install its root "
			  "certificate. Otherwise the server's administrator "
			  "must use a publicly trusted authority.",
	},
	{
		.trust = TRUST_INCOMPLETE,
		.observed =
			"incomplete: an intermediate certificate is missing",
		.sentence = "{endpoint} does not send its complete certificate "
			    "chain: an intermediate certificate is missing.",
		.explanation = "A server must send its own certificate and the "
			       "intermediate certificates up to the root. If "
			       "one is missing, programs that download or "
			       "cache it still work, and others fail.",
		.remedy = "The server's administrator must install the "
			  "intermediate certificate together with the server's "
			  "own; the authority that issued the certificate "
			  "offers it for download.",
	},
	{
		.trust = TRUST_REVOKED,
		.observed = "revoked",
		.sentence = "{endpoint} uses a certificate that its issuer has "
			    "revoked.",
		.explanation = "The issuer has revoked the certificate, for "
			       "example because its key was stolen or because "
			       "it was issued by mistake.",
		.remedy = "Do not send a password to this server. Its "
			  "administrator must install a new certificate with a "
			  "new key immediately.",
	},
	{
		.trust = TRUST_BAD,
		.observed = "not valid",
		.sentence = "{endpoint} uses an invalid certificate.",
		.explanation = "A certificate in the chain is invalid: its "
			       "signature is wrong or too weak, or it is used "
			       "for a purpose that its issuer does not allow.",
		.remedy = "The server's administrator must replace the "
			  "certificate or correct its chain.",
	},
};

static const struct distrust revoked_issuer = {
	.trust = TRUST_REVOKED,
	.observed = "an intermediate certificate is revoked",
	.sentence = "{endpoint} uses a certificate whose issuer is no longer "
		    "trusted: an intermediate certificate in its chain has "
		    "been revoked.",
	.explanation = "An authority has revoked the certificate of an "
		       "authority below it, for example because its key was "
		       "stolen. Certificates issued below it are then no "
		       "longer trusted.",
	.remedy = "Do not send a password to this server. Its administrator "
		  "must install a certificate and a chain that do not depend "
		  "on the revoked intermediate certificate.",
};

static bool conclude_distrust(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls,
	struct finding *finding)
{
	const struct distrust *row = NULL;

	for (size_t i = 0; i < COUNT_OF(distrusts); i++)
		if (distrusts[i].trust == tls->trust)
			row = &distrusts[i];
	if (chain_revoked_issuer(tls))
		row = &revoked_issuer;
	if (!row) {
		finding->observed =
			tls->trust_detail ? tls->trust_detail : "not verified";
		finding->remedy =
			"Run the check again. If the result is the same, the "
			"server's administrator must look at the certificates "
			"that the server sends.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} uses a certificate that could not be "
			"verified.");
	}
	finding->observed =
		arena_printf(context->arena, "%s; issuer: %s", row->observed,
			certificate_dn(context->arena,
				tls->chain[tls->chain_count - 1].issuer));
	/* The verifier's words say what is bad; elsewhere the row's do. */
	if (tls->trust == TRUST_BAD && tls->trust_detail)
		finding->observed = arena_printf(context->arena, "%s: %s",
			row->observed, tls->trust_detail);
	finding->explanation = row->explanation;
	finding->remedy = row->remedy;
	return say_sentence(
		facts, context, finding, VERDICT_FAIL, row->sentence);
}

static bool conclude_stale(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls,
	struct finding *finding)
{
	const struct certificate *stale =
		certificate_stale_issuer(tls, context->now_s);

	finding->observed = "an issuer's certificate is not currently valid";
	if (stale)
		finding->observed = arena_printf(context->arena,
			"not currently valid: %s, valid from %s to %s",
			certificate_dn(context->arena, stale->subject),
			say_date(context->arena, stale->not_before),
			say_date(context->arena, stale->not_after));
	finding->explanation =
		"The server's own certificate is currently valid, but a "
		"certificate above it in the chain is not, so the server's "
		"certificate cannot be trusted.";
	finding->remedy = "Check this computer's clock. If it is right, the "
			  "server's administrator must install the issuer's "
			  "current intermediate certificate.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} sends a certificate chain in which an issuer's "
		"certificate is not currently valid.");
}

/* Its root is installed here, so mail works; but nothing that was seen of TLS
 * is the server's. */
static bool conclude_intercepted(const struct endpoint_facts *facts,
	const struct judge_context *context,
	const struct interceptor *interceptor, struct finding *finding)
{
	finding->severity = SEVERITY_WARNING;
	finding->explanation =
		"A program or a device between this computer and the server "
		"opens the encrypted connection. This computer trusts it, so "
		"mail works here. What the check reports about TLS and the "
		"certificate is the interceptor's, not the server's.";
	finding->remedy =
		"To check the server itself, exclude the mail ports from "
		"scanning, or run the check from another network.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} is seen through %s, which decrypts the connection.",
		interceptor->name);
}

/* What may be wrong with how a trusted chain is sent */
static const struct disorder {
	const char *sentence;
	const char *observed;
	const char *explanation;
	const char *remedy;
} disorders[] = {
	{
		"{endpoint} sends an issuer's certificate twice: one copy is "
		"valid now, and one is not.",
		"trusted; also sent, and not valid now",
		"Programs that use OpenSSL 1.1.0 or later, Thunderbird and "
		"Windows choose the current copy. Programs that use GnuTLS or "
		"an older OpenSSL can take the one that is out of date and "
		"refuse the server.",
		"The server's administrator must remove the certificate that "
		"is out of date from the chain.",
	},
	{
		"{endpoint} sends its certificates in the wrong order.",
		"trusted; sent before a certificate that it issued",
		"Each certificate must be followed by that of its issuer. Most "
		"programs sort what they receive; some, mostly old ones and "
		"devices, refuse the server instead.",
		"The server's administrator must sort the file of "
		"certificates: the server's own first, then each issuer's.",
	},
	{
		"{endpoint} sends a certificate that its chain does not need.",
		"trusted; not needed",
		"After the server's own certificate, only those of its issuers "
		"should follow, each once. Most programs ignore others; some, "
		"mostly old ones and devices, refuse the server.",
		"The server's administrator must remove the certificate from "
		"the chain.",
	},
};

static bool conclude_disorder(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls,
	struct finding *finding)
{
	const struct certificate *found[] = {
		order_find_stale_copy(tls, context->now_s),
		order_find_early(tls),
		order_find_unneeded(tls),
	};

	static_assert(COUNT_OF(found) == COUNT_OF(disorders), "a sentence");
	for (size_t i = 0; i < COUNT_OF(found); i++) {
		if (!found[i])
			continue;
		finding->severity = SEVERITY_WARNING;
		finding->observed = arena_printf(context->arena, "%s: %s",
			disorders[i].observed,
			certificate_dn(context->arena, found[i]->subject));
		finding->explanation = disorders[i].explanation;
		finding->remedy = disorders[i].remedy;
		finding->reference = "RFC 5246 section 7.4.2; RFC 8446 section "
				     "4.4.2";
		say_sentence(facts, context, finding, VERDICT_WARNING,
			disorders[i].sentence);
		return true;
	}
	return false;
}

static bool judge_trust(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls = shown_untrusted(facts);
	const struct interceptor *interceptor =
		tls ? interceptor_of(tls) : NULL;
	struct judge_context own;

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	finding->expected = "a certificate chain that ends at a trust anchor "
			    "of this computer";
	if (!tls)
		return certificate_conclude_none(facts, context, finding);
	if (tls->trust == TRUST_NO_ANCHORS) {
		finding->observed = "no trust anchors on this computer";
		finding->remedy = "Install the package ca-certificates on this "
				  "computer, or name a file of trust anchors.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} uses a certificate that could not be "
			"verified: no trust anchors are installed on this "
			"computer.");
	}
	own = certificate_context(facts, context, tls);
	if (tls->trust != TRUST_OK)
		return conclude_distrust(facts, &own, tls, finding);
	if (tls->trust_dates_bad &&
		!certificate_out_of_date(&tls->chain[0], context->now_s))
		return conclude_stale(facts, &own, tls, finding);
	finding->observed = arena_printf(context->arena, "trusted; issuer: %s",
		certificate_dn(context->arena, tls->chain[0].issuer));
	if (interceptor && interceptor->distinct)
		return conclude_intercepted(
			facts, context, interceptor, finding);
	if (conclude_disorder(facts, &own, tls, finding))
		return true;
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} uses a trusted certificate.");
}

const struct check check_certificate_trust = {
	.id = "certificate-trust",
	.severity = SEVERITY_ERROR,
	.title = "The certificate is issued by a trusted authority",
	.explanation =
		"A server proves its identity with its certificate. An "
		"authority that this computer trusts must have issued it; "
		"otherwise an attacker could impersonate the server.",
	.remedy = "The server's administrator must install a certificate from "
		  "a trusted authority, with its complete chain.",
	.reference = "RFC 5280 section 6.1; RFC 8314 section 5.3",
	.judge = judge_trust,
};
