/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/sorted.h"

#include <stdlib.h>

static int compare(const void *a, const void *b, void *context)
{
	const char *one = *(const char *const *)a;
	const char *other = *(const char *const *)b;
	const struct sorted *sorted = context;
	int order = sorted->compare(one, other);

	return order ? order : (one > other) - (one < other);
}

struct sorted sorted_of(struct arena *arena, const void *array, size_t count,
	size_t size, sorted_compare *compare_items)
{
	struct sorted sorted = {
		arena_alloc(arena, (count + 1) * sizeof(void *)), count,
		compare_items};

	for (size_t i = 0; i < count; i++)
		sorted.items[i] = (const char *)array + i * size;
	qsort_r(sorted.items, count, sizeof(void *), compare, &sorted);
	return sorted;
}

size_t sorted_first(const struct sorted *sorted, const void *key)
{
	size_t first = 0, end = sorted->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (sorted->compare(sorted->items[middle], key) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

const void *sorted_find(const struct sorted *sorted, const void *key)
{
	size_t first = sorted_first(sorted, key);

	if (first < sorted->count &&
		sorted->compare(sorted->items[first], key) == 0)
		return sorted->items[first];
	return NULL;
}

const void *const *sorted_all(
	const struct sorted *sorted, const void *key, size_t *ret_count)
{
	size_t first = sorted_first(sorted, key), end = first;

	while (end < sorted->count &&
		sorted->compare(sorted->items[end], key) == 0)
		end++;
	*ret_count = end - first;
	return sorted->items + first;
}
