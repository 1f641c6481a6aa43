/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/dns_record.h"

#include <arpa/nameser.h>
#include <stdlib.h>
#include <string.h>

#define NAME_OCTETS 256

/* name = *( length 1*63octet ) 0 (RFC 1035 section 3.1), without compression
 * in what libunbound hands over. Answers NULL for anything else. */
static const char *read_name(
	struct arena *arena, const unsigned char *data, size_t length)
{
	char *name = arena_alloc(arena, NAME_OCTETS + 2);
	size_t at = 0, used = 0;

	while (at < length && data[at]) {
		size_t label = data[at++];

		if (label > 63 || at + label > length ||
			used + label + 1 > NAME_OCTETS)
			return NULL;
		for (size_t i = 0; i < label; i++) {
			unsigned char octet = data[at + i];

			/* A host's name has nothing else in it. */
			if (octet <= ' ' || octet >= 0x7f || octet == '.' ||
				octet == '/')
				return NULL;
			name[used++] = octet >= 'A' && octet <= 'Z'
					       ? (char)(octet + 32)
					       : (char)octet;
		}
		name[used++] = '.';
		at += label;
	}
	if (at >= length)
		return NULL;
	if (used)
		name[--used] = '\0';
	return used ? name : ".";
}

static unsigned read_16(const unsigned char *data)
{
	return data[0] * 256u + data[1];
}

void dns_record_read(struct arena *arena, int type, struct octets data,
	struct dns_answer *answer)
{
	const unsigned char *octets = data.data;
	bool mx = type == ns_t_mx;
	size_t head = mx ? 2 : 6;
	struct dns_record record;

	if (type != ns_t_mx && type != ns_t_srv) {
		answer->exists = true;
		return;
	}
	if (data.length <= head || answer->count == DNS_RECORDS)
		return;
	record = (struct dns_record){
		.priority = read_16(octets),
		.weight = mx ? 0 : read_16(octets + 2),
		.port = mx ? 25 : read_16(octets + 4),
		.target = read_name(arena, octets + head, data.length - head),
	};
	if (record.target)
		answer->records[answer->count++] = record;
}

/* The smaller priority first, and of equals the greater weight (RFC 2782),
 * without throwing dice: the same question has the same answer. */
static int compare(const void *a, const void *b)
{
	const struct dns_record *one = a, *other = b;

	if (one->priority != other->priority)
		return one->priority < other->priority ? -1 : 1;
	if (one->weight != other->weight)
		return one->weight > other->weight ? -1 : 1;
	return strcmp(one->target, other->target);
}

void dns_record_sort(struct dns_answer *answer)
{
	qsort(answer->records, answer->count, sizeof(*answer->records),
		compare);
}
