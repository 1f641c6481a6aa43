/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/progress.h"

#include "evidence/closed/drop.h"
#include "evidence/version.h"
#include "model/memory.h"
#include "model/table.h"
#include "reports/text/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#define FRAME_US 100000
#define DEFAULT_ROWS 24
#define MOST_COLUMNS 100
#define LEAST_COLUMNS 40

/* Widths of the columns: "best", then "TLS 1.0", " 1.1" and so on. */
#define BEST_COLUMNS 6
#define FIRST_COLUMNS 9
#define CELL_COLUMNS 5
#define CELLS_COLUMNS (BEST_COLUMNS + FIRST_COLUMNS + 3 * CELL_COLUMNS)

enum cell {
	CELL_WAITING,
	CELL_RUNNING,
	CELL_YES,
	CELL_NO,
	CELL_UNKNOWN,
	CELL_COUNT
};

static const struct {
	const char *word;
	enum paint paint;
} cells[] = {
	[CELL_WAITING] = {".", PAINT_FAINT},
	[CELL_RUNNING] = {"...", PAINT_STRONG},
	[CELL_YES] = {"yes", PAINT_NONE},
	[CELL_NO] = {"no", PAINT_NONE},
	[CELL_UNKNOWN] = {"?", PAINT_DOUBT},
};
static_assert(COUNT_OF(cells) == CELL_COUNT, "a cell's word");

struct row {
	enum cell best;
	enum cell versions[TLS_VERSION_COUNT];
	unsigned dropped; /* TLS_BIT() of each whose hello was dropped alone */
	size_t asking;    /* follow-ups under way */
	bool started;
	bool done;
};

struct progress {
	FILE *terminal;
	const struct report *report;
	unsigned default_columns;
	bool color;
	bool utf8;
	struct row *rows;
	int64_t born_us;
	int64_t drawn_us;
	size_t *widths; /* of each line that is on the terminal now */
	size_t lines;
};

static int64_t monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void terminal_size(
	const struct progress *progress, size_t *ret_columns, size_t *ret_rows)
{
	struct winsize size;
	int fd = fileno(progress->terminal);

	*ret_columns = progress->default_columns;
	*ret_rows = DEFAULT_ROWS;
	if (fd >= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0) {
		if (size.ws_col)
			*ret_columns = size.ws_col;
		if (size.ws_row)
			*ret_rows = size.ws_row;
	}
}

/* Goes back to the first line. A terminal that became narrower since may show
 * a line on several. */
static void rewind_lines(
	const struct progress *progress, FILE *frame, size_t columns)
{
	size_t up = 0;

	for (size_t i = 0; i < progress->lines; i++)
		up += progress->widths[i] > columns
			      ? (progress->widths[i] + columns - 1) / columns
			      : 1;
	if (up)
		fprintf(frame, "\r\033[%zuA\033[J", up);
}

static void put_summary(
	const struct progress *progress, const struct page *page, size_t limit)
{
	int64_t us = monotonic_us() - progress->born_us;
	size_t done = 0;

	for (size_t i = 0; i < progress->report->endpoint_count; i++)
		done += progress->rows[i].done;
	page_put(page, PAINT_STRONG,
		page_shorten(page,
			arena_printf(page->arena,
				"%zu of %zu endpoints done, %" PRId64
				".%" PRId64 " s",
				done, progress->report->endpoint_count,
				us / 1000000, us / 100000 % 10),
			limit));
	page_newline(page);
}

static void put_header(const struct page *page, size_t host_columns)
{
	page_blanks(page, 5 + host_columns);
	page_right(page, PAINT_FAINT, "best", BEST_COLUMNS);
	page_right(page, PAINT_FAINT, "TLS 1.0", FIRST_COLUMNS);
	page_right(page, PAINT_FAINT, "1.1", CELL_COLUMNS);
	page_right(page, PAINT_FAINT, "1.2", CELL_COLUMNS);
	page_right(page, PAINT_FAINT, "1.3", CELL_COLUMNS);
	page_newline(page);
}

