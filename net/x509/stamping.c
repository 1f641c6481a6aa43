/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/stamping.h"

#include "net/x509/der.h"
#include "net/x509/signed_data.h"
#include "net/x509/timestamp.h"

#include <gnutls/crypto.h>
#include <string.h>

#define LAYERS 5

enum {
	DER_BOOLEAN = 0x01,
	DER_FIRST = 0xa0,
	DER_SECOND = 0xa1,
};

/* An element around the signer, and what is in it before the next one. */
struct layer {
	unsigned tag;
	struct octets before;
};

/* Signed data, taken apart on the way to its one signer. */
struct opened {
	struct layer layers[LAYERS];
	struct octets signer; /* without its unsigned attributes */
	struct octets value;  /* of the signature */
	struct octets attributes;
};

/* Goes into the next element with this tag, behind `count` others. */
static struct cursor descend(
	struct cursor *parent, size_t count, unsigned tag, struct layer *layer)
{
	const unsigned char *begin = parent->at;
	unsigned other;

	while (parent->left && (count || !der_is_next(parent, tag))) {
		der_take_any(parent, &other);
		count -= count > 0;
	}
	layer->tag = tag;
	layer->before = (struct octets){begin, (size_t)(parent->at - begin)};
	return der_take(parent, tag);
}

/* SignerInfo (RFC 5652 section 5.3). */
static bool open_signer(struct cursor signer, struct opened *opened)
{
	const unsigned char *begin = signer.at;
	struct cursor value, attributes = {0};
	unsigned tag;

	der_take(&signer, DER_INTEGER);
	der_take_any(&signer, &tag); /* who */
	der_take(&signer, DER_SEQUENCE);
	if (der_is_next(&signer, DER_FIRST))
		der_take_any(&signer, &tag);
	der_take(&signer, DER_SEQUENCE);
	value = der_take(&signer, DER_OCTET_STRING);
	opened->signer = (struct octets){begin, (size_t)(signer.at - begin)};
	if (der_is_next(&signer, DER_SECOND))
		attributes = der_take(&signer, DER_SECOND);
	opened->value = cursor_octets(&value);
	opened->attributes = cursor_octets(&attributes);
	return !signer.bad && !signer.left;
}

/* ContentInfo { OID, [0] { SignedData { version, digests, content,
 * certificates and CRLs, SET OF SignerInfo } } }. */
static bool open_der(struct octets der, struct opened *opened, bool *ret_many)
{
	static const struct {
		size_t behind;
		unsigned tag;
	} steps[LAYERS] = {{0, DER_SEQUENCE}, {1, DER_FIRST}, {0, DER_SEQUENCE},
		{3, DER_SET}, {0, DER_SEQUENCE}};
	struct cursor at = cursor_of(der);

	for (size_t i = 0; i < LAYERS; i++) {
		struct cursor inner = descend(
			&at, steps[i].behind, steps[i].tag, &opened->layers[i]);

		*ret_many = i == LAYERS - 1 && at.left;
		if (at.bad || at.left)
			return false;
		at = inner;
	}
	return open_signer(at, opened);
}

/* As it is if it is DER; else as the library writes it. */
static bool open_signature(struct arena *arena, struct octets signature,
	struct opened *opened, const char **ret_problem)
{
	struct signed_data *message =
		signed_data_read(arena, signature, ret_problem);
	bool many = false, open;

	if (!message)
		return false;
	open = open_der(signature, opened, &many) ||
	       (!many && open_der(signed_data_write(arena, message), opened,
				 &many));
	signed_data_free(message);
	if (!open)
		*ret_problem = many ? "it contains several signatures; request "
				      "a time stamp of the file instead"
				    : "its form is not supported";
	return open;
}

static struct octets join(
	struct arena *arena, struct octets one, struct octets other)
{
	unsigned char *both = arena_alloc(arena, one.length + other.length + 1);

	if (one.length)
		memcpy(both, one.data, one.length);
	if (other.length)
		memcpy(both + one.length, other.data, other.length);
	return (struct octets){both, one.length + other.length};
}

