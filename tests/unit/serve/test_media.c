/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/media.h"
#include "tests/unit/unit.h"

#include <stdio.h>

static void test_content_types(void **state)
{
	static const char type[] = "application/json";

	(void)state;
	assert_true(media_is("application/json", type));
	assert_true(media_is("Application/JSON", type));
	assert_true(media_is("application/json;charset=utf-8", type));
	assert_true(media_is("application/json ; charset=utf-8", type));
	assert_false(media_is("application/jsonl", type));
	assert_false(media_is("application/jso", type));
	assert_false(media_is("text/plain; x=application/json", type));
	assert_false(media_is("", type));
}

/* The one of two that is sent; of two that weigh the same, the first one. */
static const char *chosen(const char *accept)
{
	static const char json[] = "application/json";
	static const char html[] = "text/html; charset=utf-8";
	unsigned as_json = media_weigh(accept, json);
	unsigned as_html = media_weigh(accept, html);

	if (!as_json && !as_html)
		return "neither";
	return as_html > as_json ? "html" : "json";
}

static void test_what_is_accepted(void **state)
{
	static const struct {
		const char *accept, *want;
	} rows[] = {
		{"text/html", "html"},
		{"TEXT/HTML", "html"},
		{"text/html;level=1", "html"},
		{" ,text/html ; q=0.5", "html"},
		{"text/*", "html"},
		{"application/*", "json"},
		{"*/*", "json"},
		{"text/html, */*", "html"},
		{"*/*, text/html", "html"},
		{"text/html, application/json", "html"},
		{"application/json, text/html", "json"},
		{"text/html;q=0.1, application/json", "json"},
		{"text/html;q=0.9, application/json;q=0.899", "html"},
		{"text/html;Q=0.2, */*;q=0.1", "html"},
		{"text/html;q=0.1, */*;q=0.2", "json"},
		{"application/json;q=0, */*", "html"},
		{"application/json;q=0.000, text/*;q=0", "neither"},
		{"*/*;q=0, application/json", "json"},
		{"application/json;v=1;q=0", "neither"},
		{"image/png", "neither"},
		{"text/htm, application/jsonl, text", "neither"},
		{"application/xhtml+xml", "neither"},
		{"text/html;q=", "neither"},
		{"*", "neither"},
		{"", "neither"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		printf("%s\n", rows[i].accept);
		assert_string_equal(chosen(rows[i].accept), rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_content_types),
		cmocka_unit_test(test_what_is_accepted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
