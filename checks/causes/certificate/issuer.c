/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who vouches for the certificate: itself, nobody known, or somebody whose
 * certificate is missing. */

#include "checks/causes/certificate/authority.h"
#include "checks/causes/certificate/usable.h"
#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/name.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "model/text/plural.h"

#include <string.h>

static cause_match match_issuer;

const struct cause cause_certificate_self_signed = {
	.id = "certificate-self-signed",
	.first = AUDIENCE_ADMIN,
	.title = "The server's certificate is self-signed",
	.summary = "The certificate of {places} is self-signed: no authority "
		   "vouches for it.",
	.user_summary = "{Server} shows a certificate that it issued to "
			"itself. Anyone could make one like it.",
	.explanation =
		"A certificate can be trusted because a certificate authority "
		"that your computer knows vouches for it. This one was signed "
		"by the server itself, so anyone could show one like it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not accept it in your mail program unless "
				"the server's administrator has told you its "
				"fingerprint.",
			[AUDIENCE_HELPDESK] =
				"Ask the server's administrator. On a small "
				"private server it may be intended; then the "
				"fingerprint must be compared.",
			[AUDIENCE_ADMIN] =
				"Install a certificate from a public "
				"certificate authority; some are free. For a "
				"server inside the organisation, use the "
				"organisation's own authority.",
		},
	.confirm = "The server's administrator confirms the fingerprint.",
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  issuer: CN=mail.example.com",
	.reference = "RFC 5280 section 3.2",
	.match = match_issuer,
};

const struct cause cause_certificate_chain_incomplete = {
	.id = "certificate-chain-incomplete",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not send all of its certificates",
	.explanation =
		"Between the server's certificate and the authority that "
		"computers know, there are intermediate certificates, which "
		"the server must send. It does not. Programs that have seen "
		"them elsewhere work, and others do not.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"You do not need to change any settings. Do "
				"not accept the certificate in your mail "
				"program; tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Inform the provider. Web browsers and phones "
				"may still connect, because they download the "
				"missing certificate; that does not mean that "
				"the server is correct.",
			[AUDIENCE_ADMIN] = "Install your issuer's intermediate "
					   "certificate along with your own "
					   "(\"fullchain\"). The issuer offers "
					   "it for download.",
		},
	.confirm = "With that issuer's intermediate certificate added, the "
		   "chain is complete.",
	.example = "-  certificate 1: CN=mail.example.com, issuer: CN=Example "
		   "intermediate\n"
		   "-  no certificate of that issuer was sent",
	.reference = "RFC 8446 section 4.4.2; RFC 5280 section 6.1",
	.match = match_issuer,
};

const struct cause cause_certificate_private_issuer = {
	.id = "certificate-private-issuer",
	.first = AUDIENCE_HELPDESK,
	.title = "The certificate comes from an unknown authority",
	.explanation =
		"The server's certificate was issued by an authority that this "
		"computer does not know. Some organisations have their "
		"own authority, which only their computers know.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If the server belongs to your company or "
				"school, ask its support for the root "
				"certificate. Otherwise do not accept it in "
				"your mail program.",
			[AUDIENCE_HELPDESK] =
				"Find out whose authority it is. If it is the "
				"organisation's own, install its root "
				"certificate on this computer, or use it as "
				"trust anchor for the check.",
			[AUDIENCE_ADMIN] = "For users whose computers you do "
					   "not manage, use a certificate from "
					   "a public certificate authority.",
		},
	.confirm = "With that authority's root certificate as trust anchor, "
		   "the check passes.",
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  issuer: CN=Example Company Root CA",
	.reference = "RFC 5280 section 6.1.1",
	.match = match_issuer,
};

static const char *quote(struct work *work, struct octets text)
{
	return say_quote(work->arena, text);
}

static const struct certificate *top_of(const struct tls_facts *tls)
{
	return &tls->chain[tls->chain_count - 1];
}

