/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/message.h"

#include "net/cursor.h"
#include "net/hello/hello.h"
#include "net/x509/certificate.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum {
	EXTENSION_POINT_FORMATS = 11,
	EXTENSION_EARLY_DATA = 42,
	EXTENSION_AUTHORITIES = 47,
	EXTENSION_KEY_SHARE = 51,
	CURVE_NAMED = 3,
};

#define AUTHORITIES_OCTETS ((size_t)16 * 1024) /* of all that are kept */

static void keep_key(struct cursor key, struct tls_facts *tls)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[32];

	if (key.bad || !key.left ||
		gnutls_hash_fast(GNUTLS_DIG_SHA256, key.at, key.left, digest) <
			0)
		return;
	for (size_t i = 0; i < sizeof(digest); i++) {
		tls->server_key[2 * i] = digits[digest[i] >> 4];
		tls->server_key[2 * i + 1] = digits[digest[i] & 15];
	}
}

static void keep_formats(struct cursor extension, struct tls_facts *tls)
{
	struct cursor list = cursor_vector(&extension, 1);

	for (size_t i = 0; i < list.left; i++)
		if (list.at[i] < 8)
			tls->point_formats |= 1u << list.at[i];
}

void message_keep_hello(struct octets body, struct tls_facts *tls)
{
	struct cursor rest = cursor_of(body), extensions;

	cursor_take(&rest, 2 + 32); /* version, random */
	cursor_vector(&rest, 1);
	cursor_take(&rest, 2 + 1); /* suite, compression */
	extensions = cursor_vector(&rest, 2);
	while (extensions.left) {
		unsigned long type = cursor_number(&extensions, 2);
		struct cursor extension = cursor_vector(&extensions, 2);

		if (type == EXTENSION_POINT_FORMATS)
			keep_formats(extension, tls);
		if (type != EXTENSION_KEY_SHARE || extension.left < 4)
			continue;
		tls->key_share = true;
		cursor_take(&extension, 2); /* group */
		keep_key(cursor_vector(&extension, 2), tls);
	}
}

void message_keep_key(struct octets body, bool ecdhe, struct tls_facts *tls)
{
	struct cursor rest = cursor_of(body);

	if (ecdhe) {
		if (cursor_number(&rest, 1) != CURVE_NAMED)
			return;
		cursor_take(&rest, 2);
		keep_key(cursor_vector(&rest, 1), tls);
		return;
	}
	cursor_vector(&rest, 2); /* p */
	cursor_vector(&rest, 2); /* g */
	keep_key(cursor_vector(&rest, 2), tls);
}

void message_keep_ticket(
	struct octets body, bool tls_1_3, struct tls_facts *tls)
{
	struct cursor rest = cursor_of(body), extensions;
	unsigned long lifetime = cursor_number(&rest, 4);

	if (tls_1_3) {
		cursor_take(&rest, 4); /* age_add */
		cursor_vector(&rest, 1);
	}
	/* An empty one says that the server changed its mind. */
	if (!cursor_vector(&rest, 2).left || rest.bad)
		return;
	tls->tickets = true;
	if (lifetime > tls->ticket_lifetime_s)
		tls->ticket_lifetime_s = (unsigned)lifetime;
	extensions = cursor_vector(&rest, 2);
	while (tls_1_3 && extensions.left) {
		unsigned long type = cursor_number(&extensions, 2);
		struct cursor extension = cursor_vector(&extensions, 2);

		if (type == EXTENSION_EARLY_DATA)
			tls->max_early_data =
				(unsigned)cursor_number(&extension, 4);
	}
}

static void keep_authorities(
	struct cursor list, struct arena *arena, struct tls_facts *tls)
{
	size_t room = AUTHORITIES_OCTETS;

	while (list.left && !tls->authorities_cut) {
		struct cursor name = cursor_vector(&list, 2);

		if (name.bad)
			return;
		if (tls->authority_count == HELLO_AUTHORITIES ||
			name.left > room) {
			tls->authorities_cut = true;
			return;
		}
		room -= name.left;
		tls->authorities = arena_grow(arena, tls->authorities,
			tls->authority_count, sizeof(*tls->authorities));
		tls->authorities[tls->authority_count++] =
			certificate_name(arena, cursor_octets(&name));
	}
}

void message_keep_request(
	struct octets body, struct arena *arena, struct tls_facts *tls)
{
	struct cursor rest = cursor_of(body), extensions;

	cursor_vector(&rest, 1); /* certificate_request_context */
	extensions = cursor_vector(&rest, 2);
	tls->authority_count = 0;
	while (extensions.left) {
		unsigned long type = cursor_number(&extensions, 2);
		struct cursor extension = cursor_vector(&extensions, 2);

		if (type == EXTENSION_AUTHORITIES)
			keep_authorities(
				cursor_vector(&extension, 2), arena, tls);
	}
}
