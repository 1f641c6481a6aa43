/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* No connection comes about: the port, the server, the network? */

#include "checks/causes/advice.h"
#include "checks/causes/match.h"
#include "checks/causes/name/spelling.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/open.h"
#include "checks/causes/survey.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/product.h"
#include "evidence/witness.h"

#include <string.h>

static void suppose_no_network(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct local_facts *local = &work->report->local;
	bool some = local->has_ipv4_route || local->has_ipv6_route;
	bool ipv6 = probe->attempt_count && probe->attempts[0].ipv6;
	struct theory *theory;

	if (!some) {
		theory = theory_suppose(work, view, &cause_network_down,
			local->now_s && !view_connected(view)
				? CONFIDENCE_CERTAIN
				: CONFIDENCE_LIKELY,
			OF_ALL, "");
		theory_tell(theory,
			"This computer has no network: there is no way from "
			"here to anywhere.",
			"This computer is not connected to the network, so no "
			"mail server can be reached.");
		attempts_add_evidence(work, theory, view, probe);
		return;
	}
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

static void suppose_closed(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	enum service service = view->endpoint->service;
	struct theory *theory = theory_suppose(work, view, &cause_port_closed,
		CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);
	bool exchange = false;

	theory_tell(theory,
		"The computer is there, but no mail service is open at "
		"{places}.",
		"{Server} is there, but it does not offer mail at the place "
		"where your program looks for it.");
	attempts_add_evidence(work, theory, view, probe);
	survey_tell(work, theory, view, survey);
	advice_instead(work, theory, view);
	for (size_t i = 0; i < work->view_count; i++)
		if (view_same_host(view, &work->views[i]) &&
			product_is_exchange(product_of(work->views[i].facts)))
			exchange = true;
	if (exchange && service != SERVICE_SMTP)
		theory_advise(theory, AUDIENCE_ADMIN,
			"This is an Exchange Server, which comes with POP3 and "
			"IMAP4 stopped. Start the services \"Microsoft "
			"Exchange POP3\" or \"IMAP4\" and their back ends, and "
			"set them to start by themselves.");
}

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
	survey_tell(work, theory, view, survey);
	advice_instead(work, theory, view);
	if (!others)
		theory_beside(work, view, theory, &cause_host_down,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
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
	survey_tell(work, theory, view, survey);
	theory_beside(work, view, theory, &cause_port_filtered,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
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
	survey_tell(work, theory, view, survey);
	advice_instead(work, theory, view);
	if (!others)
		theory_beside(work, view, theory, &cause_host_down,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_down(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	bool network = survey->hosts_dead && !survey->elsewhere;
	struct theory *theory = theory_suppose(work, view,
		network ? &cause_network_blocked : &cause_host_down,
		survey->elsewhere ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
		OF_ALL, network ? "" : view->endpoint->host);

	if (network)
		theory_tell(theory,
			"No server that was tried answers, neither for mail "
			"nor for the web: the fault is most likely in this "
			"network and not with {hosts}.",
			"Nothing on the Internet can be reached from this "
			"computer at the moment.");
	else
		theory_tell(theory,
			"{hosts} does not answer at all, neither for mail nor "
			"for the web: the server is down, or cut off.",
			"{Server} does not answer at the moment.");
	attempts_add_evidence(work, theory, view, probe);
	survey_tell(work, theory, view, survey);
	theory_beside(work, view, theory,
		network ? &cause_host_down : &cause_port_filtered,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_unreachable(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	struct theory *theory;

	if (survey->mail_connected || survey->web_connected) {
		suppose_filtered(work, view, probe, survey);
		return;
	}
	theory = theory_suppose(work, view, &cause_host_unreachable,
		CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);
	theory_tell(theory,
		"A router on the way says that there is no way to {hosts}.",
		"There is no way from this computer to {server} at the "
		"moment.");
	attempts_add_evidence(work, theory, view, probe);
	survey_tell(work, theory, view, survey);
}

static void suppose_silent_port(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct survey *survey)
{
	const struct known_host *domain =
		spelling_domain(view->endpoint->host, view->endpoint->service);
	struct theory *theory;

	if (domain && !spelling_known(view->endpoint->host, domain->service)) {
		theory = theory_suppose(work, view, &cause_name_is_mail_domain,
			CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);
		theory_tell(theory,
			arena_printf(work->arena,
				"%s is the domain of mail addresses at %s, "
				"not the name of its mail server.",
				view->endpoint->host, domain->title),
			arena_printf(work->arena,
				"%s is the end of a mail address. The mail "
				"program needs the name of a server there: %s.",
				view->endpoint->host, domain->host));
		attempts_add_evidence(work, theory, view, probe);
		advice_settings(work, theory, view, domain->host, domain->port,
			domain->mode);
	} else if (view->endpoint->port == 25) {
		suppose_port_25(work, view, probe, survey);
	} else if (!survey->mail_connected && survey->web_connected &&
		   survey->mail_ports > 1 && !survey->elsewhere) {
		suppose_mail_ports(work, view, probe, survey);
	} else if (survey->mail_connected || survey->web_connected ||
		   !survey->web) {
		suppose_filtered(work, view, probe, survey);
	} else {
		suppose_down(work, view, probe, survey);
	}
}

void match_network(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;

	if (!probe || view_connected(view))
		return;
	survey = survey_make(work, view);
	switch (probe->status) {
	case ST_NO_NETWORK:
		suppose_no_network(work, view, probe);
		break;
	case ST_CONN_REFUSED:
		suppose_closed(work, view, probe, &survey);
		break;
	case ST_UNREACHABLE:
		suppose_unreachable(work, view, probe, &survey);
		break;
	case ST_TIMEOUT:
		suppose_silent_port(work, view, probe, &survey);
		break;
	default:
		/* Reset before it stood: match_silence() knows the like. */
		break;
	}
}
