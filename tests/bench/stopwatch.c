/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Runs a command with no input and no output, and says in one line: wall time
 * and CPU time in microseconds, peak memory in KiB, exit status. */

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t microseconds(struct timeval time)
{
	return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	int64_t begin, end;
	int error, status;
	pid_t child;

	if (argc < 2) {
		fputs("Usage: stopwatch COMMAND [ARGUMENT]...\n", stderr);
		return EX_USAGE;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
		&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
		&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(
		&actions, STDOUT_FILENO, STDERR_FILENO);
	begin = now_us();
	error = posix_spawnp(
		&child, argv[1], &actions, NULL, argv + 1, environ);
	if (error) {
		fprintf(stderr, "%s: %s\n", argv[1], strerror(error));
		return EX_UNAVAILABLE;
	}
	while (wait4(child, &status, 0, &usage) < 0)
		if (errno != EINTR)
			return EX_OSERR;
	end = now_us();
	printf("%lld %lld %ld %d\n", (long long)(end - begin),
		(long long)(microseconds(usage.ru_utime) +
			    microseconds(usage.ru_stime)),
		usage.ru_maxrss,
		WIFEXITED(status) ? WEXITSTATUS(status)
				  : 128 + WTERMSIG(status));
	return 0;
}
