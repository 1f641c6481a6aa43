/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What comes of the hellos of a question run, and what they tell of others. */
#include "engine/ask/question_parts.h"

#include "engine/ask/favour.h"
#include "engine/ask/question_run.h"
#include "engine/run/slot.h"
#include "evidence/closed/drop.h"
#include "evidence/pick.h"
#include "model/service.h"

void question_stop_all(struct question_run *q, const char *gap)
{
	for (size_t i = 0; i < question_count; i++)
		if (q->links[i].wanted && !q->links[i].job)
			chain_stop(&q->links[i].chain, gap);
}

static bool was_version_dropped(
	const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->purpose == PURPOSE_TLS_VERSION && drop_after_hello(probe);
}

/* What everybody is asked told of how the server refuses, too. */
static void learn_manners(struct endpoint_run *run)
{
	const struct endpoint_facts *facts = &run->report->facts;
	unsigned drops = (unsigned)pick_count(
		facts, PICK_PLANNED, was_version_dropped, NULL);

	if (!drop_at_random(facts) && drops > run->questions->manners.drops)
		run->questions->manners.drops = drops;
}

void question_run_note(struct endpoint_run *run, const struct probe_job *job)
{
	const struct hello_answer *answer = &job->answer;

	if (!job->facts->by_hello || !job->asked || job->facts->status != ST_OK)
		return;
	run->choices[job->facts->tls.version] = (struct chain_choice){
		.suite = answer->suite,
		.group = answer->group,
		.signature = answer->signature,
	};
}

/* Until when the hello that asks for that version alone is waited for; 0: it is
 * not under way. */
static int64_t find_hold(
	const struct endpoint_run *run, enum tls_version version)
{
	for (unsigned i = 0; version != TLS_NONE && i < run->first_count; i++) {
		const struct slot *slot = &run->slots[i];

		if (slot->job && slot->order.by_hello &&
			slot->order.versions == TLS_BIT(version))
			return 2 * run->questions->begin_us -
			       slot->job->target.begin_us;
	}
	return 0;
}

void question_learn_choices(struct endpoint_run *run)
{
	struct question_run *q = run->questions;
	const int64_t now = io_now_us();

	for (size_t i = 0; q->round == 1 && i < question_count; i++) {
		struct link *link = &q->links[i];
		int64_t until_us;

		if (!link->wanted || link->chain.hellos)
			continue;
		chain_know(&link->chain, run->choices);
		until_us = find_hold(run, question_table[i].version);
		link->held = until_us > now;
		if (link->held && until_us < run->wake_us)
			run->wake_us = until_us;
	}
}

/* Where TLS is due, some say in clear that they have too many connections. */
static bool was_turned_away(const struct probe_facts *probe)
{
	return probe->status == ST_THROTTLED ||
	       (probe->status == ST_NOT_TLS &&
		       service_is_refusal(probe->unexpected));
}

/* Answers whether the hello is to be said once more, later. */
static bool take_turned_away(struct endpoint_run *run, struct link *link,
	const struct probe_job *job)
{
	struct question_run *q = run->questions;

	if (patience_turned_away(
		    &q->patience, job->target.begin_us, io_now_us())) {
		link->chain.unheard++;
		slot_pause(run, q->patience.resume_us);
		return true;
	}
	q->unheard++;
	q->turned_away = true;
	return false;
}

/* What every suite of a version was refused for is known to what fills gaps
 * before the round ends. Named primes are asked for later, and of a server that
 * has the version. */
static void learn_version(struct question_run *q, enum tls_version version)
{
	bool asked = false;

	if (q->round != 1)
		return;
	for (size_t i = 0; i < question_count; i++) {
		const struct link *link = &q->links[i];

		if (question_table[i].strike != STRIKE_SUITES ||
			question_table[i].version != version ||
			question_table[i].names_primes)
			continue;
		if (!link->wanted || link->chain.state != OFFERED_REFUSED)
			return;
		asked = true;
	}
	if (asked)
		q->known.versions[version].state = OFFERED_REFUSED;
}

static void learn_client(struct question_run *q, const struct chain *chain)
{
	if (chain->question->strike == ASK_CLIENT)
		q->known.clients[chain->question->client] = chain->client;
}

/* What was reset in a row stays so: an answer on its way does not undo it. */
static void count_resets(struct question_run *q, const struct probe_job *job)
{
	if (q->resets >= RESETS_MOST || !job->asked)
		return;
	q->resets = job->facts->status == ST_RESET ? q->resets + 1 : 0;
}

bool question_run_take(
	struct runner *runner, struct endpoint_run *run, struct probe_job *job)
{
	struct question_run *q = run->questions;
	struct link *link = NULL;
	enum status status = job->facts->status;

	for (size_t i = 0; q && i < question_count; i++)
		if (q->links[i].job == job)
			link = &q->links[i];
	if (!link)
		return false;
	link->job = NULL;
	q->flying--;
	slot_land(runner, run);
	run->wake_us = 0;
	slot_hear(runner, run, job);
	if (was_turned_away(job->facts)) {
		if (take_turned_away(run, link, job)) {
			link_lose(q->links, link);
		} else {
			link_heard(q->links, link, ST_THROTTLED, NULL);
			question_stop_all(
				q, "the server asks for fewer connections");
		}
	} else {
		q->unheard += !job->asked || status == ST_TIMEOUT;
		count_resets(q, job);
		if (job->asked && status != ST_TIMEOUT)
			patience_answered(&q->patience);
		learn_manners(run);
		link_heard(q->links, link, status,
			job->asked ? &job->answer : NULL);
		if (job->asked)
			favour_heard(q->links, &job->answer);
	}
	learn_version(q, link->chain.question->version);
	learn_client(q, &link->chain);
	if (link->chain.question->has_suite)
		q->news |= TLS_BIT(link->chain.question->version);
	probe_facts_free(job->facts);
	job->facts = NULL;
	return true;
}