/* A hello that was dropped was refused if another version is accepted. */
static enum cell shown_cell(const struct row *row, enum tls_version version)
{
	enum cell cell = row->versions[version];

	if (cell != CELL_UNKNOWN || !(row->dropped & TLS_BIT(version)))
		return cell;
	for (int v = TLS_1_0; v < TLS_VERSION_COUNT; v++)
		if (row->versions[v] == CELL_YES)
			return CELL_NO;
	return cell;
}

static void put_row(const struct progress *progress, const struct page *page,
	size_t index, size_t host_columns)
{
	const struct endpoint *endpoint =
		&progress->report->endpoints[index].entry->endpoint;
	const struct row *row = &progress->rows[index];
	const char *label = service_label(endpoint->service);
	enum cell best = row->asking && row->best == CELL_UNKNOWN ? CELL_RUNNING
								  : row->best;

	page_left(page, PAINT_NONE, label,
		strlen(label) < 4 ? 5 : strlen(label) + 1);
	page_left(page, PAINT_NONE,
		page_shorten(page,
			arena_printf(page->arena,
				strchr(endpoint->host, ':') ? "[%s]:%u"
							    : "%s:%u",
				endpoint->host, endpoint->port),
			host_columns),
		host_columns);
	page_right(page, cells[best].paint, cells[best].word, BEST_COLUMNS);
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		enum cell cell = shown_cell(row, (enum tls_version)v);

		page_right(page, cells[cell].paint, cells[cell].word,
			v == TLS_1_0 ? FIRST_COLUMNS : CELL_COLUMNS);
	}
	page_newline(page);
}

static void note_line(struct progress *progress, size_t width)
{
	progress->widths = memory_realloc(progress->widths,
		(progress->lines + 1) * sizeof(*progress->widths));
	progress->widths[progress->lines++] = width;
}

/* Where not all endpoints fit, those that are under way are shown. */
static void put_rows(struct progress *progress, const struct page *page,
	size_t room, size_t host_columns)
{
	size_t count = progress->report->endpoint_count;
	size_t shown = 0;

	for (size_t i = 0; i < count && shown < room; i++) {
		const struct row *row = &progress->rows[i];

		if (count > room && (!row->started || row->done))
			continue;
		put_row(progress, page, i, host_columns);
		note_line(progress, 5 + host_columns + CELLS_COLUMNS);
		shown++;
	}
}

static size_t longest_host(const struct report *report)
{
	size_t longest = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		size_t length =
			strlen(report->endpoints[i].entry->endpoint.host);

		if (length > longest)
			longest = length;
	}
	return longest + strlen("[]:65535");
}

/* Builds a frame aside, so that the terminal gets it in one piece. */
static void put_frame(struct progress *progress, FILE *frame)
{
	struct page page = {
		.stream = frame,
		.color = progress->color,
		.utf8 = progress->utf8,
		.arena = arena_new(),
	};
	size_t columns, rows, host_columns;

	terminal_size(progress, &columns, &rows);
	rewind_lines(progress, frame, columns);
	progress->lines = 0;
	/* The last column stays free: some terminals wrap when it is filled. */
	columns = columns > MOST_COLUMNS ? MOST_COLUMNS : columns - 1;
	page.columns = (unsigned)columns;

	put_summary(progress, &page, columns);
	note_line(progress, columns);
	if (columns >= LEAST_COLUMNS && rows > 3) {
		host_columns = longest_host(progress->report);
		if (host_columns > columns - 5 - CELLS_COLUMNS)
			host_columns = columns - 5 - CELLS_COLUMNS;
		put_header(&page, host_columns);
		note_line(progress, 5 + host_columns + CELLS_COLUMNS);
		put_rows(progress, &page, rows - 3, host_columns);
	}
	arena_free(page.arena);
}

