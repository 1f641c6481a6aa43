/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/job.h"

#include <stdlib.h>

void job_free(struct probe_job *job)
{
	resolve_free(job->resolution);
	cancel_free(job->cancel);
	free(job);
}
