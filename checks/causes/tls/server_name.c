/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The name by which the server is asked for. */

#include "checks/causes/certificate/authority.h"
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
	.title = "The server must be asked for by its name",
	.explanation = "Many names share one computer. A program says at the "
		       "start which of them it wants; without that the "
		       "computer shows a makeshift certificate, or hangs up.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Enter the server's name, as your "
				"provider publishes it, in place of a "
				"number. If the program is very old, "
				"update it: it may not say the name.",
			[AUDIENCE_HELPDESK] =
				"Have the server's name entered in "
				"place of an IP address, and an old "
				"program updated.",
		},
	.confirm = "With the server's name in the settings the right "
		   "certificate comes.",
	.example = "-  TLS handshake begins (no server name)\n"
		   "-  certificate: CN=invalid2.invalid, OU=No SNI "
		   "provided",
	.reference = "RFC 6066 section 3",
	.match = match_sni,
};

const struct cause cause_server_name_unknown = {
	.id = "server-name-unknown",
	.first = AUDIENCE_USER,
	.title = "The server does not go by this name",
	.summary = "The server at {places} does not know the name {hosts}: it "
		   "goes by another one.",
	.user_summary = "The computer that answers does not go by the name "
			"that is set in your program for {server}.",
	.explanation = "The program says which server it wants, and the "
		       "computer that answers has none of that name. The name "
		       "leads to a computer that was not told about it, or is "
		       "not the one that the provider publishes.",
	.remedies =
		{
			[AUDIENCE_USER] = "Compare the server's name in your "
					  "mail program with the one that your "
					  "provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare the name with the provider's "
				"instructions. If it is right, tell "
				"the provider that its server does not "
				"know it.",
			[AUDIENCE_ADMIN] =
				"Add the name, with a certificate for "
				"it, to the set-up of the server or "
				"the load balancer.",
		},
	.confirm = "With the name that the provider publishes the "
		   "connection succeeds.",
	.example = "-  TLS handshake begins (server name "
		   "mail.example.com)\n"
		   "-  alert 112 (unrecognized_name)",
	.reference = "RFC 6066 section 3",
	.match = match_server_name,
};

static void suppose_sni(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_sni_needed,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"{places} wants to be asked for by name, and the settings give "
		"a number (an IP address) only.",
		"The settings name {server} by a number. The server wants to "
		"be called by its name.");
	handshake_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"%s is an address, so that no name could be sent",
		view->endpoint->host);
}

static void match_makeshift(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	struct theory *theory;

	if (!tls || !(open_failures(view) & OF_CERTIFICATE) ||
		!authority_is_makeshift(&tls->chain[0]))
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
			"when no name is given, the handshake succeeds");
}

static void match_server_name(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_NAME)
		suppose_name_refused(work, view, &handshake);
}
