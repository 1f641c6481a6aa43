/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/question.h"

#include "model/tls/cipher_suite.h"

#include <string.h>

/* Suites that need a key or a ticket which nobody has here are left out. */
static bool has_any(const struct cipher_suite *suite)
{
	return suite->exchange != KX_PSK && suite->exchange != KX_OTHER &&
	       suite->exchange != KX_1_3;
}

static bool has_1_3(const struct cipher_suite *suite)
{
	return suite->exchange == KX_1_3;
}

/* TLS 1.2 has most suites by far: several chains share them, cut where a
 * server's own order usually is, so that one list after the other is that
 * order. */
static bool is_usual(const struct cipher_suite *suite)
{
	return has_any(suite) && !(suite->flags & ~(SUITE_CBC | SUITE_AEAD));
}

static bool is_ephemeral(const struct cipher_suite *suite)
{
	return suite->exchange == KX_ECDHE || suite->exchange == KX_DHE;
}

static bool has_long_key(const struct cipher_suite *suite)
{
	return strstr(suite->name, "_256_") || strstr(suite->name, "CHACHA20");
}

static bool has_aead(const struct cipher_suite *suite, bool ephemeral)
{
	return is_usual(suite) && is_ephemeral(suite) == ephemeral &&
	       (suite->flags & SUITE_AEAD);
}

static bool has_cbc(const struct cipher_suite *suite)
{
	return is_usual(suite) && is_ephemeral(suite) &&
	       !(suite->flags & SUITE_AEAD);
}

static bool is_mac_sha2(const struct cipher_suite *suite)
{
	return strstr(suite->name, "_SHA256") || strstr(suite->name, "_SHA384");
}

static bool has_aead_256(const struct cipher_suite *suite)
{
	return has_aead(suite, true) && has_long_key(suite);
}

static bool has_aead_128(const struct cipher_suite *suite)
{
	return has_aead(suite, true) && !has_long_key(suite);
}

static bool has_cbc_sha2(const struct cipher_suite *suite)
{
	return has_cbc(suite) && is_mac_sha2(suite);
}

static bool has_cbc_sha1(const struct cipher_suite *suite)
{
	return has_cbc(suite) && !is_mac_sha2(suite);
}

static bool has_static(const struct cipher_suite *suite)
{
	return is_usual(suite) && !is_ephemeral(suite);
}

static bool has_dhe(const struct cipher_suite *suite)
{
	return suite->exchange == KX_DHE;
}

static bool has_dhe_aead_256(const struct cipher_suite *suite)
{
	return has_dhe(suite) && has_aead_256(suite);
}

static bool has_dhe_aead_128(const struct cipher_suite *suite)
{
	return has_dhe(suite) && has_aead_128(suite);
}

static bool has_dhe_cbc(const struct cipher_suite *suite)
{
	return has_dhe(suite) && has_cbc(suite);
}

static bool has_dhe_unusual(const struct cipher_suite *suite)
{
	return has_dhe(suite) && !is_usual(suite);
}

static bool has_unusual(const struct cipher_suite *suite)
{
	return has_any(suite) && !is_usual(suite);
}

#define SUITES_1_2(name, words, many, which)                                   \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_SUITES,             \
		.version = TLS_1_2, .strike = STRIKE_SUITES, .round = 1,       \
		.length = many, .has_suite = which                             \
	}

/* Where no DHE suite was found without names for primes. */
#define SUITES_DHE(name, words, of, many, which)                               \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_SUITES,             \
		.version = of, .strike = STRIKE_SUITES, .round = 2,            \
		.length = many, .has_suite = which, .names_primes = true       \
	}

#define SEAM(name, number)                                                     \
	{                                                                      \
		.id = name,                                                    \
		.title = "whether the lists of TLS 1.2 follow each other",     \
		.topic = TOPIC_ORDER, .version = TLS_1_2, .strike = ASK_SEAM,  \
		.round = 3, .seam = number                                     \
	}

#define ORDER(name, words, of)                                                 \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_ORDER,              \
		.version = of, .strike = ASK_ORDER, .round = 2                 \
	}

/* All that IANA numbers, the most usual last, so that an unusual one shows
 * first. */
#define GROUPS(name, words, of, many, ...)                                     \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_GROUPS,             \
		.version = of, .strike = STRIKE_GROUPS, .round = 1,            \
		.length = many, .numbers = (const uint16_t[])                  \
		{                                                              \
			__VA_ARGS__, 0                                         \
		}                                                              \
	}

