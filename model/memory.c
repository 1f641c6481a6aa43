/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/memory.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

_Noreturn void memory_exhausted(void)
{
	errno = ENOMEM;
	raise(SIGABRT);
	/* Whoever handles it did not end the process. */
	signal(SIGABRT, SIG_DFL);
	for (;;)
		raise(SIGABRT);
}

void *memory_calloc(size_t count, size_t size)
{
	void *pointer = calloc(count ? count : 1, size ? size : 1);

	if (!pointer)
		memory_exhausted();
	return pointer;
}

void *memory_realloc(void *pointer, size_t size)
{
	pointer = realloc(pointer, size ? size : 1);
	if (!pointer)
		memory_exhausted();
	return pointer;
}
