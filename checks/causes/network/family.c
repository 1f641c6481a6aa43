/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/attempts.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_address_family;

const struct cause cause_address_family_missing = {
	.id = "address-family-missing",
	.first = AUDIENCE_NETWORK,
	.title = "The server is reachable in a way that this network "
		 "does not have",
	.explanation = "There are two kinds of Internet addresses, IPv4 and "
		       "IPv6. The server has addresses of one kind only, and "
		       "this network has a connection of the other kind only.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try from another network, "
					  "your mobile phone's say.",
			[AUDIENCE_HELPDESK] = "Compare with another network.",
			[AUDIENCE_ADMIN] = "Give the server addresses "
					   "of both kinds.",
			[AUDIENCE_NETWORK] = "Offer both IPv4 and IPv6, or a "
					     "translation between them.",
		},
	.confirm = "From a network with both kinds it works.",
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
			"{hosts} can be reached over %s only, and this "
			"computer has no %s connection.",
			ipv6 ? "IPv6" : "IPv4", ipv6 ? "IPv6" : "IPv4"),
		"{Server} can only be reached in a way that this computer's "
		"Internet connection does not offer.");
	attempts_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"there is a route to the %s Internet only",
		local->has_ipv4_route ? "IPv4" : "IPv6");
}
