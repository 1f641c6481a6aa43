/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/output.h"

#include "model/memory.h"
#include "net/io.h"
#include "src/interrupt.h"
#include "src/output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

/* A pipe's reader that takes nothing for so long has died or is stuck. What
 * standard output leads to is the user's, who may be reading it. */
#define PATIENCE_US 10000000

struct output_file {
	FILE *stream;
	int fd;                 /* of the stream */
	int64_t interrupted_us; /* when that was seen; 0 */
	int given_up;           /* why nothing is written any more: errno; 0 */
	bool is_file;           /* which needs no patience */
	bool is_pipe;           /* with a name */
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

/* What nobody takes must not hold up the end: a pipe that has a name is waited
 * for so long, and after an interrupt anything for half a second, each time. */
static bool wait_for_reader(struct output_file *output)
{
	struct pollfd fds[2] = {{.fd = output->fd, .events = POLLOUT}};

	int64_t end_us =
		output->is_pipe ? io_now_us() + PATIENCE_US : INTERRUPT_NO_END;

	if (output->interrupted_us)
		output->interrupted_us = io_now_us();
	if (!output->given_up &&
		!interrupt_poll(fds, 1, end_us, &output->interrupted_us))
		output->given_up = output->interrupted_us ? EINTR : ETIMEDOUT;
	if (output->given_up)
		errno = output->given_up;
	return !output->given_up;
}

static bool can_go_on(struct output_file *output)
{
	return output->is_file ? !output->given_up : wait_for_reader(output);
}

static ssize_t write_patiently(void *cookie, const char *data, size_t length)
{
	struct output_file *output = cookie;
	size_t written = 0;

	/* So much of a pipe that is ready does not block. */
	size_t most = output->is_file ? SSIZE_MAX : PIPE_BUF;

	while (written < length && can_go_on(output)) {
		size_t left = length - written;
		ssize_t n = write(
			output->fd, data + written, left < most ? left : most);

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			output->given_up = errno;
		written += n > 0 ? (size_t)n : 0;
	}
	return (ssize_t)written;
}

static int close_patiently(void *cookie)
{
	struct output_file *output = cookie;

	return close(output->fd);
}

static FILE *open_stream(struct output_file *output)
{
	const cookie_io_functions_t functions = {
		.write = write_patiently, .close = close_patiently};
	struct stat status;

	if (fstat(output->fd, &status) == 0) {
		output->is_file = S_ISREG(status.st_mode);
		output->is_pipe = output->place.directory >= 0 &&
				  S_ISFIFO(status.st_mode);
	}
	return can_write(output->fd) ? fopencookie(output, "w", functions)
				     : NULL;
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

	output->place.directory = -1;
	output->fd = file ? place_open(file, &output->place)
			  : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (output->fd < 0) {
		free_output(output);
		return NULL;
	}
	output->stream = open_stream(output);
	if (!output->stream) {
		close(output->fd);
		free_output(output);
		return NULL;
	}
	setvbuf(output->stream, NULL, _IOFBF, PIECE);
	*ret_stream = output->stream;
	return output;
}

/* An error of before counts, too. Closing may set errno without failing. */
static bool finish_stream(struct output_file *output, bool keep)
{
	bool failed = ferror(output->stream);
	int error;

	errno = output->given_up ? output->given_up : EIO;
	if (fflush(output->stream) != 0)
		failed = true;
	if (keep && !failed)
		failed = !place_take(&output->place, output->fd);
	error = errno;
	if (fclose(output->stream) != 0 && !failed) {
		failed = true;
		error = errno;
	}
	errno = error;
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
