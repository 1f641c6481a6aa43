/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/revocation_run.h"

#include "engine/revoker.h"
#include "evidence/chain.h"
#include "model/memory.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FLIGHTS 16       /* at most so many are asked side by side */
#define GRACE_US 1000000 /* beyond its time, until the asking is given up */
#define SLACK_US 20000   /* by which whoever asks may count otherwise */
#define KEPT_OCTETS ((size_t)64 * 1024 * 1024) /* of all answers */

/* One answer, for all that ask the same of the same place. */
struct fetch {
	unsigned id;
	struct revocation_source source;
	int64_t until_us; /* 0: not asked yet */
	bool done;
	bool silent; /* until its time was over */
	unsigned char *body;
	size_t length;
	const char *problem; /* NULL: the answer is there */
};

/* One certificate of one issuer. */
struct inquiry {
	char leaf[65]; /* SHA-256, as in the facts */
	struct revocation_question question;
	size_t at; /* of the sources */
	struct fetch *fetch;
	int64_t begun_us; /* when the first source was asked; 0 */
	bool done;
	struct revocation_facts facts;
};

struct revocation_run {
	const struct engine_revoker *revoker;
	struct arena *arena;
	struct fetch **fetches; /* by their ids */
	void *by_source;        /* trees of tsearch(): peers chose how many */
	void *by_leaf;
	unsigned count, flying;
	size_t kept;
};

struct revocation_run *revocation_run_new(const struct engine_request *request)
{
	struct revocation_run *r;

	if (!request->revoker)
		return NULL;
	r = memory_calloc(1, sizeof(*r));
	r->revoker = request->revoker;
	r->arena = arena_new();
	return r;
}

/* What is in the trees is the arena's. */
static void keep_node(void *node)
{
	(void)node;
}

void revocation_run_free(struct revocation_run *r)
{
	if (!r)
		return;
	for (unsigned i = 0; i < r->count; i++)
		free(r->fetches[i]->body);
	tdestroy(r->by_source, keep_node);
	tdestroy(r->by_leaf, keep_node);
	arena_free(r->arena);
	free(r);
}

static void end_fetch(
	struct revocation_run *r, struct fetch *fetch, const char *problem)
{
	r->flying -= !fetch->done && fetch->until_us;
	fetch->silent = problem && fetch->until_us &&
			io_now_us() + GRACE_US + SLACK_US >= fetch->until_us;
	fetch->done = true;
	fetch->problem = problem;
}

static void keep_body(
	struct revocation_run *r, struct fetch *fetch, struct octets body)
{
	if (body.length > KEPT_OCTETS - r->kept) {
		end_fetch(r, fetch,
			"the lists of this run are too large altogether");
		return;
	}
	r->kept += body.length;
	fetch->body = memory_calloc(1, body.length + 1);
	memcpy(fetch->body, body.data, body.length);
	fetch->length = body.length;
	end_fetch(r, fetch, NULL);
}

/* Whoever has gone answers nothing. */
static void end_all(struct revocation_run *r)
{
	for (unsigned i = 0; i < r->count; i++)
		if (!r->fetches[i]->done)
			end_fetch(r, r->fetches[i],
				"the program that asks has ended");
}

static void keep_answer(
	struct revocation_run *r, const struct revoker_answer *answer)
{
	struct fetch *fetch =
		answer->id < r->count ? r->fetches[answer->id] : NULL;

	if (!fetch || fetch->done || !fetch->until_us)
		return;
	if (answer->problem)
		end_fetch(r, fetch, arena_strdup(r->arena, answer->problem));
	else
		keep_body(r, fetch, answer->body);
}

bool revocation_run_hear(struct revocation_run *r)
{
	struct revoker_answer answer;

	if (!r)
		return false;
	/* What nobody asked for may come without an end. */
	for (int i = 0; i < 2 * FLIGHTS; i++) {
		if (!r->revoker->take(r->revoker->context, &answer)) {
			if (r->revoker->fd < 0)
				end_all(r);
			return false;
		}
		keep_answer(r, &answer);
	}
	return true;
}

static int compare_sources(const void *one, const void *other)
{
	const struct revocation_source *a =
		&((const struct fetch *)one)->source;
	const struct revocation_source *b =
		&((const struct fetch *)other)->source;
	int order = strcmp(a->url, b->url);

	if (order || a->request.length != b->request.length)
		return order ? order
			     : (a->request.length < b->request.length ? -1 : 1);
	return a->request.length ? memcmp(a->request.data, b->request.data,
					   a->request.length)
				 : 0;
}

static struct fetch *find_fetch(
	struct revocation_run *r, const struct revocation_source *source)
{
	const struct fetch key = {.source = *source};
	void *node = tfind(&key, &r->by_source, compare_sources);
	struct fetch *fetch;

