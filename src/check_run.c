/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "src/check_run.h"

#include "checks/causes/diagnose.h"
#include "checks/check.h"
#include "checks/rules/rule.h"
#include "net/local.h"
#include "net/signature.h"
#include "src/commands/commands.h"
#include "src/kept_report.h"
#include "src/output/formats.h"
#include "src/output/lines.h"
#include "src/output/plugin.h"
#include "src/output/progress.h"
#include "src/output/terminal.h"
#include "src/policies.h"
#include "src/version.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define EXPIRY_DAYS 14
#define TICK_US 100000

static int load_anchors(const char *file, struct trust_store **ret_trust)
{
	struct trust_store *trust = trust_store_new(file);
	const char *problem;

	/* The system's may be missing: that is a finding. What the user named
	 * must be there. */
	if (!file || trust_store_open(trust, &problem)) {
		*ret_trust = trust;
		return EX_OK;
	}
	complain_aloud("--ca-file %s: %s; give a file of certificates in PEM "
		       "form",
		file, problem);
	trust_store_free(trust);
	return EX_DATAERR;
}

static void prepare_report(struct arena *arena, const struct matrix *matrices,
	size_t count, struct report *report)
{
	struct timespec now;
	size_t at = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	local_look(arena, &report->local);
	report->local.now_s = now.tv_sec;
	report->tool_version = PACKAGE_VERSION;
	report->tool_build = tool_build(arena);
	report->started_s = now.tv_sec;
	report->started_ms = (unsigned)(now.tv_nsec / 1000000);
	report->matrices = matrices;
	report->matrix_count = count;
	for (size_t i = 0; i < count; i++)
		report->endpoint_count += matrices[i].entry_count;
	report->endpoints =
		xcalloc(report->endpoint_count, sizeof(*report->endpoints));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < matrices[i].entry_count; k++)
			report->endpoints[at++].entry = &matrices[i].entries[k];
}

void check_judge(struct arena *arena, struct report *report)
{
	struct judge_context context = {
		.now_s = report->started_s,
		.expiry_days = EXPIRY_DAYS,
		.arena = arena,
	};

	for (size_t i = 0; i < report->endpoint_count; i++)
		checks_judge(&report->endpoints[i], &context);
	rules_judge(report, &context);
	report_conclude(report);
	diagnose(report, arena);
}

/* A line for one endpoint, which is judged as if it were alone. What the line
 * says is thrown away afterwards: the whole report is judged as a whole. */
static void put_line(
	struct lines *lines, const struct report *report, size_t number)
{
	struct arena *arena = arena_new();
	struct endpoint_report endpoint = report->endpoints[number];
	struct report alone = *report;

	alone.endpoints = &endpoint;
	alone.endpoint_count = 1;
	alone.policies = arena_alloc(
		arena, (report->policy_count + 1) * sizeof(*report->policies));
	for (size_t i = 0; i < report->policy_count; i++)
		alone.policies[i] = report->policies[i];
	check_judge(arena, &alone);
	lines_put(lines, &alone, number);
	arena_free(arena);
}

/* Who is told while a run goes on. */
struct audience_of_run {
	struct progress *progress; /* NULL: no terminal */
	struct lines *lines;       /* NULL: no lines are wanted */
	const struct report *report;
};

static void watch_start(
	void *context, size_t endpoint, enum purpose purpose, unsigned versions)
{
	struct audience_of_run *told = context;

	if (told->progress)
		progress_start(told->progress, endpoint, purpose, versions);
}

static void watch_end(
	void *context, size_t endpoint, const struct probe_facts *facts)
{
	struct audience_of_run *told = context;

	if (told->progress)
		progress_probe(told->progress, endpoint, facts);
}

static void watch_endpoint(void *context, size_t endpoint)
{
	struct audience_of_run *told = context;

	if (told->progress)
		progress_endpoint_done(told->progress, endpoint);
	if (told->lines)
		put_line(told->lines, told->report, endpoint);
}

static void watch_tick(void *context)
{
	struct audience_of_run *told = context;

	if (told->progress)
		progress_tick(told->progress);
}

