/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/closed/lapse.h"

#include "evidence/version.h"
#include "evidence/witness.h"

static bool ended_without_a_word(const struct probe_facts *probe)
{
	if (probe->status == ST_CONN_REFUSED)
		return probe->stage == STAGE_CONNECT;
	return (probe->status == ST_EOF || probe->status == ST_RESET) &&
	       !probe->unexpected.length && !probe->begun.length;
}

static const struct capabilities *list_due(const struct probe_facts *probe)
{
	return probe->tls.completed ? &probe->protected : &probe->cleartext;
}

static const struct capabilities *list_like(
	const struct probe_facts *probe, const struct probe_facts *other)
{
	return probe->tls.completed ? &other->protected : &other->cleartext;
}

/* Whether `other` got past the point at which `probe` was ended. */
static bool went_past(const struct probe_facts *other,
	const struct probe_facts *probe, unsigned accepted)
{
	if (other->mode != probe->mode)
		return false;
	/* Inside TLS each version is a case of its own. */
	if (probe->tls.completed && other->tls.version != probe->tls.version)
		return false;
	switch (probe->stage) {
	case STAGE_CONNECT:
		return other->stage > STAGE_CONNECT;
	case STAGE_GREETING:
		return other->greeting.seen;
	case STAGE_CAPABILITIES:
		return list_like(probe, other)->seen ||
		       list_like(probe, other)->refused;
	case STAGE_STARTTLS:
		return other->starttls_agreed;
	case STAGE_HANDSHAKE:
		return probe->tls_offered & accepted;
	default:
		return false;
	}
}

static bool was_passed(const struct endpoint_facts *facts,
	const struct probe_facts *probe, unsigned accepted)
{
	const struct probe_facts *other;

	for (size_t at = 0; (other = witness_next(facts, &at));)
		if (other != probe && went_past(other, probe, accepted))
			return true;
	return false;
}

/* What was asked already was answered. */
static bool had_its_answer(const struct probe_facts *probe)
{
	return probe->outcome == OUTCOME_COMPLETED ||
	       (probe->stage == STAGE_CAPABILITIES && list_due(probe)->seen);
}

bool lapse_may_be(const struct probe_facts *probe)
{
	return witness_is(probe) && ended_without_a_word(probe) &&
	       !had_its_answer(probe);
}

bool lapse_is(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	return lapse_may_be(probe) &&
	       was_passed(facts, probe, version_accepted(facts));
}

static int64_t end_of(const struct probe_facts *probe)
{
	return probe->started_us + probe->duration_us;
}

/* At most so many connections were open when the server ended that one. */
static size_t count_beside(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	size_t count = 1;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *other = facts->probes[i];

		if (other != probe && other->started_us <= end_of(probe) &&
			probe->started_us <= end_of(other))
			count++;
	}
	return count;
}

static bool was_served(const struct probe_facts *probe)
{
	return version_made(probe) != TLS_NONE ||
	       probe->outcome == OUTCOME_COMPLETED;
}

static int64_t connected_us(const struct probe_facts *probe)
{
	int64_t took_us = probe->stage_us[STAGE_CONNECT];

	return probe->started_us + (took_us > 0 ? took_us : 0);
}

/* At least so many connections were served at once. */
static size_t count_served(const struct endpoint_facts *facts)
{
	size_t most = 1;

	for (size_t i = 0; i < facts->probe_count; i++) {
		int64_t at_us = connected_us(facts->probes[i]);
		size_t count = 0;

		for (size_t k = 0; k < facts->probe_count; k++)
			count += was_served(facts->probes[k]) &&
				 connected_us(facts->probes[k]) <= at_us &&
				 at_us < end_of(facts->probes[k]);
		if (count > most)
			most = count;
	}
	return most;
}

struct lapse_tally lapse_count(const struct endpoint_facts *facts)
{
	struct lapse_tally tally = {0};
	size_t served = count_served(facts);
	int64_t first_us = INT64_MAX;
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		tally.connections++;
		if (!lapse_is(facts, probe))
			continue;
		tally.lapses++;
		tally.alone =
			tally.alone || count_beside(facts, probe) <= served;
		if (end_of(probe) < first_us)
			first_us = end_of(probe);
	}
	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (probe->started_us > first_us && was_served(probe))
			tally.served = true;
	return tally;
}

size_t lapse_in_a_row(const struct endpoint_facts *facts)
{
	int64_t served_us = -1;
	size_t count = 0;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (!lapse_may_be(facts->probes[i]) &&
			facts->probes[i]->started_us > served_us)
			served_us = facts->probes[i]->started_us;
	for (size_t i = 0; i < facts->probe_count; i++)
		count += lapse_may_be(facts->probes[i]) &&
			 facts->probes[i]->started_us > served_us;
	return count;
}
