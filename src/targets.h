/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The settings that the command line names. */
#ifndef MAILSONDE_SRC_TARGETS_H
#define MAILSONDE_SRC_TARGETS_H

#include "src/options/options.h"

/* Reads every target, first those of --settings, into `*ret_matrices`, which
 * `arena` owns. Answers EX_OK, or an exit status after a complaint. */
int targets_read(const struct options *options, struct arena *arena,
	struct matrix **ret_matrices, size_t *ret_count)
	__attribute__((warn_unused_result));

#endif
