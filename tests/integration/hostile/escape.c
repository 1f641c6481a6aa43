/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Preloaded: the first connection over a network, or the first stylesheet,
 * tries what a peer would that had taken over the process, and says on standard
 * error what works: to read $ESCAPE_READ, to write $ESCAPE_WRITE, to run a
 * program, to listen. */
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, int works)
{
	char line[64];
	int length = snprintf(line, sizeof(line), "escape: %s %s\n", what,
		works ? "works" : "fails");

	(void)!write(STDERR_FILENO, line, (size_t)length);
}

static int runs(void)
{
	char *arguments[] = {"/bin/true", NULL};
	int status = 1;
	pid_t pid;

	if (posix_spawn(&pid, "/bin/true", NULL, NULL, arguments, NULL) != 0)
		return 0;
	return waitpid(pid, &status, 0) == pid && status == 0;
}

static int listens(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int result = listen(fd, 1);

	close(fd);
	return result == 0;
}

static void try_all(void)
{
	say("reading", open(getenv("ESCAPE_READ"), O_RDONLY) >= 0);
	say("writing",
		open(getenv("ESCAPE_WRITE"), O_WRONLY | O_CREAT, 0600) >= 0);
	say("running", runs());
	say("listening", listens());
}

/* The next one of that name, in the library that has it. */
static void *next_of(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static void try_once(void)
{
	static atomic_flag tried = ATOMIC_FLAG_INIT;

	if (!atomic_flag_test_and_set(&tried))
		try_all();
}

void *xsltApplyStylesheetUser(void *style, void *document, const char **words,
	const char *output, FILE *profile, void *context);

void *xsltApplyStylesheetUser(void *style, void *document, const char **words,
	const char *output, FILE *profile, void *context)
{
	void *(*next)(void *, void *, const char **, const char *, FILE *,
		void *) = (void *(*)(void *, void *, const char **,
		const char *, FILE *, void *))(uintptr_t)next_of(__func__);

	try_once();
	return next(style, document, words, output, profile, context);
}

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
	int (*next)(int, const struct sockaddr *, socklen_t) =
		(int (*)(int, const struct sockaddr *, socklen_t))(
			uintptr_t)next_of(__func__);

	if (address->sa_family == AF_INET)
		try_once();
	return next(fd, address, length);
}
