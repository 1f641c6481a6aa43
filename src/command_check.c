/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "commands.h"

#include "checks/check.h"
#include "checks/diagnose.h"
#include "net/local.h"
#include "progress.h"
#include "reports/text.h"
#include "reports/ticket.h"
#include "reports/xml.h"
#include "settings/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define EXPIRY_DAYS 14
#define TICK_US 100000

struct check_run {
	const struct options *options;
	struct arena *arena;
	struct trust_store *trust;
	struct matrix *matrices;
	struct report report;
};

static int read_targets(struct check_run *run)
{
	const struct options *options = run->options;
	struct settings_error error;

	run->matrices = arena_alloc(
		run->arena, options->operand_count * sizeof(*run->matrices));
	for (size_t i = 0; i < options->operand_count; i++)
		if (!settings_read_target(run->arena, options->operands[i],
			    options->host, &run->matrices[i], &error)) {
			complain_aloud("%s", error.message);
			return error.exit_status;
		}
	return EX_OK;
}

static int load_anchors(struct check_run *run)
{
	const char *file = run->options->ca_file, *problem;

	run->trust = trust_store_new(file);
	/* The system's may be missing: that is a finding. What the user named
	 * must be there. */
	if (!file || trust_store_open(run->trust, &problem))
		return EX_OK;
	complain_aloud("--ca-file %s: %s; give a file of certificates in PEM "
		       "form",
		file, problem);
	return EX_DATAERR;
}

static void prepare_report(struct check_run *run)
{
	struct report *report = &run->report;
	size_t count = run->options->operand_count, at = 0;
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	local_look(run->arena, &report->local);
	report->local.now_s = now.tv_sec;
	report->tool_version = PACKAGE_VERSION;
	report->started_s = now.tv_sec;
	report->started_ms = (unsigned)(now.tv_nsec / 1000000);
	report->matrices = run->matrices;
	report->matrix_count = count;
	for (size_t i = 0; i < count; i++)
		report->endpoint_count += run->matrices[i].entry_count;
	report->endpoints =
		xcalloc(report->endpoint_count, sizeof(*report->endpoints));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < run->matrices[i].entry_count; k++)
			report->endpoints[at++].entry =
				&run->matrices[i].entries[k];
}

static void watch_start(
	void *context, size_t endpoint, enum purpose purpose, unsigned versions)
{
	progress_start(context, endpoint, purpose, versions);
}

static void watch_end(
	void *context, size_t endpoint, const struct probe_facts *facts)
{
	progress_probe(context, endpoint, facts);
}

static void watch_endpoint(void *context, size_t endpoint)
{
	progress_endpoint_done(context, endpoint);
}

static void watch_tick(void *context)
{
	progress_tick(context);
}

static bool wants_text_on_stdout(const struct options *options)
{
	if (options->quiet)
		return false;
	for (size_t i = 0; i < options->output_count; i++)
		if (!options->outputs[i].file)
			return options->outputs[i].format == FORMAT_TEXT;
	return options->output_count == 0;
}

static bool use_color(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && term &&
	       strcmp(term, "dumb") != 0;
}

/* The matrix fills in live on a terminal that can move its cursor. */
static struct progress *start_progress(const struct check_run *run)
{
	const char *term = getenv("TERM");

	if (!wants_text_on_stdout(run->options) || !isatty(STDOUT_FILENO) ||
		!term || strcmp(term, "dumb") == 0)
		return NULL;
	return progress_new(stdout, &run->report, output_columns(),
		use_color(run->options), output_is_utf8());
}

static int probe_all(struct check_run *run, int interrupt_fd)
{
	struct runner_options options = run->options->run;
	struct progress *progress = start_progress(run);
	struct runner_watcher watcher = {0};
	bool done;

	if (progress)
		watcher = (struct runner_watcher){
			.context = progress,
			.probe_starts = watch_start,
			.probe_ends = watch_end,
			.endpoint_ends = watch_endpoint,
			.tick = watch_tick,
			.tick_us = TICK_US,
		};
	options.trust = run->trust;
	done = runner_run(&options, &watcher, interrupt_fd, &run->report);
	if (progress)
		progress_finish(progress);
	if (done)
		return EX_OK;
	complain_aloud("the probes cannot be started: %s", strerror(errno));
	return EX_OSERR;
}