static void draw(struct progress *progress)
{
	char *text = NULL;
	size_t length = 0;
	FILE *frame = open_memstream(&text, &length);

	if (!frame)
		return;
	put_frame(progress, frame);
	if (fclose(frame) == 0) {
		fwrite(text, 1, length, progress->terminal);
		fflush(progress->terminal);
	}
	free(text);
	progress->drawn_us = monotonic_us();
}

struct progress *progress_new(FILE *terminal, const struct report *report,
	unsigned columns, bool color, bool utf8)
{
	struct progress *progress = memory_calloc(1, sizeof(*progress));

	progress->terminal = terminal;
	progress->report = report;
	progress->default_columns = columns ? columns : 80;
	progress->color = color;
	progress->utf8 = utf8;
	progress->rows =
		memory_calloc(report->endpoint_count, sizeof(*progress->rows));
	progress->born_us = monotonic_us();
	draw(progress);
	return progress;
}

void progress_start(struct progress *progress, size_t endpoint,
	enum purpose purpose, unsigned versions)
{
	struct row *row = &progress->rows[endpoint];

	row->started = true;
	row->asking += purpose == PURPOSE_FOLLOW_UP;
	if (purpose == PURPOSE_BEST)
		row->best = CELL_RUNNING;
	if (purpose == PURPOSE_TLS_VERSION)
		for (int v = 0; v < TLS_VERSION_COUNT; v++)
			if ((versions & TLS_BIT(v)) &&
				row->versions[v] != CELL_YES)
				row->versions[v] = CELL_RUNNING;
	progress_tick(progress);
}

static enum cell version_cell(const struct endpoint *endpoint,
	const struct probe_facts *facts, enum tls_version version)
{
	struct probe_facts *only = (struct probe_facts *)facts;
	struct endpoint_facts alone = {
		.endpoint = *endpoint,
		.probes = &only,
		.probe_count = 1,
		.versions_asked = TLS_BIT(version),
	};

	switch (version_result(&alone, version, NULL)) {
	case VERSION_ACCEPTED:
		return CELL_YES;
	case VERSION_REFUSED:
		return CELL_NO;
	default:
		return CELL_UNKNOWN;
	}
}

void progress_probe(struct progress *progress, size_t endpoint,
	const struct probe_facts *facts)
{
	const struct endpoint *names =
		&progress->report->endpoints[endpoint].entry->endpoint;
	struct row *row = &progress->rows[endpoint];

	row->asking -= facts->purpose == PURPOSE_FOLLOW_UP && row->asking;
	if (facts->purpose == PURPOSE_BEST)
		row->best = facts->outcome == OUTCOME_COMPLETED ? CELL_YES
			    : facts->outcome == OUTCOME_REFUSED ? CELL_NO
								: CELL_UNKNOWN;
	if (facts->purpose == PURPOSE_TLS_VERSION && drop_after_hello(facts))
		row->dropped |= facts->tls_offered;
	for (int v = TLS_1_0; v < TLS_VERSION_COUNT; v++) {
		enum cell cell =
			version_cell(names, facts, (enum tls_version)v);

		/* One of several offers says nothing unless it was taken. */
		if (cell == CELL_YES ||
			(facts->purpose == PURPOSE_TLS_VERSION &&
				(facts->tls_offered & TLS_BIT(v)) &&
				row->versions[v] != CELL_YES))
			row->versions[v] = cell;
	}
	progress_tick(progress);
}

void progress_endpoint_done(struct progress *progress, size_t endpoint)
{
	progress->rows[endpoint].done = true;
	progress_tick(progress);
}

void progress_tick(struct progress *progress)
{
	if (monotonic_us() - progress->drawn_us >= FRAME_US)
		draw(progress);
}

void progress_finish(struct progress *progress)
{
	size_t columns, rows;

	if (!progress)
		return;
	terminal_size(progress, &columns, &rows);
	rewind_lines(progress, progress->terminal, columns);
	fflush(progress->terminal);
	free(progress->widths);
	free(progress->rows);
	free(progress);
}
