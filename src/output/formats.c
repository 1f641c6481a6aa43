/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "src/output/formats.h"

#include "checks/check.h"
#include "model/text/escape.h"
#include "reports/monitor/nagios.h"
#include "reports/monitor/sarif.h"
#include "reports/record/xml.h"
#include "reports/text/text.h"
#include "src/check_run.h"
#include "src/commands/commands.h"
#include "src/output/html.h"
#include "src/output/lines.h"
#include "src/output/place.h"
#include "src/output/plugin.h"
#include "src/output/terminal.h"
#include "src/sign/keeper.h"
#include "src/sign/password.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

bool format_text_on_stdout(const struct options *options)
{
	if (options->quiet)
		return false;
	for (size_t i = 0; i < options->output_count; i++)
		if (!options->outputs[i].file)
			return options->outputs[i].format == FORMAT_TEXT;
	return options->output_count == 0;
}

bool format_uses_color(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && term &&
	       strcmp(term, "dumb") != 0;
}

/* What a format is written from. */
struct writing {
	const struct options *options;
	struct arena *arena;
	const struct report *report;
	const char *file; /* NULL: standard output */
};

struct text_style format_text_style(
	const struct options *options, const char *file)
{
	return (struct text_style){
		.audience = options->audience,
		.columns = file ? 80 : output_columns(),
		.color = file ? options->color == COLOR_ALWAYS
			      : format_uses_color(options),
		.utf8 = output_is_utf8(),
		.verbose = options->verbose,
		.transcript = options->transcript,
		.offers_only = options->command == COMMAND_OFFERS,
	};
}

static bool describe_check(const char *id, struct sarif_rule *ret_rule)
{
	const struct check *check = check_find(id);

	if (!check)
		return false;
	*ret_rule = (struct sarif_rule){
		check->title, check->explanation, check->remedy};
	return true;
}

static int write_html(FILE *stream, const struct writing *w)
{
	return html_write_report(stream, w->options, w->arena, w->report);
}

/* Answers EX_OK, or an exit status after a complaint (EX_OSERR without one: out
 * of memory). */
static int write_format(
	FILE *stream, enum format format, const struct writing *w)
{
	const struct text_style text = format_text_style(w->options, w->file);
	const struct plugin_style plugin = plugin_style(w->options);
	const struct format_style style = {
		.text = &text,
		.plugin = &plugin,
		.transcript = w->options->transcript,
		.fail_on_warning = w->options->fail_on_warning,
		.describe = describe_check,
	};

	if (format == FORMAT_HTML)
		return write_html(stream, w);
	return format_table[format]->write(stream, w->report, &style)
		       ? EX_OK
		       : EX_OSERR;
}

static int complain_about_memory(const struct options *options)
{
	complain_aloud(
		options, "the report could not be created: out of memory");
	return EX_OSERR;
}

static int prepare(
	const struct options *options, struct arena *arena, const char *file)
{
	if (output_possible(file))
		return EX_OK;
	complain_aloud(options, "%s: %s; nothing was probed",
		file ? escape_clean(arena, file) : "standard output",
		place_problem(errno));
	return EX_IOERR;
}

int formats_prepare(const struct options *options, struct arena *arena)
{
	int status = EX_OK;

	if (!options->output_count && !options->quiet)
		status = prepare(options, arena, NULL);
	for (size_t i = 0; i < options->output_count && status == EX_OK; i++)
		if (options->outputs[i].file || !options->quiet)
			status = prepare(
				options, arena, options->outputs[i].file);
	return status == EX_OK && options->stylesheet
		       ? html_prepare(options, arena)
		       : status;
}

int formats_open_keeper(const struct options *options, struct arena *arena,
	struct keeper **ret_keeper)
{
	const char *problem;

	*ret_keeper = NULL;
	if (!options->sign)
		return EX_OK;
	*ret_keeper = keeper_new(arena, options->sign,
		password_text(options->password), &problem);
	/* From here on no secret is in this process. */
	password_wipe(options->password);
	if (*ret_keeper)
		return EX_OK;
	complain_aloud(options, "--sign %s: %s", options->sign, problem);
	return EX_DATAERR;
}

/* Beside the file, as FILE.p7s. */
static int sign_output(const struct writing *w, const char *data, size_t length)
{
	const struct octets octets = {(const unsigned char *)data, length};
	const char *file = arena_printf(w->arena, "%s.p7s", w->file);
	struct octets signature;
	const char *problem;

	if (!keeper_sign(w->options->keeper, w->arena,
		    !w->options->reproducible, octets, &signature, &problem)) {
		complain_aloud(
			w->options, "--sign %s: %s", w->options->sign, problem);
		return EX_SOFTWARE;
	}
	if (output_write(file, signature.data, signature.length))
		return EX_OK;
	complain_aloud(w->options, "%s: %s; the signature was not written",
		file, place_problem(errno));
	return EX_IOERR;
}

static int complain_about_output(
	const struct options *options, const char *file)
{
	complain_aloud(options, "%s: %s; the report was not written",
		file ? file : "standard output", place_problem(errno));
	return EX_IOERR;
}

/* What is to be signed is made in memory first. */
static int write_signed(const struct writing *w)
{
	size_t length;
	char *xml = report_to_xml(w->report, w->options->transcript, &length);
	int status;

	if (!xml)
		return complain_about_memory(w->options);
	status = output_write(w->file, xml, length)
			 ? sign_output(w, xml, length)
			 : complain_about_output(w->options, w->file);
	free(xml);
	return status;
}

static int write_output(const struct options *options, struct arena *arena,
	const struct report *report, const struct output *output)
{
	struct writing w = {options, arena, report, output->file};
	struct output_file *opened;
	FILE *stream;
	int status;

	if (options->keeper && output->file && output->format == FORMAT_XML)
		return write_signed(&w);
	opened = output_open(output->file, &stream);
	if (!opened)
		return complain_about_output(options, output->file);
	status = write_format(stream, output->format, &w);
	if (!output_close(opened, status == EX_OK) && status == EX_OK)
		return complain_about_output(options, output->file);
	return status == EX_OSERR ? complain_about_memory(options) : status;
}

/* A plugin's line is the last that is written: it must not say that all is
 * well where another report could not be made. */
static bool is_deferred(
	const struct options *options, const struct output *output)
{
	return !output->file && plugin_wanted(options);
}

static bool is_silenced(
	const struct options *options, const struct output *output)
{
	if (output->format == FORMAT_JSONL)
		return options->lines; /* which wrote it already */
	return options->quiet && !output->file && output->format == FORMAT_TEXT;
}

int formats_write(const struct options *options, struct arena *arena,
	const struct report *report)
{
	static const struct output text = {.format = FORMAT_TEXT};
	static const struct output plugin = {.format = FORMAT_NAGIOS};
	int status = EX_OK, result;

	for (size_t i = 0; i < options->output_count; i++) {
		const struct output *output = &options->outputs[i];

		result = EX_OK;
		if (!is_silenced(options, output) &&
			!is_deferred(options, output))
			result = write_output(options, arena, report, output);
		if (status == EX_OK)
			status = result;
	}
	result = lines_close(options->lines, true);
	if (status == EX_OK)
		status = result;
	if (status == EX_OK && plugin_wanted(options))
		status = write_output(options, arena, report, &plugin);
	if (!options->output_count && !options->quiet)
		status = write_output(options, arena, report, &text);
	return status;
}
