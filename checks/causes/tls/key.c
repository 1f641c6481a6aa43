/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"

static cause_match match_key;

const struct cause cause_key_refused = {
	.id = "key-refused",
	.first = AUDIENCE_ADMIN,
	.title = "The server's key or certificate is of a size that programs "
		 "refuse",
	.summary = "The server at {places} uses a key, a Diffie-Hellman group "
		   "or certificates of a size that programs refuse.",
	.user_summary = "{Server} uses a key or a certificate that mail "
			"programs refuse. Its administrator has to replace it.",
	.explanation =
		"Programs refuse keys and Diffie-Hellman groups that are so "
		"small that they can be broken, and those that are so large "
		"that one connection would keep a computer busy. The same goes "
		"for certificates with thousands of names. The handshake ended "
		"here for that reason; nothing was damaged in transit.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Inform the provider, and quote the evidence.",
			[AUDIENCE_ADMIN] =
				"Use a certificate with an RSA key of 2048 to "
				"4096 bits or a P-256 key, and an exponent of "
				"65537. Use ECDHE, or a Diffie-Hellman group "
				"of 2048 to 4096 bits such as ffdhe2048. Let a "
				"certificate contain only the names that it is "
				"for, and send no chain longer than needed.",
		},
	.confirm = "The size of the key or certificate in the server's "
		   "configuration is as the evidence says.",
	.example = "-  TLS handshake begins\n"
		   "-  a Diffie-Hellman group of 512 bits",
	.reference = "RFC 9325 section 4.1 and section 4.5; RFC 7919",
	.match = match_key,
};

static void match_key(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);
	struct theory *theory;

	if (handshake.kind != HANDSHAKE_KEY)
		return;
	theory = theory_suppose(work, view, &cause_key_refused,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);
	handshake_add_evidence(work, theory, view, handshake.probe);
	if (handshake.probe->detail)
		theory_add_evidence(
			work, theory, "%s", handshake.probe->detail);
	if (handshake.probe->tls.library_name)
		theory_add_evidence(work, theory, "the TLS library says %s",
			handshake.probe->tls.library_name);
}
