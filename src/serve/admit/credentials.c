/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/credentials.h"

#include "model/io/file.h"
#include "net/served.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PAIR_OCTETS ((size_t)256 * 1024)

/* Answers false with errno set. */
static bool read_all(int fd, struct secret *secret)
{
	char piece[4096];
	ssize_t got;

	while ((got = read(fd, piece, sizeof(piece))) > 0) {
		size_t length = secret_octets(secret).length + (size_t)got;

		if (length > PAIR_OCTETS) {
			errno = EFBIG;
			got = -1;
			break;
		}
		secret_add(secret, piece, (size_t)got);
	}
	explicit_bzero(piece, sizeof(piece));
	return got == 0;
}

static bool read_file(struct arena *arena, const char *path,
	struct secret **ret_secret, struct problem *ret_problem)
{
	struct secret *secret = secret_new(PAIR_OCTETS);
	int fd = file_open(path);
	bool good = fd >= 0 && read_all(fd, secret);
	int number = errno;

	if (fd >= 0)
		close(fd);
	if (good) {
		*ret_secret = secret;
		return true;
	}
	secret_free(secret);
	return problem_set(arena, PROBLEM_NO_INPUT, path, ret_problem, "%s",
		strerror(number));
}

static struct served_key *read_pair(struct arena *arena,
	const struct credentials_files *files, struct problem *ret_problem)
{
	const char *key_file = files->key ? files->key : files->chain, *reason;
	struct secret *chain = NULL, *key = NULL;
	struct served_key *pair = NULL;

	if (read_file(arena, files->chain, &chain, ret_problem) &&
		read_file(arena, key_file, &key, ret_problem)) {
		pair = served_key_new(
			secret_text(chain), secret_text(key), &reason);
		if (!pair)
			problem_set(arena, PROBLEM_DATA, files->chain,
				ret_problem, "%s", reason);
	}
	secret_free(chain);
	secret_free(key);
	return pair;
}

static bool read_clients(struct arena *arena, const char *path,
	struct secret **ret_clients, struct problem *ret_problem)
{
	struct secret *clients;

	if (!read_file(arena, path, &clients, ret_problem))
		return false;
	if (served_has_anchors(secret_text(clients))) {
		*ret_clients = clients;
		return true;
	}
	secret_free(clients);
	return problem_set(arena, PROBLEM_DATA, path, ret_problem,
		"certificates in PEM form were expected");
}

bool credentials_read(struct arena *arena,
	const struct credentials_files *files,
	struct credentials *ret_credentials, struct problem *ret_problem)
{
	struct credentials read = {.key = read_pair(arena, files, ret_problem)};

	if (read.key &&
		(!files->clients || read_clients(arena, files->clients,
					    &read.clients, ret_problem))) {
		*ret_credentials = read;
		return true;
	}
	served_key_free(read.key);
	return false;
}
