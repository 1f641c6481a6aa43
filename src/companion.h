/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Programs that come with this one and need heavier libraries. */
#ifndef MAILSONDE_SRC_COMPANION_H
#define MAILSONDE_SRC_COMPANION_H

#include "model/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Returns the path of `mailsonde-NAME`, in `arena`: in the folder that the
 * environment names (MAILSONDE_EXEC_PATH), else beside this program, as in a
 * build tree, else where it was installed. NULL if it is in none of them. */
const char *companion_path(struct arena *arena, const char *name);

/* Runs the program with the argument (NULL: none), hands it `input`, and reads
 * what it writes into `*ret_output`, to be freed with free(). Its standard
 * error is ours. Answers whether it ended well; *ret_output is not set
 * otherwise, and `*ret_status` is its exit status, or -1 if it could not be
 * run (see errno). */
bool companion_filter(const char *path, const char *argument, const void *input,
	size_t length, char **ret_output, size_t *ret_output_length,
	int *ret_status) __attribute__((warn_unused_result));

/* Sends all of it to a process of ours, over a socket, for as long as that
 * takes. Answers false if the process has gone. */
bool companion_send(int fd, const void *data, size_t length)
	__attribute__((warn_unused_result));

#endif
