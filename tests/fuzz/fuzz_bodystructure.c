/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as what an IMAP server says of a message's structure. */

#include "probes/letter/invitation.h"
#include "probes/trip/fetch.h"
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
	struct octets text = {data, size};
	struct structure structure;
	struct fetched fetched;

	if (structure_read(arena, text, &structure)) {
		FUZZ_HOLDS(
			structure.count && structure.count <= STRUCTURE_PARTS);
		FUZZ_HOLDS(structure.parts[0].depth == 0);
		for (size_t i = 0; i < structure.count; i++)
			FUZZ_HOLDS(structure.parts[i].type &&
				   structure.parts[i].subtype &&
				   structure.parts[i].depth <= STRUCTURE_DEPTH);
		FUZZ_HOLDS(invitation_form_of(arena, text, &structure, text) <
			   INVITATION_FORM_COUNT);
	}
	if (fetch_read(text, &fetched)) {
		FUZZ_HOLDS(fetched.uid);
		FUZZ_HOLDS(fetched.header.length < size);
		FUZZ_HOLDS(fetched.structure.length < size);
	}
	arena_free(arena);
	return 0;
}
