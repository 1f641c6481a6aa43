/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/kept_report.h"

#include "model/memory.h"
#include "model/text/escape.h"
#include "reports/record/xml_read.h"
#include "settings/xml/document.h"
#include "src/commands/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

/* Reads to the end, or a little more than is allowed. NULL with errno set if
 * that fails. */
static char *read_stream(FILE *stream, size_t *ret_length)
{
	char *data = NULL;
	size_t size = 0, length = 0;

	while (length <= document_report.octets) {
		size_t got;

		if (length == size) {
			size = size ? 2 * size : 65536;
			data = memory_realloc(data, size);
		}
		got = fread(data + length, 1, size - length, stream);
		length += got;
		if (!got)
			break;
	}
	*ret_length = length;
	if (!ferror(stream))
		return data;
	free(data);
	return NULL;
}

static bool is_folder(FILE *stream)
{
	struct stat status;

	return fstat(fileno(stream), &status) == 0 && S_ISDIR(status.st_mode);
}

static int refuse(const char *shown, const char *why)
{
	complain_aloud("%s: %s", shown, why);
	return EX_DATAERR;
}

int kept_file_read(
	struct arena *arena, const char *file, struct octets *ret_octets)
{
	bool input = strcmp(file, "-") == 0;
	const char *shown =
		input ? "standard input" : escape_clean(arena, file);
	FILE *stream = input ? stdin : fopen(file, "rb");
	size_t length = 0;
	char *data;

	if (!stream)
		return refuse(shown, strerror(errno));
	errno = is_folder(stream) ? EISDIR : 0;
	data = errno ? NULL : read_stream(stream, &length);
	if (!input)
		fclose(stream);
	if (!data)
		return refuse(shown, strerror(errno));
	*ret_octets = arena_octets(arena, data, length);
	free(data);
	if (length > document_report.octets)
		return refuse(shown, "the file is too large for a report");
	return EX_OK;
}

static int read_document(struct arena *arena, const char *shown,
	const xmlDoc *document, struct report *ret_report)
{
	const char *why;
	long line;

	if (report_from_xml(arena, xmlDocGetRootElement(document), ret_report,
		    &why, &line))
		return EX_OK;
	complain_aloud("%s:%ld: %s", shown, line, why);
	return EX_DATAERR;
}

int kept_report_read(struct arena *arena, const char *file,
	struct report *ret_report, struct octets *ret_octets)
{
	struct problem error = {0};
	const char *shown = strcmp(file, "-") == 0 ? "standard input"
						   : escape_clean(arena, file);
	struct octets octets;
	xmlDoc *document;
	int status = kept_file_read(arena, file, &octets);

	if (status != EX_OK)
		return status;
	document = document_read(arena, &document_report,
		strcmp(file, "-") == 0 ? shown : file, octets.data,
		octets.length, &error);
	if (!document)
		return complain_about_problem(&error);
	status = read_document(arena, shown, document, ret_report);
	xmlFreeDoc(document);
	if (ret_octets)
		*ret_octets = octets;
	return status;
}
