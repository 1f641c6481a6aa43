/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/text/ticket.h"
#include "reports/format.h"

#include "evidence/address.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"
#include "model/memory.h"
#include "model/table.h"
#include "model/text/plural.h"
#include "reports/diagnosed.h"
#include "reports/text/groups.h"
#include "reports/text/matrix.h"
#include "reports/text/page.h"
#include "reports/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 72
#define FIELD_COLUMNS 14
#define MOST_LINES 60
#define SKEW_SECONDS 120 /* between two clocks, and worth a word */

/* How many of each are shown: of more, all but one, and a count. */
struct room {
	size_t diagnoses;
	size_t evidence;
	size_t groups;
	size_t endpoints; /* and those that pass are left out */
};

/* The first that fits is taken. */
static const struct room rooms[] = {
	{SIZE_MAX, 6, 5, 12},
	{4, 4, 4, 8},
	{3, 3, 2, 4},
	{2, 2, 2, 2},
	{1, 1, 1, 1},
};

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text && text[0])
		page_field(page, 0, FIELD_COLUMNS, PAINT_NONE, label, text);
}

/* A path tells where somebody keeps files; its last part is enough. */
static const char *target_name(const struct matrix *matrix)
{
	const char *slash = strrchr(matrix->name, '/');

	if (strcmp(matrix->kind, "file") == 0 && slash && slash[1])
		return slash + 1;
	return matrix->name;
}

static const char *targets(struct arena *arena, const struct report *report)
{
	if (!report->matrix_count)
		return "nothing";
	if (report->matrix_count > 1)
		return arena_printf(arena,
			plural_form(report->matrix_count - 1,
				"%s and %zu more target",
				"%s and %zu more targets"),
			target_name(&report->matrices[0]),
			report->matrix_count - 1);
	return target_name(&report->matrices[0]);
}

/* The form for the way in which the run ended; all take the same argument. */
__attribute__((format_arg(2), format_arg(3), format_arg(4))) static const char *
subject_form(const struct report *report, const char *whole,
	const char *interrupted, const char *out_of_time)
{
	if (report->out_of_time)
		return out_of_time;
	return report->interrupted ? interrupted : whole;
}

static const char *subject(
	struct arena *arena, const struct report *report, const char *names)
{
	size_t warnings = report->counts[VERDICT_WARNING];

	if (report->verdict == VERDICT_FAIL)
		return arena_printf(arena,
			subject_form(report, "Mail check of %s: failed",
				"Mail check of %s: failed, and was interrupted",
				"Mail check of %s: failed, and reached its "
				"deadline"),
			names);
	if (report->verdict == VERDICT_NOT_TESTED)
		return arena_printf(arena,
			subject_form(report,
				"Mail check of %s: could not be tested",
				"Mail check of %s: interrupted before "
				"everything was tested",
				"Mail check of %s: reached its deadline before "
				"everything was tested"),
			names);
	if (warnings && !report->interrupted)
		return arena_printf(arena,
			plural_form(warnings,
				"Mail check of %s: no problems, with %zu "
				"warning",
				"Mail check of %s: no problems, with %zu "
				"warnings"),
			names, warnings);
	return arena_printf(arena,
		subject_form(report, "Mail check of %s: no problems",
			"Mail check of %s: no problems until it was "
			"interrupted",
			"Mail check of %s: no problems until its deadline"),
		names);
}

/* Fit for the subject of an e-mail. */
static void put_subject(const struct page *page, const struct report *report)
{
	page_wrap(page, 0, 0, PAINT_NONE,
		subject(page->arena, report, targets(page->arena, report)));
}

static const char *how_sure(enum confidence confidence)
{
	switch (confidence) {
	case CONFIDENCE_CERTAIN:
		return "certain: no other cause looks like this";
	case CONFIDENCE_LIKELY:
		return "likely: other causes rarely look like this";
	default:
		return "possible: one of several causes that look like this";
	}
}

/* Of so many, in a room for `most`; the first one at least. */
static size_t fitting(size_t count, size_t most)
{
	if (count <= most)
		return count;
	return most > 1 ? most - 1 : 1;
}

