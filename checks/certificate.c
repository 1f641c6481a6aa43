/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the server's certificate trusted, for the right name, and in date? */

#include "checks/check.h"
#include "checks/name.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/table.h"
#include "model/text/escape.h"

#define DAY_SECONDS 86400
#define NAME_COLUMNS 100
#define NAMES_SHOWN 8

/* One version alone keeps the fingerprint of a certificate, and no more. */
static bool has_dates(const struct tls_facts *tls)
{
	return tls->chain_count > 0 && tls->chain[0].not_after != 0;
}

/* The chain to judge: the best connection's, else one that was held against
 * the trust anchors, else any. */
static const struct tls_facts *find_chain(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);
	const struct tls_facts *found = NULL;

	if (best && has_dates(&best->tls))
		return &best->tls;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (!witness_is(probe) || !has_dates(&probe->tls))
			continue;
		if (!found || (found->trust == TRUST_UNKNOWN &&
				      probe->tls.trust != TRUST_UNKNOWN))
			found = &probe->tls;
	}
	return found;
}

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
	finding->observed = "no certificate was seen";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"showed no certificate.");
}

static bool out_of_date(const struct certificate *certificate, int64_t now_s)
{
	return now_s < certificate->not_before ||
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
	const char *words; /* behind the endpoint's label */
	const char *explanation;
	const char *remedy;
} distrusts[] = {
	{
		.trust = TRUST_SELF_SIGNED,
		.observed = "self-signed",
		.words = "shows a certificate that it signed itself.",
		.explanation =
			"Nobody vouches for this certificate but the server: "
			"anybody on the way could show one like it.",
		.remedy = "Whoever runs the server must install a certificate "
			  "of a public certification authority, or of the "
			  "organisation's own with its root on every computer.",
	},
	{
		.trust = TRUST_NO_ISSUER,
		.observed = "issuer not known here",
		.words = "shows a certificate whose issuer is not known here.",
		.explanation =
			"The chain of certificates ends at an authority that "
			"is not among those which this computer trusts: a "
			"private one, one that is too new or too old, or a "
			"program on the way that opens the encryption, such "
			"as a virus scanner or a company's gateway.",
		.remedy =
			"Look at the issuer's name. If it is the "
			"organisation's own authority, install its root on "
			"this computer (or use --ca-file). If it names a virus "
			"scanner or a gateway, whoever runs that must exempt "
			"mail or install its root. Otherwise whoever runs the "
			"server must use an authority that is commonly "
			"trusted.",
	},
	{
		.trust = TRUST_INCOMPLETE,
		.observed =
			"incomplete: an intermediate certificate is missing",
		.words = "does not send its whole chain of certificates: an "
			 "intermediate one is missing.",
		.explanation =
			"A server sends its own certificate and those between "
			"it and the root. Without them some programs, which "
			"fetch or remember what is missing, work, and others "
			"do not.",
		.remedy =
			"Whoever runs the server must install the intermediate "
			"certificate beside its own; the authority that issued "
			"it has it for download.",
	},
	{
		.trust = TRUST_REVOKED,
		.observed = "revoked",
		.words = "shows a certificate that its issuer has revoked.",
		.explanation =
			"The issuer took the certificate back, as is done when "
			"its key was stolen or the certificate was issued by "
			"mistake.",
		.remedy =
			"Send no password to this server. Whoever runs it must "
			"install a new certificate with a new key at once.",
	},
	{
		.trust = TRUST_BAD,
		.observed = "not valid",
		.words = "shows a certificate that cannot be accepted.",
		.explanation =
			"A certificate of the chain breaks the rules: a "
			"signature that is wrong or too weak, or a use that "
			"its issuer did not allow.",
		.remedy =
			"Whoever runs the server must replace the certificate "
			"or put its chain in order.",
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
			tls->trust_detail ? tls->trust_detail : "not judged";
		finding->remedy = "Check again.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"shows a certificate that was not judged.");
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
	return say_verdict(
		facts, context, finding, VERDICT_FAIL, "%s", row->words);
}

static bool conclude_stale(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls,
	struct finding *finding)
{
	const struct certificate *stale = stale_issuer(tls, context->now_s);

	finding->observed = "a certificate above the server's own is out of "
			    "date";
	if (stale)
		finding->observed = arena_printf(context->arena,
			"out of date: %s, valid from %s to %s",
			excerpt(context->arena, stale->subject),
			say_date(context->arena, stale->not_before),
			say_date(context->arena, stale->not_after));
	finding->explanation =
		"The server's own certificate is in date, but one of those "
		"that vouch for it is not, so nothing vouches for it now.";
	finding->remedy =
		"See that the date of this computer is right. If it is, "
		"whoever runs the server must install the current intermediate "
		"certificate of its issuer.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"shows a chain of certificates in which an issuer's one is out "
		"of date.");
}

static bool judge_trust(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls = find_chain(facts);

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	finding->expected = "a chain up to a trust anchor of this computer";
	if (!tls)
		return no_chain(facts, context, finding);
	if (tls->trust == TRUST_NO_ANCHORS) {
		finding->observed = "no trust anchors on this computer";
		finding->remedy = "Install the package ca-certificates on this "
				  "computer, or use --ca-file.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"shows a certificate that could not be judged: no "
			"trust anchors are installed on this computer.");
	}
	if (tls->trust != TRUST_OK)
		return conclude_distrust(facts, context, tls, finding);
	if (tls->trust_dates_bad &&
		!out_of_date(&tls->chain[0], context->now_s))
		return conclude_stale(facts, context, tls, finding);
	finding->observed = arena_printf(context->arena, "trusted; issuer: %s",
		excerpt(context->arena, tls->chain[0].issuer));
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"shows a certificate that is trusted.");
}

