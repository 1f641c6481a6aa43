/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/job/keep.h"

#include "model/io/file.h"
#include "reports/record/read.h"
#include "reports/record/xml.h"
#include "src/output/output.h"
#include "src/output/place.h"
#include "src/serve/token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_OCTETS 65536
#define WRITTEN_S 3600 /* no result takes so long to write */

static const char *path_of(
	struct arena *arena, const char *folder, const char *id)
{
	return arena_printf(arena, "%s/%s.xml", folder, id);
}

bool keep_write(const char *folder, const char *id, const struct report *report)
{
	struct arena *arena = arena_new();
	size_t length;
	char *xml = report_to_xml(report, false, &length);
	bool written =
		xml && output_write(path_of(arena, folder, id), xml, length);
	int number = xml ? errno : ENOMEM;

	free(xml);
	arena_free(arena);
	errno = number;
	return written;
}

static bool read_stream(struct arena *arena, FILE *stream, const char *path,
	struct report *ret_report)
{
	struct record_reader *reader = record_reader_new(arena, path);
	char *piece = arena_alloc(arena, PIECE_OCTETS);
	struct problem problem;
	size_t got;

	do
		got = fread(piece, 1, PIECE_OCTETS, stream);
	while (got && record_reader_feed(reader, piece, got));
	return record_reader_end(reader, ret_report, &problem);
}

bool keep_read(struct arena *arena, const char *folder, const char *id,
	time_t oldest, struct report *ret_report)
{
	const char *path;
	struct stat status;
	FILE *stream;
	bool read;

	/* What is no address of a result names no file. */
	if (!token_is(id))
		return false;
	path = path_of(arena, folder, id);
	stream = file_stream(file_open_regular(path));
	if (!stream)
		return false;
	read = fstat(fileno(stream), &status) == 0 &&
	       status.st_mtime >= oldest &&
	       read_stream(arena, stream, path, ret_report);
	fclose(stream);
	return read;
}

/* What a result's name has behind ".xml": nothing, or more as long as it is
 * written. NULL: others' files are not ours. */
static const char *end_of_result(const char *name)
{
	static const char ending[] = ".xml";
	struct token id;
	size_t digits = sizeof(id.digits) - 1;

	if (strlen(name) < digits + strlen(ending))
		return NULL;
	memcpy(id.digits, name, digits);
	id.digits[digits] = '\0';
	name += digits;
	return token_is(id.digits) && strncmp(name, ending, strlen(ending)) == 0
		       ? name + strlen(ending)
		       : NULL;
}

static bool is_older(int folder_fd, const char *name, time_t oldest)
{
	struct stat status;

	return fstatat(folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(status.st_mode) && status.st_mtime < oldest;
}

static bool is_spent(int folder_fd, const char *name, time_t oldest)
{
	const char *end = end_of_result(name);

	if (!end)
		return false;
	if (!*end)
		return is_older(folder_fd, name, oldest);
	return place_is_aside(end) &&
	       is_older(folder_fd, name, time(NULL) - WRITTEN_S);
}

void keep_sweep(
	const char *folder, time_t oldest, unsigned most, DIR **ret_place)
{
	struct dirent *entry = NULL;

	if (!*ret_place)
		*ret_place = opendir(folder);
	if (!*ret_place)
		return;
	while (most-- && (entry = readdir(*ret_place)))
		if (is_spent(dirfd(*ret_place), entry->d_name, oldest))
			unlinkat(dirfd(*ret_place), entry->d_name, 0);
	if (entry)
		return;
	closedir(*ret_place);
	*ret_place = NULL;
}
