/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/hello/version.h"

#include "model/table.h"

/* What GnuTLS makes of the priorities in net/tls.c; a test compares them. */
static const uint16_t groups[] = {
	0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100, 0x0101};
static const uint16_t signatures[] = {0x0401, 0x0809, 0x0804, 0x0403, 0x0807,
	0x0501, 0x080a, 0x0805, 0x0503, 0x0808, 0x0601, 0x080b, 0x0806, 0x0603,
	0x0201, 0x0203, 0x0202};
static const uint16_t only_1_3[] = {HELLO_TLS_1_3};

#define NUMBERS(list)                                                          \
	{                                                                      \
		list, COUNT_OF(list)                                           \
	}

static gnutls_protocol_t to_gnutls(enum tls_version version)
{
	switch (version) {
	case TLS_1_0:
		return GNUTLS_TLS1_0;
	case TLS_1_1:
		return GNUTLS_TLS1_1;
	case TLS_1_2:
		return GNUTLS_TLS1_2;
	default:
		return GNUTLS_TLS1_3;
	}
}

static bool is_for(gnutls_protocol_t since, enum tls_version version)
{
	return since <= to_gnutls(version) &&
	       (since == GNUTLS_TLS1_3) == (version == TLS_1_3);
}

static struct hello_numbers list_suites(gnutls_priority_t priority,
	enum tls_version version, struct arena *arena)
{
	struct hello_numbers suites = {0};
	uint16_t *numbers = NULL;

	for (unsigned i = 0;; i++) {
		unsigned char id[2];
		gnutls_protocol_t since;
		unsigned index;
		int ret = gnutls_priority_get_cipher_suite_index(
			priority, i, &index);

		if (ret == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return suites;
		if (ret < 0 ||
			!gnutls_cipher_suite_info(
				index, id, NULL, NULL, NULL, &since) ||
			!is_for(since, version))
			continue;
		numbers = arena_grow(
			arena, numbers, suites.count, sizeof(*numbers));
		numbers[suites.count++] = (uint16_t)(id[0] << 8 | id[1]);
		suites.numbers = numbers;
	}
}

bool hello_of_version(struct tls_context *context, enum tls_version version,
	const char *server_name, struct arena *arena, struct hello *ret_hello)
{
	gnutls_priority_t priority = tls_priority(context, TLS_BIT(version));
	struct hello hello = {
		.version = HELLO_TLS_1_0 + (unsigned)(version - TLS_1_0),
		.groups = NUMBERS(groups),
		.signatures = NUMBERS(signatures),
		.extensions = HELLO_STATUS_REQUEST | HELLO_POINT_FORMATS |
			      HELLO_ENCRYPT_THEN_MAC | HELLO_MASTER_SECRET |
			      HELLO_RENEGOTIATION_INFO,
		.server_name = server_name,
	};

	if (!priority)
		return false;
	hello.suites = list_suites(priority, version, arena);
	if (server_name)
		hello.extensions |= HELLO_SERVER_NAME;
	if (version == TLS_1_3) {
		hello.version = HELLO_TLS_1_2;
		hello.versions = (struct hello_numbers)NUMBERS(only_1_3);
		hello.signatures.count--; /* DSA has no place in it */
	}
	if (version < TLS_1_2)
		hello.signatures.count = 0;
	*ret_hello = hello;
	return hello.suites.count > 0;
}
