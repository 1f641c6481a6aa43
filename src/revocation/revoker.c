/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/revocation/revoker.h"

#include "engine/revoker.h"
#include "model/memory.h"
#include "src/commands/commands.h"
#include "src/companion.h"
#include "src/revocation/wire.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

extern char **environ;

struct revoker {
	struct engine_revoker engine;
	pid_t pid;
	int fd;
	bool gone;
	unsigned char *heard; /* what was not taken yet, from `at` on */
	size_t at, length, size;
};

/* So much is read ahead: an answer as long as one may be. */
#define HEARD_MOST (sizeof(struct wire_answer) + WIRE_LIST_OCTETS)

/* What was heard is kept, but nothing more is. */
static void give_up(struct revoker *revoker)
{
	revoker->gone = true;
	revoker->engine.fd = -1;
}

/* All questions that may be under way have room on the way: where they do not,
 * the program reads none of them, and nobody waits for it. */
static bool say(const struct revoker *revoker, const void *data, size_t length)
{
	ssize_t sent = 0;

	if (length)
		do
			sent = send(revoker->fd, data, length,
				MSG_NOSIGNAL | MSG_DONTWAIT);
		while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)length;
}

static bool ask(void *context, unsigned id,
	const struct revocation_source *source, int64_t timeout_us)
{
	struct revoker *revoker = context;
	const struct wire_question question = {
		.id = id,
		.list = source->list,
		.url_octets = (uint32_t)strlen(source->url),
		.request_octets = (uint32_t)source->request.length,
		.timeout_us = timeout_us,
	};

	if (!revoker->gone && say(revoker, &question, sizeof(question)) &&
		say(revoker, source->url, question.url_octets) &&
		say(revoker, source->request.data, question.request_octets))
		return true;
	give_up(revoker);
	return false;
}

/* Reads what is there now, as far as one answer needs it. */
static void listen_on(struct revoker *revoker)
{
	while (revoker->length < HEARD_MOST) {
		ssize_t n;

		if (revoker->size - revoker->length < PIECE) {
			revoker->size = 2 * revoker->size + PIECE;
			revoker->heard =
				memory_realloc(revoker->heard, revoker->size);
		}
		n = recv(revoker->fd, revoker->heard + revoker->length, PIECE,
			MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			give_up(revoker);
			return;
		}
		revoker->length += (size_t)n;
	}
}

/* The octets of the last answer are not needed any more. */
static void forget_taken(struct revoker *revoker)
{
	memmove(revoker->heard, revoker->heard + revoker->at,
		revoker->length - revoker->at);
	revoker->length -= revoker->at;
	revoker->at = 0;
}

static bool take(void *context, struct revoker_answer *ret_answer)
{
	struct revoker *revoker = context;
	struct wire_answer answer;
	const unsigned char *body;

	if (revoker->at)
		forget_taken(revoker);
	if (!revoker->gone)
		listen_on(revoker);
	if (revoker->length < sizeof(answer))
		return false;
	memcpy(&answer, revoker->heard, sizeof(answer));
	if (answer.octets > WIRE_LIST_OCTETS)
		give_up(revoker);
	if (revoker->length - sizeof(answer) < answer.octets)
		return false;
	body = revoker->heard + sizeof(answer);
	revoker->at = sizeof(answer) + answer.octets;
	*ret_answer = (struct revoker_answer){
		.id = answer.id, .body = {body, answer.octets}};
	/* It ends with a NUL. */
	if (answer.failed)
		ret_answer->problem = answer.octets && !body[answer.octets - 1]
					      ? (const char *)body
					      : "no answer";
	return true;
}

struct arguments {
	struct arena *arena;
	char **list;
	size_t count;
};

static void add(struct arguments *arguments, const char *word)
{
	arguments->list = arena_grow(arguments->arena, arguments->list,
		arguments->count, sizeof(*arguments->list));
	arguments->list[arguments->count] =
		word ? arena_strdup(arguments->arena, word) : NULL;
	arguments->count++;
}

static const char *port_text(struct arena *arena, unsigned port)
{
	return port ? arena_printf(arena, "%u", port) : "";
}

/* Where this run connects in place of other hosts counts there, too. */
static char **list_arguments(
	const struct options *options, struct arena *arena, const char *path)
{
	const struct engine_request *run = &options->run;
	struct arguments arguments = {.arena = arena};

	add(&arguments, path);
	add(&arguments, "check");
	add(&arguments, "-"); /* reads no settings, but the options want some */
	if (options->allow_private)
		add(&arguments, "--allow-private");
	if (run->family != AF_UNSPEC)
		add(&arguments, run->family == AF_INET ? "-4" : "-6");
	for (size_t i = 0; i < run->resolve_count; i++) {
		add(&arguments, "--resolve");
		add(&arguments,
			arena_printf(arena, "%s:%s", run->resolves[i].host,
				run->resolves[i].address));
	}
	for (size_t i = 0; i < run->connect_count; i++) {
		const struct connect_override *to = &run->connects[i];

		add(&arguments, "--connect-to");
		add(&arguments, arena_printf(arena, "%s:%s:%s:%s", to->host,
					port_text(arena, to->port), to->to_host,
					port_text(arena, to->to_port)));
	}
	add(&arguments, NULL);
	return arguments.list;
}

static int spawn(const char *path, char **arguments, int fd, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	error = posix_spawn(ret_pid, path, &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static struct revoker *start(
	const struct options *options, struct arena *arena, const char *path)
{
	struct revoker *revoker;
	int pair[2], error;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return NULL;
	error = spawn(
		path, list_arguments(options, arena, path), pair[1], &pid);
	close(pair[1]);
	if (error) {
		close(pair[0]);
		errno = error;
		return NULL;
	}
	revoker = memory_calloc(1, sizeof(*revoker));
	revoker->pid = pid;
	revoker->fd = pair[0];
	revoker->engine = (struct engine_revoker){
		.context = revoker, .fd = pair[0], .ask = ask, .take = take};
	return revoker;
}

int revoker_start(const struct options *options, struct arena *arena,
	struct revoker **ret_revoker)
{
	const char *path = companion_path(arena, "revocation");
	struct revoker *revoker;

	if (!path) {
		complain_aloud(options,
			"--revocation: mailsonde-revocation is not installed; "
			"install it, or build mailsonde without "
			"--without-revocation");
		return EX_USAGE;
	}
	revoker = start(options, arena, path);
	if (!revoker) {
		complain_aloud(
			options, "%s cannot be run: %s", path, strerror(errno));
		return EX_OSERR;
	}
	*ret_revoker = revoker;
	return EX_OK;
}

void revoker_free(struct revoker *revoker)
{
	if (!revoker)
		return;
	close(revoker->fd);
	/* It may wait for a name that nobody answers for. */
	kill(revoker->pid, SIGKILL);
	while (waitpid(revoker->pid, NULL, 0) < 0 && errno == EINTR)
		;
	free(revoker->heard);
	free(revoker);
}

const struct engine_revoker *revoker_engine(const struct revoker *revoker)
{
	return revoker ? &revoker->engine : NULL;
}
