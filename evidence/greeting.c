/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/greeting.h"

#include "evidence/basis.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

bool greeting_is_welcome(const struct probe_facts *probe, enum service service)
{
	const struct greeting *greeting = &probe->greeting;
	bool turned_away =
		probe->stage == STAGE_GREETING &&
		(probe->status == ST_REFUSED || probe->status == ST_THROTTLED ||
			probe->status == ST_SYNTAX);

	return greeting->seen && greeting->known_service &&
	       greeting->service == service && !turned_away;
}

static const struct probe_facts *find_welcome(
	const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts), *probe;
	enum service service = facts->endpoint.service;

	if (best && greeting_is_welcome(best, service))
		return best;
	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (greeting_is_welcome(probe, service))
			return probe;
	return NULL;
}

const struct probe_facts *greeting_welcome(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = find_welcome(facts);

	basis_add_probe(facts, probe);
	return probe;
}

static bool is_greeted(const struct probe_facts *probe)
{
	return probe->greeting.text.length > 0;
}

const struct probe_facts *greeting_heard(const struct endpoint_facts *facts)
{
	const struct probe_facts *welcome = greeting_welcome(facts);

	return welcome ? welcome : basis_first(facts, is_greeted);
}

bool greeting_is_of_service(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (probe->greeting.seen && probe->greeting.known_service &&
			probe->greeting.service == facts->endpoint.service)
			return true;
	return false;
}

static bool was_left_waiting(const struct probe_facts *probe)
{
	return !probe->nudged && probe->stage == STAGE_GREETING &&
	       probe->status == ST_TIMEOUT && !probe->greeting.text.length &&
	       !probe->reply.length;
}

static bool was_greeted_unasked(const struct probe_facts *probe)
{
	return !probe->nudged && probe->greeting.seen;
}

static bool was_greeted_asking(const struct probe_facts *probe)
{
	return probe->nudged && probe->greeting.seen &&
	       probe->greeting.known_service;
}

bool greeting_awaits_client(const struct endpoint_facts *facts)
{
	return witness_first(facts, was_greeted_asking) &&
	       witness_first(facts, was_left_waiting) &&
	       !witness_first(facts, was_greeted_unasked);
}

static bool tells_time(const struct probe_facts *probe)
{
	return probe->greeting.time_s != 0;
}

bool greeting_is_taken_back(const struct probe_facts *probe)
{
	return probe->stage == STAGE_CAPABILITIES &&
	       probe->status == ST_REFUSED && !probe->cleartext.seen &&
	       !probe->starttls_agreed && ascii_begins(probe->reply, "* BYE");
}

int64_t greeting_time_s(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = witness_first(facts, tells_time);

	return probe ? probe->greeting.time_s : 0;
}

static bool was_tls(const struct probe_facts *probe)
{
	return probe->stage == STAGE_GREETING &&
	       (speaker_of(probe->reply) == SPEAKER_TLS ||
		       speaker_of(probe->unexpected) == SPEAKER_TLS ||
		       speaker_of(probe->greeting.text) == SPEAKER_TLS);
}

static bool found_tls(const struct probe_facts *probe)
{
	return probe->mode == MODE_IMPLICIT &&
	       (probe->tls.completed || probe->tls.server_hello);
}

bool greeting_was_tls(const struct endpoint_facts *facts)
{
	return witness_first(facts, was_tls) ||
	       witness_follow_up(facts, QUESTION_OTHER_MODE, found_tls);
}
