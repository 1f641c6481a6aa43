/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/class.h"

#include "model/table.h"

#include <assert.h>
#include <string.h>

#define KX(exchange) (1u << KX_##exchange)
#define BEFORE_1_3                                                             \
	(TLS_BIT(TLS_SSL3) | TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) |             \
		TLS_BIT(TLS_1_2))

#define AES_GCM "AES_128_GCM_SHA256 AES_256_GCM_SHA384"
#define CHACHA "CHACHA20_POLY1305_SHA256"
#define CCM "AES_128_CCM AES_256_CCM"
#define CCM8 "AES_128_CCM_8 AES_256_CCM_8"
#define CBC_SHA2 "AES_128_CBC_SHA256 AES_256_CBC_SHA256 AES_256_CBC_SHA384"
#define CBC_SHA1 "AES_128_CBC_SHA AES_256_CBC_SHA"
#define CAMELLIA                                                               \
	"CAMELLIA_128_CBC_SHA CAMELLIA_256_CBC_SHA CAMELLIA_128_CBC_SHA256 "   \
	"CAMELLIA_256_CBC_SHA256 CAMELLIA_256_CBC_SHA384 "                     \
	"CAMELLIA_128_GCM_SHA256 CAMELLIA_256_GCM_SHA384"

#define SUITES(which, names)                                                   \
	{                                                                      \
		.kind = OFFERED_KIND_SUITES, .versions = BEFORE_1_3,           \
		.exchanges = which, .ends = names                              \
	}
#define FLAGGED(bits)                                                          \
	{                                                                      \
		.kind = OFFERED_KIND_SUITES, .versions = BEFORE_1_3,           \
		.flags = bits                                                  \
	}
#define SUITE(number)                                                          \
	{                                                                      \
		.kind = OFFERED_KIND_SUITES, .versions = TLS_BIT(TLS_1_3),     \
		.numbers = {                                                   \
			number                                                 \
		}                                                              \
	}
#define GROUPS(...)                                                            \
	{                                                                      \
		.kind = OFFERED_KIND_GROUPS,                                   \
		.versions = BEFORE_1_3 | TLS_BIT(TLS_1_3), .numbers = {        \
			__VA_ARGS__                                            \
		}                                                              \
	}
#define GROUPS_1_3(...)                                                        \
	{                                                                      \
		.kind = OFFERED_KIND_GROUPS, .versions = TLS_BIT(TLS_1_3),     \
		.numbers = {                                                   \
			__VA_ARGS__                                            \
		}                                                              \
	}
#define SIGNATURES(...)                                                        \
	{                                                                      \
		.kind = OFFERED_KIND_SIGNATURES, .versions = TLS_BIT(TLS_1_2), \
		.numbers = {                                                   \
			__VA_ARGS__                                            \
		}                                                              \
	}

