/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/verdict.h"

#include "net/x509/path.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CHAIN_MAX 16

struct path {
	gnutls_x509_crt_t chain[CHAIN_MAX];
	unsigned count;
	bool cut; /* more were sent */
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
	path->cut = count > CHAIN_MAX;
	return path->count > 0;
}

/* Adds the anchors of the whole chain. */
static size_t add_anchors(
	struct path *path, const struct anchors *all, bool by_name)
{
	size_t total = 0;

	for (unsigned i = 0; i < path->count; i++) {
		gnutls_x509_crt_t anchors[4];
		size_t count =
			anchors_find(all, path->chain[i], by_name, anchors, 4);

		/* The list owns them from here on, duplicates too. */
		if (count)
			gnutls_x509_trust_list_add_cas(path->list, anchors,
				(unsigned)count, GNUTLS_TL_NO_DUPLICATES);
		total += count;
	}
	return total;
}

/* Of several anchors with one name, the library may look at the wrong one
 * alone. */
static bool path_add_anchors(struct path *path, const struct anchors *all)
{
	if (gnutls_x509_trust_list_init(&path->list, 0) < 0)
		return false;
	if (!add_anchors(path, all, false))
		add_anchors(path, all, true);
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
	const struct anchors *all, gnutls_x509_crt_t leaf)
{
	gnutls_x509_crt_t anchor;

	return anchors_find(all, leaf, false, &anchor, 1) ? anchor : NULL;
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

/* Without the issuers that are out of date, where others may stand for them:
 * OpenSSL (from 1.1.0 on), NSS and Schannel choose like that among several
 * copies of an issuer; GnuTLS itself takes the one that was sent first. */
static unsigned path_verify_current(struct path *path)
{
	gnutls_x509_crt_t all[CHAIN_MAX];
	unsigned count = path->count, status;

	memcpy(all, path->chain, sizeof(all));
	path->count = 1;
	for (unsigned i = 1; i < count; i++)
		if (is_in_date(all[i]))
			path->chain[path->count++] = all[i];
	status = path_verify(path, 0);
	memcpy(path->chain, all, sizeof(all));
	path->count = count;
	return status;
}

#define DATE_BITS (GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED)

static void judge_path(struct path *path, struct trust_verdict *ret_verdict)
{
	unsigned status = path_verify(path, 0);
	gnutls_datum_t words = {0};

	if (status & DATE_BITS && is_in_date(path->chain[0]) &&
		path_verify_current(path) == 0)
		status = 0;
	if (status & DATE_BITS) {
		ret_verdict->dates_bad = is_in_date(path->chain[0]);
		status = path_verify(path,
			GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
				GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS);
	}
	if (status & GNUTLS_CERT_SIGNER_NOT_FOUND && path->cut) {
		ret_verdict->trust = TRUST_UNKNOWN;
		ret_verdict->detail =
			strdup("the server sends more certificates than are "
			       "looked at, and the first 16 lead to no known "
			       "authority");
		return;
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

struct trust_verdict verdict_judge(const struct anchors *anchors,
	const gnutls_datum_t *chain, size_t count)
{
	struct trust_verdict verdict = {.trust = TRUST_BAD};
	struct path path = {0};

	if (path_import(&path, chain, count) &&
		path_add_anchors(&path, anchors))
		judge_path(&path, &verdict);
	path_clear(&path);
	return verdict;
}

gnutls_x509_crt_t verdict_find_issuer(const struct anchors *anchors,
	const gnutls_datum_t *chain, size_t count, bool *ret_is_anchor)
{
	struct path path = {0};
	gnutls_x509_crt_t found = NULL;

	if (path_import(&path, chain, count) &&
		path_add_anchors(&path, anchors))
		found = find_anchor(anchors, path.chain[0]);
	if (ret_is_anchor)
		*ret_is_anchor = found != NULL;
	for (unsigned i = 1; path.list && i < path.count && !found; i++)
		if (path_is_issued_by(path.chain[0], path.chain[i]) &&
			is_good_issuer(&path, i)) {
			found = path.chain[i];
			path.chain[i] = path.chain[--path.count];
		}
	path_clear(&path);
	return found;
}

void verdict_clear(struct trust_verdict *verdict)
{
	free(verdict->detail);
	trust_end_clear(&verdict->end);
}
