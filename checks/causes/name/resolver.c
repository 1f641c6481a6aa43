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
	.title = "The name service of this network does not answer",
	.explanation = "Every server has a name for people and an address for "
		       "computers. A name service (DNS) turns one into the "
		       "other; here it gave no answer, so that no connection "
		       "could even be tried.",
	.remedies =
		{
			[AUDIENCE_USER] = "Open a web page that you have not "
					  "visited today. If that fails too, "
					  "restart the Wi-Fi router, or ask "
					  "whoever runs the network. Your mail "
					  "settings are not the reason.",
			[AUDIENCE_HELPDESK] =
				"Nothing needs to be changed in the "
				"mail program. Find out whether web "
				"pages open on this computer, and "
				"which name servers it uses.",
			[AUDIENCE_NETWORK] =
				"See that the name servers which this "
				"computer is given answer, and that "
				"port 53 to them is open.",
		},
	.confirm = "Other names cannot be looked up from this computer "
		   "either.",
	.example = "-  looking up imap.example.com\n"
		   "-  no answer from the name service (192.0.2.53)",
	.reference = "RFC 1035 section 7.2",
	.match = match_name_service,
};

const struct cause cause_name_servers_failing = {
	.id = "name-servers-failing",
	.first = AUDIENCE_ADMIN,
	.title = "The name servers of the mail server's domain fail",
	.explanation = "The name service here works, but those who must "
		       "answer for this one domain do not, or answer in a way "
		       "that cannot be trusted (DNSSEC). Only whoever runs "
		       "the domain can repair that.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Try again later; other "
					  "accounts are not affected.",
			[AUDIENCE_HELPDESK] =
				"Look the name up from another "
				"network. If it fails there too, tell "
				"the provider.",
			[AUDIENCE_ADMIN] =
				"See that all name servers of the "
				"domain answer and agree, and that its "
				"DNSSEC signatures have not run out.",
		},
	.confirm = "The same name cannot be looked up from another "
		   "network either, while others can.",
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
			"The name %s could not be looked up, though other "
			"names can: the name servers of its own domain do not "
			"answer as they should.",
			view_host(view)),
		"The address of {server} could not be found out. The fault is "
		"most likely with the provider, not with this computer.");
	theory_add_evidence(work, theory, "%s: no answer from the name service",
		view_host(view));
	if (other)
		theory_add_evidence(work, theory, "%s was found at %s",
			view_host(other), other->most->attempts[0].address);
	else
		theory_add_evidence(work, theory,
			"the name service answers other questions, about %s "
			"for one",
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
		"The name service of this network does not answer, so {hosts} "
		"could not be looked up. Nothing is known of the servers "
		"themselves.",
		"This computer cannot look up the addresses of servers at the "
		"moment. That is a fault of the network here, not of the mail "
		"account.");
	theory_add_evidence(work, theory, "%s: %s", view_host(view),
		status_words(ST_NO_RESOLVER));
	if (resolvers)
		theory_add_evidence(work, theory,
			"name servers set up here: %s", resolvers);
	else if (work->report->local.now_s)
		theory_add_evidence(
			work, theory, "no name server is set up here");
	if (view_any_connected(work))
		theory_add_evidence(work, theory,
			"the network itself works: other connections came "
			"about");
	else
		theory_beside(work, view, theory, &cause_network_down,
			CONFIDENCE_POSSIBLE, "");
}
