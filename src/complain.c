/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/complain.h"

#include "model/table.h"
#include "reports/monitor/nagios.h"

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

/* Whoever complains does not know who called: a context through everything
 * would be for this alone. */
static bool is_plugin;

void complain_as_plugin(void)
{
	is_plugin = true;
}

/* A monitor shows what stands on standard output; the first complaint says
 * why. */
static void complain_to_monitor(const char *format, va_list arguments)
{
	char *words;

	is_plugin = false;
	if (vasprintf(&words, format, arguments) < 0)
		return;
	nagios_write_status(stdout, PLUGIN_UNKNOWN, words);
	fflush(stdout);
	free(words);
}

void complain_aloud(const char *format, ...)
{
	va_list arguments;

	if (is_plugin) {
		va_start(arguments, format);
		complain_to_monitor(format, arguments);
		va_end(arguments);
	}

	fputs("mailsonde: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

int complain_exit_status(enum problem_kind kind)
{
	return exit_statuses[kind];
}

int complain_about_problem(const struct problem *problem)
{
	if (problem->place)
		complain_aloud("%s: %s", problem->place, problem->text);
	else
		complain_aloud("%s", problem->text);
	return complain_exit_status(problem->kind);
}
