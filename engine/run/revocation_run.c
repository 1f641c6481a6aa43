/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/revocation_run.h"

#include "engine/run/issuers.h"
#include "evidence/chain.h"
#include "model/memory.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LEVELS_MOST 16 /* of certificates up to an anchor */

/* One certificate of one issuer. */
struct inquiry {
	char leaf[65]; /* SHA-256, as in the facts */
	struct revocation_question question;
	size_t at; /* of the sources */
	struct issuer_fetch *fetch;
	struct octets subject;
	struct inquiry *above; /* about its issuer; NULL: that is an anchor */
	int64_t begun_us;      /* when the first source was asked; 0 */
	bool done;
	struct revocation_facts facts;
};

struct revocation_run {
	struct issuers *issuers;
	struct arena *arena;
	void *by_leaf; /* a tree of tsearch(): peers chose how many */
};

struct revocation_run *revocation_run_new(const struct engine_request *request)
{
	struct revocation_run *r;

	if (!request->revoker)
		return NULL;
	r = memory_calloc(1, sizeof(*r));
	r->issuers = issuers_new(request->revoker, request->timeout_us);
	r->arena = arena_new();
	return r;
}

/* What is in the tree is the arena's. */
static void keep_node(void *node)
{
	(void)node;
}

void revocation_run_free(struct revocation_run *r)
{
	if (!r)
		return;
	issuers_free(r->issuers);
	tdestroy(r->by_leaf, keep_node);
	arena_free(r->arena);
	free(r);
}

