/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a policy. */

#include "settings/library/policy.h"
#include "tests/fuzz/fuzz.h"

#include <libxml/parser.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct octets xml = arena_octets(arena, data, size);
	struct problem error = {0};
	struct policy policy;

	if (!policy_read(arena, "fuzz", xml, &policy, &error)) {
		FUZZ_HOLDS(error.text && error.kind);
		fuzz_check_shown(problem_say(arena, &error));
	}
	arena_free(arena);
	xmlResetLastError();
	return 0;
}
