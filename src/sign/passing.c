/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sign/passing.h"

#include "src/companion.h"
#include "src/sign/password.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct header {
	size_t length;
	unsigned word;
};

/* An interrupt is for the others: what is under way is still to be signed. */
static void be_alone(int fd)
{
	const int ignored[] = {SIGINT, SIGTERM, SIGHUP};
	int null = open("/dev/null", O_RDWR);

	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		signal(ignored[i], SIG_IGN);
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		dup2(null, i);
	dup2(fd, PASSING_FD);
	close_range(PASSING_FD + 1, ~0u, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	password_hide_process();
}

pid_t passing_start(int *ret_fd)
{
	int ends[2];
	pid_t process;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	process = fork();
	if (process == 0) {
		be_alone(ends[1]);
		return 0;
	}
	close(ends[1]);
	if (process < 0)
		close(ends[0]);
	else
		*ret_fd = ends[0];
	return process;
}

void passing_end(pid_t process, int fd)
{
	close(fd);
	while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
		continue;
}

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

bool passing_send(int fd, unsigned word, struct octets octets)
{
	struct header header;

	memset(&header, 0, sizeof(header));
	header.length = octets.length;
	header.word = word;
	return companion_send(fd, &header, sizeof(header)) &&
	       companion_send(fd, octets.data, octets.length);
}

bool passing_receive(int fd, struct arena *arena, size_t most,
	unsigned *ret_word, struct octets *ret_octets)
{
	struct header header;
	unsigned char *data;

	if (!receive_all(fd, &header, sizeof(header)) || header.length > most)
		return false;
	data = arena_alloc(arena, header.length + 1);
	if (!receive_all(fd, data, header.length))
		return false;
	data[header.length] = '\0';
	*ret_word = header.word;
	*ret_octets = (struct octets){data, header.length};
	return true;
}
