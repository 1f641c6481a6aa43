/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/certificate/clocks.h"
#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/say.h"
#include "evidence/chain.h"

static cause_match match_expired;
static cause_match match_issuer_expired;

const struct cause cause_certificate_expired = {
	.id = "certificate-expired",
	.first = AUDIENCE_ADMIN,
	.title = "The server's certificate has expired",
	.explanation = "A certificate is valid until a certain date and must "
		       "be replaced before then. That did not happen here. The "
		       "connection is still encrypted, but mail programs can "
		       "no longer tell whether this is the right server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"First check this computer's date. If it is "
				"right, there is nothing for you to change: do "
				"not tell your mail program to accept the "
				"certificate, and wait for the provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that the certificate has "
				"expired. Do not have the caller accept it.",
			[AUDIENCE_ADMIN] = "Renew the certificate, make the "
					   "service load it, and find out why "
					   "it was not renewed automatically.",
		},
	.confirm = "Another computer with the correct date reports the same.",
	.example =
		"-  certificate: CN=mail.example.com, valid until 2026-10-31\n"
		"-  clock of this computer: 2026-11-22",
	.reference = "RFC 5280 section 4.1.2.5",
	.match = match_expired,
};

const struct cause cause_certificate_issuer_expired = {
	.id = "certificate-issuer-expired",
	.first = AUDIENCE_ADMIN,
	.title = "An issuer's certificate has expired",
	.summary = "The server's certificate at {places} is in date, but a "
		   "certificate that vouches for it has expired.",
	.user_summary =
		"The certificate of {server} depends on another one that has "
		"expired.",
	.explanation = "The server's own certificate is in date, but it "
		       "depends on another one, and that one has expired. "
		       "It is either an intermediate certificate that the "
		       "server sends, or an authority's in the list of this "
		       "computer.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Update your system: its list of certificate "
				"authorities may be outdated. If that does not "
				"help, tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with an up-to-date computer. If it "
				"fails there too, inform the provider.",
			[AUDIENCE_ADMIN] =
				"Replace the old intermediate certificate with "
				"your issuer's current one.",
		},
	.confirm = "If an up-to-date computer reports the same, the fault is "
		   "at the server.",
	.example = "-  certificate 1: CN=mail.example.com, valid until "
		   "2027-01-01\n"
		   "-  certificate 2: CN=Example intermediate, valid until "
		   "2026-09-30",
	.reference = "RFC 5280 section 6.1.3",
	.match = match_issuer_expired,
};

static void suppose_expired(struct work *work, const struct view *view,
	const struct clocks *clocks, const struct certificate *leaf)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_expired,
			clocks->agree ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_EXPIRY, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"The certificate of {places} expired on %s and was not "
			"replaced.",
			say_date(work->arena, leaf->not_after)),
		arena_printf(work->arena,
			"The certificate of {server} expired on %s. The "
			"server's administrator has to renew it.",
			say_date(work->arena, leaf->not_after)));
	remedy_advise(work, theory, view, REMEDY_CERTIFICATE);
	clocks_add_evidence(work, theory, view, clocks);
	if (!clocks->agree)
		theory_advise(theory, AUDIENCE_USER,
			arena_printf(work->arena,
				"Your computer says that today is %s. If that "
				"is wrong, correct its date. If it is right, "
				"there is nothing for you to change: do not "
				"accept the certificate in your mail program, "
				"and wait for the provider.",
				say_date(work->arena, clocks->now_s)));
}

static void match_expired(struct work *work, const struct view *view)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	struct clocks clocks;

	if (!leaf || !certificate_has_dates(leaf) ||
		!(open_failures(view) & OF_EXPIRY))
		return;
	clocks = clocks_ask(work);
	if (clocks.now_s && clocks.now_s >= leaf->not_before)
		suppose_expired(work, view, &clocks, leaf);
}

static bool add_dates(struct work *work, struct theory *theory,
	const struct clocks *clocks, const struct certificate *certificate,
	bool sent)
{
	if (clocks_in_date(certificate, clocks->now_s))
		return false;
	theory_add_evidence(work, theory,
		sent ? "sent by the server: %s, valid from %s to %s"
		     : "known to this computer: %s, valid from %s to %s",
		say_quote(work->arena, certificate->subject),
		say_date(work->arena, certificate->not_before),
		say_date(work->arena, certificate->not_after));
	return true;
}

/* An anchor of this computer: the server cannot mend it alone, if at all. */
static void blame_anchor(struct theory *theory)
{
	theory_tell(theory,
		"The server's certificate at {places} is in date, but this "
		"computer knows its authority only by a certificate that has "
		"expired.",
		"Your computer's list of certificate authorities is too old "
		"for {server}.");
	theory_explain(theory,
		"The server's own certificate is in date. Its authority is in "
		"this computer's list with a certificate that has expired, so "
		"that nothing vouches for the server any more.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Have the caller's system updated. If an up-to-date computer "
		"refuses the certificate too, inform the provider.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Make sure that the certificate was issued under a root that "
		"is still valid, and install the issuer's current "
		"intermediate certificate.");
	theory_confirm(
		theory, "An up-to-date computer accepts the certificate.");
}

static void blame_server(struct theory *theory)
{
	theory_tell(theory,
		"The server's certificate at {places} is in date, but the "
		"server sends an intermediate certificate that has expired.",
		NULL);
	theory_explain(theory,
		"The server's own certificate is in date, but between it and "
		"the authority that computers know is another one, which the "
		"server must send, and that one has expired.");
	theory_advise(theory, AUDIENCE_USER,
		"You do not need to change any settings. Do not accept the "
		"certificate in your mail program; tell your provider.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Inform the provider: the server must send its issuer's "
		"current intermediate certificate.");
}

static void suppose_stale(struct work *work, const struct view *view,
	const struct clocks *clocks, const struct tls_facts *tls)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_issuer_expired,
			CONFIDENCE_LIKELY, OF_TRUST, view->endpoint->host);
	struct certificate anchor = {.subject = tls->anchor,
		.not_before = tls->anchor_not_before,
		.not_after = tls->anchor_not_after};
	bool sent = false;

	if (tls->anchor.length &&
		add_dates(work, theory, clocks, &anchor, false))
		blame_anchor(theory);
	for (size_t i = 1; i < tls->chain_count; i++)
		sent = add_dates(work, theory, clocks, &tls->chain[i], true) ||
		       sent;
	if (sent)
		blame_server(theory);
	clocks_add_evidence(work, theory, view, clocks);
}

static void match_issuer_expired(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	struct clocks clocks;

	if (!tls || !(open_failures(view) & OF_TRUST) ||
		tls->trust != TRUST_OK || !tls->trust_dates_bad)
		return;
	clocks = clocks_ask(work);
	if (clocks.now_s)
		suppose_stale(work, view, &clocks, tls);
}
