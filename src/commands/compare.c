/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/commands/commands.h"

#include "checks/compare.h"
#include "reports/record/comparison.h"
#include "src/check_run.h"
#include "src/kept_report.h"
#include "src/output/formats.h"
#include "src/output/html.h"
#include "src/output/place.h"
#include "src/output/plugin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* An endpoint that is gone was not tested this time. */
static bool lost_an_endpoint(const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->change_count; i++)
		if (comparison->changes[i].kind == CHANGE_VANISHED &&
			comparison->changes[i].subject == SUBJECT_ENDPOINT)
			return true;
	return false;
}

int comparison_exit_status(const struct comparison *comparison)
{
	if (comparison->counts[CHANGE_WORSE])
		return 1;
	return comparison->counts[CHANGE_LOST] || lost_an_endpoint(comparison)
		       ? 2
		       : 0;
}

static int write_xml(FILE *stream, const struct comparison *comparison)
{
	size_t length;
	char *xml = comparison_to_xml(comparison, &length);

	if (!xml)
		return EX_OSERR;
	fwrite(xml, 1, length, stream);
	free(xml);
	return EX_OK;
}

static int write_format(const struct options *options, struct arena *arena,
	FILE *stream, const struct output *output,
	const struct comparison *comparison)
{
	struct text_style style = format_text_style(options, output->file);

	switch (output->format) {
	case FORMAT_TEXT:
		comparison_write_text(stream, comparison, &style);
		return EX_OK;
	case FORMAT_XML:
		return write_xml(stream, comparison);
	case FORMAT_JSON:
		comparison_write_json(stream, comparison);
		return EX_OK;
	case FORMAT_HTML:
		return html_write_comparison(
			stream, options, arena, comparison);
	default:
		return EX_SOFTWARE; /* refused with the command line */
	}
}

static int write_output(const struct options *options, struct arena *arena,
	const struct output *output, const struct comparison *comparison)
{
	FILE *stream;
	struct output_file *opened = output_open(output->file, &stream);
	int status = EX_IOERR;

	if (opened) {
		status = write_format(
			options, arena, stream, output, comparison);
		if (output_close(opened, status == EX_OK) || status != EX_OK)
			return status;
		status = EX_IOERR;
	}
	complain_aloud(options, "%s: %s; the comparison was not written",
		output->file ? output->file : "standard output",
		place_problem(errno));
	return status;
}

int comparison_write(const struct options *options, struct arena *arena,
	const struct comparison *comparison)
{
	static const struct output text = {.format = FORMAT_TEXT};
	int status = EX_OK;

	if (!options->output_count && !options->quiet)
		return write_output(options, arena, &text, comparison);
	for (size_t i = 0; i < options->output_count; i++) {
		int result = write_output(
			options, arena, &options->outputs[i], comparison);

		if (status == EX_OK)
			status = result;
	}
	return status;
}

static int compare_two(const struct options *options, struct arena *arena,
	const struct report *before, const struct report *after)
{
	struct comparison comparison;
	int status;

	compare_reports(arena, before, after, &comparison);
	status = comparison_write(options, arena, &comparison);
	return status == EX_OK ? comparison_exit_status(&comparison) : status;
}

int command_compare(const struct options *options, struct arena *arena)
{
	struct report before, after;
	int status = kept_report_read(
		options, arena, options->operands[0], &before, NULL);

	if (status != EX_OK)
		return status;
	status = kept_report_read(
		options, arena, options->operands[1], &after, NULL);
	if (status == EX_OK) {
		status = compare_two(options, arena, &before, &after);
		report_clear(&after);
	}
	report_clear(&before);
	return status;
}

/* All formats of the run are whole; the text alone tells what changed. */
int command_write_baseline(const struct options *options, struct arena *arena,
	const struct report *before, const struct report *report)
{
	struct options rest = *options;
	struct output *outputs = arena_alloc(
		arena, (options->output_count + 1) * sizeof(*outputs));
	struct comparison comparison;
	int status = EX_OK, result;

	compare_reports(arena, before, report, &comparison);
	rest.outputs = outputs;
	rest.output_count = 0;
	rest.quiet = true;
	for (size_t i = 0; i < options->output_count; i++) {
		if (options->outputs[i].format != FORMAT_TEXT) {
			outputs[rest.output_count++] = options->outputs[i];
			continue;
		}
		result = write_output(
			options, arena, &options->outputs[i], &comparison);
		if (status == EX_OK)
			status = result;
	}
	result = formats_write(&rest, arena, report);
	if (status == EX_OK)
		status = result;
	if (status == EX_OK && !options->output_count && !options->quiet)
		status = comparison_write(options, arena, &comparison);
	/* A plugin's exit status says what its line says. */
	if (status == EX_OK && plugin_wanted(options))
		return check_exit_status(options, report);
	return status == EX_OK ? comparison_exit_status(&comparison) : status;
}
