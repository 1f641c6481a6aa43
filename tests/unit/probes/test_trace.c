/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/trace.h"

#include "model/table.h"
#include "model/text/builder.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct octets octets_of(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

static void test_path(void **state)
{
	static const char message[] =
		"Received: from mx.example.com (mx.example.com [192.0.2.1] (by "
		"x))\r\n\t(using TLSv1.3; by y) by store.example.com with LMTP "
		"id 7\r\n\tfor <a@b>; Thu, 27 Nov 2025 09:05:04 +0000\r\n"
		"Received: by mx.example.com; Thu, 27 Nov 2025 10:05:03 "
		"+0100\r\n"
		"Received: (qmail 7 invoked by uid 0)\r\n"
		"\r\nReceived: from no.header by no.header; x\r\n";
	struct arena *arena = arena_new();
	struct trace trace;

	(void)state;
	trace_read(arena, octets_of(message), &trace);
	assert_int_equal(trace.count, 3);
	assert_string_equal(trace.hops[0].from, "mx.example.com");
	assert_string_equal(trace.hops[0].by, "store.example.com");
	assert_string_equal(trace.hops[0].protocol, "LMTP");
	assert_true(trace.hops[0].date == 1764234304);
	assert_null(trace.hops[1].from);
	assert_string_equal(trace.hops[1].by, "mx.example.com");
	assert_true(trace.hops[1].date == 1764234303);
	assert_null(trace.hops[2].by);
	assert_true(trace.hops[2].date == 0);
	assert_null(trace.authority);
	arena_free(arena);
}

static void test_results(void **state)
{
	static const struct {
		const char *value;
		const char *authority, *spf, *dkim, *dmarc;
	} rows[] = {
		{"mx.example.com; spf=pass smtp.mailfrom=a@b; dkim=fail "
		 "(bad; spf=no) header.d=b; dmarc=none",
			"mx.example.com", "pass", "fail", "none"},
		{"mx.example.com 1;\r\n\tdkim=fail header.d=a;\r\n\tdkim=pass "
		 "header.d=b; DMARC/1 = Pass",
			"mx.example.com", NULL, "pass", "Pass"},
		/* Exchange Online has no name first */
		{"spf=softfail (sender IP is 192.0.2.1) smtp.mailfrom=b; "
		 "dkim=none (message not signed); dmarc=fail action=none",
			NULL, "softfail", "none", "fail"},
		{"mx.example.com; none", "mx.example.com", NULL, NULL, NULL},
		{"mx.example.com", "mx.example.com", NULL, NULL, NULL},
		{"mx; x=\"; spf=pass\"; spf=fail", "mx", "fail", NULL, NULL},
		{"mx; spf=", "mx", NULL, NULL, NULL},
		{"", "", NULL, NULL, NULL},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *const wanted[] = {rows[i].authority, rows[i].spf,
			rows[i].dkim, rows[i].dmarc};
		const char *read[4];
		struct trace trace;

		/* the second one may be forged */
		trace_read(arena,
			octets_of(arena_printf(arena,
				"Authentication-Results: %s\r\n"
				"Authentication-Results: evil; spf=forged; "
				"dkim=forged; dmarc=forged\r\n",
				rows[i].value)),
			&trace);
		read[0] = trace.authority;
		read[1] = trace.spf;
		read[2] = trace.dkim;
		read[3] = trace.dmarc;
		for (size_t j = 0; j < COUNT_OF(wanted); j++) {
			if (!wanted[j] != !read[j])
				fail_msg("%s: %s", rows[i].value, read[j]);
			if (wanted[j])
				assert_string_equal(read[j], wanted[j]);
		}
	}
	arena_free(arena);
}

static void test_many(void **state)
{
	struct arena *arena = arena_new();
	struct builder text = {.arena = arena};
	struct trace trace;

	(void)state;
	for (int i = 0; i < TRACE_HOPS; i++)
		builder_printf(&text, "Received: by x%d; y\r\n", i);
	trace_read(arena, octets_of(builder_text(&text)), &trace);
	assert_int_equal(trace.count, TRACE_HOPS);
	assert_false(trace.cut);
	builder_add(&text, "Received: by y\r\n");
	trace_read(arena, octets_of(builder_text(&text)), &trace);
	assert_int_equal(trace.count, TRACE_HOPS);
	assert_true(trace.cut);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
