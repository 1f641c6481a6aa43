/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as JSON, and as the token in it. */

#include "model/text/json.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static void walk(struct arena *arena, struct octets value)
{
	struct octets rest = value, next;
	const char *text = json_string(arena, value);
	int64_t number;

	FUZZ_HOLDS(value.length);
	FUZZ_HOLDS(!text || strlen(text) < value.length);
	json_read_integer(value, &number);
	while (json_next(&rest, &next)) {
		FUZZ_HOLDS(next.data > value.data &&
			   next.data + next.length < value.data + value.length);
		walk(arena, next);
	}
	if (json_find(value, "a", &next))
		walk(arena, next);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct octets value;

	if (json_read((struct octets){data, size}, &value))
		walk(arena, value);
	arena_free(arena);
	return 0;
}
