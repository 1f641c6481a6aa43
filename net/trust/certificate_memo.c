/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/certificate_memo.h"

#include "model/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define PLACES 512
#define NAMES_MOST 100
#define OCTETS_MOST 4096

struct kept {
	struct arena *arena;
	struct certificate certificate;
};

struct certificate_memo {
	pthread_mutex_t lock;
	struct kept *places[PLACES]; /* by fingerprint; NULL: free */
};

struct certificate_memo *certificate_memo_new(void)
{
	struct certificate_memo *memo = memory_calloc(1, sizeof(*memo));

	pthread_mutex_init(&memo->lock, NULL);
	return memo;
}

static void free_kept(struct kept *kept)
{
	if (!kept)
		return;
	arena_free(kept->arena);
	free(kept);
}

void certificate_memo_free(struct certificate_memo *memo)
{
	if (!memo)
		return;
	for (size_t i = 0; i < PLACES; i++)
		free_kept(memo->places[i]);
	pthread_mutex_destroy(&memo->lock);
	free(memo);
}

static size_t place_of(const struct certificate *certificate)
{
	char digits[4] = {0};

	memcpy(digits, certificate->sha256, 3);
	return strtoul(digits, NULL, 16) % PLACES;
}

static struct octets copy_octets(struct arena *arena, struct octets octets)
{
	return octets.data ? arena_octets(arena, octets.data, octets.length)
			   : octets;
}

/* Words such as the key's kind are GnuTLS's own constants. */
static struct certificate copy(
	struct arena *arena, const struct certificate *certificate)
{
	struct certificate copy = *certificate;

	copy.subject = copy_octets(arena, certificate->subject);
	copy.issuer = copy_octets(arena, certificate->issuer);
	copy.common_name = copy_octets(arena, certificate->common_name);
	copy.modulus = copy_octets(arena, certificate->modulus);
	copy.names = NULL;
	if (copy.name_count)
		copy.names = arena_alloc(
			arena, copy.name_count * sizeof(*copy.names));
	for (size_t i = 0; i < copy.name_count; i++) {
		copy.names[i] = certificate->names[i];
		copy.names[i].value =
			copy_octets(arena, certificate->names[i].value);
	}
	return copy;
}

bool certificate_memo_find(struct certificate_memo *memo, struct arena *arena,
	struct certificate *certificate)
{
	const struct kept *kept;
	bool found;

	pthread_mutex_lock(&memo->lock);
	kept = memo->places[place_of(certificate)];
	found = kept &&
		strcmp(kept->certificate.sha256, certificate->sha256) == 0;
	if (found)
		*certificate = copy(arena, &kept->certificate);
	pthread_mutex_unlock(&memo->lock);
	return found;
}

static bool is_small(const struct certificate *certificate)
{
	size_t octets = certificate->subject.length +
			certificate->issuer.length +
			certificate->modulus.length;

	for (size_t i = 0; i < certificate->name_count; i++)
		octets += certificate->names[i].value.length;
	return certificate->name_count <= NAMES_MOST && octets <= OCTETS_MOST;
}

void certificate_memo_keep(
	struct certificate_memo *memo, const struct certificate *certificate)
{
	struct kept *kept, *former, **place;

	if (!certificate_is_whole(certificate) || !is_small(certificate))
		return;
	kept = memory_calloc(1, sizeof(*kept));
	kept->arena = arena_new();
	kept->certificate = copy(kept->arena, certificate);
	pthread_mutex_lock(&memo->lock);
	place = &memo->places[place_of(certificate)];
	former = *place;
	*place = kept;
	pthread_mutex_unlock(&memo->lock);
	free_kept(former);
}
