/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/offer.h"

#include <string.h>

#define BEFORE_1_3 (TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) | TLS_BIT(TLS_1_2))

const struct offer offer_table[] = {
	{
		.id = "suites-ecdhe-aes-gcm",
		.title = "ECDHE with AES-GCM",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-ecdhe-chacha",
		.title = "ECDHE with ChaCha20-Poly1305",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-ecdhe-ccm",
		.title = "ECDHE with AES-CCM",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-ecdhe-ccm8",
		.title = "ECDHE with AES-CCM-8",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-ecdhe-cbc-sha2",
		.title = "ECDHE with AES-CBC and SHA-2",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-ecdhe-cbc-sha1",
		.title = "ECDHE with AES-CBC and SHA-1",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-ecdhe-camellia",
		.title = "ECDHE with Camellia",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-dhe",
		.title = "DHE with any cipher",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-dhe-aes-gcm",
		.title = "DHE with AES-GCM",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-dhe-chacha",
		.title = "DHE with ChaCha20-Poly1305",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-dhe-ccm",
		.title = "DHE with AES-CCM",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-dhe-ccm8",
		.title = "DHE with AES-CCM-8",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-dhe-cbc-sha2",
		.title = "DHE with AES-CBC and SHA-2",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-dhe-cbc-sha1",
		.title = "DHE with AES-CBC and SHA-1",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-dhe-camellia",
		.title = "DHE with Camellia",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-rsa",
		.title = "static RSA key transport with any cipher",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-rsa-aes-gcm",
		.title = "static RSA with AES-GCM",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-rsa-ccm",
		.title = "static RSA with AES-CCM",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-rsa-ccm8",
		.title = "static RSA with AES-CCM-8",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-rsa-cbc-sha2",
		.title = "static RSA with AES-CBC and SHA-2",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "suites-rsa-cbc-sha1",
		.title = "static RSA with AES-CBC and SHA-1",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-rsa-camellia",
		.title = "static RSA with Camellia",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-3des",
		.title = "Triple DES with any key exchange but anonymous",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-rc4",
		.title = "RC4 with any key exchange but anonymous",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-null",
		.title = "no encryption",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suites-anonymous",
		.title = "anonymous key exchange",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suite-c02f",
		.title = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 alone",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "order-rsa-first",
		.title = "static RSA before forward secrecy",
		.versions = BEFORE_1_3,
	},
	{
		.id = "order-c02f-last",
		.title = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 behind weaker "
			 "suites",
		.versions = BEFORE_1_3,
	},
	{
		.id = "order-reversed",
		.title = "everything, the weakest first",
		.versions = BEFORE_1_3,
	},
	{
		.id = "suite-1301",
		.title = "TLS_AES_128_GCM_SHA256 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "suite-1302",
		.title = "TLS_AES_256_GCM_SHA384 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "suite-1303",
		.title = "TLS_CHACHA20_POLY1305_SHA256 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "suite-1304",
		.title = "TLS_AES_128_CCM_SHA256 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "suite-1305",
		.title = "TLS_AES_128_CCM_8_SHA256 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-secp192r1",
		.title = "P-192 alone",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "group-secp224r1",
		.title = "P-224 alone",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "group-secp256r1",
		.title = "P-256 alone",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-secp384r1",
		.title = "P-384 alone",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-secp521r1",
		.title = "P-521 alone",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-x25519",
		.title = "X25519 alone",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-x448",
		.title = "X448 alone",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
	},
	{
		.id = "group13-secp256r1",
		.title = "P-256 alone, in TLS 1.3",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-ffdhe2048",
		.title = "ffdhe2048 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-ffdhe3072",
		.title = "ffdhe3072 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "group-ffdhe4096",
		.title = "ffdhe4096 alone",
		.versions = TLS_BIT(TLS_1_3),
	},
	{
		.id = "signature-sha1",
		.title = "handshake signatures with SHA-1 alone",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "signature-sha224",
		.title = "handshake signatures with SHA-224 alone",
		.versions = TLS_BIT(TLS_1_2),
	},
	{
		.id = "signature-sha512",
		.title = "handshake signatures with SHA-512 alone",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
	},
	{
		.id = "keys-again",
		.title = "the same once more, for other ephemeral keys",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
	},
	{
		.id = "sni-none",
		.title = "no server name",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.server_name = SERVER_NAME_NONE,
	},
	{
		.id = "sni-unknown",
		.title = "a server name that no server has",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.server_name = SERVER_NAME_UNKNOWN,
	},
	{
		.id = "alpn-service",
		.title = "the ALPN protocol of the service",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.alpn = "*",
	},
	{
		.id = "alpn-foreign",
		.title = "a foreign ALPN protocol, h2",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.alpn = "h2",
	},
	{
		.id = "alpn-http",
		.title = "the ALPN protocol http/1.1",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.alpn = "http/1.1",
	},
	{
		.id = "resume-1.2",
		.title = "a session again, in TLS 1.2",
		.versions = TLS_BIT(TLS_1_2),
		.resume = true,
	},
	{
		.id = "resume-1.3",
		.title = "a session again, in TLS 1.3",
		.versions = TLS_BIT(TLS_1_3),
		.resume = true,
	},
	{
		.id = "renegotiation",
		.title = "renegotiation asked for by the client, in TLS 1.2",
		.versions = TLS_BIT(TLS_1_2),
		.act = ACT_RENEGOTIATE,
	},
	{
		.id = "addresses",
		.title = "each address of the host",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.each_address = true,
	},
	{
		.id = "act-starttls-inside",
		.title = "STARTTLS once more inside TLS",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.act = ACT_STARTTLS_INSIDE,
	},
	{
		.id = "act-pipelined",
		.title = "a command in the clear behind STARTTLS",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.modes = 1u << MODE_EXPLICIT,
		.act = ACT_PIPELINED,
	},
	{
		.id = "act-mail-before-ehlo",
		.title = "MAIL inside TLS before a new EHLO",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.services = 1u << SERVICE_SMTP,
		.modes = 1u << MODE_EXPLICIT,
		.act = ACT_MAIL_BEFORE_EHLO,
	},
	{
		.id = "act-mail-clear",
		.title = "MAIL before STARTTLS",
		.versions = 0,
		.services = 1u << SERVICE_SMTP,
		.modes = 1u << MODE_EXPLICIT,
		.act = ACT_MAIL_CLEAR,
	},
	{
		.id = "act-mail-no-login",
		.title = "MAIL inside TLS without a login",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.services = 1u << SERVICE_SMTP,
		.act = ACT_MAIL_NO_LOGIN,
	},
	{
		.id = "act-unknown-command",
		.title = "a command that POP3 does not have",
		.versions = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		.services = 1u << SERVICE_POP3,
		.act = ACT_UNKNOWN_COMMAND,
	},
	{
		/* No rule's: see rule_plan_wants_control(). */
		.id = "control",
		.title = "what everybody is offered, once more",
		.versions = BEFORE_1_3 | TLS_BIT(TLS_1_3),
	},
};
const size_t offer_count = sizeof(offer_table) / sizeof(*offer_table);

size_t offer_find(const char *id)
{
	for (size_t i = 0; i < offer_count; i++)
		if (strcmp(offer_table[i].id, id) == 0)
			return i;
	return offer_count;
}
