/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"

static cause_match match_large;

const struct cause cause_hello_too_large = {
	.id = "hello-too-large",
	.first = AUDIENCE_NETWORK,
	.title = "Large packets get lost in transit",
	.summary = "Small packets reach {places}, large ones do not: a router "
		   "on the path drops them.",
	.user_summary = "The connection to {server} loses large packets. That "
			"is a network fault, often in a VPN or a router.",
	.explanation =
		"Short messages get through and longer ones vanish, because "
		"some part of the route only carries packets up to a certain "
		"size and does not report it. VPNs, DSL lines and mobile "
		"networks have this fault. Encryption starts with the first "
		"long messages, so that is where it fails.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Turn off any VPN and try again, or use "
				"another network. Restart the router.",
			[AUDIENCE_HELPDESK] = "Compare with another network. "
					      "As a test, set the packet size "
					      "(MTU) of the computer to 1400.",
			[AUDIENCE_NETWORK] =
				"Let ICMP \"fragmentation needed\" messages "
				"through, or limit the segment size (MSS "
				"clamping) on the tunnel or the DSL line.",
		},
	.confirm = "With an MTU of 1400 or less, or without the VPN, the "
		   "connection succeeds.",
	.example = "-  connected to 192.0.2.25 port 993\n"
		   "-  TLS handshake begins\n"
		   "-  no answer\n"
		   "-  with a smaller hello: TLS is up",
	.reference = "RFC 2923 section 2.1; RFC 8899",
	.match = match_large,
};

static void suppose_large(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_hello_too_large,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	handshake_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"with a smaller ClientHello, the handshake with %s succeeds",
		view_place(work, view));
}

static void match_large(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_LARGE)
		suppose_large(work, view, handshake.probe);
}
