/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Reports byte for byte as in tests/golden/, where each sample has a folder.
 * After a change that is meant, GOLDEN_UPDATE=1 writes them anew: read the
 * difference before it is kept. */
#include "model/table.h"
#include "reports/monitor/csv.h"
#include "reports/monitor/junit.h"
#include "reports/monitor/nagios.h"
#include "reports/monitor/openmetrics.h"
#include "reports/monitor/sarif.h"
#include "reports/monitor/tap.h"
#include "reports/record/json.h"
#include "reports/record/xml.h"
#include "reports/text/text.h"
#include "reports/text/ticket.h"
#include "tests/unit/reports/sample_reports.h"
#include "tests/unit/unit.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	struct text_style style;
} styles[] = {
	{"60", {.columns = 60, .audience = AUDIENCE_HELPDESK, .utf8 = true}},
	{"100", {.columns = 100, .audience = AUDIENCE_HELPDESK, .utf8 = true}},
	{"200", {.columns = 200, .audience = AUDIENCE_HELPDESK, .utf8 = true}},
	{"80-color", {.columns = 80,
			     .audience = AUDIENCE_HELPDESK,
			     .utf8 = true,
			     .color = true}},
	{"80-ascii", {.columns = 80, .audience = AUDIENCE_HELPDESK}},
	{"80-user", {.columns = 80, .audience = AUDIENCE_USER, .utf8 = true}},
	{"60-user", {.columns = 60, .audience = AUDIENCE_USER, .utf8 = true}},
	{"80-admin", {.columns = 80, .audience = AUDIENCE_ADMIN, .utf8 = true}},
	{"60-verbose", {.columns = 60,
			       .audience = AUDIENCE_HELPDESK,
			       .utf8 = true,
			       .verbose = true}},
	{"100-verbose", {.columns = 100,
				.audience = AUDIENCE_HELPDESK,
				.utf8 = true,
				.verbose = true,
				.transcript = true}},
	{"60-ascii-verbose", {.columns = 60,
				     .audience = AUDIENCE_HELPDESK,
				     .verbose = true,
				     .transcript = true}},
};

/* Which styles are kept of which sample: not all of them are looked at. */
static const struct {
	const char *sample;
	const char *style;
} goldens[] = {
	{"office365", "60"},
	{"office365", "100"},
	{"office365", "200"},
	{"office365", "100-verbose"},
	{"url", "60"},
	{"url", "80-color"},
	{"failing", "60"},
	{"failing", "100"},
	{"failing", "200"},
	{"failing", "80-color"},
	{"failing", "80-ascii"},
	{"failing", "60-verbose"},
	{"unreachable", "100"},
	{"throttled", "60"},
	{"throttled", "80-color"},
	{"throttled", "80-ascii"},
	{"interrupted", "100"},
	{"judged", "100-verbose"},
	{"hostile", "60"},
	{"hostile", "80-color"},
	{"hostile", "60-ascii-verbose"},
	{"hostile", "100-verbose"},
	{"empty", "60"},
	{"wrong-mode", "60"},
	{"wrong-mode", "200"},
	{"wrong-mode", "80-ascii"},
	{"wrong-mode", "80-user"},
	{"wrong-mode", "80-admin"},
	{"wrong-mode", "100-verbose"},
	{"filtered", "60"},
	{"filtered", "80-color"},
	{"filtered", "80-user"},
	{"filtered", "80-admin"},
	{"misspelt", "80-ascii"},
	{"misspelt", "60-user"},
	{"misspelt", "60-verbose"},
	{"resolver", "60"},
	{"resolver", "80-color"},
	{"resolver", "80-user"},
	{"resolver", "80-admin"},
	{"several", "60"},
	{"several", "100"},
	{"several", "80-user"},
	{"several", "80-admin"},
	{"several", "100-verbose"},
};

static const char *source_path(
	struct arena *arena, const char *folder, const char *name)
{
	const char *srcdir = getenv("srcdir");

