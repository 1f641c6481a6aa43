/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/revocation/ocsp.h"

#include "net/bulk.h"
#include "net/revocation/ocsp_form.h"
#include "net/x509/der.h"
#include "net/x509/key_size.h"

#include <gnutls/crypto.h>
#include <gnutls/ocsp.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#define SKEW_S 300      /* that clocks may differ by */
#define ENDLESS_S 86400 /* how long a response without an end is new */

/* Whether the response brings a responder's certificate that would take
 * minutes to compute with. */
static bool is_unbearable(struct arena *arena, gnutls_ocsp_resp_t response)
{
	gnutls_x509_crt_t *certificates = NULL;
	const char *refused = NULL;
	size_t count = 0;

	if (gnutls_ocsp_resp_get_certs(response, &certificates, &count) < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		gnutls_datum_t der = {0};

		if (!refused && gnutls_x509_crt_export2(certificates[i],
					GNUTLS_X509_FMT_DER, &der) >= 0)
			refused = key_size_refuse_certificate(
				arena, (struct octets){der.data, der.size});
		gnutls_free(der.data);
		gnutls_x509_crt_deinit(certificates[i]);
	}
	gnutls_free(certificates);
	return refused != NULL;
}

/* A collision of MD5 or SHA-1 could turn one response into another. */
static bool is_strong(gnutls_ocsp_resp_t response)
{
	int algorithm = gnutls_ocsp_resp_get_signature_algorithm(response);

	if (algorithm <= 0)
		return false;
	switch (gnutls_sign_get_hash_algorithm(
		(gnutls_sign_algorithm_t)algorithm)) {
	case GNUTLS_DIG_MD2:
	case GNUTLS_DIG_MD5:
	case GNUTLS_DIG_SHA1:
		return false;
	default:
		return true;
	}
}

/* By the issuer, or by a responder's certificate that the issuer signed for
 * this purpose. */
static bool is_signed(struct arena *arena, gnutls_ocsp_resp_t response,
	gnutls_x509_crt_t issuer)
{
	unsigned flaws = 0;

	return gnutls_ocsp_resp_get_status(response) ==
		       GNUTLS_OCSP_RESP_SUCCESSFUL &&
	       !is_unbearable(arena, response) && is_strong(response) &&
	       gnutls_ocsp_resp_verify_direct(response, issuer, &flaws, 0) >=
		       0 &&
	       flaws == 0;
}

/* The content of subjectPublicKey, whose hash names an issuer (RFC 6960
 * section 4.1.1). */
static struct cursor public_key(const gnutls_datum_t *der)
{
	struct cursor all = {der->data, der->size, false}, body, tbs, info, key;
	unsigned tag;

	body = der_take(&all, DER_SEQUENCE);
	tbs = der_take(&body, DER_SEQUENCE);
	if (der_is_next(&tbs, 0xa0))
		der_take_any(&tbs, &tag); /* version */
	der_take(&tbs, DER_INTEGER);
	for (int i = 0; i < 4; i++)
		der_take(&tbs, DER_SEQUENCE); /* up to the subject */
	info = der_take(&tbs, DER_SEQUENCE);
	der_take(&info, DER_SEQUENCE);
	key = der_take(&info, DER_BIT_STRING);
	cursor_take(&key, 1); /* unused bits */
	return key;
}

static bool has_key(gnutls_x509_crt_t issuer, gnutls_digest_algorithm_t digest,
	const gnutls_datum_t *told)
{
	gnutls_datum_t der = {0};
	unsigned char hash[64];
	bool has = false;

	if (gnutls_hash_get_len(digest) == told->size &&
		gnutls_x509_crt_export2(issuer, GNUTLS_X509_FMT_DER, &der) >=
			0) {
		struct cursor key = public_key(&der);

		has = !key.bad && key.left &&
		      gnutls_hash_fast(digest, key.at, key.left, hash) >= 0 &&
		      memcmp(hash, told->data, told->size) == 0;
	}
	gnutls_free(der.data);
	return has;
}

/* One answer of a response. */
struct single {
	unsigned status;
	time_t this_update;
	time_t next_update; /* -1: without an end */
};

/* Whether the answer at `index` is about the certificate; names and serial
 * number are the library's to compare. */
static bool read_single(gnutls_ocsp_resp_t response, unsigned index,
	gnutls_x509_crt_t leaf, gnutls_x509_crt_t issuer,
	struct single *ret_answer)
{
	gnutls_digest_algorithm_t digest = GNUTLS_DIG_UNKNOWN;
	gnutls_datum_t key = {0};
	bool about = gnutls_ocsp_resp_check_crt(response, index, leaf) >= 0 &&
		     gnutls_ocsp_resp_get_single(response, index, &digest, NULL,
			     &key, NULL, &ret_answer->status,
			     &ret_answer->this_update, &ret_answer->next_update,
			     NULL, NULL) >= 0 &&
		     has_key(issuer, digest, &key);

	gnutls_free(key.data);
	return about;
}

