/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/output.h"

#include "model/memory.h"
#include "src/output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

struct output_file {
	FILE *stream;
	struct place place;
};

/* errno stays. */
static void free_output(struct output_file *output)
{
	place_close(&output->place);
	free(output);
}

static bool can_write(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY)
		return true;
	errno = EBADF;
	return false;
}

/* In its directory, since it is written aside. */
static bool can_replace(const char *file)
{
	const char *slash = strrchr(file, '/');
	size_t length = slash ? (size_t)(slash - file) + 1 : 0;
	char *directory = memory_calloc(1, length + 2);
	bool writable;

	memcpy(directory, length ? file : ".", length ? length : 1);
	writable = access(directory, W_OK | X_OK) == 0;
	free(directory);
	return writable;
}

bool output_possible(const char *file)
{
	struct stat status;

	if (!file)
		return can_write(STDOUT_FILENO);
	if (stat(file, &status) == 0 && !S_ISREG(status.st_mode)) {
		errno = EISDIR;
		return !S_ISDIR(status.st_mode);
	}
	/* Names of our own descriptors, whatever they lead to. */
	return strncmp(file, "/dev/", 5) == 0 ||
	       strncmp(file, "/proc/", 6) == 0 || can_replace(file);
}

struct output_file *output_open(const char *file, FILE **ret_stream)
{
	struct output_file *output = memory_calloc(1, sizeof(*output));
	int fd;

	output->place.directory = -1;
	fd = file ? place_open(file, &output->place)
		  : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (fd < 0) {
		free_output(output);
		return NULL;
	}
	output->stream = fdopen(fd, "w");
	if (!output->stream) {
		close(fd);
		free_output(output);
		return NULL;
	}
	setvbuf(output->stream, NULL, _IOFBF, PIECE);
	*ret_stream = output->stream;
	return output;
}

/* An error of before counts, too; what it was is not known any more then. */
static bool finish_stream(struct output_file *output, bool keep)
{
	bool failed = ferror(output->stream);

	errno = EIO;
	if (fflush(output->stream) != 0)
		failed = true;
	if (keep && !failed)
		failed = !place_take(&output->place, fileno(output->stream));
	if (fclose(output->stream) != 0)
		failed = true;
	return !failed;
}

bool output_close(struct output_file *output, bool keep)
{
	bool done = finish_stream(output, keep);

	free_output(output);
	return done;
}

bool output_write(const char *file, const void *data, size_t length)
{
	FILE *stream;
	struct output_file *output = output_open(file, &stream);
	size_t written;
	int error;

	if (!output)
		return false;
	/* Unbuffered, so that the error is that of the writing. */
	setvbuf(stream, NULL, _IONBF, 0);
	errno = 0;
	written = length ? fwrite(data, 1, length, stream) : 0;
	error = errno;
	if (written == length)
		return output_close(output, true);
	output_close(output, false);
	errno = error;
	return false;
}