	return arena_printf(
		arena, "%s/%s/%s", srcdir ? srcdir : ".", folder, name);
}

static char *read_whole(const char *path, size_t *ret_length)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	size_t size = 0;
	FILE *copy;
	int octet;

	if (!file)
		return NULL;
	copy = open_memstream(&text, &size);
	assert_non_null(copy);
	while ((octet = getc(file)) != EOF)
		putc(octet, copy);
	fclose(copy);
	fclose(file);
	*ret_length = size;
	return text;
}

static void write_whole(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static void compare(
	struct arena *arena, const char *name, const char *text, size_t length)
{
	const char *path = source_path(arena, "tests/golden", name);
	const char *update = getenv("GOLDEN_UPDATE");
	size_t want_length = 0;
	char *want;

	if (update && update[0]) {
		write_whole(path, text, length);
		return;
	}
	want = read_whole(path, &want_length);
	if (!want || want_length != length || memcmp(want, text, length) != 0)
		fail_msg("%s is not what comes out:\n%s", path, text);
	free(want);
}

static char *render(const struct report *report, const struct text_style *style,
	size_t *ret_length)
{
	char *text = NULL;
	FILE *stream = open_memstream(&text, ret_length);

	assert_non_null(stream);
	report_write_text(stream, report, style);
	assert_int_equal(fclose(stream), 0);
	return text;
}

static bool is_golden(const char *sample, const char *style)
{
	for (size_t i = 0; i < COUNT_OF(goldens); i++)
		if (strcmp(goldens[i].sample, sample) == 0 &&
			strcmp(goldens[i].style, style) == 0)
			return true;
	return false;
}

/* Whether `at` is in a line with a URL. */
static bool is_address(const char *text, const char *at)
{
	while (at > text && at[-1] != '\n')
		at--;
	return strncmp(at + strspn(at, " "), "https://", 8) == 0;
}

/* No line is longer than the page, but for addresses to be copied, and nothing
 * in it can harm a terminal. */
static void check_lines(
	const char *name, const char *text, const struct text_style *style)
{
	size_t columns = 0;

	for (const char *c = text; *c; c++) {
		unsigned char octet = (unsigned char)*c;

		if (octet == '\033') {
			if (!style->color)
				fail_msg("%s: colour", name);
			c = strchr(c, 'm');
			assert_non_null(c);
			continue;
		}
		if (octet == 0x7F || (octet < 0x20 && octet != '\n') ||
			(octet >= 0x80 && !style->utf8))
			fail_msg("%s: octet %02x", name, octet);
		/* Wide characters take three octets and two columns. */
		columns = octet == '\n'            ? 0
			  : (octet & 0xC0) == 0x80 ? columns
						   : columns + 1;
		if ((columns > style->columns || columns > 100) &&
			!is_address(text, c))
			fail_msg("%s: a line is too long:\n%s", name, text);
		if (octet == '\n' && c > text && c[-1] == ' ')
			fail_msg("%s: blanks end a line:\n%s", name, text);
	}
}

static void test_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count * COUNT_OF(styles); i++) {
		const char *sample = sample_table[i / COUNT_OF(styles)].name;
		const char *style = styles[i % COUNT_OF(styles)].name;
		struct arena *arena = arena_new();
		const struct report *report =
			sample_table[i / COUNT_OF(styles)].sample(arena);
		const char *name =
			arena_printf(arena, "%s/report-%s.txt", sample, style);
		size_t length = 0;
		char *text = render(
			report, &styles[i % COUNT_OF(styles)].style, &length);

		assert_int_equal(strlen(text), length);
		check_lines(name, text, &styles[i % COUNT_OF(styles)].style);
		if (is_golden(sample, style))
			compare(arena, name, text, length);
		free(text);
		arena_free(arena);
	}
}

