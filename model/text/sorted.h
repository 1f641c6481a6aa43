/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* An array's items by their order, so that one is found without walking all of
 * them: others chose how many there are. No hash: they would choose those, too.
 */
#ifndef MAILSONDE_MODEL_TEXT_SORTED_H
#define MAILSONDE_MODEL_TEXT_SORTED_H

#include "model/arena.h"

typedef int sorted_compare(const void *one, const void *other);

struct sorted {
	const void **items;
	size_t count;
	sorted_compare *compare;
};

/* Sorts pointers to the `count` items of `size` octets at `array`, which is
 * borrowed. They are in the arena. */
struct sorted sorted_of(struct arena *arena, const void *array, size_t count,
	size_t size, sorted_compare *compare);

/* The first item of the array that compares equal to `key`, or NULL. */
const void *sorted_find(const struct sorted *sorted, const void *key);

/* Where the items begin that are not before `key`. */
size_t sorted_first(const struct sorted *sorted, const void *key);

/* All of them, in the array's order. */
const void *const *sorted_all(
	const struct sorted *sorted, const void *key, size_t *ret_count);

#endif
