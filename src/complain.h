/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What becomes of a problem at the program's edge. */
#ifndef MAILSONDE_SRC_COMPLAIN_H
#define MAILSONDE_SRC_COMPLAIN_H

#include "model/problem.h"
#include "src/options/options.h"

/* Why what was asked for is not done: "mailsonde: ..." and a line end on
 * standard error. Where the options ask for a monitoring plugin, the words
 * stand on standard output first, as UNKNOWN. */
void complain_aloud(const struct options *options, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same on standard error alone: what does not keep anything from being
 * done, or of a program that is never a plugin. */
void complain_to_stderr(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* The exit status that the manual promises for the kind. */
int complain_exit_status(enum problem_kind kind)
	__attribute__((warn_unused_result));

/* Complains about it. Answers its exit status. */
int complain_about_problem(const struct options *options,
	const struct problem *problem) __attribute__((warn_unused_result));

#endif
