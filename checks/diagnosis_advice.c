/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings to take in place of those that do not work. */

#include "checks/diagnosis.h"

void advise_settings(struct work *work, struct theory *theory,
	const struct view *view, const char *host, unsigned port,
	enum tls_mode mode)
{
	const char *server = direction_words(view->endpoint->service);

	advise(theory, AUDIENCE_USER,
		arena_printf(work->arena,
			"In your mail program open the account's settings for "
			"the %s mail server%s%s. Set the port to %u, and "
			"choose %s where it asks for the connection security "
			"(some programs call it encryption). Save, and try "
			"again.",
			server, host ? " and enter this name: " : "",
			host ? host : "", port, mode_words(mode)));
	advise(theory, AUDIENCE_HELPDESK,
		arena_printf(work->arena,
			"Have the caller set the %s server to %s, port %u, "
			"with %s.",
			server, host ? host : view->endpoint->host, port,
			mode_words(mode)));
}

static bool works(const struct view *view)
{
	const struct probe_facts *best = best_probe(view->facts);

	return best && best->outcome == OUTCOME_COMPLETED;
}

static bool completed(const struct probe_facts *probe)
{
	return probe->outcome == OUTCOME_COMPLETED && !probe->connect_only;
}

bool find_other_way(const struct work *work, const struct view *view,
	struct other_way *ret_way)
{
	const struct probe_facts *probe =
		find_follow_up(view->facts, QUESTION_OTHER_PORT, completed);

	if (probe && probe->mode != MODE_CLEARTEXT) {
		*ret_way = (struct other_way){probe->port, probe->mode};
		return true;
	}
	for (size_t i = 0; i < work->view_count; i++) {
		const struct view *other = &work->views[i];

		if (other == view || !same_host(view, other) ||
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
