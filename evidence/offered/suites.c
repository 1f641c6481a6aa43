/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/suites.h"

static const char *number_words(struct arena *arena, enum offered_kind kind,
	enum tls_version version, unsigned number)
{
	const char *name = offered_name(kind, number);

	if (!name)
		name = arena_printf(arena, "0x%04x", number);
	return version == TLS_SSL3 ? arena_printf(arena, "%s (SSL 3.0)", name)
				   : arena_printf(arena, "%s (TLS %s)", name,
					     tls_version_name(version));
}

struct offered_words offered_words_of(struct arena *arena,
	const struct offered_facts *offered, enum offered_kind kind)
{
	/* Others have no signatures, and nobody asks for their groups. */
	int oldest = kind == OFFERED_KIND_SUITES ? TLS_SSL3 : TLS_1_2;
	struct offered_words all = {.whole = offered != NULL};

	for (int v = oldest; offered && v <= TLS_1_3; v++) {
		const struct offered_version *version = &offered->versions[v];
		const struct offered_list *list =
			offered_list_of(version, kind);

		all.whole &= version->state == OFFERED_REFUSED || list->whole;
		for (size_t i = 0; i < list->count; i++) {
			all.words = arena_grow(arena, all.words, all.count,
				sizeof(*all.words));
			all.words[all.count++] = number_words(arena, kind,
				(enum tls_version)v, list->numbers[i]);
		}
	}
	return all;
}
