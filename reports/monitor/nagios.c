/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/nagios.h"
#include "reports/format.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "model/text/plural.h"
#include "reports/diagnosed.h"
#include "reports/monitor/performance.h"
#include "reports/monitor/samples.h"
#include "reports/text/groups.h"
#include "reports/text/headline.h"
#include "reports/text/matrix.h"
#include "reports/words.h"

#include <stdlib.h>

#define PROBLEMS 20 /* that are told, of each status; more are counted */

struct problem {
	enum plugin_status status;
	const char *words;
};

/* What is written, and what it is made of. */
struct plugin {
	FILE *stream;
	struct arena *arena;
	const struct report *report;
	const struct plugin_style *style;
	const struct endpoint_report **endpoints;
	size_t endpoint_count;
	struct problem *problems;
	size_t problem_count;
};

static const char *const words_of[] = {
	[PLUGIN_OK] = "OK",
	[PLUGIN_WARNING] = "WARNING",
	[PLUGIN_CRITICAL] = "CRITICAL",
	[PLUGIN_UNKNOWN] = "UNKNOWN",
};
static_assert(COUNT_OF(words_of) == PLUGIN_STATUS_COUNT, "a status' word");

/* In one line and without "|", which begins performance data. Written as
 * escaped octets are, so that nothing is lost. */
static void put_words(FILE *stream, struct arena *arena, const char *words)
{
	for (const char *at = escape_clean(arena, words); *at; at++) {
		if (*at == '|' || (unsigned char)*at < ' ')
			fprintf(stream, "\\x%02x", (unsigned char)*at);
		else
			fputc(*at, stream);
	}
}

static void add_problem(
	struct plugin *plugin, enum plugin_status status, const char *words)
{
	plugin->problems = arena_grow(plugin->arena, plugin->problems,
		plugin->problem_count, sizeof(*plugin->problems));
	plugin->problems[plugin->problem_count++] =
		(struct problem){status, words};
}

/* What is wrong */

/* Another cause that fits the same failure is no problem of its own. */
static void add_diagnoses(struct plugin *plugin)
{
	const struct report *report = plugin->report;

	for (size_t i = 0; i < report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &report->diagnoses[i];
		enum plugin_status status = PLUGIN_OK;

		if (diagnosed_count(report, diagnosis, VERDICT_FAIL))
			status = PLUGIN_CRITICAL;
		else if (diagnosed_count(report, diagnosis, VERDICT_WARNING))
			status = plugin_status_warning(plugin->style);
		else if (diagnosed_count(report, diagnosis, VERDICT_NOT_TESTED))
			status = PLUGIN_UNKNOWN;
		if (status != PLUGIN_OK)
			add_problem(plugin, status,
				diagnosed_cause(plugin->arena, diagnosis));
	}
}

/* What no diagnosis explains, and what could not be made because of something
 * else is told by that. */
static void add_findings(struct plugin *plugin, enum verdict status)
{
	struct groups groups =
		text_group(plugin->arena, plugin->report, status, false, true);

	for (size_t i = 0; i < groups.count; i++) {
		const struct group *group = &groups.rows[i];
		const struct finding *first = group->findings[0];
		const char *words = first->summary;

		if (!plugin_status_counts(first, plugin->style) ||
			(status == VERDICT_NOT_TESTED && first->cause))
			continue;
		if (group->endpoint_count > 1)
			words = arena_printf(plugin->arena, "%s Also at %s.",
				words,
				words_places(plugin->arena,
					group->endpoints + 1,
					group->endpoint_count - 1));
		add_problem(plugin, plugin_status_finding(first, plugin->style),
			words);
	}
}

/* The range that alerts, as performance data have it. */
static const char *range_words(
	struct arena *arena, const struct plugin_range *range)
{
	size_t length;
	char *text = NULL;
	FILE *stream = open_memstream(&text, &length);
	const char *words = "";

	if (!stream)
		return words;
	plugin_range_write(stream, range);
	if (fclose(stream) == 0)
		words = arena_strdup(arena, text);
	free(text);
	return words;
}

