/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "oauth/locked.h"

#include "model/memory.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct locked *locked_new(size_t size)
{
	struct locked *locked = memory_calloc(1, sizeof(*locked));
	void *room = mmap(NULL, size + 1, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (room == MAP_FAILED)
		memory_exhausted();
	/* Where the limit on locked memory is low it may be swapped out. */
	(void)mlock(room, size + 1);
	(void)madvise(room, size + 1, MADV_DONTDUMP);
	(void)madvise(room, size + 1, MADV_WIPEONFORK);
	locked->text = room;
	locked->size = size;
	return locked;
}

void locked_clear(struct locked *locked)
{
	explicit_bzero(locked->text, locked->size + 1);
	locked->length = 0;
}

void locked_free(struct locked *locked)
{
	if (!locked)
		return;
	locked_clear(locked);
	munmap(locked->text, locked->size + 1);
	free(locked);
}

bool locked_add(struct locked *locked, const void *data, size_t length)
{
	if (length > locked->size - locked->length)
		return false;
	memcpy(locked->text + locked->length, data, length);
	locked->length += length;
	locked->text[locked->length] = '\0';
	return true;
}

static bool add_encoded(struct locked *locked, const char *value)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *value; value++) {
		unsigned char octet = (unsigned char)*value;
		const char hex[] = {
			'%', digits[octet >> 4], digits[octet & 15]};
		bool plain = ascii_is_alphanumeric(octet) ||
			     strchr("-._~", octet) != NULL;

		if (!locked_add(locked, plain ? value : hex, plain ? 1 : 3))
			return false;
	}
	return true;
}

bool locked_add_field(
	struct locked *locked, const char *name, const char *value)
{
	return (!locked->length || locked_add(locked, "&", 1)) &&
	       locked_add(locked, name, strlen(name)) &&
	       locked_add(locked, "=", 1) && add_encoded(locked, value);
}

struct octets locked_octets(const struct locked *locked)
{
	return (struct octets){
		(const unsigned char *)locked->text, locked->length};
}
