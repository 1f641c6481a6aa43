/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whole kinds of connections that this network does not let out. */

#include "checks/causes/advice.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/network/survey.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_port_25;
static cause_match match_mail_ports;
static cause_match match_network_blocked;

const struct cause cause_port_25_blocked = {
	.id = "port-25-blocked",
	.first = AUDIENCE_USER,
	.title = "This network blocks port 25",
	.explanation = "Port 25 is the entrance by which mail servers "
		       "hand mail to each other. Nearly every access "
		       "provider blocks it for its customers, since "
		       "infected computers sent junk mail there. Mail "
		       "programs use another entrance.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"settings of the outgoing mail server. "
				"Set the port to 465 with SSL/TLS, or "
				"to 587 with STARTTLS, and turn on "
				"that it logs in with your name and "
				"password.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use port 465 with "
				"SSL/TLS or 587 with STARTTLS, with "
				"log-in.",
			[AUDIENCE_NETWORK] =
				"Port 25 is best left blocked; see "
				"that 465 and 587 are open.",
		},
	.confirm = "Port 25 of a server of another owner does not "
		   "answer from here either, and port 587 does.",
	.example = "-  connecting to 192.0.2.25 port 25\n"
		   "-  no answer\n"
		   "-  connecting to 192.0.2.25 port 587: connected",
	.reference = "RFC 5068 section 3.1; RFC 8314 section 3.3",
	.match = match_port_25,
};

const struct cause cause_mail_ports_filtered = {
	.id = "mail-ports-filtered",
	.first = AUDIENCE_NETWORK,
	.title = "This network lets no mail programs through",
	.explanation = "Web pages come through this network, but all the "
		       "ports that mail programs use stay silent. Companies, "
		       "schools and guest networks set their firewalls so.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. There is nothing to set "
				"in the mail program; the web mail of "
				"your provider works in this network.",
			[AUDIENCE_HELPDESK] =
				"Have the caller compare with a mobile "
				"phone's network. If it works there, "
				"refer them to whoever runs this "
				"network.",
			[AUDIENCE_NETWORK] =
				"Open the ports 993, 995, 465 and 587 "
				"outwards, or say that mail programs "
				"are not wanted here.",
		},
	.confirm = "From another network the same ports answer.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 192.0.2.25 port 587: no answer\n"
		   "-  connecting to 192.0.2.25 port 443: connected",
	.match = match_mail_ports,
};

const struct cause cause_network_blocked = {
	.id = "network-blocked",
	.first = AUDIENCE_NETWORK,
	.title = "Nothing outside can be reached from this network",
	.explanation = "No server of any owner answers, on any port that was "
		       "tried. It is unlikely that all of them are down at "
		       "once: most likely this network, or a firewall on this "
		       "computer, lets nothing out.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open any web page. If that fails too, "
				"restart the router or ask whoever "
				"runs the network. If a VPN is in use, "
				"turn it off and on again.",
			[AUDIENCE_HELPDESK] =
				"See whether anything else on the "
				"Internet works on this computer. If "
				"not, treat this as a network fault.",
			[AUDIENCE_NETWORK] =
				"See what the firewall and the uplink "
				"of this network do with connections "
				"from this computer.",
		},
	.confirm = "Nothing else on the Internet can be reached either.",
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
		others ? "This network blocks port 25, as nearly all access "
			 "providers do: {hosts} answers on other ports."
		       : "Port 25 of {hosts} does not answer. Nearly all "
			 "access providers block that port.",
		"Your program sends mail by an old way, which this Internet "
		"connection blocks on purpose against junk mail.");
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
		"This network lets the web through, but no mail: every mail "
		"port of {hosts} stays silent while port 443 answers.",
		"The network that you are in lets web pages through, but no "
		"mail programs. Guest networks and companies often do so.");
	attempts_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"%zu mail ports of %s were tried, and none answers",
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
	if (!survey.mail_connected && survey.web_connected &&
		survey.mail_ports > 1 && !survey.elsewhere)
		suppose_mail_ports(work, view, probe, &survey);
}

static void suppose_network_blocked(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_network_blocked, CONFIDENCE_POSSIBLE, OF_ALL, "");

	theory_tell(theory,
		"No server that was tried answers, neither for mail nor for "
		"the web: the fault is most likely in this network and not "
		"with {hosts}.",
		"Nothing on the Internet can be reached from this computer at "
		"the moment.");
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
	if (survey.web && !survey.web_connected && !survey.mail_connected &&
		survey.hosts_dead && !survey.elsewhere)
		suppose_network_blocked(work, view, probe, &survey);
}
