/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "evidence/chain.h"

static cause_match match_revoked;

const struct cause cause_certificate_revoked = {
	.id = "certificate-revoked",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate was taken back by its issuer",
	.summary = "The issuer has taken back the certificate of {places}.",
	.user_summary = "The proof of identity of {server} was declared "
			"invalid. Do not send your password there.",
	.explanation = "Issuers take a certificate back when its key was "
		       "stolen or it was issued by mistake. Whoever shows it "
		       "now may not be the right server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not send your password to this "
				"server until the provider has put in "
				"a new certificate.",
			[AUDIENCE_HELPDESK] = "Tell the provider at once.",
			[AUDIENCE_ADMIN] =
				"Install a new certificate with a new "
				"key at once, and find out why the old "
				"one was taken back.",
		},
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  OCSP: revoked",
	.reference = "RFC 6960 section 2.2",
	.match = match_revoked,
};

static void suppose_revoked(struct work *work, const struct view *view)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_revoked,
			CONFIDENCE_CERTAIN, OF_TRUST, view->endpoint->host);

	theory_add_evidence(work, theory,
		"%s: the issuer's answer, sent by the server itself, says "
		"\"revoked\"",
		view_place(work, view));
}

static void match_revoked(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (tls && (open_checks(view) & OF_TRUST) &&
		tls->trust == TRUST_REVOKED)
		suppose_revoked(work, view);
}
