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
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/service.h"
#include "model/table.h"

#include <string.h>

/* By the endpoint itself, and by others of the run for the same service of the
 * same host. */
static enum reached_way standing_of(
	const struct view *view, unsigned port, enum tls_mode mode)
{
	enum reached_way best = reached_way_of(view->facts, port, mode);

	for (size_t i = 0; i < view->peer_count && best != REACHED_WAY_WORKS;
		i++) {
		const struct view *other = view->peers[i];
		enum reached_way standing;

		if (other->endpoint->service != view->endpoint->service)
			continue;
		standing = reached_way_of(other->facts, port, mode);
		if (standing != REACHED_WAY_UNTRIED)
			best = standing;
	}
	return best;
}

static bool is_set(
	const struct endpoint *endpoint, unsigned port, enum tls_mode mode)
{
	return endpoint->port == port && endpoint->mode == mode;
}

static void note_advice(struct work *work, struct theory *theory,
	const struct view *view, const char *host, unsigned port,
	enum tls_mode mode)
{
	struct endpoint *advised = arena_alloc(work->arena, sizeof(*advised));

	*advised = (struct endpoint){
		.service = view->endpoint->service,
		.mode = mode,
		.host = host ? host : view->endpoint->host,
		.port = port,
	};
	if (!theory->remedies[AUDIENCE_USER])
		theory->advised = advised;
}

void advice_settings(struct work *work, struct theory *theory,
	const struct view *view, const char *host, unsigned port,
	enum tls_mode mode)
{
	const char *server = service_row(view->endpoint->service)->server;

	if (!host && !view->report->entry->remark_count &&
		is_set(view->endpoint, port, mode))
		return;
	if (!host && standing_of(view, port, mode) == REACHED_WAY_FAILS)
		return;
	note_advice(work, theory, view, host, port, mode);
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

bool advice_other_way(const struct view *view, struct other_way *ret_way)
{
	const struct probe_facts *probe =
		witness_follow_up(view->facts, QUESTION_OTHER_PORT, completed);

	if (probe && probe->mode != MODE_CLEARTEXT) {
		*ret_way = (struct other_way){probe->port, probe->mode};
		return true;
	}
	for (size_t i = 0; i < view->peer_count; i++) {
		const struct view *other = view->peers[i];

		if (other == view ||
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

	if (advice_other_way(view, &way)) {
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

/* The usual ways of the service in that mode that may do for a mail program,
 * after the first one; NULL at the end. */
static const struct service_way *next_way(
	enum service service, enum tls_mode mode, size_t *at)
{
	const struct service_way *ways = service_row(service)->ways;

	for (; *at < SERVICE_WAYS && ways[*at].scheme; ++*at)
		if (ways[*at].mode == mode && !ways[*at].relay)
			return &ways[(*at)++];
	return NULL;
}

#define ENCRYPTED "If the provider offers SSL/TLS from the start, use that."

const char *advice_encrypted(struct work *work, const struct theory *theory)
{
	const struct view *view = &work->views[theory->endpoints[0]];
	enum service service = view->endpoint->service;
	unsigned port = service_port(service, MODE_IMPLICIT);

	for (size_t i = 0; i < theory->endpoint_count; i++)
		if (work->views[theory->endpoints[i]].endpoint->mode ==
			MODE_IMPLICIT)
			return "";
	if (!port)
		return "";
	switch (standing_of(view, port, MODE_IMPLICIT)) {
	case REACHED_WAY_FAILS:
		return "";
	case REACHED_WAY_WORKS:
		return arena_printf(work->arena,
			"Port %u of the same server works with SSL/TLS: use "
			"that.",
			port);
	default:
		return ENCRYPTED;
	}
}

/* Without `view`, nothing is known of any. */
static const char *list_submission(struct arena *arena, const struct view *view)
{
	static const enum tls_mode modes[] = {MODE_IMPLICIT, MODE_EXPLICIT};
	const struct service_way *way;
	const char *list = NULL;

	for (size_t i = 0; i < COUNT_OF(modes); i++)
		for (size_t at = 0;
			(way = next_way(SERVICE_SMTP, modes[i], &at));) {
			if (view &&
				(is_set(view->endpoint, way->port, way->mode) ||
					standing_of(
						view, way->port, way->mode) ==
						REACHED_WAY_FAILS))
				continue;
			list = say_list(arena, list,
				arena_printf(arena, "port %u with %s",
					way->port, wording_mode(way->mode)));
		}
	return list ? list : "the port that the provider publishes";
}

const char *advice_submission(struct work *work, const struct theory *theory)
{
	return list_submission(work->arena, &work->views[theory->endpoints[0]]);
}

const char *advice_mail_ports(struct arena *arena)
{
	const struct service_way *way = NULL;
	enum service service;
	const char *list = NULL;

	while (service_next_way(&service, &way))
		if (service_is_for_mail(service) && !way->relay)
			list = say_list(arena, list,
				arena_printf(arena, "%u", way->port));
	return list;
}

const char *advice_put(struct arena *arena, const char *text, const char *word,
	const char *value)
{
	const char *at = text ? strstr(text, word) : NULL;
	size_t before;

	if (!at)
		return text;
	before = (size_t)(at - text);
	/* Of the blank before nothing, nothing is left. */
	if (!*value && before && at[-1] == ' ')
		before--;
	return arena_printf(
		arena, "%.*s%s%s", (int)before, text, value, at + strlen(word));
}

const char *advice_in_general(struct arena *arena, const char *text)
{
	text = advice_put(arena, text, ADVICE_ENCRYPTED, ENCRYPTED);
	text = advice_put(
		arena, text, ADVICE_SUBMISSION, list_submission(arena, NULL));
	return advice_put(
		arena, text, ADVICE_MAIL_PORTS, advice_mail_ports(arena));
}