#define SIGNATURES(name, words, of, many, how, ...)                            \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_SIGNATURES,         \
		.version = of, .strike = how, .round = 1, .length = many,      \
		.numbers = (const uint16_t[])                                  \
		{                                                              \
			__VA_ARGS__, 0                                         \
		}                                                              \
	}

#define CLIENT(name, words, which)                                             \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_CLIENTS,            \
		.version = TLS_NONE, .strike = ASK_CLIENT, .round = 2,         \
		.fills_gaps = true, .client = which                            \
	}

/* Those whose lists begin with different suites: what they get tells whose
 * order counts, once all suites are known. */
#define EARLY_CLIENT(name, words, which)                                       \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_CLIENTS,            \
		.version = TLS_NONE, .strike = ASK_CLIENT, .round = 2,         \
		.fills_gaps = true, .length = 2, .client = which               \
	}

#define TRAIT(name, about, words, which)                                       \
	{                                                                      \
		.id = name, .title = words, .topic = about,                    \
		.version = TLS_NONE, .round = 2, .trait = which                \
	}

#define TOLERANCE(name, words, which)                                          \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_TOLERANCE,          \
		.version = TLS_NONE, .round = 3, .trait = which                \
	}

#define CHACHA(name, words, of)                                                \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_ORDER,              \
		.version = of, .strike = ASK_CHACHA, .round = 3                \
	}

