/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The one place that opens files to be read, so that nobody waits for a pipe's
 * writer unknowingly. */
#ifndef MAILSONDE_MODEL_IO_FILE_H
#define MAILSONDE_MODEL_IO_FILE_H

#include <stdio.h>

/* Opens a file to be read as a whole: a named pipe without a writer is empty,
 * and a directory EISDIR. Answers a descriptor, or -1 with errno set. */
int file_open(const char *path) __attribute__((warn_unused_result));

/* The same, but a named pipe's writer is waited for, until a signal ends the
 * program. */
int file_open_patient(const char *path) __attribute__((warn_unused_result));

/* As file_open(), and EINVAL for what is no regular file: a pipe or a device
 * may never end. */
int file_open_regular(const char *path) __attribute__((warn_unused_result));

/* A stream of what one of them answered, to be closed with fclose(); NULL with
 * errno set if there is none, and nothing is left open. */
FILE *file_stream(int fd) __attribute__((warn_unused_result));

#endif
