/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/discover/show.h"

#include "src/discover/told.h"

#include <string.h>

#define LABEL 12

static enum paint state_paint(enum source_state state)
{
	if (state == SOURCE_FOUND)
		return PAINT_GOOD;
	return state == SOURCE_STOPPED ? PAINT_BAD : PAINT_FAINT;
}

static const char *mode_of(const struct endpoint *endpoint)
{
	if (endpoint->mode == MODE_IMPLICIT)
		return "SSL/TLS";
	return endpoint->mode == MODE_EXPLICIT ? "STARTTLS" : "no encryption";
}

static const char *endpoint_words(
	struct arena *arena, const struct endpoint *endpoint)
{
	return arena_printf(arena, "%s %s:%u %s",
		service_label(endpoint->service), endpoint->host,
		endpoint->port, mode_of(endpoint));
}

void discover_show_source(
	const struct page *page, const struct source_answer *source)
{
	struct arena *arena = page->arena;
	const char *words = source->name;

	if (source->detail)
		words = arena_printf(arena, "%s: %s", words, source->detail);
	if (source->dnssec)
		words = arena_printf(
			arena, "%s (DNSSEC: %s)", words, source->dnssec);
	page_field(page, 2, LABEL, state_paint(source->state),
		told_state(source->state), words);
	for (size_t i = 0;
		source->state == SOURCE_FOUND && i < source->matrix.entry_count;
		i++)
		page_field(page, 2, LABEL, PAINT_NONE, "",
			endpoint_words(
				arena, &source->matrix.entries[i].endpoint));
}

static void show_entry(
	const struct page *page, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const char *user = entry->account.user_name;

	page_field(page, 2, LABEL, PAINT_STRONG,
		service_is_outgoing(endpoint->service) ? "Outgoing"
						       : "Incoming",
		arena_printf(page->arena, "%s, server %s, port %u, %s",
			service_label(endpoint->service), endpoint->host,
			endpoint->port, mode_of(endpoint)));
	if (user && strcmp(user, "%EMAILLOCALPART%") == 0)
		user = "the part of the address before the @";
	else if (user && strcmp(user, "%EMAILADDRESS%") == 0)
		user = "the full address";
	if (user)
		page_field(page, 2, LABEL, PAINT_NONE, "",
			arena_printf(page->arena, "user name: %s", user));
}

static void show_best(const struct discovery *d, const struct page *page,
	const struct source_answer *best)
{
	size_t count;
	const char **lines = discovery_disagreements(d, &count);

	page_wrap(page, 0, 0, PAINT_STRONG,
		arena_printf(page->arena, "Settings for %s", d->domain));
	for (size_t i = 0; i < best->matrix.entry_count; i++)
		show_entry(page, &best->matrix.entries[i]);
	page_field(page, 2, LABEL, PAINT_NONE, "From",
		arena_printf(page->arena, "%s: %s", best->name,
			told_rank(best->rank)));
	for (size_t i = 0; i < count; i++)
		page_field(page, 2, LABEL, PAINT_DOUBT, "But", lines[i]);
}

void discover_show(
	const struct discovery *d, const struct page *page, bool sources)
{
	const struct source_answer *best = discovery_best(d);

	if (best)
		show_best(d, page, best);
	else
		page_wrap(page, 0, 0, PAINT_BAD,
			arena_printf(page->arena,
				"No settings were found for %s; ask the "
				"domain's mail administrator for the server "
				"names, ports and encryption.",
				d->domain));
	if (!sources)
		return;
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG, "Asked");
	for (size_t i = 0; i < d->source_count; i++)
		discover_show_source(page, &d->sources[i]);
}
