/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/lines.h"

#include "model/memory.h"
#include "reports/record/json.h"
#include "src/commands/commands.h"
#include "src/output/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

struct line_output {
	const char *file;
	struct output_file *output;
	FILE *stream;
};

struct lines {
	const struct options *options;
	struct line_output *outputs;
	size_t output_count;
	bool transcript;
};

static int complain(const struct options *options, const char *file)
{
	complain_aloud(options, "%s: %s; the report was not written",
		file ? file : "standard output", place_problem(errno));
	return EX_IOERR;
}

static int open_line_output(struct lines *lines, const char *file)
{
	struct line_output line = {.file = file};

	line.output = output_open(file, &line.stream);
	if (!line.output)
		return complain(lines->options, file);
	lines->outputs[lines->output_count++] = line;
	return EX_OK;
}

int lines_open(const struct options *options, struct lines **ret_lines)
{
	struct lines *lines = NULL;
	int status = EX_OK;

	for (size_t i = 0; i < options->output_count && status == EX_OK; i++) {
		if (options->outputs[i].format != FORMAT_JSONL)
			continue;
		if (!lines) {
			lines = memory_calloc(1, sizeof(*lines));
			lines->outputs = memory_calloc(
				options->output_count, sizeof(*lines->outputs));
			lines->options = options;
			lines->transcript = options->transcript;
		}
		status = open_line_output(lines, options->outputs[i].file);
	}
	if (status == EX_OK)
		*ret_lines = lines;
	else
		lines_close(lines, false);
	return status;
}

void lines_put(struct lines *lines, const struct report *alone)
{
	for (size_t i = 0; i < lines->output_count; i++) {
		FILE *stream = lines->outputs[i].stream;

		report_write_json_line(stream, alone, 0, lines->transcript);
		fflush(stream);
	}
}

int lines_close(struct lines *lines, bool keep)
{
	int status = EX_OK;

	if (!lines)
		return EX_OK;
	for (size_t i = 0; i < lines->output_count; i++)
		if (!output_close(lines->outputs[i].output, keep) && keep)
			status = complain(
				lines->options, lines->outputs[i].file);
	free(lines->outputs);
	free(lines);
	return status;
}
