/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One host, or one port of it, that does not answer. */

#include "checks/causes/advice.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/network/survey.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_host_unreachable;
static cause_match match_port_filtered;
static cause_match match_host_down;

const struct cause cause_host_unreachable = {
	.id = "host-unreachable",
	.first = AUDIENCE_NETWORK,
	.title = "There is no route to the server",
	.summary =
		"A router on the path reports that {hosts} cannot be reached.",
	.user_summary = "There is no route from this computer to {server} at "
			"the moment.",
	.explanation = "A router answered instead of the server: it has no "
		       "route to it, or is configured to reject the "
		       "connection. The server may be switched off, its "
		       "address may be wrong, or a VPN may be missing.",
	.remedies =
		{
			[AUDIENCE_USER] = "If the server belongs to your "
					  "company, connect to the VPN first. "
					  "Otherwise try another network.",
			[AUDIENCE_HELPDESK] = "Ask whether a VPN is required. "
					      "Compare with another network.",
			[AUDIENCE_ADMIN] =
				"Make sure that the server is running and that "
				"its address in DNS is correct.",
			[AUDIENCE_NETWORK] = "Check the routes and firewall "
					     "rules for this address.",
		},
	.confirm = "If the server answers from another network, the fault is "
		   "here; if it does not, the fault is on the server.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  No route to host",
	.reference = "RFC 1812 section 5.2.7.1",
	.match = match_host_unreachable,
};

const struct cause cause_port_filtered = {
	.id = "port-filtered",
	.first = AUDIENCE_NETWORK,
	.title = "A firewall drops the connection",
	.explanation = "The connection request got no answer at all, not even "
		       "a rejection. A firewall in between, or on the server "
		       "itself, drops such requests silently.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try another network, for example your mobile "
				"phone's. If mail works there, tell the "
				"administrator of this network; if it does "
				"not, tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare the port with the provider's "
				"instructions, and the result with another "
				"network.",
			[AUDIENCE_ADMIN] =
				"Make sure that the server's own firewall "
				"allows incoming connections on this port.",
			[AUDIENCE_NETWORK] =
				"Make sure that this network's firewall allows "
				"outgoing connections on this port.",
		},
	.confirm = "If the port answers from another network, the block is "
		   "here; if it does not, the block is at the server.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  no answer in 5 seconds",
	.reference = "RFC 9293 section 3.5",
	.match = match_port_filtered,
};

const struct cause cause_host_down = {
	.id = "host-down",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not respond",
	.explanation = "The server is switched off or disconnected, or a "
		       "firewall drops all connections to it.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait a while and try again. You do "
					  "not need to change any settings.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network and look for a "
				"service notice from the provider. If the "
				"server cannot be reached from anywhere, "
				"inform the provider.",
			[AUDIENCE_ADMIN] = "Make sure that the server is "
					   "running, is connected, and has the "
					   "address that DNS returns.",
		},
	.confirm = "The server does not respond from another network either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 192.0.2.25 port 443: no answer",
	.match = match_host_down,
};

static void suppose_unreachable(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_host_unreachable,
			CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);

	attempts_add_evidence(work, theory, view, probe);
	survey_add_evidence(work, theory, view, survey);
}

static void match_host_unreachable(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;

	if (!probe || probe->status != ST_UNREACHABLE)
		return;
	survey = survey_make(work, view);
	if (!survey.mail_connected && !survey.web_connected &&
		!survey.mail_refused && !survey.web_refused)
		suppose_unreachable(work, view, probe, &survey);
}

static void suppose_filtered(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	bool others = survey->mail_connected || survey->web_connected ||
		      survey->mail_refused || survey->web_refused;
	struct theory *theory = theory_suppose(work, view, &cause_port_filtered,
		others ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_ALL,
		view->endpoint->host);

	theory_tell(theory,
		others ? "The connection to {places} gets no answer, although "
			 "the server answers elsewhere. A firewall, here or at "
			 "the server, drops connections to this port."
		       : "The connection to {places} gets no answer. A "
			 "firewall drops it, or the server is down.",
		"Your mail program gets no answer from {server}. Most likely a "
		"firewall blocks the connection.");
	attempts_add_evidence(work, theory, view, probe);
	survey_add_evidence(work, theory, view, survey);
	advice_instead(work, theory, view);
	if (!others)
		theory_beside(work, view, theory, &cause_host_down,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_port_filtered(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;

	if (!probe || (probe->status != ST_TIMEOUT &&
			      probe->status != ST_UNREACHABLE))
		return;
	survey = survey_make(work, view);
	if (survey.mail_connected || survey.web_connected ||
		survey.mail_refused || survey.web_refused || !survey.web)
		suppose_filtered(work, view, probe, &survey);
}

static void suppose_down(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	struct theory *theory = theory_suppose(work, view, &cause_host_down,
		survey->elsewhere ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
		OF_ALL, view->endpoint->host);

	theory_tell(theory,
		"{hosts} does not respond on any port that was tried. The "
		"server is down or disconnected.",
		"{Server} does not respond at the moment.");
	attempts_add_evidence(work, theory, view, probe);
	survey_add_evidence(work, theory, view, survey);
	theory_beside(work, view, theory, &cause_port_filtered,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_host_down(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;

	if (!probe || probe->status != ST_TIMEOUT)
		return;
	survey = survey_make(work, view);
	suppose_down(work, view, probe, &survey);
}
