/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the server's certificate in date? */

#include "checks/certificate/certificate.h"
#include "checks/say.h"
#include "checks/several/shown.h"
#include "model/text/plural.h"

#define DAY_SECONDS 86400

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
	if (certificate_out_of_date(leaf, context->now_s))
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
		return certificate_conclude_none(facts, context, finding);
	days = (size_t)(limit_s(context, &tls->chain[0]) / DAY_SECONDS);
	finding->expected = arena_printf(context->arena,
		plural_form(days, "valid now and for another %zu day",
			"valid now and for another %zu days"),
		days);
	own = certificate_context(facts, context, tls);
	conclude_expiry(facts, &own, &tls->chain[0], finding);
	stale = certificate_stale_issuer(tls, context->now_s);
	if (stale)
		finding->observed = arena_printf(context->arena,
			"%s; in the chain, %s is not currently valid (%s to "
			"%s)",
			finding->observed,
			certificate_dn(context->arena, stale->subject),
			say_date(context->arena, stale->not_before),
			say_date(context->arena, stale->not_after));
	return true;
}

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
