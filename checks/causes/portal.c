/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Something on the way answers in place of the server, or opens what is
 * encrypted. */

#include "checks/causes/authority.h"
#include "checks/causes/follow_up.h"
#include "checks/causes/interception.h"
#include "checks/causes/match.h"
#include "checks/causes/name/spelling.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/name.h"
#include "checks/say.h"
#include "evidence/speaker.h"

#include <string.h>
#include <strings.h>

/* Everything that the certificate's maker stands for, and not the server. */
#define INSIDE                                                                 \
	(OF_TLS | OF_CERTIFICATE | OF_GREETING | OF_AUTH | OF_LIST | OF_MODE)

/* The words of a web server that came where mail was expected. */
static struct octets web_words(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		const struct octets texts[] = {
			probe->unexpected, probe->greeting.text, probe->reply};

		for (size_t j = 0; j < 3; j++)
			if (speaker_of(texts[j]) == SPEAKER_HTTP)
				return texts[j];
	}
	return (struct octets){0};
}

/* The last two labels: enough to tell strangers. */
static const char *owner_part(const char *host)
{
	const char *dot = strrchr(host, '.');

	while (dot && dot > host && dot[-1] != '.')
		dot--;
	return dot ? dot : host;
}

static bool unrelated(const struct view *one, const struct view *other)
{
	return strcasecmp(owner_part(one->endpoint->host),
		       owner_part(other->endpoint->host)) != 0;
}

/* The address that the endpoint's connection went to; "" if there is none. */
static const char *address_of(const struct view *view)
{
	const struct probe_facts *most = view->most;

	return most && most->attempt < most->attempt_count
		       ? most->attempts[most->attempt].address
		       : "";
}

static const struct view *web_stranger(
	const struct work *work, const struct view *view)
{
	for (size_t i = 0; i < work->view_count; i++)
		if (unrelated(view, &work->views[i]) &&
			strcmp(address_of(view), address_of(&work->views[i])) !=
				0 &&
			web_words(&work->views[i]).length)
			return &work->views[i];
	return NULL;
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
	for (size_t i = 0; i < work->view_count; i++) {
		const struct view *other = &work->views[i];

		if (unrelated(view, other) && has_foreign_leaf(other) &&
			strcmp(leaf_of(view)->sha256, leaf_of(other)->sha256) ==
				0 &&
			strcmp(address_of(view), address_of(other)) != 0)
			return other;
	}
	return NULL;
}

static void tell_portal(struct theory *theory)
{
	theory_tell(theory,
		"Something in this network answers in place of {hosts}: most "
		"likely a login page, as guest networks have it, that has not "
		"been passed yet.",
		"This network (often a guest Wi-Fi) wants you to log in or to "
		"accept its terms in a web browser first. Until then no mail "
		"server can be reached.");
}

static void match_web(struct work *work, const struct view *view)
{
	struct octets words = web_words(view);
	const struct view *stranger = web_stranger(work, view);
	bool anything = follow_up_find(
		view->facts, QUESTION_UNUSED_PORT, follow_up_connected);
	struct theory *theory;

	if (!words.length ||
		(!stranger && !anything &&
			!wording_have(words, "302 |303 |307 |511 |portal")))
		return;
	theory = theory_suppose(work, view, &cause_captive_portal,
		CONFIDENCE_LIKELY, OF_ALL, "");
	tell_portal(theory);
	theory_add_evidence(work, theory, "%s answers as a web server: %s",
		view_place(work, view), say_quote(work->arena, words));
	if (anything)
		theory_add_evidence(work, theory,
			"a connection to a port of %s that nobody uses comes "
			"about all the same",
			view->endpoint->host);
	if (stranger)
		theory_add_evidence(work, theory,
			"%s answers as a web server, too",
			view_place(work, stranger));
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
	tell_portal(theory);
	/* Once for the two of them. */
	if (view->index < other->index)
		theory_add_evidence(work, theory,
			"%s and %s, which belong to different owners, show the "
			"same "
			"certificate, and it is for neither of them: %s",
			view->endpoint->host, other->endpoint->host,
			say_quote(work->arena, leaf_of(view)->subject));
	theory_beside(work, view, theory, &cause_certificate_intercepted,
		CONFIDENCE_POSSIBLE, "same leaf");
}