/* A note goes through e-mail and into forms: every one is kept. */
static void test_ticket(void **state)
{
	const struct text_style plain = {.columns = 72};

	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct arena *arena = arena_new();
		const struct report *report = sample_table[i].sample(arena);
		const char *name = arena_printf(
			arena, "%s/report-ticket.txt", sample_table[i].name);
		size_t length = 0;
		char *text = NULL;
		FILE *stream = open_memstream(&text, &length);

		assert_non_null(stream);
		report_write_ticket(stream, report);
		assert_int_equal(fclose(stream), 0);
		check_lines(name, text, &plain);
		compare(arena, name, text, length);
		free(text);
		arena_free(arena);
	}
}

/* A note stays short, however much was checked. */
/* What monitors read, of every sample, with limits that some of them pass. */
static void write_for_monitors(
	FILE *stream, const struct report *report, bool metrics)
{
	const struct plugin_style style = {
		.warning.time = {.given = true, .high = 0.1},
		.warning.days = {.given = true, .low = 100, .high = INFINITY},
		.critical.time = {.given = true, .high = 2},
	};

	if (metrics)
		report_write_openmetrics(stream, report);
	else
		report_write_nagios(stream, report, &style);
}

static void test_monitors(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * sample_count; i++) {
		struct arena *arena = arena_new();
		const struct report *report = sample_table[i / 2].sample(arena);
		const char *name = arena_printf(arena, "%s/report.%s",
			sample_table[i / 2].name, i % 2 ? "prom" : "nagios");
		size_t length = 0;
		char *text = NULL;
		FILE *stream = open_memstream(&text, &length);

		assert_non_null(stream);
		write_for_monitors(stream, report, i % 2);
		assert_int_equal(fclose(stream), 0);
		assert_int_equal(strlen(text), length);
		compare(arena, name, text, length);
		free(text);
		arena_free(arena);
	}
}

static void write_json(FILE *stream, const struct report *report)
{
	report_write_json(stream, report, true);
}

static void write_jsonl(FILE *stream, const struct report *report)
{
	report_write_jsonl(stream, report, false);
}

static void write_junit(FILE *stream, const struct report *report)
{
	assert_true(report_write_junit(stream, report, false));
}

static bool describe(const char *check, struct sarif_rule *ret_rule)
{
	if (strcmp(check, "connect") != 0)
		return false;
	*ret_rule = (struct sarif_rule){"The title", "Why.", "What to do."};
	return true;
}

static void write_sarif(FILE *stream, const struct report *report)
{
	report_write_sarif(stream, report, describe);
}

static void write_tap(FILE *stream, const struct report *report)
{
	report_write_tap(stream, report, false);
}

/* What other programs read, of the samples that differ most;
 * tests/integration/reports/formats.sh holds these files against their schemas.
 */
static void test_programs(void **state)
{
	static const struct {
		const char *suffix;
		void (*write)(FILE *stream, const struct report *report);
	} formats[] = {
		{"json", write_json},
		{"jsonl", write_jsonl},
		{"csv", report_write_csv},
		{"junit", write_junit},
		{"sarif", write_sarif},
		{"tap", write_tap},
	};
	static const struct {
		const char *name;
		sample_function *sample;
	} kept[] = {
		{"judged", sample_judged},
		{"hostile", sample_hostile},
		{"several", sample_several},
		{"empty", sample_empty},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(formats) * COUNT_OF(kept); i++) {
		size_t format = i % COUNT_OF(formats);
		size_t sample = i / COUNT_OF(formats);
		struct arena *arena = arena_new();
		size_t length = 0;
		char *text = NULL;
		FILE *stream = open_memstream(&text, &length);

		assert_non_null(stream);
		formats[format].write(stream, kept[sample].sample(arena));
		assert_int_equal(fclose(stream), 0);
		assert_int_equal(strlen(text), length);
		compare(arena,
			arena_printf(arena, "%s/report.%s", kept[sample].name,
				formats[format].suffix),
			text, length);
		free(text);
		arena_free(arena);
	}
}

