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
	.title = "A certificate is too weak by today's rules",
	.explanation = "The key is too short, or the signature is made "
		       "in a way that can be forged by now. Programs "
		       "refuse such certificates.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Tell your provider.",
			[AUDIENCE_HELPDESK] = "Tell the provider.",
			[AUDIENCE_ADMIN] = "Have the certificate issued anew, "
					   "with a key of 2048 bits (RSA) or "
					   "P-256, and signed with SHA-256.",
		},
	.confirm = "The certificate's key size and signature algorithm.",
	.example = "-  certificate: CN=mail.example.com, RSA 1024 "
		   "bits, RSA-SHA1",
	.reference = "RFC 9325 section 4.5 and section 4.6",
	.match = match_flaw,
};

const struct cause cause_certificate_wrong_purpose = {
	.id = "certificate-wrong-purpose",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate was issued for another purpose",
	.explanation = "A certificate says what it may be used for. "
		       "This one may not be shown by a server.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Tell your provider.",
			[AUDIENCE_HELPDESK] = "Tell the provider.",
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
	.title = "A signature among the certificates is wrong",
	.explanation = "The certificate, or one that vouches for it, is "
		       "damaged, forged, or not of the issuer that it names.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not send your password to this "
				"server. Try from another network, and "
				"tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"is the same there, tell the provider "
				"at once.",
			[AUDIENCE_ADMIN] =
				"Install certificate and intermediates "
				"anew, as the issuer sent them.",
			[AUDIENCE_NETWORK] =
				"If it is seen from this network only, "
				"find what changes certificates on the "
				"way.",
		},
	.confirm = "From another network the same certificate is "
		   "wrong, too.",
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  its signature does not verify",
	.reference = "RFC 5280 section 6.1.3",
	.match = match_flaw,
};

const struct cause cause_certificate_ocsp = {
	.id = "certificate-ocsp",
	.first = AUDIENCE_ADMIN,
	.title = "A confirmation that belongs to the certificate is "
		 "missing",
	.explanation = "The certificate itself demands that the server shows "
		       "a fresh confirmation of its issuer along with it. The "
		       "server shows none, or one that does not hold.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Tell your provider.",
			[AUDIENCE_HELPDESK] = "Tell the provider.",
			[AUDIENCE_ADMIN] = "Turn OCSP stapling on and see that "
					   "the server can reach the issuer's "
					   "responder; or have a certificate "
					   "issued that does not demand it.",
		},
	.confirm = "The server's log says why it has no answer of the "
		   "issuer.",
	.example = "-  certificate: CN=mail.example.com, must staple\n"
		   "-  no OCSP answer was sent",
	.reference = "RFC 7633; RFC 6961",
	.match = match_flaw,
};

const struct cause cause_certificate_invalid = {
	.id = "certificate-invalid",
	.first = AUDIENCE_ADMIN,
	.title = "A certificate breaks the rules",
	.explanation = "One of the certificates that the server shows "
		       "is not as it must be, or was issued by "
		       "somebody who may not issue it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing to set. Do not tell "
				"the program to accept it; tell your "
				"provider.",
			[AUDIENCE_HELPDESK] = "Tell the provider, with "
					      "the words from below.",
			[AUDIENCE_ADMIN] =
				"Have the certificate issued anew, and "
				"install it with the chain that the "
				"issuer gives.",
		},
	.confirm = "Another tool says the same of the chain.",
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
		"A signature in the certificates of {places} is wrong: a "
		"certificate is damaged, forged, or of another issuer than it "
		"says.",
		"The proof of identity of {server} is damaged or forged. Do "
		"not send your password there."},
	{FLAW_PURPOSE, &cause_certificate_wrong_purpose, CONFIDENCE_CERTAIN,
		"The certificate of {places} was issued for another purpose "
		"than to be shown by a server.",
		"{Server} shows a proof of identity that is meant for another "
		"use."},
	{FLAW_NOT_CA, &cause_certificate_invalid, CONFIDENCE_LIKELY,
		"The certificate of {places} was issued with one that may not "
		"issue any.",
		"The proof of identity of {server} is not valid."},
	{FLAW_CONSTRAINTS, &cause_certificate_invalid, CONFIDENCE_LIKELY,
		"The certificate of {places} lies outside of what its issuer "
		"may issue.",
		"The proof of identity of {server} is not valid."},
	{FLAW_WEAK, &cause_certificate_weak, CONFIDENCE_LIKELY,
		"A key or a signature among the certificates of {places} is "
		"too weak by today's rules.",
		"The proof of identity of {server} is made in an old way that "
		"programs no longer trust."},
	{FLAW_OCSP, &cause_certificate_ocsp, CONFIDENCE_LIKELY,
		"The certificate of {places} calls for a fresh confirmation by "
		"its issuer, and the server sends none that holds.",
		"{Server} does not show the confirmation that belongs to its "
		"proof of identity."},
	{FLAW_CRITICAL, &cause_certificate_invalid, CONFIDENCE_POSSIBLE,
		"The certificate of {places} has a clause that must be "
		"understood, and is not.",
		"The proof of identity of {server} cannot be understood."},
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
				"%s: %s has a key of %u bits (%s), signed "
				"with %s",
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
		"A certificate of {places} breaks the rules in some way.",
		"The proof of identity of {server} is not valid."};
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
