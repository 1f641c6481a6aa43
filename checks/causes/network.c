/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* No connection comes about: the port, the server, the network? */

#include "checks/causes/advice.h"
#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/spelling.h"
#include "checks/causes/survey.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/product.h"
#include "evidence/witness.h"

#include <string.h>

/* What kept the most promising address from connecting. */
static const struct probe_facts *failed_probe(const struct view *view)
{
	static const enum status order[] = {ST_CONN_REFUSED, ST_TIMEOUT,
		ST_RESET, ST_UNREACHABLE, ST_NO_NETWORK};

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		const struct probe_facts *probe =
			witness_stopped(view->facts, STAGE_CONNECT, order[i]);

		if (probe)
			return probe;
	}
	return NULL;
}

static void add_attempts(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe)
{
	for (size_t i = 0; i < probe->attempt_count; i++)
		if (probe->attempts[i].tried)
			theory_add_evidence(work, theory, "%s, port %u: %s",
				probe->attempts[i].address,
				view->endpoint->port,
				status_words(probe->attempts[i].status));
	if (!probe->attempt_count)
		theory_add_evidence(work, theory, "%s: %s",
			view_place(work, view), status_words(probe->status));
}

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
		add_attempts(work, theory, view, probe);
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
	add_attempts(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"there is a route to the %s Internet only",
		local->has_ipv4_route ? "IPv4" : "IPv6");
}

static bool is_nowhere(const char *address)
{
	return view_is_loopback(address) || strcmp(address, "0.0.0.0") == 0 ||
	       strcmp(address, "::") == 0;
}

/* A name of another computer that leads back to this one, or a provider's
 * that leads to a private address. */
static bool leads_astray(
	const struct view *view, const struct probe_facts *probe)
{
	const char *host = view->endpoint->host;
	const char *address =
		probe->attempt_count ? probe->attempts[0].address : "";
	bool private_use = strncmp(address, "10.", 3) == 0 ||
			   strncmp(address, "192.168.", 8) == 0;

	if (view->facts->connected_to || strcmp(host, address) == 0 ||
		!strchr(host, '.') || strchr(host, ':'))
		return false;
	if (private_use)
		return spelling_known(host, view->endpoint->service);
	return is_nowhere(address) && host[strspn(host, "0123456789.")] != '\0';
}

static void suppose_astray(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const char *address = probe->attempts[0].address;
	struct theory *theory = theory_suppose(work, view,
		&cause_name_service_wrong, CONFIDENCE_LIKELY, OF_ALL, "");

	theory_tell(theory,
		arena_printf(work->arena,
			"The name service here gives %s for %s, which cannot "
			"be the address of that server: a filter, a block "
			"list or a hosts file answers in its place.",
			address, view->endpoint->host),
		"This computer or this network leads the name of {server} to "
		"a wrong place, as filters do.");
	theory_add_evidence(work, theory, "%s was looked up as %s",
		view->endpoint->host, address);
	add_attempts(work, theory, view, probe);
	theory_beside(work, view, theory,
		probe->status == ST_CONN_REFUSED ? &cause_port_closed
						 : &cause_host_down,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
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
	add_attempts(work, theory, view, probe);
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
	add_attempts(work, theory, view, probe);
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
	add_attempts(work, theory, view, probe);
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
	add_attempts(work, theory, view, probe);
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
	add_attempts(work, theory, view, probe);
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
	add_attempts(work, theory, view, probe);
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
		add_attempts(work, theory, view, probe);
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
	const struct probe_facts *probe = failed_probe(view);
	struct survey survey;

	if (!probe || view_connected(view))
		return;
	if (probe->status != ST_NO_NETWORK && leads_astray(view, probe)) {
		suppose_astray(work, view, probe);
		return;
	}
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
