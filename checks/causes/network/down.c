/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whether there is a network at all. */

#include "checks/causes/name/lookup.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

static cause_match match_network_down;

const struct cause cause_network_down = {
	.id = "network-down",
	.first = AUDIENCE_USER,
	.title = "This computer has no network connection",
	.summary = "This computer has no network connection: it has no route "
		   "to the Internet.",
	.user_summary = "This computer is not connected to the network, so it "
			"cannot reach any mail server.",
	.explanation = "A computer without a network connection cannot reach "
		       "any server. Nothing can be said about the mail servers "
		       "until it is connected.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Make sure that Wi-Fi is connected or the "
				"network cable is plugged in, and that "
				"airplane mode is off. If you use a VPN, "
				"connect to it. Then try again.",
			[AUDIENCE_HELPDESK] =
				"Ask the caller to open a web page. If that "
				"fails too, this is a network problem and not "
				"a mail problem.",
			[AUDIENCE_NETWORK] =
				"Find out why this computer has no IP address "
				"or no default route.",
		},
	.confirm = "Web pages do not open on this computer either.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  Network is unreachable",
	.match = match_network_down,
};

static bool has_no_route(const struct work *work)
{
	const struct local_facts *local = &work->report->local;

	return !local->has_ipv4_route && !local->has_ipv6_route;
}

static void suppose_unresolved(struct work *work, const struct view *view)
{
	struct theory *theory = theory_suppose(work, view, &cause_network_down,
		view_any_connected(work) ? CONFIDENCE_LIKELY
					 : CONFIDENCE_CERTAIN,
		OF_ALL, "");

	theory_add_evidence(
		work, theory, "no route to the Internet over IPv4 or IPv6");
	theory_add_evidence(work, theory, "%s: the name could not be looked up",
		view_host(view));
}

static void suppose_unconnected(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_network_down,
		work->report->local.now_s ? CONFIDENCE_CERTAIN
					  : CONFIDENCE_LIKELY,
		OF_ALL, "");

	attempts_add_evidence(work, theory, view, probe);
}

static void match_network_down(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);

	if (!has_no_route(work))
		return;
	if (lookup_status(view) == ST_NO_RESOLVER &&
		work->report->local.now_s && !lookup_other(work, view))
		suppose_unresolved(work, view);
	else if (probe && probe->status == ST_NO_NETWORK)
		suppose_unconnected(work, view, probe);
}
