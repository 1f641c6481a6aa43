/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/signed_form.h"

#include "net/x509/der.h"

#include <string.h>

#define ALGORITHMS 8
#define ATTRIBUTES 64

enum {
	DER_NULL = 0x05,
	DER_FIRST_PLAIN = 0x80,
	DER_FIRST = 0xa0,
	DER_SECOND = 0xa1,
	DER_THIRD = 0xa2,
};

/* The digests that are listed, and which of them a signer uses. */
struct algorithms {
	struct cursor oid[ALGORITHMS];
	bool used[ALGORITHMS];
	size_t count;
};

static unsigned long small_number(struct cursor *from)
{
	struct cursor number = der_take(from, DER_INTEGER);

	return number.left == 1 ? *number.at : 0;
}

/* AlgorithmIdentifier without parameters, or with NULL for them. */
static bool take_plain(struct cursor *from, struct cursor *ret_oid)
{
	struct cursor algorithm = der_take(from, DER_SEQUENCE), none;

	*ret_oid = der_take(&algorithm, DER_OBJECT);
	if (algorithm.left) {
		none = der_take(&algorithm, DER_NULL);
		if (none.left)
			return false;
	}
	return !algorithm.bad && !algorithm.left && !from->bad;
}

static bool take_list(struct cursor *body, struct algorithms *algorithms)
{
	struct cursor list = der_take(body, DER_SET);

	while (list.left) {
		if (algorithms->count == ALGORITHMS ||
			!take_plain(&list, &algorithms->oid[algorithms->count]))
			return false;
		algorithms->count++;
	}
	return !list.bad;
}

static bool use(struct algorithms *algorithms, struct cursor oid)
{
	for (size_t i = 0; i < algorithms->count; i++)
		if (algorithms->oid[i].left == oid.left &&
			memcmp(algorithms->oid[i].at, oid.at, oid.left) == 0) {
			algorithms->used[i] = true;
			return true;
		}
	return false;
}

static bool are_all_used(const struct algorithms *algorithms)
{
	for (size_t i = 0; i < algorithms->count; i++)
		if (!algorithms->used[i])
			return false;
	return true;
}

static bool is_pss(struct cursor algorithm)
{
	static const unsigned char pss[] = {
		0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a};
	struct cursor oid = der_take(&algorithm, DER_OBJECT);

	return oid.left == sizeof(pss) && memcmp(oid.at, pss, oid.left) == 0;
}

/* RSASSA-PSS-params (RFC 4055 section 3.1), with a salt as long as a digest of
 * SHA-2: the library checks no other. */
static bool has_usual_salt(struct cursor algorithm)
{
	struct cursor parameters, hash, oid, salt;
	unsigned tag;

	der_take(&algorithm, DER_OBJECT);
	parameters = der_take(&algorithm, DER_SEQUENCE);
	hash = der_take(&parameters, DER_FIRST);
	if (!take_plain(&hash, &oid) || oid.left != 9)
		return false;
	der_take_any(&parameters, &tag); /* mask generation */
	salt = der_take(&parameters, DER_THIRD);
	return small_number(&salt) == 16u + 16u * oid.at[8];
}

static size_t count_elements(struct cursor list)
{
	size_t count = 0;
	unsigned tag;

	for (; list.left; count++)
		der_take_any(&list, &tag);
	return count;
}

/* Of PKCS #9: 1.2.840.113549.1.9.number */
static bool is_attribute(struct cursor oid, unsigned char number)
{
	static const unsigned char arc[] = {
		0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09};

	return oid.left == sizeof(arc) + 1 &&
	       memcmp(oid.at, arc, sizeof(arc)) == 0 &&
	       oid.at[sizeof(arc)] == number;
}

/* RFC 5652 section 11: contentType and messageDigest are there once, with one
 * value. The library does without the one, and takes any that fits. */
