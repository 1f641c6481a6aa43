/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/kept_report.h"

#include "model/io/file.h"
#include "model/memory.h"
#include "model/text/digest.h"
#include "model/text/escape.h"
#include "reports/record/read.h"
#include "src/commands/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define PIECE_OCTETS 65536

static int refuse(
	const struct options *options, const char *shown, const char *why)
{
	complain_aloud(options, "%s: %s", shown, why);
	return EX_DATAERR;
}

static const char *shown_as(struct arena *arena, const char *file)
{
	return strcmp(file, "-") == 0 ? "standard input"
				      : escape_clean(arena, file);
}

/* A directory that somebody made standard input cannot be read, either. */
static FILE *standard_input(void)
{
	struct stat status;

	if (fstat(STDIN_FILENO, &status) != 0 || !S_ISDIR(status.st_mode))
		return stdin;
	errno = EISDIR;
	return NULL;
}

/* NULL with errno set if it cannot be read. */
static FILE *open_input(const char *file)
{
	return strcmp(file, "-") == 0 ? standard_input()
				      : file_stream(file_open_patient(file));
}

/* Whether all of it could be read; errno is set if not. */
static bool close_input(FILE *stream)
{
	bool read = !ferror(stream);
	int number = errno;

	if (stream != stdin)
		fclose(stream);
	errno = number;
	return read;
}

int kept_file_read(const struct options *options, struct arena *arena,
	const char *file, struct octets *ret_octets)
{
	const char *shown = shown_as(arena, file);
	FILE *stream = open_input(file);
	char *data = NULL;
	size_t size = 0, length = 0, got;

	if (!stream)
		return refuse(options, shown, strerror(errno));
	do {
		if (length == size)
			data = memory_realloc(
				data, size = 2 * size + PIECE_OCTETS);
		got = fread(data + length, 1, size - length, stream);
		length += got;
	} while (got && length <= RECORD_OCTETS);
	*ret_octets = arena_octets(arena, data, length);
	free(data);
	if (!close_input(stream))
		return refuse(options, shown, strerror(errno));
	if (length > RECORD_OCTETS)
		return refuse(
			options, shown, "the file is too large for a report");
	return EX_OK;
}

int kept_report_parse(const struct options *options, struct arena *arena,
	const char *file, struct octets octets, struct report *ret_report)
{
	struct problem problem;

	if (record_read_xml(arena, shown_as(arena, file), octets.data,
		    octets.length, ret_report, &problem))
		return EX_OK;
	return complain_about_problem(options, &problem);
}

/* Answers whether all of it could be read; errno is set if not. */
static bool read_pieces(FILE *stream, struct record_reader *reader,
	struct digest *digest, size_t *ret_octets)
{
	char piece[PIECE_OCTETS];
	size_t got;

	*ret_octets = 0;
	digest_begin(digest);
	do {
		got = fread(piece, 1, sizeof(piece), stream);
		digest_add(digest, piece, got);
		*ret_octets += got;
	} while (got && record_reader_feed(reader, piece, got));
	return close_input(stream);
}

int kept_report_read(const struct options *options, struct arena *arena,
	const char *file, struct report *ret_report, struct kept *ret_kept)
{
	const char *shown = shown_as(arena, file);
	FILE *stream = open_input(file);
	struct record_reader *reader;
	struct problem problem;
	struct digest digest;
	size_t octets;
	bool done, good;
	int number;

	if (!stream)
		return refuse(options, shown, strerror(errno));
	reader = record_reader_new(arena, shown);
	done = read_pieces(stream, reader, &digest, &octets);
	number = errno;
	good = record_reader_end(reader, ret_report, &problem);
	if (!done) {
		if (good)
			report_clear(ret_report);
		return refuse(options, shown, strerror(number));
	}
	if (!good)
		return complain_about_problem(options, &problem);
	if (ret_kept)
		*ret_kept = (struct kept){strcmp(file, "-") == 0 ? NULL : shown,
			digest_end(&digest, arena), NULL, octets};
	return EX_OK;
}