static bool is_current(const struct single *answer, time_t now)
{
	if (answer->this_update == (time_t)-1 ||
		answer->this_update > now + SKEW_S)
		return false;
	if (answer->next_update == (time_t)-1)
		return answer->this_update >= now - ENDLESS_S;
	return answer->next_update >= now &&
	       answer->next_update >= answer->this_update;
}

static enum ocsp judge_answer(const struct single *answer, time_t now)
{
	if (answer->status == GNUTLS_OCSP_CERT_REVOKED)
		return OCSP_REVOKED;
	if (!is_current(answer, now))
		return OCSP_INVALID;
	return answer->status == GNUTLS_OCSP_CERT_GOOD ? OCSP_GOOD
						       : OCSP_UNKNOWN;
}

static void keep_answer(const struct single *answer, struct tls_facts *tls)
{
	tls->ocsp = judge_answer(answer, time(NULL));
	tls->ocsp_this_update = answer->this_update;
	tls->ocsp_next_update = answer->next_update;
}

/* Of several answers about the certificate, one that says "revoked" counts,
 * and one that is current before one that is not. */
static void judge_response(gnutls_ocsp_resp_t response, gnutls_x509_crt_t leaf,
	gnutls_x509_crt_t issuer, struct tls_facts *tls)
{
	struct single answer;
	bool found = false;

	for (unsigned i = 0; i < OCSP_ANSWERS_MAX && tls->ocsp != OCSP_REVOKED;
		i++) {
		if (gnutls_ocsp_resp_get_single(response, i, NULL, NULL, NULL,
			    NULL, NULL, NULL, NULL, NULL,
			    NULL) == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return;
		if (!read_single(response, i, leaf, issuer, &answer))
			continue;
		if (!found || answer.status == GNUTLS_OCSP_CERT_REVOKED ||
			(tls->ocsp == OCSP_INVALID &&
				is_current(&answer, time(NULL))))
			keep_answer(&answer, tls);
		found = true;
	}
}

void ocsp_judge(struct arena *arena, struct octets octets,
	gnutls_x509_crt_t leaf, gnutls_x509_crt_t issuer, struct tls_facts *tls)
{
	const gnutls_datum_t datum = {(unsigned char *)(uintptr_t)octets.data,
		(unsigned)octets.length};
	gnutls_ocsp_resp_t response;

	if (bulk_refuse_octets(arena, octets) || !ocsp_form_is_good(octets) ||
		gnutls_ocsp_resp_init(&response) < 0)
		return;
	if (gnutls_ocsp_resp_import(response, &datum) == 0 &&
		is_signed(arena, response, issuer))
		judge_response(response, leaf, issuer, tls);
	gnutls_ocsp_resp_deinit(response);
}

static void read_staple(struct trust_store *trust, const gnutls_datum_t *staple,
	const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts)
{
	gnutls_x509_crt_t leaf, issuer;

	facts->tls.ocsp = OCSP_UNVERIFIED;
	if (gnutls_x509_crt_init(&leaf) < 0)
		return;
	if (gnutls_x509_crt_import(
		    leaf, &certificates[0], GNUTLS_X509_FMT_DER) == 0 &&
		(issuer = trust_find_issuer(
			 trust, certificates, count, NULL))) {
		facts->tls.ocsp = OCSP_INVALID;
		ocsp_judge(facts->arena,
			(struct octets){staple->data, staple->size}, leaf,
			issuer, &facts->tls);
		gnutls_x509_crt_deinit(issuer);
	}
	gnutls_x509_crt_deinit(leaf);
}

/* What a response is that does not tell that the certificate is good. */
static const char *say_lack(enum ocsp ocsp)
{
	switch (ocsp) {
	case OCSP_NONE:
		return "The certificate requires a stapled OCSP response, and "
		       "the server sends none.";
	case OCSP_INVALID:
		return "The certificate requires a stapled OCSP response, and "
		       "the one that the server sends is not valid.";
	case OCSP_UNKNOWN:
		return "The certificate requires a stapled OCSP response, and "
		       "the one that the server sends does not know the "
		       "certificate.";
	default:
		return NULL;
	}
}

/* RFC 7633 section 4.2.3: whoever checks this certificate needs the response.
 */
static void demand_staple(struct tls_facts *tls)
{
	const char *lack = say_lack(tls->ocsp);

	if (tls->trust != TRUST_OK || !tls->chain_count ||
		!tls->chain[0].must_staple || !lack)
		return;
	tls->trust = TRUST_BAD;
	tls->trust_flaws |= FLAW_OCSP;
	tls->trust_detail = lack;
}

void ocsp_read(struct trust_store *trust, struct octets response,
	const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts)
{
	const gnutls_datum_t staple = {
		(unsigned char *)(uintptr_t)response.data,
		(unsigned)response.length};

	read_staple(trust, &staple, certificates, count, facts);
}

void ocsp_keep(struct trust_store *trust, gnutls_session_t session,
	const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts)
{
	gnutls_datum_t staple = {0};

	if (gnutls_ocsp_status_request_get(session, &staple) >= 0 &&
		staple.size)
		read_staple(trust, &staple, certificates, count, facts);
	if (facts->tls.ocsp == OCSP_REVOKED)
		facts->tls.trust = TRUST_REVOKED;
	demand_staple(&facts->tls);
}
