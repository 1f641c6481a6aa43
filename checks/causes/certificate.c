/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates that are not trusted, or stand for another name. */

#include "checks/causes/authority.h"
#include "checks/causes/match.h"
#include "checks/causes/name/spelling.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/name.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "model/text/ascii.h"

#include <string.h>

#define NAMES_SHOWN 6

static const char *quote(struct work *work, struct octets text)
{
	return say_quote(work->arena, text);
}

static const struct certificate *top_of(const struct tls_facts *tls)
{
	return &tls->chain[tls->chain_count - 1];
}

static void tell_incomplete(struct theory *theory)
{
	theory_tell(theory,
		"{places} does not send all of its certificates: the one "
		"between its own and the well-known authority is missing.",
		"{Server} shows only a part of its proof of identity. Some "
		"programs can do without the rest, and yours cannot.");
}

static void tell_private(
	struct work *work, struct theory *theory, const struct tls_facts *tls)
{
	theory_tell(theory,
		arena_printf(work->arena,
			"The certificate of {places} comes from an authority "
			"that this computer does not know, such as an "
			"organisation's own: %s.",
			quote(work, top_of(tls)->issuer)),
		"{Server} shows a proof of identity of an authority that your "
		"computer does not know.");
}

/* Whether a link of the chain is missing in the middle of what was sent. */
static bool has_gap(const struct tls_facts *tls)
{
	for (size_t i = 0; i + 1 < tls->chain_count; i++) {
		struct octets issuer = tls->chain[i].issuer;
		struct octets subject = tls->chain[i + 1].subject;

		if (issuer.length != subject.length ||
			(issuer.length && memcmp(issuer.data, subject.data,
						  issuer.length) != 0))
			return true;
	}
	return false;
}

/* Whether another endpoint shows the same issuer with a chain that holds. */
static const struct view *whole_chain(
	const struct work *work, const struct tls_facts *tls)
{
	struct octets issuer = tls->chain[0].issuer;

	for (size_t i = 0; i < work->view_count; i++) {
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
	struct octets issuer = top_of(tls)->issuer;

	if (has_gap(tls) || authority_is_public(top_of(tls)) ||
		wording_have(issuer, "intermediate|issuing|subordinate|sub ca"))
		return true;
	return tls->chain_count == 1 && tls->chain[0].names_issuer_url &&
	       !wording_have(issuer, "root");
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
	struct theory *theory, *second = NULL;

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
		second = theory_beside(work, view, theory,
			incomplete ? &cause_certificate_private_issuer
				   : &cause_certificate_chain_incomplete,
			CONFIDENCE_POSSIBLE, host);
	if (incomplete || second)
		tell_incomplete(incomplete ? theory : second);
	if (!incomplete || second)
		tell_private(work, incomplete ? second : theory, tls);
	theory_add_evidence(work, theory,
		"%s: %zu certificate%s sent; the last one was issued by %s, "
		"which is not known here",
		view_place(work, view), tls->chain_count,
		tls->chain_count == 1 ? " was" : "s were",
		quote(work, top_of(tls)->issuer));
	if (tls->chain[0].names_issuer_url)
		theory_add_evidence(work, theory,
			"the certificate says where its "
			"issuer's can be fetched");
	if (whole)
		theory_add_evidence(work, theory,
			"%s shows one of the same issuer, and sends what is "
			"missing here",
			view_place(work, whole));
}

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
				quote(work, tls->chain[i].subject),
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

static void suppose_self_signed(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	/* With another name on it, it may be somebody else's altogether. */
	bool sure = name_in_certificate(view->endpoint->host, &tls->chain[0]) ||
		    name_in_common_name(view->endpoint->host, &tls->chain[0]);
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_self_signed,
			sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_TRUST,
			tls->chain[0].sha256);

	theory_tell(theory,
		"{places} shows a certificate that it issued to itself, so "
		"that nobody vouches for it.",
		"{Server} shows a proof of identity that it made itself. "
		"Anybody could show one like it.");
	theory_add_evidence(work, theory, "%s: subject and issuer are both %s",
		view_place(work, view), quote(work, tls->chain[0].subject));
}

static void suppose_revoked(struct work *work, const struct view *view)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_revoked,
			CONFIDENCE_CERTAIN, OF_TRUST, view->endpoint->host);

	theory_tell(theory,
		"The issuer has taken back the certificate of {places}.",
		"The proof of identity of {server} was declared invalid. Do "
		"not send your password there.");
	theory_add_evidence(work, theory,
		"%s: the issuer's answer, sent by the server itself, says "
		"\"revoked\"",
		view_place(work, view));
}

static void suppose_no_anchors(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_anchors_missing, CONFIDENCE_CERTAIN, OF_TRUST, "");

	theory_tell(theory,
		"This computer has no list of certification authorities, so no "
		"certificate of any server could be judged.",
		"This computer lacks the list by which it would recognise "
		"genuine servers. The servers are not at fault.");
	theory_add_evidence(work, theory,
		"no trust anchors were found here%s%s",
		tls->trust_detail ? ": " : "",
		tls->trust_detail ? tls->trust_detail : "");
}

