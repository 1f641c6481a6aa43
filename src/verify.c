/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/verify.h"

#include "src/check_run.h"
#include "src/commands/commands.h"
#include "src/kept_report.h"
#include "src/output/formats.h"
#include "src/output/lines.h"
#include "src/sign/keeper.h"

#include <sysexits.h>

/* Probes and writes. `before` is an earlier report to compare with, or NULL.
 */
static int check_and_write(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count,
	const struct report *before)
{
	struct check_result check;
	int status = check_run(
		options, arena, interrupt_fd, matrices, count, !before, &check);

	if (status != EX_OK) {
		lines_close(options->lines, false);
		return status;
	}
	if (before) {
		status = command_write_baseline(
			options, arena, before, &check.report);
	} else {
		status = formats_write(options, arena, &check.report);
		if (status == EX_OK)
			status = check_exit_status(options, &check.report);
	}
	return check_end(options, &check, status);
}

/* With the report that was kept, which must be good before anybody is asked.
 */
static int check_with_baseline(const struct options *options,
	struct arena *arena, int interrupt_fd, const struct matrix *matrices,
	size_t count)
{
	struct report before;
	int status;

	if (!options->baseline || options->before)
		return check_and_write(options, arena, interrupt_fd, matrices,
			count, options->before);
	status = kept_report_read(
		options, arena, options->baseline, &before, NULL);
	if (status != EX_OK) {
		lines_close(options->lines, false);
		return status;
	}
	status = check_and_write(
		options, arena, interrupt_fd, matrices, count, &before);
	report_clear(&before);
	return status;
}

int verify_matrices(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count)
{
	struct options own = *options;
	struct keeper *keeper;
	int status = formats_prepare(options, arena);

	if (status == EX_OK)
		status = formats_open_keeper(options, arena, &keeper);
	if (status != EX_OK)
		return status;
	own.keeper = keeper;
	status = lines_open(options, &own.lines);
	if (status == EX_OK)
		status = check_with_baseline(
			&own, arena, interrupt_fd, matrices, count);
	keeper_free(keeper);
	return status;
}
