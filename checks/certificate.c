/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the server's certificate trusted, for the right name, and in date? */

#include "checks/causes/certificate/interceptor.h"
#include "checks/check.h"
#include "checks/name.h"
#include "checks/say.h"
#include "checks/several/shown.h"
#include "evidence/chain.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/table.h"
#include "model/text/escape.h"
#include "model/text/plural.h"

#define DAY_SECONDS 86400
#define NAME_COLUMNS 100
#define NAMES_SHOWN 8

static const char *excerpt(struct arena *arena, struct octets text)
{
	if (text.length == 0)
		return "(no name)";
	return escape_excerpt(arena, text, NAME_COLUMNS);
}

/* TLS without a certificate is possible, and no good. */
static bool no_chain(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	if (!reached_tls(facts))
		return say_not_reached(finding);
	if (witness_best(facts) && !witness_best(facts)->tls.completed)
		return say_not_reached(finding);
	if (chain_is_sent(facts)) {
		finding->observed = "only its fingerprint is known";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} sent a certificate that was not read.");
	}
	finding->observed = "no certificate was received";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} did not send a certificate.");
}

/* What is told of that chain is told of the connections that saw it. */
static struct judge_context context_of(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls)
{
	struct judge_context own = *context;

	own.where = shown_where(context->arena, facts, tls);
	return own;
}

static bool out_of_date(const struct certificate *certificate, int64_t now_s)
{
	return !certificate_has_dates(certificate) ||
	       now_s < certificate->not_before ||
	       now_s > certificate->not_after;
}

/* The first certificate above the server's own that is out of date, or NULL.
 */
static const struct certificate *stale_issuer(
	const struct tls_facts *tls, int64_t now_s)
{
	for (size_t i = 1; i < tls->chain_count; i++)
		if (out_of_date(&tls->chain[i], now_s))
			return &tls->chain[i];
	return NULL;
}

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

static bool conclude_distrust(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls,
	struct finding *finding)
{
	const struct distrust *row = NULL;

	for (size_t i = 0; i < COUNT_OF(distrusts); i++)
		if (distrusts[i].trust == tls->trust)
			row = &distrusts[i];
	if (!row) {
		finding->observed =
			tls->trust_detail ? tls->trust_detail : "not verified";
		finding->remedy = "Run the check again.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} uses a certificate that could not be "
			"verified.");
	}
	finding->observed =
		arena_printf(context->arena, "%s; issuer: %s", row->observed,
			excerpt(context->arena,
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
	const struct certificate *stale = stale_issuer(tls, context->now_s);

	finding->observed = "an issuer's certificate is not currently valid";
	if (stale)
		finding->observed = arena_printf(context->arena,
			"not currently valid: %s, valid from %s to %s",
			excerpt(context->arena, stale->subject),
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
		return no_chain(facts, context, finding);
	if (tls->trust == TRUST_NO_ANCHORS) {
		finding->observed = "no trust anchors on this computer";
		finding->remedy = "Install the package ca-certificates on this "
				  "computer, or name a file of trust anchors.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} uses a certificate that could not be "
			"verified: no trust anchors are installed on this "
			"computer.");
	}
	own = context_of(facts, context, tls);
	if (tls->trust != TRUST_OK)
		return conclude_distrust(facts, &own, tls, finding);
	if (tls->trust_dates_bad &&
		!out_of_date(&tls->chain[0], context->now_s))
		return conclude_stale(facts, &own, tls, finding);
	finding->observed = arena_printf(context->arena, "trusted; issuer: %s",
		excerpt(context->arena, tls->chain[0].issuer));
	if (interceptor && interceptor->distinct)
		return conclude_intercepted(
			facts, context, interceptor, finding);
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} uses a trusted certificate.");
}

static const char *list_names(
	struct arena *arena, const struct certificate *leaf)
{
	const char *list = NULL;

	for (size_t i = 0; i < leaf->name_count && i < NAMES_SHOWN; i++)
		list = say_list(
			arena, list, excerpt(arena, leaf->names[i].value));
	if (leaf->name_count > NAMES_SHOWN)
		list = plural_more(arena, list, leaf->name_count - NAMES_SHOWN);
	return list ? list : "no names";
}

/* The name may be among those that were not kept. */
static bool conclude_names_cut(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct certificate *leaf,
	struct finding *finding)
{
	finding->observed = arena_printf(context->arena,
		"not among the %zu names that were read; names not read: %u",
		leaf->name_count, leaf->names_cut);
	finding->explanation = "The certificate contains more names than "
			       "mailsonde keeps, or a name that it cannot "
			       "read. The host name may be among them.";
	finding->remedy = "Look at the certificate's subjectAltName with "
			  "another program. The server's administrator should "
			  "use a certificate with fewer names.";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} uses a certificate whose names were not all read.");
}

static bool judge_name(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls = shown_misnamed(facts);
	const char *host = facts->endpoint.host;
	const struct certificate *leaf;
	struct judge_context own;

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	finding->expected =
		arena_printf(context->arena, "a certificate for %s", host);
	if (!tls)
		return no_chain(facts, context, finding);
	leaf = &tls->chain[0];
	finding->observed = list_names(context->arena, leaf);
	if (name_in_certificate(host, leaf))
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} uses a certificate for this host name.");
	if (leaf->names_cut)
		return conclude_names_cut(facts, context, leaf, finding);
	own = context_of(facts, context, tls);
	if (!name_in_common_name(host, leaf))
		return say_verdict(facts, &own, finding, VERDICT_FAIL,
			"{endpoint} uses a certificate for other names: %s.",
			finding->observed);
	finding->observed = arena_printf(context->arena,
		"%s; only the common name, which programs ignore, is %s",
		finding->observed, excerpt(context->arena, leaf->common_name));
	finding->explanation = "The certificate contains this name only in the "
			       "subject's common name. Current programs check "
			       "only the subjectAltName extension.";
	finding->remedy = "The server's administrator must get a new "
			  "certificate with the name in subjectAltName.";
	return say_verdict(facts, &own, finding, VERDICT_FAIL,
		"{endpoint} uses a certificate that contains this name only in "
		"the common name.");
}

