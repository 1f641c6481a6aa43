/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the servers offer in TLS: a grid for each offer, with the endpoints that
 * make it. */
#include "evidence/offered/weakness.h"
#include "model/tls/numbers.h"
#include "reports/page/parts.h"
#include "reports/text/offered/offered.h"

#include <stdlib.h>
#include <string.h>

/* One endpoint's grid, written already. */
struct grid {
	size_t endpoint;
	size_t first; /* endpoint with the same grid */
	char *text;
};

bool page_has_offers(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->report->endpoint_count; i++)
		if (sheet->report->endpoints[i].facts.offered)
			return true;
	return false;
}

static void put_suite(const struct sheet *sheet, unsigned number)
{
	const struct cipher_suite *suite = cipher_suite_find(number);
	enum weakness weakness = WEAKNESS_NONE;
	const char *word = NULL;

	if (suite)
		weakness = weakness_of(suite, &word);
	if (suite && suite->openssl_name)
		markup_put(&sheet->out, "<li title=\"OpenSSL: %\">%",
			suite->openssl_name, suite->name);
	else
		markup_put(&sheet->out, "<li>%",
			suite ? suite->name
			      : arena_printf(
					sheet->out.arena, "0x%04x", number));
	if (word)
		markup_put(&sheet->out,
			weakness == WEAKNESS_BROKEN
				? " <span class=\"mark fail\">✗ %</span>"
				: " <span class=\"mark warning\">! %</span>",
			word);
	markup_raw(&sheet->out, "</li>");
}

static void put_suites(
	const struct sheet *sheet, const struct offered_version *version)
{
	const struct offered_list *suites = &version->suites;

	if (!suites->count)
		return;
	markup_put(&sheet->out, "<p><b>Cipher suites:</b> %, %</p><ul>",
		sheet_number(sheet, suites->count), text_offer_order(version));
	for (size_t i = 0; i < suites->count; i++)
		put_suite(sheet, suites->numbers[i]);
	markup_raw(&sheet->out, "</ul>");
	if (!suites->whole && suites->gap)
		markup_put(&sheet->out,
			"<span class=\"small\">perhaps more: %</span>",
			suites->gap);
}

static void put_list(const struct sheet *sheet, const char *label,
	const struct offered_list *list, const char *(*name_of)(unsigned))
{
	if (list->asked)
		markup_put(&sheet->out, "<p><b>%:</b> %</p>", label,
			text_offer_list(sheet->out.arena, list, name_of));
}

static void put_version(const struct sheet *sheet, enum tls_version version,
	const struct offered_version *offered)
{
	markup_put(&sheet->out,
		"<tr><th scope=\"row\">% <span class=\"small\">%</span></th>"
		"<td>",
		text_offer_version(sheet->out.arena, version),
		text_offer_state(offered->state));
	put_suites(sheet, offered);
	put_list(sheet, "Groups", &offered->groups, numbers_group_name);
	put_list(sheet, "Signatures", &offered->signatures,
		numbers_signature_name);
	markup_raw(&sheet->out, "</td></tr>\n");
}

/* One row for all of them: there is nothing more to say. */
static void put_refused(
	const struct sheet *sheet, const struct offered_facts *offered)
{
	struct arena *arena = sheet->out.arena;
	const char *names = NULL;

	for (int v = TLS_1_3; v >= TLS_SSL3; v--) {
		const char *name =
			text_offer_version(arena, (enum tls_version)v);

		if (offered->versions[v].state == OFFERED_REFUSED)
			names = names ? arena_printf(
						arena, "%s, %s", names, name)
				      : name;
	}
	if (names)
		markup_put(&sheet->out,
			"<tr><th scope=\"row\">Refused</th><td>%</td></tr>\n",
			names);
}

static void put_traits(const struct sheet *sheet,
	const struct offered_facts *offered, bool tolerance)
{
	for (int state = OFFERED_ACCEPTED; state < OFFERED_STATE_COUNT;
		state++) {
		const char *all = text_offer_traits(sheet->out.arena, offered,
			(enum offered_state)state, tolerance);

		if (all)
			markup_put(&sheet->out, "<p><b>%:</b> %</p>\n",
				text_offer_trait_label(
					(enum offered_state)state, tolerance),
				all);
	}
}

