/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/survey.h"

#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

static void note_port(
	struct survey *survey, unsigned port, bool connected, bool refused)
{
	survey->mail_ports++;
	survey->mail_refused = survey->mail_refused || refused;
	if (!connected)
		return;
	survey->mail_connected++;
	survey->one_connected = port;
}

static bool connected_beyond(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (witness_is(probe) &&
			probe->attempt < probe->attempt_count &&
			!view_is_loopback(
				probe->attempts[probe->attempt].address))
			return true;
	}
	return false;
}

static void survey_neighbours(
	const struct work *work, const struct view *view, struct survey *survey)
{
	for (size_t i = 0; i < work->view_count; i++) {
		const struct view *other = &work->views[i];

		if (other == view)
			continue;
		if (view_same_host(view, other)) {
			if (other->endpoint->port != view->endpoint->port)
				note_port(survey, other->endpoint->port,
					view_connected(other),
					other->most && other->most->status ==
							       ST_CONN_REFUSED);
		} else if (connected_beyond(other)) {
			if (!survey->elsewhere)
				survey->elsewhere = other;
		} else if (!view_connected(other) && other->most &&
			   other->most->attempt_count) {
			survey->hosts_dead++;
		}
	}
}

struct survey survey_make(const struct work *work, const struct view *view)
{
	struct survey survey = {.mail_ports = 1};

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (probe->purpose != PURPOSE_FOLLOW_UP)
			continue;
		if (probe->question == QUESTION_OTHER_PORT)
			note_port(&survey, probe->port, reached_by(probe),
				probe->status == ST_CONN_REFUSED);
		if (probe->question == QUESTION_PORT_443) {
			survey.web = probe;
			survey.web_connected = reached_by(probe);
			survey.web_refused = probe->status == ST_CONN_REFUSED;
		}
	}
	survey_neighbours(work, view, &survey);
	return survey;
}

void survey_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct survey *survey)
{
	const char *host = view->endpoint->host;

	if (survey->mail_connected)
		theory_add_evidence(work, theory, "port %u of %s answers",
			survey->one_connected, host);
	if (survey->mail_refused)
		theory_add_evidence(work, theory,
			"another mail port of %s refuses the connection", host);
	if (survey->web && survey->web_connected)
		theory_add_evidence(work, theory,
			"port 443 of %s, for the web, answers", host);
	else if (survey->web && survey->web_refused)
		theory_add_evidence(work, theory,
			"port 443 of %s, for the web, refuses the connection",
			host);
	else if (survey->web && survey->web->status == ST_TIMEOUT)
		theory_add_evidence(work, theory,
			"port 443 of %s, for the web, does not answer either",
			host);
	if (survey->elsewhere)
		theory_add_evidence(work, theory, "%s answers from here",
			view_place(work, survey->elsewhere));
}
