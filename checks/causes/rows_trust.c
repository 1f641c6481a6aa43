/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates that are not trusted. */

#include "checks/causes/cause.h"

const struct cause cause_certificate_self_signed = {
	.id = "certificate-self-signed",
	.first = AUDIENCE_ADMIN,
	.title = "The server vouches for itself",
	.explanation = "A certificate is worth something because an "
		       "authority that your computer knows vouches for "
		       "it. This one was signed by the server itself, "
		       "so that anybody could show one like it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not tell the program to accept it "
				"unless whoever runs the server has "
				"told you its fingerprint.",
			[AUDIENCE_HELPDESK] =
				"Ask whoever runs the server. On a "
				"small server of one's own it may be "
				"meant so; the fingerprint must then "
				"be compared.",
			[AUDIENCE_ADMIN] =
				"Install a certificate of a public "
				"authority; there are free ones. For a "
				"server inside the organisation use "
				"its own authority.",
		},
	.confirm = "Whoever runs the server says that it is theirs.",
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  issuer: CN=mail.example.com",
	.reference = "RFC 5280 section 3.2",
};

const struct cause cause_certificate_chain_incomplete = {
	.id = "certificate-chain-incomplete",
	.first = AUDIENCE_ADMIN,
	.title = "The server leaves out a part of its certificates",
	.explanation = "Between the server's certificate and the authority "
		       "that computers know there are others, and the server "
		       "must send those along. It does not; programs that "
		       "have met them elsewhere work, and others do not.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing to set. Do not tell "
				"the program to accept the "
				"certificate; tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider. That it works in a "
				"web browser or on a phone proves "
				"nothing: those fetch what is missing.",
			[AUDIENCE_ADMIN] =
				"Install the intermediate certificate "
				"of your issuer beside your own "
				"(\"fullchain\"); the issuer has it "
				"for download.",
		},
	.confirm = "With the intermediate certificate of that issuer "
		   "added the chain is whole.",
	.example = "-  certificate 1: CN=mail.example.com, issuer: "
		   "CN=Example intermediate\n"
		   "-  no certificate of that issuer was sent",
	.reference = "RFC 8446 section 4.4.2; RFC 5280 section 6.1",
};

const struct cause cause_certificate_private_issuer = {
	.id = "certificate-private-issuer",
	.first = AUDIENCE_HELPDESK,
	.title = "The certificate comes from an authority that is not "
		 "known here",
	.explanation = "The server's certificate was issued by "
		       "somebody whom this computer does not know. "
		       "Organisations have authorities of their own, "
		       "which their computers know and others do not.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If the server belongs to your company "
				"or school, ask its support for the "
				"root certificate. Do not tell the "
				"program to accept it otherwise.",
			[AUDIENCE_HELPDESK] =
				"Find out whose authority it is. If it "
				"is the organisation's own, install "
				"its root certificate on this "
				"computer, or check with --ca-file.",
			[AUDIENCE_ADMIN] = "For users whose computers are not "
					   "managed, use a certificate of a "
					   "public authority.",
		},
	.confirm = "With the root certificate of that authority "
		   "(--ca-file) the check passes.",
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  issuer: CN=Example Company Root CA",
	.reference = "RFC 5280 section 6.1.1",
};

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
};

const struct cause cause_certificate_revoked = {
	.id = "certificate-revoked",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate was taken back by its issuer",
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
};
