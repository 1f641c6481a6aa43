/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/question.h"

#include "model/tls/cipher_suite.h"

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

/* TLS 1.2 has most suites by far: several chains share them. */
static bool has_ecdhe_aead(const struct cipher_suite *suite)
{
	return suite->exchange == KX_ECDHE && (suite->flags & SUITE_AEAD) &&
	       !(suite->flags & SUITE_ANONYMOUS);
}

static bool has_ecdhe_other(const struct cipher_suite *suite)
{
	return suite->exchange == KX_ECDHE && !has_ecdhe_aead(suite);
}

static bool has_dhe(const struct cipher_suite *suite)
{
	return suite->exchange == KX_DHE;
}

static bool has_static(const struct cipher_suite *suite)
{
	return has_any(suite) && suite->exchange != KX_ECDHE &&
	       suite->exchange != KX_DHE;
}

#define ORDER(name, words, of)                                                 \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_ORDER,              \
		.version = of, .strike = ASK_ORDER, .round = 2                 \
	}

/* All that IANA numbers, the most usual last, so that an unusual one shows
 * first. */
#define GROUPS(name, words, of, ...)                                           \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_GROUPS,             \
		.version = of, .strike = STRIKE_GROUPS, .round = 1,            \
		.numbers = (const uint16_t[])                                  \
		{                                                              \
			__VA_ARGS__, 0                                         \
		}                                                              \
	}

#define SIGNATURES(name, words, of, how, ...)                                  \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_SIGNATURES,         \
		.version = of, .strike = how, .round = 1,                      \
		.numbers = (const uint16_t[])                                  \
		{                                                              \
			__VA_ARGS__, 0                                         \
		}                                                              \
	}

#define CLIENT(name, words, which)                                             \
	{                                                                      \
		.id = name, .title = words, .topic = TOPIC_CLIENTS,            \
		.version = TLS_NONE, .strike = ASK_CLIENT, .round = 2,         \
		.client = which                                                \
	}

