/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/attempts.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_address_family;

const struct cause cause_address_family_missing = {
	.id = "address-family-missing",
	.first = AUDIENCE_NETWORK,
	.title = "The server and this network have no IP version in common",
	.explanation =
		"The server has addresses of one IP version only (IPv4 or "
		"IPv6), and this network supports only the other one.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try another network, for example "
					  "your mobile phone's.",
			[AUDIENCE_HELPDESK] = "Compare with another network.",
			[AUDIENCE_ADMIN] =
				"Give the server both IPv4 and IPv6 addresses.",
			[AUDIENCE_NETWORK] = "Provide both IPv4 and IPv6, or a "
					     "translation between them.",
		},
	.confirm =
		"From a network with both IPv4 and IPv6, the connection works.",
	.example = "-  looking up mail.example.com: 2001:db8::25\n"
		   "-  connecting to 2001:db8::25 port 993\n"
		   "-  Network is unreachable",
	.reference = "RFC 8305",
	.match = match_address_family,
};

static void match_address_family(struct work *work, const struct view *view)
{
	const struct local_facts *local = &work->report->local;
	const struct probe_facts *probe = attempts_failed(view);
	struct theory *theory;
	bool ipv6;

	if (!probe || probe->status != ST_NO_NETWORK ||
		(!local->has_ipv4_route && !local->has_ipv6_route))
		return;
	ipv6 = probe->attempt_count && probe->attempts[0].ipv6;
	theory = theory_suppose(work, view, &cause_address_family_missing,
		CONFIDENCE_LIKELY, OF_ALL, ipv6 ? "6" : "4");
	theory_tell(theory,
		arena_printf(work->arena,
			"{hosts} can only be reached over %s, and this "
			"computer has no %s connection.",
			ipv6 ? "IPv6" : "IPv4", ipv6 ? "IPv6" : "IPv4"),
		"{Server} can only be reached in a way that this computer's "
		"Internet connection does not support.");
	attempts_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"this computer has a route to the %s Internet only",
		local->has_ipv4_route ? "IPv4" : "IPv6");
}
