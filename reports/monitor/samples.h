/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What monitors measure of an endpoint, for the formats that tell it in
 * numbers. */
#ifndef MAILSONDE_REPORTS_MONITOR_SAMPLES_H
#define MAILSONDE_REPORTS_MONITOR_SAMPLES_H

#include "model/report.h"

/* The endpoints of the report, in order and no one twice: the same endpoint
 * named by two targets would be measured twice under one name. */
const struct endpoint_report **sample_endpoints(
	struct arena *arena, const struct report *report, size_t *ret_count);

/* The best connection if it was completed; NULL otherwise. */
const struct probe_facts *sample_completed(
	const struct endpoint_report *endpoint);

/* The server's own certificate as it was shown; NULL if none was. */
const struct certificate *sample_certificate(
	const struct endpoint_report *endpoint);

/* Whole days from the start of the run to the end of the certificate; below 0
 * once it is over. */
int64_t sample_days(
	const struct report *report, const struct certificate *certificate);

/* How long each stage that was left took, in microseconds; -1 for the others.
 * The dialogue may come to a stage twice, as STARTTLS comes between two
 * exchanges of capabilities: what counts is when it was left for good. */
void sample_stages(
	const struct probe_facts *probe, int64_t ret_us[STAGE_COUNT]);

/* One leg of what a mailbox was asked for. */
struct sample_leg {
	const char *name; /* "login", "mailbox", "send", "arrive_imap" ... */
	int64_t us;       /* -1: it was wanted, and failed */
};

#define SAMPLE_LEGS 5

/* The legs that were wanted of the endpoint; answers how many. */
size_t sample_legs(const struct endpoint_report *endpoint,
	struct sample_leg ret_legs[SAMPLE_LEGS]);

#endif
