/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/message.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum {
	EXTENSION_POINT_FORMATS = 11,
	EXTENSION_EARLY_DATA = 42,
	EXTENSION_KEY_SHARE = 51,
	CURVE_NAMED = 3,
};

/* What is left of a message; `bad` once more was taken than there was. */
struct cursor {
	const unsigned char *at;
	size_t left;
	bool bad;
};

static struct cursor take(struct cursor *from, size_t count)
{
	struct cursor part = {from->at, count, false};

	if (count > from->left) {
		*from = (struct cursor){from->at, 0, true};
		return *from;
	}
	from->at += count;
	from->left -= count;
	return part;
}

static unsigned long take_number(struct cursor *from, size_t octets)
{
	struct cursor part = take(from, octets);
	unsigned long number = 0;

	for (size_t i = 0; !part.bad && i < octets; i++)
		number = number << 8 | part.at[i];
	return number;
}

/* A vector with its length before it (RFC 8446 section 3.4). */
static struct cursor take_vector(struct cursor *from, size_t octets)
{
	return take(from, take_number(from, octets));
}

static struct cursor cursor_of(struct octets body)
{
	return (struct cursor){body.data, body.length, false};
}

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
	struct cursor list = take_vector(&extension, 1);

	for (size_t i = 0; i < list.left; i++)
		if (list.at[i] < 8)
			tls->point_formats |= 1u << list.at[i];
}

void message_keep_hello(struct octets body, struct tls_facts *tls)
{
	struct cursor rest = cursor_of(body), extensions;

	take(&rest, 2 + 32); /* version, random */
	take_vector(&rest, 1);
	take(&rest, 2 + 1); /* suite, compression */
	extensions = take_vector(&rest, 2);
	while (extensions.left) {
		unsigned long type = take_number(&extensions, 2);
		struct cursor extension = take_vector(&extensions, 2);

		if (type == EXTENSION_POINT_FORMATS)
			keep_formats(extension, tls);
		if (type != EXTENSION_KEY_SHARE || extension.left < 4)
			continue;
		tls->key_share = true;
		take(&extension, 2); /* group */
		keep_key(take_vector(&extension, 2), tls);
	}
}

void message_keep_key(struct octets body, bool ecdhe, struct tls_facts *tls)
{
	struct cursor rest = cursor_of(body);

	if (ecdhe) {
		if (take_number(&rest, 1) != CURVE_NAMED)
			return;
		take(&rest, 2);
		keep_key(take_vector(&rest, 1), tls);
		return;
	}
	take_vector(&rest, 2); /* p */
	take_vector(&rest, 2); /* g */
	keep_key(take_vector(&rest, 2), tls);
}

void message_keep_ticket(
	struct octets body, bool tls_1_3, struct tls_facts *tls)
{
	struct cursor rest = cursor_of(body), extensions;
	unsigned long lifetime = take_number(&rest, 4);

	if (tls_1_3) {
		take(&rest, 4); /* age_add */
		take_vector(&rest, 1);
	}
	/* An empty one says that the server changed its mind. */
	if (!take_vector(&rest, 2).left || rest.bad)
		return;
	tls->tickets = true;
	if (lifetime > tls->ticket_lifetime_s)
		tls->ticket_lifetime_s = (unsigned)lifetime;
	extensions = take_vector(&rest, 2);
	while (tls_1_3 && extensions.left) {
		unsigned long type = take_number(&extensions, 2);
		struct cursor extension = take_vector(&extensions, 2);

		if (type == EXTENSION_EARLY_DATA)
			tls->max_early_data =
				(unsigned)take_number(&extension, 4);
	}
}
