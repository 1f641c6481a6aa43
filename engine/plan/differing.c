/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/differing.h"

#include "checks/name.h"
#include "evidence/chain.h"
#include "evidence/closed/drop.h"
#include "evidence/pick.h"
#include "evidence/tls/alert.h"
#include "evidence/tls/differ.h"
#include "evidence/version.h"
#include "evidence/witness.h"

/* So often the same is offered, with the first time, where the server
 * contradicts itself, */
#define OFFER_TIMES 4
/* so often where it may just have been told to take nothing older, */
#define CONSISTENT_TIMES 2
/* and so often it is looked whether another certificate is shown. */
#define CERTIFICATE_TIMES 3

/* Whether the server took something newer alone, or anything where this was
 * refused. */
static bool is_contradicted(
	const struct endpoint_facts *facts, const struct probe_facts *best)
{
	unsigned accepted = version_accepted(facts) & best->tls_offered;
	enum tls_version made = version_made(best);

	if (differ_refused(best))
		return accepted != 0;
	return made != TLS_NONE && accepted >> (made + 1);
}

static bool ask_best(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	const struct probe_facts *best = witness_best(facts);

	if (!best || !is_contradicted(facts, best) ||
		state_count_ended(facts, PURPOSE_BEST, best->mode,
			best->tls_offered) >= OFFER_TIMES)
		return false;
	*ret_order = (struct probe_order){.purpose = PURPOSE_BEST,
		.mode = best->mode,
		.versions = best->tls_offered};
	return true;
}

static bool refused_alone(const struct probe_facts *probe, const void *versions)
{
	return probe->purpose == PURPOSE_TLS_VERSION &&
	       probe->tls_offered == *(const unsigned *)versions &&
	       differ_refused(probe);
}

/* How often it is offered, with the first time. A server that takes the newer
 * version alone contradicts nothing by refusing this one. */
static unsigned offer_times(const struct endpoint_facts *facts,
	const struct probe_facts *refused, unsigned version)
{
	const struct alert *alert = alert_fatal(refused);
	unsigned accepted = version_accepted(facts);

	if ((accepted & version) ||
		(accepted && alert && alert->code == 80 /* internal_error */))
		return OFFER_TIMES;
	return accepted > version ? CONSISTENT_TIMES : 0;
}

static bool ask_version(const struct plan_state *state, unsigned version,
	struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	const struct probe_facts *refused =
		pick_first(facts, PICK_ALL, refused_alone, &version);

	if (!refused || state_count_ended(facts, PURPOSE_TLS_VERSION,
				facts->endpoint.mode, version) >=
				offer_times(facts, refused, version))
		return false;
	*ret_order = (struct probe_order){.purpose = PURPOSE_TLS_VERSION,
		.mode = facts->endpoint.mode,
		.versions = version,
		.by_hello = refused->by_hello};
	return true;
}

/* Nobody turns off TLS 1.0 or 1.1 and leaves the other on but by chance: one
 * computer of several may still speak both. */
static bool ask_old(const struct plan_state *state, enum tls_version old,
	enum tls_version other, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;

	if (!(version_accepted(facts) >> TLS_1_2) ||
		version_result(facts, old, NULL) != VERSION_ACCEPTED ||
		version_result(facts, other, NULL) != VERSION_REFUSED ||
		state_count_ended(facts, PURPOSE_TLS_VERSION,
			facts->endpoint.mode, TLS_BIT(old)) >= OFFER_TIMES)
		return false;
	*ret_order = (struct probe_order){.purpose = PURPOSE_TLS_VERSION,
		.mode = facts->endpoint.mode,
		.versions = TLS_BIT(old)};
	return true;
}

static bool is_out_of_date(const struct certificate *leaf, int64_t now_s)
{
	return now_s && certificate_has_dates(leaf) &&
	       (now_s > leaf->not_after || now_s < leaf->not_before);
}

static bool is_at_fault(
	const struct plan_state *state, const struct tls_facts *tls)
{
	const struct certificate *leaf = &tls->chain[0];

	if (tls->trust == TRUST_UNKNOWN || tls->trust == TRUST_NO_ANCHORS)
		return false;
	return tls->trust != TRUST_OK || tls->trust_dates_bad ||
	       is_out_of_date(leaf, state->now_s) ||
	       (!leaf->names_cut &&
		       !name_in_certificate(state->facts->endpoint.host, leaf));
}

/* The one certificate that was seen is bad: is there a good one, too? */
static bool ask_certificate(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	const struct probe_facts *best = witness_best(facts);
	const struct tls_facts *judged = chain_judged(facts);

	if (!state->follow_up || !best || !judged ||
		!is_at_fault(state, judged) || chain_differs(facts) ||
		state_count_ended(facts, PURPOSE_BEST, best->mode,
			best->tls_offered) >= CERTIFICATE_TIMES)
		return false;
	*ret_order = (struct probe_order){.purpose = PURPOSE_BEST,
		.mode = best->mode,
		.versions = best->tls_offered};
	return true;
}

/* A handshake that breaks by itself is no matter of chance, and needs the
 * endpoint's connections for what its versions are asked in full. */
static bool is_answered(const struct probe_facts *best)
{
	return best && (version_made(best) != TLS_NONE || differ_refused(best));
}

bool differing_next(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;

	if (drop_at_random(facts) || !state_may_begin(state, 0) ||
		!is_answered(witness_best(facts)) || differ_count(facts).first)
		return false;
	return ask_best(state, ret_order) ||
	       ask_version(state, TLS_BIT(TLS_1_3), ret_order) ||
	       ask_version(state, TLS_BIT(TLS_1_2), ret_order) ||
	       ask_old(state, TLS_1_1, TLS_1_0, ret_order) ||
	       ask_old(state, TLS_1_0, TLS_1_1, ret_order) ||
	       ask_certificate(state, ret_order);
}
