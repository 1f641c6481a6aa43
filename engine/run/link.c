/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/link.h"

static bool is_waiting(const struct link *link)
{
	return link->wanted && !link->job && !chain_is_over(&link->chain);
}

bool link_is_left(const struct link *link)
{
	return link->wanted && (link->job || !chain_is_over(&link->chain));
}

/* How many hellos it still takes, of a usual server; the longer it is already,
 * the less is known. */
static unsigned count_left(const struct chain *chain)
{
	unsigned found = (unsigned)chain->found_count;

	if (chain->question->fills_gaps)
		return 0;
	return found < chain->question->length ? chain->question->length - found
					       : found + 1;
}

struct link *link_find_waiting(struct link *links)
{
	struct link *found = NULL;

	for (size_t i = 0; i < question_count; i++) {
		struct link *link = &links[i];

		if (!is_waiting(link))
			continue;
		if (!found ||
			count_left(&link->chain) > count_left(&found->chain))
			found = link;
	}
	return found;
}