/* The matrix fills in live on a terminal that can move its cursor. */
static struct progress *start_progress(
	const struct options *options, const struct report *report)
{
	const char *term = getenv("TERM");

	if (!wants_text_on_stdout(options) || !isatty(STDOUT_FILENO) || !term ||
		strcmp(term, "dumb") == 0)
		return NULL;
	return progress_new(stdout, report, output_columns(),
		use_color(options), output_is_utf8());
}

static int probe_all(const struct options *options, struct arena *arena,
	int interrupt_fd, bool live, struct report *report)
{
	struct runner_options run = options->run;
	struct progress *progress =
		live ? start_progress(options, report) : NULL;
	struct audience_of_run told = {progress, options->lines, report};
	struct runner_watcher watcher = {0};
	int status = load_anchors(options->ca_file, &run.trust);
	bool done;

	if (status != EX_OK) {
		/* Nothing was drawn yet. */
		if (progress)
			progress_finish(progress);
		return status;
	}
	run.offers = policies_offers(arena, report);
	if (progress || told.lines)
		watcher = (struct runner_watcher){
			.context = &told,
			.probe_starts = watch_start,
			.probe_ends = watch_end,
			.endpoint_ends = watch_endpoint,
			.tick = watch_tick,
			.tick_us = TICK_US,
		};
	done = runner_run(&run, &watcher, interrupt_fd, report);
	if (progress)
		progress_finish(progress);
	trust_store_free(run.trust);
	for (size_t i = 0; done && told.lines && i < report->endpoint_count;
		i++)
		if (!lines_have(told.lines, i))
			put_line(told.lines, report, i);
	if (done)
		return EX_OK;
	complain_aloud("the probes cannot be started: %s", strerror(errno));
	return EX_OSERR;
}

int check_run(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count,
	bool live, struct report *ret_report)
{
	struct report report = {0};
	int status;

	status = read_policies(options, arena, &report);
	if (status != EX_OK)
		return status;
	prepare_report(arena, matrices, count, &report);
	status = probe_all(options, arena, interrupt_fd, live, &report);
	if (status != EX_OK) {
		report_clear(&report);
		return status;
	}
	check_judge(arena, &report);
	*ret_report = report;
	return EX_OK;
}

int check_exit_status(
	const struct options *options, const struct report *report)
{
	const struct plugin_style style = plugin_style(options);

	if (plugin_wanted(options))
		return (int)report_plugin_status(report, &style);
	if (report->verdict == VERDICT_FAIL)
		return 1;
	if (options->fail_on_warning && report->counts[VERDICT_WARNING])
		return 1;
	return report->verdict == VERDICT_PASS ? 0 : 2;
}

/* Probes and writes. `before` is an earlier report to compare with, or NULL.
 */
static int check_and_write(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count,
	const struct report *before)
{
	struct report report;
	int status = check_run(options, arena, interrupt_fd, matrices, count,
		!before, &report);

	if (status != EX_OK) {
		lines_close(options->lines, false);
		return status;
	}
	if (before) {
		status = baseline_write(options, arena, before, &report);
	} else {
		status = check_write(options, arena, &report);
		if (status == EX_OK)
			status = check_exit_status(options, &report);
	}
	report_clear(&report);
	return status;
}

/* With the report that was kept, which must be good before anybody is asked.
 */
static int check_with_baseline(const struct options *options,
	struct arena *arena, int interrupt_fd, const struct matrix *matrices,
	size_t count)
{
	struct report before;
	int status;

	if (!options->baseline)
		return check_and_write(
			options, arena, interrupt_fd, matrices, count, NULL);
	status = kept_report_read(arena, options->baseline, &before, NULL);
	if (status != EX_OK) {
		lines_close(options->lines, false);
		return status;
	}
	status = check_and_write(
		options, arena, interrupt_fd, matrices, count, &before);
	report_clear(&before);
	return status;
}

int check_matrices(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count)
{
	struct options own = *options;
	struct signer *signer;
	int status = open_signer(options, &signer);

	if (status != EX_OK)
		return status;
	own.signer = signer;
	status = lines_open(options, &own.lines);
	if (status == EX_OK)
		status = check_with_baseline(
			&own, arena, interrupt_fd, matrices, count);
	signer_free(signer);
	return status;
}