	if (node)
		return *(struct fetch **)node;
	fetch = arena_alloc(r->arena, sizeof(*fetch));
	*fetch = (struct fetch){.id = r->count, .source = *source};
	r->fetches = arena_grow(
		r->arena, r->fetches, r->count, sizeof(struct fetch *));
	r->fetches[r->count++] = fetch;
	tsearch(fetch, &r->by_source, compare_sources);
	return fetch;
}

/* Scheme and authority, which go before the third slash. */
static size_t host_length(const char *url)
{
	size_t scheme = strcspn(url, "/");

	if (url[scheme] == '/' && url[scheme + 1] == '/')
		scheme += 2;
	return scheme + strcspn(url + scheme, "/?#");
}

/* Whether the source's host let somebody wait in vain, and answered nobody. */
static bool host_is_silent(const struct revocation_run *r, const char *url)
{
	size_t length = host_length(url);
	bool silent = false;

	for (unsigned i = 0; i < r->count; i++) {
		const struct fetch *fetch = r->fetches[i];

		if (!fetch->done || !fetch->until_us ||
			host_length(fetch->source.url) != length ||
			memcmp(fetch->source.url, url, length) != 0)
			continue;
		if (!fetch->silent)
			return false;
		silent = true;
	}
	return silent;
}

/* Answers whether it is done. */
static bool go_on(struct revocation_run *r, struct fetch *fetch,
	int64_t timeout_us, int64_t *wake_us)
{
	int64_t now = io_now_us();

	if (!fetch->done && fetch->until_us && fetch->until_us <= now)
		end_fetch(r, fetch, "no answer in time");
	if (!fetch->done && !fetch->until_us && r->flying < FLIGHTS &&
		host_is_silent(r, fetch->source.url))
		end_fetch(r, fetch, "not asked, since the host kept silent");
	if (!fetch->done && !fetch->until_us && r->flying < FLIGHTS) {
		fetch->until_us = now + timeout_us + GRACE_US;
		r->flying++;
		if (!r->revoker->ask(r->revoker->context, fetch->id,
			    &fetch->source, timeout_us))
			end_fetch(r, fetch, "the program that asks has ended");
	}
	if (!fetch->done && fetch->until_us && fetch->until_us < *wake_us)
		*wake_us = fetch->until_us;
	return fetch->done;
}

static struct revocation_facts unheard(
	const struct revocation_source *source, const char *problem)
{
	return (struct revocation_facts){
		.status = REVOCATION_UNHEARD,
		.by = source->list ? "CRL" : "OCSP",
		.url = {(const unsigned char *)source->url,
			strlen(source->url)},
		.detail = problem,
	};
}

/* What was heard of a source. The reasons of all that failed are kept, and
 * what a responder does not know stays unknown if no list can be had. */
static void hear(
	struct revocation_run *r, struct inquiry *inquiry, struct fetch *fetch)
{
	const struct revocation_source *source =
		&inquiry->question.sources[inquiry->at];
	const struct revocation_facts before = inquiry->facts;
	struct revocation_facts facts = unheard(source, fetch->problem);

	if (!fetch->problem)
		inquiry->done = revocation_hear(r->arena, &inquiry->question,
			source, (struct octets){fetch->body, fetch->length},
			time(NULL), &facts);
	if (facts.status == REVOCATION_UNHEARD)
		facts.detail = arena_printf(r->arena, "%s%s%s: %s",
			before.detail ? before.detail : "",
			before.detail ? "; " : "", source->url, facts.detail);
	if (facts.status != REVOCATION_UNHEARD ||
		before.status != REVOCATION_UNKNOWN)
		inquiry->facts = facts;
}

static bool advance(struct revocation_run *r, struct inquiry *inquiry,
	int64_t timeout_us, int64_t *wake_us)
{
	while (!inquiry->done) {
		struct fetch *fetch;

		if (inquiry->at == inquiry->question.source_count) {
			inquiry->done = true;
			break;
		}
		fetch = find_fetch(r, &inquiry->question.sources[inquiry->at]);
		inquiry->fetch = fetch;
		if (!go_on(r, fetch, timeout_us, wake_us))
			return false;
		hear(r, inquiry, fetch);
		inquiry->at++;
	}
	return true;
}

static int compare_leaves(const void *one, const void *other)
{
	return strcmp(((const struct inquiry *)one)->leaf,
		((const struct inquiry *)other)->leaf);
}

static struct inquiry *new_inquiry(
	struct runner *runner, const struct tls_facts *tls)
{
	struct revocation_run *r = runner->revocations;
	struct inquiry *inquiry = arena_alloc(r->arena, sizeof(*inquiry));
	struct octets *chain =
		arena_alloc(r->arena, tls->sent_count * sizeof(*chain));