/* What a spreadsheet would take for a formula. */
static void test_formulas(void **state)
{
	static const char *const formulas[] = {
		"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\n=1"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(formulas); i++) {
		struct arena *arena = arena_new();
		struct report *report = sample_url(arena);
		size_t length = 0;
		char *text = NULL;
		FILE *stream = open_memstream(&text, &length);

		assert_non_null(stream);
		report->endpoints[0].findings[0].observed = formulas[i];
		report_write_csv(stream, report);
		assert_int_equal(fclose(stream), 0);
		assert_non_null(strstr(
			text, arena_printf(arena, ",\"'%s\",", formulas[i])));
		free(text);
		arena_free(arena);
	}
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void test_long_ticket(void **state)
{
	struct arena *arena = arena_new();
	struct report *report = sample_many(arena, 500);
	size_t length = 0;
	char *text = NULL;
	FILE *stream = open_memstream(&text, &length);

	(void)state;
	assert_non_null(stream);
	report_write_ticket(stream, report);
	assert_int_equal(fclose(stream), 0);
	assert_true(length < 4000);
	assert_true(count_lines(text) < 60);
	assert_non_null(strstr(text, "more endpoints, not shown here"));
	free(text);
	arena_free(arena);
}

/* A run of 40 hosts, each with the same fault and six facts that show it. */
static struct report *sample_alike(struct arena *arena)
{
	static const char *evidence[] = {"a", "b", "c", "d", "e", "f"};
	struct report *report = sample_many(arena, 40);
	size_t *at = arena_alloc(arena, 40 * sizeof(*at));

	report->diagnosis_count = 40;
	report->diagnoses = arena_alloc(arena, 40 * sizeof(*report->diagnoses));
	for (size_t i = 0; i < 40; i++) {
		at[i] = i;
		report->diagnoses[i] =
			(struct diagnosis){.id = "certificate-expired",
				.confidence = CONFIDENCE_CERTAIN,
				.summary = "The certificate has expired.",
				.user_summary = "The certificate has expired.",
				.explanation = "It was not renewed.",
				.evidence = evidence,
				.evidence_count = 6,
				.endpoints = &at[i],
				.endpoint_count = 1};
	}
	return report;
}

/* One cause of many hosts is one row, and its count; a ticket without room
 * still shows a fact. */
static void test_same_cause(void **state)
{
	static const struct text_style style = {
		.columns = 100, .audience = AUDIENCE_HELPDESK, .utf8 = true};
	struct arena *arena = arena_new();
	struct report *report = sample_alike(arena);
	size_t length;
	char *text = render(report, &style, &length);
	FILE *stream;

	(void)state;
	assert_non_null(strstr(
		text, "40 endpoints: certificate-expired, 40 times: The cert"));
	assert_null(strstr(text, "1 endpoint: "));
	free(text);
	stream = open_memstream(&text, &length);
	assert_non_null(stream);
	report_write_ticket(stream, report);
	assert_int_equal(fclose(stream), 0);
	assert_true(count_lines(text) < 60);
	assert_non_null(strstr(text, "\nSeen          - a\n"));
	free(text);
	arena_free(arena);
}

/* Another cause that fits beside a likelier one is no row of its own. */
static void test_cause_beside(void **state)
{
	static const struct text_style style = {
		.columns = 100, .audience = AUDIENCE_HELPDESK, .utf8 = true};
	struct arena *arena = arena_new();
	struct report *report = sample_alike(arena);
	struct diagnosis *beside = &report->diagnoses[1];
	size_t length;
	char *text;

	(void)state;
	beside->id = "hello-dropped";
	beside->summary = "Another one.";
	text = render(report, &style, &length);
	assert_non_null(strstr(text, "1 endpoint: Another one."));
	free(text);
	beside->endpoints = report->diagnoses[0].endpoints;
	text = render(report, &style, &length);
	assert_null(strstr(text, "1 endpoint: Another one."));
	free(text);
	arena_free(arena);
}

/* A list of many begins with how many came to what, and why; then comes the
 * matrix. A few endpoints do not. */
static void test_long_list(void **state)
{
	static const struct text_style style = {
		.columns = 100, .audience = AUDIENCE_HELPDESK, .utf8 = true};

	(void)state;
	for (size_t count = 3; count <= 120; count += 117) {
		struct arena *arena = arena_new();
		size_t length;
		char *text = render(sample_many(arena, count), &style, &length);
		const char *overview = strstr(
			text, arena_printf(arena, "\nEndpoints  %zu: ", count));
		const char *matrix = strstr(text, "TLS 1.0  1.1");

		assert_non_null(matrix);
		if (count == 3)
			assert_null(overview);
		else if (!overview || overview > matrix || matrix - text > 2000)
			fail_msg("%s", text);
		free(text);
		arena_free(arena);
	}
}

/* Whatever the width, every column is used well and none is left behind. */
static void test_widths(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct arena *arena = arena_new();
		const struct report *report = sample_table[i].sample(arena);

		for (unsigned columns = 40; columns < 130; columns++) {
			struct text_style style = {.columns = columns,
				.audience = columns % AUDIENCE_COUNT,
				.utf8 = columns % 2,
				.verbose = columns % 3 == 0};
			size_t length = 0;
			char *text = render(report, &style, &length);

			check_lines(sample_table[i].name, text, &style);
			free(text);
		}
		arena_free(arena);
	}
}

