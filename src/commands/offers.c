/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/check_run.h"
#include "src/commands/commands.h"
#include "src/output/formats.h"
#include "src/targets.h"

#include <sysexits.h>

#define EXIT_NOT_TESTED 2

/* Whether every endpoint answered a hello. */
static bool all_answered(const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct offered_facts *offered =
			report->endpoints[i].facts.offered;

		if (!offered || offered->unheard >= offered->hellos)
			return false;
	}
	return !report->interrupted;
}

int command_offers(
	const struct options *options, struct arena *arena, int interrupt_fd)
{
	struct options own = *options;
	struct check_result check;
	struct matrix *matrices;
	size_t count;
	int status = targets_read(options, arena, &matrices, &count);

	own.run.topics = TOPIC_ALL;
	own.run.follow_up = false;
	if (status == EX_OK)
		status = check_run(&own, arena, interrupt_fd, matrices, count,
			false, &check);
	if (status != EX_OK)
		return status;
	status = formats_write(&own, arena, &check.report);
	if (status == EX_OK && !all_answered(&check.report))
		status = EXIT_NOT_TESTED;
	return check_end(&own, &check, status);
}
