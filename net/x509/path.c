/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/path.h"

#include "model/memory.h"
#include "model/table.h"
#include "net/trust/pem_file.h"
#include "net/x509/certificate.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH 8
#define STEPS 128 /* certificates tried for one path */

struct path_anchors {
	gnutls_x509_trust_list_t list;
	gnutls_x509_crt_t *certificates; /* the list's */
	unsigned count;
};

static int add_file(struct path_anchors *anchors, const char *ca_file)
{
	gnutls_datum_t pem;
	int error;

	if (!pem_file_read(ca_file, &pem))
		return GNUTLS_E_FILE_ERROR;
	error = gnutls_x509_crt_list_import2(&anchors->certificates,
		&anchors->count, &pem, GNUTLS_X509_FMT_PEM, 0);
	gnutls_free(pem.data);
	if (error < 0) {
		anchors->count = 0;
		return error;
	}
	return gnutls_x509_trust_list_add_cas(
		anchors->list, anchors->certificates, anchors->count, 0);
}

struct path_anchors *path_anchors_new(
	const char *ca_file, bool system, const char **ret_problem)
{
	struct path_anchors *anchors = memory_calloc(1, sizeof(*anchors));
	int count = gnutls_x509_trust_list_init(&anchors->list, 0);

	if (count >= 0 && !ca_file && !system)
		return anchors;
	if (count >= 0)
		count = ca_file ? add_file(anchors, ca_file)
				: gnutls_x509_trust_list_add_system_trust(
					  anchors->list, 0, 0);
	if (count > 0)
		return anchors;
	*ret_problem = "it contains no certificate in PEM form that can be "
		       "read";
	path_anchors_free(anchors);
	return NULL;
}

void path_anchors_free(struct path_anchors *anchors)
{
	if (!anchors)
		return;
	if (anchors->list)
		gnutls_x509_trust_list_deinit(anchors->list, 1);
	gnutls_free(anchors->certificates);
	free(anchors);
}

const gnutls_x509_crt_t *path_anchors_list(
	const struct path_anchors *anchors, size_t *ret_count)
{
	*ret_count = anchors->count;
	return anchors->certificates;
}

static bool may_sign(gnutls_x509_crt_t certificate)
{
	unsigned usage = 0;

	return gnutls_x509_crt_get_key_usage(certificate, &usage, NULL) < 0 ||
	       (usage & (GNUTLS_KEY_DIGITAL_SIGNATURE |
				GNUTLS_KEY_NON_REPUDIATION));
}

