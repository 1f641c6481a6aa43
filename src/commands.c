/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/commands.h"

#include "reports/monitor/nagios.h"

#include <errno.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <unistd.h>

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
	plugin_write_status(stdout, PLUGIN_UNKNOWN, words);
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

int finish_stdout(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EX_OK;
	complain_aloud("standard output: %s", strerror(errno));
	return EX_IOERR;
}

unsigned output_columns(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long number;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col < 40 ? 40 : size.ws_col;
	number = columns ? strtol(columns, NULL, 10) : 0;
	return number >= 40 && number <= 1000 ? (unsigned)number : 80;
}

bool output_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