/* The element with this content (X.690 section 8.1). */
static struct octets wrap(
	struct arena *arena, unsigned tag, struct octets content)
{
	unsigned char head[2 + sizeof(content.length)] = {(unsigned char)tag};
	size_t length = content.length, octets = 0;

	if (length < 0x80) {
		head[1] = (unsigned char)length;
		return join(arena, (struct octets){head, 2}, content);
	}
	for (size_t rest = length; rest; rest >>= 8)
		octets++;
	head[1] = (unsigned char)(0x80 | octets);
	for (size_t i = 0; i < octets; i++)
		head[2 + i] = (unsigned char)(length >> 8 * (octets - 1 - i));
	return join(arena, (struct octets){head, 2 + octets}, content);
}

bool stamping_query(struct arena *arena, struct octets signature,
	struct octets *ret_query, const char **ret_problem)
{
	/* Version 1 and SHA-256 before it; the certificate is wanted. */
	static const unsigned char before[] = {DER_INTEGER, 1, 1, DER_SEQUENCE,
		49, DER_SEQUENCE, 13, DER_OBJECT, 9, 0x60, 0x86, 0x48, 0x01,
		0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0, DER_OCTET_STRING, 32};
	static const unsigned char behind[] = {DER_BOOLEAN, 1, 0xff};
	unsigned char hash[32];
	struct opened opened;
	struct octets body;

	if (!open_signature(arena, signature, &opened, ret_problem))
		return false;
	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, opened.value.data,
		    opened.value.length, hash) < 0) {
		*ret_problem = "SHA-256 cannot be computed";
		return false;
	}
	body = join(arena, (struct octets){before, sizeof(before)},
		(struct octets){hash, sizeof(hash)});
	body = join(arena, body, (struct octets){behind, sizeof(behind)});
	*ret_query = wrap(arena, DER_SEQUENCE, body);
	return true;
}

/* Whether it is for the signature, and as its authority made it. */
static bool is_fit(struct arena *arena, const struct opened *opened,
	const struct stamping *stamping, const char **ret_problem)
{
	struct path_anchors *anchors =
		path_anchors_new(stamping->ca_file, false, ret_problem);
	struct timestamp stamp;

	if (!anchors) {
		*ret_problem = "the file of trust anchors contains no "
			       "certificate in PEM form that can be read";
		return false;
	}
	timestamp_check(arena, stamping->token, &opened->value, 1, anchors,
		stamping->now_s, &stamp);
	path_anchors_free(anchors);
	*ret_problem = stamp.problem;
	return stamp.result == TIMESTAMP_GOOD ||
	       (stamp.result == TIMESTAMP_UNKNOWN && !stamping->ca_file);
}

/* Attribute { id-aa-timeStampToken, SET OF token }. */
static struct octets make_attribute(struct arena *arena, struct octets token)
{
	static const unsigned char oid[] = {DER_OBJECT, 11, 0x2a, 0x86, 0x48,
		0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0e};

	return wrap(arena, DER_SEQUENCE,
		join(arena, (struct octets){oid, sizeof(oid)},
			wrap(arena, DER_SET, token)));
}

bool stamping_attach(struct arena *arena, struct octets signature,
	const struct stamping *stamping, struct octets *ret_signature,
	const char **ret_problem)
{
	struct opened opened;
	struct octets whole, attributes;

	if (!open_signature(arena, signature, &opened, ret_problem) ||
		!is_fit(arena, &opened, stamping, ret_problem))
		return false;
	attributes = join(arena, opened.attributes,
		make_attribute(arena, timestamp_token(arena, stamping->token)));
	whole = join(arena, opened.signer, wrap(arena, DER_SECOND, attributes));
	for (size_t i = LAYERS; i-- > 0;) {
		whole = wrap(arena, opened.layers[i].tag, whole);
		whole = join(arena, opened.layers[i].before, whole);
	}
	*ret_signature = whole;
	return true;
}
