/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Memory that is there, or the process ends: every size in mailsonde is
 * bounded, so that no peer can exhaust it. What has no room raises SIGABRT
 * with ENOMEM in errno; what that means for the process is the roof's. */
#ifndef MAILSONDE_MODEL_MEMORY_H
#define MAILSONDE_MODEL_MEMORY_H

#include <stddef.h>

/* As calloc() and realloc(), to be freed with free(). Never NULL. */
void *memory_calloc(size_t count, size_t size);
void *memory_realloc(void *pointer, size_t size);

/* Ends the process for a size that cannot be had. */
_Noreturn void memory_exhausted(void);

#endif
