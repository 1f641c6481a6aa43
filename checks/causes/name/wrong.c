/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names that are right, and for which the name service here gives a wrong
 * answer. */

#include "checks/causes/name/known.h"
#include "checks/causes/name/lookup.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

#include <string.h>

static cause_match match_name_wrong;

const struct cause cause_name_service_wrong = {
	.id = "name-service-wrong",
	.first = AUDIENCE_USER,
	.title = "DNS gives a wrong answer for this name",
	.explanation = "DNS in this network, or a hosts file, filter or "
		       "blocklist on this computer, denies that the name "
		       "exists or returns an address that cannot be right.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If you use an ad blocker or a parental "
				"filter, turn it off. In a guest network, log "
				"in first. Then try again. If it still fails, "
				"ask the network's administrator.",
			[AUDIENCE_HELPDESK] =
				"Look up the name from another network and "
				"compare the answers. If they differ, the "
				"fault is in the caller's network or on the "
				"caller's computer.",
			[AUDIENCE_NETWORK] = "Check what your DNS servers and "
					     "filters, and this computer's "
					     "hosts file, answer for the name.",
		},
	.confirm = "The name has a different address when looked up from "
		   "another network.",
	.example = "-  looking up imap.example.com: 127.0.0.1\n"
		   "-  connecting to 127.0.0.1 port 993\n"
		   "-  connection refused",
	.match = match_name_wrong,
};

static void suppose_name_denied(
	struct work *work, const struct view *view, const char *title)
{
	const char *host = view_host(view);
	struct theory *theory = theory_suppose(work, view,
		&cause_name_service_wrong, CONFIDENCE_LIKELY, OF_ALL, "");

	theory_tell(theory,
		arena_printf(work->arena,
			"DNS here says that %s does not exist, although %s "
			"publishes that name. The DNS server, or a filter in "
			"it, gives a wrong answer.",
			host, title),
		arena_printf(work->arena,
			"The server name %s is correct, but this network does "
			"not let your computer find it.",
			host));
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_NAME));
	if (work->report->local.resolvers)
		theory_add_evidence(work, theory,
			"DNS servers configured here: %s",
			work->report->local.resolvers);
	theory_beside(work, view, theory, &cause_name_unknown,
		CONFIDENCE_POSSIBLE, host);
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
		return known_by_host(host, view->endpoint->service);
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
			"DNS here returns %s for %s, which cannot be that "
			"server's address. A filter, a blocklist or a hosts "
			"file answers instead.",
			address, view->endpoint->host),
		"This computer or this network sends {server} to a wrong "
		"address, as filters do.");
	theory_add_evidence(work, theory, "DNS returns %s for %s", address,
		view->endpoint->host);
	attempts_add_evidence(work, theory, view, probe);
	theory_beside(work, view, theory,
		probe->status == ST_CONN_REFUSED ? &cause_port_closed
						 : &cause_host_down,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_name_wrong(struct work *work, const struct view *view)
{
	const struct known_host *known =
		known_by_host(view_host(view), view->endpoint->service);
	const struct probe_facts *probe = attempts_failed(view);

	if (known && lookup_status(view) == ST_NO_NAME &&
		!lookup_not_offered(view))
		suppose_name_denied(work, view, known->title);
	else if (probe && probe->status != ST_NO_NETWORK &&
		 leads_astray(view, probe))
		suppose_astray(work, view, probe);
}
