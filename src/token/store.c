/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/token/store.h"

#include "model/io/file.h"
#include "src/output/output.h"
#include "src/output/place.h"
#include "src/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define TOOL "secret-tool"

extern char **environ;

bool store_is_service(const char *name)
{
	return strncmp(name, STORE_SERVICE, strlen(STORE_SERVICE)) == 0;
}

static const char *account_of(const char *name)
{
	return name + strlen(STORE_SERVICE);
}

bool store_possible(
	struct arena *arena, const char *name, struct problem *ret_problem)
{
	if (store_is_service(name))
		return *account_of(name) ||
		       problem_set(arena, PROBLEM_USAGE, name, ret_problem,
			       "give the account, as in " STORE_SERVICE
			       "anna@example.com");
	return output_possible(name) ||
	       problem_set(arena, PROBLEM_IO, name, ret_problem, "%s",
		       place_problem(errno));
}

/* Answers the process, or -1 with errno set. One end of a pipe takes the place
 * of its standard input or output. */
static pid_t start(const char *const *arguments, int fd, int number)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);
	pid_t pid = -1;

	if (!error) {
		posix_spawn_file_actions_adddup2(&actions, fd, number);
		error = posix_spawnp(&pid, TOOL, &actions, NULL,
			(char **)(uintptr_t)arguments, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	errno = error;
	return error ? -1 : pid;
}

/* To the end, or until there is no room. */
static bool read_all(int fd, struct locked *text)
{
	for (;;) {
		char piece[4096];
		ssize_t n = read(fd, piece, sizeof(piece));
		bool fits = n <= 0 || locked_add(text, piece, (size_t)n);

		explicit_bzero(piece, sizeof(piece));
		if (!fits)
			errno = EFBIG;
		if (!fits || n == 0)
			return fits;
		if (n < 0 && errno != EINTR)
			return false;
	}
}

static bool no_tool(struct arena *arena, struct problem *ret_problem)
{
	return problem_set(arena, PROBLEM_SYSTEM, TOOL, ret_problem,
		"%s; Debian has it in libsecret-tools", strerror(errno));
}

static bool look_up(struct arena *arena, const char *name,
	struct locked *ret_text, struct problem *ret_problem)
{
	const char *arguments[] = {TOOL, "lookup", "service", "mailsonde",
		"account", account_of(name), NULL};
	bool whole;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return no_tool(arena, ret_problem);
	pid = start(arguments, ends[1], STDOUT_FILENO);
	close(ends[1]);
	whole = pid >= 0 && read_all(ends[0], ret_text);
	close(ends[0]);
	if (pid < 0)
		return no_tool(arena, ret_problem);
	whole = process_wait(pid) == 0 && whole;
	return whole || problem_set(arena, PROBLEM_NO_INPUT, name, ret_problem,
				"the secret service has no such token");
}

static bool hand_over(struct arena *arena, const char *name,
	const struct locked *text, struct problem *ret_problem)
{
	const char *arguments[] = {TOOL, "store",
		arena_printf(arena, "--label=mailsonde %s", account_of(name)),
		"service", "mailsonde", "account", account_of(name), NULL};
	bool whole;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return no_tool(arena, ret_problem);
	pid = start(arguments, ends[0], STDIN_FILENO);
	close(ends[0]);
	whole = pid >= 0 && process_write(ends[1], text->text, text->length);
	close(ends[1]);
	if (pid < 0)
		return no_tool(arena, ret_problem);
	whole = process_wait(pid) == 0 && whole;
	return whole || problem_set(arena, PROBLEM_IO, name, ret_problem,
				"the secret service did not store the token");
}

bool store_read(struct arena *arena, const char *name, struct locked *ret_text,
	struct problem *ret_problem)
{
	bool whole;
	int fd;

	if (store_is_service(name))
		return look_up(arena, name, ret_text, ret_problem);
	fd = file_open(name);
	whole = fd >= 0 && read_all(fd, ret_text);
	if (!whole)
		problem_set(arena, PROBLEM_NO_INPUT, name, ret_problem, "%s",
			strerror(errno));
	if (fd >= 0)
		close(fd);
	return whole;
}

bool store_write(struct arena *arena, const char *name,
	const struct locked *text, struct problem *ret_problem)
{
	struct place place;
	bool whole;
	int fd;

	if (store_is_service(name))
		return hand_over(arena, name, text, ret_problem);
	fd = place_open(name, &place);
	place.mode = 0600;
	whole = fd >= 0 && process_write(fd, text->text, text->length) &&
		place_take(&place, fd);
	if (!whole)
		problem_set(arena, PROBLEM_IO, name, ret_problem, "%s",
			place_problem(errno));
	place_close(&place);
	if (fd >= 0)
		close(fd);
	return whole;
}
