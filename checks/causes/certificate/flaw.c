/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates that are not valid. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "model/text/ascii.h"

#include <string.h>

static cause_match match_flaw;

const struct cause cause_certificate_weak = {
	.id = "certificate-weak",
	.first = AUDIENCE_ADMIN,
	.title = "A certificate is too weak",
	.summary = "The certificate of {places} is too weak for current "
		   "programs.",
	.user_summary = "{Server} identifies itself with an outdated "
			"certificate, which mail programs refuse.",
	.explanation =
		"The key is too short, or the signature uses a method that can "
		"now be forged. Programs refuse such certificates.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] =
				"Have the certificate issued again with an RSA "
				"key of 2048 bits or a P-256 key, and signed "
				"with SHA-256.",
		},
	.confirm = "The key size and the signature algorithm of the "
		   "certificate confirm this.",
	.example =
		"-  certificate: CN=mail.example.com, RSA 1024 bits, RSA-SHA1",
	.reference = "RFC 9325 section 4.5 and section 4.6",
	.match = match_flaw,
};

const struct cause cause_certificate_wrong_purpose = {
	.id = "certificate-wrong-purpose",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate was issued for another purpose",
	.explanation = "A certificate says what it may be used for. This one "
		       "may not be used by a server.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] = "Install a certificate for servers "
					   "(extended key usage serverAuth).",
		},
	.example = "-  certificate: CN=mail.example.com, for: client "
		   "authentication",
	.reference = "RFC 5280 section 4.2.1.12",
	.match = match_flaw,
};

const struct cause cause_certificate_bad_signature = {
	.id = "certificate-bad-signature",
	.first = AUDIENCE_ADMIN,
	.title = "A certificate has an invalid signature",
	.explanation = "The certificate, or one that vouches for it, is "
		       "damaged, forged, or not from the issuer that it names.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not send your password to this server. Try "
				"another network, and tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it is the "
				"same there, inform the provider at once.",
			[AUDIENCE_ADMIN] =
				"Install the certificate and the intermediates "
				"again, as the issuer sent them.",
			[AUDIENCE_NETWORK] =
				"If this happens in this network only, find "
				"out what changes certificates in transit.",
		},
	.confirm = "In another network, the same certificate has an invalid "
		   "signature too.",
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  its signature does not verify",
	.reference = "RFC 5280 section 6.1.3",
	.match = match_flaw,
};

const struct cause cause_certificate_ocsp = {
	.id = "certificate-ocsp",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate's required status response is missing",
	.explanation = "The certificate itself requires the server to show a "
		       "recent confirmation from the issuer (OCSP stapling). "
		       "The server shows none, or one that is not valid.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] =
				"Turn on OCSP stapling and make sure that the "
				"server can reach the issuer's responder, or "
				"have a certificate issued that does not "
				"require it.",
		},
	.confirm =
		"The server's log says why it has no response from the issuer.",
	.example = "-  certificate: CN=mail.example.com, must staple\n"
		   "-  no OCSP answer was sent",
	.reference = "RFC 7633; RFC 6961",
	.match = match_flaw,
};

const struct cause cause_certificate_invalid = {
	.id = "certificate-invalid",
	.first = AUDIENCE_ADMIN,
	.title = "A certificate breaks the rules",
	.explanation = "One of the server's certificates is malformed, or was "
		       "issued by someone who is not allowed to issue it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"You do not need to change any settings. Do "
				"not accept the certificate in your mail "
				"program; tell your provider.",
			[AUDIENCE_HELPDESK] = "Inform the provider, and quote "
					      "the evidence.",
			[AUDIENCE_ADMIN] = "Have the certificate issued again, "
					   "and install it with the chain that "
					   "the issuer provides.",
		},
	.confirm = "Another tool reports the same about the chain.",
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  the issuer may not issue certificates",
	.reference = "RFC 5280 section 6.1",
	.match = match_flaw,
};

