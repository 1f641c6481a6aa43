/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/tls/hello.h"

#include "tests/standin/tls/versions.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

#define RECORD_HEADER 5
#define RECORD_MAX (RECORD_HEADER + 16384)
#define EXTENSION_SERVER_NAME 0
#define EXTENSION_SUPPORTED_VERSIONS 43

/* The unread rest of a message.  Reading past its end makes it `bad`, and
 * every later answer 0. */
struct reader {
	const unsigned char *at;
	size_t left;
	bool bad;
};

static unsigned read_number(struct reader *r, size_t octets)
{
	unsigned number = 0;

	if (r->left < octets) {
		r->bad = true;
		r->left = 0;
		return 0;
	}
	for (size_t i = 0; i < octets; i++)
		number = number << 8 | r->at[i];
	r->at += octets;
	r->left -= octets;
	return number;
}

/* Cuts off a vector whose length stands in front of it, in `octets` octets. */
static struct reader read_vector(struct reader *r, size_t octets)
{
	size_t len = read_number(r, octets);
	struct reader vector = {.at = r->at, .left = len};

	if (r->left < len) {
		r->bad = true;
		len = r->left;
		vector.left = len;
	}
	r->at += len;
	r->left -= len;
	return vector;
}

static void read_versions(struct reader *body, struct hello *hello)
{
	struct reader list = read_vector(body, 1);
	unsigned best = 0;

	while (list.left >= 2) {
		unsigned bit = version_bit(read_number(&list, 2));

		if (bit > best)
			best = bit;
	}
	hello->best = best;
}

static void read_server_name(struct reader *body, struct hello *hello)
{
	struct reader list = read_vector(body, 2);
	struct reader name;

	if (read_number(&list, 1) != 0)
		return;
	name = read_vector(&list, 2);
	if (name.left >= sizeof(hello->server_name))
		return;
	memcpy(hello->server_name, name.at, name.left);
	hello->server_name[name.left] = '\0';
}

static void read_extensions(struct reader *r, struct hello *hello)
{
	struct reader list = read_vector(r, 2);

	while (list.left > 0) {
		unsigned type = read_number(&list, 2);
		struct reader body = read_vector(&list, 2);

		if (type == EXTENSION_SUPPORTED_VERSIONS)
			read_versions(&body, hello);
		else if (type == EXTENSION_SERVER_NAME)
			read_server_name(&body, hello);
	}
}

static bool read_hello(struct reader r, struct hello *hello)
{
	if (read_number(&r, 1) != 1) /* client_hello */
		return false;
	read_number(&r, 3); /* length */
	hello->best = version_bit(read_number(&r, 2));
	for (int i = 0; i < 4; i++)
		read_number(&r, 8); /* random */
	read_vector(&r, 1);         /* legacy_session_id */
	read_vector(&r, 2);         /* cipher_suites */
	read_vector(&r, 1);         /* legacy_compression_methods */
	if (r.bad)
		return false;
	if (r.left > 0)
		read_extensions(&r, hello);
	return !r.bad;
}

/* Peeks until all of `len` octets are there or the peer closed. */
static size_t peek(int fd, unsigned char *to, size_t len)
{
	ssize_t got;

	do {
		got = recv(fd, to, len, MSG_PEEK | MSG_WAITALL);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? 0 : (size_t)got;
}

bool hello_peek(int fd, struct hello *ret_hello)
{
	unsigned char record[RECORD_MAX];
	struct hello hello = {0};
	size_t got = peek(fd, record, 1);
	size_t len;

	if (got == 0)
		return false;
	*ret_hello = hello;
	if (record[0] != 22) /* handshake, RFC 8446 section 5.1 */
		return true;
	if (peek(fd, record, RECORD_HEADER) < RECORD_HEADER)
		return true;
	len = RECORD_HEADER + (size_t)(record[3] << 8 | record[4]);
	if (len > RECORD_MAX || peek(fd, record, len) < len)
		return true;
	hello.is_hello = read_hello(
		(struct reader){
			.at = record + RECORD_HEADER,
			.left = len - RECORD_HEADER,
		},
		&hello);
	*ret_hello = hello;
	return true;
}
