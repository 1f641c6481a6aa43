/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/table.h"
#include "tests/unit/reports/sample_reports.h"

const struct sample sample_table[] = {
	{"office365", sample_office365, true},
	{"url", sample_url, false},
	{"failing", sample_failing, false},
	{"unreachable", sample_unreachable, false},
	{"throttled", sample_throttled, false},
	{"interrupted", sample_interrupted, false},
	{"hostile", sample_hostile, true},
	{"empty", sample_empty, false},
	{"judged", sample_judged, false},
	{"wrong-mode", sample_wrong_mode, false},
	{"filtered", sample_filtered, false},
	{"misspelt", sample_misspelt, false},
	{"resolver", sample_resolver, false},
	{"several", sample_several, false},
};
const size_t sample_count = COUNT_OF(sample_table);
