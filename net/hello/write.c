/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/hello/hello.h"

#include "net/hello/share.h"

#include <string.h>

#define RECORD_OCTETS                                                          \
	16384 /* of one record's content, RFC 8446 section 5.1                 \
	       */
#define HEADER_OCTETS 5

enum {
	RECORD_HANDSHAKE = 22,
	MESSAGE_CLIENT_HELLO = 1,
	EXTENSION_SERVER_NAME = 0,
	EXTENSION_TRUNCATED_HMAC = 4,
	EXTENSION_STATUS_REQUEST = 5,
	EXTENSION_GROUPS = 10,
	EXTENSION_POINT_FORMATS = 11,
	EXTENSION_SIGNATURES = 13,
	EXTENSION_HEARTBEAT = 15,
	EXTENSION_ALPN = 16,
	EXTENSION_PADDING = 21,
	EXTENSION_ENCRYPT_THEN_MAC = 22,
	EXTENSION_MASTER_SECRET = 23,
	EXTENSION_TICKET = 35,
	EXTENSION_VERSIONS = 43,
	EXTENSION_KEY_SHARE = 51,
	EXTENSION_RENEGOTIATION_INFO = 0xff01,
	EXTENSION_GREASE = 0x7a7a,
};

/* Octets being written; `full` once they did not fit. */
struct pen {
	unsigned char *at;
	size_t used, size;
	bool full;
};

static void put(struct pen *pen, const void *data, size_t length)
{
	if (pen->full || length > pen->size - pen->used) {
		pen->full = true;
		return;
	}
	if (length)
		memcpy(pen->at + pen->used, data, length);
	pen->used += length;
}

static void put_number(struct pen *pen, unsigned long number, size_t octets)
{
	unsigned char digits[4];

	for (size_t i = 0; i < octets; i++)
		digits[i] = (unsigned char)(number >> (8 * (octets - 1 - i)));
	put(pen, digits, octets);
}

/* A vector whose length stands before it: begun, filled and closed. */
static size_t begin_vector(struct pen *pen, size_t octets)
{
	put_number(pen, 0, octets);
	return pen->used;
}

static void end_vector(struct pen *pen, size_t begin, size_t octets)
{
	struct pen length = {pen->at, begin - octets, begin, false};

	if (pen->full)
		return;
	put_number(&length, pen->used - begin, octets);
}

static void put_numbers(
	struct pen *pen, const struct hello_numbers *list, size_t length_octets)
{
	size_t begin = begin_vector(pen, length_octets);

	for (size_t i = 0; i < list->count; i++)
		put_number(pen, list->numbers[i], 2);
	end_vector(pen, begin, length_octets);
}

static size_t begin_extension(struct pen *pen, unsigned type)
{
	put_number(pen, type, 2);
	return begin_vector(pen, 2);
}

static void put_list_extension(struct pen *pen, unsigned type,
	const struct hello_numbers *list, size_t length_octets)
{
	size_t begin;

	if (!list->count)
		return;
	begin = begin_extension(pen, type);
	put_numbers(pen, list, length_octets);
	end_vector(pen, begin, 2);
}

static void put_octets_extension(
	struct pen *pen, unsigned type, const void *data, size_t length)
{
	size_t begin = begin_extension(pen, type);

	put(pen, data, length);
	end_vector(pen, begin, 2);
}

static void put_server_name(struct pen *pen, const char *name)
{
	size_t extension = begin_extension(pen, EXTENSION_SERVER_NAME);
	size_t list = begin_vector(pen, 2), host;

	put_number(pen, 0, 1); /* host_name */
	host = begin_vector(pen, 2);
	put(pen, name, strlen(name));
	end_vector(pen, host, 2);
	end_vector(pen, list, 2);
	end_vector(pen, extension, 2);
}

static void put_alpn(struct pen *pen, const char *protocol)
{
	size_t extension = begin_extension(pen, EXTENSION_ALPN);
	size_t list = begin_vector(pen, 2), name = begin_vector(pen, 1);

	put(pen, protocol, strlen(protocol));
	end_vector(pen, name, 1);
	end_vector(pen, list, 2);
	end_vector(pen, extension, 2);
}

/* Those whose content is always the same. */
static const struct fixed_extension {
	enum hello_extension bit;
	unsigned type;
	const char *data;
	size_t length;
} fixed_extensions[] = {
	{HELLO_TRUNCATED_HMAC, EXTENSION_TRUNCATED_HMAC, "", 0},
	{HELLO_STATUS_REQUEST, EXTENSION_STATUS_REQUEST, "\1\0\0\0\0", 5},
	{HELLO_POINT_FORMATS, EXTENSION_POINT_FORMATS, "\1\0", 2},
	{HELLO_HEARTBEAT, EXTENSION_HEARTBEAT, "\1", 1},
	{HELLO_ENCRYPT_THEN_MAC, EXTENSION_ENCRYPT_THEN_MAC, "", 0},
	{HELLO_MASTER_SECRET, EXTENSION_MASTER_SECRET, "", 0},
	{HELLO_TICKET, EXTENSION_TICKET, "", 0},
	{HELLO_RENEGOTIATION_INFO, EXTENSION_RENEGOTIATION_INFO, "\0", 1},
	{HELLO_GREASE, EXTENSION_GREASE, "\0", 1},
};
#define FIXED (sizeof(fixed_extensions) / sizeof(fixed_extensions[0]))

static bool offers_1_3(const struct hello *hello)
{
	for (size_t i = 0; i < hello->versions.count; i++)
		if (hello->versions.numbers[i] == HELLO_TLS_1_3)
			return true;
	return false;
}

