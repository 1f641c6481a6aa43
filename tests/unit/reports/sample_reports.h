/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Reports as runs might leave them, for the writers to show. */
#ifndef MAILSONDE_TESTS_SAMPLE_REPORTS_H
#define MAILSONDE_TESTS_SAMPLE_REPORTS_H

#include "model/report.h"

/* Everything is in `arena`. */
typedef struct report *sample_function(struct arena *arena);

sample_function sample_office365;   /* all as documented */
sample_function sample_url;         /* one endpoint, a warning */
sample_function sample_failing;     /* several problems of three endpoints */
sample_function sample_unreachable; /* no network here */
sample_function sample_throttled;   /* asked to come back later */
sample_function sample_interrupted; /* broken off */
sample_function sample_hostile;     /* a banner to hurt whoever shows it */
sample_function sample_empty;       /* nothing at all */
sample_function sample_judged;      /* held to two policies */

/* With diagnoses. */
sample_function sample_wrong_mode; /* one endpoint, one certain cause */
sample_function sample_filtered;   /* a likely cause, and a possible one */
sample_function sample_misspelt;   /* a name that is not there */
sample_function sample_resolver;   /* one cause for every endpoint */
sample_function sample_several;    /* two causes, and what has none */

/* All of the above, by the names of their folders in tests/golden/. */
extern const struct sample {
	const char *name;
	sample_function *sample;
	bool transcript; /* in the XML report */
} sample_table[];
extern const size_t sample_count;

/* `count` endpoints of five probes each, for measurements. */
struct report *sample_many(struct arena *arena, size_t count);

#endif
