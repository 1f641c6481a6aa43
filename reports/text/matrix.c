/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The matrix at a glance. Its words say whether the server accepts a version,
 * and their form whether that is right: "yes", "no", and "YES!", "NO!". */
#include "reports/text/matrix.h"

#include "model/table.h"
#include "reports/cell.h"
#include "reports/words.h"

#include <string.h>

#define FIRST_CELL_COLUMNS 7 /* "TLS 1.0" */
#define CELL_COLUMNS 5
#define HOST_COLUMNS 24 /* a host is not shortened to less */

static const enum tls_version versions[] = {
	TLS_1_0,
	TLS_1_1,
	TLS_1_2,
	TLS_1_3,
};
#define CELLS_COLUMNS                                                          \
	(FIRST_CELL_COLUMNS + (COUNT_OF(versions) - 1) * CELL_COLUMNS)

static const struct {
	const char *word;
	enum paint paint;
	const char *legend;
	const char *words; /* where there is no legend */
} cells[] = {
	[CELL_YES] = {"yes", PAINT_GOOD, "yes accepted", "yes"},
	[CELL_NO] = {"no", PAINT_GOOD, "no refused", "no"},
	[CELL_YES_WARNING] = {"yes!", PAINT_DOUBT, "yes! should be no",
		"yes (should be no)"},
	[CELL_NO_WARNING] = {"no!", PAINT_DOUBT, "no! should be yes",
		"no (should be yes)"},
	[CELL_YES_WRONG] = {"YES!", PAINT_BAD, "YES! must be no",
		"yes (must be no)"},
	[CELL_NO_WRONG] = {"NO!", PAINT_BAD, "NO! must be yes",
		"no (must be yes)"},
	[CELL_UNKNOWN] = {"?", PAINT_DOUBT, "? not tested", "not tested"},
	[CELL_NONE] = {"-", PAINT_FAINT, "- not asked", "not asked"},
};
static_assert(COUNT_OF(cells) == CELL_COUNT, "what each cell says");

struct table {
	const struct page *page;
	size_t verdict_columns;
	size_t host_columns;
	size_t service_columns;
	size_t mode_columns;
	bool two_lines; /* for each endpoint: itself, and its cells */
	unsigned seen;  /* a bit for each cell that was written */
};

const char *text_versions(
	struct arena *arena, const struct endpoint_report *endpoint)
{
	enum cell first = cell_of(endpoint, versions[0]);
	const char *list = "TLS";
	bool same = true;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		enum cell cell = cell_of(endpoint, versions[i]);

		same = same && cell == first;
		list = arena_printf(arena, "%s%s %s %s", list, i ? "," : "",
			tls_version_name(versions[i]), cells[cell].words);
	}
	if (same && (first == CELL_UNKNOWN || first == CELL_NONE))
		return arena_printf(arena, "TLS %s", cells[first].words);
	return list;
}

static void put_cells(
	struct table *table, const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		enum cell cell = cell_of(endpoint, versions[i]);

		page_right(table->page, cells[cell].paint, cells[cell].word,
			i ? CELL_COLUMNS : FIRST_CELL_COLUMNS);
		table->seen |= 1u << cell;
	}
	page_newline(table->page);
}

static void put_row(struct table *table, const struct endpoint_report *endpoint)
{
	const struct page *page = table->page;
	const struct endpoint *names = &endpoint->entry->endpoint;
	const char *host = words_host_port(page->arena, names);

	page_left(page, page_paint(endpoint->verdict),
		words_verdict(endpoint->verdict), table->verdict_columns + 2);
	page_left(page, PAINT_NONE, service_label(names->service),
		table->service_columns + 2);
	page_left(page, PAINT_STRONG,
		page_shorten(page, host, table->host_columns),
		table->host_columns + 2);
	page_left(page, PAINT_NONE, words_mode(names->service, names->mode),
		table->mode_columns);
	put_cells(table, endpoint);
}

static void put_two_lines(
	struct table *table, const struct endpoint_report *endpoint)
{
	const struct page *page = table->page;
	const struct endpoint *names = &endpoint->entry->endpoint;
	const char *mode = words_mode(names->service, names->mode);
	const char *label = service_label(names->service);
	size_t room = page->columns - strlen(label) - 1 - strlen(mode) - 2;

	page_left(page, PAINT_NONE, label, strlen(label) + 1);
	page_put(page, PAINT_STRONG,
		page_shorten(page, words_host_port(page->arena, names), room));
	page_put(page, PAINT_NONE, ", ");
	page_put(page, PAINT_NONE, mode);
	page_newline(page);
	page_blanks(page, 2);
	page_left(page, page_paint(endpoint->verdict),
		words_verdict(endpoint->verdict), table->verdict_columns + 2);
	put_cells(table, endpoint);
}

static void put_header(const struct table *table)
{
	const struct page *page = table->page;

	page_blanks(page, table->two_lines ? 2 + table->verdict_columns + 2
					   : table->verdict_columns + 2 + 6 +
						     table->host_columns + 2 +
						     table->mode_columns);
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		page_right(page, PAINT_FAINT,
			i ? tls_version_name(versions[i])
			  : arena_printf(page->arena, "TLS %s",
				    tls_version_name(versions[i])),
			i ? CELL_COLUMNS : FIRST_CELL_COLUMNS);
	page_newline(page);
}

static void put_legend(const struct table *table)
{
	const struct page *page = table->page;
	const char *legend = NULL;

	for (int c = 0; c < CELL_COUNT; c++) {
		if (!(table->seen & 1u << c))
			continue;
		legend = legend ? arena_printf(page->arena, "%s, %s", legend,
					  cells[c].legend)
				: cells[c].legend;
	}
	page_wrap(page, 0, 0, PAINT_FAINT,
		arena_printf(page->arena, "(%s)", legend ? legend : "-"));
}

static void widen(size_t *columns, size_t needed)
{
	if (needed > *columns)
		*columns = needed;
}

static struct table lay_out(
	const struct page *page, const struct report *report)
{
	struct table table = {.page = page};
	size_t others;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		const struct endpoint *names = &endpoint->entry->endpoint;

		widen(&table.verdict_columns,
			strlen(words_verdict(endpoint->verdict)));
		widen(&table.host_columns,
			page_columns(
				page, words_host_port(page->arena, names)));
		widen(&table.service_columns,
			strlen(service_label(names->service)));
		widen(&table.mode_columns,
			strlen(words_mode(names->service, names->mode)));
	}
	others = table.verdict_columns + 2 + table.service_columns + 2 + 2 +
		 table.mode_columns + CELLS_COLUMNS;
	if (others + table.host_columns > page->columns) {
		table.two_lines = others + HOST_COLUMNS > page->columns;
		if (!table.two_lines)
			table.host_columns = page->columns - others;
	}
	return table;
}

void text_matrix(const struct page *page, const struct report *report)
{
	struct table table = lay_out(page, report);

	if (!report->endpoint_count)
		return;
	put_header(&table);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		if (table.two_lines)
			put_two_lines(&table, &report->endpoints[i]);
		else
			put_row(&table, &report->endpoints[i]);
	}
	put_legend(&table);
}
