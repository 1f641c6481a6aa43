/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/facts.h"

#include <string.h>

struct probe_facts *probe_facts_new(void)
{
	struct arena *arena = arena_new();
	struct probe_facts *facts = arena_alloc(arena, sizeof(*facts));

	facts->arena = arena;
	facts->outcome = OUTCOME_FAILED;
	facts->stage = STAGE_RESOLVE;
	facts->tls.version = TLS_NONE;
	for (int i = 0; i < STAGE_COUNT; i++)
		facts->stage_us[i] = -1;
	return facts;
}

void probe_facts_free(struct probe_facts *facts)
{
	if (facts)
		arena_free(facts->arena); /* itself, too */
}

/* Whether the probe offered what the endpoint is to be judged by, at its own
 * port: a follow-up may ask elsewhere, or otherwise. */
static bool speaks_for_endpoint(const struct probe_facts *facts)
{
	return facts->purpose != PURPOSE_FOLLOW_UP ||
	       facts->question == QUESTION_DROPPED_AGAIN ||
	       facts->question == QUESTION_CONTROL;
}

bool probe_dropped_after_hello(const struct probe_facts *facts)
{
	return facts->tls.started && !facts->tls.completed &&
	       !facts->tls.server_hello && !facts->unexpected.length &&
	       (facts->status == ST_EOF || facts->status == ST_RESET);
}

/* Closed or reset before it could ask anything. */
static bool dropped_before_hello(const struct probe_facts *facts)
{
	return !facts->tls.started &&
	       (facts->stage == STAGE_CONNECT ||
		       facts->stage == STAGE_GREETING) &&
	       (facts->status == ST_EOF || facts->status == ST_RESET ||
		       facts->status == ST_CONN_REFUSED);
}

static bool is_single(unsigned versions)
{
	return versions && !(versions & (versions - 1));
}

/* With which version a connection was made; TLS_NONE if none was.  One that
 * then asked for a client's certificate was made all the same. */
static enum tls_version version_made(const struct probe_facts *facts)
{
	const struct tls_facts *tls = &facts->tls;

	if (!tls->server_hello || !speaks_for_endpoint(facts))
		return TLS_NONE;
	if (tls->version < TLS_1_0 ||
		!(facts->tls_offered & TLS_BIT(tls->version)))
		return TLS_NONE;
	if (tls->wants_certificate)
		return tls->version;
	/* TLS 1.3 is complete only once the server answered inside it: its
	 * refusal of the client comes after the client's last message. */
	if (tls->completed && (tls->version < TLS_1_3 || tls->confirmed))
		return tls->version;
	return TLS_NONE;
}

unsigned versions_accepted(const struct endpoint_facts *facts)
{
	unsigned accepted = 0;

	for (size_t i = 0; i < facts->probe_count; i++) {
		enum tls_version version = version_made(facts->probes[i]);

		if (version != TLS_NONE)
			accepted |= TLS_BIT(version);
	}
	return accepted;
}

/* Some came further than others that offered what the server takes. */
bool endpoint_throttles(const struct endpoint_facts *facts)
{
	unsigned accepted = versions_accepted(facts);
	bool reached = accepted != 0;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (speaks_for_endpoint(facts->probes[i]) &&
			(facts->probes[i]->greeting.seen ||
				facts->probes[i]->tls.server_hello))
			reached = true;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (!speaks_for_endpoint(probe))
			continue;
		if (probe->status == ST_THROTTLED ||
			(reached && dropped_before_hello(probe)) ||
			(probe_dropped_after_hello(probe) &&
				(probe->tls_offered & accepted)))
			return true;
	}
	return false;
}

bool completed_after(
	const struct endpoint_facts *facts, const struct probe_facts *drop)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->started_us > drop->started_us &&
			version_made(facts->probes[i]) != TLS_NONE)
			return true;
	return false;
}

const struct probe_facts *last_drop(const struct endpoint_facts *facts,
	enum tls_version version, size_t *ret_count)
{
	const struct probe_facts *last = NULL;
	unsigned accepted = versions_accepted(facts);

	*ret_count = 0;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (speaks_for_endpoint(probe) &&
			(probe->tls_offered & TLS_BIT(version)) &&
			!(probe->tls_offered & accepted) &&
			probe_dropped_after_hello(probe)) {
			(*ret_count)++;
			if (!last || probe->started_us > last->started_us)
				last = probe;
		}
	}
	return last;
}

static size_t count_drops(const struct endpoint_facts *facts, const char *offer,
	const struct probe_facts **ret_last)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		const struct probe_facts *probe = facts->rule_probes[i];

		if (strcmp(probe->offer, offer) != 0 ||
			!probe_dropped_after_hello(probe))
			continue;
		count++;
		if (!*ret_last || probe->started_us > (*ret_last)->started_us)
			*ret_last = probe;
	}
	return count;
}

static bool any_completed_after(
	const struct endpoint_facts *facts, const struct probe_facts *drop)
{
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		if (facts->rule_probes[i]->started_us > drop->started_us &&
			facts->rule_probes[i]->tls.completed)
			return true;
	return completed_after(facts, drop);
}