static bool conclude_out_of_date(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct certificate *leaf,
	struct finding *finding)
{
	struct arena *arena = context->arena;
	int64_t now_s = context->now_s;
	size_t days;

	if (now_s < leaf->not_before) {
		finding->observed = arena_printf(arena, "valid from %s",
			say_date(arena, leaf->not_before));
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} uses a certificate that is not valid "
			"before %s; this computer's clock says %s.",
			say_date(arena, leaf->not_before),
			say_date(arena, now_s));
	}
	days = (size_t)((now_s - leaf->not_after) / DAY_SECONDS);
	finding->observed = arena_printf(arena,
		days ? plural_form(days, "expired on %s, %zu day ago",
			       "expired on %s, %zu days ago")
		     : "expired on %s, less than a day ago",
		say_date(arena, leaf->not_after), days);
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} uses a certificate that expired on %s; this "
		"computer's clock says %s.",
		say_date(arena, leaf->not_after), say_date(arena, now_s));
}

static bool conclude_no_dates(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->observed = "dates that cannot be read";
	finding->explanation =
		"The certificate's validity dates are not written as X.509 "
		"requires. Mail programs refuse such a certificate.";
	finding->remedy = "The server's administrator must install a valid "
			  "certificate.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} uses a certificate whose validity dates cannot be "
		"read.");
}

/* A third of its lifetime, as certificates of a few days are renewed after two
 * thirds, but never more than the usual. */
static int64_t limit_s(
	const struct judge_context *context, const struct certificate *leaf)
{
	int64_t most_s = (int64_t)context->expiry_days * DAY_SECONDS;
	int64_t third_s = (leaf->not_after - leaf->not_before) / 3;

	return third_s < most_s ? third_s : most_s;
}

static bool conclude_expiry(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct certificate *leaf,
	struct finding *finding)
{
	struct arena *arena = context->arena;
	size_t days;

	if (!certificate_has_dates(leaf))
		return conclude_no_dates(facts, context, finding);
	if (out_of_date(leaf, context->now_s))
		return conclude_out_of_date(facts, context, leaf, finding);
	days = (size_t)((leaf->not_after - context->now_s) / DAY_SECONDS);
	finding->observed = arena_printf(arena,
		days ? plural_form(days, "valid until %s, %zu day left",
			       "valid until %s, %zu days left")
		     : "valid until %s, less than a day left",
		say_date(arena, leaf->not_after), days);
	if (leaf->not_after - context->now_s >= limit_s(context, leaf))
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} uses a certificate that is valid until %s.",
			say_date(arena, leaf->not_after));
	finding->explanation =
		"The certificate expires soon. After that, mail programs will "
		"show a warning or refuse to connect.";
	finding->remedy =
		"The server's administrator should renew the certificate now "
		"and find out why it was not renewed automatically.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		days ? plural_form(days,
			       "{endpoint} uses a certificate that expires on "
			       "%s, in %zu day.",
			       "{endpoint} uses a certificate that expires on "
			       "%s, in %zu days.")
		     : "{endpoint} uses a certificate that expires on %s, in "
		       "less than a day.",
		say_date(arena, leaf->not_after), days);
}

static bool judge_expiry(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls = shown_dated(facts, context->now_s);
	const struct certificate *stale;
	struct judge_context own;
	size_t days;

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	finding->expected = "valid now, and not about to expire";
	if (!tls)
		return no_chain(facts, context, finding);
	days = (size_t)(limit_s(context, &tls->chain[0]) / DAY_SECONDS);
	finding->expected = arena_printf(context->arena,
		plural_form(days, "valid now and for another %zu day",
			"valid now and for another %zu days"),
		days);
	own = context_of(facts, context, tls);
	conclude_expiry(facts, &own, &tls->chain[0], finding);
	stale = stale_issuer(tls, context->now_s);
	if (stale)
		finding->observed = arena_printf(context->arena,
			"%s; in the chain, %s is not currently valid (%s to "
			"%s)",
			finding->observed,
			excerpt(context->arena, stale->subject),
			say_date(context->arena, stale->not_before),
			say_date(context->arena, stale->not_after));
	return true;
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

const struct check check_certificate_name = {
	.id = "certificate-name",
	.severity = SEVERITY_ERROR,
	.title = "The certificate covers the configured host name",
	.explanation = "The certificate must contain the host name that the "
		       "program connects to. A different name means a "
		       "different server, or a host name in the settings that "
		       "the certificate does not cover.",
	.remedy =
		"Use one of the certificate's names as the host name in the "
		"mail program, if the provider documents it. Otherwise the "
		"server's administrator must get a certificate for this name.",
	.reference = "RFC 9525 section 6; RFC 7817 section 3",
	.judge = judge_name,
};

const struct check check_certificate_expiry = {
	.id = "certificate-expiry",
	.severity = SEVERITY_ERROR,
	.title = "The certificate is valid now and does not expire soon",
	.explanation =
		"A certificate is valid only between two dates. Before or "
		"after them, programs show a warning or refuse to connect. A "
		"wrong clock on this computer has the same effect.",
	.remedy = "First check this computer's clock. If it is right, the "
		  "server's administrator must install a currently valid "
		  "certificate.",
	.reference = "RFC 5280 section 4.1.2.5",
	.judge = judge_expiry,
};
