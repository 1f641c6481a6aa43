/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sign/keeper.h"

#include "model/memory.h"
#include "net/x509/signer.h"
#include "src/companion.h"
#include "src/sign/password.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE_OCTETS ((size_t)1 << 30)
#define KEEPER_FD 3

struct keeper {
	pid_t process;
	int fd;
};

/* What goes either way: a word, and so many octets. */
struct header {
	size_t length;
	bool flag; /* to the process: timed; from it: done */
};

static bool receive_all(int fd, void *data, size_t length)
{
	char *at = data;

	while (length) {
		ssize_t n = recv(fd, at, length, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		length -= (size_t)n;
	}
	return true;
}

static bool send_message(int fd, bool flag, struct octets octets)
{
	struct header header;

	memset(&header, 0, sizeof(header));
	header.length = octets.length;
	header.flag = flag;
	return companion_send(fd, &header, sizeof(header)) &&
	       companion_send(fd, octets.data, octets.length);
}

static bool receive_message(
	int fd, struct arena *arena, bool *ret_flag, struct octets *ret_octets)
{
	struct header header;
	unsigned char *data;

	if (!receive_all(fd, &header, sizeof(header)) ||
		header.length > MESSAGE_OCTETS)
		return false;
	data = arena_alloc(arena, header.length + 1);
	*ret_flag = header.flag;
	*ret_octets = (struct octets){data, header.length};
	return receive_all(fd, data, header.length);
}

static struct octets text_octets(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

/* Until the other end is closed. */
static void sign_for(int fd, const struct signer *signer)
{
	bool open = true;

	while (open) {
		struct arena *arena = arena_new();
		struct octets data, signature;
		const char *problem;
		bool timed;

		open = receive_message(fd, arena, &timed, &data);
		if (open && signer_sign(signer, arena, timed, data, &signature,
				    &problem))
			open = send_message(fd, true, signature);
		else if (open)
			open = send_message(fd, false, text_octets(problem));
		arena_free(arena);
	}
}

/* All of the descriptors that the process does not need: every one but that at
 * KEEPER_FD. An interrupt is for the others: a report of what is known is still
 * to be signed. */
static void be_alone(int fd)
{
	const int ignored[] = {SIGINT, SIGTERM, SIGHUP};
	int null = open("/dev/null", O_RDWR);

	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		signal(ignored[i], SIG_IGN);
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		dup2(null, i);
	dup2(fd, KEEPER_FD);
	close_range(KEEPER_FD + 1, ~0u, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	password_hide_process();
}

static _Noreturn void keep(int fd, const char *file, const char *password)
{
	const char *problem;
	struct signer *signer;

	be_alone(fd);
	signer = signer_new(file, password, time(NULL), &problem);
	if (send_message(KEEPER_FD, signer != NULL,
		    text_octets(signer ? "" : problem)) &&
		signer)
		sign_for(KEEPER_FD, signer);
	signer_free(signer);
	_exit(0);
}

/* Hears whether the file could be used. */
static bool is_ready(const struct keeper *keeper, struct arena *arena,
	const char **ret_problem)
{
	struct octets problem;
	bool ready;

	if (!receive_message(keeper->fd, arena, &ready, &problem)) {
		*ret_problem = "the process that is to hold the key ended";
		return false;
	}
	*ret_problem = (const char *)problem.data;
	return ready;
}

struct keeper *keeper_new(struct arena *arena, const char *file,
	const char *password, const char **ret_problem)
{
	struct keeper *keeper = memory_calloc(1, sizeof(*keeper));
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		*ret_problem = arena_strdup(arena, strerror(errno));
		free(keeper);
		return NULL;
	}
	keeper->fd = ends[0];
	keeper->process = fork();
	if (keeper->process == 0)
		keep(ends[1], file, password);
	close(ends[1]);
	if (keeper->process > 0 && is_ready(keeper, arena, ret_problem))
		return keeper;
	if (keeper->process < 0)
		*ret_problem = arena_strdup(arena, strerror(errno));
	keeper_free(keeper);
	return NULL;
}

void keeper_free(struct keeper *keeper)
{
	if (!keeper)
		return;
	close(keeper->fd);
	while (keeper->process > 0 && waitpid(keeper->process, NULL, 0) < 0 &&
		errno == EINTR)
		continue;
	free(keeper);
}

bool keeper_sign(const struct keeper *keeper, struct arena *arena, bool timed,
	struct octets data, struct octets *ret_signature,
	const char **ret_problem)
{
	struct octets answer;
	bool signed_well;

	if (!send_message(keeper->fd, timed, data) ||
		!receive_message(keeper->fd, arena, &signed_well, &answer)) {
		*ret_problem = "the process that holds the key ended";
		return false;
	}
	if (signed_well)
		*ret_signature = answer;
	else
		*ret_problem = (const char *)answer.data;
	return signed_well;
}