static bool is_listed(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* What is said of the extended key usage. */
struct purposes {
	unsigned count;
	bool listed; /* one of them is in the list */
	bool critical;
};

static struct purposes read_purposes(
	gnutls_x509_crt_t certificate, const char *const *list)
{
	struct purposes purposes = {0};

	for (unsigned i = 0; i < 32; i++) {
		unsigned critical = 0;
		char oid[128];
		size_t size = sizeof(oid);
		int error = gnutls_x509_crt_get_key_purpose_oid(
			certificate, i, oid, &size, &critical);

		if (error == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			break;
		purposes.count++;
		purposes.critical |= error >= 0 && critical;
		purposes.listed |= error >= 0 && is_listed(oid, list);
	}
	return purposes;
}

static const char *const signing[] = {GNUTLS_KP_EMAIL_PROTECTION,
	GNUTLS_KP_CODE_SIGNING, "1.3.6.1.5.5.7.3.36", GNUTLS_KP_ANY, NULL};

static const char *refuse_signing(gnutls_x509_crt_t certificate)
{
	const struct purposes purposes = read_purposes(certificate, signing);

	return purposes.count && !purposes.listed
		       ? "its extended key usage does not allow signing "
			 "documents"
		       : NULL;
}

static const char *refuse_timestamping(gnutls_x509_crt_t certificate)
{
	static const char *const list[] = {GNUTLS_KP_TIME_STAMPING, NULL};
	const struct purposes purposes = read_purposes(certificate, list);

	return purposes.count == 1 && purposes.listed && purposes.critical
		       ? NULL
		       : "its extended key usage is not timeStamping alone";
}

const char *path_refuse_purpose(
	gnutls_x509_crt_t certificate, enum path_purpose purpose)
{
	if (!may_sign(certificate))
		return "its key usage does not allow signatures";
	return purpose == PATH_TIMESTAMPING ? refuse_timestamping(certificate)
					    : refuse_signing(certificate);
}

bool path_dates(gnutls_x509_crt_t certificate, int64_t *ret_not_before_s,
	int64_t *ret_not_after_s)
{
	gnutls_datum_t der = {0};
	bool read = gnutls_x509_crt_export2(
			    certificate, GNUTLS_X509_FMT_DER, &der) >= 0 &&
		    certificate_read_dates((struct octets){der.data, der.size},
			    ret_not_before_s, ret_not_after_s);

	gnutls_free(der.data);
	return read;
}

bool path_key_is_short(gnutls_x509_crt_t certificate)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(certificate, &bits);

	return algorithm >= 0 &&
	       gnutls_pk_bits_to_sec_param((gnutls_pk_algorithm_t)algorithm,
		       bits) < GNUTLS_SEC_PARAM_MEDIUM;
}

bool path_is_issued_by(gnutls_x509_crt_t certificate, gnutls_x509_crt_t issuer)
{
	unsigned status = 0;

	return gnutls_x509_crt_check_issuer(certificate, issuer) &&
	       gnutls_x509_crt_verify(certificate, &issuer, 1,
		       PATH_ANY_TIME | GNUTLS_VERIFY_ALLOW_BROKEN |
			       GNUTLS_VERIFY_DISABLE_CA_SIGN,
		       &status) >= 0 &&
	       !(status & (GNUTLS_CERT_SIGNATURE_FAILURE |
				  GNUTLS_CERT_SIGNER_NOT_FOUND));
}

struct search {
	const struct path_anchors *anchors;
	const gnutls_x509_crt_t *others;
	size_t other_count;
	enum path_purpose purpose;
	int64_t at_s;
	gnutls_x509_crt_t chain[DEPTH];
	unsigned count;
	unsigned steps;
	struct path_answer best;
};

/* By the library: all but dates and purposes. */
static unsigned verify_chain(const struct search *search)
{
	/* The list may reorder and shorten its copy of the chain. */
	gnutls_x509_crt_t chain[DEPTH];
	unsigned status = GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND;

	memcpy(chain, search->chain, sizeof(chain));
	if (gnutls_x509_trust_list_verify_crt2(search->anchors->list, chain,
		    search->count, NULL, 0, PATH_ANY_TIME, &status, NULL) < 0)
		return GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND;
	return status;
}

static struct path_answer judge_dates(const struct search *search)
{
	struct path_answer answer = {.result = PATH_GOOD};
	int64_t begin, end;

	for (unsigned i = 0; i < search->count; i++) {
		if (!path_dates(search->chain[i], &begin, &end))
			return (struct path_answer){PATH_UNSUITABLE, 0,
				"its validity dates cannot be read"};
		if (search->at_s > end)
			return (struct path_answer){PATH_EXPIRED, end, NULL};
		if (search->at_s < begin)
			answer = (struct path_answer){PATH_EARLY, begin, NULL};
	}
	return answer;
}

static bool has_short_key(const struct search *search)
{
	for (unsigned i = 0; i < search->count; i++)
		if (path_key_is_short(search->chain[i]))
			return true;
	return false;
}

/* An authority for servers alone vouches for nobody who signs: what it may be
 * used for limits what is below it, as in OpenSSL and mail programs. */
static bool have_issuers_purpose(const struct search *search)
{
	static const char *const stamping[] = {
		GNUTLS_KP_TIME_STAMPING, GNUTLS_KP_ANY, NULL};
	const char *const *list =
		search->purpose == PATH_TIMESTAMPING ? stamping : signing;

	for (unsigned i = 1; i < search->count; i++) {
		const struct purposes purposes =
			read_purposes(search->chain[i], list);

		if (purposes.count && !purposes.listed)
			return false;
	}
	return true;
}

static struct path_answer judge_chain(const struct search *search)
{
	unsigned status = verify_chain(search);
	const char *why =
		path_refuse_purpose(search->chain[0], search->purpose);

	if (status &
		(GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNATURE_FAILURE))
		return (struct path_answer){.result = PATH_UNKNOWN};
	if ((status & GNUTLS_CERT_INSECURE_ALGORITHM) || has_short_key(search))
		return (struct path_answer){.result = PATH_WEAK};
	if (status || !have_issuers_purpose(search))
		return (struct path_answer){PATH_UNSUITABLE, 0,
			"an issuer of its certificate is not allowed to issue "
			"it"};
	if (why)
		return (struct path_answer){PATH_UNSUITABLE, 0, why};
	return judge_dates(search);
}

static bool is_on_chain(
	const struct search *search, gnutls_x509_crt_t certificate)
{
	for (unsigned i = 0; i < search->count; i++)
		if (gnutls_x509_crt_equals(search->chain[i], certificate))
			return true;
	return false;
}

/* Whether there is nothing left to look for. */
static bool search_on(struct search *search)
{
	struct path_answer answer = judge_chain(search);
	bool done = answer.result == PATH_GOOD;

	if (answer.result < search->best.result)
		search->best = answer;
	for (size_t i = 0; i < search->other_count && !done; i++) {
		if (search->count == DEPTH || search->steps >= STEPS)
			break;
		if (is_on_chain(search, search->others[i]) ||
			!gnutls_x509_crt_check_issuer(
				search->chain[search->count - 1],
				search->others[i]))
			continue;
		search->steps++;
		if (!path_is_issued_by(search->chain[search->count - 1],
			    search->others[i]))
			continue;
		search->chain[search->count++] = search->others[i];
		done = search_on(search);
		search->count--;
	}
	return done;
}

void path_find(const struct path_anchors *anchors, gnutls_x509_crt_t leaf,
	const gnutls_x509_crt_t *others, size_t count,
	enum path_purpose purpose, int64_t at_s, struct path_answer *ret_answer)
{
	struct search search = {
		.anchors = anchors,
		.others = others,
		.other_count = count,
		.purpose = purpose,
		.at_s = at_s,
		.chain = {leaf},
		.count = 1,
		.best = {.result = PATH_UNKNOWN},
	};

	search_on(&search);
	*ret_answer = search.best;
}
