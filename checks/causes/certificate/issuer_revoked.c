/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/certificate/certificate.h"
#include "evidence/chain.h"

static cause_match match_issuer_revoked;

const struct cause cause_certificate_issuer_revoked = {
	.id = "certificate-issuer-revoked",
	.first = AUDIENCE_ADMIN,
	.title = "An intermediate certificate has been revoked",
	.summary = "An intermediate certificate in the chain of {places} has "
		   "been revoked.",
	.user_summary = "A certificate on which that of {server} depends has "
			"been revoked. Do not send your password there.",
	.explanation = "An authority revokes the certificate of one below it "
		       "if that one's key was stolen or it broke the rules. "
		       "Certificates issued below it are then no longer "
		       "trusted.",
	.remedies =
		{
			[AUDIENCE_USER] = "Do not send your password to this "
					  "server until the provider has "
					  "installed a new certificate.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] = "Ask the authority that issued the "
					   "certificate for a chain without "
					   "the revoked certificate, or for a "
					   "new certificate, and install it.",
		},
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  issuer: CN=Example intermediate\n"
		   "-  CRL of CN=Example root: lists the issuer",
	.reference = "RFC 5280 section 6.1.3",
	.match = match_issuer_revoked,
};

static void match_issuer_revoked(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	const struct issuer_revocation *issuer =
		tls && (open_checks(view) & OF_TRUST)
			? chain_revoked_issuer(tls)
			: NULL;
	struct theory *theory;

	if (!issuer)
		return;
	theory = theory_suppose(work, view, &cause_certificate_issuer_revoked,
		CONFIDENCE_CERTAIN, OF_TRUST, view->endpoint->host);
	theory_add_evidence(work, theory,
		"%s: the authority that certified \"%s\", when asked, says "
		"that this certificate has been revoked",
		view_place(work, view),
		certificate_dn(work->arena, issuer->subject));
}