static void add_limit(struct plugin *plugin,
	const struct endpoint_report *endpoint, enum plugin_status status,
	const struct plugin_range *warning, const struct plugin_range *critical,
	const char *words)
{
	if (status == PLUGIN_OK)
		return;
	add_problem(plugin, status,
		arena_printf(plugin->arena, "%s: %s; the limit is %s.",
			words_place(plugin->arena, &endpoint->entry->endpoint),
			words,
			range_words(plugin->arena, status == PLUGIN_CRITICAL
							   ? critical
							   : warning)));
}

static const char *days_words(struct arena *arena, int64_t days)
{
	size_t count = (size_t)(days < 0 ? -days : days);

	return arena_printf(arena,
		days < 0 ? plural_form(count, "certificate expired %zu day ago",
				   "certificate expired %zu days ago")
			 : plural_form(count, "certificate valid for %zu day",
				   "certificate valid for %zu days"),
		count);
}

static const char *seconds_words(
	struct arena *arena, const struct probe_facts *probe)
{
	return arena_printf(arena, "%.3f s", (double)probe->duration_us / 1e6);
}

static void add_limits(struct plugin *plugin)
{
	const struct plugin_limits *warning = &plugin->style->warning;
	const struct plugin_limits *critical = &plugin->style->critical;
	struct arena *arena = plugin->arena;

	for (size_t i = 0; i < plugin->endpoint_count; i++) {
		const struct endpoint_report *endpoint = plugin->endpoints[i];
		const struct probe_facts *best = sample_completed(endpoint);
		const struct certificate *certificate =
			sample_certificate(endpoint);

		if (best)
			add_limit(plugin, endpoint,
				plugin_status_time(plugin->style, endpoint),
				&warning->time, &critical->time,
				arena_printf(arena, "connection took %s",
					seconds_words(arena, best)));
		if (certificate)
			add_limit(plugin, endpoint,
				plugin_status_days(plugin->report,
					plugin->style, endpoint),
				&warning->days, &critical->days,
				days_words(arena, sample_days(plugin->report,
							  certificate)));
	}
}

static void find_problems(struct plugin *plugin)
{
	add_diagnoses(plugin);
	add_findings(plugin, VERDICT_FAIL);
	add_limits(plugin);
	add_findings(plugin, VERDICT_WARNING);
	if (plugin->report->interrupted)
		add_problem(plugin, PLUGIN_UNKNOWN,
			plugin->report->out_of_time
				? "The run reached its deadline before "
				  "everything was tested."
				: "The run was interrupted before everything "
				  "was tested.");
	add_findings(plugin, VERDICT_NOT_TESTED);
}

/* The line */

static size_t count_problems(
	const struct plugin *plugin, enum plugin_status status)
{
	size_t count = 0;

	for (size_t i = 0; i < plugin->problem_count; i++)
		count += plugin->problems[i].status == status;
	return count;
}

/* "slowest 0.153 s, certificate good for 98 days": of those that are worst. */
static const char *figures(const struct plugin *plugin)
{
	const struct probe_facts *slowest = NULL;
	const struct certificate *oldest = NULL;
	const char *words = "";

	for (size_t i = 0; i < plugin->endpoint_count; i++) {
		const struct endpoint_report *endpoint = plugin->endpoints[i];
		const struct probe_facts *best = sample_completed(endpoint);
		const struct certificate *own = sample_certificate(endpoint);

		if (best &&
			(!slowest || best->duration_us > slowest->duration_us))
			slowest = best;
		if (own && certificate_has_dates(own) &&
			(!oldest || own->not_after < oldest->not_after))
			oldest = own;
	}
	if (slowest)
		words = arena_printf(plugin->arena, ", in %s",
			seconds_words(plugin->arena, slowest));
	if (oldest)
		words = arena_printf(plugin->arena, "%s, %s", words,
			days_words(plugin->arena,
				sample_days(plugin->report, oldest)));
	return words;
}

