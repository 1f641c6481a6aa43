/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/job.h"

#include "probes/try_version.h"

#include <stdlib.h>

void job_probe(struct probe_job *job)
{
	probe_run(&job->target, job->service, job->keep_transcript, job->facts);
}

void job_try_version(struct probe_job *job)
{
	job->asked = try_version(&job->target, job->service,
		job->keep_transcript, job->facts, &job->answer);
}

void job_log_in(struct probe_job *job)
{
	probe_log_in(&job->target, job->service, job->keep_transcript,
		&job->login, job->facts);
}

void job_ask(struct probe_job *job)
{
	job->asked = probe_ask(&job->target, job->service, false, &job->hello,
		job->depth, job->facts, &job->answer);
}

void job_free(struct probe_job *job)
{
	resolve_free(job->resolution);
	cancel_free(job->cancel);
	free(job);
}
