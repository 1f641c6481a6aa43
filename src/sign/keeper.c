/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sign/keeper.h"

#include "model/memory.h"
#include "net/x509/signer.h"
#include "src/sign/passing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE_OCTETS ((size_t)1 << 30)

struct keeper {
	pid_t process;
	int fd;
};

static struct octets text_octets(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

/* Until the other end is closed. The word says whether a time stamp is wanted,
 * and whether it was done. */
static void sign_for(const struct signer *signer)
{
	bool open = true;

	while (open) {
		struct arena *arena = arena_new();
		struct octets data, signature;
		const char *problem;
		unsigned timed;

		open = passing_receive(
			PASSING_FD, arena, MESSAGE_OCTETS, &timed, &data);
		if (open && signer_sign(signer, arena, timed, data, &signature,
				    &problem))
			open = passing_send(PASSING_FD, true, signature);
		else if (open)
			open = passing_send(
				PASSING_FD, false, text_octets(problem));
		arena_free(arena);
	}
}

static _Noreturn void keep(const char *file, const char *password)
{
	const char *problem;
	struct signer *signer =
		signer_new(file, password, time(NULL), &problem);

	if (passing_send(PASSING_FD, signer != NULL,
		    text_octets(signer ? "" : problem)) &&
		signer)
		sign_for(signer);
	signer_free(signer);
	_exit(0);
}

/* Hears whether the file could be used. */
static bool is_ready(const struct keeper *keeper, struct arena *arena,
	const char **ret_problem)
{
	struct octets problem;
	unsigned ready;

	if (!passing_receive(
		    keeper->fd, arena, MESSAGE_OCTETS, &ready, &problem)) {
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

	keeper->process = passing_start(&keeper->fd);
	if (keeper->process == 0)
		keep(file, password);
	if (keeper->process < 0) {
		*ret_problem = arena_strdup(arena, strerror(errno));
		free(keeper);
		return NULL;
	}
	if (is_ready(keeper, arena, ret_problem))
		return keeper;
	keeper_free(keeper);
	return NULL;
}

void keeper_free(struct keeper *keeper)
{
	if (!keeper)
		return;
	passing_end(keeper->process, keeper->fd);
	free(keeper);
}

bool keeper_sign(const struct keeper *keeper, struct arena *arena, bool timed,
	struct octets data, struct octets *ret_signature,
	const char **ret_problem)
{
	struct octets answer;
	unsigned signed_well;

	if (!passing_send(keeper->fd, timed, data) ||
		!passing_receive(keeper->fd, arena, MESSAGE_OCTETS,
			&signed_well, &answer)) {
		*ret_problem = "the process that holds the key ended";
		return false;
	}
	if (signed_well)
		*ret_signature = answer;
	else
		*ret_problem = (const char *)answer.data;
	return signed_well;
}