static void put_primes(
	const struct sheet *sheet, const struct offered_facts *offered)
{
	if (!offered->prime_count)
		return;
	markup_raw(&sheet->out, "<p><b>Diffie-Hellman primes:</b> ");
	for (size_t i = 0; i < offered->prime_count; i++) {
		const struct offered_prime *prime = &offered->primes[i];

		markup_put(&sheet->out, "%% bits%%", i ? "; " : "",
			sheet_number(sheet, prime->bits),
			prime->known ? ", " : "", prime->known);
	}
	markup_raw(&sheet->out, "</p>\n");
}

static void put_grid(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	const struct offered_facts *offered = facts->offered;

	markup_raw(&sheet->out,
		"<table class=\"offers stack\"><caption class=\"hidden\">TLS "
		"offered</caption><thead><tr><th scope=\"col\">Version</th>"
		"<th scope=\"col\">Cipher suites, groups and "
		"signatures</th></tr></thead>\n<tbody>\n");
	for (int v = TLS_1_3; v >= TLS_SSL3; v--)
		if (offered->versions[v].state != OFFERED_REFUSED)
			put_version(sheet, (enum tls_version)v,
				&offered->versions[v]);
	put_refused(sheet, offered);
	markup_raw(&sheet->out, "</tbody></table>\n");
	put_primes(sheet, offered);
	put_traits(sheet, offered, false);
	put_traits(sheet, offered, true);
	page_meaning(sheet, facts);
}

/* NULL if memory ran out. */
static char *write_grid(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	struct sheet part = *sheet;
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	if (!stream)
		return NULL;
	part.out = (struct markup){stream, arena_new()};
	put_grid(&part, facts);
	arena_free(part.out.arena);
	if (fclose(stream) == 0)
		return text;
	free(text);
	return NULL;
}

static int by_text(const void *left, const void *right)
{
	const struct grid *a = left, *b = right;
	int order = strcmp(a->text, b->text);

	if (order)
		return order;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

/* As the endpoints come, those with the same grid together. */
static int by_place(const void *left, const void *right)
{
	const struct grid *a = left, *b = right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

static void sort_grids(struct grid *grids, size_t count)
{
	qsort(grids, count, sizeof(*grids), by_text);
	for (size_t i = 0; i < count; i++)
		grids[i].first =
			i > 0 && strcmp(grids[i - 1].text, grids[i].text) == 0
				? grids[i - 1].first
				: grids[i].endpoint;
	qsort(grids, count, sizeof(*grids), by_place);
}

static size_t write_grids(const struct sheet *sheet, struct grid *grids)
{
	size_t count = 0;

	for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
		const struct endpoint_facts *facts =
			&sheet->report->endpoints[i].facts;
		char *text = facts->offered ? write_grid(sheet, facts) : NULL;

		if (text)
			grids[count++] = (struct grid){i, i, text};
	}
	if (count)
		sort_grids(grids, count);
	return count;
}

static void put_same(
	const struct sheet *sheet, const struct grid *grids, size_t count)
{
	size_t *endpoints =
		arena_alloc(sheet->out.arena, count * sizeof(*endpoints));

	for (size_t i = 0; i < count; i++)
		endpoints[i] = grids[i].endpoint;
	markup_raw(&sheet->out, "<h3>Offered by ");
	sheet_places(sheet, endpoints, count, SHEET_PLACES);
	markup_raw(&sheet->out, "</h3>\n");
	/* Written by put_grid(): it is markup already. */
	markup_raw(&sheet->out, grids->text);
}

void page_offers(const struct sheet *sheet)
{
	struct grid *grids = arena_alloc(sheet->out.arena,
		(sheet->report->endpoint_count + 1) * sizeof(*grids));
	size_t count;

	if (!page_has_offers(sheet))
		return;
	count = write_grids(sheet, grids);
	markup_raw(&sheet->out,
		"<section aria-labelledby=\"offers\"><h2 id=\"offers\">What "
		"the servers offer</h2>\n");
	for (size_t i = 0, same; i < count; i += same) {
		for (same = 1; i + same < count; same++)
			if (strcmp(grids[i].text, grids[i + same].text) != 0)
				break;
		put_same(sheet, &grids[i], same);
	}
	markup_raw(&sheet->out, "</section>\n");
	for (size_t i = 0; i < count; i++)
		free(grids[i].text);
}
