/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What becomes of a problem at the program's edge. */
#ifndef MAILSONDE_SRC_COMPLAIN_H
#define MAILSONDE_SRC_COMPLAIN_H

#include "model/problem.h"

/* Writes "mailsonde: ..." and a line end to standard error; for a plugin, as
 * UNKNOWN to standard output, too. */
void complain_aloud(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* From now on complaints are a monitoring plugin's. */
void complain_as_plugin(void);

/* The exit status that the manual promises for the kind. */
int complain_exit_status(enum problem_kind kind);

/* Complains about it on standard error. Answers its exit status. */
int complain_about_problem(const struct problem *problem);

#endif