/* Of a chain that is not valid, the flaw that tells most. */
static const struct flaw {
	unsigned bit;
	const struct cause *cause;
	enum confidence confidence;
	const char *summary;
	const char *user_summary;
} flaws[] = {
	{FLAW_SIGNATURE, &cause_certificate_bad_signature, CONFIDENCE_LIKELY,
		"A certificate of {places} has an invalid signature: it is "
		"damaged, forged, or not from the issuer that it names.",
		"The certificate of {server} is damaged or forged. Do not send "
		"your password there."},
	{FLAW_PURPOSE, &cause_certificate_wrong_purpose, CONFIDENCE_CERTAIN,
		"The certificate of {places} was issued for another purpose "
		"than identifying a server.",
		"{Server} shows a certificate that is meant for another use."},
	{FLAW_NOT_CA, &cause_certificate_invalid, CONFIDENCE_LIKELY,
		"The certificate of {places} was issued by a certificate that "
		"is not allowed to issue any.",
		"The certificate of {server} is not valid."},
	{FLAW_CONSTRAINTS, &cause_certificate_invalid, CONFIDENCE_LIKELY,
		"The certificate of {places} is outside the limits of what its "
		"issuer may issue.",
		"The certificate of {server} is not valid."},
	{FLAW_WEAK, &cause_certificate_weak, CONFIDENCE_LIKELY,
		"A key or a signature among the certificates of {places} is "
		"too weak.",
		"The certificate of {server} uses an outdated method that mail "
		"programs no longer trust."},
	{FLAW_OCSP, &cause_certificate_ocsp, CONFIDENCE_LIKELY,
		"The certificate of {places} requires a recent confirmation "
		"from its issuer (OCSP), and the server sends none that is "
		"valid.",
		"{Server} does not show the confirmation that its certificate "
		"requires."},
	{FLAW_CRITICAL, &cause_certificate_invalid, CONFIDENCE_POSSIBLE,
		"The certificate of {places} has a critical extension that is "
		"not supported here.",
		"The certificate of {server} cannot be understood."},
};

/* Below what RFC 9325 section 4.5 asks for, or with a broken hash. */
static bool is_weak(const struct certificate *certificate)
{
	bool rsa = certificate->key && strncmp(certificate->key, "RSA", 3) == 0;
	unsigned least = rsa ? 2048 : 224;
	const char *signature =
		certificate->signature ? certificate->signature : "";

	return (certificate->key_bits && certificate->key_bits < least) ||
	       ascii_find(signature, "SHA1") || ascii_find(signature, "MD5");
}

static void add_weakness(struct work *work, struct theory *theory,
	const struct view *view, const struct tls_facts *tls)
{
	for (size_t i = 0; i < tls->chain_count; i++)
		if (is_weak(&tls->chain[i]))
			theory_add_evidence(work, theory,
				"%s: %s has a key of %u bits (%s) and is "
				"signed with %s",
				view_place(work, view),
				say_quote(work->arena, tls->chain[i].subject),
				tls->chain[i].key_bits,
				tls->chain[i].key ? tls->chain[i].key
						  : "unknown",
				tls->chain[i].signature
					? tls->chain[i].signature
					: "an unknown algorithm");
}

static void suppose_flaw(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	static const struct flaw unknown = {0, &cause_certificate_invalid,
		CONFIDENCE_POSSIBLE,
		"A certificate of {places} breaks the rules.",
		"The certificate of {server} is not valid."};
	const struct flaw *flaw = &unknown;
	unsigned bits = tls->trust_flaws;
	struct theory *theory;

	for (size_t i = 0; !bits && i < tls->chain_count; i++)
		if (is_weak(&tls->chain[i]) && !tls->chain[i].self_issued)
			bits = FLAW_WEAK;
	for (size_t i = 0; i < sizeof(flaws) / sizeof(*flaws); i++)
		if ((bits & flaws[i].bit) && flaw == &unknown)
			flaw = &flaws[i];
	theory = theory_suppose(work, view, flaw->cause, flaw->confidence,
		OF_TRUST, view->endpoint->host);
	theory_tell(theory, flaw->summary, flaw->user_summary);
	if (tls->trust_detail)
		theory_add_evidence(work, theory, "%s: %s",
			view_place(work, view), tls->trust_detail);
	add_weakness(work, theory, view, tls);
}

static void match_flaw(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (tls && (open_checks(view) & OF_TRUST) && tls->trust == TRUST_BAD)
		suppose_flaw(work, view, tls);
}