/* RFC 8446 section 4.2.8. */
static void put_key_share(struct pen *pen, unsigned group)
{
	struct octets key = share_of_group(group);
	size_t extension = begin_extension(pen, EXTENSION_KEY_SHARE);
	size_t shares = begin_vector(pen, 2);

	if (key.length) {
		put_number(pen, group, 2);
		put_number(pen, key.length, 2);
		put(pen, key.data, key.length);
	}
	end_vector(pen, shares, 2);
	end_vector(pen, extension, 2);
}

/* `begin` is where the message began: its own length counts for padding. */
static void put_padding(
	struct pen *pen, const struct hello *hello, size_t begin)
{
	size_t extension;

	if (pen->used - begin + 4 >= hello->padding)
		return;
	extension = begin_extension(pen, EXTENSION_PADDING);
	while (!pen->full && pen->used - begin < hello->padding)
		put(pen, "", 1);
	end_vector(pen, extension, 2);
}

static void put_extensions(
	struct pen *pen, const struct hello *hello, size_t begin)
{
	size_t all = begin_vector(pen, 2);

	if ((hello->extensions & HELLO_SERVER_NAME) && hello->server_name)
		put_server_name(pen, hello->server_name);
	for (size_t i = 0; i < FIXED; i++)
		if (hello->extensions & fixed_extensions[i].bit)
			put_octets_extension(pen, fixed_extensions[i].type,
				fixed_extensions[i].data,
				fixed_extensions[i].length);
	put_list_extension(pen, EXTENSION_GROUPS, &hello->groups, 2);
	put_list_extension(pen, EXTENSION_SIGNATURES, &hello->signatures, 2);
	if ((hello->extensions & HELLO_ALPN) && hello->alpn)
		put_alpn(pen, hello->alpn);
	put_list_extension(pen, EXTENSION_VERSIONS, &hello->versions, 1);
	if (offers_1_3(hello))
		put_key_share(pen, hello->share);
	put_padding(pen, hello, begin);
	/* SSL 3.0 and the oldest TLS 1.0 know no extensions at all. */
	if (pen->used == all)
		pen->used = all - 2;
	else
		end_vector(pen, all, 2);
}

/* RFC 8446 section 4.1.2. The session id makes a middlebox take TLS 1.3 for
 * TLS 1.2 (appendix D.4). */
static void put_message(struct pen *pen, const struct hello *hello)
{
	size_t begin, compression;

	put_number(pen, MESSAGE_CLIENT_HELLO, 1);
	begin = begin_vector(pen, 3);
	put_number(pen, hello->version, 2);
	put(pen, hello->random, sizeof(hello->random));
	put_number(pen, offers_1_3(hello) ? 32 : 0, 1);
	if (offers_1_3(hello))
		put(pen, hello->random, 32);
	put_numbers(pen, &hello->suites, 2);
	compression = begin_vector(pen, 1);
	if (hello->deflate)
		put_number(pen, 1, 1);
	put_number(pen, 0, 1);
	end_vector(pen, compression, 1);
	put_extensions(pen, hello, begin);
	end_vector(pen, begin, 3);
}

/* Of SSL 2, appendix E.2 of RFC 5246: cipher kinds of three octets. */
static void put_ssl2(struct pen *pen, const struct hello *hello)
{
	static const unsigned long kinds[] = {0x010080, 0x020080, 0x030080,
		0x040080, 0x050080, 0x060040, 0x0700c0, 0x080080};
	const size_t count = sizeof(kinds) / sizeof(kinds[0]);
	size_t begin;

	put_number(pen, 0, 2);
	begin = pen->used;
	put_number(pen, MESSAGE_CLIENT_HELLO, 1);
	put_number(pen, HELLO_SSL_2, 2);
	put_number(pen, 3 * count, 2);
	put_number(pen, 0, 2);  /* no session */
	put_number(pen, 16, 2); /* challenge */
	for (size_t i = 0; i < count; i++)
		put_number(pen, kinds[i], 3);
	put(pen, hello->random, 16);
	end_vector(pen, begin, 2);
	if (!pen->full)
		pen->at[begin - 2] |= 0x80; /* a header of two octets */
}

/* Puts a record's header before each part of the message, which begins at the
 * pen's start; the last part moves first. legacy_record_version is 3.1, or 3.0
 * where nothing newer is offered. */
static void cut_into_records(struct pen *pen, const struct hello *hello)
{
	size_t most = hello->fragment ? hello->fragment : RECORD_OCTETS;
	size_t length = pen->used, count = (length + most - 1) / most;

	if (pen->full || pen->size - length < count * HEADER_OCTETS) {
		pen->full = true;
		return;
	}
	while (count--) {
		size_t at = count * most;
		size_t part = length - at < most ? length - at : most;
		size_t to = at + count * HEADER_OCTETS;
		struct pen header = {pen->at + to, 0, HEADER_OCTETS, false};

		memmove(pen->at + to + HEADER_OCTETS, pen->at + at, part);
		put_number(&header, RECORD_HANDSHAKE, 1);
		put_number(&header,
			hello->version < HELLO_TLS_1_0 ? HELLO_SSL_3
						       : HELLO_TLS_1_0,
			2);
		put_number(&header, part, 2);
		pen->used += HEADER_OCTETS;
	}
}

size_t hello_write(
	const struct hello *hello, unsigned char *records, size_t size)
{
	struct pen pen = {records, 0, size, false};

	if (hello->version == HELLO_SSL_2) {
		put_ssl2(&pen, hello);
	} else {
		put_message(&pen, hello);
		cut_into_records(&pen, hello);
	}
	return pen.full ? 0 : pen.used;
}