static void match_anything(struct work *work, const struct view *view)
{
	const struct probe_facts *unused = follow_up_find(
		view->facts, QUESTION_UNUSED_PORT, follow_up_connected);
	struct theory *theory;

	if (!unused)
		return;
	theory = theory_suppose(work, view, &cause_transparent_proxy,
		CONFIDENCE_LIKELY, OF_ALL, "");
	theory_tell(theory,
		"Something in this network takes every connection in place of "
		"{hosts}, even to ports where no server listens: a proxy or a "
		"firewall on the way.",
		"Something in this network steps in between your computer and "
		"the mail server, and mail does not get through it.");
	theory_add_evidence(work, theory,
		"port %u of %s, which nobody uses, accepts connections",
		unused->port, view->endpoint->host);
	if (view->most && view->most->status != ST_OK)
		theory_add_evidence(work, theory, "%s: %s",
			view_place(work, view),
			say_stop(work->arena, view->most));
}

void match_portal(struct work *work, const struct view *run)
{
	(void)run;
	for (size_t i = 0; i < work->view_count; i++) {
		const struct view *view = &work->views[i];

		if (open_failures(view))
			match_web(work, view);
		if (open_failures(view))
			match_same_leaf(work, view);
		if (open_failures(view) && view_connected(view))
			match_anything(work, view);
	}
}

/* Google shows such a certificate to whoever names no host. */
void match_sni(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = view_chain(view);
	struct theory *theory;

	if (!tls || !(open_failures(view) & OF_CERTIFICATE) ||
		!wording_have(tls->chain[0].subject,
			"invalid2.invalid|No SNI provided"))
		return;
	theory = theory_suppose(work, view, &cause_sni_needed,
		CONFIDENCE_CERTAIN, OF_CERTIFICATE, view->endpoint->host);
	theory_tell(theory,
		"{places} shows a makeshift certificate, because it was not "
		"told by name which server is wanted.",
		"{Server} wants to be called by its name, and the settings or "
		"the program do not do so.");
	theory_add_evidence(work, theory, "%s: the certificate says %s",
		view_place(work, view),
		say_quote(work->arena, tls->chain[0].subject));
}

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
				"A virus scanner on this computer (%s) opens "
				"the encrypted connection to {hosts} and shows "
				"a certificate of its own.",
				interceptor->name),
			arena_printf(work->arena,
				"The virus scanner of your computer (%s) "
				"stands between your mail program and "
				"{server}, and the program does not trust it.",
				interceptor->name));
	else
		theory_tell(theory,
			arena_printf(work->arena,
				"On the way to {hosts} %s opens the encrypted "
				"connection and shows a certificate of its "
				"own, as companies and schools have it.",
				interceptor->name),
			"The network that you are in opens encrypted "
			"connections and reads along; your mail program does "
			"not trust that.");
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
static void match_stranger(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	const struct known_host *known =
		spelling_known(view->endpoint->host, view->endpoint->service);
	struct theory *theory;

	if (!known || view->facts->connected_to ||
		authority_is_public(&tls->chain[tls->chain_count - 1]))
		return;
	theory = theory_suppose(work, view, &cause_certificate_intercepted,
		CONFIDENCE_LIKELY, INSIDE, "unknown");
	theory_tell(theory,
		arena_printf(work->arena,
			"{hosts} is a server of %s, but shows a certificate "
			"of an issuer that nobody knows: something on the way "
			"opens the connection, or another server answers.",
			known->title),
		"Something between your computer and {server} opens the "
		"encrypted connection, or answers in its place. Do not send "
		"your password from here.");
	theory_add_evidence(work, theory,
		"%s: the certificate was issued by %s", view_place(work, view),
		say_quote(work->arena, tls->chain[0].issuer));
	if (!name_in_certificate(view->endpoint->host, &tls->chain[0]))
		theory_beside(work, view, theory, &cause_captive_portal,
			CONFIDENCE_POSSIBLE, "");
}

void match_interception(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = view_chain(view);
	const struct interceptor *interceptor;

	if (!tls || !(open_failures(view) & OF_TRUST) || !is_distrusted(tls))
		return;
	interceptor = interception_of(tls);
	if (interceptor)
		suppose_interceptor(work, view, tls, interceptor);
	else
		match_stranger(work, view, tls);
}
