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
	.title = "The issuer has revoked the certificate",
	.summary = "The issuer has revoked the certificate of {places}.",
	.user_summary = "The certificate of {server} has been revoked. Do not "
			"send your password there.",
	.explanation = "Issuers revoke a certificate if its key was stolen or "
		       "it was issued by mistake. A server that still shows it "
		       "may not be the right one.",
	.remedies =
		{
			[AUDIENCE_USER] = "Do not send your password to this "
					  "server until the provider has "
					  "installed a new certificate.",
			[AUDIENCE_HELPDESK] = "Inform the provider at once.",
			[AUDIENCE_ADMIN] = "Install a new certificate with a "
					   "new key at once, and find out why "
					   "the old one was revoked.",
		},
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  OCSP: revoked",
	.reference = "RFC 6960 section 2.2",
	.match = match_revoked,
};

static void suppose_revoked(
	struct work *work, const struct view *view, bool asked)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_revoked,
			CONFIDENCE_CERTAIN, OF_TRUST, view->endpoint->host);

	if (asked)
		theory_add_evidence(work, theory,
			"%s: the issuer, when asked, says that the certificate "
			"has been revoked",
			view_place(work, view));
	else
		theory_add_evidence(work, theory,
			"%s: the issuer's response, which the server itself "
			"sent, says \"revoked\"",
			view_place(work, view));
}

static void match_revoked(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (tls && (open_checks(view) & OF_TRUST) &&
		tls->trust == TRUST_REVOKED && !chain_revoked_issuer(tls))
		suppose_revoked(work, view,
			tls->revocation.status == REVOCATION_REVOKED);
}
