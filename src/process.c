/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/process.h"

#include "engine/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* What was closed is opened the wrong way round: what is read from it or
 * written to it fails, and is told, and no file of ours takes its number. */
static void open_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
		if (fd == STDIN_FILENO || fd == STDOUT_FILENO) {
			close(fd);
			fd = open("/dev/null",
				fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
		}
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* By what model/memory.h promises; anything else aborts as ever. */
static void on_abort(int number)
{
	static const char message[] = "mailsonde: out of memory\n";

	(void)number;
	if (errno != ENOMEM)
		return;
	(void)!write(STDERR_FILENO, message, sizeof(message) - 1);
	_exit(EX_OSERR);
}

/* As a rule each thread has a heap of its own, which keeps the room of all
 * that was freed: what one server after the other fills adds up. */
static void share_heaps(void)
{
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 2);
#endif
}

void process_begin(void)
{
	open_standard_files();
	share_heaps();
	signal(SIGABRT, on_abort);
}

void process_make_room(unsigned jobs)
{
	rlim_t wanted = engine_descriptors(jobs);
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0 ||
		files.rlim_cur == RLIM_INFINITY || files.rlim_cur >= wanted)
		return;
	files.rlim_cur =
		files.rlim_max != RLIM_INFINITY && files.rlim_max < wanted
			? files.rlim_max
			: wanted;
	setrlimit(RLIMIT_NOFILE, &files);
}

int process_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool process_write(int fd, const void *data, size_t length)
{
	const char *at = data;

	while (length) {
		ssize_t n = write(fd, at, length);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			at += n;
			length -= (size_t)n;
		}
	}
	return true;
}
