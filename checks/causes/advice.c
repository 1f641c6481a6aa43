/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the neighbours of an endpoint fare, and which settings to take in place
 * of those that do not work. */

#include "checks/causes/survey.h"

#include "checks/causes/spelling.h"
#include "evidence/witness.h"

#include <string.h>

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
	const struct probe_facts *best = witness_best(view->facts);

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

static void note_port(struct survey *survey, unsigned port, bool connected)
{
	survey->mail_ports++;
	if (!connected)
		return;
	survey->mail_connected++;
	survey->one_connected = port;
}

bool is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static bool connected_beyond(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (witness_is(probe) &&
			probe->attempt < probe->attempt_count &&
			!is_loopback(probe->attempts[probe->attempt].address))
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
		if (same_host(view, other)) {
			if (other->endpoint->port != view->endpoint->port)
				note_port(survey, other->endpoint->port,
					view_connected(other));
		} else if (connected_beyond(other)) {
			if (!survey->elsewhere)
				survey->elsewhere = other;
		} else if (!view_connected(other) && other->most &&
			   other->most->attempt_count) {
			survey->hosts_dead++;
		}
	}
}

struct survey make_survey(const struct work *work, const struct view *view)
{
	struct survey survey = {.mail_ports = 1};

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (probe->purpose != PURPOSE_FOLLOW_UP)
			continue;
		if (probe->question == QUESTION_OTHER_PORT)
			note_port(&survey, probe->port, probe_connected(probe));
		if (probe->question == QUESTION_PORT_443) {
			survey.web = probe;
			survey.web_connected = probe_connected(probe);
		}
	}
	survey_neighbours(work, view, &survey);
	return survey;
}

void add_survey(struct work *work, struct theory *theory,
	const struct view *view, const struct survey *survey)
{
	const char *host = view->endpoint->host;

	if (survey->mail_connected)
		add_evidence(work, theory, "port %u of %s does answer",
			survey->one_connected, host);
	if (survey->web)
		add_evidence(work, theory, "port 443 of %s, for the web, %s",
			host,
			survey->web_connected ? "answers"
					      : "does not answer either");
	if (survey->elsewhere)
		add_evidence(work, theory, "%s does answer from here",
			place(work, survey->elsewhere));
}

void advise_instead(
	struct work *work, struct theory *theory, const struct view *view)
{
	const struct endpoint *endpoint = view->endpoint;
	const struct known_host *known =
		spelling_known(endpoint->host, endpoint->service);
	struct other_way way;

	if (find_other_way(work, view, &way)) {
		add_evidence(work, theory,
			"port %u with %s works on the same server", way.port,
			mode_words(way.mode));
		advise_settings(work, theory, view, NULL, way.port, way.mode);
	} else if (known && known->service == endpoint->service &&
		   (known->port != endpoint->port ||
			   known->mode != endpoint->mode)) {
		add_evidence(work, theory, "%s publishes %s, port %u with %s",
			known->title, known->host, known->port,
			mode_words(known->mode));
		advise_settings(work, theory, view, known->host, known->port,
			known->mode);
	}
}
