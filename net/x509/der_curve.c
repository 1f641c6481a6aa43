/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/der.h"

#include <string.h>

/* Object identifiers as they are encoded: 1.3.132.0 of SEC 2, and
 * 1.3.36.3.3.2.8.1.1 of RFC 5639. */
#define SEC "\x2b\x81\x04\x00"
#define BRAINPOOL "\x2b\x24\x03\x03\x02\x08\x01\x01"

static const struct {
	const char *object;
	size_t length;
	const char *name;
	unsigned bits;
} curves[] = {
	{SEC "\x0a", 5, "SECP256K1", 256},
	{SEC "\x08", 5, "SECP160R1", 160},
	{SEC "\x1f", 5, "SECP192K1", 192},
	{SEC "\x20", 5, "SECP224K1", 224},
	{SEC "\x1a", 5, "SECT233K1", 233},
	{SEC "\x1b", 5, "SECT233R1", 233},
	{SEC "\x10", 5, "SECT283K1", 283},
	{SEC "\x11", 5, "SECT283R1", 283},
	{SEC "\x24", 5, "SECT409K1", 409},
	{SEC "\x25", 5, "SECT409R1", 409},
	{SEC "\x26", 5, "SECT571K1", 571},
	{SEC "\x27", 5, "SECT571R1", 571},
	{BRAINPOOL "\x01", 9, "BRAINPOOLP160R1", 160},
	{BRAINPOOL "\x03", 9, "BRAINPOOLP192R1", 192},
	{BRAINPOOL "\x05", 9, "BRAINPOOLP224R1", 224},
	{BRAINPOOL "\x07", 9, "BRAINPOOLP256R1", 256},
	{BRAINPOOL "\x08", 9, "BRAINPOOLP256T1", 256},
	{BRAINPOOL "\x09", 9, "BRAINPOOLP320R1", 320},
	{BRAINPOOL "\x0b", 9, "BRAINPOOLP384R1", 384},
	{BRAINPOOL "\x0c", 9, "BRAINPOOLP384T1", 384},
	{BRAINPOOL "\x0d", 9, "BRAINPOOLP512R1", 512},
	{BRAINPOOL "\x0e", 9, "BRAINPOOLP512T1", 512},
};

bool der_read_curve(
	struct octets certificate, const char **ret_name, unsigned *ret_bits)
{
	/* id-ecPublicKey, 1.2.840.10045.2.1 */
	static const unsigned char public_key[] = {
		0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
	struct cursor key = der_public_key(certificate);
	struct cursor algorithm = der_take(&key, DER_SEQUENCE);
	struct cursor object = der_take(&algorithm, DER_OBJECT), curve;

	if (object.left != sizeof(public_key) ||
		memcmp(object.at, public_key, sizeof(public_key)) != 0)
		return false;
	*ret_name = NULL;
	*ret_bits = 0;
	curve = der_take(&algorithm, DER_OBJECT);
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
		if (curve.left == curves[i].length &&
			memcmp(curve.at, curves[i].object, curve.left) == 0) {
			*ret_name = curves[i].name;
			*ret_bits = curves[i].bits;
		}
	return true;
}
