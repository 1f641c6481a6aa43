/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/revocation/revocation.h"

#include "model/text/ascii.h"
#include "net/revocation/crl.h"
#include "net/revocation/ocsp.h"

#include <gnutls/ocsp.h>
#include <string.h>

#define URL_OCTETS 1024
#define NAMES_LOOKED_AT 16
#define RESPONDERS 2 /* of the sources, at most */

static gnutls_datum_t datum_of(struct octets octets)
{
	return (gnutls_datum_t){(unsigned char *)(uintptr_t)octets.data,
		(unsigned)octets.length};
}

static gnutls_x509_crt_t import(struct octets der)
{
	const gnutls_datum_t datum = datum_of(der);
	gnutls_x509_crt_t certificate;

	if (gnutls_x509_crt_init(&certificate) < 0)
		return NULL;
	if (gnutls_x509_crt_import(certificate, &datum, GNUTLS_X509_FMT_DER) >=
		0)
		return certificate;
	gnutls_x509_crt_deinit(certificate);
	return NULL;
}

static struct octets export(struct arena *arena, gnutls_x509_crt_t certificate)
{
	gnutls_datum_t der = {0};
	struct octets octets = {0};

	if (gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, &der) >=
		0)
		octets = arena_octets(arena, der.data, der.size);
	gnutls_free(der.data);
	return octets;
}

/* The URL as text; NULL if it is none that may be asked: LDAP, a URL that is
 * too long, or one with octets that no URL has. */
static const char *read_url(struct arena *arena, const void *data, size_t size)
{
	const unsigned char *octets = data;
	struct octets copy;

	if (size < 8 || size > URL_OCTETS)
		return NULL;
	for (size_t i = 0; i < size; i++)
		if (octets[i] <= ' ' || octets[i] > '~')
			return NULL;
	copy = arena_octets(arena, data, size);
	return ascii_begins(copy, "http://") ? (const char *)copy.data : NULL;
}

static void add_source(struct revocation_question *question, bool list,
	const char *url, struct octets request)
{
	if (!url || question->source_count == REVOCATION_SOURCES)
		return;
	for (size_t i = 0; i < question->source_count; i++)
		if (strcmp(question->sources[i].url, url) == 0)
			return;
	question->sources[question->source_count++] =
		(struct revocation_source){
			.list = list, .url = url, .request = request};
}

static struct octets ocsp_request(
	struct arena *arena, gnutls_x509_crt_t leaf, gnutls_x509_crt_t issuer)
{
	gnutls_ocsp_req_t request;
	gnutls_datum_t der = {0};
	struct octets octets = {0};

	if (gnutls_ocsp_req_init(&request) < 0)
		return octets;
	/* RFC 5019 section 2.1.1: every responder knows SHA-1, which names the
	 * issuer here and proves nothing. */
	if (gnutls_ocsp_req_add_cert(request, GNUTLS_DIG_SHA1, issuer, leaf) >=
			0 &&
		gnutls_ocsp_req_export(request, &der) >= 0)
		octets = arena_octets(arena, der.data, der.size);
	gnutls_free(der.data);
	gnutls_ocsp_req_deinit(request);
	return octets;
}

static void add_responders(struct arena *arena, gnutls_x509_crt_t leaf,
	gnutls_x509_crt_t issuer, struct revocation_question *question)
{
	struct octets request = ocsp_request(arena, leaf, issuer);
	int error = 0;

	for (unsigned i = 0; request.length && i < NAMES_LOOKED_AT &&
			     question->source_count < RESPONDERS &&
			     error != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
		i++) {
		gnutls_datum_t url = {0};

		error = gnutls_x509_crt_get_authority_info_access(
			leaf, i, GNUTLS_IA_OCSP_URI, &url, NULL);
		if (error >= 0)
			add_source(question, false,
				read_url(arena, url.data, url.size), request);
		gnutls_free(url.data);
	}
}

