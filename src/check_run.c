/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "src/check_run.h"

#include "engine/judge.h"
#include "net/trust/trust.h"
#include "src/commands/commands.h"
#include "src/interrupt.h"
#include "src/kept_report.h"
#include "src/output/formats.h"
#include "src/output/lines.h"
#include "src/output/plugin.h"
#include "src/output/progress.h"
#include "src/output/terminal.h"
#include "src/policies.h"
#include "src/process.h"
#include "src/revocation/revoker.h"
#include "src/sandbox/confine.h"
#include "src/version.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define TICK_US 100000

int check_load_anchors(
	const struct options *options, struct trust_store **ret_trust)
{
	const char *file = options->ca_file;
	struct trust_store *trust = trust_store_new(file);
	const char *problem;

	if (!file || trust_store_open(trust, &problem)) {
		*ret_trust = trust;
		return EX_OK;
	}
	complain_aloud(options,
		"--ca-file %s: %s; give a PEM file with certificates", file,
		problem);
	trust_store_free(trust);
	return EX_DATAERR;
}

static void tell_room(
	const struct options *options, const struct engine *engine)
{
	if (engine_jobs(engine) < options->limits.jobs)
		complain_to_stderr(
			"--jobs %u: only %u connections are made at a "
			"time, because this process may not open more "
			"files (ulimit -n)",
			options->limits.jobs, engine_jobs(engine));
}

static int open_engine(const struct options *options, struct arena *arena,
	struct engine **ret_engine)
{
	struct trust_store *trust;
	struct problem problem;
	int status = check_load_anchors(options, &trust);

	if (status != EX_OK)
		return status;
	process_make_room(options->limits.jobs);
	confine_probes(options, arena);
	*ret_engine = engine_new(&options->limits, trust, &problem);
	if (!*ret_engine)
		return complain_about_problem(options, &problem);
	tell_room(options, *ret_engine);
	return EX_OK;
}

/* Who is told while a check goes on. */
struct audience_of_run {
	const struct options *options;
	struct progress *progress; /* NULL: no terminal */
	bool live;
};

/* The matrix fills in live on a terminal that can move its cursor. */
static bool can_show_progress(const struct options *options)
{
	const char *term = getenv("TERM");

	return format_text_on_stdout(options) && isatty(STDOUT_FILENO) &&
	       term && strcmp(term, "dumb") != 0;
}

static void watch_begin(void *context, const struct report *report)
{
	struct audience_of_run *told = context;

	if (told->live && can_show_progress(told->options))
		told->progress = progress_new(stdout, report, output_columns(),
			format_uses_color(told->options), output_is_utf8());
}

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

/* What a line says is thrown away afterwards: the whole report is judged as a
 * whole. */
static void put_line(
	struct lines *lines, const struct report *report, size_t number)
{
	struct arena *arena = arena_new();
	struct report alone = judge_alone(arena, report, number);

	lines_put(lines, &alone);
	arena_free(arena);
}

static void watch_endpoint(
	void *context, const struct report *report, size_t endpoint)
{
	struct audience_of_run *told = context;

	if (told->progress)
		progress_endpoint_done(told->progress, endpoint);
	if (told->options->lines)
		put_line(told->options->lines, report, endpoint);
}

static void watch_tick(void *context)
{
	struct audience_of_run *told = context;

	if (told->progress)
		progress_tick(told->progress);
}

static bool check_in(struct engine *engine, const struct options *options,
	struct arena *arena, const struct engine_request *request,
	int interrupt_fd, bool live, struct report *ret_report,
	struct problem *ret_problem)
{
	struct audience_of_run told = {.options = options, .live = live};
	const struct engine_watcher watcher = {
		.context = &told,
		.begins = watch_begin,
		.probe_starts = watch_start,
		.probe_ends = watch_end,
		.endpoint_ends = watch_endpoint,
		.tick = live && can_show_progress(options) ? watch_tick : NULL,
		.tick_us = TICK_US,
	};
	bool done = engine_check(engine, arena, request, &watcher, interrupt_fd,
		ret_report, ret_problem);

	progress_finish(told.progress);
	return done;
}

/* Before this process gives up starting any. */
static int start_revoker(const struct options *options, struct arena *arena,
	struct check_result *check)
{
	if (!options->revocation || options->revoker)
		return EX_OK;
	return revoker_start(options, arena, &check->revoker);
}

int check_run(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count,
	bool live, struct check_result *ret_check)
{
	struct engine_request request = options->run;
	struct check_result check = {0};
	struct problem problem;
	int status;

	request.matrices = matrices;
	request.matrix_count = count;
	request.tool_version = PACKAGE_VERSION;
	request.tool_build = version_build(arena);
	status = policies_read_all(
		options, arena, &request.policies, &request.policy_count);
	if (status == EX_OK)
		status = start_revoker(options, arena, &check);
	request.revoker = revoker_engine(
		check.revoker ? check.revoker : options->revoker);
	if (status == EX_OK)
		status = open_engine(options, arena, &check.engine);
	if (status != EX_OK) {
		revoker_free(check.revoker);
		return status;
	}
	interrupt_catch();
	if (check_in(check.engine, options, arena, &request, interrupt_fd, live,
		    &check.report, &problem)) {
		*ret_check = check;
		return EX_OK;
	}
	return check_end(
		options, &check, complain_about_problem(options, &problem));
}

int check_end(
	const struct options *options, struct check_result *check, int status)
{
	report_clear(&check->report);
	revoker_free(check->revoker);
	if (engine_free(check->engine))
		return status;
	/* The libraries' farewells would pull the ground from under a thread
	 * that computes still. */
	fflush(NULL);
	_exit(plugin_exit_status(options, status));
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
