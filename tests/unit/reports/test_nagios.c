/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Ranges of the Monitoring Plugins guidelines, what a plugin concludes at the
 * edges of its limits, and that nothing breaks its lines. */
#include "model/table.h"
#include "reports/monitor/nagios.h"
#include "reports/monitor/samples.h"
#include "tests/unit/reports/sample_reports.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

static const struct plugin_unit units[] = {{"ms", 0.001}, {"s", 1}, {NULL, 0}};

static const struct {
	const char *text;
	const char *written;
	double quiet[3]; /* do not alert */
	double alert[3];
} ranges[] = {
	{"10", "10", {0, 5, 10}, {-0.001, 10.001, 1e6}},
	{"10:", "10:", {10, 10.001, 1e8}, {9.999, 0, -5}},
	{":10", "10", {0, 5, 10}, {-0.001, 10.001, 1e6}},
	{"~:10", "~:10", {-1e8, 0, 10}, {10.001, 11, 1e8}},
	{"10:20", "10:20", {10, 15, 20}, {9.999, 20.001, -15}},
	{"@10:20", "@10:20", {9.999, 20.001, -15}, {10, 15, 20}},
	{"@10", "@10", {-0.001, 10.001, 20}, {0, 5, 10}},
	{"@~:10", "@~:10", {10.001, 11, 1e8}, {-1e8, 0, 10}},
	{"-3:-1", "-3:-1", {-3, -2, -1}, {-3.001, -0.999, 2}},
	{"0", "0", {0, 0, 0}, {0.001, -0.001, 1}},
	{"0:", "0:", {0, 1, 1e8}, {-0.001, -1, -1e8}},
	{"500ms", "0.5", {0, 0.25, 0.5}, {0.501, 1, -1}},
	{"250ms:2s", "0.25:2", {0.25, 1, 2}, {0.249, 2.001, 0}},
	{"1.5", "1.5", {0, 1, 1.5}, {1.500001, 2, -1}},
};

static char *write_range(const struct plugin_range *range)
{
	size_t length;
	char *text;
	FILE *stream = open_memstream(&text, &length);

	assert_non_null(stream);
	plugin_range_write(stream, range);
	assert_int_equal(fclose(stream), 0);
	return text;
}

static void test_ranges(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ranges); i++) {
		struct plugin_range range, again;
		char *written;

		if (!plugin_range_read(ranges[i].text, units, &range))
			fail_msg("%s was refused", ranges[i].text);
		written = write_range(&range);
		assert_string_equal(written, ranges[i].written);
		assert_true(plugin_range_read(written, units, &again));
		assert_true(range.low == again.low && range.high == again.high);
		free(written);
		for (size_t k = 0; k < 3; k++) {
			if (plugin_range_alerts(&range, ranges[i].quiet[k]))
				fail_msg("%s alerts at %g", ranges[i].text,
					ranges[i].quiet[k]);
			if (!plugin_range_alerts(&range, ranges[i].alert[k]))
				fail_msg("%s is quiet at %g", ranges[i].text,
					ranges[i].alert[k]);
		}
	}
}

static void test_no_ranges(void **state)
{
	static const char *const wrong[] = {"", "@", "x", "1x", "10:x", "20:10",
		"1:2:3", ":-1", "--1", "+1", " 1", "1 ", "1.", ".5", "1e3",
		"0x10", "inf", "nan", "~", "~10", "10:~", "1sec", "1m", "@@1",
		"99999999999", "1.00000000000000000001", "-", "1,5"};
	static const struct plugin_range none;
	char *written;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct plugin_range range = {.low = 42};

		if (plugin_range_read(wrong[i], units, &range))
			fail_msg("'%s' was accepted", wrong[i]);
		assert_true(range.low == 42);
	}
	assert_false(plugin_range_alerts(&none, -1));
	written = write_range(&none);
	assert_string_equal(written, "");
	free(written);
}

static const struct {
	const char *outer;
	const char *inner;
	bool covers;
} pairs[] = {
	{"5", "10", true},
	{"10", "5", false},
	{"10", "10", false},
	{"5", "5000ms", false},
	{"30:", "7:", true},
	{"7:", "30:", false},
	{"7:400", "30:", false},
	{"7:400", "7:", true},
	{"2:3", "1:5", true},
	{"1:5", "2:3", false},
	{"1:3", "2:5", false},
	{"~:5", "10", true},
	{"@1:9", "@2:8", true},
	{"@2:8", "@1:9", false},
	{"@1:5", "@3:9", false},
	{"10", "@11:12", true},
	{"10", "@9:12", false},
	{"@1:9", "5", false},
};

static void test_pairs(void **state)
{
	static const struct plugin_range none;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		struct plugin_range outer, inner;

		assert_true(plugin_range_read(pairs[i].outer, units, &outer));
		assert_true(plugin_range_read(pairs[i].inner, units, &inner));
		if (plugin_range_covers(&outer, &inner, 0) != pairs[i].covers)
			fail_msg("%s and %s", pairs[i].outer, pairs[i].inner);
		assert_false(plugin_range_covers(&outer, &none, 0));
		assert_false(plugin_range_covers(&none, &inner, 0));
	}
}

static struct plugin_range at_most(double high)
{
	return (struct plugin_range){.given = true, .high = high};
}

static struct plugin_range at_least(double low)
{
	return (struct plugin_range){.given = true, .low = low, .high = 1e9};
}

