/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The name by which the server is asked for. */

#include "checks/causes/certificate/authority.h"
#include "checks/causes/certificate/interceptor.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/chain.h"

static cause_match match_sni;
static cause_match match_server_name;

const struct cause cause_sni_needed = {
	.id = "sni-needed",
	.first = AUDIENCE_USER,
	.title = "The server must be addressed by its name",
	.explanation =
		"One computer can serve many names. A mail program says at the "
		"start which of them it wants; without that, the computer "
		"shows a placeholder certificate or closes the connection.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Enter the server's name, as your provider "
				"publishes it, instead of a number. If your "
				"mail program is very old, update it: it may "
				"not send the name.",
			[AUDIENCE_HELPDESK] =
				"Have the caller enter the server's name "
				"instead of an IP address, and update an old "
				"program.",
		},
	.confirm = "With the server's name in the settings, the correct "
		   "certificate is shown.",
	.example = "-  TLS handshake begins (no server name)\n"
		   "-  certificate: CN=invalid2.invalid, OU=No SNI provided",
	.reference = "RFC 6066 section 3",
	.match = match_sni,
};

const struct cause cause_server_name_unknown = {
	.id = "server-name-unknown",
	.first = AUDIENCE_USER,
	.title = "The server does not know this name",
	.summary = "The server at {places} does not accept the name {hosts}: "
		   "it is configured for other names.",
	.user_summary = "The computer that answers is not configured for the "
			"name that your mail program uses for {server}.",
	.explanation =
		"The mail program says which server it wants, and the "
		"computer that answers does not know that name. The name "
		"leads to a computer that is not configured for it, or "
		"is not the one that the provider publishes.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server name in your mail program "
				"with the one that your provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare the name with the provider's "
				"instructions. If it is correct, tell the "
				"provider that its server does not know it.",
			[AUDIENCE_ADMIN] = "Add the name, with a certificate "
					   "for it, to the configuration of "
					   "the server or the load balancer.",
		},
	.confirm = "With the name that the provider publishes, the connection "
		   "succeeds.",
	.example = "-  TLS handshake begins (server name mail.example.com)\n"
		   "-  alert 112 (unrecognised_name)",
	.reference = "RFC 6066 section 3",
	.match = match_server_name,
};

static void suppose_sni(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_sni_needed,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"The server at {places} must be addressed by name, and the "
		"settings only give an IP address.",
		"The settings name {server} by a number. The server must be "
		"addressed by its name.");
	handshake_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"%s is an IP address, so no server name could be sent",
		view->endpoint->host);
}

static struct theory *suppose_no_name(
	struct work *work, const struct view *view)
{
	struct theory *theory = theory_suppose(work, view, &cause_sni_needed,
		CONFIDENCE_CERTAIN, OF_CERTIFICATE, view->endpoint->host);

	theory_tell(theory,
		"The server at {places} shows a placeholder certificate "
		"because no server name was sent.",
		"{Server} must be addressed by its name, and the settings or "
		"the program do not do that.");
	return theory;
}

/* We sent the name: somebody on the way does not pass it on. */
static struct theory *suppose_name_lost(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	const struct interceptor *interceptor = interceptor_of(tls);
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_intercepted,
			interceptor ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_CERTIFICATE, view->endpoint->host);

	theory_tell(theory,
		"The server name was sent to {places}, but the certificate "
		"that arrived is the placeholder for clients that send none: "
		"something in between opens the connection and does not pass "
		"the name on.",
		"A program or a device between your mail program and {server} "
		"opens the encrypted connection, and does it wrongly.");
	if (interceptor)
		theory_add_evidence(work, theory,
			"%s: the certificate was issued by %s",
			view_place(work, view),
			say_quote(work->arena, tls->chain[0].issuer));
	return theory;
}

static void match_makeshift(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	struct theory *theory;

	if (!tls || !(open_failures(view) & OF_CERTIFICATE) ||
		!authority_is_makeshift(&tls->chain[0]))
		return;
	theory = view_is_address(view) ? suppose_no_name(work, view)
				       : suppose_name_lost(work, view, tls);
	theory_add_evidence(work, theory, "%s: the certificate says %s",
		view_place(work, view),
		say_quote(work->arena, tls->chain[0].subject));
}

static void match_sni(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_NO_SNI)
		suppose_sni(work, view, handshake.probe);
	else
		match_makeshift(work, view);
}

static void suppose_name_refused(struct work *work, const struct view *view,
	const struct handshake *handshake)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_server_name_unknown,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	handshake_add_evidence(work, theory, view, handshake->probe);
	if (handshake->nameless_works)
		theory_add_evidence(work, theory,
			"without a server name, the handshake succeeds");
}

static void match_server_name(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_NAME)
		suppose_name_refused(work, view, &handshake);
}
