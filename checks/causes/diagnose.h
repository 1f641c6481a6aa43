/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* From facts and findings to causes: pure functions over all endpoints of a
 * run together. */
#ifndef MAILSONDE_CHECKS_CAUSES_DIAGNOSE_H
#define MAILSONDE_CHECKS_CAUSES_DIAGNOSE_H

#include "model/report.h"

/* Finds the causes of what failed or could not be tested in the report, whose
 * findings were judged, and fills in `report->diagnoses` and the findings'
 * `diagnosis`. A report without anything of the kind gets none. It never
 * changes a status. Everything is owned by `arena`. */
void diagnose(struct report *report, struct arena *arena);

#endif