static const char *headline(
	const struct plugin *plugin, enum plugin_status status)
{
	size_t others = plugin->problem_count - 1;

	if (status == PLUGIN_OK)
		return arena_printf(plugin->arena, "%s%s.",
			text_passed(plugin->arena, plugin->report),
			figures(plugin));
	for (size_t i = 0; i < plugin->problem_count; i++)
		if (plugin->problems[i].status == status)
			return others ? arena_printf(plugin->arena,
						plural_form(others,
							"%s And %zu other "
							"problem.",
							"%s And %zu other "
							"problems."),
						plugin->problems[i].words,
						others)
				      : plugin->problems[i].words;
	return plugin->report->endpoint_count ? "Something could not be tested."
					      : "There was nothing to check.";
}

/* The lines behind it */

static void put_problems(const struct plugin *plugin, enum plugin_status status)
{
	size_t count = count_problems(plugin, status), shown = 0;

	for (size_t i = 0; i < plugin->problem_count; i++) {
		if (plugin->problems[i].status != status)
			continue;
		if (++shown > PROBLEMS)
			break;
		fprintf(plugin->stream, "[%s] ", words_of[status]);
		put_words(plugin->stream, plugin->arena,
			plugin->problems[i].words);
		fputc('\n', plugin->stream);
	}
	if (count > PROBLEMS)
		fprintf(plugin->stream,
			plural_form(count - PROBLEMS,
				"[%s] and %zu more problem\n",
				"[%s] and %zu more problems\n"),
			words_of[status], count - PROBLEMS);
}

static void put_endpoint(
	const struct plugin *plugin, const struct endpoint_report *endpoint)
{
	struct arena *arena = plugin->arena;
	const struct endpoint *names = &endpoint->entry->endpoint;
	const struct probe_facts *best = sample_completed(endpoint);
	const struct certificate *certificate = sample_certificate(endpoint);
	const char *words =
		arena_printf(arena, "%s, %s", words_place(arena, names),
			words_mode(names->service, names->mode));

	if (names->mode != MODE_CLEARTEXT)
		words = arena_printf(
			arena, "%s: %s", words, text_versions(arena, endpoint));
	if (best)
		words = arena_printf(
			arena, "%s; %s", words, seconds_words(arena, best));
	if (certificate)
		words = arena_printf(arena, "%s; %s", words,
			days_words(arena,
				sample_days(plugin->report, certificate)));
	fprintf(plugin->stream, "[%s] ",
		words_of[plugin_status_endpoint(
			plugin->report, plugin->style, endpoint)]);
	put_words(plugin->stream, arena, words);
	fputc('\n', plugin->stream);
}

void report_write_nagios(FILE *stream, const struct report *report,
	const struct plugin_style *style)
{
	struct plugin plugin = {
		.stream = stream,
		.arena = arena_new(),
		.report = report,
		.style = style,
	};
	enum plugin_status status = report_plugin_status(report, style);

	plugin.endpoints =
		sample_endpoints(plugin.arena, report, &plugin.endpoint_count);
	find_problems(&plugin);
	fprintf(stream, "%s - ", words_of[status]);
	put_words(stream, plugin.arena, headline(&plugin, status));
	performance_write(
		stream, report, style, plugin.endpoints, plugin.endpoint_count);
	put_problems(&plugin, PLUGIN_CRITICAL);
	put_problems(&plugin, PLUGIN_WARNING);
	put_problems(&plugin, PLUGIN_UNKNOWN);
	for (size_t i = 0; i < plugin.endpoint_count; i++)
		put_endpoint(&plugin, plugin.endpoints[i]);
	arena_free(plugin.arena);
}

void nagios_write_status(
	FILE *stream, enum plugin_status status, const char *words)
{
	struct arena *arena = arena_new();

	fprintf(stream, "%s - ", words_of[status]);
	put_words(stream, arena, words);
	fputc('\n', stream);
	arena_free(arena);
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	report_write_nagios(stream, report, style->plugin);
	return true;
}

const struct format_row format_nagios = {
	.name = "nagios", .write = write_format};
