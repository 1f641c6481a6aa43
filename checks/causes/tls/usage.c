/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A certificate that does not allow what the handshake does with its key. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"

static cause_match match_usage;

const struct cause cause_certificate_key_usage = {
	.id = "certificate-key-usage",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate's key usage does not fit the handshake",
	.summary = "The certificate of {places} does not allow its key to be "
		   "used as the handshake uses it. Some mail programs may "
		   "refuse to connect.",
	.user_summary = "{Server} has a certificate that some mail programs "
			"refuse. Its administrator has to replace it.",
	.explanation =
		"The key usage of a certificate says what its key is for. In "
		"TLS 1.3, and in TLS 1.2 with ECDHE or DHE, the server signs "
		"the handshake, which needs digitalSignature. Certificates "
		"that were made by hand often list only keyEncipherment, which "
		"covers no more than the old RSA key exchange. Nothing was "
		"damaged in transit.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Inform the provider, and quote the evidence.",
			[AUDIENCE_ADMIN] =
				"Get a certificate whose key usage includes "
				"digitalSignature, or none at all.",
		},
	.confirm = "`openssl x509 -noout -ext keyUsage -in FILE` shows what "
		   "the certificate allows.",
	.example = "-  TLS handshake begins\n"
		   "-  a certificate for keyEncipherment alone",
	.reference = "RFC 8446 section 4.4.2.2; RFC 5280 section 4.2.1.3",
	.match = match_usage,
};

static void match_usage(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);
	struct theory *theory;

	if (handshake.kind != HANDSHAKE_USAGE)
		return;
	theory = theory_suppose(work, view, &cause_certificate_key_usage,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);
	handshake_add_evidence(work, theory, view, handshake.probe);
	theory_add_evidence(work, theory, "the TLS library says %s",
		handshake.probe->tls.library_name);
}
