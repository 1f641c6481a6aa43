/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/key_size.h"

#include "net/x509/der.h"

#include <string.h>

static bool is_rsa(struct cursor object)
{
	/* pkcs-1 of RFC 8017 appendix A: rsaEncryption, RSASSA-PSS ... */
	static const unsigned char pkcs_1[] = {
		0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01};

	return object.left > sizeof(pkcs_1) &&
	       memcmp(object.at, pkcs_1, sizeof(pkcs_1)) == 0;
}

/* SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE { OBJECT ... },
 * subjectPublicKey BIT STRING }; RSAPublicKey ::= SEQUENCE { modulus INTEGER,
 * publicExponent INTEGER } */
static const char *refuse_key(struct arena *arena, struct cursor key)
{
	struct cursor algorithm = der_take(&key, DER_SEQUENCE);
	struct cursor bits = der_take(&key, DER_BIT_STRING), numbers;
	size_t modulus, exponent;

	if (!is_rsa(der_take(&algorithm, DER_OBJECT))) {
		if (algorithm.left + bits.left > OTHER_KEY_OCTETS)
			return arena_printf(arena,
				"a key of %zu octets was refused: that is more "
				"than can be computed with in time",
				algorithm.left + bits.left);
		return NULL;
	}
	cursor_take(&bits, 1); /* how many bits are unused: none */
	numbers = der_take(&bits, DER_SEQUENCE);
	modulus = der_integer_bits(der_take(&numbers, DER_INTEGER));
	exponent = der_integer_bits(der_take(&numbers, DER_INTEGER));
	if (modulus > KEY_BITS_MAX)
		return arena_printf(arena,
			"an RSA key of %zu bits was refused: more than %u "
			"cannot be computed with in time",
			modulus, KEY_BITS_MAX);
	if (exponent > EXPONENT_BITS_MAX)
		return arena_printf(arena,
			"an RSA key with an exponent of %zu bits was refused: "
			"more than %u cannot be computed with in time",
			exponent, EXPONENT_BITS_MAX);
	return NULL;
}

static const char *refuse_its_key(
	struct arena *arena, struct octets certificate)
{
	return refuse_key(arena, der_public_key(certificate));
}

const char *key_size_refuse_certificate(
	struct arena *arena, struct octets certificate)
{
	const char *words = bulk_refuse_octets(arena, certificate);

	return words ? words : refuse_its_key(arena, certificate);
}

const char *key_size_refuse_chain(struct arena *arena, struct octets body,
	bool tls_1_3, struct bulk *ret_bulk)
{
	struct cursor rest = cursor_of(body), list;
	const char *words = NULL;

	*ret_bulk = (struct bulk){0};
	if (tls_1_3)
		cursor_vector(&rest, 1); /* certificate_request_context */
	list = cursor_vector(&rest, 3);
	while (list.left) {
		struct cursor certificate = cursor_vector(&list, 3);

		if (!words)
			words = refuse_its_key(
				arena, cursor_octets(&certificate));
		bulk_count(cursor_octets(&certificate), ret_bulk);
		if (tls_1_3)
			cursor_vector(&list, 2); /* extensions */
	}
	return words ? words : bulk_refuse(arena, ret_bulk);
}

const char *key_size_refuse_group(struct arena *arena, struct octets body)
{
	struct cursor rest = cursor_of(body);
	size_t bits = der_integer_bits(cursor_vector(&rest, 2));

	if (bits <= GROUP_BITS_MAX)
		return NULL;
	return arena_printf(arena,
		"a Diffie-Hellman group of %zu bits was refused: more than %u "
		"cannot be computed with in time",
		bits, GROUP_BITS_MAX);
}
