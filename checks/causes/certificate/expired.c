/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/certificate/clocks.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/say.h"
#include "evidence/chain.h"

static cause_match match_expired;
static cause_match match_issuer_expired;

const struct cause cause_certificate_expired = {
	.id = "certificate-expired",
	.first = AUDIENCE_ADMIN,
	.title = "The server's certificate has run out",
	.explanation = "A certificate is good up to a date, and then a new "
		       "one must be put in its place. Here that was not done. "
		       "The connection is still encrypted, but no program can "
		       "tell any more that this is the right server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"See that the date of your computer is "
				"right. If it is, there is nothing for "
				"you to set: do not tell the program "
				"to accept the certificate, and wait "
				"for the provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider. If many callers "
				"report it, it is known soon.",
			[AUDIENCE_ADMIN] =
				"Renew the certificate, have the "
				"service read it, and find out why the "
				"renewal did not come by itself.",
		},
	.confirm = "Another computer, whose date is right, says the same.",
	.example = "-  certificate: CN=mail.example.com, valid until "
		   "2026-10-31\n"
		   "-  clock of this computer: 2026-11-22",
	.reference = "RFC 5280 section 4.1.2.5",
	.match = match_expired,
};

const struct cause cause_certificate_issuer_expired = {
	.id = "certificate-issuer-expired",
	.first = AUDIENCE_ADMIN,
	.title = "A certificate that vouches for the server's has run "
		 "out",
	.summary = "The certificate of {places} is in date, but one of those "
		   "that vouch for it has run out.",
	.user_summary =
		"The proof of identity of {server} rests on another one that "
		"has run out. Whoever runs the server has to put that right.",
	.explanation = "The server's own certificate is in date, but it is "
		       "vouched for by another one, and that has run out. The "
		       "server sends an old intermediate certificate, or this "
		       "computer's list of authorities is old.",
	.remedies =
		{
			[AUDIENCE_USER] = "Update your system: its list of "
					  "authorities may be out of date. If "
					  "that does not help, tell your "
					  "provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with a computer that is up to "
				"date. If it fails there, too, tell "
				"the provider.",
			[AUDIENCE_ADMIN] =
				"Put the current intermediate "
				"certificate of your issuer in place "
				"of the old one.",
		},
	.confirm = "A computer that is up to date says the same: it is "
		   "the server.",
	.example = "-  certificate 1: CN=mail.example.com, valid until "
		   "2027-01-01\n"
		   "-  certificate 2: CN=Example intermediate, valid "
		   "until 2026-09-30",
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
			"The certificate of {places} ran out on %s and was not "
			"replaced.",
			say_date(work->arena, leaf->not_after)),
		arena_printf(work->arena,
			"The proof of identity of {server} ran out on %s. "
			"Whoever runs the server has to renew it.",
			say_date(work->arena, leaf->not_after)));
	clocks_add_evidence(work, theory, view, clocks);
	if (!clocks->agree)
		theory_advise(theory, AUDIENCE_USER,
			arena_printf(work->arena,
				"Your computer says that today is %s. If that "
				"is wrong, set its date. If it is right, there "
				"is nothing for you to set; do not tell "
				"the program to accept the certificate, and "
				"wait for the provider.",
				say_date(work->arena, clocks->now_s)));
}

static void match_expired(struct work *work, const struct view *view)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	struct clocks clocks;

	if (!leaf || !(open_failures(view) & OF_EXPIRY))
		return;
	clocks = clocks_ask(work);
	if (clocks.now_s && clocks.now_s >= leaf->not_before)
		suppose_expired(work, view, &clocks, leaf);
}

static void suppose_stale(struct work *work, const struct view *view,
	const struct clocks *clocks, const struct tls_facts *tls)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_issuer_expired,
			CONFIDENCE_LIKELY, OF_TRUST, view->endpoint->host);

	for (size_t i = 1; i < tls->chain_count; i++)
		if (!clocks_in_date(&tls->chain[i], clocks->now_s))
			theory_add_evidence(work, theory,
				"%s: valid from %s to %s",
				say_quote(work->arena, tls->chain[i].subject),
				say_date(work->arena, tls->chain[i].not_before),
				say_date(work->arena, tls->chain[i].not_after));
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
