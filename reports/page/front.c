/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The head of the first sheet: the verdict, and what was looked at. */
#include "evidence/address.h"
#include "evidence/version.h"
#include "model/table.h"
#include "model/text/plural.h"
#include "model/text/spell.h"
#include "reports/page/parts.h"
#include "reports/words.h"

#include <string.h>

#define NAMED_TARGETS 3

/* How many endpoints fail at a check, and how many at rules alone. */
struct failures {
	size_t checks;
	size_t rules;
};

static struct failures count_failures(const struct sheet *sheet)
{
	struct failures failures = {0, 0};

	for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
		if (sheet_tally(sheet, i, 0)->counts[VERDICT_FAIL])
			failures.checks++;
		else if (sheet->report->endpoints[i].verdict == VERDICT_FAIL)
			failures.rules++;
	}
	return failures;
}

static const char *say_failed(struct arena *arena, size_t failed, size_t count)
{
	return arena_printf(arena,
		plural_form(failed, "%zu of %zu endpoints fails checks.",
			"%zu of %zu endpoints fail checks."),
		failed, count);
}

static const char *fail_words(const struct sheet *sheet)
{
	struct arena *arena = sheet->out.arena;
	struct failures failures = count_failures(sheet);
	size_t count = sheet->report->endpoint_count;

	if (count == 1)
		return failures.checks
			       ? "The endpoint fails its checks."
			       : "The endpoint passes its checks, but breaks "
				 "rules of the policies.";
	if (!failures.rules)
		return say_failed(arena, failures.checks, count);
	if (!failures.checks)
		return arena_printf(arena,
			plural_form(failures.rules,
				"No endpoint fails a check, but %zu of %zu "
				"breaks rules of the policies.",
				"No endpoint fails a check, but %zu of %zu "
				"break rules of the policies."),
			failures.rules, count);
	return arena_printf(arena,
		plural_form(failures.rules,
			"%s %zu more breaks rules of the policies.",
			"%s %zu more break rules of the policies."),
		say_failed(arena, failures.checks, count), failures.rules);
}

static const char *untested_words(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	size_t count = sheet_count(sheet, VERDICT_NOT_TESTED);

	if (!report->endpoint_count)
		return "There was nothing to check.";
	if (report->out_of_time)
		return "The run reached its deadline before everything was "
		       "tested. Nothing failed until then.";
	if (report->interrupted)
		return "The run was interrupted before everything was tested. "
		       "Nothing failed until then.";
	if (report->endpoint_count == 1)
		return "Nothing failed, but not everything could be tested.";
	return arena_printf(sheet->out.arena,
		"Nothing failed, but %zu of %zu endpoints could not be tested "
		"completely.",
		count, report->endpoint_count);
}

static const char *pass_words(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	size_t warnings = report->counts[VERDICT_WARNING];
	struct arena *arena = sheet->out.arena;

	if (!report->endpoint_count)
		return "There was nothing to check.";
	if (!warnings)
		return report->policy_count
			       ? "Everything that was tested is as the "
				 "settings "
				 "and the policies demand."
			       : "Everything that was tested is as it should "
				 "be.";
	return arena_printf(arena,
		plural_form(warnings, "Nothing fails. There is %zu warning.",
			"Nothing fails. There are %zu warnings."),
		warnings);
}

const char *page_verdict_words(const struct sheet *sheet)
{
	switch (sheet->report->verdict) {
	case VERDICT_FAIL:
		return fail_words(sheet);
	case VERDICT_PASS:
		return pass_words(sheet);
	default:
		return untested_words(sheet);
	}
}

static void put_bar(const struct sheet *sheet)
{
	static const enum verdict parts[] = {
		VERDICT_PASS, VERDICT_FAIL, VERDICT_NOT_TESTED};
	size_t all = sheet->report->endpoint_count, x = 0;

	markup_raw(&sheet->out, "<svg class=\"bar\" viewBox=\"0 0 1000 10\" "
				"preserveAspectRatio=\"none\" "
				"aria-hidden=\"true\">");
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		size_t count = sheet_count(sheet, parts[i]);
		size_t end = x + count * 1000 / all;

		if (!count)
			continue;
		markup_put(&sheet->out,
			"<rect class=\"%\" x=\"%\" y=\"0\" width=\"%\" "
			"height=\"10\"/>",
			verdict_name(parts[i]), sheet_number(sheet, x),
			sheet_number(sheet, end - x));
		x = end;
	}
	markup_raw(&sheet->out, "</svg>");
}

