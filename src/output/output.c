/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/output.h"

#include "model/arena.h"
#include "model/memory.h"

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
	const char *file;
	char *aside; /* NULL where it is written straight */
};

/* As open() would have made it. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static int open_aside(struct output_file *output)
{
	size_t size = strlen(output->file) + sizeof(".XXXXXX");

	output->aside = memory_calloc(1, size);
	snprintf(output->aside, size, "%s.XXXXXX", output->file);
	return mkostemp(output->aside, O_CLOEXEC);
}

static int open_output(struct output_file *output)
{
	struct stat status;

	if (!output->file)
		return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (stat(output->file, &status) != 0 || S_ISREG(status.st_mode))
		return open_aside(output);
	if (S_ISDIR(status.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	return open(output->file, O_WRONLY | O_CLOEXEC);
}

/* errno stays. */
static void free_output(struct output_file *output)
{
	int error = errno;

	free(output->aside);
	free(output);
	errno = error;
}

struct output_file *output_open(const char *file, FILE **ret_stream)
{
	struct output_file *output = memory_calloc(1, sizeof(*output));
	int fd;

	output->file = file;
	fd = open_output(output);
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
static bool finish_stream(struct output_file *output)
{
	bool failed = ferror(output->stream);

	errno = EIO;
	if (fflush(output->stream) != 0)
		failed = true;
	if (output->aside && !failed)
		failed = fchmod(fileno(output->stream), usual_mode()) != 0;
	if (fclose(output->stream) != 0)
		failed = true;
	return !failed;
}

bool output_close(struct output_file *output, bool keep)
{
	bool done = finish_stream(output);
	int error = errno;

	if (done && keep && output->aside) {
		done = rename(output->aside, output->file) == 0;
		error = errno;
	}
	if (output->aside && !(done && keep))
		unlink(output->aside);
	errno = error;
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
