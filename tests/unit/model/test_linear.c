/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What others write costs time in proportion to its length. Each row is of the
 * kind that took minutes where everything was compared with everything. */

#include "tests/unit/unit.h"

#include "checks/compare.h"
#include "checks/rules/table.h"
#include "engine/own_policy.h"
#include "evidence/neighbour.h"
#include "model/table.h"
#include "reports/format.h"
#include "reports/monitor/nagios.h"
#include "reports/record/read.h"
#include "reports/text/page.h"
#include "reports/text/text.h"
#include "settings/forms/form.h"
#include "settings/forms/forms.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OCTETS ((size_t)1 << 20)

/* A small part of what the slow way takes, and many times what the quick one
 * does with a sanitizer on a busy machine. */
#define BOUND_S 15

/* `each` may have "%u" in it, twice at most: the number, from 1. */
static const struct {
	const char *form;
	const char *begin, *each, *end;
} settings[] = {
	{"domains", "", "u%u@gmail.com ", ""},
	{"domains", "", "h%u.example.com ", ""},
	{"urls", "", "imaps://h%u.example.com ", ""},
	{"autoconfig", "<clientConfig><emailProvider id='x'>", "<a/>",
		"</emailProvider></clientConfig>"},
	{"autoconfig", "<clientConfig><emailProvider id='x'>",
		"<domain>d%u.example</domain>",
		"</emailProvider></clientConfig>"},
	{"autoconfig", "<clientConfig v='>' ", "a%u='' ", "/>"},
	{"autoconfig", "<!DOCTYPE a [<!ATTLIST a ", "b%u CDATA '' ", ">]><a/>"},
	{"autoconfig",
		"<!DOCTYPE a [<!NOTATION n SYSTEM ''><!ATTLIST a b NOTATION (",
		"n%u|", "n) ''>]><a/>"},
	{"autoconfig", "<clientConfig>", "<a xmlns:n%u='u'>", ""},
	{"mobileconfig", "<plist version='1.0'><dict>", "<key>k%u</key><true/>",
		"</dict></plist>"},
	{"offlineimap", "",
		"[Repository r%u]\ntype=IMAP\nremotehost=h%u.example\n", ""},
	{"prf", "[Internet Account List]\nAccount1=IMAP_I_Mail\n",
		"[Account%u]\nIMAPServer=h%u.example.com\n", ""},
	{"getmail", "[retriever]\n", "k%u=1\n", "server=h.example.com\n"},
	{"msmtp", "account a0\nhost h.example.com\n", "account a%u : a0\n", ""},
	{"mbsync", "", "IMAPAccount a%u\nHost h%u.example.com\n\n", ""},
	{"fetchmail", "", "poll h%u.example.com proto imap user u ssl\n", ""},
	{"neomutt", "set my_a=xx\n", "set my_a=\"$my_a$my_a\"\n",
		"set folder=\"imaps://$my_a.example.com\"\n"},
	{"neomutt", "", "set my_v%u=$my_v1x\n",
		"set folder=\"imaps://$my_v9.example.com\"\n"},
	{"prefs", "",
		"user_pref(\"mail.server.server%u.hostname\",\"h%u.example."
		"com\");\n",
		""},
	{"csv", "host,port,encryption\n", "h%u.example.com,993,SSL\n", ""},
	{"csv", "host,port,encryption", ",c%u", "\nh.example.com,993,SSL\n"},
	{"panel", "", "IMAP 993 SSL\nSMTP 465 SSL\n",
		"server imap.example.com\n"},
	{"panel", "mail.example.com:587\n", "SMTP a%u.example.com port 2587\n",
		""},
};

static char *repeat(
	size_t octets, const char *begin, const char *each, const char *end)
{
	char *text = malloc(octets + OCTETS), *at = stpcpy(text, begin);
	char item[1024];

	for (unsigned i = 1; at < text + octets; i++) {
		const char *from = each;
		char *to = item;

		for (; *from; from++)
			if (from[0] == '%' && from[1] == 'u') {
				to += sprintf(to, "%u", i);
				from++;
			} else {
				*to++ = *from;
			}
		*to = '\0';
		at = stpcpy(at, item);
	}
	strcpy(at, end);
	return text;
}

static void expect_within(
	double bound_s, clock_t began, const char *what, const char *each)
{
	double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;

	if (seconds > bound_s)
		fail_msg("%s of \"%s\" takes %.1f s", what, each, seconds);
}