void match_trust(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (!tls || !(open_checks(view) & OF_TRUST))
		return;
	switch (tls->trust) {
	case TRUST_NO_ANCHORS:
		suppose_no_anchors(work, view, tls);
		break;
	case TRUST_SELF_SIGNED:
		suppose_self_signed(work, view, tls);
		break;
	case TRUST_NO_ISSUER:
	case TRUST_INCOMPLETE:
		suppose_no_issuer(work, view, tls);
		break;
	case TRUST_REVOKED:
		suppose_revoked(work, view);
		break;
	case TRUST_BAD:
		suppose_flaw(work, view, tls);
		break;
	default:
		break;
	}
}

static const char *list_names(struct work *work, const struct certificate *leaf)
{
	const char *list = NULL;

	for (size_t i = 0; i < leaf->name_count && i < NAMES_SHOWN; i++)
		list = say_list(
			work->arena, list, quote(work, leaf->names[i].value));
	if (leaf->name_count > NAMES_SHOWN)
		list = arena_printf(work->arena, "%s and %zu more", list,
			leaf->name_count - NAMES_SHOWN);
	return list ? list : "no name at all";
}

/* "*.example.com" stands for one label; not for a.b.example.com. */
static const struct presented_name *shallow_wildcard(
	const char *host, const struct certificate *leaf)
{
	size_t length = strlen(host);

	for (size_t i = 0; i < leaf->name_count; i++) {
		struct octets name = leaf->names[i].value;

		if (name.length > 2 && name.length - 1 < length &&
			memcmp(name.data, "*.", 2) == 0 &&
			ascii_compare_n((const char *)name.data + 1,
				host + length - (name.length - 1),
				name.length - 1) == 0)
			return &leaf->names[i];
	}
	return NULL;
}

static void suppose_cn_only(struct work *work, const struct view *view,
	const struct certificate *leaf)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_name_cn_only,
			CONFIDENCE_CERTAIN, OF_NAME, view->endpoint->host);

	theory_tell(theory,
		"The certificate of {places} has the right name in a place "
		"where programs of today no longer look.",
		"The proof of identity of {server} is made in an old way that "
		"programs no longer accept.");
	theory_add_evidence(work, theory,
		"the common name is %s; among the alternative names there is "
		"%s",
		quote(work, leaf->common_name), list_names(work, leaf));
}

/* The first name of the certificate that could be typed into a program. */
static const char *usable_name(
	struct work *work, const struct certificate *leaf)
{
	for (size_t i = 0; i < leaf->name_count; i++) {
		struct octets name = leaf->names[i].value;

		if (leaf->names[i].type == NAME_DNS && name.length &&
			!memchr(name.data, '*', name.length) &&
			!memchr(name.data, '\0', name.length))
			return quote(work, name);
	}
	return NULL;
}

static void advise_name(struct work *work, struct theory *theory,
	const struct view *view, const struct certificate *leaf)
{
	const char *name = usable_name(work, leaf);

	if (!name)
		return;
	theory_advise(theory, AUDIENCE_HELPDESK,
		arena_printf(work->arena,
			"See in the provider's instructions whether the %s "
			"should be called %s, as the certificate says. "
			"If so, have the caller enter that name in place of "
			"%s. Never have the warning confirmed.",
			service_row(view->endpoint->service)->server, name,
			view->endpoint->host));
}

void match_certificate_name(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	const char *host = view->endpoint->host;
	const struct certificate *leaf;
	const struct presented_name *wildcard;
	struct theory *theory;

	if (!tls || !(open_failures(view) & OF_NAME))
		return;
	leaf = &tls->chain[0];
	if (name_in_common_name(host, leaf)) {
		suppose_cn_only(work, view, leaf);
		return;
	}
	theory = theory_suppose(work, view, &cause_certificate_name_mismatch,
		CONFIDENCE_LIKELY, OF_NAME, host);
	theory_tell(theory,
		view_is_address(view)
			? "The settings name {hosts}, an address; the "
			  "certificate stands for names, and not for this "
			  "address."
			: "The certificate of {places} stands for other names: "
			  "the server goes by another name than the settings "
			  "say, or has the wrong certificate.",
		"{Server} shows a proof of identity for another name. Most "
		"often the server's name in the settings is not the one that "
		"its owner uses.");
	theory_add_evidence(work, theory, "%s: the certificate stands for %s",
		view_place(work, view), list_names(work, leaf));
	wildcard = shallow_wildcard(host, leaf);
	if (wildcard)
		theory_add_evidence(work, theory,
			"%s stands for one part in place of the star, and %s "
			"has more",
			quote(work, wildcard->value), host);
	advise_name(work, theory, view, leaf);
	if (spelling_known(host, view->endpoint->service) &&
		!view->facts->connected_to)
		theory_beside(work, view, theory, &cause_captive_portal,
			CONFIDENCE_POSSIBLE, "");
}
