/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_not_relayed;

const struct cause cause_starttls_proxy = {
	.id = "starttls-proxy",
	.first = AUDIENCE_NETWORK,
	.title = "Something agrees to encrypt but does not let encryption "
		 "through",
	.summary = "{places} agrees to encrypt, and then no encryption comes: "
		   "most likely a proxy or a firewall in between answers, but "
		   "does not let TLS through.",
	.user_summary = "Something between your computer and {server} keeps "
			"the connection from being encrypted.",
	.explanation =
		"The request for encryption is accepted, but then unencrypted "
		"data or nothing arrives instead. Either a proxy or a firewall "
		"in between answers the request itself and does not understand "
		"what follows, or the server fails at that moment.",
	.remedies =
		{
			[AUDIENCE_USER] = "Do not turn off encryption; try "
					  "another network. {encrypted}",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If mail works "
				"there, report it to the administrator of this "
				"network.",
			[AUDIENCE_ADMIN] =
				"Look in the server's log: does the connection "
				"arrive, and does TLS start?",
			[AUDIENCE_NETWORK] = "Turn off mail inspection, or let "
					     "TLS pass through it.",
		},
	.confirm = "From another network, encryption starts.",
	.example = "C: STARTTLS\n"
		   "S: 220 ready\n"
		   "-  TLS handshake begins\n"
		   "S: 500 unrecognised command",
	.reference = "RFC 3207 section 4",
	.match = match_not_relayed,
};

static void suppose_not_relayed(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_proxy,
			probe->unexpected.length ? CONFIDENCE_LIKELY
						 : CONFIDENCE_POSSIBLE,
			OF_HANDSHAKE, view->endpoint->host);

	if (probe->unexpected.length)
		theory_add_evidence(work, theory,
			"%s agrees to encrypt and then sends this unencrypted: "
			"%s",
			view_place(work, view),
			say_quote(work->arena, probe->unexpected));
	else
		theory_add_evidence(work, theory,
			"%s agrees to encrypt, and then: %s",
			view_place(work, view), status_words(probe->status));
	theory_beside(work, view, theory,
		probe->status == ST_TIMEOUT ? &cause_hello_too_large
					    : &cause_tls_server_fault,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_not_relayed(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_NOT_RELAYED)
		suppose_not_relayed(work, view, handshake.probe);
}
