/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/offer.h"

#include "model/table.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Key exchanges; GnuTLS orders suites by them first, then by ciphers. */
#define ECDHE "+ECDHE-ECDSA:+ECDHE-RSA:"
#define DHE "+DHE-RSA:+DHE-DSS:"
#define STATIC_RSA "+RSA:"
#define ANONYMOUS "+ANON-ECDH:+ANON-DH:"

/* Ciphers with the MACs that they come with. */
#define AES_GCM "+AES-128-GCM:+AES-256-GCM:+AEAD:"
#define AES_CCM "+AES-128-CCM:+AES-256-CCM:+AEAD:"
#define AES_CCM8 "+AES-128-CCM-8:+AES-256-CCM-8:+AEAD:"
#define AES_CBC "+AES-128-CBC:+AES-256-CBC:"
#define CHACHA "+CHACHA20-POLY1305:+AEAD:"
#define CAMELLIA                                                               \
	"+CAMELLIA-128-GCM:+CAMELLIA-256-GCM:+CAMELLIA-128-CBC:"               \
	"+CAMELLIA-256-CBC:" ANY_MAC
#define ANY_MAC "+AEAD:+SHA384:+SHA256:+SHA1:+MD5:"
#define SHA2 "+SHA384:+SHA256:"
#define SHA1 "+SHA1:"
#define ANY_CIPHER                                                             \
	"+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-CCM:"           \
	"+AES-256-CCM:+AES-128-CCM-8:+AES-256-CCM-8:+AES-128-CBC:"             \
	"+AES-256-CBC:+CAMELLIA-128-GCM:+CAMELLIA-256-GCM:"                    \
	"+CAMELLIA-128-CBC:+CAMELLIA-256-CBC:+3DES-CBC:+ARCFOUR-128:"
#define WEAKEST_FIRST                                                          \
	"+ARCFOUR-128:+3DES-CBC:+CAMELLIA-128-CBC:+CAMELLIA-256-CBC:"          \
	"+AES-128-CBC:+AES-256-CBC:+AES-128-CCM-8:+AES-256-CCM-8:"             \
	"+AES-128-CCM:+AES-256-CCM:+CHACHA20-POLY1305:+CAMELLIA-128-GCM:"      \
	"+CAMELLIA-256-GCM:+AES-128-GCM:+AES-256-GCM:"                         \
	"+MD5:+SHA1:+SHA256:+SHA384:+AEAD:"

/* For a question about groups or signatures: what most servers have. */
#define USUAL                                                                  \
	ECDHE "+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-CBC:"     \
	      "+AES-256-CBC:+AEAD:+SHA384:+SHA256:+SHA1:"
#define USUAL_1_3 "+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AEAD:"

#define ALL_SIGNATURES                                                         \
	"+SIGN-ALL:+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:+SIGN-DSA-SHA1:"            \
	"+SIGN-DSA-SHA256:"
#define ALL_GROUPS                                                             \
	"+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-SECP521R1:"    \
	"+GROUP-X448:+GROUP-FFDHE2048:+GROUP-FFDHE3072:"

/* A server without parameters for DHE may choose it all the same, and fail:
 * so it stands last where other key exchanges would do.
 *
 * Key exchanges, ciphers and MACs; groups and signatures where the question
 * is about them.  Each ends in ":". */
struct wish {
	const char *id;
	const char *suites;
	const char *groups;
	const char *signatures;
};

