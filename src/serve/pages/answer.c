/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A check by its address: under way, or what came of it. */

#include "src/serve/pages.h"

#include "src/serve/decline.h"
#include "src/serve/pages/progress.h"

#include <string.h>

static void show_report(struct visit *visit, struct job *job)
{
	struct problem problem;
	const struct report *report = job_report(job, &problem);
	const char *format = visit_query(visit, "format");

	if (!report)
		decline_problem(visit, &problem);
	else
		pages_report(visit, report, format ? format : "html");
}

static struct job *find_job(struct visit *visit, const char *id)
{
	struct job *job = jobs_find(visit->server->jobs, id);

	if (!job)
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"This result is not kept any more. Run the check "
			"again.");
	return job;
}

void pages_result(struct visit *visit)
{
	struct job *job = find_job(visit, visit->path + strlen("/r/"));

	if (!job)
		return;
	if (job_state(job).ready)
		show_report(visit, job);
	else
		progress_show(visit, job);
	job_release(job);
}

void pages_events(struct visit *visit)
{
	struct job *job = find_job(visit, visit->path + strlen("/events/"));

	if (job)
		progress_stream(visit, job);
}
