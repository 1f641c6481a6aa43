/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/revocation/ocsp_form.h"

#include "net/x509/der.h"

#include <string.h>

enum {
	BOOLEAN = 0x01,
	ENUMERATED = 0x0a,
	FIRST = 0xa0,
	SECOND = 0xa1,
};

static bool is_nonce(struct cursor oid)
{
	static const unsigned char nonce[] = {
		0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02};

	return oid.left == sizeof(nonce) &&
	       memcmp(oid.at, nonce, oid.left) == 0;
}

/* Takes the extensions, if they come next. */
static bool takes_extensions(struct cursor *from)
{
	struct cursor wrapped, all;

	if (!from->left)
		return !from->bad;
	wrapped = der_take(from, SECOND);
	all = der_take(&wrapped, DER_SEQUENCE);
	while (all.left && !all.bad) {
		struct cursor one = der_take(&all, DER_SEQUENCE);
		struct cursor oid = der_take(&one, DER_OBJECT), critical = {0};

		if (der_is_next(&one, BOOLEAN))
			critical = der_take(&one, BOOLEAN);
		if (one.bad ||
			(critical.left && *critical.at && !is_nonce(oid)))
			return false;
	}
	return !all.bad && !from->bad && !from->left;
}

/* SingleResponse ::= SEQUENCE { certID, certStatus, thisUpdate, nextUpdate [0]
 * OPTIONAL, singleExtensions [1] OPTIONAL } */
static bool is_good_answer(struct cursor answer)
{
	unsigned tag;

	for (int i = 0; i < 3; i++)
		der_take_any(&answer, &tag);
	if (der_is_next(&answer, FIRST))
		der_take(&answer, FIRST);
	return takes_extensions(&answer);
}

static bool are_good_answers(struct cursor all)
{
	unsigned count = 0;

	while (all.left && !all.bad)
		if (++count > OCSP_ANSWERS_MAX ||
			!is_good_answer(der_take(&all, DER_SEQUENCE)))
			return false;
	return !all.bad;
}

/* ResponseData ::= SEQUENCE { version [0] DEFAULT v1, responderID, producedAt,
 * responses, responseExtensions [1] OPTIONAL } */
static bool is_good_data(struct cursor data)
{
	unsigned tag;

	if (der_is_next(&data, FIRST)) {
		struct cursor wrapped = der_take(&data, FIRST);
		struct cursor version = der_take(&wrapped, DER_INTEGER);

		if (version.left != 1 || *version.at)
			return false;
	}
	der_take_any(&data, &tag);
	der_take_any(&data, &tag);
	return are_good_answers(der_take(&data, DER_SEQUENCE)) &&
	       takes_extensions(&data);
}

bool ocsp_form_is_good(struct octets response)
{
	struct cursor all = cursor_of(response), outer, wrapped, octets, basic;

	outer = der_take(&all, DER_SEQUENCE);
	der_take(&outer, ENUMERATED);
	wrapped = der_take(&outer, FIRST);
	wrapped = der_take(&wrapped, DER_SEQUENCE);
	der_take(&wrapped, DER_OBJECT);
	octets = der_take(&wrapped, DER_OCTET_STRING);
	basic = der_take(&octets, DER_SEQUENCE);
	return is_good_data(der_take(&basic, DER_SEQUENCE));
}
