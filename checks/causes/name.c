/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The run broken off; names and the service that looks them up. */

#include "checks/causes/advice.h"
#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/spelling.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "evidence/witness.h"

#include <arpa/inet.h>
#include <string.h>

void match_interrupted(struct work *work, const struct view *view)
{
	struct theory *theory;

	if (!view->facts->interrupted || open_failures(view))
		return;
	theory = theory_suppose(
		work, view, &cause_interrupted, CONFIDENCE_CERTAIN, OF_ALL, "");
	theory_tell(theory,
		"The run was broken off before {places} had been looked at to "
		"the end.",
		"The check was stopped before it was finished, so nothing is "
		"known of {server} yet.");
	theory_add_evidence(
		work, theory, "%s: interrupted", view_place(work, view));
}

static bool is_address(const char *host)
{
	unsigned char octets[16];

	return strchr(host, ':') || inet_pton(AF_INET, host, octets) == 1;
}

/* How the look-up ended; ST_OK if there was an address to connect to. */
static enum status look_up(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe))
			continue;
		if (probe->attempt_count || probe->stage > STAGE_CONNECT)
			return ST_OK;
		if (probe->status == ST_NO_NAME ||
			probe->status == ST_NO_ADDRESS ||
			probe->status == ST_NO_RESOLVER)
			return probe->status;
		if (probe->stage == STAGE_RESOLVE &&
			probe->status == ST_TIMEOUT)
			return ST_NO_RESOLVER;
	}
	return ST_OK;
}

/* Whether some other name could be looked up. */
static const struct view *other_name(
	const struct work *work, const struct view *view)
{
	for (size_t i = 0; i < work->view_count; i++) {
		const struct view *other = &work->views[i];

		if (!view_same_host(view, other) &&
			!is_address(view_host(other)) && other->most &&
			other->most->attempt_count)
			return other;
	}
	return NULL;
}

static bool any_connected(const struct work *work)
{
	for (size_t i = 0; i < work->view_count; i++)
		if (view_connected(&work->views[i]))
			return true;
	return false;
}

static bool no_route(const struct work *work)
{
	const struct local_facts *local = &work->report->local;

	return local->now_s && !local->has_ipv4_route && !local->has_ipv6_route;
}

static void suppose_network_down(struct work *work, const struct view *view)
{
	struct theory *theory = theory_suppose(work, view, &cause_network_down,
		any_connected(work) ? CONFIDENCE_LIKELY : CONFIDENCE_CERTAIN,
		OF_ALL, "");

	theory_tell(theory,
		"This computer has no network: there is no way from here to "
		"anywhere.",
		"This computer is not connected to the network, so no mail "
		"server can be reached.");
	theory_add_evidence(work, theory,
		"no route to the IPv4 Internet, and none to the IPv6 one");
	theory_add_evidence(work, theory, "%s: the name could not be looked up",
		view_host(view));
}

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

void match_name_service(struct work *work, const struct view *view)
{
	const struct name_facts *name = &view->facts->name;
	const char *resolvers = work->report->local.resolvers;
	const struct view *other;
	struct theory *theory;

	if (look_up(view) != ST_NO_RESOLVER)
		return;
	other = other_name(work, view);
	if (no_route(work) && !other) {
		suppose_network_down(work, view);
		return;
	}
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
	if (any_connected(work))
		theory_add_evidence(work, theory,
			"the network itself works: other connections came "
			"about");
	else
		theory_beside(work, view, theory, &cause_network_down,
			CONFIDENCE_POSSIBLE, "");
}

static void suppose_misspelt(struct work *work, const struct view *view,
	enum likeness likeness, const struct known_host *known)
{
	const char *host = view_host(view);
	const char *summary, *user;
	struct theory *theory = theory_suppose(work, view, &cause_name_misspelt,
		likeness == LIKENESS_DOMAIN ? CONFIDENCE_POSSIBLE
					    : CONFIDENCE_LIKELY,
		OF_ALL, host);

	if (likeness == LIKENESS_LABEL) {
		summary = "There is no server called %s; did you mean %s? "
			  "That is the %s mail server of %s.";
		user = "There is no server called %s. The name that you need "
		       "is probably %s: it is the %s mail server of %s.";
	} else {
		summary = "There is no server called %s; did you mean %s (%s "
			  "mail server of %s)?";
		user = "The server's name %s looks misspelt: it is probably "
		       "meant to be %s, the %s mail server of %s.";
	}
	/* Constant formats of the same arguments. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	theory_tell(theory,
		arena_printf(work->arena, summary, host, known->host,
			wording_direction(known->service), known->title),
		arena_printf(work->arena, user, host, known->host,
			wording_direction(known->service), known->title));
#pragma GCC diagnostic pop
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_NAME));
	theory_add_evidence(work, theory, "%s publishes %s, port %u with %s",
		known->title, known->host, known->port,
		wording_mode(known->mode));
	if (known->service == view->endpoint->service)
		advice_settings(work, theory, view, known->host, known->port,
			known->mode);
	theory_beside(work, view, theory, &cause_name_unknown,
		CONFIDENCE_POSSIBLE, host);
}

/* What the name service said of the name and its domain. */
static void add_name_evidence(
	struct work *work, struct theory *theory, const struct view *view)
{
	const struct name_facts *name = &view->facts->name;

