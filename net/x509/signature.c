/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/signature.h"

#include "net/revocation/crl.h"
#include "net/x509/signed_data.h"
#include "net/x509/subject.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

#define STAMP_OID "1.2.840.113549.1.9.16.2.14" /* signature-time-stamp */

/* What the checks of one report share. */
struct checking {
	struct arena *arena;
	const struct signature_request *request;
	const struct path_anchors *anchors;
	const struct path_anchors *stamp_anchors;
	struct signed_data *message;
	struct signature_facts *facts;
};

static struct octets signature_octets(const struct signed_data_signer *signer)
{
	return (struct octets){signer->info.sig.data, signer->info.sig.size};
}

/* The earliest good time stamp in the signature itself (RFC 5126 section
 * 6.1.1), which is not signed; 0 if there is none. */
static int64_t inner_stamp(const struct checking *checking,
	const struct signed_data_signer *signer)
{
	const struct octets covered = signature_octets(signer);
	int64_t earliest = 0;
	gnutls_datum_t token;
	char *oid;

	for (unsigned i = 0;
		i < 8 && gnutls_pkcs7_get_attr(signer->info.unsigned_attrs, i,
				 &oid, &token, 0) >= 0;
		i++) {
		struct timestamp stamp = {.result = TIMESTAMP_UNREADABLE};

		if (strcmp(oid, STAMP_OID) == 0)
			timestamp_check(checking->arena,
				(struct octets){token.data, token.size},
				&covered, 1, checking->stamp_anchors,
				checking->request->now_s, &stamp);
		gnutls_free(token.data);
		if (stamp.result == TIMESTAMP_GOOD &&
			(!earliest || stamp.time_s < earliest))
			earliest = stamp.time_s;
	}
	return earliest;
}

/* The time stamp in a file of its own: over the signature's value, the file
 * with the signature, or the report. Returns its time if it dates the
 * signature; 0 otherwise. */
static int64_t outer_stamp(const struct checking *checking,
	const struct signed_data_signer *signer)
{
	const struct octets data[] = {signature_octets(signer),
		checking->request->signature, checking->request->data};
	struct signature_facts *facts = checking->facts;
	struct timestamp stamp;

	if (!checking->request->timestamp.length)
		return 0;
	timestamp_check(checking->arena, checking->request->timestamp, data, 3,
		checking->stamp_anchors, checking->request->now_s, &stamp);
	if (!facts->has_timestamp || stamp.result < facts->timestamp.result)
		facts->timestamp = stamp;
	facts->has_timestamp = true;
	if (stamp.result != TIMESTAMP_GOOD)
		return 0;
	facts->covered = stamp.covered == 2 ? SIGNATURE_COVERS_REPORT
					    : SIGNATURE_COVERS_SIGNATURE;
	return stamp.covered == 2 ? 0 : stamp.time_s;
}

static int64_t earlier(int64_t one, int64_t other)
{
	if (!one || !other)
		return one ? one : other;
	return one < other ? one : other;
}

static enum signature_result result_of_path(enum path_result result)
{
	switch (result) {
	case PATH_GOOD:
		return SIGNATURE_GOOD;
	case PATH_EXPIRED:
		return SIGNATURE_EXPIRED;
	case PATH_EARLY:
		return SIGNATURE_EARLY;
	case PATH_UNSUITABLE:
		return SIGNATURE_UNSUITABLE;
	case PATH_WEAK:
		return SIGNATURE_WEAK;
	case PATH_UNKNOWN:
		break;
	}
	return SIGNATURE_UNKNOWN;
}

static enum signature_result result_of(const struct signed_data_signer *signer)
{
	switch (signer->result) {
	case SIGNED_GOOD:
		return result_of_path(signer->path.result);
	case SIGNED_CHANGED:
		return SIGNATURE_CHANGED;
	case SIGNED_WEAK:
		return SIGNATURE_WEAK;
	case SIGNED_NO_CERTIFICATE:
		return SIGNATURE_NO_CERTIFICATE;
	case SIGNED_UNREADABLE:
		break;
	}
	return SIGNATURE_UNREADABLE;
}

/* A certificate that was good when the signature is known to have been there
 * has signed while it was. */
static void date_signature(const struct checking *checking,
	struct signed_data_signer *signer, struct signature_signer *told)
{
	told->stamped_s = earlier(
		inner_stamp(checking, signer), outer_stamp(checking, signer));
	if (told->stamped_s && told->stamped_s <= checking->request->now_s)
		signed_data_judge_path(checking->message, checking->anchors,
			PATH_SIGNING, told->stamped_s, signer);
}

static const char *judge_list(struct octets list,
	const struct crl_question *question, struct crl_answer *ret_answer)
{
	const gnutls_datum_t data = {
		(unsigned char *)(uintptr_t)list.data, (unsigned)list.length};
	gnutls_datum_t der = {0};
	const char *why;

	if (gnutls_pem_base64_decode2("X509 CRL", &data, &der) < 0)
		return crl_judge(list, question, ret_answer);
	why = crl_judge(
		(struct octets){der.data, der.size}, question, ret_answer);
	gnutls_free(der.data);
	return why;
}

