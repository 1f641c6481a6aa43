/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* All of it, from settings that were read to what is written: what `mailsonde
 * check` does, and `discover --check`. */
#ifndef MAILSONDE_SRC_VERIFY_H
#define MAILSONDE_SRC_VERIFY_H

#include "model/settings.h"
#include "src/options/options.h"

/* Verifies the matrices and writes the report, or what changed since the
 * baseline. Answers an exit status, after a complaint where one is due. */
int verify_matrices(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct matrix *matrices, size_t count)
	__attribute__((warn_unused_result));

#endif
