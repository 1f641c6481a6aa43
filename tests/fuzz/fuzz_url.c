/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a target that is a URL. */

#include "settings/refuse.h"
#include "settings/url.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *url = (const char *)arena_octets(arena, data, size).data;
	struct problem error = {0};
	struct matrix matrix;

	if (url_read_target(arena, url, &matrix, &error)) {
		FUZZ_HOLDS(matrix.entry_count == 1);
		FUZZ_HOLDS(matrix.entries[0].endpoint.port >= 1 &&
			   matrix.entries[0].endpoint.port <= 65535);
		fuzz_check_shown(matrix.entries[0].endpoint.host);
	} else {
		FUZZ_HOLDS(error.text && error.kind);
		fuzz_check_shown(problem_say(arena, &error));
	}
	arena_free(arena);
	return 0;
}