static void put_evidence(const struct page *page,
	const struct diagnosis *diagnosis, const struct room *room)
{
	size_t count = diagnosis->evidence_count;
	size_t shown = fitting(count, room->evidence);

	for (size_t i = 0; i < shown; i++) {
		page_left(page, PAINT_NONE, i ? "" : "Seen", FIELD_COLUMNS);
		page_label(page, FIELD_COLUMNS, 2, PAINT_NONE, "-",
			diagnosis->evidence[i]);
	}
	if (shown < count)
		put_field(page, "",
			arena_printf(page->arena,
				plural_form(count - shown,
					"and %zu more observation",
					"and %zu more observations"),
				count - shown));
}

/* A ticket goes to those who run things; where they can do nothing, it says
 * who can. */
static void put_remedies(
	const struct page *page, const struct diagnosis *diagnosis)
{
	const struct remedy *admin =
		diagnosed_remedy(diagnosis, AUDIENCE_ADMIN);
	const struct remedy *network =
		diagnosed_remedy(diagnosis, AUDIENCE_NETWORK);

	if (!admin && !network)
		admin = diagnosed_nearest_remedy(diagnosis, AUDIENCE_ADMIN);
	if (admin)
		put_field(page, words_audience_label(admin->audience),
			admin->text);
	if (network)
		put_field(page, words_audience_label(network->audience),
			network->text);
}

static const char *places(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis)
{
	size_t count = diagnosis->endpoint_count;
	const struct endpoint_report **endpoints =
		arena_alloc(page->arena, (count + 1) * sizeof(*endpoints));

	if (count == report->endpoint_count)
		return arena_printf(page->arena, "all %zu endpoints", count);
	for (size_t i = 0; i < count; i++)
		endpoints[i] = &report->endpoints[diagnosis->endpoints[i]];
	return words_places(page->arena, endpoints, count);
}

static void put_diagnosis(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis, const struct room *room)
{
	page_newline(page);
	put_field(page,
		diagnosed_is_beside(report, diagnosis) ? "Otherwise" : "Cause",
		diagnosis->summary);
	put_field(page, "Confidence", how_sure(diagnosis->confidence));
	if (diagnosis->endpoint_count > 1)
		put_field(page, "Where", places(page, report, diagnosis));
	put_evidence(page, diagnosis, room);
	put_remedies(page, diagnosis);
	put_field(page, "To be sure", diagnosis->confirm);
	put_field(page, "Reference", diagnosis->reference);
}

/* The gravest come first. */
static void put_diagnoses(const struct page *page, const struct report *report,
	const struct room *room)
{
	size_t count = report->diagnosis_count;
	size_t shown = count > room->diagnoses ? room->diagnoses : count;

	for (size_t i = 0; i < shown; i++)
		put_diagnosis(page, report, &report->diagnoses[i], room);
	if (shown < count) {
		page_newline(page);
		put_field(page, "",
			arena_printf(page->arena,
				plural_form(count - shown, "and %zu more cause",
					"and %zu more causes"),
				count - shown));
	}
}

/* What no diagnosis explains. */
static void put_groups(const struct page *page, const struct report *report,
	enum verdict status, const char *label, const struct room *room)
{
	struct groups groups =
		text_group(page->arena, report, status, false, true);
	size_t shown = fitting(groups.count, room->groups);

	for (size_t i = 0; i < shown; i++) {
		const struct group *group = &groups.rows[i];
		const struct finding *first = group->findings[0];

		/* The one that it comes from says it all. */
		if (first->status == VERDICT_NOT_TESTED && first->cause)
			continue;
		page_newline(page);
		put_field(page, label, first->summary);
		if (group->endpoint_count > 1)
			put_field(page, "Also",
				words_places(page->arena, group->endpoints + 1,
					group->endpoint_count - 1));
		put_field(page, "Seen", first->observed);
		put_field(page, "What to do", first->remedy);
	}
	if (shown < groups.count) {
		page_newline(page);
		put_field(page, "",
			arena_printf(page->arena,
				plural_form(groups.count - shown,
					"and %zu more finding",
					"and %zu more findings"),
				groups.count - shown));
	}
}

static bool has_connected(const struct probe_facts *probe)
{
	return address_connected(probe) != NULL;
}

static const struct attempt *connected_attempt(
	const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = witness_first(facts, has_connected);

	return probe ? address_connected(probe) : NULL;
}

/* Which of the host's servers answered. */
static const char *connection_words(
	struct arena *arena, const struct endpoint_report *endpoint)
{
	const struct attempt *attempt = connected_attempt(&endpoint->facts);
	const char *instead = endpoint->facts.connected_to;

