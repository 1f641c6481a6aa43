/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/mailbox/source.h"

#include "model/io/file.h"
#include "src/complain.h"
#include "src/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define MOST_OCTETS 16384

extern char **environ;

bool source_is_named(const struct secret_source *source)
{
	return source->file || source->command || source->credential ||
	       source->fd >= 0;
}

/* Who asks, and for what. */
struct asking {
	const struct options *options;
	const char *what;
};

static int refuse(const struct asking *ask, const char *place, const char *why)
{
	complain_aloud(ask->options, "%s from %s: %s", ask->what, place, why);
	return EX_DATAERR;
}

/* Up to the end, or to where there is no more room. Answers an errno. */
static int read_all(int fd, unsigned char *room, size_t *ret_length)
{
	size_t length = 0;
	ssize_t n;

	do {
		n = read(fd, room + length, MOST_OCTETS - length);
		if (n > 0)
			length += (size_t)n;
	} while ((n > 0 && length < MOST_OCTETS) || (n < 0 && errno == EINTR));
	*ret_length = length;
	return n < 0 ? errno : 0;
}

static size_t first_line(const unsigned char *text, size_t length)
{
	const unsigned char *end = memchr(text, '\n', length);
	size_t line = end ? (size_t)(end - text) : length;

	return line && text[line - 1] == '\r' ? line - 1 : line;
}

static int take_line(const unsigned char *text, size_t length,
	const struct asking *ask, const char *place, struct secret **ret_secret)
{
	size_t line = first_line(text, length);

	if (!line)
		return refuse(ask, place, "the first line is empty");
	if (line == MOST_OCTETS)
		return refuse(ask, place, "the first line is too long");
	if (memchr(text, '\0', line) || memchr(text, '\r', line))
		return refuse(ask, place,
			"no protocol can carry a NUL or a carriage return");
	*ret_secret = secret_new(line);
	secret_add(*ret_secret, text, line);
	return EX_OK;
}

static int read_fd(int fd, const struct asking *ask, const char *place,
	struct secret **ret_secret)
{
	struct secret *room = secret_new(MOST_OCTETS);
	unsigned char *text = (unsigned char *)(uintptr_t)secret_text(room);
	size_t length;
	int error = read_all(fd, text, &length);
	int status = error ? refuse(ask, place, strerror(error))
			   : take_line(text, length, ask, place, ret_secret);

	secret_free(room);
	return status;
}

static int read_file(
	const char *file, const struct asking *ask, struct secret **ret_secret)
{
	int fd = file_open_patient(file), status;

	if (fd < 0)
		return refuse(ask, file, strerror(errno));
	status = read_fd(fd, ask, file, ret_secret);
	close(fd);
	return status;
}

static int read_credential(struct arena *arena, const char *name,
	const struct asking *ask, struct secret **ret_secret)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (!folder)
		return refuse(ask, name,
			"systemd passed no credentials to this process");
	return read_file(
		arena_printf(arena, "%s/%s", folder, name), ask, ret_secret);
}

static int start(const char *command, int output, pid_t *ret_pid)
{
	char *arguments[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c",
		(char *)(uintptr_t)command, NULL};
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	error = posix_spawn(
		ret_pid, "/bin/sh", &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* What the command itself has to say goes to standard error. */
static int read_command(const char *command, const struct asking *ask,
	struct secret **ret_secret)
{
	static const char place[] = "the command";
	struct secret *secret = NULL;
	int ends[2], error, status;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return refuse(ask, place, strerror(errno));
	error = start(command, ends[1], &pid);
	close(ends[1]);
	if (error) {
		close(ends[0]);
		return refuse(ask, place, strerror(error));
	}
	status = read_fd(ends[0], ask, place, &secret);
	close(ends[0]);
	if (process_wait(pid) != 0 && status == EX_OK) {
		status = refuse(ask, place, "it failed");
		secret_free(secret);
		return status;
	}
	if (status == EX_OK)
		*ret_secret = secret;
	return status;
}

int source_read(const struct options *options, struct arena *arena,
	const struct secret_source *source, const char *what,
	struct secret **ret_secret)
{
	const struct asking asking = {options, what}, *ask = &asking;
	const char *place;

	if (source->file)
		return read_file(source->file, ask, ret_secret);
	if (source->command)
		return read_command(source->command, ask, ret_secret);
	if (source->credential)
		return read_credential(
			arena, source->credential, ask, ret_secret);
	place = arena_printf(arena, "file descriptor %d", source->fd);
	return read_fd(source->fd, ask, place, ret_secret);
}
