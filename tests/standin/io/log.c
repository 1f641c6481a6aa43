/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/io/log.h"

#include "tests/standin/io/octets.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct log {
	int fd;
	struct timespec started;
};

struct log *log_open(const char *path)
{
	struct log *log;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
		0666);

	if (fd < 0)
		return NULL;
	log = or_die(calloc(1, sizeof(*log)));
	log->fd = fd;
	clock_gettime(CLOCK_MONOTONIC, &log->started);
	return log;
}

void log_free(struct log *log)
{
	if (log == NULL)
		return;
	close(log->fd);
	free(log);
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) +
	       (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

void log_event(struct log *log, unsigned long connection, const char *who,
	const char *event, const char *detail, size_t detail_len)
{
	struct octets line = {0};
	ssize_t written;

	if (log == NULL)
		return;
	octets_printf(&line, "%.3f #%lu %s %s", seconds_since(&log->started),
		connection, who, event);
	if (detail != NULL) {
		octets_puts(&line, " ");
		octets_escape(&line, detail, detail_len);
	}
	octets_puts(&line, "\n");
	/* O_APPEND and a single write keep the lines of threads apart. */
	written = write(log->fd, line.data, line.len);
	(void)written;
	octets_clear(&line);
}

void log_text(struct log *log, unsigned long connection, const char *who,
	const char *event, const char *detail)
{
	log_event(log, connection, who, event, detail,
		detail == NULL ? 0 : strlen(detail));
}