static bool are_good_attributes(struct cursor attributes)
{
	size_t types = 0, digests = 0;

	while (attributes.left && !attributes.bad) {
		struct cursor one = der_take(&attributes, DER_SEQUENCE);
		struct cursor oid = der_take(&one, DER_OBJECT);
		size_t values = count_elements(der_take(&one, DER_SET));

		if (!values)
			return false;
		if (is_attribute(oid, 3))
			types += values;
		if (is_attribute(oid, 4))
			digests += values;
	}
	return !attributes.bad && types == 1 && digests == 1;
}

/* SignerInfo: version 1 names the certificate by its issuer, 3 by its key. */
static bool is_good_signer(struct cursor signer, struct algorithms *algorithms,
	unsigned long *ret_version)
{
	struct cursor oid, rest, algorithm;
	unsigned tag;

	*ret_version = small_number(&signer);
	if (*ret_version != (der_is_next(&signer, DER_FIRST_PLAIN) ? 3u : 1u))
		return false;
	der_take_any(&signer, &tag);
	if (!take_plain(&signer, &oid) || !use(algorithms, oid))
		return false;
	if (der_is_next(&signer, DER_FIRST) &&
		!are_good_attributes(der_take(&signer, DER_FIRST)))
		return false;
	rest = signer;
	algorithm = der_take(&rest, DER_SEQUENCE);
	return is_pss(algorithm) ? has_usual_salt(algorithm)
				 : take_plain(&signer, &oid);
}

static bool are_good_signers(struct cursor signers,
	struct algorithms *algorithms, unsigned long *ret_highest)
{
	unsigned long version;

	*ret_highest = 0;
	while (signers.left) {
		if (!is_good_signer(der_take(&signers, DER_SEQUENCE),
			    algorithms, &version))
			return false;
		if (version > *ret_highest)
			*ret_highest = version;
	}
	return !signers.bad;
}

/* The content of SignedData. */
static struct cursor signed_body(struct octets der, struct cursor *ret_rest)
{
	struct cursor all = cursor_of(der), info, content;

	info = der_take(&all, DER_SEQUENCE);
	der_take(&info, DER_OBJECT);
	content = der_take(&info, DER_FIRST);
	*ret_rest = all;
	return der_take(&content, DER_SEQUENCE);
}

/* Takes what is before the signers: certificates and CRLs. */
static struct cursor take_signers(struct cursor *body)
{
	unsigned tag;

	while (body->left && !der_is_next(body, DER_SET))
		der_take_any(body, &tag);
	return der_take(body, DER_SET);
}

static bool has_few_attributes(struct cursor *signer)
{
	unsigned tag;

	while (signer->left) {
		struct cursor part = der_take_any(signer, &tag);

		if ((tag == DER_FIRST || tag == DER_SECOND) &&
			count_elements(part) > ATTRIBUTES)
			return false;
	}
	return true;
}

bool signed_form_is_bearable(struct octets octets, size_t octets_of_ber)
{
	struct cursor rest, body = signed_body(octets, &rest), signers;

	if (octets.length <= octets_of_ber)
		return true;
	der_take(&body, DER_INTEGER);
	der_take(&body, DER_SET);
	signers = take_signers(&body);
	while (signers.left) {
		struct cursor signer = der_take(&signers, DER_SEQUENCE);

		if (!has_few_attributes(&signer) || signer.bad)
			return false;
	}
	return !signers.bad && !body.bad;
}

bool signed_form_is_good(struct octets der)
{
	struct cursor rest, body = signed_body(der, &rest);
	struct algorithms algorithms = {0};
	unsigned long version, highest;

	version = small_number(&body);
	if (!take_list(&body, &algorithms))
		return false;
	der_take(&body, DER_SEQUENCE); /* what is signed */
	return are_good_signers(take_signers(&body), &algorithms, &highest) &&
	       are_all_used(&algorithms) && version == highest && !body.left &&
	       !rest.left;
}
