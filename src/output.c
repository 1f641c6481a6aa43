/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "output.h"

#include "model/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, const char *data, size_t length)
{
	while (length) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		length -= (size_t)n;
	}
	return true;
}

static bool write_straight(const char *file, const void *data, size_t length)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	bool written;

	if (fd < 0)
		return false;
	written = write_all(fd, data, length);
	return close(fd) == 0 && written;
}

/* As open() would have made it. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static bool write_aside(const char *file, const void *data, size_t length)
{
	size_t size = strlen(file) + sizeof(".XXXXXX");
	char *aside = xcalloc(1, size);
	bool done = false;
	int fd, error;

	snprintf(aside, size, "%s.XXXXXX", file);
	fd = mkostemp(aside, O_CLOEXEC);
	if (fd >= 0) {
		done = write_all(fd, data, length) &&
		       fchmod(fd, usual_mode()) == 0;
		error = errno;
		if (close(fd) != 0)
			done = false;
		else if (!done)
			errno = error;
		done = done && rename(aside, file) == 0;
		error = errno;
		if (!done)
			unlink(aside);
		errno = error;
	}
	free(aside);
	return done;
}

bool output_write(const char *file, const void *data, size_t length)
{
	struct stat status;

	if (!file)
		return write_all(STDOUT_FILENO, data, length);
	if (stat(file, &status) == 0 && !S_ISREG(status.st_mode)) {
		if (S_ISDIR(status.st_mode)) {
			errno = EISDIR;
			return false;
		}
		return write_straight(file, data, length);
	}
	return write_aside(file, data, length);
}