	*inquiry = (struct inquiry){0};
	memcpy(inquiry->leaf, tls->chain[0].sha256, sizeof(inquiry->leaf));
	for (size_t i = 0; i < tls->sent_count; i++)
		chain[i] = arena_octets(
			r->arena, tls->sent[i].data, tls->sent[i].length);
	if (!revocation_prepare(runner->engine->trust, r->arena, chain,
		    tls->sent_count, &inquiry->question)) {
		inquiry->done = true;
		inquiry->facts.status = REVOCATION_UNHEARD;
		inquiry->facts.detail =
			"the chain does not lead to a trust anchor, so no "
			"answer could be verified";
	} else if (!inquiry->question.source_count) {
		inquiry->facts.status = REVOCATION_UNNAMED;
	}
	tsearch(inquiry, &r->by_leaf, compare_leaves);
	return inquiry;
}

static struct inquiry *find_inquiry(
	struct runner *runner, const struct tls_facts *tls)
{
	struct inquiry key;
	void *node;

	memcpy(key.leaf, tls->chain[0].sha256, sizeof(key.leaf));
	node = tfind(&key, &runner->revocations->by_leaf, compare_leaves);
	return node ? *(struct inquiry **)node : new_inquiry(runner, tls);
}

/* A staple that decides needs no further answer. */
static bool wants(const struct tls_facts *tls)
{
	return tls->sent_count && chain_is_whole(tls) &&
	       tls->ocsp != OCSP_GOOD && tls->ocsp != OCSP_REVOKED;
}

static struct revocation_facts copy_facts(
	struct arena *arena, const struct revocation_facts *from)
{
	struct revocation_facts facts = *from;

	facts.detail = arena_strdup(arena, from->detail);
	if (from->url.data)
		facts.url =
			arena_octets(arena, from->url.data, from->url.length);
	return facts;
}

static void keep(struct probe_facts *probe, const struct inquiry *inquiry)
{
	struct tls_facts *tls = &probe->tls;

	tls->revocation = copy_facts(probe->arena, &inquiry->facts);
	if (tls->revocation.status != REVOCATION_REVOKED)
		return;
	tls->trust = TRUST_REVOKED;
	tls->trust_detail = NULL;
	tls->trust_flaws = 0;
}

static void keep_all(struct runner *runner, struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (wants(&facts->probes[i]->tls))
			keep(facts->probes[i],
				find_inquiry(runner, &facts->probes[i]->tls));
}

static const char *why_given_up(const struct runner *runner)
{
	if (!runner->interrupted)
		return "no answer in time";
	return runner->report->out_of_time ? "the run reached its deadline"
					   : "the run was interrupted";
}

static void give_up(const struct runner *runner, struct inquiry *inquiry)
{
	inquiry->done = true;
	inquiry->facts = (struct revocation_facts){
		.status = REVOCATION_UNHEARD,
		.detail = why_given_up(runner),
	};
}

/* All sources of a certificate have this time together, one after the other. */
static int64_t inquiry_end_us(
	const struct runner *runner, const struct inquiry *inquiry)
{
	return inquiry->begun_us
		       ? inquiry->begun_us + 2 * runner->request->timeout_us
		       : INT64_MAX;
}

static bool is_asked(const struct inquiry *inquiry)
{
	return inquiry->fetch && inquiry->fetch->until_us;
}

/* Answers whether it waits for an issuer. */
static bool go_on_with(struct runner *runner, struct endpoint_run *run,
	struct inquiry *inquiry)
{
	if (advance(runner->revocations, inquiry, runner->request->timeout_us,
		    &run->wake_us))
		return false;
	if (!inquiry->begun_us && is_asked(inquiry))
		inquiry->begun_us = io_now_us();
	if (!runner->interrupted &&
		io_now_us() < inquiry_end_us(runner, inquiry))
		return true;
	give_up(runner, inquiry);
	return false;
}

bool revocation_run_begin(struct runner *runner, struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;
	bool waits = false;

	if (!runner->revocations)
		return false;
	for (size_t i = 0; i < facts->probe_count; i++) {
		struct inquiry *inquiry;

		if (!wants(&facts->probes[i]->tls))
			continue;
		inquiry = find_inquiry(runner, &facts->probes[i]->tls);
		if (!go_on_with(runner, run, inquiry))
			continue;
		waits = true;
		if (inquiry_end_us(runner, inquiry) < run->wake_us)
			run->wake_us = inquiry_end_us(runner, inquiry);
	}
	return waits;
}

bool revocation_run_advance(struct runner *runner, struct endpoint_run *run)
{
	if (!runner->revocations)
		return false;
	run->wake_us = INT64_MAX;
	if (revocation_run_begin(runner, run))
		return true;
	keep_all(runner, run);
	return false;
}
