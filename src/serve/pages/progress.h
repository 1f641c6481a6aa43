/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a check goes on, for who waits for it. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_PROGRESS_H
#define MAILSONDE_SRC_SERVE_PAGES_PROGRESS_H

#include "src/serve/visit.h"

/* The page that becomes the answer: by its script, or by being loaded again. */
void progress_show(struct visit *visit, struct job *job);

/* The same as server-sent events; takes the job over. */
void progress_stream(struct visit *visit, struct job *job);

#endif