	if (!attempt)
		return "no connection";
	if (instead)
		return arena_printf(arena,
			"connected to %s; the run was told to use %s for this "
			"host",
			attempt->address, instead);
	return arena_printf(arena, "connected to %s", attempt->address);
}

/* No columns: many a form shows letters of different widths. */
static void put_endpoint(
	const struct page *page, const struct endpoint_report *endpoint)
{
	const struct endpoint *names = &endpoint->entry->endpoint;

	page_put(page, PAINT_NONE, "- ");
	page_wrap(page, 2, 2, PAINT_NONE,
		arena_printf(page->arena, "%s, %s: %s",
			words_place(page->arena, names),
			words_mode(names->service, names->mode),
			words_verdict(endpoint->verdict)));
	page_blanks(page, 2);
	page_wrap(page, 2, 2, PAINT_NONE,
		names->mode == MODE_CLEARTEXT
			? connection_words(page->arena, endpoint)
			: arena_printf(page->arena, "%s; %s",
				  text_versions(page->arena, endpoint),
				  connection_words(page->arena, endpoint)));
}

/* What failed is shown first where there is no room for all. */
static void put_endpoints(const struct page *page, const struct report *report,
	const struct room *room)
{
	bool all = report->endpoint_count <= room->endpoints ||
		   report->verdict == VERDICT_PASS;
	size_t shown = 0;

	if (report->endpoint_count)
		page_newline(page);
	for (size_t i = 0;
		i < report->endpoint_count && shown < room->endpoints; i++)
		if (all || report->endpoints[i].verdict != VERDICT_PASS) {
			put_endpoint(page, &report->endpoints[i]);
			shown++;
		}
	if (shown < report->endpoint_count)
		page_wrap(page, 0, 0, PAINT_NONE,
			arena_printf(page->arena,
				plural_form(report->endpoint_count - shown,
					"- and %zu more endpoint, not shown "
					"here",
					"- and %zu more endpoints, not shown "
					"here"),
				report->endpoint_count - shown));
}

/* The first server that tells its time. */
static const char *clock_words(struct arena *arena, const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		int64_t there = greeting_time_s(&endpoint->facts);
		int64_t ahead = there - report->local.now_s;

		if (!there)
			continue;
		return arena_printf(arena, "%s at %s%s",
			words_time(arena, there),
			words_place(arena, &endpoint->entry->endpoint),
			ahead > -SKEW_SECONDS && ahead < SKEW_SECONDS
				? ""
				: ": differs from the local time");
	}
	return NULL;
}

static void put_circumstances(
	const struct page *page, const struct report *report)
{
	page_newline(page);
	put_field(page, "Checked",
		arena_printf(page->arena, "%s by the local clock, with %s",
			words_time(page->arena, report->started_s),
			words_run(page->arena, report)));
	put_field(page, "Server time", clock_words(page->arena, report));
	put_field(page, "Run from", words_here(page->arena, &report->local));
	put_field(page, "Run by",
		arena_printf(
			page->arena, "mailsonde %s", report->tool_version));
}

static void put_ticket(const struct page *page, const struct report *report,
	const struct room *room)
{
	put_subject(page, report);
	put_diagnoses(page, report, room);
	put_groups(page, report, VERDICT_FAIL, "Failed", room);
	put_groups(page, report, VERDICT_WARNING, "Warning", room);
	put_groups(page, report, VERDICT_NOT_TESTED, "Not tested", room);
	put_endpoints(page, report, room);
	put_circumstances(page, report);
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	while ((text = strchr(text, '\n'))) {
		text++;
		count++;
	}
	return count;
}

void report_write_ticket(FILE *stream, const struct report *report)
{
	bool fits = false;

	for (size_t i = 0; i < COUNT_OF(rooms) && !fits; i++) {
		struct page page = {.columns = COLUMNS, .arena = arena_new()};
		char *text = NULL;
		size_t length;

		page.stream = open_memstream(&text, &length);
		if (!page.stream)
			memory_exhausted();
		put_ticket(&page, report, &rooms[i]);
		if (fclose(page.stream) != 0)
			memory_exhausted();
		fits = count_lines(text) < MOST_LINES ||
		       i + 1 == COUNT_OF(rooms);
		if (fits)
			fwrite(text, 1, length, stream);
		free(text);
		arena_free(page.arena);
	}
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	(void)style;
	report_write_ticket(stream, report);
	return true;
}

const struct format_row format_ticket = {
	.name = "ticket", .write = write_format};