static void put_score(const struct sheet *sheet)
{
	size_t all = sheet->report->endpoint_count;
	size_t passed = sheet_count(sheet, VERDICT_PASS);

	if (!all)
		return;
	markup_put(&sheet->out,
		all == 1 ? "<p class=\"score\"><b>%</b> of % endpoint passes"
			 : plural_form(passed,
				   "<p class=\"score\"><b>%</b> of % endpoints "
				   "passes",
				   "<p class=\"score\"><b>%</b> of % endpoints "
				   "pass"),
		sheet_number(sheet, passed), sheet_number(sheet, all));
	if (sheet_count(sheet, VERDICT_NOT_TESTED))
		markup_put(&sheet->out, "<span>% not tested completely</span>",
			sheet_number(
				sheet, sheet_count(sheet, VERDICT_NOT_TESTED)));
	markup_raw(&sheet->out, "</p>");
	put_bar(sheet);
}

void page_verdict(const struct sheet *sheet, const struct page_causes *causes)
{
	enum verdict verdict = sheet->report->verdict;

	markup_put(&sheet->out,
		"<section class=\"verdict %\" aria-labelledby=\"verdict\">"
		"<div><h2 id=\"verdict\">",
		verdict_name(verdict));
	sheet_mark(sheet, verdict);
	markup_put(&sheet->out, "</h2><p class=\"sentence\">%",
		page_verdict_words(sheet));
	if (causes->count == 1)
		markup_put(&sheet->out, " %",
			causes_summary(sheet, &causes->rows[0]));
	markup_raw(&sheet->out, "</p></div><div class=\"tally\">");
	put_score(sheet);
	markup_raw(&sheet->out, "</div></section>\n");
}

/* What was looked at */

static void put_row(
	const struct sheet *sheet, const char *label, const char *text)
{
	if (text && *text)
		markup_put(&sheet->out, "<div><dt>%</dt><dd>%</dd></div>\n",
			label, text);
}

static void put_settings(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	size_t named = report->matrix_count > NAMED_TARGETS
			       ? NAMED_TARGETS - 1
			       : report->matrix_count;

	markup_raw(&sheet->out, "<div><dt>What</dt><dd>");
	markup_put(&sheet->out,
		plural_form(report->endpoint_count, "% endpoint of ",
			"% endpoints of "),
		sheet_number(sheet, report->endpoint_count));
	for (size_t i = 0; i < named; i++) {
		const struct matrix *matrix = &report->matrices[i];

		markup_put(&sheet->out, "%%", i ? ", " : "", matrix->name);
		if (matrix->title && strcmp(matrix->title, matrix->name) != 0 &&
			strcmp(matrix->kind, "url") != 0)
			markup_put(&sheet->out, " (%)", matrix->title);
	}
	if (named < report->matrix_count)
		markup_put(&sheet->out, " and % more targets",
			sheet_number(sheet, report->matrix_count - named));
	markup_raw(&sheet->out, "</dd></div>\n");
}

static void put_policy_editions(const struct sheet *sheet)
{
	const struct report *report = sheet->report;

	if (!report->policy_count)
		return;
	markup_raw(&sheet->out, "<div><dt>Judged by</dt><dd><ul>");
	for (size_t i = 0; i < report->policy_count; i++) {
		const struct policy *policy = report->policies[i].policy;

		markup_put(&sheet->out, "<li><a href=\"#p%\">%</a>: %",
			sheet_number(sheet, i + 1), policy->name,
			policy->edition ? policy->edition : policy->title);
		markup_raw(&sheet->out, "</li>");
	}
	markup_raw(&sheet->out, "</ul></dd></div>\n");
}