	if (!name->asked)
		return;
	if (name->domain && name->answered && strchr(name->domain, '.'))
		theory_add_evidence(work, theory, "the domain %s %s",
			name->domain,
			name->domain_exists ? "exists" : "does not exist");
	if (name->mx)
		theory_add_evidence(work, theory,
			"mail for %s is delivered to %s", view_host(view),
			name->mx);
	if (name->srv_target && strcmp(name->srv_target, ".") != 0)
		theory_add_evidence(work, theory,
			"the DNS names a server for this service: %s",
			name->srv_target);
}

static void suppose_name_denied(
	struct work *work, const struct view *view, const char *title)
{
	const char *host = view_host(view);
	struct theory *theory = theory_suppose(work, view,
		&cause_name_service_wrong, CONFIDENCE_LIKELY, OF_ALL, "");

	theory_tell(theory,
		arena_printf(work->arena,
			"The name service here says that %s does not exist, "
			"though that is the name which %s publishes: the name "
			"service, or a filter in it, answers wrongly.",
			host, title),
		arena_printf(work->arena,
			"The name of the server, %s, is right, but this "
			"network does not let your computer find it.",
			host));
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_NAME));
	if (work->report->local.resolvers)
		theory_add_evidence(work, theory,
			"name servers set up here: %s",
			work->report->local.resolvers);
	theory_beside(work, view, theory, &cause_name_unknown,
		CONFIDENCE_POSSIBLE, host);
}

static void suppose_unknown_name(struct work *work, const struct view *view)
{
	const struct name_facts *name = &view->facts->name;
	const char *host = view_host(view);
	struct theory *theory = theory_suppose(work, view, &cause_name_unknown,
		CONFIDENCE_LIKELY, OF_ALL, host);
	const char *summary = arena_printf(work->arena,
		"There is no server called %s: the name does not exist.", host);

	if (name->asked && name->answered && name->domain &&
		strcmp(name->domain, host) != 0)
		summary = arena_printf(work->arena,
			name->domain_exists
				? "There is no server called %s, though the "
				  "domain %s exists: the first part of the "
				  "name is probably wrong."
				: "There is no server called %s: not even the "
				  "domain %s exists.",
			host, name->domain);
	theory_tell(theory, summary,
		arena_printf(work->arena,
			"The server's name %s does not exist. Most often a "
			"letter is wrong or missing.",
			host));
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_NAME));
	add_name_evidence(work, theory, view);
}

static void suppose_no_address(struct work *work, const struct view *view)
{
	const struct known_host *known =
		spelling_domain(view_host(view), view->endpoint->service);
	const struct name_facts *name = &view->facts->name;
	bool domain = known || name->mx;
	const char *host = view_host(view);
	struct theory *theory = theory_suppose(work, view,
		domain ? &cause_name_is_mail_domain
		       : &cause_name_without_address,
		CONFIDENCE_LIKELY, OF_ALL, host);

	if (domain)
		theory_tell(theory,
			arena_printf(work->arena,
				"%s is a mail domain, the part behind the @ of "
				"an address, and not the name of a server.",
				host),
			arena_printf(work->arena,
				"%s is the end of a mail address. The mail "
				"program needs the name of a server there, "
				"which is a different one.",
				host));
	else
		theory_tell(theory,
			arena_printf(work->arena,
				"The name %s exists, but no computer stands "
				"behind it: it has no address.",
				host),
			arena_printf(work->arena,
				"The name %s exists, but it is not the name "
				"of a mail server.",
				host));
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_ADDRESS));
	add_name_evidence(work, theory, view);
	if (known && known->service == view->endpoint->service)
		advice_settings(work, theory, view, known->host, known->port,
			known->mode);
}

void match_name(struct work *work, const struct view *view)
{
	enum service service = view->endpoint->service;
	const char *host = view_host(view);
	const char *srv = view->facts->name.srv_target;
	enum status status = look_up(view);
	const struct known_host *known;
	enum likeness likeness;
	struct theory *theory;

	if (status != ST_NO_NAME && status != ST_NO_ADDRESS)
		return;
	if (srv && strcmp(srv, ".") == 0) {
		theory = theory_suppose(work, view, &cause_service_not_offered,
			CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
		theory_tell(theory,
			arena_printf(work->arena,
				"Whoever runs %s says in the DNS that %s is "
				"not offered there.",
				host, service_label(service)),
			"The provider does not offer this way to mail. "
			"Another one has to be chosen in the mail program.");
		theory_add_evidence(work, theory,
			"the SRV record of %s for %s points to nowhere (\".\")",
			host, service_label(service));
		return;
	}
	if (status == ST_NO_ADDRESS) {
		suppose_no_address(work, view);
		return;
	}
	known = spelling_known(host, service);
	if (known) {
		suppose_name_denied(work, view, known->title);
		return;
	}
	likeness = spelling_like(host, service, &known);
	if (likeness != LIKENESS_NONE)
		suppose_misspelt(work, view, likeness, known);
	else
		suppose_unknown_name(work, view);
}
