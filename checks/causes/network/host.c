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
	.title = "There is no way to the server",
	.explanation = "A router answered in the server's place: it "
		       "knows no way there, or is told to let nothing "
		       "through. The server may be switched off, its "
		       "address may be wrong, or a VPN may be missing.",
	.remedies =
		{
			[AUDIENCE_USER] = "If the server belongs to your "
					  "company, connect the VPN first. "
					  "Otherwise try from another network.",
			[AUDIENCE_HELPDESK] =
				"Ask whether a VPN is needed. Compare "
				"with another network.",
			[AUDIENCE_ADMIN] =
				"See that the server runs and that its "
				"address in the DNS is right.",
			[AUDIENCE_NETWORK] =
				"See the routes and firewall rules for "
				"this address.",
		},
	.confirm = "From another network it answers, or it does not "
		   "there either.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  No route to host",
	.reference = "RFC 1812 section 5.2.7.1",
	.match = match_host_unreachable,
};

const struct cause cause_port_filtered = {
	.id = "port-filtered",
	.first = AUDIENCE_NETWORK,
	.title = "A firewall swallows the connection",
	.explanation = "The request for a connection was sent and nothing "
		       "came back, neither a yes nor a no. A server that runs "
		       "would answer; so something on the way, or at the "
		       "server's own door, drops the request without a word.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. If it works there, tell "
				"whoever runs this network; if not, "
				"tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare the port with the provider's "
				"instructions, and the result with "
				"another network.",
			[AUDIENCE_ADMIN] = "See that the server's own firewall "
					   "lets this port in.",
			[AUDIENCE_NETWORK] =
				"See that the firewall of this network "
				"lets this port out.",
		},
	.confirm = "From another network the port answers: the block "
		   "is here. It does not: the block is at the server.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  no answer in 5 seconds",
	.reference = "RFC 9293 section 3.5",
	.match = match_port_filtered,
};

const struct cause cause_host_down = {
	.id = "host-down",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not answer at all",
	.explanation = "Nothing that was tried of this server answers. "
		       "It is switched off, cut off, or hidden by a "
		       "firewall that drops everything.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Wait a while and try again. There is "
				"nothing to set in the mail program.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network, and "
				"look for a notice of the provider. If "
				"nobody reaches the server, tell the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"See that the server runs, is "
				"connected, and has the address that "
				"the DNS gives.",
		},
	.confirm = "The server does not answer from another network "
		   "either.",
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

	theory_tell(theory,
		"A router on the way says that there is no way to {hosts}.",
		"There is no way from this computer to {server} at the "
		"moment.");
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
	if (!survey.mail_connected && !survey.web_connected)
		suppose_unreachable(work, view, probe, &survey);
}

static void suppose_filtered(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	bool others = survey->mail_connected || survey->web_connected;
	struct theory *theory = theory_suppose(work, view, &cause_port_filtered,
		others ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_ALL,
		view->endpoint->host);

	theory_tell(theory,
		others ? "Something swallows the connection to {places}, while "
			 "the server answers elsewhere: a firewall, here or "
			 "there, does not let this port through."
		       : "Nothing at all comes back from {places}: a firewall "
			 "swallows the connection, or the server is down.",
		"Your program asks {server} for a connection, and nothing "
		"comes back: most likely a firewall is in the way.");
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
	if (survey.mail_connected || survey.web_connected || !survey.web)
		suppose_filtered(work, view, probe, &survey);
}

static void suppose_down(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	struct theory *theory = theory_suppose(work, view, &cause_host_down,
		survey->elsewhere ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
		OF_ALL, view->endpoint->host);

	theory_tell(theory,
		"{hosts} does not answer at all, neither for mail nor for the "
		"web: the server is down, or cut off.",
		"{Server} does not answer at the moment.");
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