bool offer_drop_counts(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	const struct probe_facts *last = NULL;

	return probe_dropped_after_hello(probe) &&
	       count_drops(facts, probe->offer, &last) > 1 &&
	       any_completed_after(facts, last);
}

/* The same for what rules had offered: dropped twice, while something else
 * was taken later. */
static void settle_offers(struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		struct probe_facts *probe = facts->rule_probes[i];

		if (probe_dropped_after_hello(probe))
			probe->outcome = offer_drop_counts(facts, probe)
						 ? OUTCOME_REFUSED
						 : OUTCOME_FAILED;
	}
}

void settle_outcomes(struct endpoint_facts *facts)
{
	unsigned accepted = versions_accepted(facts);
	bool throttles = endpoint_throttles(facts);

	/* What another probe has told since may have changed the answer. */
	for (size_t i = 0; i < facts->probe_count; i++)
		if (probe_dropped_after_hello(facts->probes[i]))
			facts->probes[i]->outcome = OUTCOME_FAILED;
	settle_offers(facts);
	if (!accepted)
		return;
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		size_t drops;
		const struct probe_facts *last =
			last_drop(facts, (enum tls_version)v, &drops);

		if (!last || (throttles && (drops < 2 || !completed_after(
								 facts, last))))
			continue;
		for (size_t i = 0; i < facts->probe_count; i++) {
			struct probe_facts *probe = facts->probes[i];

			if (speaks_for_endpoint(probe) &&
				(probe->tls_offered & TLS_BIT(v)) &&
				!(probe->tls_offered & accepted) &&
				probe_dropped_after_hello(probe))
				probe->outcome = OUTCOME_REFUSED;
		}
	}
}

static bool tells_more(
	const struct probe_facts *probe, const struct probe_facts *best)
{
	static const int rank[OUTCOME_COUNT] = {
		[OUTCOME_COMPLETED] = 2,
		[OUTCOME_REFUSED] = 1,
	};

	if (!best)
		return true;
	if (probe->tls.session_offered != best->tls.session_offered)
		return probe->tls.session_offered;
	return rank[probe->outcome] >= rank[best->outcome];
}

const struct probe_facts *offer_probe(
	const struct endpoint_facts *facts, const char *offer)
{
	const struct probe_facts *best = NULL;

	for (size_t i = 0; i < facts->rule_probe_count; i++)
		if (strcmp(facts->rule_probes[i]->offer, offer) == 0 &&
			tells_more(facts->rule_probes[i], best))
			best = facts->rule_probes[i];
	return best;
}

/* Alerts that answer the question of the version: no common version, nothing
 * in common (GnuTLS), too weak, and what OpenSSL 3 says of versions that its
 * security level forbids.  The others answer another question: the name, the
 * client's certificate, a damaged record. */
static bool alert_refuses_version(unsigned code)
{
	switch (code) {
	case 40:  /* handshake_failure */
	case 47:  /* illegal_parameter */
	case 70:  /* protocol_version */
	case 71:  /* insufficient_security */
	case 80:  /* internal_error */
	case 86:  /* inappropriate_fallback */
	case 109: /* missing_extension */
	case 110: /* unsupported_extension */
		return true;
	default:
		return false;
	}
}

static bool refuses_version(const struct probe_facts *probe)
{
	const struct tls_facts *tls = &probe->tls;

	if (probe->outcome != OUTCOME_REFUSED || tls->completed)
		return false;
	if (probe->status != ST_ALERT)
		return true;
	/* After its own ServerHello an alert is about something else. */
	return !tls->server_hello && tls->alert_count &&
	       alert_refuses_version(tls->alerts[tls->alert_count - 1].code);
}

enum version_result version_result(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe)
{
	enum version_result result = VERSION_NOT_ASKED;
	const struct probe_facts *decisive = NULL;

	if (facts->versions_asked & TLS_BIT(version))
		result = VERSION_UNKNOWN;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];
		bool accepts = version_made(probe) == version;

		if (!(probe->tls_offered & TLS_BIT(version)) ||
			!speaks_for_endpoint(probe) ||
			(!is_single(probe->tls_offered) && !accepts))
			continue;
		if (accepts) {
			result = VERSION_ACCEPTED;
			decisive = probe;
			break;
		}
		if (refuses_version(probe)) {
			result = VERSION_REFUSED;
			decisive = probe;
		} else if (result == VERSION_UNKNOWN &&
			   (!decisive || probe->stage >= decisive->stage)) {
			decisive = probe;
		}
	}
	if (ret_probe)
		*ret_probe = decisive;
	return result;
}

const struct probe_facts *best_probe(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = NULL;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (probe->purpose != PURPOSE_BEST)
			continue;
		if (probe->outcome == OUTCOME_COMPLETED)
			return probe;
		if (!best || probe->stage > best->stage)
			best = probe;
	}
	return best;
}

bool capabilities_have(const struct capabilities *caps, const char *mechanism)
{
	for (size_t i = 0; i < caps->mechanism_count; i++)
		if (strcmp(caps->mechanisms[i], mechanism) == 0)
			return true;
	return false;
}
