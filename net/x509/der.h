/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Takes structures in DER apart (X.690), never past their end, as far as is
 * needed to look at them before the library does. */
#ifndef MAILSONDE_NET_X509_DER_H
#define MAILSONDE_NET_X509_DER_H

#include "net/cursor.h"

#include <stdint.h>

enum {
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OBJECT = 0x06,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
};

/* Whether an element with this tag comes next. */
bool der_is_next(const struct cursor *from, unsigned tag);

/* Takes the content of the next element, which must have this tag. */
struct cursor der_take(struct cursor *from, unsigned tag);

/* Takes the content of the next element, whatever it is; `*ret_tag` is 0 if
 * there is none. */
struct cursor der_take_any(struct cursor *from, unsigned *ret_tag);

/* How many bits the number has, whose content this is. */
size_t der_integer_bits(struct cursor integer);

/* The content of a certificate's SubjectPublicKeyInfo (RFC 5280 section 4.1);
 * empty if it cannot be found. */
struct cursor der_public_key(struct octets certificate);

/* Reads whether a certificate in DER has an EC key (RFC 5480), for curves that
 * the library cannot use. `*ret_name` is "BRAINPOOLP256R1", static, or NULL for
 * a curve that has no name here; `*ret_bits` is 0 then. */
bool der_read_curve(struct octets certificate, const char **ret_name,
	unsigned *ret_bits) __attribute__((warn_unused_result));

/* Reads the content of a UTCTime or GeneralizedTime in UTC (RFC 5280 section
 * 4.1.2.5; seconds may be missing, and fractions of them are left out), in
 * seconds since 1970. */
bool der_read_time(unsigned tag, struct cursor content, int64_t *ret_s)
	__attribute__((warn_unused_result));

#endif
