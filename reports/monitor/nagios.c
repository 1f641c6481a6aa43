/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/nagios.h"
#include "reports/format.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "model/text/plural.h"
#include "reports/diagnosed.h"
#include "reports/monitor/samples.h"
#include "reports/text/groups.h"
#include "reports/text/headline.h"
#include "reports/text/matrix.h"
#include "reports/text/policies.h"
#include "reports/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

/* The gravest last. */
static unsigned gravity(enum plugin_status status)
{
	static const unsigned gravities[] = {
		[PLUGIN_OK] = 0,
		[PLUGIN_UNKNOWN] = 1,
		[PLUGIN_WARNING] = 2,
		[PLUGIN_CRITICAL] = 3,
	};
	static_assert(COUNT_OF(gravities) == PLUGIN_STATUS_COUNT,
		"how grave each status is");

	return gravities[status];
}

static enum plugin_status worse(enum plugin_status a, enum plugin_status b)
{
	return gravity(a) >= gravity(b) ? a : b;
}

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

static enum plugin_status warning_status(const struct plugin_style *style)
{
	return style->warnings_are_critical ? PLUGIN_CRITICAL : PLUGIN_WARNING;
}

/* Whether the finding says something that limits do not say themselves. */
static bool counts(
	const struct finding *finding, const struct plugin_style *style)
{
	if (finding->suppressed)
		return false;
	if (finding->status == VERDICT_WARNING && style->warning.days.given)
		return finding->policy ||
		       strcmp(finding->check, "certificate-expiry") != 0;
	return finding->status != VERDICT_NOT_TESTED || !finding->unobservable;
}

static enum plugin_status finding_status(
	const struct finding *finding, const struct plugin_style *style)
{
	if (!counts(finding, style))
		return PLUGIN_OK;
	switch (finding->status) {
	case VERDICT_FAIL:
		return PLUGIN_CRITICAL;
	case VERDICT_WARNING:
		return warning_status(style);
	case VERDICT_NOT_TESTED:
		return PLUGIN_UNKNOWN;
	default:
		return PLUGIN_OK;
	}
}

/* Limits */

static enum plugin_status hold_to(const struct plugin_range *warning,
	const struct plugin_range *critical, double value)
{
	if (plugin_range_alerts(critical, value))
		return PLUGIN_CRITICAL;
	return plugin_range_alerts(warning, value) ? PLUGIN_WARNING : PLUGIN_OK;
}

static enum plugin_status time_status(const struct plugin_style *style,
	const struct endpoint_report *endpoint)
{
	const struct probe_facts *best = sample_completed(endpoint);

	if (!best)
		return PLUGIN_OK;
	return hold_to(&style->warning.time, &style->critical.time,
		(double)best->duration_us / 1e6);
}

static enum plugin_status days_status(const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *endpoint)
{
	const struct certificate *certificate = sample_certificate(endpoint);

	if (!certificate)
		return PLUGIN_OK;
	return hold_to(&style->warning.days, &style->critical.days,
		(double)sample_days(report, certificate));
}

static enum plugin_status endpoint_status(const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *endpoint)
{
	enum plugin_status status = worse(time_status(style, endpoint),
		days_status(report, style, endpoint));

	for (size_t i = 0; i < endpoint->finding_count; i++)
		status = worse(
			status, finding_status(&endpoint->findings[i], style));
	if (endpoint->verdict == VERDICT_NOT_TESTED)
		status = worse(status, PLUGIN_UNKNOWN);
	return status;
}

