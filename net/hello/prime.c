/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/hello/prime.h"

#include <gnutls/crypto.h>
#include <string.h>

#define DIGEST_OCTETS 16 /* of SHA-256: enough to tell them apart */

/* Those of RFCs, and those that programs came with. */
/* clang-format off */
static const struct known_prime {
	char digest[2 * DIGEST_OCTETS + 1]; /* in hexadecimal */
	const char *name;
} known_primes[] = {
	{"3cdb020b9ef298b2f3f6cf5a872af527", "Apache 2.0 default"},
	{"db01e702899166da28c9bc7896af62bc", "Apache 2.2 default"},
	{"73b391ec8da33ee197aed17d7cfce132", "Java default"},
	{"f26e2403f3f07946654404909f0ff81d", "OpenSSL default"},
	{"6c863838510bab3e2093066fc14976f0", "Postfix default"},
	{"e2b343fa226b71092716a0cefea064b0", "ProFTPD default"},
	{"ee5483fe4b96caa10cb5b863ec409aab", "Java default"},
	{"b52ba6a3026520a6c49d37e458760180", "RFC 2409 group 1"},
	{"f79d1db3c955a28fdeca462670a0712e", "Apache 2.0 default"},
	{"bf910d9df4e0b2e76cda7443f592aa11", "Apache 2.2 default"},
	{"bfa876fe4671a9c696c8e256c13d7fad", "IronPort default"},
	{"cc21a33dd1a3edf40bf636b5496e4aed", "Java default"},
	{"6215d41bb617b390082b066d6856f8b3", "OpenSSL default"},
	{"66d0bf38b0bdfacf2fdae33f35102ab6", "OpenSSL default"},
	{"ef627d8cc44144f36a075d8dd8511bbd", "Postfix default"},
	{"3f35a3f5f6c4376a744acad409bb22f8", "RFC 2409 group 2"},
	{"44c55cfee5c075927cf682da5b681bde", "RFC 5114 section 2.1"},
	{"8ae47dca3d24e9b64640062686da234d", "nginx default"},
	{"64fcc83ec403930bf18393dbc883ccaa", "RFC 3526 group 5"},
	{"358856fb52a59bf901826fedcadd2b2d", "Exim exim.dev.20160529.1"},
	{"b091c26ef6f88b88ed2c5f4da0cfe329", "Exim exim.dev.20160529.2"},
	{"4597b6c988bdc12aad6aa71840f72069", "Exim exim.dev.20160529.3"},
	{"7b6551ea6ff09bd78c24bede10980a15", "HAProxy 1.5 default"},
	{"3166ce19180005327a6059a2e7a4ed22", "OpenSSL default"},
	{"9e348a9471b7d123aa97071e38288379", "OpenSSL default"},
	{"d66436f79bbd6b2e38c0ffbd079be904", "RFC 3526 group 14"},
	{"bfe545862ca102ad1eeddb5fbfa5bf85", "RFC 5114 section 2.2"},
	{"0b7835722cb619827610c2549fdda558", "RFC 5114 section 2.3"},
	{"9cd3b7f336872f46c09428d1bbc19877", "RFC 7919 ffdhe2048"},
	{"48cf8b092fbce4359d9871abf74f98e2", "RFC 3526 group 15"},
	{"0eaf67db3a839156d5013494a5318a77", "RFC 7919 ffdhe3072"},
	{"4ee95187682bcb230ad26a95205f6920", "RFC 3526 group 16"},
	{"4648414224ac881b3d0dc59b466f96d0", "RFC 7919 ffdhe4096"},
	{"d1bfe6d0925ce7e4da262b62861514a7", "RFC 3526 group 17"},
	{"227ac9066b3ddd9e193670cda2388fa8", "RFC 7919 ffdhe6144"},
	{"39ab4feab950a3128fb71accb9fc3965", "RFC 3526 group 18"},
	{"770b14efaf6f049929c523113b3fa99a", "RFC 7919 ffdhe8192"},
};
/* clang-format on */

static void spell_digest(struct octets prime, char *ret_text)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[32] = {0};

	gnutls_hash_fast(GNUTLS_DIG_SHA256, prime.data, prime.length, digest);
	for (size_t i = 0; i < DIGEST_OCTETS; i++) {
		ret_text[2 * i] = digits[digest[i] >> 4];
		ret_text[2 * i + 1] = digits[digest[i] & 15];
	}
	ret_text[2 * DIGEST_OCTETS] = '\0';
}

const char *prime_name(struct octets prime)
{
	char digest[2 * DIGEST_OCTETS + 1];

	while (prime.length && !prime.data[0]) {
		prime.data++;
		prime.length--;
	}
	spell_digest(prime, digest);
	for (size_t i = 0; i < sizeof(known_primes) / sizeof(*known_primes);
		i++)
		if (strcmp(known_primes[i].digest, digest) == 0)
			return known_primes[i].name;
	return NULL;
}
