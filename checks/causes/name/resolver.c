/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The name service, here and of a domain. */

#include "checks/causes/name/lookup.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

#include <arpa/inet.h>
#include <string.h>

static cause_match match_name_service;

const struct cause cause_name_service_down = {
	.id = "name-service-down",
	.first = AUDIENCE_USER,
	.title = "The DNS servers of this network do not respond",
	.explanation =
		"The Domain Name System (DNS) translates a server's name into "
		"its address. The DNS servers that this computer uses gave no "
		"answer, so no connection could even be tried.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open a web page that you have not visited "
				"today. If that fails too, restart the Wi-Fi "
				"router or ask the network's administrator. "
				"Your mail settings are not the reason.",
			[AUDIENCE_HELPDESK] =
				"Nothing needs to be changed in the mail "
				"program. Ask whether web pages open on the "
				"caller's computer, and which DNS servers it "
				"uses.",
			[AUDIENCE_NETWORK] =
				"Make sure that the DNS servers assigned to "
				"this computer respond and that port 53 to "
				"them is open.",
		},
	.confirm = "Other names cannot be looked up from this computer either.",
	.example = "-  looking up imap.example.com\n"
		   "-  no answer from the name service (192.0.2.53)",
	.reference = "RFC 1035 section 7.2",
	.match = match_name_service,
};

const struct cause cause_name_servers_failing = {
	.id = "name-servers-failing",
	.first = AUDIENCE_ADMIN,
	.title = "The DNS servers of the mail server's domain fail",
	.explanation =
		"DNS works here in general, but the name servers of this one "
		"domain do not respond, or their answers fail DNSSEC "
		"validation. Only the domain's administrator can fix that.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"You do not need to change any settings. Try "
				"again later; accounts at other providers are "
				"not affected.",
			[AUDIENCE_HELPDESK] =
				"Look up the name from another network. If "
				"that fails too, inform the provider.",
			[AUDIENCE_ADMIN] =
				"Make sure that all name servers of the domain "
				"respond with the same data and that its "
				"DNSSEC signatures have not expired.",
		},
	.confirm = "The name cannot be looked up from another network either, "
		   "while other names can.",
	.example = "-  looking up imap.example.com\n"
		   "-  SERVFAIL\n"
		   "-  looking up imap.example.net: 192.0.2.25",
	.reference = "RFC 1035 section 4.1.1; RFC 4035 section 5.5",
	.match = match_name_service,
};

static void suppose_domain_fails(
	struct work *work, const struct view *view, const struct view *other)
{
	const struct name_facts *name = &view->facts->name;
	struct theory *theory =
		theory_suppose(work, view, &cause_name_servers_failing,
			CONFIDENCE_LIKELY, OF_ALL, view_host(view));

	theory_tell(theory,
		arena_printf(work->arena,
			"The name %s could not be looked up, although other "
			"names can: the name servers of its own domain do not "
			"answer properly.",
			view_host(view)),
		"The address of {server} could not be found. The fault is most "
		"likely at the provider and not on this computer.");
	theory_add_evidence(
		work, theory, "%s: no answer from DNS", view_host(view));
	if (other)
		theory_add_evidence(work, theory, "%s was found at %s",
			view_host(other), other->most->attempts[0].address);
	else
		theory_add_evidence(work, theory,
			"DNS answers other questions, for example about %s",
			name->domain ? name->domain : "its domain");
}

static void match_name_service(struct work *work, const struct view *view)
{
	const struct name_facts *name = &view->facts->name;
	const char *resolvers = work->report->local.resolvers;
	const struct view *other;
	struct theory *theory;

	if (lookup_status(view) != ST_NO_RESOLVER)
		return;
	other = lookup_other(work, view);
	if (other || (name->asked && name->answered)) {
		suppose_domain_fails(work, view, other);
		return;
	}
	theory = theory_suppose(work, view, &cause_name_service_down,
		CONFIDENCE_LIKELY, OF_ALL, "");
	theory_tell(theory,
		"The DNS servers of this network do not respond, so {hosts} "
		"could not be looked up. Nothing is known about the mail "
		"servers themselves.",
		"This computer cannot look up server addresses at the moment. "
		"The fault is in this network, not in your mail account.");
	theory_add_evidence(work, theory, "%s: %s", view_host(view),
		status_words(ST_NO_RESOLVER));
	if (resolvers)
		theory_add_evidence(work, theory,
			"DNS servers configured here: %s", resolvers);
	else if (work->report->local.now_s)
		theory_add_evidence(
			work, theory, "no DNS server is configured here");
	if (view_any_connected(work))
		theory_add_evidence(work, theory,
			"the network itself works: other connections "
			"succeeded");
	else
		theory_beside(work, view, theory, &cause_network_down,
			CONFIDENCE_POSSIBLE, "");
}