const struct hello_question question_table[] = {
	{
		.id = "suites-ssl3",
		.title = "cipher suites of SSL 3.0",
		.topic = TOPIC_SUITES,
		.version = TLS_SSL3,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_any,
	},
	{
		.id = "suites-1.0",
		.title = "cipher suites of TLS 1.0",
		.topic = TOPIC_SUITES,
		.version = TLS_1_0,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_any,
	},
	{
		.id = "suites-1.1",
		.title = "cipher suites of TLS 1.1",
		.topic = TOPIC_SUITES,
		.version = TLS_1_1,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_any,
	},
	{
		/* Its answer spares each list a hello without DHE, and decides
		 * at once whether named primes are asked for. */
		.id = "prime-1.2",
		.title = "whether the server has a prime of its own",
		.topic = TOPIC_SUITES,
		.version = TLS_1_2,
		.strike = ASK_PRIME,
		.round = 1,
		.length = 8,
		.has_suite = has_dhe,
	},
	SUITES_1_2("suites-1.2-aead-256",
		"ephemeral AEAD suites of TLS 1.2 with 256 bits", 5,
		has_aead_256),
	SUITES_1_2("suites-1.2-aead-128",
		"ephemeral AEAD suites of TLS 1.2 with 128 bits", 4,
		has_aead_128),
	SUITES_1_2("suites-1.2-cbc-sha2",
		"ephemeral CBC suites of TLS 1.2 with SHA-2", 3, has_cbc_sha2),
	SUITES_1_2("suites-1.2-cbc-sha1",
		"ephemeral CBC suites of TLS 1.2 with SHA-1", 4, has_cbc_sha1),
	SUITES_1_2("suites-1.2-static",
		"suites of TLS 1.2 without forward secrecy", 7, has_static),
	SUITES_1_2("suites-1.2-unusual", "weak and unusual suites of TLS 1.2",
		2, has_unusual),
	{
		.id = "suites-1.3",
		.title = "cipher suites of TLS 1.3",
		.topic = TOPIC_SUITES,
		.version = TLS_1_3,
		.strike = STRIKE_SUITES,
		.round = 1,
		.length = 3,
		.has_suite = has_1_3,
	},
	GROUPS("groups-1.3-nist", "NIST curves of TLS 1.3", TLS_1_3, 3, 0x0019,
		0x0018, 0x0017),
	GROUPS("groups-1.3-x",
		"post-quantum groups and other curves of TLS 1.3", TLS_1_3, 3,
		0x11ec, 0x11eb, 0x11ed, 0x0200, 0x0201, 0x0202, 0x6399, 0x639a,
		0x001f, 0x0020, 0x0021, 0x0029, 0x001e, 0x001d),
	GROUPS("groups-1.3-ffdhe", "finite-field groups of TLS 1.3", TLS_1_3, 5,
		0x0104, 0x0103, 0x0102, 0x0101, 0x0100),
	GROUPS("groups-1.2-nist", "NIST curves of TLS 1.2", TLS_1_2, 3, 0x0019,
		0x0018, 0x0017),
	GROUPS("groups-1.2-x", "X25519 and X448 in TLS 1.2", TLS_1_2, 2, 0x001e,
		0x001d),
	GROUPS("groups-1.2-other", "other curves of TLS 1.2", TLS_1_2, 1,
		0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0008,
		0x0009, 0x000a, 0x000b, 0x000c, 0x000d, 0x000e, 0x000f, 0x0010,
		0x0011, 0x0012, 0x0013, 0x0014, 0x0015, 0x0016, 0x001a, 0x001b,
		0x001c),
	{
		.id = "groups-1.2-beside-key",
		.title = "curves of TLS 1.2 beside that of the server's key",
		.topic = TOPIC_GROUPS,
		.version = TLS_1_2,
		.strike = STRIKE_GROUPS,
		.round = 2,
		.numbers = (const uint16_t[]){0x001c, 0x001b, 0x001a, 0x0016,
			0x0019, 0x0018, 0x001e, 0x001d, 0x0017, 0},
		.beside_key = true,
	},
	SIGNATURES("signatures-1.2-pkcs1", "RSA PKCS #1 signatures of TLS 1.2",
		TLS_1_2, 4, STRIKE_SIGNATURES, 0x0101, 0x0201, 0x0301, 0x0601,
		0x0501, 0x0401),
	SIGNATURES("signatures-1.2-pss", "RSA PSS signatures of TLS 1.2",
		TLS_1_2, 3, STRIKE_SIGNATURES, 0x0806, 0x0805, 0x0804, 0x080b,
		0x080a, 0x0809),
	SIGNATURES("signatures-1.2-other", "other signatures of TLS 1.2",
		TLS_1_2, 1, STRIKE_SIGNATURES, 0x0202, 0x0302, 0x0402, 0x0502,
		0x0602, 0x0203, 0x0303, 0x0603, 0x0503, 0x0403, 0x0808, 0x0807),
	SIGNATURES("signatures-1.3-rsae", "RSA signatures of TLS 1.3", TLS_1_3,
		4, TRY_SIGNATURES, 0x0804, 0x0805, 0x0806),
	SIGNATURES("signatures-1.3-ecdsa", "ECDSA signatures of TLS 1.3",
		TLS_1_3, 1, TRY_SIGNATURES, 0x0403, 0x0503, 0x0603, 0x081a,
		0x081b, 0x081c),
	SIGNATURES("signatures-1.3-other",
		"RSA PSS, EdDSA and other signatures of TLS 1.3", TLS_1_3, 1,
		TRY_SIGNATURES, 0x0809, 0x080a, 0x080b, 0x0807, 0x0808, 0x0904,
		0x0905, 0x0906),
	SUITES_DHE("suites-1.0-named-primes",
		"DHE suites of TLS 1.0 with named primes", TLS_1_0, 1, has_dhe),
	SUITES_DHE("suites-1.1-named-primes",
		"DHE suites of TLS 1.1 with named primes", TLS_1_1, 1, has_dhe),
	SUITES_DHE("suites-1.2-named-primes-aead-256",
		"DHE suites of TLS 1.2 with named primes, AEAD with 256 bits",
		TLS_1_2, 4, has_dhe_aead_256),
	SUITES_DHE("suites-1.2-named-primes-aead-128",
		"DHE suites of TLS 1.2 with named primes, AEAD with 128 bits",
		TLS_1_2, 4, has_dhe_aead_128),
	SUITES_DHE("suites-1.2-named-primes-cbc",
		"DHE suites of TLS 1.2 with named primes, CBC", TLS_1_2, 3,
		has_dhe_cbc),
	SUITES_DHE("suites-1.2-named-primes-unusual",
		"unusual DHE suites of TLS 1.2 with named primes", TLS_1_2, 1,
		has_dhe_unusual),
	ORDER("order-ssl3", "whose order counts in SSL 3.0", TLS_SSL3),
	ORDER("order-1.0", "whose order counts in TLS 1.0", TLS_1_0),
	ORDER("order-1.1", "whose order counts in TLS 1.1", TLS_1_1),
	ORDER("order-1.2", "whose order counts in TLS 1.2", TLS_1_2),
	ORDER("order-1.3", "whose order counts in TLS 1.3", TLS_1_3),
	CHACHA("chacha-1.2", "ChaCha20 before other suites of TLS 1.2",
		TLS_1_2),
	CHACHA("chacha-1.3", "ChaCha20 before other suites of TLS 1.3",
		TLS_1_3),
	SEAM("seam-1.2-1", 0),
	SEAM("seam-1.2-2", 1),
	SEAM("seam-1.2-3", 2),
	SEAM("seam-1.2-4", 3),
	SEAM("seam-1.2-5", 4),
	{
		/* Of the other versions one chain has told it already. */
		.id = "ranks-1.2",
		.title = "the server's order of cipher suites of TLS 1.2",
		.topic = TOPIC_ORDER,
		.version = TLS_1_2,
		.strike = STRIKE_RANKS,
		.round = 4,
	},
	TRAIT("extensions", TOPIC_EXTENSIONS,
		"what the server answers to extensions", TRAIT_RENEGOTIATION),
	{
		.id = "truncated-hmac",
		.title = "whether an HMAC may be truncated",
		.topic = TOPIC_EXTENSIONS,
		.version = TLS_NONE,
		.round = 3, /* "extensions" may tell */
		.trait = TRAIT_TRUNCATED_HMAC,
	},
	{
		.id = "alpn-http",
		.title = "the ALPN protocol http/1.1",
		.topic = TOPIC_EXTENSIONS,
		.version = TLS_NONE,
		.round = 3, /* "extensions" may tell */
		.trait = TRAIT_ALPN_HTTP,
	},
	TRAIT("fallback", TOPIC_DOWNGRADE, "the signal against downgrades",
		TRAIT_FALLBACK),
	{
		.id = "tolerance",
		.title = "a long hello with much that is unknown",
		.topic = TOPIC_TOLERANCE,
		.version = TLS_NONE,
		.strike = TRY_TOLERANCE,
		.round = 2,
		.length = 2,
	},
	TOLERANCE("unknown-version", "a version of the future",
		TRAIT_UNKNOWN_VERSION),
	TOLERANCE("unknown-extension", "an unknown extension",
		TRAIT_UNKNOWN_EXTENSION),
	TOLERANCE("long-hello", "a hello of more than 512 octets",
		TRAIT_LONG_HELLO),
	TOLERANCE("fragments",
		"a hello of more than 16,384 octets, in fragments",
		TRAIT_FRAGMENTS),
	TOLERANCE("no-name", "a hello without a server name", TRAIT_NO_NAME),
	TRAIT("strange-name", TOPIC_TOLERANCE,
		"a hello for a name that no server has", TRAIT_STRANGE_NAME),
	{
		/* Some servers wait for more octets of such a hello: the
		 * clients are asked about meanwhile, and what they get tells
		 * that a server which drops this one still answers. */
		.id = "ssl2",
		.title = "SSL 2.0",
		.topic = TOPIC_SUITES,
		.version = TLS_NONE,
		.strike = ASK_SSL2,
		.round = 2,
		.fills_gaps = true,
	},
	CLIENT("client-outlook-11", "Outlook on Windows 11", CLIENT_OUTLOOK_11),
	CLIENT("client-outlook-10", "Outlook on Windows 10", CLIENT_OUTLOOK_10),
	CLIENT("client-outlook-8", "Outlook on Windows 8.1", CLIENT_OUTLOOK_8),
	CLIENT("client-outlook-7", "Outlook on Windows 7", CLIENT_OUTLOOK_7),
	CLIENT("client-exchange-2019", "Exchange Server 2019",
		CLIENT_EXCHANGE_2019),
	CLIENT("client-thunderbird-128", "Thunderbird 128",
		CLIENT_THUNDERBIRD_128),
	CLIENT("client-thunderbird-60", "Thunderbird 60",
		CLIENT_THUNDERBIRD_60),
	CLIENT("client-apple-17", "Apple Mail on iOS 17", CLIENT_APPLE_17),
	CLIENT("client-apple-mail-16", "Apple Mail 16", CLIENT_APPLE_MAIL_16),
	CLIENT("client-apple-9", "Apple Mail on iOS 9", CLIENT_APPLE_9),
	EARLY_CLIENT("client-android-14", "Android 14", CLIENT_ANDROID_14),
	CLIENT("client-java-17", "Java 17", CLIENT_JAVA_17),
	EARLY_CLIENT("client-java-8", "Java 8", CLIENT_JAVA_8),
	CLIENT("client-openssl-3.5", "OpenSSL 3.5", CLIENT_OPENSSL_3_5),
	EARLY_CLIENT("client-openssl-3", "OpenSSL 3.0", CLIENT_OPENSSL_3),
	EARLY_CLIENT(
		"client-openssl-1.0.2", "OpenSSL 1.0.2", CLIENT_OPENSSL_1_0_2),
	CLIENT("client-openssl-0.9.8", "OpenSSL 0.9.8", CLIENT_OPENSSL_0_9_8),
};
const size_t question_count =
	sizeof(question_table) / sizeof(question_table[0]);
