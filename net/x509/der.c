/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/der.h"

#include <time.h>

bool der_is_next(const struct cursor *from, unsigned tag)
{
	return from->left && *from->at == tag;
}

/* The length's own first octet is the length, or says how many octets have it
 * (X.690 section 8.1.3). */
static size_t take_length(struct cursor *from)
{
	unsigned long first = cursor_number(from, 1);

	if (first < 0x80)
		return first;
	if (first == 0x80 || first > 0x84) {
		from->bad = true;
		from->left = 0;
		return 0;
	}
	return cursor_number(from, first - 0x80);
}

struct cursor der_take_any(struct cursor *from, unsigned *ret_tag)
{
	*ret_tag = (unsigned)cursor_number(from, 1);
	return cursor_take(from, take_length(from));
}

struct cursor der_take(struct cursor *from, unsigned tag)
{
	if (!der_is_next(from, tag)) {
		from->bad = true;
		from->left = 0;
	}
	return der_take_any(from, &(unsigned){0});
}

/* TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber,
 * signature, issuer, validity, subject, subjectPublicKeyInfo, ... } */
struct cursor der_public_key(struct octets certificate)
{
	struct cursor whole = cursor_of(certificate);
	struct cursor outer = der_take(&whole, DER_SEQUENCE);
	struct cursor tbs = der_take(&outer, DER_SEQUENCE);
	const unsigned version = 0xa0;

	if (der_is_next(&tbs, version))
		der_take(&tbs, version);
	der_take(&tbs, DER_INTEGER);
	for (int i = 0; i < 4; i++)
		der_take(&tbs, DER_SEQUENCE);
	return der_take(&tbs, DER_SEQUENCE);
}

size_t der_integer_bits(struct cursor integer)
{
	size_t bits;

	while (integer.left && !*integer.at)
		cursor_take(&integer, 1);
	if (!integer.left)
		return 0;
	bits = (integer.left - 1) * 8;
	for (unsigned first = *integer.at; first; first >>= 1)
		bits++;
	return bits;
}

/* Takes a number of so many decimal digits; `bad` if they are not there. */
static int take_digits(struct cursor *from, size_t digits)
{
	struct cursor number = cursor_take(from, digits);
	int value = 0;

	for (; number.left; number.left--, number.at++) {
		if (*number.at < '0' || *number.at > '9')
			from->bad = true;
		value = 10 * value + (*number.at - '0');
	}
	return value;
}

static bool is_digit(const struct cursor *from)
{
	return from->left && *from->at >= '0' && *from->at <= '9';
}

static void skip_fraction(struct cursor *from)
{
	if (!from->left || *from->at != '.')
		return;
	cursor_take(from, 1);
	while (is_digit(from))
		cursor_take(from, 1);
}

static bool is_date(const struct tm *utc)
{
	static const int days[] = {
		31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return utc->tm_mon >= 0 && utc->tm_mon < 12 && utc->tm_mday > 0 &&
	       utc->tm_mday <= days[utc->tm_mon] && utc->tm_hour < 24 &&
	       utc->tm_min < 60 && utc->tm_sec <= 60;
}

bool der_read_time(unsigned tag, struct cursor content, int64_t *ret_s)
{
	struct tm utc = {0};

	if (tag == DER_GENERALIZED_TIME) {
		utc.tm_year = take_digits(&content, 4) - 1900;
	} else if (tag == DER_UTC_TIME) {
		/* 50 to 99 are of the last century. */
		utc.tm_year = take_digits(&content, 2);
		utc.tm_year += utc.tm_year < 50 ? 100 : 0;
	} else {
		return false;
	}
	utc.tm_mon = take_digits(&content, 2) - 1;
	utc.tm_mday = take_digits(&content, 2);
	utc.tm_hour = take_digits(&content, 2);
	utc.tm_min = take_digits(&content, 2);
	if (is_digit(&content))
		utc.tm_sec = take_digits(&content, 2);
	skip_fraction(&content);
	if (content.bad || content.left != 1 || *content.at != 'Z' ||
		!is_date(&utc))
		return false;
	*ret_s = timegm(&utc);
	return true;
}
