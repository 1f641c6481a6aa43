/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/offer.h"

#include "model/table.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Key exchanges; GnuTLS orders suites by them first, then by ciphers. */
#define ECDHE_RSA "+ECDHE-RSA:"
#define ECDHE "+ECDHE-ECDSA:+ECDHE-RSA:"
#define DHE "+DHE-RSA:+DHE-DSS:"
#define STATIC_RSA "+RSA:"
#define ANONYMOUS "+ANON-ECDH:+ANON-DH:"

/* Ciphers with the MACs that they come with. */
#define AES_128_GCM "+AES-128-GCM:+AEAD:"
#define AES_256_GCM "+AES-256-GCM:+AEAD:"
#define AES_GCM "+AES-128-GCM:+AES-256-GCM:+AEAD:"
#define AES_128_CCM "+AES-128-CCM:+AEAD:"
#define AES_CCM "+AES-128-CCM:+AES-256-CCM:+AEAD:"
#define AES_128_CCM8 "+AES-128-CCM-8:+AEAD:"
#define AES_CCM8 "+AES-128-CCM-8:+AES-256-CCM-8:+AEAD:"
#define AES_CBC "+AES-128-CBC:+AES-256-CBC:"
#define TRIPLE_DES "+3DES-CBC:+SHA1:"
#define RC4 "+ARCFOUR-128:+SHA1:+MD5:"
#define NO_CIPHER "+NULL:+SHA256:+SHA1:+MD5:"
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
	"+RSA:+DHE-DSS:+DHE-RSA:+ECDHE-RSA:+ECDHE-ECDSA:"                      \
	"+ARCFOUR-128:+3DES-CBC:+CAMELLIA-128-CBC:+CAMELLIA-256-CBC:"          \
	"+AES-128-CBC:+AES-256-CBC:+AES-128-CCM-8:+AES-256-CCM-8:"             \
	"+AES-128-CCM:+AES-256-CCM:+CHACHA20-POLY1305:+CAMELLIA-128-GCM:"      \
	"+CAMELLIA-256-GCM:+AES-128-GCM:+AES-256-GCM:"                         \
	"+MD5:+SHA1:+SHA256:+SHA384:+AEAD:"

#define WEAK_BEFORE_C02F                                                       \
	"+RSA:+ECDHE-RSA:+AES-256-CBC:+AES-128-CBC:+AES-128-GCM:"              \
	"+SHA1:+SHA256:+AEAD:"

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

#define SIGNATURES_SHA1 "+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:+SIGN-DSA-SHA1:"
#define SIGNATURES_SHA224                                                      \
	"+SIGN-RSA-SHA224:+SIGN-ECDSA-SHA224:+SIGN-DSA-SHA224:"
#define SIGNATURES_SHA512                                                      \
	"+SIGN-RSA-PSS-RSAE-SHA512:+SIGN-RSA-PSS-SHA512:"                      \
	"+SIGN-RSA-SHA512:+SIGN-ECDSA-SECP521R1-SHA512:"                       \
	"+SIGN-ECDSA-SHA512:"

/* Key exchanges, ciphers and MACs; groups; signatures. Each ends in ":". NULL:
 * what an ordinary handshake offers.
 *
 * A server without parameters for DHE may choose it all the same, and fail: so
 * it stands last where other key exchanges would do. */
struct wish {
	const char *suites;
	const char *groups;
	const char *signatures;
};

/* How a hello is made, in the words of model/offers.inc. */
#define SUITES(list)                                                           \
	{                                                                      \
		list, ALL_GROUPS, ALL_SIGNATURES                               \
	}
#define GROUPS(list, group)                                                    \
	{                                                                      \
		list, "+GROUP-" #group ":", ALL_SIGNATURES                     \
	}
#define SIGNATURES(list, hash)                                                 \
	{                                                                      \
		list, ALL_GROUPS, SIGNATURES_##hash                            \
	}
#define ORDINARY                                                               \
	{                                                                      \
		NULL, NULL, NULL                                               \
	}

#define OFFER(name, id, title, versions, hello, ...) [OFFER_##name] = hello,

static const struct wish wishes[OFFER_COUNT] = {
#include "model/offers.inc"
};

static const char *const version_words[] = {
	[TLS_1_0] = "+VERS-TLS1.0:",
	[TLS_1_1] = "+VERS-TLS1.1:",
	[TLS_1_2] = "+VERS-TLS1.2:",
	[TLS_1_3] = "+VERS-TLS1.3:",
};
static_assert(COUNT_OF(version_words) == TLS_VERSION_COUNT, "a version's word");

static const char *version_word(unsigned versions, enum tls_version version)
{
	return versions & TLS_BIT(version) ? version_words[version] : "";
}

bool offer_priority(
	enum offer_id offer, unsigned versions, char *text, size_t size)
{
	const struct wish *wish = &wishes[offer];
	int length;

	if (!wish->suites)
		return false;
	length = snprintf(text, size,
		"NONE:+COMP-NULL:+CTYPE-X509:%s%s%s%s%s%s%s",
		version_word(versions, TLS_1_3),
		version_word(versions, TLS_1_2),
		version_word(versions, TLS_1_1),
		version_word(versions, TLS_1_0), wish->suites, wish->groups,
		wish->signatures);
	assert(length > 0 && (size_t)length < size);
	text[length - 1] = 0; /* the last ":" */
	return true;
}

bool offer_has_priority(enum offer_id offer)
{
	return wishes[offer].suites != NULL;
}

bool offer_is_anonymous(enum offer_id offer)
{
	return offer == OFFER_SUITES_ANONYMOUS;
}
