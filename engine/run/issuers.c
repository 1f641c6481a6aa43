/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/issuers.h"

#include "model/memory.h"
#include "net/io.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#define FLIGHTS 16       /* at most so many are asked side by side */
#define GRACE_US 1000000 /* beyond its time, until the asking is given up */
#define SLACK_US 20000   /* by which whoever asks may count otherwise */
#define KEPT_OCTETS ((size_t)64 * 1024 * 1024) /* of all answers */

/* An answer is slow that takes this part of the timeout, and all slow ones have
 * so many timeouts in one run. */
#define SLOW_PART 4
#define SLOW_TIMEOUTS 4

struct issuer_host {
	const char *url; /* of a source; the host is at its head */
	size_t length;
	bool answered;
	bool silent; /* it let somebody wait until the time was over */
	bool slow;   /* the last time */
};

struct issuers {
	const struct engine_revoker *revoker;
	int64_t timeout_us;
	struct arena *arena;
	struct issuer_fetch **fetches; /* by their ids */
	void *by_source;               /* trees of tsearch(): peers chose how
					* many */
	void *by_host;
	unsigned count, flying;
	size_t kept;
	int64_t slow_us;       /* while slow answers were waited for */
	int64_t slow_until_us; /* up to where that is counted */
};

struct issuers *issuers_new(
	const struct engine_revoker *revoker, int64_t timeout_us)
{
	struct issuers *r = memory_calloc(1, sizeof(*r));

	r->revoker = revoker;
	r->timeout_us = timeout_us;
	r->arena = arena_new();
	return r;
}

/* What is in the trees is the arena's. */
static void keep_node(void *node)
{
	(void)node;
}

void issuers_free(struct issuers *r)
{
	if (!r)
		return;
	for (unsigned i = 0; i < r->count; i++)
		free(r->fetches[i]->body);
	tdestroy(r->by_source, keep_node);
	tdestroy(r->by_host, keep_node);
	arena_free(r->arena);
	free(r);
}

/* Several wait side by side, and that time counts once. */
static void count_slow(struct issuers *r, int64_t from_us, int64_t to_us)
{
	if (from_us < r->slow_until_us)
		from_us = r->slow_until_us;
	if (from_us >= to_us)
		return;
	r->slow_us += to_us - from_us;
	r->slow_until_us = to_us;
}

static void note_time(
	struct issuers *r, struct issuer_fetch *fetch, const char *problem)
{
	int64_t now = io_now_us();
	struct issuer_host *host = fetch->host;

	host->slow = now - fetch->begun_us >= r->timeout_us / SLOW_PART;
	if (host->slow)
		count_slow(r, fetch->begun_us, now);
	if (problem && now + GRACE_US + SLACK_US >= fetch->until_us)
		host->silent = true;
	else
		host->answered = true;
}

static void end_fetch(
	struct issuers *r, struct issuer_fetch *fetch, const char *problem)
{
	if (!fetch->done && fetch->begun_us) {
		r->flying--;
		note_time(r, fetch, problem);
	}
	fetch->done = true;
	fetch->problem = problem;
}

static void keep_body(
	struct issuers *r, struct issuer_fetch *fetch, struct octets body)
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
static void end_all(struct issuers *r)
{
	for (unsigned i = 0; i < r->count; i++)
		if (!r->fetches[i]->done)
			end_fetch(r, r->fetches[i],
				"the program that asks has ended");
}

static void keep_answer(struct issuers *r, const struct revoker_answer *answer)
{
	struct issuer_fetch *fetch =
		answer->id < r->count ? r->fetches[answer->id] : NULL;

	if (!fetch || fetch->done || !fetch->begun_us)
		return;
	if (answer->problem)
		end_fetch(r, fetch, arena_strdup(r->arena, answer->problem));
	else
		keep_body(r, fetch, answer->body);
}

bool issuers_hear(struct issuers *r)
{
	struct revoker_answer answer;

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

/* Scheme and authority, which go before the third slash. */
static size_t host_length(const char *url)
{
	size_t scheme = strcspn(url, "/");

	if (url[scheme] == '/' && url[scheme + 1] == '/')
		scheme += 2;
	return scheme + strcspn(url + scheme, "/?#");
}

static int compare_hosts(const void *one, const void *other)
{
	const struct issuer_host *a = one, *b = other;

	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return memcmp(a->url, b->url, a->length);
}

static struct issuer_host *find_host(struct issuers *r, const char *url)
{
	const struct issuer_host key = {.url = url, .length = host_length(url)};
	void *node = tfind(&key, &r->by_host, compare_hosts);
	struct issuer_host *host;

	if (node)
		return *(struct issuer_host **)node;
	host = arena_alloc(r->arena, sizeof(*host));
	*host = key;
	tsearch(host, &r->by_host, compare_hosts);
	return host;
}

static int compare_sources(const void *one, const void *other)
{
	const struct revocation_source *a =
		&((const struct issuer_fetch *)one)->source;
	const struct revocation_source *b =
		&((const struct issuer_fetch *)other)->source;
	int order = strcmp(a->url, b->url);

	if (order || a->request.length != b->request.length)
		return order ? order
			     : (a->request.length < b->request.length ? -1 : 1);
	return a->request.length ? memcmp(a->request.data, b->request.data,
					   a->request.length)
				 : 0;
}

struct issuer_fetch *issuers_find(
	struct issuers *r, const struct revocation_source *source)
{
	const struct issuer_fetch key = {.source = *source};
	void *node = tfind(&key, &r->by_source, compare_sources);
	struct issuer_fetch *fetch;

	if (node)
		return *(struct issuer_fetch **)node;
	fetch = arena_alloc(r->arena, sizeof(*fetch));
	*fetch = (struct issuer_fetch){.id = r->count,
		.source = *source,
		.host = find_host(r, source->url)};
	r->fetches = arena_grow(
		r->arena, r->fetches, r->count, sizeof(struct issuer_fetch *));
	r->fetches[r->count++] = fetch;
	tsearch(fetch, &r->by_source, compare_sources);
	return fetch;
}

/* Why nobody asks; NULL if that is not so. */
static const char *why_not_asked(
	const struct issuers *r, const struct issuer_host *host)
{
	if (host->silent && !host->answered)
		return "not asked, since the host kept silent";
	if (r->slow_us >= SLOW_TIMEOUTS * r->timeout_us &&
		(!host->answered || host->slow))
		return "not asked, since the run had waited long enough for "
		       "slow hosts";
	return NULL;
}

static void ask(struct issuers *r, struct issuer_fetch *fetch)
{
	const char *why = why_not_asked(r, fetch->host);

	if (why) {
		end_fetch(r, fetch, why);
		return;
	}
	fetch->begun_us = io_now_us();
	fetch->until_us = fetch->begun_us + r->timeout_us + GRACE_US;
	r->flying++;
	if (!r->revoker->ask(r->revoker->context, fetch->id, &fetch->source,
		    r->timeout_us))
		end_fetch(r, fetch, "the program that asks has ended");
}

bool issuers_go_on(
	struct issuers *r, struct issuer_fetch *fetch, int64_t *wake_us)
{
	if (!fetch->done && fetch->begun_us && fetch->until_us <= io_now_us())
		end_fetch(r, fetch, "no answer in time");
	if (!fetch->done && !fetch->begun_us && r->flying < FLIGHTS)
		ask(r, fetch);
	if (!fetch->done && fetch->begun_us && fetch->until_us < *wake_us)
		*wake_us = fetch->until_us;
	return fetch->done;
}
