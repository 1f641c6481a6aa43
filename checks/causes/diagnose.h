/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* From facts and findings to causes: pure functions over all endpoints of a
 * run together. */
#ifndef MAILSONDE_CHECKS_CAUSES_DIAGNOSE_H
#define MAILSONDE_CHECKS_CAUSES_DIAGNOSE_H

#include "model/report.h"

/* What does not depend on the run: for the manual, and `mailsonde explain`. */
struct diagnosis_row {
	const char *id;                       /* never changes its meaning */
	const char *title;                    /* one line */
	const char *explanation;              /* plain words */
	const char *remedies[AUDIENCE_COUNT]; /* NULL: can do nothing */
	const char *confirm;   /* what would make sure; NULL if nothing */
	const char *example;   /* what the wire shows, lines of a transcript */
	const char *reference; /* NULL if there is none */
	enum audience first;   /* who can act first */
};

extern const struct diagnosis_row diagnosis_table[];
extern const size_t diagnosis_count;

/* Returns the row with this id, or NULL. */
const struct diagnosis_row *diagnosis_find(const char *id);

/* Finds the causes of what failed or could not be tested in the report, whose
 * findings were judged, and fills in `report->diagnoses` and the findings'
 * `diagnosis`. A report without anything of the kind gets none. It never
 * changes a status. Everything is owned by `arena`. */
void diagnose(struct report *report, struct arena *arena);

#endif
