/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/timestamp.h"

#include "net/x509/der.h"
#include "net/x509/signed_data.h"
#include "net/x509/subject.h"

#include <gnutls/crypto.h>
#include <stdint.h>
#include <string.h>

#define INFO_OID "1.2.840.113549.1.9.16.1.4" /* id-ct-TSTInfo */

static void fail(struct timestamp *timestamp, enum timestamp_result result,
	const char *problem)
{
	timestamp->result = result;
	timestamp->problem = problem;
}

/* TimeStampResp = SEQUENCE { SEQUENCE { status INTEGER ... }, token }; a token
 * by itself begins with an OID. */
static struct octets unwrap(struct octets octets)
{
	struct cursor all = cursor_of(octets);
	struct cursor body = der_take(&all, DER_SEQUENCE);

	if (!der_is_next(&body, DER_SEQUENCE))
		return octets;
	der_take(&body, DER_SEQUENCE);
	return cursor_octets(&body);
}

struct octets timestamp_token(struct arena *arena, struct octets octets)
{
	const gnutls_datum_t data = {(unsigned char *)(uintptr_t)octets.data,
		(unsigned)octets.length};
	gnutls_datum_t der = {0};

	if (octets.length && octets.data[0] == '-' &&
		gnutls_pem_base64_decode2(NULL, &data, &der) >= 0)
		octets = arena_octets(arena, der.data, der.size);
	gnutls_free(der.data);
	return unwrap(octets);
}

static bool is_imprint_of(struct octets data, gnutls_digest_algorithm_t digest,
	const struct cursor *told)
{
	unsigned char hash[64];

	return told->left == gnutls_hash_get_len(digest) &&
	       gnutls_hash_fast(digest, data.data, data.length, hash) >= 0 &&
	       memcmp(told->at, hash, told->left) == 0;
}

/* Whether one of the extensions at the end must not be passed over. */
static bool has_critical(struct cursor info)
{
	enum { BOOLEAN = 0x01, EXTENSIONS = 0xa1 };
	struct cursor all = {0};
	unsigned tag = 0;

	while (info.left && tag != EXTENSIONS)
		all = der_take_any(&info, &tag);
	while (tag == EXTENSIONS && all.left && !all.bad) {
		struct cursor one = der_take(&all, DER_SEQUENCE), critical;

		der_take(&one, DER_OBJECT);
		if (!der_is_next(&one, BOOLEAN))
			continue;
		critical = der_take(&one, BOOLEAN);
		if (critical.left && *critical.at)
			return true;
	}
	return info.bad || all.bad;
}

