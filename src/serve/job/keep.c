/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/job/keep.h"

#include "reports/record/read.h"
#include "reports/record/xml.h"
#include "src/output/output.h"
#include "src/serve/token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_OCTETS 65536

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
	stream = fopen(path, "re");
	if (!stream)
		return false;
	read = fstat(fileno(stream), &status) == 0 &&
	       status.st_mtime >= oldest &&
	       read_stream(arena, stream, path, ret_report);
	fclose(stream);
	return read;
}

/* Whether a result is kept under this name; others' files are not ours. */
static bool is_result(const char *name)
{
	struct token id;
	size_t digits = sizeof(id.digits) - 1;

	if (strlen(name) != digits + strlen(".xml"))
		return false;
	memcpy(id.digits, name, digits);
	id.digits[digits] = '\0';
	return token_is(id.digits) && strcmp(name + digits, ".xml") == 0;
}

static bool is_older(int folder_fd, const char *name, time_t oldest)
{
	struct stat status;

	return fstatat(folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(status.st_mode) && status.st_mtime < oldest;
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
		if (is_result(entry->d_name) &&
			is_older(dirfd(*ret_place), entry->d_name, oldest))
			unlinkat(dirfd(*ret_place), entry->d_name, 0);
	if (entry)
		return;
	closedir(*ret_place);
	*ret_place = NULL;
}
