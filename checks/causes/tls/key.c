/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Keys and certificates that programs refuse. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"

static cause_match match_key;
static cause_match match_usage;
static cause_match match_malformed;

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

const struct cause cause_certificate_malformed = {
	.id = "certificate-malformed",
	.first = AUDIENCE_ADMIN,
	.title = "The server's certificate is malformed",
	.summary = "The certificate of {places} is malformed, so that it "
		   "cannot be read.",
	.user_summary = "{Server} has a malformed certificate, which mail "
			"programs refuse. Its administrator has to replace it.",
	.explanation =
		"A certificate must contain each extension only once, write "
		"its dates in one format, and name its signature algorithm "
		"twice alike. Certificates that were made by hand or by a "
		"faulty program break such rules. Some programs read them all "
		"the same, and others end the handshake.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Inform the provider, and quote the evidence.",
			[AUDIENCE_ADMIN] =
				"Have the certificate issued again by a "
				"certificate authority, and install it with "
				"its chain.",
		},
	.confirm = "`certtool -i <FILE` refuses the "
		   "certificate, too.",
	.example = "-  TLS handshake begins\n"
		   "-  a certificate with one extension twice",
	.reference = "RFC 5280 section 4.1 and section 4.2",
	.match = match_malformed,
};

static void suppose(struct work *work, const struct view *view,
	enum handshake_kind kind, const struct cause *cause)
{
	struct handshake handshake = handshake_of(view);
	struct theory *theory;

	if (handshake.kind != kind)
		return;
	theory = theory_suppose(work, view, cause, CONFIDENCE_LIKELY,
		OF_HANDSHAKE, view->endpoint->host);
	handshake_add_evidence(work, theory, view, handshake.probe);
	if (handshake.probe->detail)
		theory_add_evidence(
			work, theory, "%s", handshake.probe->detail);
	if (handshake.probe->tls.library_name)
		theory_add_evidence(work, theory, "the TLS library says %s",
			handshake.probe->tls.library_name);
}

static void match_key(struct work *work, const struct view *view)
{
	suppose(work, view, HANDSHAKE_KEY, &cause_key_refused);
}

static void match_usage(struct work *work, const struct view *view)
{
	suppose(work, view, HANDSHAKE_USAGE, &cause_certificate_key_usage);
}

static void match_malformed(struct work *work, const struct view *view)
{
	suppose(work, view, HANDSHAKE_MALFORMED, &cause_certificate_malformed);
}
