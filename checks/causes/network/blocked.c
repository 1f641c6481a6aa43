/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whole kinds of connections that this network does not let out. */

#include "checks/causes/advice.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/network/survey.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "model/text/plural.h"

static cause_match match_port_25;
static cause_match match_mail_ports;
static cause_match match_network_blocked;

const struct cause cause_port_25_blocked = {
	.id = "port-25-blocked",
	.first = AUDIENCE_USER,
	.title = "This network blocks port 25",
	.explanation = "Mail servers use port 25 to pass mail to each other. "
		       "Almost all Internet providers block it for their "
		       "customers, because infected computers used it to send "
		       "spam. Mail programs submit mail on other ports.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the settings of the outgoing mail server "
				"in your mail program: use {submission}, and "
				"turn on authentication with your user name "
				"and password.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use {submission}, and turn on "
				"authentication.",
			[AUDIENCE_NETWORK] =
				"Keep port 25 blocked, but let mail programs "
				"submit mail: {submission}.",
		},
	.confirm = "From here, port 25 of another provider's server does not "
		   "answer either, but its ports for mail programs do.",
	.example = "-  connecting to 192.0.2.25 port 25\n"
		   "-  no answer\n"
		   "-  connecting to 192.0.2.25 port 587: connected",
	.reference = "RFC 5068 section 3.1; RFC 8314 section 3.3",
	.match = match_port_25,
};

const struct cause cause_mail_ports_filtered = {
	.id = "mail-ports-filtered",
	.first = AUDIENCE_NETWORK,
	.title = "This network blocks mail programs",
	.explanation =
		"Web traffic passes through this network, but none of the mail "
		"ports that were tried answers. Companies, schools and guest "
		"networks often configure their firewalls this way.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try another network, for example your mobile "
				"phone's. You do not need to change any "
				"settings. In this network, use your "
				"provider's webmail.",
			[AUDIENCE_HELPDESK] =
				"Ask the caller to try a mobile phone's "
				"network. If mail works there, refer them to "
				"the administrator of this network.",
			[AUDIENCE_NETWORK] =
				"Open ports {mail ports} for outgoing "
				"connections, or tell users that mail programs "
				"are not allowed here.",
		},
	.confirm = "From another network, the same ports answer.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 192.0.2.25 port 587: no answer\n"
		   "-  connecting to 192.0.2.25 port 443: connected",
	.match = match_mail_ports,
};

const struct cause cause_network_blocked = {
	.id = "network-blocked",
	.first = AUDIENCE_NETWORK,
	.title = "No server can be reached from this network",
	.explanation = "None of the servers that were tried answers. It is "
		       "unlikely that all of them are down at "
		       "once. Most likely this network, or a firewall on this "
		       "computer, blocks outgoing connections.",
	.remedies =
		{
			[AUDIENCE_USER] = "Open any web page. If that fails "
					  "too, restart the router or ask the "
					  "network's administrator. If you use "
					  "a VPN, disconnect and reconnect it.",
			[AUDIENCE_HELPDESK] =
				"Find out whether anything else on the "
				"Internet works on the caller's computer. If "
				"not, treat this as a network problem.",
			[AUDIENCE_NETWORK] =
				"Check what this network's firewall and uplink "
				"do with connections from this computer.",
		},
	.confirm = "No other server on the Internet can be reached either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 198.51.100.7 port 587: no answer\n"
		   "-  connecting to 192.0.2.25 port 443: no answer",
	.match = match_network_blocked,
};

static void suppose_port_25(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	bool others = survey->mail_connected || survey->web_connected;
	struct theory *theory = theory_suppose(work, view,
		&cause_port_25_blocked,
		others ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_ALL, "");

	theory_tell(theory,
		others ? "This network blocks port 25, as almost all Internet "
			 "providers do: {hosts} answers on other ports."
		       : "Port 25 of {hosts} does not answer. Almost all "
			 "Internet providers block that port.",
		"Your mail program sends mail through port 25, which Internet "
		"providers block because of spam.");
	attempts_add_evidence(work, theory, view, probe);
	survey_add_evidence(work, theory, view, survey);
	advice_instead(work, theory, view);
	if (!others)
		theory_beside(work, view, theory, &cause_host_down,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_port_25(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;

	if (!probe || probe->status != ST_TIMEOUT || view->endpoint->port != 25)
		return;
	survey = survey_make(work, view);
	suppose_port_25(work, view, probe, &survey);
}

static void suppose_mail_ports(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_mail_ports_filtered, CONFIDENCE_LIKELY, OF_ALL, "");

	theory_tell(theory,
		"This network blocks mail: none of the mail ports of {hosts} "
		"that were tried answers, while port 443 (web) does.",
		"This network lets web pages through but blocks mail programs. "
		"Guest networks and companies often do that.");
	attempts_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		plural_form(survey->mail_ports,
			"%zu mail port of %s was tried; it does not answer",
			"%zu mail ports of %s were tried; none answers"),
		survey->mail_ports, view->endpoint->host);
	survey_add_evidence(work, theory, view, survey);
	theory_beside(work, view, theory, &cause_port_filtered,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_mail_ports(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;

	if (!probe || probe->status != ST_TIMEOUT)
		return;
	survey = survey_make(work, view);
	if (!survey.mail_connected && !survey.mail_refused &&
		survey.web_connected && survey.mail_ports > 1 &&
		!survey.elsewhere)
		suppose_mail_ports(work, view, probe, &survey);
}

static void suppose_network_blocked(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_network_blocked, CONFIDENCE_POSSIBLE, OF_ALL, "");

	theory_tell(theory,
		"No server that was tried answers. The fault is most likely in "
		"this network and not at {hosts}.",
		"This computer cannot reach anything on the Internet at the "
		"moment.");
	attempts_add_evidence(work, theory, view, probe);
	survey_add_evidence(work, theory, view, survey);
	theory_beside(work, view, theory, &cause_host_down, CONFIDENCE_POSSIBLE,
		view->endpoint->host);
}

static void match_network_blocked(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;

	if (!probe || probe->status != ST_TIMEOUT)
		return;
	survey = survey_make(work, view);
	if (survey.web && !survey.web_connected && !survey.web_refused &&
		!survey.mail_connected && !survey.mail_refused &&
		survey.hosts_dead && !survey.elsewhere)
		suppose_network_blocked(work, view, probe, &survey);
}