static void put_limit(const struct sheet *sheet, const char *text)
{
	markup_put(&sheet->out, "<li>%</li>", text);
}

static size_t count_redirected(const struct sheet *sheet)
{
	size_t count = 0;

	for (size_t i = 0; i < sheet->report->endpoint_count; i++)
		count += sheet->report->endpoints[i].facts.connected_to != NULL;
	return count;
}

static size_t count_untried(const struct sheet *sheet, size_t *ret_all)
{
	size_t untried = 0;

	*ret_all = 0;
	for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
		struct arena *arena = arena_new();
		struct address_list list =
			address_all(arena, &sheet->report->endpoints[i].facts);

		*ret_all += list.count;
		for (size_t k = 0; k < list.count; k++)
			untried += !list.attempts[k]->tried;
		arena_free(arena);
	}
	return untried;
}

/* The versions that no endpoint was asked about. */
static unsigned versions_left_out(const struct sheet *sheet)
{
	unsigned asked = 0;
	bool any = false;

	for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
		asked |= sheet->report->endpoints[i].facts.versions_asked;
		any = any || sheet->report->endpoints[i].facts.versions_asked;
	}
	return any ? TLS_PROBED & ~asked : 0;
}

static size_t count_unobservable(const struct sheet *sheet)
{
	size_t count = 0, policies = sheet->report->policy_count;

	for (size_t i = 0; i < sheet->report->endpoint_count; i++)
		for (size_t k = 1; k <= policies; k++)
			count += sheet_tally(sheet, i, k)->unobservable;
	return count;
}

static void put_limits(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	struct arena *arena = sheet->out.arena;
	size_t addresses, untried = count_untried(sheet, &addresses);
	size_t redirected = count_redirected(sheet);
	size_t unobservable = count_unobservable(sheet);
	unsigned versions = versions_left_out(sheet);

	markup_raw(&sheet->out, "<div><dt>Limits</dt><dd><ul>");
	if (report->interrupted)
		put_limit(sheet,
			report->out_of_time
				? "The run reached its deadline; what it did "
				  "not get to is not tested."
				: "The run was interrupted; what it did not "
				  "get to is not tested.");
	if (redirected)
		put_limit(sheet,
			arena_printf(arena,
				plural_form(redirected,
					"%zu of %zu endpoints was reached at "
					"an address or server that the user "
					"named, not at a published one.",
					"%zu of %zu endpoints were reached at "
					"an address or server that the user "
					"named, not at a published one."),
				redirected, report->endpoint_count));
	if (untried)
		put_limit(sheet,
			arena_printf(arena,
				plural_form(untried,
					"%zu of %zu addresses was not tried.",
					"%zu of %zu addresses were not tried."),
				untried, addresses));
	if (versions)
		put_limit(sheet,
			arena_printf(arena, "TLS %s was not asked for.",
				spell_versions(arena, versions, ", TLS ")));
	if (unobservable)
		put_limit(sheet,
			arena_printf(arena,
				plural_form(unobservable,
					"%zu ruling cannot be made from "
					"outside; each policy lists the rules "
					"with the reason.",
					"%zu rulings cannot be made from "
					"outside; each policy lists the rules "
					"with the reason."),
				unobservable));
	put_limit(sheet, "One look from one place: other networks and other "
			 "times may see something else.");
	markup_raw(&sheet->out, "</ul></dd></div>\n");
}

void page_scope(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	struct arena *arena = sheet->out.arena;

	markup_raw(&sheet->out,
		"<section class=\"scope\" aria-labelledby=\"scope\">"
		"<h2 id=\"scope\">Scope</h2><dl>\n");
	put_settings(sheet);
	put_row(sheet, "From", words_here(arena, &report->local));
	put_row(sheet, "When",
		arena_printf(arena, "%s, %s, by mailsonde %s",
			words_time(arena, report->started_s),
			words_run(arena, report), report->tool_version));
	put_policy_editions(sheet);
	put_limits(sheet);
	markup_raw(&sheet->out, "</dl></section>\n");
}