static void expect_quick(clock_t began, const char *what, const char *each)
{
	expect_within(BOUND_S, began, what, each);
}

static void test_settings(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(settings); i++) {
		char *text = repeat(OCTETS, settings[i].begin, settings[i].each,
			settings[i].end);
		const struct octets octets = {
			(const unsigned char *)text, strlen(text)};
		struct arena *arena = arena_new();
		struct matrix matrix = {0};
		struct problem problem = {0};
		clock_t began = clock();

		(void)!forms_read(arena, "here", octets,
			forms_find(settings[i].form), NULL, &matrix, &problem);
		expect_quick(began, settings[i].form, settings[i].each);
		arena_free(arena);
		free(text);
	}
}

#define REPORT                                                                 \
	"<report xmlns='urn:mailsonde:report:1' tool-version='1' "             \
	"started='2026-11-22T10:15:30.007Z' duration-ms='1' verdict='pass'>"
#define ENDPOINT                                                               \
	"<endpoint service='imap' host='h%u.example' port='993' "              \
	"mode='implicit' verdict='pass'>"
#define ONE                                                                    \
	"<endpoint service='imap' host='h.example' port='993' "                \
	"mode='implicit' verdict='pass'>"
#define FINDING                                                                \
	"<finding check='c%u' status='pass' severity='error' expected='e' "    \
	"observed='o'><summary>s</summary><explanation>e</explanation>"        \
	"<reference>r</reference></finding>"
#define AGAIN                                                                  \
	"<finding check='connect' status='fail' severity='error' "             \
	"expected='e' observed='o'><summary>s%u</summary>"                     \
	"<explanation>e</explanation><reference>r</reference></finding>"
#define UNTESTED                                                               \
	"<finding check='c%u' status='not-tested' severity='error' "           \
	"expected='e' observed='o'><summary>s</summary>"                       \
	"<explanation>e</explanation><reference>r</reference></finding>"
#define SUMMARY                                                                \
	"<summary pass='1' fail='0' warning='0' info='0' not-tested='0'/>"     \
	"</report>"

static const struct {
	const char *begin, *each, *end;
} reports[] = {
	{REPORT ONE, FINDING, "</endpoint>" SUMMARY},
	{REPORT, ENDPOINT "</endpoint>", SUMMARY},
	{REPORT ONE, UNTESTED, "</endpoint>" SUMMARY},
	{REPORT ONE, AGAIN, "</endpoint>" SUMMARY},
	{REPORT, ENDPOINT UNTESTED "</endpoint>", SUMMARY},
};

static struct report read_text(struct arena *arena, size_t octets,
	const char *begin, const char *each, const char *end)
{
	char *text = repeat(octets, begin, each, end);
	struct problem problem = {0};
	struct report report = {0};

	if (!record_read_xml(
		    arena, "here", text, strlen(text), &report, &problem))
		fail_msg("%s", problem_say(arena, &problem));
	free(text);
	return report;
}

static bool read_report(
	struct arena *arena, size_t octets, size_t i, struct report *ret_report)
{
	*ret_report = read_text(arena, octets, reports[i].begin,
		reports[i].each, reports[i].end);
	return true;
}

static void test_reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		struct arena *arena = arena_new();
		struct report before, after;
		struct comparison comparison;
		clock_t began = clock();

		if (read_report(arena, OCTETS, i, &before)) {
			assert_true(read_report(arena, OCTETS, i, &after));
			compare_reports(arena, &before, &after, &comparison);
			assert_int_equal(comparison.change_count, 0);
			report_clear(&after);
			report_clear(&before);
		}
		expect_quick(began, "a report", reports[i].each);
		arena_free(arena);
	}
}

/* Of more than anybody has, since comparing is quick. */
static void test_formats(void **state)
{
	const struct text_style text = {.columns = 80, .verbose = true};
	const struct plugin_style plugin = {0};
	const struct format_style style = {.text = &text, .plugin = &plugin};
	FILE *nowhere = fopen("/dev/null", "w");

	(void)state;
	assert_non_null(nowhere);
	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		struct arena *arena = arena_new();
		struct report report;

		if (!read_report(arena, 5 * OCTETS, i, &report))
			continue;
		for (int f = 0; f < FORMAT_COUNT; f++) {
			clock_t began = clock();

			if (!format_table[f]->write)
				continue;
			assert_true(format_table[f]->write(
				nowhere, &report, &style));
			expect_within(BOUND_S / 2, began, format_table[f]->name,
				reports[i].each);
		}
		report_clear(&report);
		arena_free(arena);
	}
	fclose(nowhere);
}

