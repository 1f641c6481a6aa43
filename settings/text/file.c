/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/text/file.h"

#include "model/io/file.h"
#include "model/memory.h"
#include "settings/refuse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Fills `buffer` until it is full or the end came. Answers with the octets
 * read, or -1 with errno. */
static ssize_t fill(int fd, char *buffer, size_t size)
{
	size_t length = 0;

	while (length < size) {
		ssize_t n = read(fd, buffer + length, size - length);

		if (n == 0)
			break;
		if (n > 0)
			length += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)length;
}

bool file_read_descriptor(struct arena *arena, int fd, const char *place,
	struct octets *ret_text, struct problem *ret_problem)
{
	char *buffer = memory_calloc(FILE_OCTETS + 1, 1);
	ssize_t length = fill(fd, buffer, FILE_OCTETS + 1);
	bool usable = false;

	if (length < 0)
		problem_set(arena, PROBLEM_DATA, place, ret_problem,
			"cannot be read: %s", strerror(errno));
	else if ((size_t)length > FILE_OCTETS)
		problem_set(arena, PROBLEM_DATA, place, ret_problem,
			"is larger than 4 MiB, which is too large for "
			"settings");
	else
		usable = true;
	if (usable)
		*ret_text = arena_octets(arena, buffer, (size_t)length);
	free(buffer);
	return usable;
}

enum file_result file_read(struct arena *arena, const char *path,
	struct octets *ret_text, struct problem *ret_problem)
{
	int fd = file_open(path);
	const char *place;
	bool usable;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return FILE_MISSING;
	place = refuse_escape(arena, path);
	if (fd < 0) {
		if (errno == EISDIR)
			problem_set(arena, PROBLEM_DATA, place, ret_problem,
				"is a directory; name a file in it");
		else
			problem_set(arena, PROBLEM_DATA, place, ret_problem,
				"cannot be opened: %s", strerror(errno));
		return FILE_UNUSABLE;
	}
	usable = file_read_descriptor(arena, fd, place, ret_text, ret_problem);
	close(fd);
	return usable ? FILE_READ : FILE_UNUSABLE;
}
