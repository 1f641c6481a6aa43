/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/trust.h"

#include "config.h"
#include "model/memory.h"
#include "net/trust/end.h"
#include "net/x509/path.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CHAIN_MAX 16
#define VERDICTS 64  /* chains remembered; a run rarely meets more */
#define VERDICT_S 60 /* how long: dates pass */

/* How long one thread waits for another that judges the same chain, before it
 * judges for itself: the other may be stuck in it. */
#define TOGETHER_MS 250
#define BUNDLE_OCTETS ((size_t)16 * 1024 * 1024)

/* Where systems keep their bundle: Debian and Alpine, Fedora, SUSE, BSD and
 * macOS. */
static const char *const bundles[] = {
#ifdef DEFAULT_TRUST_STORE_FILE
	DEFAULT_TRUST_STORE_FILE,
#endif
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/ssl/cert.pem",
};

struct trust_verdict {
	enum trust trust;
	bool dates_bad;
	unsigned flaws; /* enum trust_flaw */
	char *detail;
	struct trust_end end; /* of paths that do not hold, or are stale */
};

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
	char *ca_file;
	bool opened;
	const char *problem;
	gnutls_datum_t bundle;   /* the file, while not all of it is decoded */
	const char *rest;        /* of it; NULL once there is none */
	gnutls_datum_t *anchors; /* DER */
	size_t anchor_count;
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
	if (ca_file) {
		size_t size = strlen(ca_file) + 1;

		store->ca_file = memcpy(memory_calloc(1, size), ca_file, size);
	}
	return store;
}

static void clear_verdict(struct trust_verdict *verdict)
{
	free(verdict->detail);
	trust_end_clear(&verdict->end);
}

void trust_store_free(struct trust_store *store)
{
	if (!store)
		return;
	for (size_t i = 0; i < store->anchor_count; i++)
		gnutls_free(store->anchors[i].data);
	for (size_t i = 0; i < store->verdict_count; i++)
		clear_verdict(&store->verdicts[i].verdict);
	gnutls_free(store->bundle.data);
	free(store->anchors);
	free(store->ca_file);
	pthread_cond_destroy(&store->judged);
	pthread_mutex_destroy(&store->lock);
	free(store);
}

static bool starts_block(const char *text)
{
	return strncmp(text, "-----BEGIN CERTIFICATE-----", 27) == 0 ||
	       strncmp(text, "-----BEGIN TRUSTED CERTIFICATE-----", 35) == 0 ||
	       strncmp(text, "-----BEGIN X509 CERTIFICATE-----", 32) == 0;
}

static void add_block(struct trust_store *store, const char *block)
{
	const char *end = strstr(block, "-----END ");
	gnutls_datum_t pem, der;

	if (!end)
		return;
	end = strchr(end, '\n') ? strchr(end, '\n') : end + strlen(end);
	pem.data = (unsigned char *)(uintptr_t)block;
	pem.size = (unsigned)(end - block);
	if (gnutls_pem_base64_decode2(NULL, &pem, &der) < 0)
		return;
	store->anchors = memory_realloc(store->anchors,
		(store->anchor_count + 1) * sizeof(*store->anchors));
	store->anchors[store->anchor_count++] = der;
}

static bool open_bundle(struct trust_store *store, const char *path)
{
	errno = 0;
	if (gnutls_load_file(path, &store->bundle) < 0) {
		store->problem = errno ? strerror(errno) : "cannot be read";
		return false;
	}
	if (store->bundle.size <= BUNDLE_OCTETS && store->bundle.data)
		store->rest = (const char *)store->bundle.data;
	return true;
}

static void open_anchors(struct trust_store *store)
{
	if (store->opened)
		return;
	store->opened = true;
	if (store->ca_file) {
		open_bundle(store, store->ca_file);
		return;
	}
	for (size_t i = 0; i < sizeof(bundles) / sizeof(*bundles); i++)
		if (open_bundle(store, bundles[i]))
			return;
}

/* Decodes the rest of the bundle, or no further than its first certificate:
 * the hundred of a system take milliseconds. */
static void decode_anchors(struct trust_store *store, bool only_first)
{
	while (store->rest && !(only_first && store->anchor_count)) {
		const char *block = strstr(store->rest, "-----BEGIN ");

		if (block && starts_block(block))
			add_block(store, block);
		store->rest = block ? block + 11 : NULL;
	}
	if (store->bundle.data && !store->rest) {
		gnutls_free(store->bundle.data);
		store->bundle.data = NULL;
		store->problem = store->anchor_count
					 ? NULL
					 : "the file contains no certificate "
					   "in PEM form";
	}
}

bool trust_store_open(struct trust_store *store, const char **ret_problem)
{
	bool good;

	pthread_mutex_lock(&store->lock);
	open_anchors(store);
	decode_anchors(store, true);
	good = store->anchor_count > 0;
	*ret_problem = store->problem;
	pthread_mutex_unlock(&store->lock);
	return good;
}