/* Whose certificate is neither sent nor known here. A report of before does
 * not say; then it is the last one's issuer, as far as is known. */
static struct octets wanted_issuer(const struct tls_facts *tls)
{
	return tls->trust_wanted.length ? tls->trust_wanted
					: top_of(tls)->issuer;
}

static bool is_same(struct octets one, struct octets other)
{
	return one.length == other.length &&
	       (!one.length || memcmp(one.data, other.data, one.length) == 0);
}

/* That it is missing is known if another server sends it. */
static void tell_incomplete(
	struct theory *theory, const struct tls_facts *tls, bool known)
{
	if (tls->trust_wanted_sent)
		theory_advise(theory, AUDIENCE_HELPDESK,
			"Inform the provider: the intermediate certificate "
			"that the server sends is not the one that belongs to "
			"its certificate.");
	if (tls->trust_wanted_sent)
		theory_tell(theory,
			"The certificates of {places} do not belong together: "
			"one has the name of the issuer, but not the key that "
			"signed.",
			"{Server} shows certificates that do not belong "
			"together, so mail programs refuse them.");
	theory_tell(theory,
		known ? "The server at {places} does not send all of its "
			"certificates: the intermediate certificate is missing."
		      : "The certificates of {places} end at an issuer that is "
			"not known here. Most likely the server does not send "
			"an intermediate certificate.",
		"{Server} sends an incomplete certificate chain. Some mail "
		"programs can do without the rest, and others cannot.");
}

static void tell_private(
	struct work *work, struct theory *theory, const struct tls_facts *tls)
{
	const char *issuer = quote(work, wanted_issuer(tls));

	if (tls->trust_wanted_known)
		theory_tell(theory,
			arena_printf(work->arena,
				"The certificate of {places} comes from an "
				"authority whose key this computer does not "
				"know: %s has another key here.",
				issuer),
			"{Server} shows a certificate from an authority that "
			"your computer knows with another key only.");
	theory_tell(theory,
		arena_printf(work->arena,
			"The certificate of {places} comes from an authority "
			"that this computer does not know, such as an "
			"organisation's own: %s.",
			issuer),
		"{Server} shows a certificate from an authority that your "
		"computer does not know.");
}

/* Whether a link of the chain is missing in the middle of what was sent. */
static bool has_gap(const struct tls_facts *tls)
{
	if (tls->trust_wanted.length)
		return !is_same(tls->trust_wanted, top_of(tls)->issuer);
	for (size_t i = 0; i + 1 < tls->chain_count; i++)
		if (!is_same(tls->chain[i].issuer, tls->chain[i + 1].subject))
			return true;
	return false;
}

/* Whether another endpoint shows the same issuer with a chain that holds. */
static const struct view *whole_chain(
	const struct work *work, const struct tls_facts *tls)
{
	struct octets issuer = tls->chain[0].issuer;

	for (size_t i = 0; i < view_other_count(work); i++) {
		const struct tls_facts *other =
			chain_judged(work->views[i].facts);

		if (other && other->trust == TRUST_OK && issuer.length &&
			other->chain[0].issuer.length == issuer.length &&
			memcmp(other->chain[0].issuer.data, issuer.data,
				issuer.length) == 0)
			return &work->views[i];
	}
	return NULL;
}

static bool looks_incomplete(const struct tls_facts *tls)
{
	struct octets issuer = wanted_issuer(tls);

	if (tls->trust_wanted_sent || has_gap(tls) ||
		authority_is_public(top_of(tls)) ||
		wording_have(issuer, "intermediate|issuing|subordinate|sub ca"))
		return true;
	return tls->chain_count == 1 && tls->chain[0].names_issuer_url &&
	       !wording_have(issuer, "root");
}

