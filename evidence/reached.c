/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/reached.h"

#include "evidence/basis.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"

bool reached_by(const struct probe_facts *probe)
{
	if (probe->connect_only)
		return probe->outcome == OUTCOME_COMPLETED;
	return probe->stage > STAGE_CONNECT ||
	       probe->attempt < probe->attempt_count;
}

static bool agreed(const struct probe_facts *probe)
{
	return probe->starttls_agreed;
}

static bool completed(const struct probe_facts *probe)
{
	/* A server that wants a certificate of ours says so only after the
	 * handshake of TLS 1.3 (RFC 8446 section 4.4.2.4). */
	return probe->tls.completed && probe->status != ST_ALERT;
}

static bool sent_tls_record(const struct probe_facts *probe)
{
	for (size_t i = 0; i < probe->tls.alert_count; i++)
		if (probe->tls.alerts[i].received)
			return true;
	return probe->tls.server_hello || probe->tls.completed;
}

/* Every witness that came so far tells it. */
static bool any(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe))
{
	basis_add_each(facts, holds);
	return witness_first(facts, holds) != NULL;
}

bool reached_connection(const struct endpoint_facts *facts)
{
	return any(facts, reached_by);
}

bool reached_greeting(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (greeting_is_welcome(probe, facts->endpoint.service))
			return true;
	return false;
}

bool reached_starttls(const struct endpoint_facts *facts)
{
	return any(facts, agreed);
}

bool reached_tls(const struct endpoint_facts *facts)
{
	return any(facts, completed);
}

bool reached_tls_record(const struct endpoint_facts *facts)
{
	return any(facts, sent_tls_record);
}

bool reached_cut(const struct endpoint_facts *facts)
{
	const struct probe_facts *most = witness_furthest(facts);

	if (!most || most->outcome != OUTCOME_FAILED ||
		most->stage <= STAGE_CONNECT)
		return false;
	switch (most->status) {
	case ST_EOF:
	case ST_RESET:
	case ST_TIMEOUT:
	case ST_CANCELLED:
	case ST_THROTTLED:
	case ST_LOCAL:
		return true;
	default:
		return false;
	}
}

static bool was_put_off(const struct probe_facts *probe)
{
	return probe->status == ST_THROTTLED || probe->status == ST_CANCELLED ||
	       probe->status == ST_LOCAL;
}

static bool went_that_way(const struct endpoint_facts *facts,
	const struct probe_facts *probe, unsigned port, enum tls_mode mode)
{
	unsigned own = probe->port ? probe->port : facts->endpoint.port;

	if (own != port)
		return false;
	/* A port that refuses connections does so in every mode. */
	return probe->mode == mode || probe->status == ST_CONN_REFUSED;
}

enum reached_way reached_way_of(
	const struct endpoint_facts *facts, unsigned port, enum tls_mode mode)
{
	enum reached_way standing = REACHED_WAY_UNTRIED;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (!went_that_way(facts, probe, port, mode) ||
			was_put_off(probe) ||
			(probe->connect_only &&
				probe->status != ST_CONN_REFUSED))
			continue;
		if (probe->outcome == OUTCOME_COMPLETED)
			return REACHED_WAY_WORKS;
		/* One version may well be refused. */
		if (probe->purpose != PURPOSE_TLS_VERSION)
			standing = REACHED_WAY_FAILS;
	}
	return standing;
}

static int64_t longest_us(const struct probe_facts *probe)
{
	int64_t longest = 0, last = 0;

	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		int64_t left = probe->stage_us[stage];

		if (left < 0)
			continue;
		if (left - last > longest)
			longest = left - last;
		last = left;
	}
	return longest;
}

int64_t reached_longest_us(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;
	int64_t longest = 0;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		int64_t own = longest_us(probe);

		if (own > longest)
			longest = own;
	}
	return longest;
}

int64_t reached_duration_us(const struct endpoint_facts *facts)
{
	int64_t first = INT64_MAX, last = 0;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (probe->started_us < first)
			first = probe->started_us;
		if (probe->started_us + probe->duration_us > last)
			last = probe->started_us + probe->duration_us;
	}
	return facts->probe_count ? last - first : 0;
}

int64_t reached_kept_ms(const struct probe_facts *probe, enum stage stage)
{
	int64_t kept_us = probe->duration_us - probe->stage_us[stage];

	return probe->stage_us[stage] >= 0 && kept_us >= 1000000
		       ? kept_us / 1000
		       : 0;
}
