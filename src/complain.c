/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/complain.h"

#include "model/table.h"
#include "reports/monitor/nagios.h"
#include "src/output/plugin.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

static const int exit_statuses[] = {
	[PROBLEM_NONE] = EX_OK,
	[PROBLEM_USAGE] = EX_USAGE,
	[PROBLEM_DATA] = EX_DATAERR,
	[PROBLEM_NO_INPUT] = EX_DATAERR,
	[PROBLEM_INTERNAL] = EX_SOFTWARE,
	[PROBLEM_SYSTEM] = EX_OSERR,
	[PROBLEM_IO] = EX_IOERR,
};
_Static_assert(COUNT_OF(exit_statuses) == PROBLEM_KIND_COUNT,
	"each kind has an exit status");

/* A monitor shows what stands on standard output. */
static void complain_to_monitor(const char *format, va_list arguments)
{
	char *words;

	if (vasprintf(&words, format, arguments) < 0)
		return;
	nagios_write_status(stdout, PLUGIN_UNKNOWN, words);
	fflush(stdout);
	free(words);
}

static void complain_to_user(const char *format, va_list arguments)
{
	fputs("mailsonde: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

void complain_aloud(const struct options *options, const char *format, ...)
{
	va_list arguments;

	if (plugin_wanted(options)) {
		va_start(arguments, format);
		complain_to_monitor(format, arguments);
		va_end(arguments);
	}
	va_start(arguments, format);
	complain_to_user(format, arguments);
	va_end(arguments);
}

void complain_to_stderr(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	complain_to_user(format, arguments);
	va_end(arguments);
}

int complain_exit_status(enum problem_kind kind)
{
	return exit_statuses[kind];
}

int complain_about_problem(
	const struct options *options, const struct problem *problem)
{
	if (problem->place)
		complain_aloud(
			options, "%s: %s", problem->place, problem->text);
	else
		complain_aloud(options, "%s", problem->text);
	return complain_exit_status(problem->kind);
}
