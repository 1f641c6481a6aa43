/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The road of the data, from settings that were read to a report: for every
 * command that verifies something. */
#ifndef MAILSONDE_SRC_CHECK_RUN_H
#define MAILSONDE_SRC_CHECK_RUN_H

#include "src/options/options.h"

/* What there is between check_run() and check_end(). */
struct check_result {
	struct engine *engine;
	struct revoker *revoker; /* NULL: nobody asks issuers */
	struct report report;
};

struct trust_store; /* net/trust/trust.h */

/* Opens the anchors of the file, or with NULL the system's. Those may be
 * missing, which is a finding; what the user named must be there. Answers
 * EX_OK, or an exit status after a complaint. */
int check_load_anchors(const struct options *options,
	struct trust_store **ret_trust) __attribute__((warn_unused_result));

/* Probes and judges the matrices, which must outlive the check, and
 * diagnoses. Answers EX_OK with `*ret_check` filled in, to be ended with
 * check_end(); else an exit status, after a complaint. `live` lets a terminal
 * see it happen. */
int check_run(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count,
	bool live, struct check_result *ret_check)
	__attribute__((warn_unused_result));

/* Frees it, once all that is to be written is written, and answers `status`.
 * If a probe that was abandoned still computes, the process ends here, with
 * that status. */
int check_end(const struct options *options, struct check_result *check,
	int status) __attribute__((warn_unused_result));

/* What the verdict makes of the exit status: 0, 1 or 2; of a plugin, 0 to 3. */
int check_exit_status(const struct options *options,
	const struct report *report) __attribute__((warn_unused_result));

#endif