/* Best connections take 0.153204 s, and certificates hold for 98 days. */
static void test_limits(void **state)
{
	struct arena *arena = arena_new();
	const struct report *good = sample_office365(arena);
	struct plugin_style style = {.warning.time = at_most(0.153204),
		.critical.time = at_most(0.153204),
		.warning.days = at_least(98),
		.critical.days = at_least(98)};

	(void)state;
	assert_int_equal(report_plugin_status(good, &style), PLUGIN_OK);
	style.warning.time = at_most(0.153203);
	assert_int_equal(report_plugin_status(good, &style), PLUGIN_WARNING);
	style.critical.time = at_most(0.153203);
	assert_int_equal(report_plugin_status(good, &style), PLUGIN_CRITICAL);
	style.warning.time = style.critical.time = at_most(2);
	style.warning.days = at_least(99);
	assert_int_equal(report_plugin_status(good, &style), PLUGIN_WARNING);
	style.critical.days = at_least(99);
	assert_int_equal(report_plugin_status(good, &style), PLUGIN_CRITICAL);
	arena_free(arena);
}

static void test_days(void **state)
{
	static const struct {
		int64_t seconds;
		int64_t days;
	} rows[] = {{0, 0}, {86399, 0}, {86400, 1}, {-1, -1}, {-86400, -1},
		{-86401, -2}};
	const struct report report = {.started_s = 1795342530};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct certificate certificate = {
			.not_after = report.started_s + rows[i].seconds};

		assert_int_equal(
			sample_days(&report, &certificate), rows[i].days);
	}
}

/* With STARTTLS the capabilities are left last. */
static void test_stages(void **state)
{
	struct probe_facts *probe = probe_facts_new();
	int64_t us[STAGE_COUNT];

	(void)state;
	probe->stage_us[STAGE_RESOLVE] = 0;
	probe->stage_us[STAGE_CONNECT] = 10;
	probe->stage_us[STAGE_GREETING] = 30;
	probe->stage_us[STAGE_STARTTLS] = 60;
	probe->stage_us[STAGE_HANDSHAKE] = 100;
	probe->stage_us[STAGE_CAPABILITIES] = 150;
	sample_stages(probe, us);
	assert_int_equal(us[STAGE_RESOLVE], 0);
	assert_int_equal(us[STAGE_CONNECT], 10);
	assert_int_equal(us[STAGE_GREETING], 20);
	assert_int_equal(us[STAGE_STARTTLS], 30);
	assert_int_equal(us[STAGE_HANDSHAKE], 40);
	assert_int_equal(us[STAGE_CAPABILITIES], 50);
	assert_int_equal(us[STAGE_QUIT], -1);
	probe_facts_free(probe);
}

static void test_statuses(void **state)
{
	static const struct {
		sample_function *sample;
		enum plugin_status status;
	} rows[] = {
		{sample_office365, PLUGIN_OK},
		{sample_url, PLUGIN_WARNING},
		{sample_failing, PLUGIN_CRITICAL},
		{sample_wrong_mode, PLUGIN_CRITICAL},
		{sample_throttled, PLUGIN_UNKNOWN},
		{sample_interrupted, PLUGIN_UNKNOWN},
		{sample_resolver, PLUGIN_UNKNOWN},
		{sample_empty, PLUGIN_UNKNOWN},
	};
	static const struct plugin_style plain;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();

		if (report_plugin_status(rows[i].sample(arena), &plain) !=
			rows[i].status)
			fail_msg("row %zu: not %d", i, (int)rows[i].status);
		arena_free(arena);
	}
}

/* Limits take the place of what the check warns of, not of what fails it. */
static void test_expiry(void **state)
{
	struct arena *arena = arena_new();
	struct report *report = sample_office365(arena);
	struct finding *finding = NULL;
	struct plugin_style style = {0};

	(void)state;
	for (size_t i = 0; i < report->endpoints[0].finding_count; i++)
		if (strcmp(report->endpoints[0].findings[i].check,
			    "certificate-expiry") == 0)
			finding = &report->endpoints[0].findings[i];
	assert_non_null(finding);
	finding->status = VERDICT_WARNING;
	report_conclude(report);
	assert_int_equal(report_plugin_status(report, &style), PLUGIN_WARNING);
	style.warnings_are_critical = true;
	assert_int_equal(report_plugin_status(report, &style), PLUGIN_CRITICAL);
	style.warning.days = at_least(7);
	assert_int_equal(report_plugin_status(report, &style), PLUGIN_OK);
	finding->status = VERDICT_FAIL;
	report_conclude(report);
	assert_int_equal(report_plugin_status(report, &style), PLUGIN_CRITICAL);
	finding->suppressed = "until it is replaced";
	report_conclude(report);
	assert_int_equal(report_plugin_status(report, &style), PLUGIN_OK);
	arena_free(arena);
}

/* One "|" and the line ends that are ours, whatever somebody said. */
static void test_words(void **state)
{
	static const struct plugin_style plain;
	struct arena *arena = arena_new();
	struct report *report = sample_failing(arena);
	size_t length, bars = 0, lines = 0;
	char *text, *first;
	FILE *stream = open_memstream(&text, &length);

	(void)state;
	assert_non_null(stream);
	report->endpoints[0].findings[0].status = VERDICT_FAIL;
	report->endpoints[0].findings[0].diagnosis = NULL;
	report->endpoints[0].findings[0].summary =
		"said \"OK | 'x'=1;\nOK - all is well\033[0m\"";
	report_conclude(report);
	report_write_nagios(stream, report, &plain);
	assert_int_equal(fclose(stream), 0);
	first = strchr(text, '\n');
	for (const char *at = text; *at; at++) {
		bars += *at == '|';
		lines += *at == '\n';
		if (*at == '|')
			assert_true(at < first);
		assert_true(*at == '\n' || (unsigned char)*at >= ' ');
	}
	assert_int_equal(bars, 1);
	assert_non_null(strstr(text, "OK \\x7c 'x'=1;\\x0aOK"));
	assert_true(lines > report->endpoint_count);
	free(text);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_no_ranges),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_expiry),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