size_t trust_store_load(struct trust_store *store, const char **ret_problem)
{
	pthread_mutex_lock(&store->lock);
	open_anchors(store);
	decode_anchors(store, false);
	pthread_mutex_unlock(&store->lock);
	if (ret_problem)
		*ret_problem = store->problem;
	return store->anchor_count;
}

/* Whether the anchor's subject could be `name`: cheap, and never wrong in
 * saying no. */
static bool may_be_named(const gnutls_datum_t *anchor, gnutls_datum_t name)
{
	return memmem(anchor->data, anchor->size, name.data, name.size);
}

/* Imports the anchors whose subject is the issuer of `certificate`, or which
 * are `certificate` itself. Returns how many were put in `ret_anchors`. */
static size_t find_anchors(struct trust_store *store,
	gnutls_x509_crt_t certificate, gnutls_x509_crt_t *ret_anchors,
	size_t room)
{
	gnutls_datum_t issuer = {0}, subject = {0};
	size_t count = 0;

	if (gnutls_x509_crt_get_raw_issuer_dn(certificate, &issuer) < 0)
		return 0;
	for (size_t i = 0; i < store->anchor_count && count < room; i++) {
		gnutls_x509_crt_t anchor;

		if (!may_be_named(&store->anchors[i], issuer) ||
			gnutls_x509_crt_init(&anchor) < 0)
			continue;
		if (gnutls_x509_crt_import(anchor, &store->anchors[i],
			    GNUTLS_X509_FMT_DER) == 0 &&
			gnutls_x509_crt_get_raw_dn(anchor, &subject) == 0) {
			bool same = subject.size == issuer.size &&
				    memcmp(subject.data, issuer.data,
					    issuer.size) == 0;

			gnutls_free(subject.data);
			if (same) {
				ret_anchors[count++] = anchor;
				continue;
			}
		}
		gnutls_x509_crt_deinit(anchor);
	}
	gnutls_free(issuer.data);
	return count;
}

struct path {
	gnutls_x509_crt_t chain[CHAIN_MAX];
	unsigned count;
	gnutls_x509_trust_list_t list;
};

static bool path_import(
	struct path *path, const gnutls_datum_t *chain, size_t count)
{
	for (size_t i = 0; i < count && i < CHAIN_MAX; i++) {
		if (gnutls_x509_crt_init(&path->chain[i]) < 0)
			return false;
		path->count++;
		if (gnutls_x509_crt_import(
			    path->chain[i], &chain[i], GNUTLS_X509_FMT_DER) < 0)
			return false;
	}
	return path->count > 0;
}

static bool path_add_anchors(struct path *path, struct trust_store *store)
{
	if (gnutls_x509_trust_list_init(&path->list, 0) < 0)
		return false;
	for (unsigned i = 0; i < path->count; i++) {
		gnutls_x509_crt_t anchors[4];
		size_t count = find_anchors(store, path->chain[i], anchors, 4);

		/* The list owns them from here on, duplicates too. */
		if (count)
			gnutls_x509_trust_list_add_cas(path->list, anchors,
				(unsigned)count, GNUTLS_TL_NO_DUPLICATES);
	}
	return true;
}

static void path_clear(struct path *path)
{
	for (unsigned i = 0; i < path->count; i++)
		gnutls_x509_crt_deinit(path->chain[i]);
	if (path->list)
		gnutls_x509_trust_list_deinit(path->list, 1);
}

static unsigned path_verify(struct path *path, unsigned flags)
{
	/* The list may reorder and shorten its copy of the chain. */
	gnutls_x509_crt_t chain[CHAIN_MAX];
	unsigned status = GNUTLS_CERT_INVALID;
	gnutls_typed_vdata_st purpose = {
		.type = GNUTLS_DT_KEY_PURPOSE_OID,
		.data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_SERVER,
	};

	memcpy(chain, path->chain, sizeof(chain));
	if (gnutls_x509_trust_list_verify_crt2(path->list, chain, path->count,
		    &purpose, 1, flags, &status, NULL) < 0)
		return GNUTLS_CERT_INVALID;
	return status;
}

/* Whether the certificate at `index`, as an issuer, leads to an anchor. */
static bool is_good_issuer(const struct path *path, unsigned index)
{
	gnutls_x509_crt_t chain[CHAIN_MAX];
	unsigned count = 0, status = GNUTLS_CERT_INVALID;

	if (gnutls_x509_crt_get_ca_status(path->chain[index], NULL) <= 0)
		return false;
	chain[count++] = path->chain[index];
	for (unsigned i = 1; i < path->count; i++)
		if (i != index)
			chain[count++] = path->chain[i];
	return gnutls_x509_trust_list_verify_crt2(path->list, chain, count,
		       NULL, 0, PATH_ANY_TIME, &status, NULL) >= 0 &&
	       status == 0;
}

/* By one of the anchors; NULL if none of them issued it. */
static gnutls_x509_crt_t find_anchor(
	struct trust_store *store, gnutls_x509_crt_t leaf)
{
	gnutls_x509_crt_t anchors[4], found = NULL;
	size_t count = find_anchors(store, leaf, anchors, 4);

