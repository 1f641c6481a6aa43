/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* In place of libFuzzer: hands each of the files to the target once, and what
 * it is cut short to. */

#include "tests/fuzz/fuzz.h"

#include <string.h>

#define INPUT_OCTETS ((size_t)4 << 20)
#define CUTS 16

/* The library's own leak, where a certificate's key cannot be read */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:gnutls_pubkey_init";
}

static void try(const char *data, size_t size)
{
	/* Of its own, so that a sanitizer sees what is read behind it. */
	uint8_t *copy = malloc(size + !size);

	FUZZ_HOLDS(copy);
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

int main(int argc, char **argv)
{
	char *data = malloc(INPUT_OCTETS);

	FUZZ_HOLDS(data);
	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		size_t size;

		FUZZ_HOLDS(file);
		size = fread(data, 1, INPUT_OCTETS, file);
		fclose(file);
		for (size_t cut = 0; cut <= CUTS; cut++)
			try(data, size * cut / CUTS);
	}
	free(data);
	return 0;
}