static void judge_all(struct check_run *run)
{
	struct judge_context context = {
		.now_s = run->report.started_s,
		.expiry_days = EXPIRY_DAYS,
		.arena = run->arena,
	};

	for (size_t i = 0; i < run->report.endpoint_count; i++)
		checks_judge(&run->report.endpoints[i], &context);
	report_conclude(&run->report);
	diagnose(&run->report, run->arena);
}

/* Text for a file is as wide as a page and has no colour. */
static void write_text(
	const struct check_run *run, const char *file, FILE *stream)
{
	const struct options *options = run->options;
	struct text_style style = {
		.audience = options->audience,
		.columns = file ? 80 : output_columns(),
		.color = file ? options->color == COLOR_ALWAYS
			      : use_color(options),
		.utf8 = output_is_utf8(),
		.verbose = options->verbose,
		.transcript = options->transcript,
	};

	report_write_text(stream, &run->report, &style);
}

/* Everything is made in memory first: what cannot be made is not begun. */
static char *render(const struct check_run *run, const struct output *output,
	size_t *ret_length)
{
	char *text = NULL;
	FILE *stream;

	if (output->format == FORMAT_XML)
		return report_to_xml(
			&run->report, run->options->transcript, ret_length);
	stream = open_memstream(&text, ret_length);
	if (!stream)
		return NULL;
	if (output->format == FORMAT_TICKET)
		report_write_ticket(stream, &run->report);
	else
		write_text(run, output->file, stream);
	if (fclose(stream) == 0)
		return text;
	free(text);
	return NULL;
}

static int write_output(
	const struct check_run *run, const struct output *output)
{
	size_t length = 0;
	char *data = render(run, output, &length);
	bool written;

	if (!data) {
		complain_aloud("the report cannot be made: out of memory");
		return EX_OSERR;
	}
	written = output_write(output->file, data, length);
	free(data);
	if (written)
		return EX_OK;
	complain_aloud("%s: %s; the report was not written there",
		output->file ? output->file : "standard output",
		strerror(errno));
	return EX_IOERR;
}

static int write_outputs(const struct check_run *run)
{
	static const struct output text = {.format = FORMAT_TEXT};
	const struct options *options = run->options;
	int status = EX_OK;

	for (size_t i = 0; i < options->output_count; i++) {
		const struct output *output = &options->outputs[i];
		int result = EX_OK;

		if (!options->quiet || output->file ||
			output->format != FORMAT_TEXT)
			result = write_output(run, output);
		if (status == EX_OK)
			status = result;
	}
	if (!options->output_count && !options->quiet)
		status = write_output(run, &text);
	return status;
}

static int exit_status(const struct check_run *run)
{
	const struct report *report = &run->report;

	if (report->verdict == VERDICT_FAIL)
		return 1;
	if (run->options->fail_on_warning && report->counts[VERDICT_WARNING])
		return 1;
	return report->verdict == VERDICT_PASS ? 0 : 2;
}

static void free_run(struct check_run *run)
{
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		struct endpoint_facts *facts = &run->report.endpoints[i].facts;

		for (size_t k = 0; k < facts->probe_count; k++)
			probe_facts_free(facts->probes[k]);
		free(facts->probes);
	}
	free(run->report.endpoints);
	trust_store_free(run->trust);
}

int command_check(
	const struct options *options, struct arena *arena, int interrupt_fd)
{
	struct check_run run = {.options = options, .arena = arena};
	int status = read_targets(&run);

	if (status == EX_OK)
		status = load_anchors(&run);
	if (status == EX_OK) {
		prepare_report(&run);
		status = probe_all(&run, interrupt_fd);
	}
	if (status == EX_OK) {
		judge_all(&run);
		status = write_outputs(&run);
		if (status == EX_OK)
			status = exit_status(&run);
	}
	free_run(&run);
	return status;
}
