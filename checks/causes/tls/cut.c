/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_cut;

const struct cause cause_handshake_cut = {
	.id = "handshake-cut",
	.first = AUDIENCE_ADMIN,
	.title = "The server's answer breaks off as encryption starts",
	.summary = "The server at {places} begins to answer as encryption "
		   "starts, and the answer breaks off.",
	.user_summary = "The connection to {server} breaks off as encryption "
			"starts. The server, or something in between, is "
			"faulty.",
	.explanation =
		"The beginning of the server's part of the handshake arrived, "
		"and the rest did not. The process behind it ended at that "
		"moment, or something in between lost or stopped the rest; "
		"large packets are lost first.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try another network, without a VPN. If it "
				"fails there too, tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it is the "
				"same there, tell the provider that the "
				"handshake breaks off after its first octets.",
			[AUDIENCE_ADMIN] =
				"Look in the service's log at the time of the "
				"handshake: did the process end or crash? "
				"Compare with a connection from the server "
				"itself.",
			[AUDIENCE_NETWORK] =
				"If it happens in this network only, look for "
				"a device that inspects TLS, and for a packet "
				"size (MTU) that is too large.",
		},
	.confirm = "If the answer is whole in another network, the fault is in "
		   "this one; if it is not, the fault is on the server.",
	.example = "-  TLS handshake begins\n"
		   "-  16 octets of a ServerHello\n"
		   "-  closed by the server",
	.reference = "RFC 8446 section 4.1.3; RFC 2923 section 2.1",
	.match = match_cut,
};

static void match_cut(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);
	const struct probe_facts *probe = handshake.probe;
	struct theory *theory;

	if (handshake.kind != HANDSHAKE_CUT)
		return;
	theory = theory_suppose(work, view, &cause_handshake_cut,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);
	handshake_add_evidence(work, theory, view, probe);
	if (probe->begun.length)
		theory_add_evidence(work, theory,
			"the beginning of an answer came, and no more: %s",
			say_quote(work->arena, probe->begun));
	else
		theory_add_evidence(work, theory,
			"the server answered with a version of TLS, and did "
			"not finish the handshake");
	if (probe->status == ST_TIMEOUT)
		theory_beside(work, view, theory, &cause_hello_too_large,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}
