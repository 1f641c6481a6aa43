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
	const struct offered_facts *offered, enum offered_kind kind,
	enum tls_version number)
{
	const struct offered_version *version = &offered->versions[number];
	const struct offered_list *list = offered_list_of(version, kind);
	struct offered_words all = {
		.words = arena_alloc(
			arena, (list->count + 1) * sizeof(*all.words)),
		.whole = version->state == OFFERED_REFUSED || list->whole,
	};

	for (size_t i = 0; i < list->count; i++)
		all.words[all.count++] =
			number_words(arena, kind, number, list->numbers[i]);
	return all;
}