static void add_missing(struct work *work, struct theory *theory,
	const struct view *view, const struct tls_facts *tls)
{
	const char *place = view_place(work, view);
	const char *issuer = quote(work, wanted_issuer(tls));

	if (tls->trust_wanted_sent)
		theory_add_evidence(work, theory,
			"%s: a certificate of %s was sent, with another key "
			"than the one that signed",
			place, issuer);
	else if (tls->trust_wanted_known)
		theory_add_evidence(work, theory,
			"%s: %s, which signed, has another key than the "
			"authority of that name on this computer",
			place, issuer);
	else if (has_gap(tls))
		theory_add_evidence(work, theory,
			"%s: %zu certificates were sent, and not the one of "
			"%s, which is not known here",
			place, tls->chain_count, issuer);
	else
		theory_add_evidence(work, theory,
			plural_form(tls->chain_count,
				"%s: %zu certificate was sent; its issuer %s "
				"is not known here",
				"%s: %zu certificates were sent; the issuer "
				"of the last one, %s, is not known here"),
			place, tls->chain_count, issuer);
}

static void suppose_no_issuer(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	const struct view *whole = whole_chain(work, tls);
	bool incomplete =
		!top_of(tls)->self_issued && (whole || looks_incomplete(tls));
	bool public = authority_is_public(top_of(tls));
	enum confidence confidence = CONFIDENCE_LIKELY;
	const char *host = view->endpoint->host;
	struct theory *theory;

	if (incomplete && whole)
		confidence = CONFIDENCE_CERTAIN;
	if (!incomplete && !top_of(tls)->self_issued)
		confidence = CONFIDENCE_POSSIBLE;
	theory = theory_suppose(work, view,
		incomplete ? &cause_certificate_chain_incomplete
			   : &cause_certificate_private_issuer,
		confidence, OF_TRUST, host);
	if (confidence != CONFIDENCE_CERTAIN && !top_of(tls)->self_issued &&
		!public)
		theory_beside(work, view, theory,
			incomplete ? &cause_certificate_private_issuer
				   : &cause_certificate_chain_incomplete,
			CONFIDENCE_POSSIBLE, host);
	if (incomplete) {
		tell_incomplete(theory, tls, whole != NULL);
		remedy_advise(work, theory, view, REMEDY_CERTIFICATE);
	} else {
		tell_private(work, theory, tls);
	}
	add_missing(work, theory, view, tls);
	if (tls->chain[0].names_issuer_url)
		theory_add_evidence(work, theory,
			"the certificate names an address from which its "
			"issuer's certificate can be downloaded");
	if (whole)
		theory_add_evidence(work, theory,
			"%s shows a certificate from the same issuer and sends "
			"the missing part",
			view_place(work, whole));
}

static void suppose_self_signed(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	/* With another name on it, it may be somebody else's altogether. */
	bool sure = name_in_certificate(view->endpoint->host, &tls->chain[0]) ||
		    name_in_common_name(view->endpoint->host, &tls->chain[0]);
	/* What it says of names is as little meant for anybody. */
	struct theory *theory = theory_suppose(work, view,
		&cause_certificate_self_signed,
		sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
		OF_TRUST | (open_checks(view) & OF_NAME), tls->chain[0].sha256);

	remedy_advise(work, theory, view, REMEDY_CERTIFICATE);
	if (!usable_name(&tls->chain[0]).length &&
		!usable_domain(&tls->chain[0]).length && !sure)
		theory_tell(theory,
			"The certificate of {places} is self-signed and names "
			"no server that a program could ask for, like one that "
			"is made when a mail server is installed.",
			NULL);
	theory_add_evidence(work, theory, "%s: subject and issuer are both %s",
		view_place(work, view), quote(work, tls->chain[0].subject));
}

static void match_issuer(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (!tls || !(open_checks(view) & OF_TRUST))
		return;
	if (tls->trust == TRUST_SELF_SIGNED)
		suppose_self_signed(work, view, tls);
	else if (tls->trust == TRUST_NO_ISSUER ||
		 tls->trust == TRUST_INCOMPLETE)
		suppose_no_issuer(work, view, tls);
}
