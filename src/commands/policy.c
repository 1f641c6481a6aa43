/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A policy made of a kept report, or of servers that are asked now. */
#include "src/commands/commands.h"

#include "engine/own_policy.h"
#include "settings/library/policy.h"
#include "src/check_run.h"
#include "src/kept_report.h"
#include "src/output/place.h"
#include "src/targets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static int write_policy(const struct options *options, struct arena *arena,
	const struct policy *policy)
{
	const char *file =
		options->output_count ? options->outputs[0].file : NULL;
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);
	int status = EX_OK;

	if (!stream)
		return EX_OSERR;
	policy_write(stream, arena, policy);
	if (fclose(stream) != 0) {
		status = EX_OSERR;
	} else if (!output_write(file, text, length)) {
		complain_aloud(options, "%s: %s",
			file ? file : "standard output", place_problem(errno));
		status = EX_IOERR;
	}
	free(text);
	return status;
}

/* What is wrong now must not be demanded for ever unnoticed. */
static int make_policy(const struct options *options, struct arena *arena,
	const struct report *report)
{
	struct policy policy = own_policy(arena, report);

	if (!policy.rule_count) {
		complain_aloud(options,
			"nothing was observed that a policy could require");
		return 2;
	}
	if (report->verdict == VERDICT_FAIL)
		complain_to_stderr(
			"some checks failed: make sure that the policy "
			"does not require anything wrong");
	return write_policy(options, arena, &policy);
}

static int from_servers(const struct options *options, struct arena *arena,
	int interrupt_fd, struct check_result *ret_check)
{
	struct matrix *matrices;
	size_t count;
	int status = targets_read(options, arena, &matrices, &count);

	if (status != EX_OK)
		return status;
	return check_run(options, arena, interrupt_fd, matrices, count, false,
		ret_check);
}

int command_policy(
	const struct options *options, struct arena *arena, int interrupt_fd)
{
	struct check_result check = {0};
	int status;

	if (options->output_count > 1 ||
		(options->output_count &&
			options->outputs[0].format != FORMAT_XML)) {
		complain_aloud(options,
			"-o: a policy can only be written as xml, and "
			"only once");
		return EX_USAGE;
	}
	status = options->from
			 ? kept_report_read(options, arena, options->from,
				   &check.report, NULL)
			 : from_servers(options, arena, interrupt_fd, &check);
	if (status != EX_OK)
		return status;
	status = make_policy(options, arena, &check.report);
	return check_end(options, &check, status);
}
