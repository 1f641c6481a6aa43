/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The road of the data, from settings that were read to a report: for every
 * command that verifies something. */
#ifndef MAILSONDE_SRC_CHECK_RUN_H
#define MAILSONDE_SRC_CHECK_RUN_H

#include "src/options/options.h"

/* Probes and judges the matrices, which must outlive the report, and
 * diagnoses. Answers EX_OK with
 * `*ret_report` filled in, to be cleared with report_clear(); else an exit
 * status, after a complaint. `live` lets a terminal see it happen. */
int check_run(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count,
	bool live, struct report *ret_report);

/* Writes the report in every format that was asked for, and ends the lines
 * that were written while it was made. Answers EX_OK, or an
 * exit status after a complaint. */
int check_write(const struct options *options, struct arena *arena,
	const struct report *report);

/* What the verdict makes of the exit status: 0, 1 or 2; of a plugin, 0 to 3. */
int check_exit_status(
	const struct options *options, const struct report *report);

/* All of it: what `mailsonde check` does with settings that were read. */
int check_matrices(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count);

#endif
