/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* measured FILE COMMAND [ARGUMENT]...: runs the command, and writes to the file
 * its exit status, the milliseconds that it computed, and the most memory that
 * it took, in kB. A program that is larger than this one cannot tell: what it
 * takes itself counts for its children, too. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long milliseconds(const struct timeval *time)
{
	return (long)time->tv_sec * 1000 + (long)time->tv_usec / 1000;
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status;
	pid_t child;
	FILE *file;

	if (argc < 3)
		return 64;
	child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) != child)
		return 71;
	status = WIFEXITED(status) ? WEXITSTATUS(status)
				   : 128 + WTERMSIG(status);
	file = fopen(argv[1], "w");
	if (!file ||
		fprintf(file, "%d %ld %ld\n", status,
			milliseconds(&used.ru_utime) +
				milliseconds(&used.ru_stime),
			used.ru_maxrss) < 0 ||
		fclose(file) != 0)
		return 74;
	return 0;
}
