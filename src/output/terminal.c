/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/terminal.h"

#include "src/complain.h"

#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <unistd.h>

int terminal_finish(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EX_OK;
	complain_to_stderr("standard output: %s", strerror(errno));
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
