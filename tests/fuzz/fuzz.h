/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the fuzz targets share. Each is one file, run by tests/fuzz/fuzz.sh
 * with the seeds in the folder of its name under tests/fuzz/corpus. */
#ifndef MAILSONDE_TESTS_FUZZ_FUZZ_H
#define MAILSONDE_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the run, with the input kept, unless the condition holds. */
#define FUZZ_HOLDS(condition)                                                  \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, \
				__LINE__, #condition);                         \
			abort();                                               \
		}                                                              \
	} while (0)

/* No text for people has control characters in it, whatever was read. */
static inline void fuzz_check_shown(const char *text)
{
	for (; *text; text++)
		FUZZ_HOLDS((unsigned char)*text >= ' ' && *text != 0x7f);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
