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
	{
		.id = "groups-1.3",
		.title = "groups of TLS 1.3",
		.topic = TOPIC_GROUPS,
		.version = TLS_1_3,
		.strike = STRIKE_GROUPS,
		.round = 1,
	},
	{
		.id = "groups-1.2",
		.title = "curves of TLS 1.2",
		.topic = TOPIC_GROUPS,
		.version = TLS_1_2,
		.strike = STRIKE_GROUPS,
		.round = 2,
	},
	{
		.id = "signatures-1.2",
		.title = "signature algorithms of TLS 1.2",
		.topic = TOPIC_SIGNATURES,
		.version = TLS_1_2,
		.strike = STRIKE_SIGNATURES,
		.round = 2,
	},
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
};
const size_t question_count =
	sizeof(question_table) / sizeof(question_table[0]);
