/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a message that was received. */

#include "probes/letter/header.h"
#include "probes/letter/invitation.h"
#include "probes/letter/letter.h"
#include "probes/letter/receipt.h"
#include "probes/letter/trace.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static void check_content(
	struct octets message, const struct structure *structure)
{
	for (size_t i = 0; i < structure->count; i++) {
		struct octets content = structure->parts[i].content;

		FUZZ_HOLDS(content.length <= message.length);
		FUZZ_HOLDS(!content.length ||
			   (content.data >= message.data &&
				   content.data + content.length <=
					   message.data + message.length));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct octets message = {data, size};
	struct structure structure;
	struct letter_mark mark;
	struct receipt receipt;
	struct trace trace;

	structure_of_message(arena, message, &structure);
	FUZZ_HOLDS(structure.count && structure.count <= STRUCTURE_PARTS);
	check_content(message, &structure);
	FUZZ_HOLDS(invitation_form_of(arena, message, &structure, message) <
		   INVITATION_FORM_COUNT);
	trace_read(arena, message, &trace);
	FUZZ_HOLDS(trace.count <= TRACE_HOPS);
	receipt_read(arena, message, &receipt);
	letter_is_ours(message, &mark);
	FUZZ_HOLDS(letter_stuff(arena, message).length >= size + 3);
	arena_free(arena);
	return 0;
}
