/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A name with several addresses, of which some do not answer. */

#include "checks/causes/network/standing.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

static cause_match match_addresses;

const struct cause cause_ipv6_broken = {
	.id = "ipv6-broken",
	.first = AUDIENCE_NETWORK,
	.title = "Connections over IPv6 fail",
	.explanation = "The server has IPv6 and IPv4 addresses. From here, "
		       "IPv6 does not work. Mail programs try it first and "
		       "wait; some never try IPv4.",
	.remedies =
		{
			[AUDIENCE_USER] = "Mail may work after a delay. If it "
					  "does not, try another network and "
					  "tell the administrator of this one.",
			[AUDIENCE_HELPDESK] =
				"Compare with a web page that is available "
				"over IPv6 only. As a workaround, turn off "
				"IPv6 on the caller's computer.",
			[AUDIENCE_NETWORK] = "Fix the IPv6 uplink, or stop "
					     "announcing IPv6 in this network.",
		},
	.confirm = "No other server can be reached over IPv6 from here either.",
	.example = "-  connecting to 2001:db8::25 port 993: no answer\n"
		   "-  connecting to 192.0.2.25 port 993: connected",
	.reference = "RFC 8305 section 5",
	.match = match_addresses,
};

const struct cause cause_ipv4_broken = {
	.id = "ipv4-broken",
	.first = AUDIENCE_NETWORK,
	.title = "Connections over IPv4 fail",
	.explanation = "The server has IPv6 and IPv4 addresses. From here, "
		       "IPv4 does not work. Mail programs that support nothing "
		       "else cannot connect.",
	.remedies =
		{
			[AUDIENCE_USER] = "Mail may work after a delay. If it "
					  "does not, try another network and "
					  "tell the administrator of this one.",
			[AUDIENCE_HELPDESK] = "Compare with another network.",
			[AUDIENCE_NETWORK] = "Fix the IPv4 uplink, or the "
					     "translation to IPv4.",
		},
	.confirm = "No other server can be reached over IPv4 from here either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 2001:db8::25 port 993: connected",
	.reference = "RFC 8305 section 5",
	.match = match_addresses,
};

const struct cause cause_one_server_down = {
	.id = "one-server-down",
	.first = AUDIENCE_ADMIN,
	.title = "One of several servers behind the name does not answer",
	.explanation = "Several servers share this name. Mail programs that "
		       "happen to try the one that is down wait or give up; "
		       "the next attempt may work.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try again; the next attempt may "
					  "reach a working server.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider which address does not "
				"answer. Do not have the caller enter an IP "
				"address instead of the name.",
			[AUDIENCE_ADMIN] =
				"Repair the server at the address shown here, "
				"or remove it from DNS until it works.",
		},
	.confirm =
		"The same address does not answer from another network either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 192.0.2.26 port 993: connected",
	.match = match_addresses,
};

/* Another host for which this family fails, or works. */
static const struct view *other_host(
	struct work *work, const struct view *view, bool ipv6, bool good)
{
	for (size_t i = 0; i < view_other_count(work); i++) {
		struct standings standings;
		struct families families;

		if (view_same_host(view, &work->views[i]))
			continue;
		standings = standing_list(&work->views[i]);
		families = standing_by_family(&standings);
		if (good ? families.good[ipv6] > 0
			 : families.bad[ipv6] && !families.good[ipv6])
			return &work->views[i];
	}
	return NULL;
}

static void suppose_family(struct work *work, const struct view *view,
	const struct standings *standings, bool ipv6)
{
	const char *broken = ipv6 ? "IPv6" : "IPv4";
	const struct view *like = other_host(work, view, ipv6, false);
	const struct view *unlike = other_host(work, view, ipv6, true);
	struct theory *theory;

	if (unlike) {
		theory = theory_suppose(work, view, &cause_one_server_down,
			CONFIDENCE_LIKELY, OF_CONNECT, view->endpoint->host);
		theory_tell(theory,
			arena_printf(work->arena,
				"The %s address of {hosts} does not answer, "
				"although %s works from here to other servers.",
				broken, broken),
			"One of the computers behind {server} does not answer. "
			"Mail may take longer than usual.");
		standing_add_evidence(work, theory, view, standings);
		theory_add_evidence(work, theory, "%s was reached over %s",
			unlike->endpoint->host, broken);
		return;
	}
	theory = theory_suppose(work, view,
		ipv6 ? &cause_ipv6_broken : &cause_ipv4_broken,
		like ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_CONNECT, "");
	theory_tell(theory,
		arena_printf(work->arena,
			"Connections over %s fail while those over %s work: "
			"this network's %s connection is broken.",
			broken, ipv6 ? "IPv4" : "IPv6", broken),
		"One of the two Internet protocols (IPv4 and IPv6) does not "
		"work in this network. Mail is slow, or fails.");
	standing_add_evidence(work, theory, view, standings);
	if (!like)
		theory_beside(work, view, theory, &cause_one_server_down,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_one_down(struct work *work, const struct view *view,
	const struct standings *standings)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_one_server_down,
			CONFIDENCE_LIKELY, OF_CONNECT, view->endpoint->host);

	theory_tell(theory,
		"Several servers share the name {hosts}, and at least one of "
		"them does not answer.",
		"One of the computers behind {server} does not answer. Whether "
		"mail works depends on which one your mail program reaches.");
	standing_add_evidence(work, theory, view, standings);
}

static void match_addresses(struct work *work, const struct view *view)
{
	struct standings standings = standing_list(view);
	struct families families = standing_by_family(&standings);

	if (!(open_checks(view) & OF_CONNECT) || !view_connected(view) ||
		standing_differs(&standings))
		return;
	for (int ipv6 = 1; ipv6 >= 0; ipv6--)
		if (families.bad[ipv6] && !families.good[ipv6] &&
			families.good[!ipv6]) {
			suppose_family(work, view, &standings, ipv6);
			return;
		}
	if (families.bad[0] + families.bad[1])
		suppose_one_down(work, view, &standings);
}
