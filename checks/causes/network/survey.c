/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/survey.h"

#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "evidence/address.h"
#include "evidence/pick.h"
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

static bool connected_beyond(const struct probe_facts *probe)
{
	const struct attempt *attempt = address_connected(probe);

	return attempt && !view_is_loopback(attempt->address);
}

static bool asked_other_port(
	const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->question == QUESTION_OTHER_PORT;
}

static bool reached_other_port(
	const struct probe_facts *probe, const void *wanted)
{
	return asked_other_port(probe, wanted) && reached_by(probe);
}

static bool was_rejected(const struct probe_facts *probe)
{
	return probe->status == ST_CONN_REFUSED;
}

/* By the follow-ups to other ports of the host. */
static void survey_ports(
	const struct endpoint_facts *facts, struct survey *survey)
{
	const struct probe_facts *last =
		pick_last(facts, PICK_FOLLOW_UPS, reached_other_port, NULL);

	survey->mail_ports +=
		pick_count(facts, PICK_FOLLOW_UPS, asked_other_port, NULL);
	survey->mail_connected +=
		pick_count(facts, PICK_FOLLOW_UPS, reached_other_port, NULL);
	if (last)
		survey->one_connected = last->port;
	survey->mail_refused =
		witness_follow_up(facts, QUESTION_OTHER_PORT, was_rejected);
	survey->web = witness_follow_up(facts, QUESTION_PORT_443, NULL);
	survey->web_connected = survey->web && reached_by(survey->web);
	survey->web_refused = survey->web && was_rejected(survey->web);
}

static void survey_peers(const struct view *view, struct survey *survey)
{
	for (size_t i = 0; i < view->peer_count; i++) {
		const struct view *other = view->peers[i];

		if (other->endpoint->port != view->endpoint->port)
			note_port(survey, other->endpoint->port,
				view_connected(other),
				other->most &&
					other->most->status == ST_CONN_REFUSED);
	}
}

static void survey_neighbours(
	const struct work *work, const struct view *view, struct survey *survey)
{
	survey_peers(view, survey);
	for (size_t i = 0; i < view_other_count(work); i++) {
		const struct view *other = &work->views[i];

		if (other == view || view_same_host(view, other))
			continue;
		if (witness_first(other->facts, connected_beyond)) {
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

	survey_ports(view->facts, &survey);
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
