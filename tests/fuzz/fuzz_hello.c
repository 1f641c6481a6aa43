/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a server's answer to a hello made by hand: cut anywhere, it
 * says the same. The first octet chooses what was asked and the cut. */

#include "net/hello/hello.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static struct hello_answer read_answer(struct arena *arena, unsigned asked,
	const uint8_t *data, size_t size, size_t piece)
{
	const struct hello hello = {.version = asked};
	struct hello_reader *reader =
		hello_reader_new(arena, &hello, HELLO_TO_KEY);
	struct hello_answer answer;

	for (size_t at = 0; at < size; at += piece)
		if (hello_reader_feed(reader, data + at,
			    size - at < piece ? size - at : piece) ==
			HELLO_IS_OVER)
			break;
	answer = *hello_reader_answer(reader);
	hello_reader_free(reader);
	return answer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();

	if (size > 1) {
		unsigned asked = data[0] & 0x80 ? HELLO_SSL_2 : HELLO_TLS_1_2;
		struct hello_answer whole, cut;

		whole = read_answer(arena, asked, data + 1, size - 1, size);
		cut = read_answer(
			arena, asked, data + 1, size - 1, 1 + (data[0] & 0x7f));
		FUZZ_HOLDS(whole.result == cut.result);
		FUZZ_HOLDS(whole.version == cut.version);
		FUZZ_HOLDS(whole.suite == cut.suite);
		FUZZ_HOLDS(whole.group == cut.group);
		FUZZ_HOLDS(whole.alert == cut.alert);
		FUZZ_HOLDS(whole.certificate_count == cut.certificate_count);
		FUZZ_HOLDS(whole.certificate_count <= HELLO_CERTIFICATES);
	}
	arena_free(arena);
	return 0;
}
