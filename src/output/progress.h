/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The matrix on a terminal while its probes run. It is redrawn in place, ten
 * times a second at the most, and leaves no trace: the report takes its place.
 * Everything here is called from one thread. */
#ifndef MAILSONDE_SRC_OUTPUT_PROGRESS_H
#define MAILSONDE_SRC_OUTPUT_PROGRESS_H

#include "model/report.h"

#include <stdio.h>

struct progress; /* opaque */

/* Returns a display of the report's endpoints, all waiting, and draws it. The
 * report is borrowed until progress_finish(); nothing of it is read but the
 * entries of its endpoints. `columns` counts where the terminal itself does
 * not tell its size, which is asked anew for each drawing. The caller makes
 * sure that `terminal` is one that can move its cursor. */
struct progress *progress_new(FILE *terminal, const struct report *report,
	unsigned columns, bool color, bool utf8);

/* The probe begins: `versions` is what it offers, as in `tls_offered`. */
void progress_start(struct progress *progress, size_t endpoint,
	enum purpose purpose, unsigned versions);

/* The probe ended with these facts, which may not be settled yet. */
void progress_probe(struct progress *progress, size_t endpoint,
	const struct probe_facts *facts);

/* Nothing more will be asked of the endpoint. */
void progress_endpoint_done(struct progress *progress, size_t endpoint);

/* Draws what changed, and the time. Cheap if called too often. */
void progress_tick(struct progress *progress);

/* Wipes the display off the terminal and frees it. NULL is fine. */
void progress_finish(struct progress *progress);

#endif
