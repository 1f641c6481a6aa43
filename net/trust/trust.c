/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/trust.h"

#include "model/memory.h"
#include "net/trust/verdict.h"

#include <gnutls/crypto.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define VERDICTS 64  /* chains remembered; a run rarely meets more */
#define VERDICT_S 60 /* how long: dates pass */

/* How long one thread waits for another that judges the same chain, before it
 * judges for itself: the other may be stuck in it. */
#define TOGETHER_MS 250

struct verdict_entry {
	unsigned char digest[32]; /* SHA-256 of the chain */
	bool judged;              /* else somebody is at it */
	time_t since_s;           /* monotonic */
	struct trust_verdict verdict;
};

/* Once all anchors are decoded they stay as they are, and are read without the
 * lock: no thread that computes holds it. */
struct trust_store {
	pthread_mutex_t lock;
	pthread_cond_t judged; /* some entry was */
	struct anchors anchors;
	struct verdict_entry verdicts[VERDICTS];
	size_t verdict_count;
	size_t verdict_next; /* to be replaced, once all are taken */
};

struct trust_store *trust_store_new(const char *ca_file)
{
	struct trust_store *store = memory_calloc(1, sizeof(*store));
	pthread_condattr_t attributes;

	pthread_mutex_init(&store->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&store->judged, &attributes);
	pthread_condattr_destroy(&attributes);
	anchors_init(&store->anchors, ca_file);
	return store;
}

void trust_store_free(struct trust_store *store)
{
	if (!store)
		return;
	for (size_t i = 0; i < store->verdict_count; i++)
		verdict_clear(&store->verdicts[i].verdict);
	anchors_clear(&store->anchors);
	pthread_cond_destroy(&store->judged);
	pthread_mutex_destroy(&store->lock);
	free(store);
}

bool trust_store_open(struct trust_store *store, const char **ret_problem)
{
	bool good;

	pthread_mutex_lock(&store->lock);
	anchors_open(&store->anchors);
	anchors_decode(&store->anchors, true);
	good = store->anchors.count > 0;
	*ret_problem = store->anchors.problem;
	pthread_mutex_unlock(&store->lock);
	return good;
}

size_t trust_store_load(struct trust_store *store, const char **ret_problem)
{
	pthread_mutex_lock(&store->lock);
	anchors_open(&store->anchors);
	anchors_decode(&store->anchors, false);
	pthread_mutex_unlock(&store->lock);
	if (ret_problem)
		*ret_problem = store->anchors.problem;
	return store->anchors.count;
}

gnutls_x509_crt_t trust_find_issuer(struct trust_store *store,
	const gnutls_datum_t *chain, size_t count, bool *ret_is_anchor)
{
	trust_store_load(store, NULL);
	return verdict_find_issuer(
		&store->anchors, chain, count, ret_is_anchor);
}

static void digest_chain(
	const gnutls_datum_t *chain, size_t count, unsigned char digest[32])
{
	gnutls_hash_hd_t hash;

	memset(digest, 0, 32);
	if (gnutls_hash_init(&hash, GNUTLS_DIG_SHA256) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		gnutls_hash(hash, chain[i].data, chain[i].size);
	gnutls_hash_deinit(hash, digest);
}

static struct timespec monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now;
}

/* Called with the lock held, as all below. NULL if the chain was not met
 * lately. */
static struct verdict_entry *find_entry(
	struct trust_store *store, const unsigned char digest[32])
{
	time_t now = monotonic().tv_sec;

	for (size_t i = 0; i < store->verdict_count; i++) {
		struct verdict_entry *entry = &store->verdicts[i];

		if (memcmp(entry->digest, digest, 32) == 0 &&
			now - entry->since_s < VERDICT_S)
			return entry;
	}
	return NULL;
}

/* Waits a moment for whoever is at it. NULL if there is no verdict. */
static const struct verdict_entry *find_judged(
	struct trust_store *store, const unsigned char digest[32])
{
	struct verdict_entry *entry = find_entry(store, digest);
	struct timespec until = monotonic();

