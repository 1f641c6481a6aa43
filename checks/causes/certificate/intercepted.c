/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Something on the way opens what is encrypted. */

#include "checks/causes/certificate/authority.h"
#include "checks/causes/certificate/interceptor.h"
#include "checks/causes/name/known.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/name.h"
#include "checks/say.h"
#include "evidence/chain.h"

#include <string.h>

static cause_match match_intercepted;

const struct cause cause_certificate_intercepted = {
	.id = "certificate-intercepted",
	.first = AUDIENCE_USER,
	.title = "Something in between decrypts the connection",
	.explanation =
		"Between this computer and the mail server, a program or a "
		"device opens the encrypted connection and encrypts it again "
		"with a certificate of its own. That may be intended, by an "
		"antivirus program or a company, but the server behind it "
		"cannot be verified from here.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If the name below is your antivirus "
				"program's, open its settings and turn off the "
				"scanning of encrypted mail connections. In a "
				"company or school network, ask its support.",
			[AUDIENCE_HELPDESK] =
				"Have the mail ports excluded from scanning, "
				"or the interceptor's root certificate "
				"installed in the mail program. What the check "
				"reports about TLS and the certificate is the "
				"interceptor's, not the server's.",
			[AUDIENCE_NETWORK] =
				"Exempt the mail ports from inspection, or "
				"install the gateway's root certificate on "
				"every computer and in every mail program.",
		},
	.confirm = "From another computer or network, the same server shows a "
		   "certificate from another issuer.",
	.example = "-  certificate: CN=imap.example.com\n"
		   "-  issuer: CN=Avast Web/Mail Shield Root",
	.match = match_intercepted,
};

/* Everything that the certificate's maker stands for, and not the server. */
#define INSIDE                                                                 \
	(OF_TLS | OF_CERTIFICATE | OF_GREETING | OF_AUTH | OF_LIST | OF_MODE)

static bool is_distrusted(const struct tls_facts *tls)
{
	return tls->trust == TRUST_SELF_SIGNED ||
	       tls->trust == TRUST_NO_ISSUER ||
	       tls->trust == TRUST_INCOMPLETE || tls->trust == TRUST_BAD;
}

static void tell_interceptor(struct work *work, struct theory *theory,
	const struct interceptor *interceptor)
{
	if (interceptor->kind == INTERCEPTOR_SCANNER)
		theory_tell(theory,
			arena_printf(work->arena,
				"An antivirus program on this computer (%s) "
				"decrypts the connection to {hosts} and shows "
				"a certificate of its own.",
				interceptor->name),
			arena_printf(work->arena,
				"The antivirus program on your computer (%s) "
				"stands between your mail program and "
				"{server}, and your mail program does not "
				"trust it.",
				interceptor->name));
	else
		theory_tell(theory,
			arena_printf(work->arena,
				"On the way to {hosts}, %s decrypts the "
				"connection and shows a certificate of its "
				"own, as is common in companies and schools.",
				interceptor->name),
			"The network that you are in decrypts connections, and "
			"your mail program does not trust that.");
}

static void suppose_interceptor(struct work *work, const struct view *view,
	const struct tls_facts *tls, const struct interceptor *interceptor)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_certificate_intercepted,
		interceptor->distinct ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
		INSIDE, interceptor->name);

	tell_interceptor(work, theory, interceptor);
	theory_add_evidence(work, theory,
		"%s: the certificate was issued by %s", view_place(work, view),
		say_quote(work->arena, tls->chain[0].issuer));
	if (!interceptor->distinct &&
		!name_in_certificate(view->endpoint->host, &tls->chain[0]))
		theory_beside(work, view, theory,
			&cause_certificate_private_issuer, CONFIDENCE_POSSIBLE,
			view->endpoint->host);
}

/* A great provider's host does not show a certificate of a nobody. */
static void suppose_stranger(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	const struct known_host *known =
		known_by_host(view->endpoint->host, view->endpoint->service);
	struct theory *theory;

	if (!known || view->facts->connected_to ||
		authority_is_public(&tls->chain[tls->chain_count - 1]) ||
		authority_is_makeshift(&tls->chain[0]))
		return;
	theory = theory_suppose(work, view, &cause_certificate_intercepted,
		CONFIDENCE_LIKELY, INSIDE, "unknown");
	theory_tell(theory,
		arena_printf(work->arena,
			"{hosts} is a server of %s but shows a certificate "
			"from an unknown issuer. Something in between decrypts "
			"the connection, or another server answers.",
			known->title),
		"Something between your computer and {server} decrypts the "
		"connection or answers instead of it. Do not send your "
		"password from here.");
	theory_add_evidence(work, theory,
		"%s: the certificate was issued by %s", view_place(work, view),
		say_quote(work->arena, tls->chain[0].issuer));
	if (!name_in_certificate(view->endpoint->host, &tls->chain[0]))
		theory_beside(work, view, theory, &cause_captive_portal,
			CONFIDENCE_POSSIBLE, "");
}

static const struct certificate *leaf_of(const struct view *view)
{
	const struct probe_facts *most = view->most;

	return most && most->tls.chain_count ? &most->tls.chain[0] : NULL;
}

static bool has_foreign_leaf(const struct view *view)
{
	const struct certificate *leaf = leaf_of(view);

	return leaf && leaf->sha256[0] && !view->facts->connected_to &&
	       !name_in_certificate(view->endpoint->host, leaf);
}

/* Another company's server, elsewhere, that shows the very same certificate,
 * which is made out for neither. */
static const struct view *same_leaf_stranger(
	const struct work *work, const struct view *view)
{
	for (size_t i = 0; i < view_other_count(work); i++) {
		const struct view *other = &work->views[i];

		if (view_is_stranger(view, other) && has_foreign_leaf(other) &&
			strcmp(leaf_of(view)->sha256, leaf_of(other)->sha256) ==
				0)
			return other;
	}
	return NULL;
}

static void match_same_leaf(struct work *work, const struct view *view)
{
	const struct view *other;
	struct theory *theory;

	if (!(open_failures(view) & OF_NAME) || !has_foreign_leaf(view))
		return;
	other = same_leaf_stranger(work, view);
	if (!other)
		return;
	theory = theory_suppose(work, view, &cause_captive_portal,
		CONFIDENCE_LIKELY, OF_ALL, "");
	/* Once for the two of them. */
	if (view->index < other->index)
		theory_add_evidence(work, theory,
			"%s and %s, which belong to different owners, show the "
			"same certificate, which is for neither of them: %s",
			view->endpoint->host, other->endpoint->host,
			say_quote(work->arena, leaf_of(view)->subject));
	theory_beside(work, view, theory, &cause_certificate_intercepted,
		CONFIDENCE_POSSIBLE, "same leaf");
}

static void match_intercepted(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	const struct interceptor *interceptor;

	match_same_leaf(work, view);
	if (!tls || !(open_failures(view) & OF_TRUST) || !is_distrusted(tls))
		return;
	interceptor = interceptor_of(tls);
	if (interceptor)
		suppose_interceptor(work, view, tls, interceptor);
	else
		suppose_stranger(work, view, tls);
}