bool revocation_run_hear(struct revocation_run *r)
{
	return r && issuers_hear(r->issuers);
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
static void hear(struct revocation_run *r, struct inquiry *inquiry,
	const struct issuer_fetch *fetch)
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

static bool advance(
	struct revocation_run *r, struct inquiry *inquiry, int64_t *wake_us)
{
	while (!inquiry->done) {
		struct issuer_fetch *fetch;

		if (inquiry->at == inquiry->question.source_count) {
			inquiry->done = true;
			break;
		}
		fetch = issuers_find(
			r->issuers, &inquiry->question.sources[inquiry->at]);
		inquiry->fetch = fetch;
		if (!issuers_go_on(r->issuers, fetch, wake_us))
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

/* All that was sent, and first of all the certificate at `index`. */
static struct octets *copy_sent(
	struct arena *arena, const struct tls_facts *tls, size_t index)
{
	struct octets *chain =
		arena_alloc(arena, tls->sent_count * sizeof(*chain));

	for (size_t i = 0; i < tls->sent_count; i++)
		chain[i] = arena_octets(
			arena, tls->sent[i].data, tls->sent[i].length);
	if (index) {
		const struct octets first = chain[index];

		memmove(&chain[1], &chain[0], index * sizeof(*chain));
		chain[0] = first;
	}
	return chain;
}

static struct inquiry *find_inquiry(
	struct runner *runner, const struct tls_facts *tls, size_t index);

/* About the issuer, unless nobody is asked about that one. */
static struct inquiry *find_above(struct runner *runner,
	const struct tls_facts *tls, const struct revocation_question *question)
{
	const struct octets *issuer = &question->issuer;

	if (question->issuer_is_anchor)
		return NULL;
	for (size_t i = 0; i < tls->sent_count && i < tls->chain_count; i++)
		if (tls->sent[i].length == issuer->length &&
			memcmp(tls->sent[i].data, issuer->data,
				issuer->length) == 0)
			return find_inquiry(runner, tls, i);
	return NULL;
}

static struct inquiry *new_inquiry(
	struct runner *runner, const struct tls_facts *tls, size_t index)
{
	struct revocation_run *r = runner->revocations;
	struct inquiry *inquiry = arena_alloc(r->arena, sizeof(*inquiry));
	const struct certificate *certificate = &tls->chain[index];
	struct octets *chain = copy_sent(r->arena, tls, index);

	*inquiry = (struct inquiry){
		.subject = arena_octets(r->arena, certificate->subject.data,
			certificate->subject.length)};
	memcpy(inquiry->leaf, certificate->sha256, sizeof(inquiry->leaf));
	/* Authorities may have certified each other: this one is known then. */
	tsearch(inquiry, &r->by_leaf, compare_leaves);
	if (!revocation_prepare(runner->engine->trust, r->arena, chain,
		    tls->sent_count, &inquiry->question)) {
		inquiry->done = true;
		inquiry->facts.status = REVOCATION_UNHEARD;
		inquiry->facts.detail =
			"the chain does not lead to a trust anchor, so no "
			"answer could be verified";
		return inquiry;
	}
	if (!inquiry->question.source_count)
		inquiry->facts.status = REVOCATION_UNNAMED;
	inquiry->above = find_above(runner, tls, &inquiry->question);
	return inquiry;
}

static struct inquiry *find_inquiry(
	struct runner *runner, const struct tls_facts *tls, size_t index)
{
	struct inquiry key;
	void *node;

	memcpy(key.leaf, tls->chain[index].sha256, sizeof(key.leaf));
	node = tfind(&key, &runner->revocations->by_leaf, compare_leaves);
	return node ? *(struct inquiry **)node
		    : new_inquiry(runner, tls, index);
}

static bool wants(const struct tls_facts *tls)
{
	return tls->sent_count && chain_is_whole(tls) &&
	       tls->ocsp != OCSP_REVOKED;
}

/* A staple that decides needs no further answer about the certificate, but
 * says nothing of those above. */
static struct inquiry *first_inquiry(
	struct runner *runner, const struct tls_facts *tls)
{
	struct inquiry *inquiry = find_inquiry(runner, tls, 0);

	return tls->ocsp == OCSP_GOOD ? inquiry->above : inquiry;
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

static void keep_issuer(
	struct probe_facts *probe, const struct inquiry *inquiry)
{
	struct tls_facts *tls = &probe->tls;
	struct issuer_revocation *issuer =
		&tls->issuer_revocations[tls->issuer_revocation_count++];

	issuer->subject = arena_octets(
		probe->arena, inquiry->subject.data, inquiry->subject.length);
	issuer->said = copy_facts(probe->arena, &inquiry->facts);
	memcpy(issuer->sha256, inquiry->leaf, sizeof(issuer->sha256));
}

static void keep(struct runner *runner, struct probe_facts *probe)
{
	struct tls_facts *tls = &probe->tls;
	const struct inquiry *leaf = find_inquiry(runner, tls, 0);
	const struct inquiry *inquiry = first_inquiry(runner, tls);
	bool revoked = false;

	tls->issuer_revocations = arena_alloc(
		probe->arena, LEVELS_MOST * sizeof(*tls->issuer_revocations));
	for (size_t i = 0; i < LEVELS_MOST && inquiry; i++) {
		if (inquiry == leaf)
			tls->revocation =
				copy_facts(probe->arena, &inquiry->facts);
		else
			keep_issuer(probe, inquiry);
		revoked |= inquiry->facts.status == REVOCATION_REVOKED;
		inquiry = inquiry->above;
	}
	if (!revoked)
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
			keep(runner, facts->probes[i]);
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
	return inquiry->fetch && inquiry->fetch->begun_us;
}

/* Answers whether it waits for an issuer. */
static bool go_on_with(struct runner *runner, struct endpoint_run *run,
	struct inquiry *inquiry)
{
	if (advance(runner->revocations, inquiry, &run->wake_us))
		return false;
	if (!inquiry->begun_us && is_asked(inquiry))
		inquiry->begun_us = io_now_us();
	if (!runner->interrupted &&
		io_now_us() < inquiry_end_us(runner, inquiry))
		return true;
	give_up(runner, inquiry);
	return false;
}

/* The same for each certificate of the path but the anchor, side by side. */
static bool go_up(struct runner *runner, struct endpoint_run *run,
	const struct tls_facts *tls)
{
	struct inquiry *inquiry = first_inquiry(runner, tls);
	bool waits = false;

	for (size_t i = 0; i < LEVELS_MOST && inquiry; i++) {
		if (go_on_with(runner, run, inquiry)) {
			waits = true;
			if (inquiry_end_us(runner, inquiry) < run->wake_us)
				run->wake_us = inquiry_end_us(runner, inquiry);
		}
		inquiry = inquiry->above;
	}
	return waits;
}

bool revocation_run_begin(struct runner *runner, struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;
	bool waits = false;

	if (!runner->revocations)
		return false;
	for (size_t i = 0; i < facts->probe_count; i++)
		if (wants(&facts->probes[i]->tls))
			waits |= go_up(runner, run, &facts->probes[i]->tls);
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