static const struct offer_class classes[OFFER_COUNT] = {
	[OFFER_SUITES_ECDHE_AES_GCM] = SUITES(KX(ECDHE), AES_GCM),
	[OFFER_SUITES_ECDHE_CHACHA] = SUITES(KX(ECDHE), CHACHA),
	[OFFER_SUITES_ECDHE_CCM] = SUITES(KX(ECDHE), CCM),
	[OFFER_SUITES_ECDHE_CCM8] = SUITES(KX(ECDHE), CCM8),
	[OFFER_SUITES_ECDHE_CBC_SHA2] = SUITES(KX(ECDHE), CBC_SHA2),
	[OFFER_SUITES_ECDHE_CBC_SHA1] = SUITES(KX(ECDHE), CBC_SHA1),
	[OFFER_SUITES_ECDHE_CAMELLIA] = SUITES(KX(ECDHE), CAMELLIA),
	[OFFER_SUITES_DHE] = SUITES(KX(DHE), NULL),
	[OFFER_SUITES_DHE_AES_GCM] = SUITES(KX(DHE), AES_GCM),
	[OFFER_SUITES_DHE_CHACHA] = SUITES(KX(DHE), CHACHA),
	[OFFER_SUITES_DHE_CCM] = SUITES(KX(DHE), CCM),
	[OFFER_SUITES_DHE_CCM8] = SUITES(KX(DHE), CCM8),
	[OFFER_SUITES_DHE_CBC_SHA2] = SUITES(KX(DHE), CBC_SHA2),
	[OFFER_SUITES_DHE_CBC_SHA1] = SUITES(KX(DHE), CBC_SHA1),
	[OFFER_SUITES_DHE_CAMELLIA] = SUITES(KX(DHE), CAMELLIA),
	[OFFER_SUITES_RSA] = SUITES(KX(RSA), NULL),
	[OFFER_SUITES_RSA_AES_GCM] = SUITES(KX(RSA), AES_GCM),
	[OFFER_SUITES_RSA_CCM] = SUITES(KX(RSA), CCM),
	[OFFER_SUITES_RSA_CCM8] = SUITES(KX(RSA), CCM8),
	[OFFER_SUITES_RSA_CBC_SHA2] = SUITES(KX(RSA), CBC_SHA2),
	[OFFER_SUITES_RSA_CBC_SHA1] = SUITES(KX(RSA), CBC_SHA1),
	[OFFER_SUITES_RSA_CAMELLIA] = SUITES(KX(RSA), CAMELLIA),
	[OFFER_SUITES_3DES] = SUITES(0, "3DES_EDE_CBC_SHA"),
	[OFFER_SUITES_RC4] = FLAGGED(SUITE_RC4),
	[OFFER_SUITES_NULL] = FLAGGED(SUITE_NULL),
	[OFFER_SUITES_ANONYMOUS] = {.kind = OFFERED_KIND_SUITES,
		.versions = BEFORE_1_3,
		.flags = SUITE_ANONYMOUS,
		.anonymous = true},
	[OFFER_SUITES_EXPORT] = FLAGGED(SUITE_EXPORT),
	[OFFER_SUITES_DES] = SUITES(0, "WITH_DES_CBC_SHA"),
	[OFFER_SUITES_STATIC_DH] = SUITES(KX(DH) | KX(ECDH), NULL),
	[OFFER_SUITES_BLOCK_64] = FLAGGED(SUITE_BLOCK_64),
	[OFFER_SUITE_C02F] = {.kind = OFFERED_KIND_SUITES,
		.versions = TLS_BIT(TLS_1_2),
		.numbers = {0xc02f}},
	[OFFER_SUITE_1301] = SUITE(0x1301),
	[OFFER_SUITE_1302] = SUITE(0x1302),
	[OFFER_SUITE_1303] = SUITE(0x1303),
	[OFFER_SUITE_1304] = SUITE(0x1304),
	[OFFER_SUITE_1305] = SUITE(0x1305),
	[OFFER_GROUP_SECP192R1] = GROUPS(0x0013),
	[OFFER_GROUP_SECP224R1] = GROUPS(0x0015),
	[OFFER_GROUP_SECP256R1] = GROUPS(0x0017),
	[OFFER_GROUP_SECP384R1] = GROUPS(0x0018),
	[OFFER_GROUP_SECP521R1] = GROUPS(0x0019),
	[OFFER_GROUP_X25519] = GROUPS(0x001d),
	[OFFER_GROUP_X448] = GROUPS(0x001e),
	[OFFER_GROUP13_SECP256R1] = GROUPS_1_3(0x0017),
	[OFFER_GROUP_FFDHE2048] = GROUPS_1_3(0x0100),
	[OFFER_GROUP_FFDHE3072] = GROUPS_1_3(0x0101),
	[OFFER_GROUP_FFDHE4096] = GROUPS_1_3(0x0102),
	[OFFER_GROUP_HYBRID] = GROUPS_1_3(0x11eb, 0x11ec, 0x11ed),
	[OFFER_SIGNATURE_SHA1] = SIGNATURES(0x0101, 0x0201, 0x0202, 0x0203),
	[OFFER_SIGNATURE_SHA224] = SIGNATURES(0x0301, 0x0303),
	[OFFER_SIGNATURE_SHA512] = SIGNATURES(0x0601, 0x0603, 0x0806, 0x080b),
};
static_assert(COUNT_OF(classes) == OFFER_COUNT, "an offer's class");

const struct offer_class *offer_class_of(enum offer_id offer)
{
	return classes[offer].versions ? &classes[offer] : NULL;
}

/* Whether the name ends with a word of the list, from an underscore on. */
static bool ends_with_any(const char *name, const char *list)
{
	size_t length = strlen(name);

	for (const char *at = list; *at;) {
		size_t word = strcspn(at, " ");

		if (word < length && name[length - word - 1] == '_' &&
			memcmp(name + length - word, at, word) == 0)
			return true;
		at += word + strspn(at + word, " ");
	}
	return false;
}

static bool has_suite(
	const struct offer_class *class, const struct cipher_suite *suite)
{
	if (class->anonymous != ((suite->flags & SUITE_ANONYMOUS) != 0) &&
		(class->exchanges || class->anonymous))
		return false;
	if (class->exchanges && !(class->exchanges & (1u << suite->exchange)))
		return false;
	if (class->flags && !(suite->flags & class->flags))
		return false;
	return !class->ends || ends_with_any(suite->name, class->ends);
}

bool offer_class_has(const struct offer_class *class, unsigned number)
{
	const struct cipher_suite *suite;

	if (class->numbers[0]) {
		for (size_t i = 0; i < 8 && class->numbers[i]; i++)
			if (class->numbers[i] == number)
				return true;
		return false;
	}
	suite = cipher_suite_find(number);
	return suite && has_suite(class, suite);
}