static const struct wish wishes[] = {
	{"suites-ecdhe-aes-gcm", ECDHE AES_GCM, NULL, NULL},
	{"suites-ecdhe-chacha", ECDHE CHACHA, NULL, NULL},
	{"suites-ecdhe-ccm", ECDHE AES_CCM, NULL, NULL},
	{"suites-ecdhe-ccm8", ECDHE AES_CCM8, NULL, NULL},
	{"suites-ecdhe-cbc-sha2", ECDHE AES_CBC SHA2, NULL, NULL},
	{"suites-ecdhe-cbc-sha1", ECDHE AES_CBC SHA1, NULL, NULL},
	{"suites-ecdhe-camellia", ECDHE CAMELLIA, NULL, NULL},
	{"suites-dhe", DHE ANY_CIPHER ANY_MAC, NULL, NULL},
	{"suites-dhe-aes-gcm", DHE AES_GCM, NULL, NULL},
	{"suites-dhe-chacha", DHE CHACHA, NULL, NULL},
	{"suites-dhe-ccm", DHE AES_CCM, NULL, NULL},
	{"suites-dhe-ccm8", DHE AES_CCM8, NULL, NULL},
	{"suites-dhe-cbc-sha2", DHE AES_CBC SHA2, NULL, NULL},
	{"suites-dhe-cbc-sha1", DHE AES_CBC SHA1, NULL, NULL},
	{"suites-dhe-camellia", DHE CAMELLIA, NULL, NULL},
	{"suites-rsa", STATIC_RSA ANY_CIPHER ANY_MAC, NULL, NULL},
	{"suites-rsa-aes-gcm", STATIC_RSA AES_GCM, NULL, NULL},
	{"suites-rsa-ccm", STATIC_RSA AES_CCM, NULL, NULL},
	{"suites-rsa-ccm8", STATIC_RSA AES_CCM8, NULL, NULL},
	{"suites-rsa-cbc-sha2", STATIC_RSA AES_CBC SHA2, NULL, NULL},
	{"suites-rsa-cbc-sha1", STATIC_RSA AES_CBC SHA1, NULL, NULL},
	{"suites-rsa-camellia", STATIC_RSA CAMELLIA, NULL, NULL},
	{"suites-3des", ECDHE STATIC_RSA DHE "+3DES-CBC:+SHA1:", NULL, NULL},
	{"suites-rc4", ECDHE STATIC_RSA DHE "+ARCFOUR-128:+SHA1:+MD5:", NULL,
		NULL},
	{"suites-null", ECDHE STATIC_RSA "+NULL:+SHA256:+SHA1:+MD5:", NULL,
		NULL},
	{"suites-anonymous", ANONYMOUS ANY_CIPHER ANY_MAC, NULL, NULL},
	{"suite-c02f", "+ECDHE-RSA:+AES-128-GCM:+AEAD:", NULL, NULL},
	{"order-rsa-first", STATIC_RSA ECDHE DHE AES_GCM AES_CBC ANY_MAC, NULL,
		NULL},
	{"order-c02f-last",
		"+RSA:+ECDHE-RSA:+AES-256-CBC:+AES-128-CBC:+AES-128-GCM:"
		"+SHA1:+SHA256:+AEAD:",
		NULL, NULL},
	{"order-reversed",
		"+RSA:+DHE-DSS:+DHE-RSA:+ECDHE-RSA:+ECDHE-ECDSA:" WEAKEST_FIRST,
		NULL, NULL},
	{"suite-1301", "+AES-128-GCM:+AEAD:", NULL, NULL},
	{"suite-1302", "+AES-256-GCM:+AEAD:", NULL, NULL},
	{"suite-1303", "+CHACHA20-POLY1305:+AEAD:", NULL, NULL},
	{"suite-1304", "+AES-128-CCM:+AEAD:", NULL, NULL},
	{"suite-1305", "+AES-128-CCM-8:+AEAD:", NULL, NULL},
	{"group-secp192r1", USUAL, "+GROUP-SECP192R1:", NULL},
	{"group-secp224r1", USUAL, "+GROUP-SECP224R1:", NULL},
	{"group-secp256r1", USUAL, "+GROUP-SECP256R1:", NULL},
	{"group-secp384r1", USUAL, "+GROUP-SECP384R1:", NULL},
	{"group-secp521r1", USUAL, "+GROUP-SECP521R1:", NULL},
	{"group-x25519", USUAL, "+GROUP-X25519:", NULL},
	{"group-x448", USUAL, "+GROUP-X448:", NULL},
	{"group13-secp256r1", USUAL_1_3, "+GROUP-SECP256R1:", NULL},
	{"group-ffdhe2048", USUAL_1_3, "+GROUP-FFDHE2048:", NULL},
	{"group-ffdhe3072", USUAL_1_3, "+GROUP-FFDHE3072:", NULL},
	{"group-ffdhe4096", USUAL_1_3, "+GROUP-FFDHE4096:", NULL},
	{"signature-sha1", USUAL, NULL,
		"+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:+SIGN-DSA-SHA1:"},
	{"signature-sha224", USUAL, NULL,
		"+SIGN-RSA-SHA224:+SIGN-ECDSA-SHA224:+SIGN-DSA-SHA224:"},
	{"signature-sha512", USUAL, NULL,
		"+SIGN-RSA-PSS-RSAE-SHA512:+SIGN-RSA-PSS-SHA512:"
		"+SIGN-RSA-SHA512:+SIGN-ECDSA-SECP521R1-SHA512:"
		"+SIGN-ECDSA-SHA512:"},
};

static const char *const version_words[] = {
	[TLS_1_0] = "+VERS-TLS1.0:",
	[TLS_1_1] = "+VERS-TLS1.1:",
	[TLS_1_2] = "+VERS-TLS1.2:",
	[TLS_1_3] = "+VERS-TLS1.3:",
};
static_assert(COUNT_OF(version_words) == TLS_VERSION_COUNT, "a version's word");

static const struct wish *find_wish(size_t offer)
{
	for (size_t i = 0; i < sizeof(wishes) / sizeof(*wishes); i++)
		if (strcmp(wishes[i].id, offer_table[offer].id) == 0)
			return &wishes[i];
	return NULL;
}

static const char *version_word(unsigned versions, enum tls_version version)
{
	return versions & TLS_BIT(version) ? version_words[version] : "";
}

bool offer_priority(size_t offer, unsigned versions, char *text, size_t size)
{
	const struct wish *wish = find_wish(offer);
	int length;

	if (!wish)
		return false;
	length = snprintf(text, size,
		"NONE:+COMP-NULL:+CTYPE-X509:%s%s%s%s%s%s%s",
		version_word(versions, TLS_1_3),
		version_word(versions, TLS_1_2),
		version_word(versions, TLS_1_1),
		version_word(versions, TLS_1_0), wish->suites,
		wish->groups ? wish->groups : ALL_GROUPS,
		wish->signatures ? wish->signatures : ALL_SIGNATURES);
	assert(length > 0 && (size_t)length < size);
	text[length - 1] = 0; /* the last ":" */
	return true;
}

bool offer_has_priority(size_t offer)
{
	return find_wish(offer) != NULL;
}

bool offer_is_anonymous(size_t offer)
{
	return strcmp(offer_table[offer].id, "suites-anonymous") == 0;
}
