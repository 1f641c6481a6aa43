/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/login/secret.h"

#include "model/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct secret {
	unsigned char *data;
	size_t length;
	size_t room; /* of it, without the NUL */
	size_t size; /* of the pages */
};

static size_t whole_pages(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (size + page - 1) / page * page;
}

struct secret *secret_new(size_t room)
{
	struct secret *secret = memory_calloc(1, sizeof(*secret));

	secret->room = room;
	secret->size = whole_pages(room + 1);
	secret->data = mmap(NULL, secret->size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (secret->data == MAP_FAILED)
		memory_exhausted();
	/* Where a limit is low, nothing better can be had. */
	(void)!mlock(secret->data, secret->size);
	(void)!madvise(secret->data, secret->size, MADV_DONTDUMP);
	(void)!madvise(secret->data, secret->size, MADV_WIPEONFORK);
	return secret;
}

void secret_wipe(struct secret *secret)
{
	if (!secret)
		return;
	explicit_bzero(secret->data, secret->room + 1);
	secret->length = 0;
}

void secret_free(struct secret *secret)
{
	if (!secret)
		return;
	secret_wipe(secret);
	munmap(secret->data, secret->size);
	free(secret);
}

void secret_add(struct secret *secret, const void *data, size_t length)
{
	assert(length <= secret->room - secret->length);
	if (length)
		memcpy(secret->data + secret->length, data, length);
	secret->length += length;
}

void secret_add_text(struct secret *secret, const char *text)
{
	secret_add(secret, text, strlen(text));
}

size_t secret_base64_length(size_t length)
{
	return (length + 2) / 3 * 4;
}

static const char digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void secret_add_base64(struct secret *secret, struct octets octets)
{
	for (size_t i = 0; i < octets.length; i += 3) {
		size_t left = octets.length - i;
		unsigned bits = (unsigned)octets.data[i] << 16;
		char group[4] = {'=', '=', '=', '='};

		if (left > 1)
			bits |= (unsigned)octets.data[i + 1] << 8;
		if (left > 2)
			bits |= octets.data[i + 2];
		for (size_t j = 0; j < 4 && j <= left; j++)
			group[j] = digits[bits >> (18 - 6 * j) & 63];
		secret_add(secret, group, sizeof(group));
		explicit_bzero(group, sizeof(group));
		explicit_bzero(&bits, sizeof(bits));
	}
}

static int digit_of(unsigned char octet)
{
	const char *at = octet ? strchr(digits, octet) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* The octets without "=" at their end, of which there are at most two. */
static size_t without_padding(struct octets text)
{
	size_t length = text.length;

	while (length && text.length - length < 2 &&
		text.data[length - 1] == '=')
		length--;
	return length;
}

struct secret *secret_from_base64(struct octets text)
{
	size_t length = without_padding(text);
	struct secret *secret;
	unsigned bits = 0;

	if (text.length % 4 || length % 4 == 1)
		return NULL;
	secret = secret_new(length);
	for (size_t i = 0; i < length; i++) {
		int digit = digit_of(text.data[i]);
		unsigned char octet;

		if (digit < 0) {
			secret_free(secret);
			return NULL;
		}
		bits = (bits << 6 | (unsigned)digit) & 0xffffff;
		if (i % 4 == 0)
			continue;
		octet = (unsigned char)(bits >> (6 - 2 * (i % 4)));
		secret_add(secret, &octet, 1);
	}
	return secret;
}

struct octets secret_octets(const struct secret *secret)
{
	return (struct octets){secret->data, secret->length};
}

const char *secret_text(const struct secret *secret)
{
	return (const char *)secret->data;
}