#define TRAIT(name, about, words, which)                                       \
	{                                                                      \
		.id = name, .title = words, .topic = about,                    \
		.version = TLS_NONE, .round = 2, .trait = which                \
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
		.id = "suites-1.2-ecdhe-aead",
		.title = "cipher suites of TLS 1.2 with ECDHE and AEAD",
		.topic = TOPIC_SUITES,
		.version = TLS_1_2,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_ecdhe_aead,
	},
	{
		.id = "suites-1.2-ecdhe",
		.title = "other cipher suites of TLS 1.2 with ECDHE",
		.topic = TOPIC_SUITES,
		.version = TLS_1_2,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_ecdhe_other,
	},
	{
		.id = "suites-1.2-dhe",
		.title = "cipher suites of TLS 1.2 with DHE",
		.topic = TOPIC_SUITES,
		.version = TLS_1_2,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_dhe,
	},
	{
		.id = "suites-1.2-static",
		.title = "cipher suites of TLS 1.2 without forward secrecy",
		.topic = TOPIC_SUITES,
		.version = TLS_1_2,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_static,
	},
	{
		.id = "suites-1.3",
		.title = "cipher suites of TLS 1.3",
		.topic = TOPIC_SUITES,
		.version = TLS_1_3,
		.strike = STRIKE_SUITES,
		.round = 1,
		.has_suite = has_1_3,
	},
	GROUPS("groups-1.3-hybrid", "post-quantum groups of TLS 1.3", TLS_1_3,
		0x11ec, 0x11eb, 0x11ed, 0x0200, 0x0201, 0x0202, 0x6399, 0x639a),
	GROUPS("groups-1.3-nist", "NIST curves of TLS 1.3", TLS_1_3, 0x0019,
		0x0018, 0x0017),
	GROUPS("groups-1.3-x", "other curves of TLS 1.3", TLS_1_3, 0x001f,
		0x0020, 0x0021, 0x0029, 0x001e, 0x001d),
	GROUPS("groups-1.3-ffdhe", "finite-field groups of TLS 1.3", TLS_1_3,
		0x0104, 0x0103, 0x0102, 0x0101, 0x0100),
	GROUPS("groups-1.2-nist", "NIST curves of TLS 1.2", TLS_1_2, 0x0019,
		0x0018, 0x0017),
	GROUPS("groups-1.2-x", "X25519 and X448 in TLS 1.2", TLS_1_2, 0x001e,
		0x001d),
	GROUPS("groups-1.2-other", "other curves of TLS 1.2", TLS_1_2, 0x0001,
		0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0008, 0x0009,
		0x000a, 0x000b, 0x000c, 0x000d, 0x000e, 0x000f, 0x0010, 0x0011,
		0x0012, 0x0013, 0x0014, 0x0015, 0x0016, 0x001a, 0x001b, 0x001c),
	SIGNATURES("signatures-1.2-pkcs1", "RSA PKCS #1 signatures of TLS 1.2",
		TLS_1_2, STRIKE_SIGNATURES, 0x0101, 0x0201, 0x0301, 0x0601,
		0x0501, 0x0401),
	SIGNATURES("signatures-1.2-pss", "RSA PSS signatures of TLS 1.2",
		TLS_1_2, STRIKE_SIGNATURES, 0x0806, 0x0805, 0x0804, 0x080b,
		0x080a, 0x0809),
	SIGNATURES("signatures-1.2-other", "other signatures of TLS 1.2",
		TLS_1_2, STRIKE_SIGNATURES, 0x0202, 0x0302, 0x0402, 0x0502,
		0x0602, 0x0203, 0x0303, 0x0603, 0x0503, 0x0403, 0x0808, 0x0807),
	SIGNATURES("signatures-1.3-rsae", "RSA signatures of TLS 1.3", TLS_1_3,
		TRY_SIGNATURES, 0x0804, 0x0805, 0x0806),
	SIGNATURES("signatures-1.3-pss", "RSA PSS signatures of TLS 1.3",
		TLS_1_3, TRY_SIGNATURES, 0x0809, 0x080a, 0x080b),
	SIGNATURES("signatures-1.3-ecdsa", "ECDSA signatures of TLS 1.3",
		TLS_1_3, TRY_SIGNATURES, 0x0403, 0x0503, 0x0603, 0x081a, 0x081b,
		0x081c),
	SIGNATURES("signatures-1.3-eddsa",
		"EdDSA and other signatures of TLS 1.3", TLS_1_3,
		TRY_SIGNATURES, 0x0807, 0x0808, 0x0904, 0x0905, 0x0906),
	ORDER("order-1.0", "whose order counts in TLS 1.0", TLS_1_0),
	ORDER("order-1.1", "whose order counts in TLS 1.1", TLS_1_1),
	ORDER("order-1.2", "whose order counts in TLS 1.2", TLS_1_2),
	ORDER("order-1.3", "whose order counts in TLS 1.3", TLS_1_3),
	{
		/* Of the other versions one chain has told it already. */
		.id = "ranks-1.2",
		.title = "the server's order of cipher suites of TLS 1.2",
		.topic = TOPIC_ORDER,
		.version = TLS_1_2,
		.strike = STRIKE_RANKS,
		.round = 3,
	},
	TRAIT("extensions", TOPIC_EXTENSIONS,
		"what the server answers to extensions", TRAIT_RENEGOTIATION),
	TRAIT("fallback", TOPIC_DOWNGRADE, "the signal against downgrades",
		TRAIT_FALLBACK),
	TRAIT("unknown-version", TOPIC_TOLERANCE, "a version of the future",
		TRAIT_UNKNOWN_VERSION),
	TRAIT("unknown-extension", TOPIC_TOLERANCE, "an unknown extension",
		TRAIT_UNKNOWN_EXTENSION),
	TRAIT("long-hello", TOPIC_TOLERANCE, "a hello of more than 512 octets",
		TRAIT_LONG_HELLO),
	TRAIT("fragments", TOPIC_TOLERANCE,
		"a hello of more than 16,384 octets, in fragments",
		TRAIT_FRAGMENTS),
	TRAIT("no-name", TOPIC_TOLERANCE, "a hello without a server name",
		TRAIT_NO_NAME),
	TRAIT("strange-name", TOPIC_TOLERANCE,
		"a hello for a name that no server has", TRAIT_STRANGE_NAME),
	CLIENT("client-outlook-11", "Outlook on Windows 11", CLIENT_OUTLOOK_11),
	CLIENT("client-outlook-10", "Outlook on Windows 10", CLIENT_OUTLOOK_10),
	CLIENT("client-outlook-7", "Outlook on Windows 7", CLIENT_OUTLOOK_7),
	CLIENT("client-exchange-2019", "Exchange Server 2019",
		CLIENT_EXCHANGE_2019),
	CLIENT("client-thunderbird-128", "Thunderbird 128",
		CLIENT_THUNDERBIRD_128),
	CLIENT("client-apple-17", "Apple Mail on iOS 17", CLIENT_APPLE_17),
	CLIENT("client-apple-9", "Apple Mail on iOS 9", CLIENT_APPLE_9),
	CLIENT("client-android-14", "Android 14", CLIENT_ANDROID_14),
	CLIENT("client-java-8", "Java 8", CLIENT_JAVA_8),
	CLIENT("client-openssl-3", "OpenSSL 3.0", CLIENT_OPENSSL_3),
	CLIENT("client-openssl-1.0.2", "OpenSSL 1.0.2", CLIENT_OPENSSL_1_0_2),
	CLIENT("client-openssl-0.9.8", "OpenSSL 0.9.8", CLIENT_OPENSSL_0_9_8),
	{
		/* Last: some servers wait for more octets of such a hello. */
		.id = "ssl2",
		.title = "SSL 2.0",
		.topic = TOPIC_SUITES,
		.version = TLS_NONE,
		.strike = ASK_SSL2,
		.round = 3,
	},
};
const size_t question_count =
	sizeof(question_table) / sizeof(question_table[0]);