	until.tv_nsec += TOGETHER_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	while (entry && !entry->judged) {
		if (pthread_cond_timedwait(
			    &store->judged, &store->lock, &until) != 0)
			return NULL;
		entry = find_entry(store, digest);
	}
	return entry;
}

static struct verdict_entry *new_entry(struct trust_store *store)
{
	struct verdict_entry *entry;

	if (store->verdict_count < VERDICTS)
		return &store->verdicts[store->verdict_count++];
	entry = &store->verdicts[store->verdict_next];
	store->verdict_next = (store->verdict_next + 1) % VERDICTS;
	verdict_clear(&entry->verdict);
	return entry;
}

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

/* Says that somebody is at it, or what came of that. */
static void keep_entry(struct trust_store *store,
	const unsigned char digest[32], const struct trust_verdict *verdict)
{
	struct verdict_entry *entry = find_entry(store, digest);

	if (!entry)
		entry = new_entry(store);
	else
		verdict_clear(&entry->verdict);
	*entry = (struct verdict_entry){
		.judged = verdict != NULL, .since_s = monotonic().tv_sec};
	memcpy(entry->digest, digest, 32);
	if (!verdict)
		return;
	entry->verdict = *verdict;
	entry->verdict.detail = copy(verdict->detail);
	entry->verdict.end.wanted = copy(verdict->end.wanted);
	entry->verdict.end.anchor = copy(verdict->end.anchor);
}

static struct octets keep(struct arena *arena, const char *text)
{
	if (!text)
		return (struct octets){0};
	return arena_octets(arena, (const unsigned char *)text, strlen(text));
}

static void tell_end(const struct trust_end *end, struct probe_facts *facts)
{
	struct tls_facts *tls = &facts->tls;

	tls->trust_wanted = keep(facts->arena, end->wanted);
	tls->trust_wanted_sent = end->wanted && end->wanted_sent;
	tls->trust_wanted_known = end->wanted && end->wanted_known;
	if (!tls->trust_dates_bad)
		return;
	tls->anchor = keep(facts->arena, end->anchor);
	tls->anchor_not_before = end->anchor_not_before;
	tls->anchor_not_after = end->anchor_not_after;
}

static void tell(const struct trust_verdict *verdict, struct probe_facts *facts)
{
	facts->tls.trust = verdict->trust;
	facts->tls.trust_flaws = verdict->flaws;
	facts->tls.trust_dates_bad = verdict->dates_bad;
	facts->tls.trust_detail = arena_strdup(facts->arena, verdict->detail);
	tell_end(&verdict->end, facts);
}

/* Tells the verdict on a chain that was judged before; else says that it is
 * being judged now, and answers false. */
static bool tell_judged(struct trust_store *store,
	const unsigned char digest[32], struct probe_facts *facts)
{
	const struct verdict_entry *entry;

	pthread_mutex_lock(&store->lock);
	entry = find_judged(store, digest);
	if (entry)
		tell(&entry->verdict, facts);
	else
		keep_entry(store, digest, NULL);
	pthread_mutex_unlock(&store->lock);
	return entry != NULL;
}

void trust_judge(struct trust_store *store, const gnutls_datum_t *chain,
	size_t count, struct probe_facts *facts)
{
	unsigned char digest[32];
	struct trust_verdict verdict;

	facts->tls.trust_own_anchors = store->anchors.file != NULL;
	if (!trust_store_load(store, NULL)) {
		facts->tls.trust = TRUST_NO_ANCHORS;
		facts->tls.trust_detail =
			arena_strdup(facts->arena, store->anchors.problem);
		return;
	}
	digest_chain(chain, count, digest);
	if (tell_judged(store, digest, facts))
		return;
	verdict = verdict_judge(&store->anchors, chain, count);
	pthread_mutex_lock(&store->lock);
	keep_entry(store, digest, &verdict);
	pthread_cond_broadcast(&store->judged);
	pthread_mutex_unlock(&store->lock);
	tell(&verdict, facts);
	verdict_clear(&verdict);
}