/* A list of some reasons alone says nothing of the others. */
static void add_lists(struct arena *arena, gnutls_x509_crt_t leaf,
	struct revocation_question *question)
{
	for (unsigned i = 0; i < NAMES_LOOKED_AT; i++) {
		unsigned char url[URL_OCTETS];
		size_t size = sizeof(url);
		unsigned reasons = 0;
		int kind = gnutls_x509_crt_get_crl_dist_points(
			leaf, i, url, &size, &reasons, NULL);

		if (kind == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return;
		if (kind == GNUTLS_SAN_URI && !reasons)
			add_source(question, true, read_url(arena, url, size),
				(struct octets){0});
	}
}

bool revocation_prepare(struct trust_store *trust, struct arena *arena,
	const struct octets *certificates, size_t count,
	struct revocation_question *ret_question)
{
	struct revocation_question question = {0};
	gnutls_datum_t *chain = arena_alloc(arena, count * sizeof(*chain));
	gnutls_x509_crt_t leaf, issuer;

	for (size_t i = 0; i < count; i++)
		chain[i] = datum_of(certificates[i]);
	leaf = count ? import(certificates[0]) : NULL;
	issuer = leaf ? trust_find_issuer(
				trust, chain, count, &question.issuer_is_anchor)
		      : NULL;
	if (issuer) {
		question.leaf = certificates[0];
		question.issuer = export(arena, issuer);
		add_responders(arena, leaf, issuer, &question);
		add_lists(arena, leaf, &question);
		gnutls_x509_crt_deinit(issuer);
	}
	if (leaf)
		gnutls_x509_crt_deinit(leaf);
	*ret_question = question;
	return question.issuer.length > 0;
}

static bool hear_list(const struct revocation_question *question,
	gnutls_x509_crt_t leaf, gnutls_x509_crt_t issuer, struct octets answer,
	int64_t now_s, struct revocation_facts *facts)
{
	const char *urls[REVOCATION_SOURCES];
	struct crl_question asked = {
		.leaf = leaf, .issuer = issuer, .urls = urls, .now_s = now_s};
	struct crl_answer said;

	for (size_t i = 0; i < question->source_count; i++)
		if (question->sources[i].list)
			urls[asked.url_count++] = question->sources[i].url;
	facts->detail = crl_judge(answer, &asked, &said);
	if (facts->detail)
		return false;
	facts->status = said.revoked ? REVOCATION_REVOKED : REVOCATION_GOOD;
	facts->this_update = said.this_update;
	facts->next_update = said.next_update;
	facts->revoked_s = said.revoked_s;
	return true;
}

static bool hear_responder(struct arena *arena, gnutls_x509_crt_t leaf,
	gnutls_x509_crt_t issuer, struct octets answer,
	struct revocation_facts *facts)
{
	struct tls_facts said = {0};

	ocsp_judge(arena, answer, leaf, issuer, &said);
	switch (said.ocsp) {
	case OCSP_GOOD:
		facts->status = REVOCATION_GOOD;
		break;
	case OCSP_REVOKED:
		facts->status = REVOCATION_REVOKED;
		break;
	case OCSP_UNKNOWN:
		facts->status = REVOCATION_UNKNOWN;
		break;
	default:
		facts->detail = "the response is not valid: not signed by the "
				"issuer or its responder, out of date, or "
				"about another certificate";
		return false;
	}
	facts->this_update = said.ocsp_this_update;
	facts->next_update =
		said.ocsp_next_update > 0 ? said.ocsp_next_update : 0;
	/* A list may know it. */
	return said.ocsp != OCSP_UNKNOWN;
}

bool revocation_hear(struct arena *arena,
	const struct revocation_question *question,
	const struct revocation_source *source, struct octets answer,
	int64_t now_s, struct revocation_facts *facts)
{
	gnutls_x509_crt_t leaf = import(question->leaf);
	gnutls_x509_crt_t issuer = import(question->issuer);
	struct revocation_facts said = {
		.status = REVOCATION_UNHEARD,
		.by = source->list ? "CRL" : "OCSP",
		.url = {(const unsigned char *)source->url,
			strlen(source->url)},
		.detail = "the certificate cannot be read",
	};
	bool decided = false;

	if (leaf && issuer)
		decided = source->list ? hear_list(question, leaf, issuer,
						 answer, now_s, &said)
				       : hear_responder(arena, leaf, issuer,
						 answer, &said);
	if (leaf)
		gnutls_x509_crt_deinit(leaf);
	if (issuer)
		gnutls_x509_crt_deinit(issuer);
	if (said.status != REVOCATION_UNHEARD)
		said.detail = NULL;
	*facts = said;
	return decided;
}
