/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/outputs.h"

#include "model/text/escape.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_limits(const struct plugin_limits *limits)
{
	return limits->time.given || limits->days.given;
}

/* Of what a shell can hand to several: a device that takes anything. */
static bool is_shared(const struct stat *status)
{
	return S_ISCHR(status->st_mode) && !isatty(STDOUT_FILENO);
}

static bool is_same_inode(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The directory of the path, and the name in it. */
static bool stat_directory(struct arena *arena, const char *file,
	struct stat *ret_status, const char **ret_name)
{
	const char *slash = strrchr(file, '/');
	const char *path = slash ? arena_printf(arena, "%.*s",
					   (int)(slash + 1 - file), file)
				 : ".";

	*ret_name = slash ? slash + 1 : file;
	return stat(path, ret_status) == 0;
}

/* Whether two paths lead to one file, which need not be there yet. */
static bool is_same_file(struct arena *arena, const char *a, const char *b)
{
	struct stat one, other;
	const char *name, *other_name;
	bool there = stat(a, &one) == 0;

	if (there != (stat(b, &other) == 0))
		return false;
	if (there)
		return is_same_inode(&one, &other) && !S_ISCHR(one.st_mode);
	return stat_directory(arena, a, &one, &name) &&
	       stat_directory(arena, b, &other, &other_name) &&
	       is_same_inode(&one, &other) && strcmp(name, other_name) == 0;
}

/* Standard output by another name. */
static bool is_standard_output(const char *file)
{
	struct stat one, other;

	return stat(file, &one) == 0 && fstat(STDOUT_FILENO, &other) == 0 &&
	       is_same_inode(&one, &other) && !is_shared(&one);
}

/* Where each is to be written: the signatures of reports, too. */
static size_t list_files(struct arena *arena, const struct options *options,
	const char ***ret_files)
{
	const char **files = arena_alloc(
		arena, (2 * options->output_count + 1) * sizeof(*files));
	size_t count = 0;

	for (size_t i = 0; i < options->output_count; i++) {
		const struct output *output = &options->outputs[i];

		if (!output->file)
			continue;
		files[count++] = output->file;
		if (options->sign && output->format == FORMAT_XML)
			files[count++] =
				arena_printf(arena, "%s.p7s", output->file);
	}
	*ret_files = files;
	return count;
}

static const char *same_file_problem(
	struct arena *arena, const struct options *options)
{
	const char **files;
	size_t count = list_files(arena, options, &files);

	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++)
			if (is_same_file(arena, files[i], files[k]))
				return arena_printf(arena,
					"--output %s: two outputs would be "
					"written to this file; give each its "
					"own",
					escape_clean(arena, files[k]));
	return NULL;
}

static const char *standard_output_problem(const struct options *options)
{
	size_t count = 0;

	for (size_t i = 0; i < options->output_count; i++)
		count += !options->outputs[i].file ||
			 is_standard_output(options->outputs[i].file);
	return count > 1 ? "--output: only one format can be written to "
			   "standard output; write the others to files: -o "
			   "xml=FILE"
			 : NULL;
}

static size_t count_format(const struct options *options, enum format format)
{
	size_t count = 0;

	for (size_t i = 0; i < options->output_count; i++)
		count += options->outputs[i].format == format;
	return count;
}

static bool signs_something(const struct options *options)
{
	for (size_t i = 0; i < options->output_count; i++)
		if (options->outputs[i].format == FORMAT_XML &&
			options->outputs[i].file)
			return true;
	return false;
}

/* Whatever is a warning is critical already. */
static const char *limits_problem(const struct options *options)
{
	const struct plugin_limits *warning = &options->warning;
	const struct plugin_limits *critical = &options->critical;

	if (plugin_range_covers(&critical->time, &warning->time, 0))
		return "--warning and --critical overlap for time: whatever "
		       "--warning names is critical already; give --critical "
		       "the longer time";
	if (plugin_range_covers(&critical->days, &warning->days, -INFINITY))
		return "--warning and --critical overlap for days: whatever "
		       "--warning names is critical already; give --critical "
		       "fewer days";
	return NULL;
}

static bool compares_in(enum format format)
{
	return format == FORMAT_TEXT || format == FORMAT_XML ||
	       format == FORMAT_JSON || format == FORMAT_HTML;
}

static const char *command_problem(const struct options *options)
{
	for (size_t i = 0; i < options->output_count; i++) {
		enum format format = options->outputs[i].format;

		switch (options->command) {
		case COMMAND_CHECK:
		case COMMAND_REPORT:
		case COMMAND_JUDGE:
			if (format == FORMAT_PROFILE)
				return "-o profile: only the commands settings "
				       "and discover write a profile";
			break;
		case COMMAND_COMPARE:
			if (!compares_in(format))
				return "compare: a comparison can be written "
				       "as text, xml, json or html";
			break;
		default:
			break;
		}
	}
	return NULL;
}

/* Each of these is all that the command does. */
static const char *signature_problem(const struct options *options)
{
	bool stamps = options->timestamp_query || options->attach_timestamp;

	if (stamps && options->command != COMMAND_REPORT)
		return "--timestamp-query and --attach-timestamp need a saved "
		       "report: mailsonde report REPORT.xml --timestamp-query "
		       "FILE";
	if (options->timestamp_query && options->attach_timestamp)
		return "--attach-timestamp needs the answer to the request "
		       "that --timestamp-query writes; give one of them";
	if (stamps && (options->verify || options->output_count))
		return "--timestamp-query and --attach-timestamp cannot be "
		       "combined with --verify or --output";
	if ((options->signer_name || options->timestamp ||
		    options->timestamp_ca || options->crl_count) &&
		!options->verify)
		return "--signer, --crl, --timestamp and --timestamp-ca need a "
		       "signature to check; add --verify";
	return NULL;
}

static const char *format_problem(const struct options *options)
{
	bool limits =
		has_limits(&options->warning) || has_limits(&options->critical);

	if (limits && !count_format(options, FORMAT_NAGIOS))
		return "--warning and --critical set limits for -o nagios; add "
		       "-o nagios";
	if (options->sign && !signs_something(options))
		return "--sign needs an XML report in a file; add -o xml=FILE";
	if (options->stylesheet && !count_format(options, FORMAT_HTML))
		return "--stylesheet makes HTML; add -o html=FILE";
	return NULL;
}

const char *outputs_problem(struct arena *arena, const struct options *options)
{
	const char *problem = format_problem(options);

	if (!problem)
		problem = signature_problem(options);
	if (!problem)
		problem = command_problem(options);
	if (!problem)
		problem = limits_problem(options);
	if (!problem)
		problem = standard_output_problem(options);
	return problem ? problem : same_file_problem(arena, options);
}