/* By all lists of those among these that issued the certificate. */
static void ask_issuers(const struct checking *checking,
	const gnutls_x509_crt_t *issuers, size_t count,
	gnutls_x509_crt_t certificate, struct signature_signer *told)
{
	const struct signature_request *request = checking->request;

	for (size_t i = 0; i < count; i++) {
		const struct crl_question question = {.leaf = certificate,
			.issuer = issuers[i],
			.now_s = request->now_s};

		if (!path_is_issued_by(certificate, issuers[i]))
			continue;
		for (size_t k = 0; k < request->crl_count; k++) {
			struct crl_answer answer;
			const char *why = judge_list(
				request->crls[k], &question, &answer);

			if (why && !told->listed_s)
				told->why = why;
			if (why)
				continue;
			if (answer.this_update > told->listed_s)
				told->listed_s = answer.this_update;
			told->why = NULL;
			if (!answer.revoked)
				continue;
			told->result = SIGNATURE_REVOKED;
			told->suspect = answer.invalid_s &&
					answer.invalid_s < answer.revoked_s;
			told->date_s = told->suspect ? answer.invalid_s
						     : answer.revoked_s;
			return;
		}
	}
}

/* What was signed before the certificate was revoked, as a time stamp shows,
 * stays good. */
static void ask_lists(const struct checking *checking,
	gnutls_x509_crt_t certificate, struct signature_signer *told)
{
	size_t count;
	const gnutls_x509_crt_t *issuers =
		signed_data_certificates(checking->message, &count);
	const struct signature_signer before = *told;
	int64_t listed_s;

	told->why = "no list is from the certificate's issuer";
	ask_issuers(checking, issuers, count, certificate, told);
	issuers = path_anchors_list(checking->anchors, &count);
	if (told->result != SIGNATURE_REVOKED)
		ask_issuers(checking, issuers, count, certificate, told);
	if (told->result == SIGNATURE_REVOKED && told->stamped_s &&
		told->date_s && told->stamped_s < told->date_s) {
		listed_s = told->listed_s;
		*told = before;
		told->listed_s = listed_s;
	} else if (before.result == SIGNATURE_GOOD &&
		   told->result != SIGNATURE_REVOKED && !told->listed_s) {
		told->result = SIGNATURE_UNTOLD;
	}
}

/* Whether it is somebody whom the user expects. */
static bool check_signer(const struct checking *checking, unsigned index,
	struct signature_signer *told)
{
	const struct signature_request *request = checking->request;
	const gnutls_datum_t content = {
		(unsigned char *)(uintptr_t)request->data.data,
		(unsigned)request->data.length};
	struct signed_data_signer signer;
	bool expected = false;

	signed_data_check_signer(checking->message, index, &content,
		checking->anchors, PATH_SIGNING, request->now_s, &signer);
	if (signer.certificate) {
		date_signature(checking, &signer, told);
		told->name = subject_shown(checking->arena, signer.certificate);
		expected = !request->signer ||
			   subject_is(checking->arena, signer.certificate,
				   request->signer);
		if (signer.info.signing_time != (time_t)-1)
			told->time_s = signer.info.signing_time;
	}
	told->result = result_of(&signer);
	told->date_s = signer.path.date_s;
	told->why = signer.path.why;
	if (checking->request->crl_count && signer.certificate &&
		(told->result == SIGNATURE_GOOD ||
			told->result == SIGNATURE_EXPIRED))
		ask_lists(checking, signer.certificate, told);
	signed_data_signer_clear(&signer);
	return expected && told->result == SIGNATURE_GOOD;
}

static void check_signers(const struct checking *checking)
{
	struct signature_facts *facts = checking->facts;
	bool expected = false;

	facts->count = signed_data_signer_count(checking->message);
	facts->signers = arena_alloc(
		checking->arena, facts->count * sizeof(*facts->signers));
	facts->result = SIGNATURE_GOOD;
	for (size_t i = 0; i < facts->count; i++) {
		expected |=
			check_signer(checking, (unsigned)i, &facts->signers[i]);
		if (facts->signers[i].result > facts->result)
			facts->result = facts->signers[i].result;
	}
	if (facts->result == SIGNATURE_GOOD && !expected)
		facts->result = SIGNATURE_OTHER_SIGNER;
}

static void check_message(struct checking *checking)
{
	struct signature_facts *facts = checking->facts;

	*facts = (struct signature_facts){.result = SIGNATURE_UNREADABLE};
	checking->message = signed_data_read(
		checking->arena, checking->request->signature, &facts->problem);
	if (checking->message && !signed_data_has_form(checking->message))
		facts->problem = "it was changed, or its form is not supported";
	else if (checking->message)
		check_signers(checking);
	signed_data_free(checking->message);
}

bool signature_check(struct arena *arena,
	const struct signature_request *request,
	struct signature_facts *ret_facts, const char **ret_problem,
	const char **ret_file)
{
	const char *stamp_file = request->timestamp_ca_file;
	struct path_anchors *own = NULL;
	struct path_anchors *anchors = path_anchors_new(
		request->ca_file, request->signer != NULL, ret_problem);
	bool read = anchors != NULL;

	*ret_file = request->ca_file;
	if (read && stamp_file) {
		own = path_anchors_new(stamp_file, false, ret_problem);
		*ret_file = stamp_file;
		read = own != NULL;
	}
	if (read)
		check_message(&(struct checking){
			.arena = arena,
			.request = request,
			.anchors = anchors,
			.stamp_anchors = own ? own : anchors,
			.facts = ret_facts,
		});
	path_anchors_free(own);
	path_anchors_free(anchors);
	return read;
}
