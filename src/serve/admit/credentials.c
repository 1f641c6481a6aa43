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

static bool read_pair(struct arena *arena,
	const struct credentials_files *files, struct credentials *certificate,
	struct problem *ret_problem)
{
	const char *key = files->key ? files->key : files->chain, *reason;

	if (!read_file(arena, files->chain, &certificate->chain, ret_problem) ||
		!read_file(arena, key, &certificate->key, ret_problem))
		return false;
	return served_pair_fits(secret_text(certificate->chain),
		       secret_text(certificate->key), &reason) ||
	       problem_set(arena, PROBLEM_DATA, files->chain, ret_problem, "%s",
		       reason);
}

static bool read_clients(struct arena *arena, const char *path,
	struct credentials *certificate, struct problem *ret_problem)
{
	return read_file(arena, path, &certificate->clients, ret_problem) &&
	       (served_has_anchors(secret_text(certificate->clients)) ||
		       problem_set(arena, PROBLEM_DATA, path, ret_problem,
			       "certificates in PEM form were expected"));
}

bool credentials_read(struct arena *arena,
	const struct credentials_files *files,
	struct credentials *ret_credentials, struct problem *ret_problem)
{
	struct credentials certificate = {0};

	if (read_pair(arena, files, &certificate, ret_problem) &&
		(!files->clients || read_clients(arena, files->clients,
					    &certificate, ret_problem))) {
		*ret_credentials = certificate;
		return true;
	}
	credentials_clear(&certificate);
	return false;
}

void credentials_clear(struct credentials *certificate)
{
	secret_free(certificate->chain);
	secret_free(certificate->key);
	secret_free(certificate->clients);
	*certificate = (struct credentials){0};
}