static void test_xml(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct arena *arena = arena_new();
		const struct report *report = sample_table[i].sample(arena);
		size_t length = 0;
		char *text = report_to_xml(
			report, sample_table[i].transcript, &length);

		assert_int_equal(strlen(text), length);
		compare(arena,
			arena_printf(
				arena, "%s/report.xml", sample_table[i].name),
			text, length);
		free(text);
		arena_free(arena);
	}
}

/* A headline claims nothing that the lines below refute. */
static void test_headlines(void **state)
{
	static const struct {
		enum verdict rules; /* what VER-003 comes to */
		enum verdict checks;
		const char *said;
	} rows[] = {
		{VERDICT_FAIL, VERDICT_PASS,
			"All 3 endpoints violate rule VER-003 of rfc9325: "},
		{VERDICT_NOT_TESTED, VERDICT_PASS,
			"1 rule could not be tested; nothing failed. It is "
			"VER-003 of rfc9325: "},
		{VERDICT_PASS, VERDICT_PASS, "PASS  All 3 endpoints"},
	};
	static const struct text_style style = {
		.columns = 100, .audience = AUDIENCE_HELPDESK, .utf8 = true};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct report *report = sample_judged(arena);
		size_t length;
		char *text;

		for (size_t e = 0; e < report->endpoint_count; e++)
			for (size_t k = 0;
				k < report->endpoints[e].finding_count; k++) {
				struct finding *finding =
					&report->endpoints[e].findings[k];
				bool rule =
					finding->policy &&
					strcmp(finding->policy, "rfc9325") ==
						0 &&
					strcmp(finding->check, "VER-003") == 0;

				finding->status =
					rule ? rows[i].rules : rows[i].checks;
				finding->unobservable = false;
			}
		report_conclude(report);
		text = render(report, &style, &length);
		if (!strstr(text, rows[i].said) ||
			strstr(text, "Nothing was checked"))
			fail_msg("%s", text);
		free(text);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_headlines),
		cmocka_unit_test(test_ticket),
		cmocka_unit_test(test_monitors),
		cmocka_unit_test(test_programs),
		cmocka_unit_test(test_formulas),
		cmocka_unit_test(test_long_ticket),
		cmocka_unit_test(test_same_cause),
		cmocka_unit_test(test_cause_beside),
		cmocka_unit_test(test_long_list),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_xml),
	};

	/* The widths of characters are the locale's. */
	if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "C.utf8") &&
		!setlocale(LC_CTYPE, "en_US.UTF-8"))
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
