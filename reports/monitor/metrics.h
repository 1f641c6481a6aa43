/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The samples of one family of metrics:
 *
 *	sample = name ["{" label *("," label) "}"] " " number LF
 *	label  = label-name "=" DQUOTE *label-char DQUOTE
 *
 * in which a quote, a backslash and a line feed have a backslash before
 * them. */
#ifndef MAILSONDE_REPORTS_MONITOR_METRICS_H
#define MAILSONDE_REPORTS_MONITOR_METRICS_H

#include "model/report.h"

#include <stdio.h>

/* What is written, and what it is made of. */
struct metrics {
	FILE *stream;
	struct arena *arena;
	const struct report *report;
	const struct endpoint_report **endpoints;
	const char **labels; /* of each, which all families repeat */
	size_t endpoint_count;
	const char *name; /* of the family that is being written */
};

/* `separator` is "{" before the first label, and "," before the others. */
void metrics_put_label(const struct metrics *m, const char *separator,
	const char *name, const char *value);

/* Makes `labels`. */
void metrics_label_endpoints(struct metrics *m);

/* The name, and the labels of that endpoint. */
void metrics_put_endpoint(const struct metrics *m, size_t endpoint);

void metrics_end_count(const struct metrics *m, size_t count);

/* Families of what was concluded, of each endpoint and over all. */
void metrics_write_findings(struct metrics *m);
void metrics_write_checks(struct metrics *m);
void metrics_write_diagnoses(struct metrics *m);
void metrics_write_policies(struct metrics *m);

#endif
