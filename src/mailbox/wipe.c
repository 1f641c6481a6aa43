/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Libraries copy a password on its way to the wire, and free the copies as they
 * are. In this program whatever is freed is wiped first. Only where the C
 * library lets itself be stood in for, and nobody else does so already. */

#include "config.h"

#include "src/sandbox/sanitized.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#if defined(HAVE___LIBC_FREE) && !defined SANITIZED
void __libc_free(void *pointer);

void free(void *pointer)
{
	if (pointer)
		explicit_bzero(pointer, malloc_usable_size(pointer));
	__libc_free(pointer);
}

/* What moves leaves nothing behind. */
void *realloc(void *pointer, size_t size)
{
	size_t old = pointer ? malloc_usable_size(pointer) : 0;
	void *moved;

	if (pointer && !size) {
		free(pointer);
		return NULL;
	}
	if (pointer && size <= old && size > old / 2)
		return pointer;
	moved = malloc(size);
	if (moved && pointer) {
		memcpy(moved, pointer, old < size ? old : size);
		free(pointer);
	}
	return moved;
}
#endif