enum plugin_status report_plugin_status(
	const struct report *report, const struct plugin_style *style)
{
	enum plugin_status status = PLUGIN_OK;

	for (size_t i = 0; i < report->endpoint_count; i++)
		status = worse(status,
			endpoint_status(report, style, &report->endpoints[i]));
	if (report->verdict == VERDICT_NOT_TESTED || report->interrupted)
		status = worse(status, PLUGIN_UNKNOWN);
	return status;
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
			status = warning_status(plugin->style);
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

		if (!counts(first, plugin->style) ||
			(status == VERDICT_NOT_TESTED && first->cause))
			continue;
		if (group->endpoint_count > 1)
			words = arena_printf(plugin->arena, "%s Also at %s.",
				words,
				words_places(plugin->arena,
					group->endpoints + 1,
					group->endpoint_count - 1));
		add_problem(
			plugin, finding_status(first, plugin->style), words);
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
				time_status(plugin->style, endpoint),
				&warning->time, &critical->time,
				arena_printf(arena, "connection took %s",
					seconds_words(arena, best)));
		if (certificate)
			add_limit(plugin, endpoint,
				days_status(plugin->report, plugin->style,
					endpoint),
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

/* Performance data:
 *
 *	*(" " "'" label "'=" (number [unit] / "U") ";" [warning] ";" [critical]
 *		[";" minimum])
 *
 * A label is made of what names the endpoint, and stays what it is while that
 * does; it has no "=" and no quote. */
static void put_label(const struct plugin *plugin,
	const struct endpoint *endpoint, const char *what)
{
	fprintf(plugin->stream, " '%s_%s_", service_name(endpoint->service),
		mode_name(endpoint->mode));
	for (const char *at = endpoint->host; *at; at++)
		fputc(strchr("='|\\\"`$ ", *at) || (unsigned char)*at < '!' ||
					(unsigned char)*at > '~'
				? '_'
				: *at,
			plugin->stream);
	fprintf(plugin->stream, "_%u_%s'=", endpoint->port, what);
}

static void put_ranges(const struct plugin *plugin,
	const struct plugin_range *warning, const struct plugin_range *critical)
{
	fputc(';', plugin->stream);
	plugin_range_write(plugin->stream, warning);
	fputc(';', plugin->stream);
	plugin_range_write(plugin->stream, critical);
}

static void put_time(
	const struct plugin *plugin, const struct endpoint_report *endpoint)
{
	const struct plugin_style *style = plugin->style;
	const struct probe_facts *best = sample_completed(endpoint);

	put_label(plugin, &endpoint->entry->endpoint, "time");
	if (best) {
		plugin_number_write(
			plugin->stream, (double)best->duration_us / 1e6);
		fputc('s', plugin->stream);
	} else {
		fputc('U', plugin->stream);
	}
	put_ranges(plugin, &style->warning.time, &style->critical.time);
	fputs(";0", plugin->stream);
}

static void put_days(
	const struct plugin *plugin, const struct endpoint_report *endpoint)
{
	const struct plugin_style *style = plugin->style;
	const struct certificate *certificate = sample_certificate(endpoint);

	put_label(plugin, &endpoint->entry->endpoint, "days");
	if (certificate)
		fprintf(plugin->stream, "%" PRId64,
			sample_days(plugin->report, certificate));
	else
		fputc('U', plugin->stream);
	put_ranges(plugin, &style->warning.days, &style->critical.days);
}

static void put_legs(
	const struct plugin *plugin, const struct endpoint_report *endpoint)
{
	struct sample_leg legs[SAMPLE_LEGS];
	size_t count = sample_legs(endpoint, legs);

	for (size_t i = 0; i < count; i++) {
		put_label(plugin, &endpoint->entry->endpoint, legs[i].name);
		if (legs[i].us >= 0) {
			plugin_number_write(
				plugin->stream, (double)legs[i].us / 1e6);
			fputc('s', plugin->stream);
		} else {
			fputc('U', plugin->stream);
		}
		fputs(";;;0", plugin->stream);
	}
}

static void put_performance(const struct plugin *plugin)
{
	const size_t *counts = plugin->report->counts;

	fputs(" |", plugin->stream);
	for (size_t i = 0; i < plugin->endpoint_count; i++) {
		const struct endpoint_report *endpoint = plugin->endpoints[i];

		put_time(plugin, endpoint);
		if (endpoint->entry->endpoint.mode != MODE_CLEARTEXT)
			put_days(plugin, endpoint);
		put_legs(plugin, endpoint);
	}
	fprintf(plugin->stream,
		" 'failed'=%zu;;;0 'warned'=%zu;;;0 'not_tested'=%zu;;;0\n",
		counts[VERDICT_FAIL], counts[VERDICT_WARNING],
		counts[VERDICT_NOT_TESTED]);
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
		words_of[endpoint_status(
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
	put_performance(&plugin);
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
