/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/suites.h"

#include "model/tls/cipher_suite.h"

static const char *suite_words(
	struct arena *arena, enum tls_version version, unsigned number)
{
	const char *name = cipher_suite_name(number);

	if (!name)
		name = arena_printf(arena, "0x%04x", number);
	return version == TLS_SSL3 ? arena_printf(arena, "%s (SSL 3.0)", name)
				   : arena_printf(arena, "%s (TLS %s)", name,
					     tls_version_name(version));
}

struct offered_suites offered_suites_of(
	struct arena *arena, const struct offered_facts *offered)
{
	struct offered_suites all = {.whole = offered != NULL};

	for (int v = TLS_SSL3; offered && v <= TLS_1_3; v++) {
		const struct offered_version *version = &offered->versions[v];
		const struct offered_list *list = &version->suites;

		all.whole &= version->state == OFFERED_REFUSED || list->whole;
		for (size_t i = 0; i < list->count; i++) {
			all.words = arena_grow(arena, all.words, all.count,
				sizeof(*all.words));
			all.words[all.count++] = suite_words(
				arena, (enum tls_version)v, list->numbers[i]);
		}
	}
	return all;
}