/* TSTInfo (RFC 3161 section 2.4.2). */
static void read_info(const gnutls_datum_t *content, const struct octets *data,
	size_t count, struct timestamp *timestamp)
{
	struct cursor all = {content->data, content->size, false};
	struct cursor info = der_take(&all, DER_SEQUENCE);
	struct cursor version = der_take(&info, DER_INTEGER);
	struct cursor imprint, told, time;
	gnutls_digest_algorithm_t digest;

	der_take(&info, DER_OBJECT); /* policy */
	imprint = der_take(&info, DER_SEQUENCE);
	digest = signed_data_digest(der_take(&imprint, DER_SEQUENCE));
	told = der_take(&imprint, DER_OCTET_STRING);
	der_take(&info, DER_INTEGER); /* serial number */
	time = der_take(&info, DER_GENERALIZED_TIME);
	if (info.bad || imprint.bad || version.left != 1 || *version.at != 1 ||
		!der_read_time(
			DER_GENERALIZED_TIME, time, &timestamp->time_s) ||
		has_critical(info)) {
		fail(timestamp, TIMESTAMP_UNREADABLE,
			"it cannot be read as a time stamp");
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (digest != GNUTLS_DIG_UNKNOWN && data[i].length &&
			is_imprint_of(data[i], digest, &told)) {
			timestamp->covered = i;
			timestamp->result = TIMESTAMP_GOOD;
			return;
		}
	fail(timestamp, TIMESTAMP_OTHER_DATA,
		"it was made for another signature");
}

static void judge_authority(
	const struct signed_data_signer *signer, struct timestamp *timestamp)
{
	switch (signer->path.result) {
	case PATH_GOOD:
		return;
	case PATH_EXPIRED:
		fail(timestamp, TIMESTAMP_DATED,
			"the certificate of its authority has expired");
		return;
	case PATH_EARLY:
		fail(timestamp, TIMESTAMP_DATED,
			"the certificate of its authority is not valid yet");
		return;
	case PATH_UNSUITABLE:
		fail(timestamp, TIMESTAMP_UNSUITABLE,
			"the certificate of its authority is not for time "
			"stamps");
		return;
	case PATH_WEAK:
		fail(timestamp, TIMESTAMP_UNSUITABLE,
			"the certificate of its authority uses MD5, SHA-1 or a "
			"key that is too short");
		return;
	case PATH_UNKNOWN:
		break;
	}
	fail(timestamp, TIMESTAMP_UNKNOWN,
		"no trust anchor confirms its authority");
}

/* RFC 3161 section 2.4.2: the authority's certificate is named in a signed
 * attribute. */
static void judge_signer(struct arena *arena,
	const struct signed_data_signer *signer, struct timestamp *timestamp)
{
	if (signer->certificate)
		timestamp->authority =
			subject_shown(arena, signer->certificate);
	if (signer->result == SIGNED_WEAK)
		fail(timestamp, TIMESTAMP_UNSUITABLE, "it uses MD5 or SHA-1");
	else if (signer->result == SIGNED_NO_CERTIFICATE)
		fail(timestamp, TIMESTAMP_UNKNOWN,
			"it does not contain its authority's certificate");
	else if (signer->result != SIGNED_GOOD || !signer->bound)
		fail(timestamp, TIMESTAMP_CHANGED,
			"its signature does not match: it was changed");
	else
		judge_authority(signer, timestamp);
}

/* The certificate is good now; it has to be good then, too. */
static void judge_then(const struct signed_data *message,
	const struct path_anchors *anchors, struct signed_data_signer *signer,
	struct timestamp *timestamp)
{
	signed_data_judge_path(
		message, anchors, PATH_TIMESTAMPING, timestamp->time_s, signer);
	if (signer->path.result != PATH_GOOD)
		fail(timestamp, TIMESTAMP_DATED,
			"the certificate of its authority was not valid at the "
			"time that it tells");
}

void timestamp_check(struct arena *arena, struct octets token,
	const struct octets *data, size_t count,
	const struct path_anchors *anchors, int64_t now_s,
	struct timestamp *ret_timestamp)
{
	gnutls_datum_t content = {0};
	const char *problem;
	struct signed_data *message = signed_data_read(
		arena, timestamp_token(arena, token), &problem);

	*ret_timestamp = (struct timestamp){0};
	fail(ret_timestamp, TIMESTAMP_UNREADABLE,
		"it cannot be read as a time stamp");
	if (!message)
		return;
	if (signed_data_signer_count(message) == 1 &&
		signed_data_content(message, INFO_OID, &content)) {
		struct signed_data_signer signer;

		*ret_timestamp = (struct timestamp){0};
		read_info(&content, data, count, ret_timestamp);
		signed_data_check_signer(message, 0, NULL, anchors,
			PATH_TIMESTAMPING, now_s, &signer);
		if (ret_timestamp->result == TIMESTAMP_GOOD)
			judge_signer(arena, &signer, ret_timestamp);
		if (ret_timestamp->result == TIMESTAMP_GOOD &&
			ret_timestamp->time_s <= now_s)
			judge_then(message, anchors, &signer, ret_timestamp);
		signed_data_signer_clear(&signer);
	}
	gnutls_free(content.data);
	signed_data_free(message);
}
