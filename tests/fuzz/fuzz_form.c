/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as settings: in the form that FUZZ_FORM names, or in the one that
 * they look most like ("any"). What is read must be fit for use, and what is
 * written of it must be read back to the same. */

#include "settings/forms/forms.h"
#include "settings/library/profile.h"
#include "settings/library/provider.h"
#include "tests/fuzz/fuzz.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#define WRITTEN_ENTRIES 8 /* so that one input takes no time */

static const struct form *form;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_FORM");

	(void)argc;
	(void)argv;
	form = name ? forms_find(name) : NULL;
	FUZZ_HOLDS(form || (name && strcmp(name, "any") == 0));
	return 0;
}

static void check_entry(const struct matrix_entry *entry)
{
	const char *host = entry->endpoint.host;

	FUZZ_HOLDS(entry->endpoint.port >= 1 && entry->endpoint.port <= 65535);
	/* A profile may leave it open. */
	FUZZ_HOLDS(!host || (*host && !strpbrk(host, " \t\r\n\"'<>&;`$\\")));
	for (size_t i = 0; i < entry->account.authentication_count; i++)
		FUZZ_HOLDS(entry->account.authentications[i] != NULL);
	for (size_t i = 0; i < entry->remark_count; i++)
		FUZZ_HOLDS(entry->remarks[i].kind < REMARK_COUNT);
}

static void check_round_trip(struct arena *arena, const struct matrix *matrix)
{
	struct problem error = {0};
	struct matrix again;
	char *xml = NULL;
	size_t length;
	FILE *stream = open_memstream(&xml, &length);

	profile_write(stream, arena, matrix, 1, "fuzz", "2026-01-01");
	fclose(stream);
	FUZZ_HOLDS(profile_read(
		arena, "written", xml, length, NULL, &again, &error));
	free(xml);
	/* Endpoints that were there twice are written once. */
	FUZZ_HOLDS(again.entry_count >= 1 &&
		   again.entry_count <= matrix->entry_count);
	for (size_t i = 0; i < again.entry_count; i++)
		check_entry(&again.entries[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct octets text = arena_octets(arena, data, size);
	struct problem error = {0};
	struct matrix matrix;

	if (forms_read(arena, "fuzz", text, form, NULL, &matrix, &error)) {
		FUZZ_HOLDS(matrix.entry_count > 0);
		for (size_t i = 0; i < matrix.entry_count; i++)
			check_entry(&matrix.entries[i]);
		FUZZ_HOLDS(
			provider_compare(arena, NULL, NULL, &matrix, &error));
		if (matrix.entry_count <= WRITTEN_ENTRIES &&
			matrix.form != forms_table[0]->name)
			check_round_trip(arena, &matrix);
	} else {
		FUZZ_HOLDS(error.text && error.kind);
		fuzz_check_shown(problem_say(arena, &error));
	}
	arena_free(arena);
	xmlResetLastError();
	return 0;
}
