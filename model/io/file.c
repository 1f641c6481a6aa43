/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuses(const struct stat *status, bool regular)
{
	errno = S_ISDIR(status->st_mode) ? EISDIR : EINVAL;
	return S_ISDIR(status->st_mode) ||
	       (regular && !S_ISREG(status->st_mode));
}

static int hold(int fd, bool regular)
{
	struct stat status;
	int error;

	if (fstat(fd, &status) == 0 && !refuses(&status, regular))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* Without waiting for a writer if it is a named pipe; but where there is
 * one, its words are waited for. */
static int open_now(const char *path, bool regular)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return -1;
	(void)fcntl(fd, F_SETFL, O_RDONLY);
	return hold(fd, regular);
}

int file_open(const char *path)
{
	return open_now(path, false);
}

int file_open_patient(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	return fd < 0 ? -1 : hold(fd, false);
}

int file_open_regular(const char *path)
{
	return open_now(path, true);
}

FILE *file_stream(int fd)
{
	FILE *stream = fd >= 0 ? fdopen(fd, "r") : NULL;

	if (!stream && fd >= 0)
		close(fd);
	return stream;
}
