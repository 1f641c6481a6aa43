/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/companion.h"

#include "src/interrupt.h"
#include "src/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

extern char **environ;

static const char *program_in(
	struct arena *arena, const char *folder, const char *name)
{
	const char *path = arena_printf(arena, "%s/mailsonde-%s", folder, name);

	return access(path, X_OK) == 0 ? path : NULL;
}

/* The folder of the running program; NULL if the system does not tell. */
static const char *own_folder(struct arena *arena)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (length <= 0)
		return NULL;
	path[length] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	return arena_strdup(arena, path);
}

const char *companion_path(struct arena *arena, const char *name)
{
	const char *folder = getenv("MAILSONDE_EXEC_PATH");
	const char *path;

	if (folder && folder[0] == '/')
		return program_in(arena, folder, name);
	folder = own_folder(arena);
	path = folder ? program_in(arena, folder, name) : NULL;
	return path ? path : program_in(arena, LIBEXECDIR, name);
}

/* Both ends of a conversation with a program that reads all and writes all. */
struct filter {
	int to;   /* -1 once all is written */
	int from; /* -1 at its end */
	const char *input;
	size_t left;
	char *output;
	size_t length;
	size_t size;
};

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void feed(struct filter *filter)
{
	ssize_t n = write(filter->to, filter->input, filter->left);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	/* One that hears no more (EPIPE) says why by its exit status. */
	if (n < 0)
		n = (ssize_t)filter->left;
	filter->input += n;
	filter->left -= (size_t)n;
	if (!filter->left)
		close_end(&filter->to);
}

static bool drain(struct filter *filter)
{
	ssize_t n;

	if (filter->size - filter->length < PIECE) {
		size_t size = 2 * filter->size + PIECE;
		char *grown = realloc(filter->output, size);

		if (!grown)
			return false;
		filter->output = grown;
		filter->size = size;
	}
	n = read(filter->from, filter->output + filter->length, PIECE);
	if (n < 0)
		return errno == EINTR;
	filter->length += (size_t)n;
	if (n == 0)
		close_end(&filter->from);
	return true;
}

static bool converse(struct filter *filter)
{
	int64_t interrupted_us = 0;

	while (filter->from >= 0) {
		struct pollfd fds[3] = {
			{.fd = filter->from, .events = POLLIN},
			{.fd = filter->to, .events = POLLOUT},
		};

		if (!interrupt_poll(
			    fds, 2, INTERRUPT_NO_END, &interrupted_us)) {
			errno = EINTR;
			return false;
		}
		if (filter->to >= 0 && fds[1].revents)
			feed(filter);
		if (fds[0].revents && !drain(filter))
			return false;
	}
	return true;
}

/* Answers 0, or an errno. */
static int start(const char *path, const char *argument, int input, int output,
	pid_t *ret_pid)
{
	char *arguments[] = {
		(char *)(uintptr_t)path, (char *)(uintptr_t)argument, NULL};
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	error = posix_spawn(ret_pid, path, &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

bool companion_send(int fd, const void *data, size_t length)
{
	const char *at = data;

	while (length) {
		ssize_t n = send(fd, at, length, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		length -= (size_t)n;
	}
	return true;
}

bool companion_filter(const char *path, const char *argument, const void *input,
	size_t length, char **ret_output, size_t *ret_output_length,
	int *ret_status)
{
	int to[2] = {-1, -1}, from[2] = {-1, -1}, error;
	struct filter filter = {.to = -1, .from = -1};
	bool whole = false;
	pid_t pid;

	*ret_status = -1;
	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
		goto out;
	error = start(path, argument, to[0], from[1], &pid);
	if (error) {
		errno = error;
		goto out;
	}
	close_end(&to[0]);
	close_end(&from[1]);
	fcntl(to[1], F_SETFL, O_NONBLOCK);
	filter = (struct filter){
		.to = to[1], .from = from[0], .input = input, .left = length};
	to[1] = from[0] = -1;
	whole = converse(&filter);
	error = errno;
	if (!whole)
		kill(pid, SIGKILL);
	close_end(&filter.to);
	close_end(&filter.from);
	*ret_status = process_wait(pid);
	errno = error;
	whole = whole && *ret_status == 0;
	if (whole) {
		*ret_output = filter.output;
		*ret_output_length = filter.length;
	} else {
		free(filter.output);
	}
out:
	close_end(&to[0]);
	close_end(&to[1]);
	close_end(&from[0]);
	close_end(&from[1]);
	return whole;
}
