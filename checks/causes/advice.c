/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the neighbours of an endpoint fare, and which settings to take in place
 * of those that do not work. */

#include "checks/causes/advice.h"

#include "checks/causes/name/known.h"
#include "checks/causes/network/survey.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "evidence/witness.h"

#include <string.h>

void advice_settings(struct work *work, struct theory *theory,
	const struct view *view, const char *host, unsigned port,
	enum tls_mode mode)
{
	const char *server = service_row(view->endpoint->service)->server;

	if (host)
		theory_advise(theory, AUDIENCE_USER,
			arena_printf(work->arena,
				"In your mail program, open the account's "
				"settings for the %s and enter the server name "
				"%s. Set the port to %u and the connection "
				"security (some programs call it encryption) "
				"to %s. Save and try again.",
				server, host, port, wording_mode(mode)));
	else
		theory_advise(theory, AUDIENCE_USER,
			arena_printf(work->arena,
				"In your mail program, open the account's "
				"settings for the %s. Set the port to %u and "
				"the connection security (some programs call "
				"it encryption) to %s. Save and try again.",
				server, port, wording_mode(mode)));
	theory_advise(theory, AUDIENCE_HELPDESK,
		arena_printf(work->arena,
			"Have the caller set the %s to %s, port %u, with %s.",
			server, host ? host : view->endpoint->host, port,
			wording_mode(mode)));
}

static bool works(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	return best && best->outcome == OUTCOME_COMPLETED;
}

static bool completed(const struct probe_facts *probe)
{
	return probe->outcome == OUTCOME_COMPLETED && !probe->connect_only;
}

bool advice_other_way(const struct work *work, const struct view *view,
	struct other_way *ret_way)
{
	const struct probe_facts *probe =
		witness_follow_up(view->facts, QUESTION_OTHER_PORT, completed);

	if (probe && probe->mode != MODE_CLEARTEXT) {
		*ret_way = (struct other_way){probe->port, probe->mode};
		return true;
	}
	for (size_t i = 0; i < work->view_count; i++) {
		const struct view *other = &work->views[i];

		if (other == view || !view_same_host(view, other) ||
			other->endpoint->service != view->endpoint->service ||
			other->endpoint->mode == MODE_CLEARTEXT ||
			!works(other))
			continue;
		*ret_way = (struct other_way){
			other->endpoint->port, other->endpoint->mode};
		return true;
	}
	return false;
}

void advice_instead(
	struct work *work, struct theory *theory, const struct view *view)
{
	const struct endpoint *endpoint = view->endpoint;
	const struct known_host *known =
		known_by_host(endpoint->host, endpoint->service);
	struct other_way way;

	if (advice_other_way(work, view, &way)) {
		theory_add_evidence(work, theory,
			"port %u with %s works on the same server", way.port,
			wording_mode(way.mode));
		advice_settings(work, theory, view, NULL, way.port, way.mode);
	} else if (known && known->service == endpoint->service &&
		   (known->port != endpoint->port ||
			   known->mode != endpoint->mode)) {
		theory_add_evidence(work, theory,
			"%s publishes %s, port %u with %s", known->title,
			known->host, known->port, wording_mode(known->mode));
		advice_settings(work, theory, view, known->host, known->port,
			known->mode);
	}
}
