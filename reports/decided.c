/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/decided.h"

#include "evidence/basis.h"
#include "model/text/builder.h"
#include "reports/text/offered/offered.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

/* What stands behind the beginning of the text; NULL if it begins otherwise. */
static const char *behind(const char *text, const char *begins)
{
	size_t length = strlen(begins);

	return strncmp(text, begins, length) == 0 ? text + length : NULL;
}

/* Hellos that went through a whole list, in the version that their name ends
 * with. */
static const char *list_words(struct arena *arena, const char *name)
{
	const char *version;

	if (strcmp(name, "suites-SSL3") == 0)
		return "hellos with every cipher suite in SSL 3.0";
	if ((version = behind(name, "suites-")))
		return arena_printf(arena,
			"hellos with every cipher suite in TLS %s", version);
	if ((version = behind(name, "groups-")))
		return arena_printf(
			arena, "hellos with every group in TLS %s", version);
	if ((version = behind(name, "signatures-")))
		return arena_printf(arena,
			"hellos with every signature algorithm in TLS %s",
			version);
	return "hellos made by hand";
}

static const char *hello_words(struct arena *arena, const char *name)
{
	enum offered_trait trait = offered_trait_find(name, strlen(name));

	if (trait < TRAIT_COUNT && text_offer_trait(trait))
		return arena_printf(arena, "a hello that asked about: %s",
			text_offer_trait(trait));
	if (strcmp(name, "ssl2") == 0)
		return "a hello of SSL 2.0";
	if (strcmp(name, "primes") == 0)
		return "hellos that were shown Diffie-Hellman primes";
	return list_words(arena, name);
}

/* NULL if the report has no such probe. */
static const char *probe_words(struct arena *arena, const struct report *report,
	const struct endpoint_report *endpoint, const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	const struct probe_facts *probe;

	if (*end != '.') {
		probe = basis_probe(&endpoint->facts, number);
		return probe ? arena_printf(arena, "connection \"%s\"",
				       words_probe(arena, probe))
			     : NULL;
	}
	if (number < 1 || number > report->endpoint_count)
		return NULL;
	endpoint = &report->endpoints[number - 1];
	probe = basis_probe(&endpoint->facts, strtoul(end + 1, NULL, 10));
	return probe ? arena_printf(arena, "connection \"%s\" to %s port %u",
			       words_probe(arena, probe),
			       endpoint->facts.endpoint.host,
			       endpoint->facts.endpoint.port)
		     : NULL;
}

static const char *item_words(struct arena *arena, const struct report *report,
	const struct endpoint_report *endpoint, const char *item)
{
	const char *name;

	if ((name = behind(item, "probe:")))
		return probe_words(arena, report, endpoint, name);
	if ((name = behind(item, "hello:")))
		return hello_words(arena, name);
	if ((name = behind(item, "check:")))
		return arena_printf(arena, "check \"%s\"", name);
	if ((name = behind(item, "rule:")))
		return arena_printf(arena, "rule %s", name);
	if (strcmp(item, "settings") == 0)
		return "the settings themselves";
	return strcmp(item, "program") == 0 ? "this program itself" : NULL;
}

/* More than these nobody reads; the record has them all. */
#define ITEMS_MOST 10

const char *decided_words(struct arena *arena, const struct report *report,
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	struct builder all = {.arena = arena};
	const char *at = finding->basis;
	size_t count = 0;

	while (at && *at) {
		size_t length = strcspn(at, " ");
		const char *words = item_words(arena, report, endpoint,
			arena_printf(arena, "%.*s", (int)length, at));

		if (words && count++ < ITEMS_MOST)
			builder_item(&all, "; ", words);
		at += length + (at[length] == ' ');
	}
	if (count > ITEMS_MOST)
		builder_printf(&all, "; and %zu more", count - ITEMS_MOST);
	return count ? builder_text(&all) : NULL;
}