	for (size_t i = 0; i < count; i++) {
		if (!found && path_is_issued_by(leaf, anchors[i]))
			found = anchors[i];
		else
			gnutls_x509_crt_deinit(anchors[i]);
	}
	return found;
}

gnutls_x509_crt_t trust_find_issuer(
	struct trust_store *store, const gnutls_datum_t *chain, size_t count)
{
	struct path path = {0};
	gnutls_x509_crt_t found = NULL;

	trust_store_load(store, NULL);
	if (path_import(&path, chain, count) && path_add_anchors(&path, store))
		found = find_anchor(store, path.chain[0]);
	for (unsigned i = 1; path.list && i < path.count && !found; i++)
		if (path_is_issued_by(path.chain[0], path.chain[i]) &&
			is_good_issuer(&path, i)) {
			found = path.chain[i];
			path.chain[i] = path.chain[--path.count];
		}
	path_clear(&path);
	return found;
}

static bool is_self_issued(gnutls_x509_crt_t certificate)
{
	return gnutls_x509_crt_check_issuer(certificate, certificate) != 0;
}

static bool is_in_date(gnutls_x509_crt_t certificate)
{
	time_t now = time(NULL);

	return gnutls_x509_crt_get_activation_time(certificate) <= now &&
	       gnutls_x509_crt_get_expiration_time(certificate) >= now;
}

static enum trust trust_from_status(const struct path *path, unsigned status)
{
	if (status == 0)
		return TRUST_OK;
	if (status & GNUTLS_CERT_REVOKED)
		return TRUST_REVOKED;
	if (!(status & GNUTLS_CERT_SIGNER_NOT_FOUND))
		return TRUST_BAD;
	if (is_self_issued(path->chain[0]))
		return TRUST_SELF_SIGNED;
	return path->count == 1 ? TRUST_INCOMPLETE : TRUST_NO_ISSUER;
}

static unsigned flaws_of_status(unsigned status)
{
	static const struct {
		unsigned bits;
		unsigned flaw;
	} flaws[] = {
		{GNUTLS_CERT_INSECURE_ALGORITHM, FLAW_WEAK},
		{GNUTLS_CERT_SIGNATURE_FAILURE, FLAW_SIGNATURE},
		{GNUTLS_CERT_SIGNER_NOT_CA, FLAW_NOT_CA},
		{GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, FLAW_CONSTRAINTS},
		{GNUTLS_CERT_PURPOSE_MISMATCH, FLAW_PURPOSE},
		{GNUTLS_CERT_MISSING_OCSP_STATUS |
				GNUTLS_CERT_INVALID_OCSP_STATUS,
			FLAW_OCSP},
		{GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, FLAW_CRITICAL},
	};
	unsigned found = 0;

	for (size_t i = 0; i < sizeof(flaws) / sizeof(*flaws); i++)
		if (status & flaws[i].bits)
			found |= flaws[i].flaw;
	return found;
}

#define DATE_BITS (GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED)

static void judge_path(struct path *path, struct trust_verdict *ret_verdict)
{
	unsigned status = path_verify(path, 0);
	gnutls_datum_t words = {0};

	if (status & DATE_BITS) {
		ret_verdict->dates_bad = is_in_date(path->chain[0]);
		status = path_verify(path,
			GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
				GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS);
	}
	ret_verdict->flaws = flaws_of_status(status);
	ret_verdict->trust = trust_from_status(path, status);
	if (status && gnutls_certificate_verification_status_print(
			      status, GNUTLS_CRT_X509, &words, 0) == 0)
		ret_verdict->detail = strdup((char *)words.data);
	gnutls_free(words.data);
	if (ret_verdict->dates_bad || ret_verdict->trust == TRUST_NO_ISSUER ||
		ret_verdict->trust == TRUST_INCOMPLETE)
		trust_end_find(path->chain, path->count, path->list,
			&ret_verdict->end);
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

static struct trust_verdict judge(
	struct trust_store *store, const gnutls_datum_t *chain, size_t count)
{
	struct trust_verdict verdict = {.trust = TRUST_BAD};
	struct path path = {0};

	if (path_import(&path, chain, count) && path_add_anchors(&path, store))
		judge_path(&path, &verdict);
	path_clear(&path);
	return verdict;
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
	clear_verdict(&entry->verdict);
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
		clear_verdict(&entry->verdict);
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

	facts->tls.trust_own_anchors = store->ca_file != NULL;
	if (!trust_store_load(store, NULL)) {
		facts->tls.trust = TRUST_NO_ANCHORS;
		facts->tls.trust_detail =
			arena_strdup(facts->arena, store->problem);
		return;
	}
	digest_chain(chain, count, digest);
	if (tell_judged(store, digest, facts))
		return;
	verdict = judge(store, chain, count);
	pthread_mutex_lock(&store->lock);
	keep_entry(store, digest, &verdict);
	pthread_cond_broadcast(&store->judged);
	pthread_mutex_unlock(&store->lock);
	tell(&verdict, facts);
	clear_verdict(&verdict);
}