static const char *list_names(
	struct arena *arena, const struct certificate *leaf)
{
	const char *list = NULL;

	for (size_t i = 0; i < leaf->name_count && i < NAMES_SHOWN; i++)
		list = say_list(
			arena, list, excerpt(arena, leaf->names[i].value));
	if (leaf->name_count > NAMES_SHOWN)
		list = arena_printf(arena, "%s and %zu more", list,
			leaf->name_count - NAMES_SHOWN);
	return list ? list : "no names";
}

static bool judge_name(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls = find_chain(facts);
	const char *host = facts->endpoint.host;
	const struct certificate *leaf;

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
			"shows a certificate for this name.");
	if (!name_in_common_name(host, leaf))
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"shows a certificate for other names: %s.",
			finding->observed);
	finding->observed = arena_printf(context->arena,
		"%s; only the common name, which does not count, is %s",
		finding->observed, excerpt(context->arena, leaf->common_name));
	finding->explanation =
		"The certificate has this name in its subject's common name "
		"only. Programs of today look in the list of alternative names "
		"(subjectAltName) and nowhere else.";
	finding->remedy =
		"Whoever runs the server must have the certificate issued "
		"anew, with the name among its alternative names.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"shows a certificate with this name in the wrong place.");
}

static bool conclude_out_of_date(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct certificate *leaf,
	struct finding *finding)
{
	struct arena *arena = context->arena;
	int64_t now_s = context->now_s;

	if (now_s < leaf->not_before) {
		finding->observed = arena_printf(arena, "valid from %s",
			say_date(arena, leaf->not_before));
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"shows a certificate that is not valid before %s; this "
			"computer's clock says %s.",
			say_date(arena, leaf->not_before),
			say_date(arena, now_s));
	}
	finding->observed = arena_printf(arena, "expired on %s, %s ago",
		say_date(arena, leaf->not_after),
		say_days(arena, (now_s - leaf->not_after) / DAY_SECONDS));
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"shows a certificate that expired on %s; this computer's clock "
		"says %s.",
		say_date(arena, leaf->not_after), say_date(arena, now_s));
}

static bool conclude_expiry(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct certificate *leaf,
	struct finding *finding)
{
	struct arena *arena = context->arena;
	int64_t days = (leaf->not_after - context->now_s) / DAY_SECONDS;

	if (out_of_date(leaf, context->now_s))
		return conclude_out_of_date(facts, context, leaf, finding);
	finding->observed = arena_printf(arena, "valid until %s, %s left",
		say_date(arena, leaf->not_after), say_days(arena, days));
	if (days >= (int64_t)context->expiry_days)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"shows a certificate that is valid until %s.",
			say_date(arena, leaf->not_after));
	finding->explanation =
		"The certificate still holds, but not for long. From its last "
		"day on every program will warn or refuse to connect.";
	finding->remedy =
		"Whoever runs the server should renew the certificate now, and "
		"see why the renewal did not come by itself.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"shows a certificate that expires on %s, in %s.",
		say_date(arena, leaf->not_after), say_days(arena, days));
}

static bool judge_expiry(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls = find_chain(facts);
	const struct certificate *stale;

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	finding->expected = arena_printf(context->arena,
		"valid now and for another %s",
		say_days(context->arena, (int64_t)context->expiry_days));
	if (!tls)
		return no_chain(facts, context, finding);
	conclude_expiry(facts, context, &tls->chain[0], finding);
	stale = stale_issuer(tls, context->now_s);
	if (stale)
		finding->observed = arena_printf(context->arena,
			"%s; in the chain, %s is out of date (%s to %s)",
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
	.explanation = "The certificate is how a server shows who it is. An "
		       "authority that this computer trusts must vouch for "
		       "it; otherwise anybody could stand in for the server.",
	.remedy = "Whoever runs the server must install a certificate "
		  "of a trusted authority, with its whole chain.",
	.reference = "RFC 5280 section 6.1; RFC 8314 section 5.3",
	.judge = judge_trust,
};

const struct check check_certificate_name = {
	.id = "certificate-name",
	.severity = SEVERITY_ERROR,
	.title = "The certificate is issued for the configured host",
	.explanation = "The certificate must name the very host that the "
		       "program was told to connect to. A different name "
		       "means a different server, or a host name in the "
		       "settings that the server does not go by.",
	.remedy = "Use one of the certificate's names as the host name "
		  "in the mail program, if the provider publishes it. "
		  "Otherwise whoever runs the server must have a "
		  "certificate issued for this name.",
	.reference = "RFC 9525 section 6; RFC 7817 section 3",
	.judge = judge_name,
};

const struct check check_certificate_expiry = {
	.id = "certificate-expiry",
	.severity = SEVERITY_ERROR,
	.title = "The certificate is in date, and stays so for a while",
	.explanation = "A certificate is good from one date to another. "
		       "Outside of them every program warns or refuses to "
		       "connect. A wrong date on this computer has the same "
		       "effect.",
	.remedy = "See first that the date of this computer is right. "
		  "If it is, whoever runs the server must install a "
		  "certificate that is in date.",
	.reference = "RFC 5280 section 4.1.2.5",
	.judge = judge_expiry,
};
