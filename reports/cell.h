/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a matrix says of one TLS version at one endpoint. */
#ifndef MAILSONDE_REPORTS_CELL_H
#define MAILSONDE_REPORTS_CELL_H

#include "model/report.h"

/* Whether the server accepts the version, and whether it should, in the order
 * of a legend. */
enum cell {
	CELL_YES,
	CELL_NO,
	CELL_YES_WARNING, /* should be no */
	CELL_NO_WARNING,
	CELL_YES_WRONG, /* must be no */
	CELL_NO_WRONG,
	CELL_UNKNOWN, /* not tested */
	CELL_NONE,    /* not asked */
	CELL_COUNT,
};

enum cell cell_of(
	const struct endpoint_report *endpoint, enum tls_version version);

#endif
