/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* That no text becomes markup, and what a page says of a report. */
#include "model/table.h"
#include "reports/page/markup.h"
#include "reports/page/page.h"
#include "tests/unit/reports/sample_reports.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	const char *written;
} texts[] = {
	{NULL, ""},
	{"", ""},
	{"plain", "plain"},
	{"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
	{"\" onload='x' a=\"", "&quot; onload=&#39;x&#39; a=&quot;"},
	{"a & b &amp; c", "a &amp; b &amp;amp; c"},
	{"50% of %s", "50% of %s"},
	{"\x1b[31m\x7f\x01", "\\x1b[31m\\x7f\\x01"},
	{"\xff\xc3\x28", "\\xff\\xc3("},
	{"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct markup out = {.arena = arena_new()};
		size_t length;
		char *written = NULL;
		char *wanted = arena_printf(out.arena, "<b a=\"%s\">%s</b>",
			texts[i].written, texts[i].written);

		out.stream = open_memstream(&written, &length);
		markup_put(
			&out, "<b a=\"%\">%</b>", texts[i].text, texts[i].text);
		assert_int_equal(fclose(out.stream), 0);
		assert_string_equal(written, wanted);
		free(written);
		arena_free(out.arena);
	}
}

static void expect_link(const char *url, bool is_link)
{
	struct markup out = {.arena = arena_new()};
	size_t length;
	char *written = NULL;

	out.stream = open_memstream(&written, &length);
	markup_link(&out, url, "words");
	assert_int_equal(fclose(out.stream), 0);
	assert_int_equal(strstr(written, "<a href=") != NULL, is_link);
	assert_non_null(strstr(written, "words"));
	free(written);
	arena_free(out.arena);
}

static void test_links(void **state)
{
	(void)state;
	expect_link("https://example.com/", true);
	expect_link("http://example.com/", true);
	expect_link("javascript:alert(1)", false);
	expect_link("data:text/html,x", false);
	expect_link("//example.com/", false);
	expect_link(" https://example.com/", false);
	expect_link(NULL, false);
}

static void test_empty(void **state)
{
	static const struct report empty = {
		.tool_version = "1", .verdict = VERDICT_NOT_TESTED};
	size_t length;
	char *written = NULL;
	FILE *stream = open_memstream(&written, &length);

	(void)state;
	report_write_page(stream, &empty, &(struct page_options){0});
	assert_int_equal(fclose(stream), 0);
	assert_non_null(strstr(written, "There was nothing to check."));
	assert_non_null(strstr(written, "</html>\n"));
	free(written);
}

/* One rule is ruled on for each of three endpoints. */
static void test_unobservable(void **state)
{
	static const char *const said[] = {NULL,
		"<li>1 ruling cannot be made from outside;",
		"<li>2 rulings cannot be made from outside;",
		"<li>3 rulings cannot be made from outside;"};

	(void)state;
	for (size_t count = 1; count < COUNT_OF(said); count++) {
		struct arena *arena = arena_new();
		struct report *report = sample_judged(arena);
		size_t length, left = count;
		char *written = NULL;
		FILE *stream = open_memstream(&written, &length);

		for (size_t e = 0; e < report->endpoint_count; e++)
			for (size_t k = 0;
				k < report->endpoints[e].finding_count; k++) {
				struct finding *finding =
					&report->endpoints[e].findings[k];

				if (finding->unobservable && left)
					left--;
				else
					finding->unobservable = false;
			}
		report_write_page(stream, report, &(struct page_options){0});
		assert_int_equal(fclose(stream), 0);
		assert_non_null(strstr(written, said[count]));
		free(written);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_unobservable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