/* Each endpoint is demanded once, wherever it was before. */
static void test_own_policy(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		struct arena *arena = arena_new();
		struct report report;
		clock_t began;

		assert_true(read_report(arena, 10 * OCTETS, i, &report));
		began = clock();
		own_policy(arena, &report);
		expect_quick(began, "a policy", reports[i].each);
		report_clear(&report);
		arena_free(arena);
	}
}

#define STARTTLS(host)                                                         \
	"<endpoint service='imap' host='" host "' port='143' "                 \
	"mode='explicit' verdict='pass'></endpoint>"

static size_t count_neighbours(const struct report *report, bool *ret_cut)
{
	struct arena *arena = arena_new();
	struct neighbours all = neighbour_index(arena, report);
	size_t most = 0;

	*ret_cut = false;
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct neighbour_walk walk =
			neighbour_walk(&all, &report->endpoints[i]);
		size_t count = 0;

		*ret_cut |= walk.is_cut;
		while (neighbour_step(&walk))
			count++;
		most = count > most ? count : most;
	}
	arena_free(arena);
	return most;
}

/* Only what is at the same host is walked, and so many at most. */
static void test_neighbours(void **state)
{
	static const struct {
		const char *each;
		size_t endpoints, most;
		bool is_cut;
	} rows[] = {
		{STARTTLS("h%u.example"), 5000, 1, false},
		{STARTTLS("h.example"), NEIGHBOUR_MOST, NEIGHBOUR_MOST, false},
		{STARTTLS("h.example"), 5000, NEIGHBOUR_MOST, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct report report =
			read_text(arena, OCTETS, REPORT, rows[i].each, SUMMARY);
		size_t all = report.endpoint_count;
		bool is_cut;

		assert_true(all >= rows[i].endpoints);
		report.endpoint_count = rows[i].endpoints;
		assert_int_equal(
			count_neighbours(&report, &is_cut), rows[i].most);
		assert_int_equal(is_cut, rows[i].is_cut);
		report.endpoint_count = all;
		report_clear(&report);
		arena_free(arena);
	}
}

/* What the rule's judge says of the first of so many at one host. */
static enum ruling judge_first(const char *check, size_t endpoints)
{
	struct arena *arena = arena_new();
	struct report report = read_text(
		arena, OCTETS, REPORT, STARTTLS("h.example"), SUMMARY);
	size_t all = report.endpoint_count;
	struct neighbours neighbours;
	struct rule_view view = {.report = &report,
		.endpoint = report.endpoints,
		.facts = &report.endpoints[0].facts,
		.neighbours = &neighbours,
		.arena = arena};
	const char *expected, *observed = NULL;
	enum ruling ruling;

	report.endpoint_count = endpoints;
	neighbours = neighbour_index(arena, &report);
	ruling = rule_check_find(check)->judge(&view, &expected, &observed);
	report.endpoint_count = all;
	report_clear(&report);
	arena_free(arena);
	return ruling;
}

/* No verdict rests on what was left out. */
static void test_cut_verdicts(void **state)
{
	static const char *const checks[] = {
		"implicit-preferred", "implicit-tls-offered"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		assert_int_equal(judge_first(checks[i], NEIGHBOUR_MOST),
			RULING_UNOBSERVABLE);
		assert_int_equal(judge_first(checks[i], NEIGHBOUR_MOST + 1),
			RULING_NOT_TESTED);
	}
}

/* Marks that take no column: no end of the line comes in sight. */
static void test_shorten(void **state)
{
	char *text = repeat(OCTETS, "aaaaaaaaaaaaaaaaaaaaaaaaa", "\u0301",
		"bbbbbbbbbbbbbbbbbbbbbbbbb");
	struct page page = {.utf8 = true, .arena = arena_new()};
	clock_t began = clock();
	const char *shown;

	(void)state;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		skip();
	shown = page_shorten(&page, text, 20);
	assert_ptr_equal(strstr(shown, "aaaaaaaaa…"), shown);
	assert_non_null(strstr(shown, "bbbbbbbbbb"));
	expect_quick(began, "shortening", "a mark");
	arena_free(page.arena);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_reports),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_own_policy),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_cut_verdicts),
		cmocka_unit_test(test_shorten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
