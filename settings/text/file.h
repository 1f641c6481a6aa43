/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Reads a whole file of settings, whatever it turns out to be. */
#ifndef MAILSONDE_SETTINGS_TEXT_FILE_H
#define MAILSONDE_SETTINGS_TEXT_FILE_H

#include "settings/refuse.h"

#define FILE_OCTETS ((size_t)4 * 1024 * 1024) /* of one file */

enum file_result {
	FILE_READ,
	FILE_MISSING,  /* nothing is there: no error is set */
	FILE_UNUSABLE, /* see the error */
};

/* Reads the file at `path` into `*ret_text`, which `arena` owns. A directory,
 * a file that may not be read and one of more than FILE_OCTETS are
 * errors; a pipe is fine. */
enum file_result file_read(struct arena *arena, const char *path,
	struct octets *ret_text, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* The same for a descriptor, which stays the caller's; `place` is what
 * messages call it. */
bool file_read_descriptor(struct arena *arena, int fd, const char *place,
	struct octets *ret_text, struct problem *ret_problem)
	__attribute__((warn_unused_result));

#endif
