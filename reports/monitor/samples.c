/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/samples.h"

#include "evidence/chain.h"
#include "evidence/login/login.h"
#include "evidence/witness.h"
#include "model/text/sorted.h"

#define DAY_SECONDS 86400

static int compare_endpoints(const void *one, const void *other)
{
	const struct endpoint_report *a = one, *b = other;

	return endpoint_compare(&a->entry->endpoint, &b->entry->endpoint);
}

const struct endpoint_report **sample_endpoints(
	struct arena *arena, const struct report *report, size_t *ret_count)
{
	const struct endpoint_report **endpoints = arena_alloc(
		arena, (report->endpoint_count + 1) * sizeof(*endpoints));
	struct sorted all =
		sorted_of(arena, report->endpoints, report->endpoint_count,
			sizeof(*report->endpoints), compare_endpoints);
	size_t count = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		if (sorted_find(&all, endpoint) == endpoint)
			endpoints[count++] = endpoint;
	}
	*ret_count = count;
	return endpoints;
}

const struct probe_facts *sample_completed(
	const struct endpoint_report *endpoint)
{
	const struct probe_facts *best = witness_best(&endpoint->facts);

	return best && best->outcome == OUTCOME_COMPLETED ? best : NULL;
}

const struct certificate *sample_certificate(
	const struct endpoint_report *endpoint)
{
	return chain_leaf(&endpoint->facts);
}

int64_t sample_days(
	const struct report *report, const struct certificate *certificate)
{
	int64_t left = certificate->not_after - report->started_s;

	return left >= 0 ? left / DAY_SECONDS
			 : -((DAY_SECONDS - 1 - left) / DAY_SECONDS);
}

/* When the stage before the one left at `until` was left. */
static int64_t left_before(const struct probe_facts *probe, enum stage stage)
{
	int64_t until = probe->stage_us[stage], before = 0;

	for (int s = 0; s < STAGE_COUNT; s++) {
		int64_t other = probe->stage_us[s];

		if (s != (int)stage && other > before &&
			(other < until || (other == until && s < (int)stage)))
			before = other;
	}
	return before;
}

void sample_stages(const struct probe_facts *probe, int64_t ret_us[STAGE_COUNT])
{
	for (int s = 0; s < STAGE_COUNT; s++)
		ret_us[s] = probe->stage_us[s] < 0
				    ? -1
				    : probe->stage_us[s] -
					      left_before(probe, (enum stage)s);
}

static void add_leg(struct sample_leg *legs, size_t *count, const char *name,
	bool done, int64_t us)
{
	legs[(*count)++] = (struct sample_leg){name, done ? us : -1};
}

static void add_arrival(struct sample_leg *legs, size_t *count,
	const char *name, const struct arrival_facts *arrival)
{
	if (arrival->waited)
		add_leg(legs, count, name, arrival->arrived, arrival->after_us);
}

static void add_trip(struct sample_leg *legs, size_t *count,
	const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = login_trip(facts);
	const struct trip_facts *trip = probe ? &probe->trip : NULL;

	add_leg(legs, count, "send", trip && trip->answer == ANSWER_POSITIVE,
		trip ? trip->send_us : -1);
	if (!trip)
		return;
	add_arrival(legs, count, "arrive_imap", &trip->imap);
	add_arrival(legs, count, "arrive_pop3", &trip->pop3);
}

size_t sample_legs(const struct endpoint_report *endpoint,
	struct sample_leg ret_legs[SAMPLE_LEGS])
{
	const struct endpoint_facts *facts = &endpoint->facts;
	const struct probe_facts *login = login_judged(facts);
	int64_t us[STAGE_COUNT];
	size_t count = 0;

	if (!facts->login_wanted)
		return 0;
	for (int s = 0; s < STAGE_COUNT; s++)
		us[s] = -1;
	if (login)
		sample_stages(login, us);
	add_leg(ret_legs, &count, "login",
		login && login->login.answer == ANSWER_POSITIVE,
		us[STAGE_LOGIN]);
	if (service_is_incoming(facts->endpoint.service))
		add_leg(ret_legs, &count, "mailbox",
			login && login->mailbox.answer == ANSWER_POSITIVE,
			us[STAGE_MAILBOX]);
	if (facts->trip_wanted)
		add_trip(ret_legs, &count, facts);
	return count;
}
